"""Two to four models side by side, each at a provider of the reader's choice."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from msgspec import Struct

from modelario.catalogue.billing import Bill, price_at
from modelario.catalogue.checking import checked_circumstances, nearest, spelt
from modelario.catalogue.circumstances import Circumstances
from modelario.catalogue.entries import at_providers
from modelario.catalogue.prices import published
from modelario.catalogue.questions import QuestionError
from modelario.catalogue.scenarios import SCENARIOS, Scenario, scenario_bills
from modelario.catalogue.scores import WEIGHTS, points
from modelario.catalogue.tariffs import tariff_at
from modelario.queries.break_even_rows import (
    BreakEvenRow,
    NamedPrice,
    ThroughoutRow,
    break_even_rows,
    throughout_rows,
)
from modelario.queries.columns import MONTH, Column, Kind
from modelario.queries.edition import Edition
from modelario.queries.meaning import meant
from modelario.queries.model import ModelPage, page_of
from modelario.queries.offering import OfferingRow, offering_row
from modelario.queries.result_rows import ResultRow, best_places, result_rows
from modelario.queries.two_days import TwoDays
from modelario.records import (
    CAPABILITIES,
    Catalogue,
    Entry,
    ModelId,
    ProviderId,
    Reason,
    Serving,
)

FEWEST, MOST = 2, 4


class CompareError(QuestionError):
    """The models or providers cannot be compared; the message says why."""


class CompareRequest(Circumstances, frozen=True, kw_only=True):
    """Which models are compared, where each is priced, and how the requests are made."""

    #: A model, in any spelling; two to four.
    models: tuple[str, ...]
    #: Providers in the models' order; where none is named the choice is ours.
    providers: tuple[str | None, ...] = ()


class Side(Struct, frozen=True, kw_only=True):
    """One model of the comparison at the provider that it is priced at."""

    model: ModelPage
    #: The offering that is compared, ``null`` where no price is published.
    offering: OfferingRow | None
    #: Providers to choose from: those that publish a price.
    choices: tuple[OfferingRow, ...]
    #: What its costs assume, for the offering does not tell it.
    assumed: tuple[Reason, ...]


class FieldRow(Struct, frozen=True, kw_only=True):
    """One field over all sides."""

    field: str
    values: tuple[Any, ...]
    #: Whether known values are not all the same, and whether all are, unknown ones too.
    differs: bool
    alike: bool
    #: The places of the best values, where more or less is better and they differ.
    best: tuple[int, ...]


class ScenarioRow(Struct, frozen=True, kw_only=True):
    """The cost of one batch over all sides, in USD; ``null`` is unknown or does not fit."""

    key: str
    requests: int
    input_tokens: int
    output_tokens: int
    costs: tuple[Decimal | None, ...]
    best: tuple[int, ...]


class ProviderOffers(Struct, frozen=True, kw_only=True):
    """What one provider asks for each side, ``null`` where it publishes no price."""

    provider: ProviderId
    provider_name: str
    offers: tuple[OfferingRow | None, ...]
    best: tuple[int, ...]


class Comparison(Struct, frozen=True, kw_only=True):
    """The whole comparison."""

    sides: tuple[Side, ...]
    fields: tuple[FieldRow, ...]
    scores: tuple[FieldRow, ...]
    #: Benchmarks that upstream quotes a result in for some side, those with most sides first.
    benchmarks: tuple[ResultRow, ...]
    scenarios: tuple[ScenarioRow, ...]
    break_evens: tuple[BreakEvenRow, ...]
    throughout: tuple[ThroughoutRow, ...]
    #: Providers that publish a price for one side at least, those with most sides first.
    providers: tuple[ProviderOffers, ...]
    as_of: date
    #: Each model on this day and another, where another is asked for.
    two_days: tuple[TwoDays, ...] = ()


#: Compared fields: where they stand on a side, and whether more (1) or less (-1) is better.
FIELDS: tuple[tuple[str, str, int], ...] = (
    ("input_mtok", "offering", -1),
    ("output_mtok", "offering", -1),
    ("blended_mtok", "offering", -1),
    ("cache_read_mtok", "offering", -1),
    ("cache_write_mtok", "offering", -1),
    ("reasoning_mtok", "offering", -1),
    ("monthly_cost", "offering", -1),
    ("context_window", "model", 1),
    ("max_output_tokens", "model", 1),
    ("input_modalities", "model", 0),
    ("output_modalities", "model", 0),
    ("tool_call", "capabilities", 1),
    ("structured_output", "capabilities", 1),
    ("reasoning", "capabilities", 1),
    ("temperature", "capabilities", 0),
    ("attachment", "capabilities", 1),
    ("open_weights", "model", 0),
    ("release_date", "model", 0),
    ("knowledge_cutoff", "model", 0),
    ("status", "model", 0),
    ("official", "model", 0),
)

#: The fields as they stand together on a page.
FIELD_GROUPS: Mapping[str, tuple[str, ...]] = {
    "prices": tuple(field for field, where, _ in FIELDS if where == "offering"),
    "limits": ("context_window", "max_output_tokens", "input_modalities", "output_modalities"),
    "capabilities": CAPABILITIES,
    "origin": ("release_date", "knowledge_cutoff", "open_weights", "official", "status"),
}


def compare(edition: Edition, request: CompareRequest) -> Comparison:
    """Compare models, each at the named provider or else at its recommended price.

    Raises :class:`CompareError` for fewer than two or more than four models, one named twice,
    or a provider that does not publish a price for its model; ``MissingError`` where a
    spelling means no model.
    """
    catalogue = edition.catalogue
    providers = named_providers(catalogue, request.providers)
    when = checked_circumstances(request, catalogue)
    ids = [meant(edition, text) for text in request.models]
    if len(providers) > len(ids):
        raise CompareError(
            f"{len(providers)} providers are named for {len(ids)} models", field="provider"
        )
    if not FEWEST <= len(ids) <= MOST or len(set(ids)) < len(ids):
        raise CompareError(f"compare takes {FEWEST} to {MOST} different models", field="model")
    entries = [catalogue.entries[id_] for id_ in ids]
    wanted = [*providers, *[None] * (len(ids) - len(providers))]
    priced = [
        _at(catalogue, entry, provider) for entry, provider in zip(entries, wanted, strict=False)
    ]
    there = [_scored_at(entry, provider) for entry, provider in zip(entries, wanted, strict=True)]
    bills = [_bills(*each, when) for each in zip(entries, priced, strict=True)]
    sides = tuple(
        _side(catalogue, entry, serving, of_side.values())
        for entry, serving, of_side in zip(entries, priced, bills, strict=True)
    )
    named = [
        NamedPrice(entry.model.id, price_at(serving, when))
        for entry, serving in zip(entries, priced, strict=True)
        if serving is not None
    ]
    return Comparison(
        sides=sides,
        fields=tuple(
            _field(sides, *field) for field in FIELDS if field[0] != MONTH.key or catalogue.costed
        ),
        scores=tuple(field_row(name, [points(e, name) for e in there], 1) for name in WEIGHTS),
        benchmarks=result_rows(entries),
        scenarios=tuple(_scenario(each, [side[each.key] for side in bills]) for each in SCENARIOS),
        break_evens=break_even_rows(named),
        throughout=throughout_rows(named),
        providers=_providers(sides),
        as_of=catalogue.origin.as_of,
    )


def named_providers(
    catalogue: Catalogue, texts: Iterable[str | None]
) -> tuple[ProviderId | None, ...]:
    """Read the providers that are named, in whatever capitals; what is none stays as it is."""
    known = catalogue.providers
    return tuple(None if text is None else ProviderId(spelt(text, known) or text) for text in texts)


def side_of(
    catalogue: Catalogue, id_: ModelId, provider: str | None, when: Circumstances
) -> tuple[Side, Mapping[str, Decimal | None]]:
    """Tell one side of a comparison, and what each scenario costs there, by its key.

    Raises :class:`CompareError` for a provider that does not publish a price.
    """
    entry = catalogue.entry(id_)
    serving = _at(catalogue, entry, provider)
    bills = _bills(entry, serving, when)
    costs = {
        each.key: None if (bill := bills[each.key]) is None else bill.amount * each.requests
        for each in SCENARIOS
    }
    return _side(catalogue, entry, serving, bills.values()), costs


def _at(catalogue: Catalogue, entry: Entry, provider: str | None) -> Serving | None:
    if provider is None:
        return entry.recommended.serving if entry.recommended else None
    offers = [s for s in _preferred(entry) if s.offering.provider == provider]
    if not offers:
        raise _no_price(catalogue, entry, provider)
    return offers[0]


def _no_price(catalogue: Catalogue, entry: Entry, provider: str) -> CompareError:
    """Say that a provider publishes no price, or that there is none of that name."""
    problem = f"{provider} publishes no price for {entry.model.id}"
    near: Sequence[str] = [serving.offering.provider for serving in _preferred(entry)]
    if provider not in catalogue.providers:
        alike = nearest(provider, catalogue.providers)
        hint = f"; near: {', '.join(alike)}" if alike else ""
        problem, near = f"there is no provider {provider!r}{hint}", alike or near
    return CompareError(problem, field="provider", given=provider, near=near)


def _scored_at(entry: Entry, provider: str | None) -> Entry:
    """Score a model at the provider that it is compared at."""
    return entry if provider is None else at_providers([entry], (ProviderId(provider),))[0]


def _side(
    catalogue: Catalogue, entry: Entry, serving: Serving | None, bills: Iterable[Bill | None]
) -> Side:
    assumed = [reason for bill in bills if bill for reason in bill.assumed]
    kind = entry.model.kind
    return Side(
        model=page_of(catalogue, entry.model.id),
        offering=offering_row(catalogue, serving, kind) if serving else None,
        choices=tuple(offering_row(catalogue, serving, kind) for serving in _preferred(entry)),
        assumed=tuple(reason for n, reason in enumerate(assumed) if reason not in assumed[:n]),
    )


def _preferred(entry: Entry) -> Iterable[Serving]:
    """Name one published offering of each provider: the first in the order of preference.

    What is passed over comes after all that is believed.
    """
    doubted = {each.serving.key for each in entry.passed_over}
    servings = [each.serving for each in published(entry.model.servings, entry.model.kind)]
    first: dict[str, Serving] = {}
    for serving in sorted(servings, key=lambda serving: serving.key in doubted):
        first.setdefault(serving.offering.provider, serving)
    return first.values()


def _field(sides: tuple[Side, ...], field: str, where: str, better: int) -> FieldRow:
    return field_row(field, [value_of(side, field, where) for side in sides], better)


def value_of(side: Side, field: str, where: str) -> Any:  # noqa: ANN401 – the value of any field
    """Give the value of one of :data:`FIELDS` on a side."""
    holder = side.model.capabilities if where == "capabilities" else getattr(side, where)
    return None if holder is None else getattr(holder, field)


def field_row(field: str, values: Sequence[Any], better: int = 0) -> FieldRow:
    """Set the values of a field side by side; ``better`` says whether more (1) or less (-1) is."""
    known = {value for value in values if value is not None}
    differs = len(known) > 1
    return FieldRow(
        field=field,
        values=tuple(values),
        differs=differs,
        alike=len({*values}) == 1,
        best=best_places(values, better) if differs and better else (),
    )


def _bills(entry: Entry, serving: Serving | None, when: Circumstances) -> dict[str, Bill | None]:
    """What one request of each scenario costs, if the model can do it."""
    return scenario_bills(entry.model, tariff_at(serving, when) if serving else None)


def _scenario(scenario: Scenario, bills: Sequence[Bill | None]) -> ScenarioRow:
    costs = tuple(None if bill is None else bill.amount * scenario.requests for bill in bills)
    return ScenarioRow(**scenario._asdict(), costs=costs, best=best_places(costs, -1))


def _providers(sides: tuple[Side, ...]) -> tuple[ProviderOffers, ...]:
    """Set the providers' prices side by side."""
    by_side = [{row.provider: row for row in side.choices} for side in sides]
    names = {row.provider: row.provider_name for side in sides for row in side.choices}
    rows = []
    for provider, name in names.items():
        offers = tuple(offered.get(provider) for offered in by_side)
        costs = [offer and offer.monthly_cost for offer in offers]
        blends = costs if any(costs) else [offer and offer.blended_mtok for offer in offers]
        rows.append(
            ProviderOffers(
                provider=provider, provider_name=name, offers=offers, best=best_places(blends, -1)
            )
        )
    return tuple(sorted(rows, key=lambda row: (row.offers.count(None), row.provider_name.lower())))


def comparison_table(comparison: Comparison) -> tuple[tuple[Column, ...], tuple[FieldRow, ...]]:
    """Lay fields, scores and scenario costs out as one table: a column for each model."""
    scenarios = (field_row(row.key, row.costs, -1) for row in comparison.scenarios)
    measured = (
        field_row(row.key, [each and each.score for each in row.results], 1)
        for row in comparison.benchmarks
    )
    columns = (
        Column("field", Kind.WORDS, labels="field"),
        *(
            Column(side.model.id, Kind.TEXT, f"values.{place}")
            for place, side in enumerate(comparison.sides)
        ),
        Column("differs", Kind.FLAG),
    )
    return columns, (*comparison.fields, *comparison.scores, *measured, *scenarios)
