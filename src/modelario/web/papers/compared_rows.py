"""The tables of a comparison's document: fields, costs, scores, other days, providers."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from modelario.queries.columns import MONTH
from modelario.queries.compare import Comparison, FieldRow, ProviderOffers
from modelario.queries.offering import OfferingRow, TierRow
from modelario.queries.two_days import TwoDays
from modelario.records import TokenPrice
from modelario.web.pages import Asked, View
from modelario.web.papers.paper import Cell, Flow, RowGroup, body, heading, table
from modelario.web.typeface import written
from modelario.web.views.comparison import ONLY
from modelario.web.words.field_values import field_value
from modelario.web.words.i18n import N_, Language
from modelario.wording import label, sentence

#: The share of the width that the names of rows take.
NAMES = 0.26

#: The groups of rows beside costs, scores and results, by their names in the record.
_GROUPS = {
    "prices": N_("Prices"),
    "limits": N_("Limits and kinds"),
    "capabilities": N_("Capabilities"),
    "origin": N_("Origin"),
}


def compared(record: Comparison, view: View, asked: Asked) -> list[RowGroup]:
    """Lay out what the page has, in its order; only what differs where that is asked for."""
    language = asked.language
    alone, groups = asked.parameters.one(ONLY) == "differences", view.values["groups"]
    fields = {
        key: RowGroup(language.gettext(name), tuple(_lines(groups[key], "field", alone, language)))
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
    scored = tuple(_lines(record.scores, "score", alone, language))
    scores = RowGroup(language.gettext("Fit scores"), scored)
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


def _lines(
    rows: Sequence[FieldRow], kind: str, alone: bool, language: Language
) -> Iterator[NamedCells]:
    """Name rows by the labels of a kind."""
    for row in rows:
        if not (alone and row.alike):
            name = label(f"{kind}.{row.field}", language.words)
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


def beside(days: TwoDays, language: Language) -> Iterator[Flow]:
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
        if row.differs or row.field in ("input_mtok", "output_mtok", MONTH.key)
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


def at_providers(record: Comparison, language: Language) -> Iterator[Flow]:
    """Set the prices of all providers side by side."""
    if not record.providers:
        return
    yield from heading(language.gettext("Prices at every provider"))
    heads = [(side.model.name, language.gettext("input / output")) for side in record.sides]
    rows = [
        (written(row.provider_name, row.provider), _offers(row, language))
        for row in record.providers
    ]
    yield table(heads, [RowGroup("", rows)], NAMES)


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
