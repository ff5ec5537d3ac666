"""One model on a terminal, in the order of its page."""

from collections.abc import Iterator

from modelario.cli.drawing import Line, folded, grid, line
from modelario.cli.hold_lines import hold_line
from modelario.cli.output import table
from modelario.formats import plain_text
from modelario.queries.columns import with_month
from modelario.queries.finding_rows import ClaimRow
from modelario.queries.life_events import EVENT_COLUMNS
from modelario.queries.model import ModelPage
from modelario.queries.model_lines import AlternativeRow
from modelario.queries.offering import QuoteRow, offering_columns
from modelario.wording import (
    label,
    money,
    request_money,
    sentence,
    short_tokens,
    variant_label,
)

#: A score's bar is so many characters long.
_BAR = 20
#: On a narrower terminal there are no bars: a bar that is cut says something else.
_WIDE = 80
#: So many providers of one value are named.
_NAMED = 4

_Cells = tuple[Line, ...]


def model_view(page: ModelPage, width: int) -> Iterator[Line]:
    """Draw everything that a person wants to see of a model, so many characters wide."""
    for part in _sections(page, width):
        yield from part if isinstance(part, list) else folded(part, width)


def _sections(page: ModelPage, width: int) -> Iterator[Line | list[Line]]:
    """Give lines that are to be folded, and tables that are."""
    yield line((page.name, "bold"), f"  {page.id}  ", (f"by {page.lab_name}", "dim"))
    yield from _life(page)
    yield grid(_facts(page), width)
    yield from _heading("Prices", "USD per 1M tokens")
    yield _price("Recommended", page.recommended)
    yield _price("Cheapest", page.cheapest)
    for passed in page.passed_over:
        told = f"{passed.provider_name}: {passed.offering_id}  {sentence(passed.reason)}"
        yield line((f"{'Passed over':<12}", "dim"), told)
    for hold in page.held:
        yield line((f"{'Held back':<12}", "dim"), *hold_line(hold))
    yield from _heading("Fit scores", "0 to 100, from declared facts; no benchmark results")
    yield grid(_scores(page, wide=width >= _WIDE), width, right=(1,))
    yield from _heading("Cost Efficiency Index", "at the recommended price")
    yield grid(_scenarios(page), width, right=(1,))
    if page.release or page.other_releases:
        yield from _heading("Release", "ids that are the same today, and others of its name")
        yield grid(_releases(page), width)
    yield from _heading("Offerings", str(len(page.offerings)))
    among = offering_columns(several=bool(page.release))
    costed = any(each.month for each in page.offerings)
    yield table(with_month(among, costed=costed), page.offerings, width=width)
    if page.events:
        yield from _heading("Life", "what is announced, and what happened")
        yield table(EVENT_COLUMNS, page.events, width=width)
    if page.findings:
        yield from _heading("Inconsistencies", str(len(page.findings)))
        yield grid(_findings(page), width)
    yield from _heading("Alternatives", "by declared facts")
    for name in page.alternatives.__struct_fields__:
        yield grid(_alternatives(name, getattr(page.alternatives, name)), width)


def _life(page: ModelPage) -> Iterator[Line]:
    """When it ends, and what has come since."""
    if page.ends and page.ends_in is not None:
        ends = "Was to end on" if page.ends_in < 0 else "Ends on"
        yield line((f"{ends} {page.ends}", "bold"))
    for each in page.since:
        why = ", ".join(map(sentence, each.reasons))
        told = f"{each.name} ({each.id})  {why}  "
        yield line(
            (f"{label(f'since.{each.relation}')}  ", "dim"), told, (sentence(each.ground), "dim")
        )


def _releases(page: ModelPage) -> list[_Cells]:
    return [
        (
            line(row.id),
            line(f"{row.providers} provider{'' if row.providers == 1 else 's'}"),
            line((sentence(row.reason), "dim")),
        )
        for row in (*page.release, *page.other_releases)
    ]


def _heading(title: str, remark: str) -> Iterator[Line]:
    yield line()
    yield line((title, "bold"), "  ", (remark, "dim"))


def _facts(page: ModelPage) -> list[_Cells]:
    tokens = {
        field: None if value is None else short_tokens(value)
        for field in ("context_window", "max_output_tokens")
        for value in (getattr(page, field),)
    }
    stated: dict[str, object] = {
        **tokens,
        "input_modalities": page.input_modalities,
        "output_modalities": page.output_modalities,
        **{name: getattr(page.capabilities, name) for name in page.capabilities.__struct_fields__},
        "open_weights": page.open_weights,
        "release_date": f"{page.release_date}, not yet released"
        if page.upcoming
        else page.release_date,
        "knowledge_cutoff": page.knowledge_cutoff,
        "what": f"{label(f'kind.{page.kind}')} ({sentence(page.kind_reason)})",
        "family": page.family,
        "status": page.status and label(f"status.{page.status}"),
    }
    facts = {
        label(f"field.{field}"): label("unknown") if value is None else plain_text(value)
        for field, value in stated.items()
        if field != "status" or value is not None
    }
    if page.parent:
        facts["Derivative of"] = page.parent
    return [(line((name, "dim")), line(shown)) for name, shown in facts.items()]


