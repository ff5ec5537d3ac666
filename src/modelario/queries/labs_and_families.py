"""Models by lab and by family: the tables of both, and one lab or family by itself."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from msgspec import Struct

from modelario.catalogue.fields import FIELDS
from modelario.catalogue.sorting import sort
from modelario.queries.columns import Column, Kind
from modelario.queries.edition import Edition
from modelario.queries.meaning import PlaceRequest, named
from modelario.queries.models import ModelRow, model_row
from modelario.records import Catalogue, Entry, LabId, ProviderId

#: How the models of a group are sorted.
NEWEST_FIRST = "released"


class GroupRow(Struct, frozen=True, kw_only=True):
    """A lab or family in its table."""

    id: str
    name: str
    models: int
    open_weights: int
    providers: int
    #: Day or month of the latest release.
    newest: str | None
    labs: tuple[str, ...]


class GroupIndex(Struct, frozen=True, kw_only=True):
    """Every lab or every family, the one with the most models first."""

    rows: tuple[GroupRow, ...]
    as_of: date


class LabPage(Struct, frozen=True, kw_only=True):
    """One lab with its models, the newest first."""

    id: LabId
    name: str
    #: Its own providers, the main one first, as far as they are in the catalogue.
    providers: tuple[ProviderId, ...]
    families: tuple[str, ...]
    models: tuple[ModelRow, ...]
    as_of: date


class FamilyPage(Struct, frozen=True, kw_only=True):
    """One family with its models, the newest first."""

    id: str
    labs: tuple[LabId, ...]
    models: tuple[ModelRow, ...]
    as_of: date


LAB_COLUMNS = (
    Column("lab", Kind.TEXT, "name"),
    Column("models", Kind.COUNT),
    Column("open_weights", Kind.COUNT),
    Column("providers", Kind.COUNT),
    Column("newest", Kind.DATE),
)


FAMILY_COLUMNS = (
    Column("family", Kind.TEXT, "name"),
    Column("labs", Kind.WORDS),
    Column("models", Kind.COUNT),
    Column("open_weights", Kind.COUNT),
    Column("providers", Kind.COUNT),
    Column("newest", Kind.DATE),
)


def labs(edition: Edition) -> GroupIndex:
    """List every lab."""
    return _groups(edition.catalogue, lambda e: e.model.lab.id, lambda e: e.model.lab.name)


def families(edition: Edition) -> GroupIndex:
    """List every family."""
    return _groups(edition.catalogue, _family, lambda e: str(_family(e)))


def lab_page(edition: Edition, request: PlaceRequest) -> LabPage:
    """Tell everything about one lab; raises ``MissingError`` where there is none."""
    catalogue = edition.catalogue
    id_ = LabId(named("lab", request.id, catalogue.labs))
    lab = catalogue.labs[id_]
    entries = [e for e in catalogue.entries.values() if e.model.lab.id == id_]
    return LabPage(
        id=id_,
        name=lab.name,
        providers=tuple(each for each in lab.providers if each in catalogue.providers),
        families=tuple(sorted({f for e in entries if (f := _family(e))})),
        models=_newest(entries),
        as_of=catalogue.origin.as_of,
    )


def family_page(edition: Edition, request: PlaceRequest) -> FamilyPage:
    """Tell everything about one family; raises ``MissingError`` where there is none."""
    catalogue = edition.catalogue
    known = {f for e in catalogue.entries.values() if (f := _family(e))}
    id_ = named("family", request.id, known)
    entries = [e for e in catalogue.entries.values() if _family(e) == id_]
    return FamilyPage(
        id=id_,
        labs=tuple(sorted({e.model.lab.id for e in entries})),
        models=_newest(entries),
        as_of=catalogue.origin.as_of,
    )


def _family(entry: Entry) -> str | None:
    return entry.model.facts.family


def _newest(entries: Iterable[Entry]) -> tuple[ModelRow, ...]:
    return tuple(model_row(entry) for entry in sort(entries, NEWEST_FIRST))


def _groups(
    catalogue: Catalogue, key: Callable[[Entry], Any], name: Callable[[Entry], str]
) -> GroupIndex:
    members: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in catalogue.entries.values():
        if (id_ := key(entry)) is not None:
            members[id_].append(entry)
    rows = [_row(id_, name(entries[0]), entries) for id_, entries in members.items()]
    rows.sort(key=lambda row: (-row.models, row.name.lower()))
    return GroupIndex(rows=tuple(rows), as_of=catalogue.origin.as_of)


def _row(id_: str, name: str, entries: list[Entry]) -> GroupRow:
    releases = [released for e in entries if (released := FIELDS["released"](e))]
    return GroupRow(
        id=id_,
        name=name,
        models=len(entries),
        open_weights=sum(e.model.facts.open_weights is True for e in entries),
        providers=len({provider for e in entries for provider in e.model.providers}),
        newest=max(releases, default=None),
        labs=tuple(sorted({e.model.lab.name for e in entries})),
    )
