"""A comparison as a document for a decision: the figures, what they assume, where they are from."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from msgspec import structs

from modelario.queries.compare import Comparison, FieldRow, ProviderOffers, Side
from modelario.queries.offering import OfferingRow, TierRow
from modelario.queries.two_days import TwoDays
from modelario.records import TokenPrice
from modelario.web.addresses import upstream_file
from modelario.web.pages import Asked, View
from modelario.web.papers.paper import (
    Cell,
    Flow,
    Imprint,
    RowGroup,
    body,
    heading,
    made,
    points,
    space,
    table,
    title,
)
from modelario.web.typeface import written
from modelario.web.views.comparison import ONLY, heading_of
from modelario.web.words.break_even_prose import break_even_answers
from modelario.web.words.field_values import field_value
from modelario.web.words.i18n import N_, Language
from modelario.web.words.work_prose import work_told
from modelario.wording import label, sentence

#: The groups of rows beside costs, scores and results, by their names in the record.
_GROUPS = {
    "prices": N_("Prices"),
    "limits": N_("Limits and kinds"),
    "capabilities": N_("Capabilities"),
    "origin": N_("Origin"),
}


def comparison_paper(asked: Asked, view: View, address: str) -> bytes:
    """Set a comparison as the address asks for it."""
    record, language = _legible(view.record), asked.language
    day = language.day(record.as_of)
    name = heading_of([side.model.name for side in record.sides], language)
    parts = [
        title(name),
        body(language.gettext("Catalogue as of %(day)s.") % {"day": day}, quiet=True),
        *_findings(record, language),
        *_assumed(record, asked),
        space(6),
        table([_head(side, language) for side in record.sides], _groups(record, view, asked), 0.26),
        *(part for each in record.two_days for part in _two_days(each, language)),
        *_at_providers(record, language),
        *_work(record, language),
        *_sources(record, address, language),
    ]
    return made(Imprint(name, language.code, day, address), parts)


def _legible(record: Comparison) -> Comparison:
    """Name models so that the typeface can write them."""
    sides = (
        structs.replace(
            side, model=structs.replace(side.model, name=written(side.model.name, side.model.id))
        )
        for side in record.sides
    )
    return structs.replace(record, sides=tuple(sides))


def _head(side: Side, language: Language) -> tuple[str, str]:
    at = side.offering
    none = language.gettext("No published price")
    return side.model.name, written(at.provider_name, at.provider) if at else none


# --- in words -----------------------------------------------------------------------------


def _findings(record: Comparison, language: Language) -> Iterator[Flow]:
    """Say where the cheaper one changes."""
    answers = break_even_answers(record, language)
    for answer in answers:
        yield from heading(answer.question)
        yield from points(answer.sentences)
    if answers:
        yield body(language.gettext("Prices of long requests are left aside here."), quiet=True)


def _assumed(record: Comparison, asked: Asked) -> Iterator[Flow]:
    """Say how the requests are made that the figures are about, and what was assumed."""
    language, parameters = asked.language, asked.parameters
    unset = {"mode": "standard", "region": language.gettext("any")}
    said = [
        f"{label(f'field.{name}', language.words)}{language.colon}"
        f"{parameters.one(name) or unset[name]}"
        for name in unset
    ]
    moments = [each for each in parameters.all("at") if "@" not in each]
    said += [f"{label('field.at', language.words)}{language.colon}{each}" for each in moments]
    if asked.at:
        names = ", ".join(asked.everywhere.catalogue.providers[id_].name for id_ in asked.at)
        said.append(language.gettext("At your providers: %(names)s.") % {"names": names})
    if asked.own.work is not None:
        work = work_told(asked.own.work, language)
        said.append(f"{language.gettext('Your workload')}{language.colon}{work}")
    yield from heading(label("field.assumed", language.words))
    yield body(" · ".join(said))
    reasons = (f"{sentence(e, language.words)}." for side in record.sides for e in side.assumed)
    yield from points(dict.fromkeys(reasons))


def _work(record: Comparison, language: Language) -> Iterator[Flow]:
    """Say what each work is of."""
    yield from heading(language.gettext("What typical work costs, in USD"))
    for row in record.scenarios:
        yield body(
            language.gettext("%(name)s: %(count)s requests of %(input)s tokens in, %(output)s out.")
            % {
                "name": label(f"scenario.{row.key}", language.words),
                "count": language.number(row.requests),
                "input": language.number(row.input_tokens),
                "output": language.number(row.output_tokens),
            }
            + f" {label(f'assumption.{row.key}', language.words)}"
        )


def _sources(record: Comparison, address: str, language: Language) -> Iterator[Flow]:
    """Tell where the prices are from, and how the document is to be read."""
    gettext = language.gettext
    yield from heading(gettext("Sources"))
    day = language.day(record.as_of)
    yield from points(
        f"{side.model.name}{language.colon}{_offered(side.offering)} – "
        f"{upstream_file(side.offering.upstream_path)}"
        for side in record.sides
        if side.offering is not None
    )
    yield body(gettext(_DATA) % {"day": day, "link": "models.dev"}, quiet=True)
    yield body(gettext(_UNKNOWN), quiet=True)
    yield body(gettext(_BEST), quiet=True)
    yield body(address, quiet=True)


def _offered(offering: OfferingRow) -> str:
    name = written(offering.provider_name, offering.provider)
    return f"{name}, {offering.offering_id}"


_DATA = N_(
    "Data of %(day)s, from %(link)s. Prices in USD per 1M tokens; check what you decide on with "
    "the provider."
)
_UNKNOWN = N_("“Unknown” means that nobody states it: it is never taken for zero, or for no.")
_BEST = N_(
    "“Best” is the lowest price or cost and the largest limit or score among what is known. Fit "
    "scores are no benchmark results."
)


# --- tables -------------------------------------------------------------------------------


def _groups(record: Comparison, view: View, asked: Asked) -> list[RowGroup]:
    """Lay out what the page has, in its order; only what differs where that is asked for."""
    language = asked.language
    alone, groups = asked.parameters.one(ONLY) == "differences", view.values["groups"]
    fields = {
        key: RowGroup(language.gettext(name), tuple(_lines(groups[key], alone, language)))
        for key, name in _GROUPS.items()
    }
    work = RowGroup(
        language.gettext("What typical work costs, in USD"),
        [
            (
                f"{label(f'scenario.{row.key}', language.words)} × {language.number(row.requests)}",
                _costs(row.costs, row.best, language),
            )
            for row in record.scenarios
        ],
    )
    scores = RowGroup(
        language.gettext("Fit scores"), tuple(_scored(record.scores, alone, language))
    )
    results = RowGroup(
        language.gettext("Benchmarks, as models.dev quotes them"), tuple(_results(record, language))
    )
    if any(tiers := [side.offering.tiers if side.offering else () for side in record.sides]):
        prices = fields["prices"]
        long = language.gettext("Long requests"), [_tiers(each, language) for each in tiers]
        fields["prices"] = prices._replace(rows=(*prices.rows, long))
    found = [
        fields["prices"],
        work,
        fields["limits"],
        fields["capabilities"],
        scores,
        results,
        fields["origin"],
    ]
    return [group for group in found if group.rows]


NamedCells = tuple[str, Sequence[Cell]]


def _lines(rows: Sequence[FieldRow], alone: bool, language: Language) -> Iterator[NamedCells]:
    for row in rows:
        if not (alone and row.alike):
            name = label(f"field.{row.field}", language.words)
            yield name, _values(row.field, row.values, row.best, language)


def _tiers(tiers: Sequence[TierRow], language: Language) -> Cell:
    """Tell the prices of longer requests."""
    if not tiers:
        return Cell(language.gettext("no other price"), quiet=True)
    above = language.gettext("above %(tokens)s input tokens")
    return Cell(
        language.semicolon.join(
            f"{above % {'tokens': language.tokens(each.above_tokens)}}{language.colon}"
            f"{_both(each, language)}"
            for each in tiers
        )
    )


def _scored(rows: Sequence[FieldRow], alone: bool, language: Language) -> Iterator[NamedCells]:
    for row in rows:
        if not (alone and row.alike):
            name = label(f"score.{row.field}", language.words)
            yield name, _values(row.field, row.values, row.best, language)


def _results(record: Comparison, language: Language) -> Iterator[NamedCells]:
    for row in record.benchmarks:
        scores = [each and each.score for each in row.results]
        yield row.name, _values(row.key, scores, row.best, language)


#: Columns of more models have no room for a word beside a value: it is bold alone.
_WORDED = 3


def _best(values: Sequence[object], language: Language) -> str:
    """Give the word for the best of a row."""
    return language.gettext("best") if len(values) <= _WORDED else ""


def _values(
    field: str, values: Sequence[Any], best: Sequence[int], language: Language
) -> list[Cell]:
    word = _best(values, language)
    return [
        Cell(
            field_value(field, value, language),
            word if place in best else None,
            quiet=value is None,
        )
        for place, value in enumerate(values)
    ]


def _costs(costs: Sequence[Decimal | None], best: Sequence[int], language: Language) -> list[Cell]:
    none, word = language.gettext("Unknown, or it does not fit"), _best(costs, language)
    return [
        Cell(none, quiet=True)
        if cost is None
        else Cell(language.usd(cost), word if place in best else None)
        for place, cost in enumerate(costs)
    ]


def _two_days(days: TwoDays, language: Language) -> Iterator[Flow]:
    """Set a model on another day beside the one that is shown."""
    heads = [(language.day(days.earlier), ""), (language.day(days.later), "")]
    none = language.gettext("No published price")
    sold = [
        Cell(provider if key else none)
        for key, provider in (
            (days.earlier_offering, days.earlier_provider),
            (days.later_offering, days.later_provider),
        )
    ]
    rows: list[NamedCells] = [(label("field.provider", language.words), sold)]
    rows += [
        (
            label(f"field.{row.field}", language.words),
            _values(row.field, (row.earlier, row.later), (), language),
        )
        for row in days.rows
        if row.differs or row.field in ("input_mtok", "output_mtok")
    ]
    rows += [
        (
            label(f"scenario.{row.field}", language.words),
            _costs((row.earlier, row.later), (), language),
        )
        for row in days.scenarios
        if row.differs
    ]
    name = written(days.name, days.id)
    yield from heading(f"{language.gettext('Then and now')}{language.colon}{name}")
    yield table(heads, [RowGroup("", rows)], 0.4)
    if days.causes:
        told = language.semicolon.join(sentence(each, language.words) for each in days.causes)
        yield body(f"{language.gettext('Why:')} {told}.")


def _at_providers(record: Comparison, language: Language) -> Iterator[Flow]:
    """Set the prices of all providers side by side."""
    if not record.providers:
        return
    yield from heading(language.gettext("Prices at every provider"))
    heads = [(side.model.name, language.gettext("input / output")) for side in record.sides]
    rows = [
        (written(row.provider_name, row.provider), _offers(row, language))
        for row in record.providers
    ]
    yield table(heads, [RowGroup("", rows)], 0.26)


def _offers(row: ProviderOffers, language: Language) -> list[Cell]:
    word = _best(row.offers, language)
    return [
        Cell("–", quiet=True)
        if offer is None
        else Cell(_asked(offer, language), word if place in row.best else None)
        for place, offer in enumerate(row.offers)
    ]


def _asked(offer: OfferingRow, language: Language) -> str:
    """Tell what a provider asks, and what the reader's month costs there where that is told."""
    if offer.monthly_cost is None:
        return _both(offer, language)
    return f"{_both(offer, language)} · {language.usd(offer.monthly_cost)}"


def _both(offer: TokenPrice, language: Language) -> str:
    prices = (offer.input_mtok, offer.output_mtok)
    return " / ".join(field_value("_mtok", each, language) for each in prices)
