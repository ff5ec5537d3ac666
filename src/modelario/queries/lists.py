"""Lists: saved filters, each with the models that it selects."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from msgspec import Struct, structs

from modelario.catalogue.fields import FIELDS
from modelario.catalogue.filters import offered
from modelario.catalogue.saved_filters import LISTS
from modelario.catalogue.sorting import SORT_KEYS
from modelario.queries.columns import Column, Kind
from modelario.queries.edition import Edition
from modelario.queries.meaning import PlaceRequest, named
from modelario.queries.model_lines import ModelLine, model_line
from modelario.queries.models import COLUMN_OF_SORT, SORT_OF_COLUMN, ModelRow, model_row, tied
from modelario.records import Catalogue, Entry

#: How many models stand for a list in the index.
_EXAMPLES = 3
#: So many providers are several.
_SEVERAL = 2


class LeadingModel(ModelLine, frozen=True, kw_only=True):
    """A model among the first of a list, with what it has in the column that ranks.

    It is ``null`` where that is unknown, or no number.
    """

    value: int | Decimal | None


class ListRow(Struct, frozen=True, kw_only=True):
    """A list in the index, what ranks it, and the first of it that are widely to be had."""

    key: str
    models: int
    #: Columns that rank it, as far as they are known of any of it; equals go by price.
    ranking: tuple[str, ...]
    #: Where a score ranks it: how many of its models share the best one.
    tied: int | None
    #: The first of the labs' own models that several providers serve and that are not deprecated.
    leading: tuple[LeadingModel, ...]


class ListIndex(Struct, frozen=True, kw_only=True):
    """Every list, in the order of the table."""

    rows: tuple[ListRow, ...]
    as_of: date


class ListPage(Struct, frozen=True, kw_only=True):
    """One list with its models, in its order."""

    key: str
    sort: str
    #: Columns that rank it, as far as they are known of any of it; equals go by price.
    ranking: tuple[str, ...]
    #: How many models the list holds at most, or ``None``.
    length: int | None
    #: Where a score ranks it: how many of its models share the best one.
    tied: int | None
    models: tuple[ModelRow, ...]
    as_of: date


LIST_COLUMNS = (
    Column("key", Kind.WORDS, labels="list"),
    Column("models", Kind.COUNT),
    Column("ranking", Kind.WORDS, labels="field"),
)


def list_index(edition: Edition) -> ListIndex:
    """List every list."""
    catalogue = edition.catalogue
    rows = [_list_row(catalogue, key) for key in catalogue.lists]
    return ListIndex(rows=tuple(rows), as_of=catalogue.origin.as_of)


def _list_row(catalogue: Catalogue, key: str) -> ListRow:
    entries = _members(catalogue, key)
    ranking = _ranking(key, entries)
    return ListRow(
        key=key,
        models=len(entries),
        ranking=ranking,
        tied=_tied(entries, ranking),
        leading=tuple(
            _leading(catalogue, each, ranking)
            for each in entries
            if is_widely_had(catalogue.entries[each.model.id])
        )[:_EXAMPLES],
    )


def _members(catalogue: Catalogue, key: str) -> list[Entry]:
    """See the models of a list at the offerings by which they are in it."""
    return offered((catalogue.entries[id_] for id_ in catalogue.lists[key]), LISTS[key].filter)


def _ranking(key: str, entries: Sequence[Entry]) -> tuple[str, ...]:
    """Tell what ranks a list: columns of which something is known."""
    return tuple(
        COLUMN_OF_SORT[by]
        for by in LISTS[key].ranking
        if any(FIELDS[SORT_KEYS[by].field](entry) is not None for entry in entries)
    )


def _tied(entries: Sequence[Entry], ranking: tuple[str, ...]) -> int | None:
    return tied(entries, SORT_OF_COLUMN[ranking[0]].key) if ranking else None


def _leading(catalogue: Catalogue, entry: Entry, ranking: tuple[str, ...]) -> LeadingModel:
    value = FIELDS[SORT_KEYS[SORT_OF_COLUMN[ranking[0]].key].field](entry) if ranking else None
    number = value if isinstance(value, int | Decimal) else None
    line = structs.asdict(model_line(catalogue, catalogue.profiles[entry.model.id]))
    # The price is that of the offering by which it is in the list.
    return LeadingModel(value=number, **line | {name: FIELDS[name](entry) for name in _PRICES})


_PRICES = ("input_mtok", "output_mtok", "monthly_cost")


def is_widely_had(entry: Entry) -> bool:
    """Whether a model is a lab's own, priced, served by several and not about to be withdrawn."""
    return (
        entry.recommended is not None
        and entry.model.identity.official
        and len(entry.model.providers) >= _SEVERAL
        and entry.model.status != "deprecated"
    )


def list_page(edition: Edition, request: PlaceRequest) -> ListPage:
    """Show one list; raises ``MissingError`` where there is none."""
    catalogue = edition.catalogue
    key = named("list", request.id, LISTS)
    saved, entries = LISTS[key], _members(catalogue, key)
    ranking = _ranking(key, entries)
    return ListPage(
        key=key,
        sort=SORT_OF_COLUMN[ranking[0]].key if ranking else saved.ranking[0],
        ranking=ranking,
        length=saved.length,
        tied=_tied(entries, ranking),
        models=tuple(map(model_row, entries)),
        as_of=catalogue.origin.as_of,
    )
