"""Lists: saved filters, each with the models that it selects."""

from collections.abc import Iterable
from datetime import date

from msgspec import Struct

from modelario.catalogue.filters import sort
from modelario.catalogue.saved_filters import LISTS
from modelario.queries.columns import Column, Kind
from modelario.queries.edition import Edition
from modelario.queries.meaning import PlaceRequest, named
from modelario.queries.model_lines import ModelLine, model_line
from modelario.queries.models import ModelRow, model_row
from modelario.records import Catalogue, ModelId

#: How many models stand for a list in the index.
_EXAMPLES = 3


class ListRow(Struct, frozen=True, kw_only=True):
    """A list in the index, with the models of it that most providers serve."""

    key: str
    models: int
    best_known: tuple[ModelLine, ...]


class ListIndex(Struct, frozen=True, kw_only=True):
    """Every list, in the order of the table."""

    rows: tuple[ListRow, ...]
    as_of: date


class ListPage(Struct, frozen=True, kw_only=True):
    """One list with its models, in its order."""

    key: str
    sort: str
    #: How many models the list holds at most, or ``None``.
    length: int | None
    models: tuple[ModelRow, ...]
    as_of: date


LIST_COLUMNS = (
    Column("key", Kind.WORDS, labels="list"),
    Column("models", Kind.COUNT),
)


def list_index(edition: Edition) -> ListIndex:
    """List every list."""
    catalogue = edition.catalogue
    rows = [
        ListRow(
            key=key,
            models=len(ids),
            best_known=_best_known(catalogue, ids),
        )
        for key, ids in catalogue.lists.items()
    ]
    return ListIndex(rows=tuple(rows), as_of=catalogue.origin.as_of)


def _best_known(catalogue: Catalogue, ids: Iterable[ModelId]) -> tuple[ModelLine, ...]:
    priced = [e for id_ in ids if (e := catalogue.entries[id_]).recommended is not None]
    best = sort(priced, "providers")[:_EXAMPLES]
    return tuple(model_line(catalogue, catalogue.profiles[each.model.id]) for each in best)


def list_page(edition: Edition, request: PlaceRequest) -> ListPage:
    """Show one list; raises ``MissingError`` where there is none."""
    catalogue = edition.catalogue
    key = named("list", request.id, LISTS)
    saved = LISTS[key]
    return ListPage(
        key=key,
        sort=saved.sort,
        length=saved.length,
        models=tuple(model_row(catalogue.entries[id_]) for id_ in catalogue.lists[key]),
        as_of=catalogue.origin.as_of,
    )
