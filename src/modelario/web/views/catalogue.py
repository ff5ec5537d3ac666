"""Pages that list what there is: providers, labs, families and lists."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from msgspec import structs

from modelario.queries.changes import provider_now
from modelario.queries.columns import (
    MONTH,
    Column,
    Kind,
    columns,
    filled,
    is_called,
    sorted_rows,
    told_columns,
    with_month,
    without_ids,
)
from modelario.queries.edition import Edition
from modelario.queries.labs_and_families import (
    FAMILY_COLUMNS,
    LAB_COLUMNS,
    families,
    family_page,
    lab_page,
    labs,
)
from modelario.queries.lists import LIST_COLUMNS, ListPage, list_index, list_page
from modelario.queries.meaning import PlaceRequest
from modelario.queries.models import DEFAULT_MODEL_COLUMNS, MODEL_COLUMNS
from modelario.queries.providers import (
    PROVIDER_COLUMNS,
    SERVED_COLUMNS,
    SERVED_MONTH,
    provider_page,
    providers,
)
from modelario.web.addresses import segments
from modelario.web.pages import Asked, Crumb, Moved, Table, View
from modelario.web.parameters import CALLED
from modelario.web.views.models import names_of
from modelario.web.words.grounds import ground
from modelario.web.words.i18n import N_
from modelario.wording import label

SORT = "sort"


class Index(NamedTuple):
    """A page with one table of everything of a kind."""

    path: str
    name: str
    query: Callable[[Edition], Any]
    columns: tuple[Column, ...]


INDEXES = {
    "providers": Index("providers", N_("Providers"), providers, PROVIDER_COLUMNS),
    "labs": Index("labs", N_("Labs"), labs, LAB_COLUMNS),
    "families": Index("families", N_("Families"), families, FAMILY_COLUMNS),
    "lists": Index("lists", N_("Lists"), list_index, LIST_COLUMNS),
}


def index(kind: str) -> Callable[[Asked], View]:
    """Make the view of an index."""
    chosen = INDEXES[kind]

    def view(asked: Asked) -> View:
        record = chosen.query(asked.edition)
        order = asked.parameters.one(SORT)
        rows = sorted_rows(record.rows, chosen.columns, order)
        called = _called(asked, tuple(each for each in chosen.columns if each.kind in _NAMES))
        name = asked.language.gettext(chosen.name)
        return View(
            record=_narrowed(record, "rows", called),
            path=chosen.path,
            crumbs=(Crumb(name, chosen.path),),
            values={
                "heading": name,
                "order": order,
                "shown": filled(without_ids(chosen.columns), rows),
                **_lines(rows, called),
            },
            table=Table(chosen.columns, tuple(filter(called, rows))),
        )

    return view


#: What tells a row by a name.
_NAMES = (Kind.TEXT, Kind.ID)


def _called(asked: Asked, among: Sequence[Column]) -> Callable[[Any], bool]:
    """Make the test that a row is called as the address asks."""
    return partial(is_called, among=among, text=asked.parameters.one(CALLED))


def _lines(rows: Sequence[Any], called: Callable[[Any], bool]) -> Mapping[str, Any]:
    """Give a template all rows, and which of them are asked for: a script needs the others, too."""
    return {"lines": rows, "called": called, "found": sum(map(called, rows))}


def _narrowed(record: Any, field: str, called: Callable[[Any], bool]) -> Any:  # noqa: ANN401
    """Keep of a record what is called so."""
    rows = getattr(record, field)
    found = tuple(filter(called, rows))
    return record if len(found) == len(rows) else structs.replace(record, **{field: found})


#: By what a model is called.
_MODEL_NAMES = columns(MODEL_COLUMNS, ("name", "id", "lab"))


class MemberPage(NamedTuple):
    """A page of one of a kind, with a table."""

    kind: str
    query: Callable[[Edition, PlaceRequest], Any]
    name: Callable[[Any, Asked], str]
    columns: Callable[[Any], tuple[Column, ...]]
    #: Where its rows are.
    rows: str
    #: By what its rows are called.
    names: tuple[Column, ...] = _MODEL_NAMES
    id: Callable[[Any], str] = lambda record: record.id
    #: What the reader's work costs, in its rows.
    month: Column = MONTH


_USUAL = columns(MODEL_COLUMNS, DEFAULT_MODEL_COLUMNS)


def _list_columns(record: ListPage) -> tuple[Column, ...]:
    """What ranks a list comes first."""
    name, *others = DEFAULT_MODEL_COLUMNS
    among = (*MODEL_COLUMNS, MONTH)
    return columns(among, tuple(dict.fromkeys((name, *record.ranking, *others))))


MEMBERS = {
    "provider": MemberPage(
        "providers",
        provider_page,
        lambda r, _: r.name,
        lambda _: SERVED_COLUMNS,
        "offerings",
        (*columns(SERVED_COLUMNS, ("name", "offering_id")), Column("model", Kind.ID)),
        month=SERVED_MONTH,
    ),
    "lab": MemberPage(
        "labs",
        lab_page,
        lambda r, _: r.name,
        lambda _: _USUAL,
        "models",
    ),
    "family": MemberPage(
        "families",
        family_page,
        lambda r, _: r.id,
        lambda _: _USUAL,
        "models",
    ),
    "list": MemberPage(
        "lists",
        list_page,
        lambda r, asked: label(f"list.{r.key}", asked.language.words),
        _list_columns,
        "models",
        id=lambda r: r.key,
    ),
}


def _renamed(asked: Asked, id_: str) -> str | None:
    """What a provider that is no longer in the catalogue is called now."""
    if id_ in asked.edition.catalogue.providers:
        return None
    return provider_now(asked.edition, asked.editions.changes(), id_)


def _apart(among: Sequence[Column], rows: Sequence[Any]) -> tuple[Column, ...]:
    """Leave the lab out where every row has the same: the page says it once."""
    several = len({getattr(row, "lab", None) for row in rows}) > 1
    return tuple(each for each in among if each.key != "lab" or several)


def member(kind: str) -> Callable[[Asked], View]:
    """Make the view of one of a kind."""
    chosen = MEMBERS[kind]

    def view(asked: Asked) -> View:
        id_ = asked.names["id"]
        if kind == "provider" and (now := _renamed(asked, id_)):
            raise Moved(segments(chosen.kind, now))
        record = chosen.query(asked.edition, PlaceRequest(id=id_))
        name = chosen.name(record, asked)
        path = segments(chosen.kind, chosen.id(record))
        order = asked.parameters.one(SORT)
        among = with_month(
            chosen.columns(record), chosen.month, costed=asked.edition.catalogue.costed
        )
        rows = sorted_rows(getattr(record, chosen.rows), among, order)
        called = _called(asked, chosen.names)
        above = asked.language.gettext(INDEXES[chosen.kind].name)
        return View(
            record=_narrowed(record, chosen.rows, called),
            path=path,
            crumbs=(Crumb(above, chosen.kind), Crumb(name, path)),
            values={
                "heading": name,
                "order": order,
                "shown": told_columns(without_ids(among), rows),
                "apart": _apart(among, rows),
                "names": names_of(asked),
                **_lines(rows, called),
                **({"ground": ground(record, asked.language)} if kind == "list" else {}),
            },
            table=Table(among, tuple(filter(called, rows))),
        )

    return view