def _price(title: str, quote: QuoteRow | None) -> Line:
    if quote is None:
        return line((f"{title:<12}", "dim"), "no price is published")
    price = ", ".join(
        f"{money(amount)} {way}"
        for way, amount in (("in", quote.input_mtok), ("out", quote.output_mtok))
        if amount is not None
    )
    month = f", {request_money(quote.month.cost)} a month" if quote.month else ""
    short = "" if quote.serves_full_context else "; not the full context window"
    variant = f" ({variant_label(quote.variant)})" if quote.variant else ""
    far = "; far from what other providers ask" if quote.far_from_median else ""
    return line(
        (f"{title:<12}", "dim"),
        (f"{price}{month}", "bold"),
        f"  {quote.provider_name}: {quote.offering_id}{variant}  ",
        (f"{sentence(quote.reason)}{short}{far}", "dim"),
    )


def _scores(page: ModelPage, *, wide: bool) -> list[_Cells]:
    rows: list[_Cells] = []
    for name, score in page.scores.items():
        filled = round(score.points * _BAR / 100)
        parts = ", ".join(
            f"{label(f'part.{part.name}')} "
            + (f"{part.points}/{part.maximum}" if part.known else label("unknown").lower())
            for part in score.parts
        )
        coverage = "" if score.coverage == 100 else f"  (known: {score.coverage} of 100)"  # noqa: PLR2004
        bar = (line("█" * filled + "░" * (_BAR - filled)),) if wide else ()
        points = line((str(score.points), "bold"))
        told = line((parts + coverage, "dim"))
        rows.append((line(label(f"score.{name}")), points, *bar, told))
    return rows


def _scenarios(page: ModelPage) -> list[_Cells]:
    rows: list[_Cells] = []
    for each in page.scenarios:
        if each.cost is None or each.cost_per_request is None:
            cost, per_request, rank = label("unknown"), "", ""
        else:
            cost = f"${each.cost:,.2f}"
            per_request = f"{request_money(each.cost_per_request)} each"
            rank = f"rank {each.rank} of {each.ranked}"
        batch = f"{each.requests:,} × {each.input_tokens:,} in, {each.output_tokens:,} out"
        name = line(label(f"scenario.{each.key}"))
        spent = line((cost, "bold"))
        rows.append((name, spent, line(per_request), line(rank), line((batch, "dim"))))
    return rows


def _findings(page: ModelPage) -> list[_Cells]:
    rows: list[_Cells] = []
    for finding in page.findings:
        claims = "; ".join(map(_claim, finding.claims))
        span = f" within {finding.span_days} days" if finding.span_days else ""
        shown = f"shown: {plain_text(finding.shown)}. {sentence(finding.reason)}"
        named = line(label(f"field.{finding.field}")), line(label(f"severity.{finding.severity}"))
        rows.append((*named, line(f"{claims}{span}"), line((shown, "dim"))))
    return rows


def _claim(claim: ClaimRow) -> str:
    of_id = "" if claim.stands_for is None else f", for an id of {plain_text(claim.stands_for)}"
    return f"{plain_text(claim.value)}{of_id} ({_providers(claim)})"


def _providers(claim: ClaimRow) -> str:
    """Name those who state a value, or say so of it, the first few of many."""
    stating = (by.provider for by in claim.stated_by)
    names = list(dict.fromkeys((*stating, *(by.name for by in claim.said_by))))
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more


def _month(row: AlternativeRow) -> Iterator[str]:
    """What the reader's work costs there."""
    if row.monthly_cost is not None:
        yield f"{request_money(row.monthly_cost)} a month"


def _alternatives(name: str, rows: tuple[AlternativeRow, ...]) -> list[_Cells]:
    title = line((label(f"alternatives.{name}"), "dim"))
    if not rows:
        return [(title, line("none"))]
    why = ("; ".join([*_month(row), *map(sentence, row.reasons)]) for row in rows)
    told = [(line(row.id), line((reasons, "dim"))) for row, reasons in zip(rows, why, strict=True)]
    return [(title if place == 0 else line(), *row) for place, row in enumerate(told)]
