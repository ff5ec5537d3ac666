"""One model on a terminal, in the order of its page."""

from collections.abc import Iterator

from rich.box import SIMPLE
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from modelario.cli.hold_lines import hold_line
from modelario.cli.output import console, table
from modelario.formats import plain_text
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


def model_view(page: ModelPage) -> Group:
    """Draw everything that a person wants to see of a model."""
    return Group(*_sections(page))


def _sections(page: ModelPage) -> Iterator[RenderableType]:
    yield Text.assemble((page.name, "bold"), f"  {page.id}  ", (f"by {page.lab_name}", "dim"))
    yield from _life(page)
    yield _facts(page)
    yield _heading("Prices", "USD per 1M tokens")
    yield _price("Recommended", page.recommended)
    yield _price("Cheapest", page.cheapest)
    for passed in page.passed_over:
        told = f"{passed.provider_name}: {passed.offering_id}  {sentence(passed.reason)}"
        yield Text.assemble((f"{'Passed over':<12}", "dim"), told)
    for hold in page.held:
        yield Text.assemble((f"{'Held back':<12}", "dim"), hold_line(hold))
    yield _heading("Fit scores", "0 to 100, from declared facts; no benchmark results")
    yield _scores(page)
    yield _heading("Cost Efficiency Index", "at the recommended price")
    yield _scenarios(page)
    if page.release or page.other_releases:
        yield _heading("Release", "ids that are the same today, and others of its name")
        yield _releases(page)
    yield _heading("Offerings", str(len(page.offerings)))
    yield table(offering_columns(several=bool(page.release)), page.offerings, width=console().width)
    if page.events:
        yield _heading("Life", "what is announced, and what happened")
        yield table(EVENT_COLUMNS, page.events, width=console().width)
    if page.findings:
        yield _heading("Inconsistencies", str(len(page.findings)))
        yield _findings(page)
    yield _heading("Alternatives", "by declared facts")
    for name in page.alternatives.__struct_fields__:
        yield _alternatives(name, getattr(page.alternatives, name))


def _life(page: ModelPage) -> Iterator[Text]:
    """When it ends, and what has come since."""
    if page.ends and page.ends_in is not None:
        ends = "Was to end on" if page.ends_in < 0 else "Ends on"
        yield Text(f"{ends} {page.ends}", "bold")
    for each in page.since:
        why = ", ".join(map(sentence, each.reasons))
        told = f"{each.name} ({each.id})  {why}  "
        yield Text.assemble(
            (f"{label(f'since.{each.relation}')}  ", "dim"), told, (sentence(each.ground), "dim")
        )


def _releases(page: ModelPage) -> Table:
    grid = _grid()
    for row in (*page.release, *page.other_releases):
        served = f"{row.providers} provider{'' if row.providers == 1 else 's'}"
        grid.add_row(row.id, served, Text(sentence(row.reason), "dim"))
    return grid


def _heading(title: str, remark: str) -> Text:
    return Text.assemble("\n", (title, "bold"), "  ", (remark, "dim"))


def _grid() -> Table:
    return Table(box=SIMPLE, show_header=False, pad_edge=False)


def _facts(page: ModelPage) -> Table:
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
    grid = _grid()
    for field, value in stated.items():
        if field == "status" and value is None:
            continue
        shown = label("unknown") if value is None else plain_text(value)
        grid.add_row(Text(label(f"field.{field}"), "dim"), Text(shown))
    if page.parent:
        grid.add_row(Text("Derivative of", "dim"), Text(page.parent))
    return grid


def _price(title: str, quote: QuoteRow | None) -> Text:
    if quote is None:
        return Text.assemble((f"{title:<12}", "dim"), "no price is published")
    price = ", ".join(
        f"{money(amount)} {way}"
        for way, amount in (("in", quote.input_mtok), ("out", quote.output_mtok))
        if amount is not None
    )
    short = "" if quote.serves_full_context else "; not the full context window"
    variant = f" ({variant_label(quote.variant)})" if quote.variant else ""
    far = "; far from what other providers ask" if quote.far_from_median else ""
    return Text.assemble(
        (f"{title:<12}", "dim"),
        (price, "bold"),
        f"  {quote.provider_name}: {quote.offering_id}{variant}  ",
        (f"{sentence(quote.reason)}{short}{far}", "dim"),
    )


def _scores(page: ModelPage) -> Table:
    grid, wide = _grid(), console().width >= _WIDE
    for name, score in page.scores.items():
        filled = round(score.points * _BAR / 100)
        parts = ", ".join(
            f"{label(f'part.{part.name}')} "
            + (f"{part.points}/{part.maximum}" if part.known else label("unknown").lower())
            for part in score.parts
        )
        coverage = "" if score.coverage == 100 else f"  (known: {score.coverage} of 100)"  # noqa: PLR2004
        bar = (Text("█" * filled + "░" * (_BAR - filled)),) if wide else ()
        grid.add_row(
            label(f"score.{name}"),
            Text(str(score.points), "bold", justify="right"),
            *bar,
            Text(parts + coverage, "dim"),
        )
    return grid


def _scenarios(page: ModelPage) -> Table:
    grid = _grid()
    for each in page.scenarios:
        if each.cost is None or each.cost_per_request is None:
            cost, per_request, rank = label("unknown"), "", ""
        else:
            cost = f"${each.cost:,.2f}"
            per_request = f"{request_money(each.cost_per_request)} each"
            rank = f"rank {each.rank} of {each.ranked}"
        batch = f"{each.requests:,} × {each.input_tokens:,} in, {each.output_tokens:,} out"
        grid.add_row(
            label(f"scenario.{each.key}"),
            Text(cost, "bold", justify="right"),
            per_request,
            rank,
            Text(batch, "dim"),
        )
    return grid


def _findings(page: ModelPage) -> Table:
    grid = _grid()
    for finding in page.findings:
        claims = "; ".join(map(_claim, finding.claims))
        span = f" within {finding.span_days} days" if finding.span_days else ""
        grid.add_row(
            label(f"field.{finding.field}"),
            label(f"severity.{finding.severity}"),
            Text(f"{claims}{span}"),
            Text(f"shown: {plain_text(finding.shown)}. {sentence(finding.reason)}", "dim"),
        )
    return grid


def _claim(claim: ClaimRow) -> str:
    of_id = "" if claim.stands_for is None else f", for an id of {plain_text(claim.stands_for)}"
    return f"{plain_text(claim.value)}{of_id} ({_providers(claim)})"


def _providers(claim: ClaimRow) -> str:
    """Name those who state a value, or say so of it, the first few of many."""
    stating = (by.provider for by in claim.stated_by)
    names = list(dict.fromkeys((*stating, *(by.name for by in claim.said_by))))
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more


def _alternatives(name: str, rows: tuple[AlternativeRow, ...]) -> RenderableType:
    grid = _grid()
    title = label(f"alternatives.{name}")
    if not rows:
        grid.add_row(Text(title, "dim"), "none")
    for place, row in enumerate(rows):
        reasons = "; ".join(sentence(reason) for reason in row.reasons)
        grid.add_row(Text(title if place == 0 else "", "dim"), row.id, Text(reasons, "dim"))
    return grid
