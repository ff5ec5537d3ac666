"""The models table: every model that a filter selects, sorted, with facets."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, NamedTuple

from msgspec import Struct

from modelario.catalogue.checking import Choices, check_choice, checked
from modelario.catalogue.fields import FIELDS
from modelario.catalogue.filters import CONDITIONS, ModelFilter, Operation, selection
from modelario.catalogue.roster import Roster, Selection, roster_of
from modelario.catalogue.scores import WEIGHTS, points
from modelario.catalogue.sorting import SORT_KEYS, ordered
from modelario.identity.benchmark_names import BENCHMARKS
from modelario.queries.columns import Column, Kind
from modelario.queries.edition import Edition
from modelario.queries.paging import first_of
from modelario.records import Benchmark, Catalogue, Entry, LabId, ModelId, ModelKind, Month

#: The most widely served models first: those that most readers look for.
DEFAULT_SORT = "providers"


class ModelRow(Struct, frozen=True, kw_only=True):
    """One model in the table. Prices are the recommended ones, in USD per 1M tokens."""

    id: ModelId
    #: Further ids that are the same release today.
    further_ids: tuple[ModelId, ...]
    name: str
    #: What the model does; only models of one kind are ranked together.
    kind: ModelKind
    lab: LabId
    lab_name: str
    family: str | None
    official: bool
    status: str
    release_date: str | None
    #: The same where that day has come: by it models are new.
    released: str | None
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
    #: What the reader's work costs a month at the recommended price; where it is asked for and
    #: known.
    month: Month | None
    #: Blended price of the cheapest offering.
    cheapest_mtok: Decimal | None
    price_states: tuple[str, ...]
    #: In what some offering differs from the plain way of serving.
    variants: tuple[str, ...]
    #: ``published`` where there is a recommended price, else what stands in its place.
    price_state: str
    providers: int
    scores: Mapping[str, int]
    #: The best result that upstream quotes in each benchmark, by the benchmark's key.
    benchmarks: Mapping[str, Benchmark]
    inconsistencies: int
    #: The day or month on which it ends at its lab, or at the providers asked for; ``null`` where
    #: nothing is announced.
    ends: str | None
    #: Days until then from that of the data; negative where it should have ended.
    ends_in: int | None

    @property
    def monthly_cost(self) -> Decimal | None:
        """The cost of that month, in USD."""
        return self.month.cost if self.month else None


class ModelTable(Struct, frozen=True, kw_only=True):
    """The rows that a filter selects, and how many models there are in all."""

    rows: tuple[ModelRow, ...]
    matching: int
    total: int
    #: For each facet, how many models of the table have each value.
    facets: Mapping[str, Mapping[str, int]]
    #: Where a score sorts: how many of them share the best value; equals go by price.
    tied: int | None
    as_of: date


MODEL_COLUMNS = (
    Column("name", Kind.TEXT),
    Column("id", Kind.ID),
    Column("input_mtok", Kind.MTOK),
    Column("output_mtok", Kind.MTOK),
    Column("lab", Kind.TEXT, "lab_name"),
    Column("family", Kind.TEXT),
    Column("what", Kind.WORDS, "kind", labels="kind"),
    Column("context_window", Kind.TOKENS),
    Column("max_output_tokens", Kind.TOKENS),
    Column("blended_mtok", Kind.MTOK),
    Column("cache_read_mtok", Kind.MTOK),
    Column("cheapest_mtok", Kind.MTOK),
    Column("providers", Kind.COUNT),
    Column("release_date", Kind.DATE),
    Column("knowledge_cutoff", Kind.DATE),
    Column("tool_call", Kind.FLAG),
    Column("structured_output", Kind.FLAG),
    Column("reasoning", Kind.FLAG),
    Column("temperature", Kind.FLAG),
    Column("attachment", Kind.FLAG),
    Column("input_modalities", Kind.WORDS, labels="modality"),
    Column("output_modalities", Kind.WORDS, labels="modality"),
    Column("open_weights", Kind.FLAG),
    Column("official", Kind.FLAG),
    Column("status", Kind.WORDS, labels="status"),
    Column("price_states", Kind.WORDS, labels="price_state"),
    Column("coding", Kind.SCORE, "scores.coding"),
    Column("agents", Kind.SCORE, "scores.agents"),
    Column("json", Kind.SCORE, "scores.json"),
    Column("cost", Kind.SCORE, "scores.cost"),
    Column("long_context", Kind.SCORE, "scores.long_context"),
    Column("vision", Kind.SCORE, "scores.vision"),
    Column("production", Kind.SCORE, "scores.production"),
    *(Column(key, Kind.RESULT, f"benchmarks.{key}.score") for key in BENCHMARKS),
    Column("inconsistencies", Kind.COUNT),
    Column("ends", Kind.DATE),
)


#: What the models table shows before the reader chooses.
DEFAULT_MODEL_COLUMNS = (
    "name",
    "input_mtok",
    "output_mtok",
    "lab",
    "context_window",
    "max_output_tokens",
    "cache_read_mtok",
    "providers",
    "release_date",
)


class ModelsRequest(Struct, frozen=True, kw_only=True):
    """Which models are asked for, in which order, and at most how many."""

    CHOICES: ClassVar[Choices] = {
        "sort": tuple(f"{sign}{key}" for key in SORT_KEYS for sign in ("", "-"))
    }

    where: ModelFilter = ModelFilter()
    #: The column to sort by, with - before it for the other way; unknown values come last.
    sort: str = DEFAULT_SORT
    limit: int | None = None


def model_table(edition: Edition, request: ModelsRequest) -> ModelTable:
    """Select and sort models.

    Raises :class:`~modelario.catalogue.filters.FilterError` for a condition, sort key or
    limit that cannot be meant.
    """
    catalogue = edition.catalogue
    wanted = checked(request.where, catalogue)
    check_choice("sort", request.sort.removeprefix("-"), SORT_KEYS)
    everything = roster_of(catalogue)
    found = selection(everything, wanted)
    places = ordered(found, request.sort)
    rows = found.roster.values(model_row)
    return ModelTable(
        rows=tuple(rows[place] for place in first_of(places, request.limit)),
        matching=len(places),
        total=len(catalogue.entries),
        facets=_facets(everything, wanted, found),
        tied=tied([found.roster.entries[place] for place in places], request.sort),
        as_of=catalogue.origin.as_of,
    )


def tied(ordered: Sequence[Entry], by: str) -> int | None:
    """Count the first ones that have the same score."""
    if by not in WEIGHTS or not ordered or (first := points(ordered[0], by)) is None:
        return None
    return sum(points(entry, by) == first for entry in ordered)


def facet_counts(
    catalogue: Catalogue, wanted: ModelFilter, among: Callable[[Entry], bool]
) -> Mapping[str, Mapping[str, int]]:
    """Count, for each facet, how many models have each value, of those that a page can show."""
    everything = roster_of(catalogue)
    shown = {entry.model.id for entry in everything.entries if among(entry)}
    return _facets(everything, wanted, selection(everything, checked(wanted, catalogue)), shown)


def model_row(entry: Entry) -> ModelRow:
    """Flatten an entry to a row of the table."""
    return ModelRow(**{name: FIELDS[name](entry) for name in ModelRow.__struct_fields__})


#: Conditions that the table can be narrowed by, value by value, in the order of every form.
FACETS = (
    *("kind", "capability", "input", "output", "price_state", "status"),
    *("variant", "lab", "family", "provider"),
)


def _facets(
    everything: Roster,
    wanted: ModelFilter,
    found: Selection,
    shown: Collection[ModelId] | None = None,
) -> Mapping[str, Mapping[str, int]]:
    """Count by each facet, of all models or of those that are shown."""

    def counts(facet: str) -> Mapping[str, int]:
        chosen = _narrowable(everything, wanted, facet, found)
        chosen = chosen if shown is None else chosen.among(shown)
        return chosen.counts(FIELDS[CONDITIONS[facet].field])

    return {facet: counts(facet) for facet in FACETS}


def _narrowable(everything: Roster, wanted: ModelFilter, facet: str, found: Selection) -> Selection:
    """What another value of a facet would add to, where one is enough, or choose from."""
    if CONDITIONS[facet].operation is not Operation.ONE_OF or not getattr(wanted, facet):
        return found
    unset: Any = {facet: ()}
    return selection(everything, replace(wanted, **unset))


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
        ("what", "kind"),
        ("context_window", "context"),
        ("max_output_tokens", "output_tokens"),
        ("blended_mtok", "price"),
        ("monthly_cost", "month"),
        ("input_mtok", "input_price"),
        ("output_mtok", "output_price"),
        ("cache_read_mtok", "cache_price"),
        ("release_date", "released"),
        ("knowledge_cutoff", "knowledge"),
        ("providers", "providers"),
        ("ends", "ends"),
        *((name, name) for name in (*WEIGHTS, *BENCHMARKS)),
    )
}
#: The column of a sort key.
COLUMN_OF_SORT: Mapping[str, str] = {
    sorting.key: column for column, sorting in SORT_OF_COLUMN.items()
}
