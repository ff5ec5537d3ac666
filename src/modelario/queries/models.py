"""The models table: every model that a filter selects, sorted, with facets."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, NamedTuple

from msgspec import Struct

from modelario.catalogue.filters import (
    SORT_KEYS,
    ModelFilter,
    checked,
    price_states,
    select,
    sort,
    status_of,
    variants,
)
from modelario.catalogue.scores import WEIGHTS
from modelario.queries.model import display_name
from modelario.records import (
    CAPABILITIES,
    Catalogue,
    Entry,
    LabId,
    ModelId,
    PriceState,
    TokenPrice,
)

_NO_PRICE = TokenPrice()

#: The most widely served models first: those that most readers look for.
DEFAULT_SORT = "providers"


class ModelRow(Struct, frozen=True, kw_only=True):
    """One model in the table. Prices are the recommended ones, in USD per 1M tokens."""

    id: ModelId
    name: str
    lab: LabId
    lab_name: str
    family: str | None
    official: bool
    status: str
    release_date: str | None
    knowledge_cutoff: str | None
    context_window: int | None
    max_output_tokens: int | None
    input_modalities: tuple[str, ...] | None
    output_modalities: tuple[str, ...] | None
    tool_call: bool | None
    structured_output: bool | None
    reasoning: bool | None
    temperature: bool | None
    attachment: bool | None
    open_weights: bool | None
    input_mtok: Decimal | None
    output_mtok: Decimal | None
    cache_read_mtok: Decimal | None
    blended_mtok: Decimal | None
    #: Blended price of the cheapest offering.
    cheapest_mtok: Decimal | None
    price_states: tuple[str, ...]
    #: In what some offering differs from the plain way of serving.
    variants: tuple[str, ...]
    #: ``published`` where there is a recommended price, else what stands in its place.
    price_state: str
    providers: int
    scores: Mapping[str, int]
    inconsistencies: int


class ModelTable(Struct, frozen=True, kw_only=True):
    """The rows that a filter selects, and how many models there are in all."""

    rows: tuple[ModelRow, ...]
    matching: int
    total: int
    #: For each facet, how many models of the table have each value.
    facets: Mapping[str, Mapping[str, int]]
    as_of: str


def model_table(
    catalogue: Catalogue,
    wanted: ModelFilter | None = None,
    *,
    sort_by: str = DEFAULT_SORT,
    limit: int | None = None,
) -> ModelTable:
    """Select and sort models.

    Raises :class:`~modelario.catalogue.filters.FilterError` for a condition or sort key that
    cannot be meant.
    """
    wanted = checked(wanted or ModelFilter(), catalogue)
    found = select(catalogue.entries.values(), wanted)
    ordered = sort(found, sort_by)
    return ModelTable(
        rows=tuple(model_row(entry) for entry in ordered[:limit]),
        matching=len(ordered),
        total=len(catalogue.entries),
        facets={
            name: _counts(values, _narrowable(catalogue, wanted, name, found))
            for name, values in FACETS.items()
        },
        as_of=catalogue.origin.as_of.isoformat(),
    )


def model_row(entry: Entry) -> ModelRow:
    """Flatten an entry to a row of the table."""
    model, facts = entry.model, entry.model.facts
    quote = entry.recommended
    price = (quote.serving.offering.price if quote else None) or _NO_PRICE
    return ModelRow(
        id=model.id,
        name=display_name(model),
        lab=model.lab.id,
        lab_name=model.lab.name,
        official=model.identity.official,
        status=status_of(entry),
        input_mtok=price.input_mtok,
        output_mtok=price.output_mtok,
        cache_read_mtok=price.cache_read_mtok,
        blended_mtok=quote.blended_mtok if quote else None,
        cheapest_mtok=entry.cheapest.blended_mtok if entry.cheapest else None,
        price_states=tuple(sorted(price_states(entry))),
        variants=tuple(sorted(variants(entry))),
        price_state=_price_state(entry),
        providers=len({serving.offering.provider for serving in model.servings}),
        scores={name: score.points for name, score in entry.scores.items()},
        inconsistencies=len(entry.findings),
        **{field: getattr(facts, field) for field in _FACTS},
    )


#: What is said in place of a price: the first of these that an offering has.
_UNPRICED = (PriceState.FREE, PriceState.SUBSCRIPTION, PriceState.LOCAL, PriceState.UNKNOWN)


def _price_state(entry: Entry) -> PriceState:
    if entry.recommended is not None:
        return PriceState.PUBLISHED
    states = price_states(entry)
    return next((state for state in _UNPRICED if state in states), PriceState.UNKNOWN)


_FACTS = (
    *("family", "release_date", "knowledge_cutoff", "context_window", "max_output_tokens"),
    *("input_modalities", "output_modalities", "open_weights"),
    *CAPABILITIES,
)

#: What the table can be narrowed by, and the values that an entry has there.
FACETS: Mapping[str, Callable[[Entry], Iterable[Any]]] = {
    "lab": lambda e: (e.model.lab.id,),
    "family": lambda e: (e.model.facts.family,) if e.model.facts.family else (),
    "capability": lambda e: (name for name in CAPABILITIES if getattr(e.model.facts, name)),
    "input": lambda e: e.model.facts.input_modalities or (),
    "output": lambda e: e.model.facts.output_modalities or (),
    "status": lambda e: (status_of(e),),
    "price_state": price_states,
    "variant": variants,
    "provider": lambda e: {serving.offering.provider for serving in e.model.servings},
}

#: Facets of which a model needs only one of the chosen values; of the others it needs all.
_ALTERNATIVE = frozenset({"lab", "family", "status", "price_state", "provider"})


def _narrowable(
    catalogue: Catalogue, wanted: ModelFilter, facet: str, found: list[Entry]
) -> list[Entry]:
    """What another value of a facet would add to or choose from."""
    if facet not in _ALTERNATIVE or not getattr(wanted, facet):
        return found
    unset: Any = {facet: ()}
    return select(catalogue.entries.values(), replace(wanted, **unset))


def _counts(values: Callable[[Entry], Iterable[Any]], entries: list[Entry]) -> dict[str, int]:
    """Count the entries by value, the commonest first."""
    counts = Counter(str(value) for entry in entries for value in values(entry))
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


class Sorting(NamedTuple):
    """How a column is sorted: the sort key, and whether its natural way is downwards."""

    key: str
    descending: bool


#: Columns of the models table that it can be sorted by.
SORT_OF_COLUMN: Mapping[str, Sorting] = {
    column: Sorting(key, SORT_KEYS[key].descending)
    for column, key in (
        ("name", "name"),
        ("lab", "lab"),
        ("family", "family"),
        ("context_window", "context"),
        ("max_output_tokens", "output_tokens"),
        ("blended_mtok", "price"),
        ("input_mtok", "input_price"),
        ("output_mtok", "output_price"),
        ("release_date", "released"),
        ("knowledge_cutoff", "knowledge"),
        ("providers", "providers"),
        *((name, name) for name in WEIGHTS),
    )
}
