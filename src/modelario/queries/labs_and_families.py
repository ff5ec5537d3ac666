"""Models by lab and by family: the tables of both, and one lab or family by itself."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from msgspec import Struct

from modelario.catalogue.filters import sort
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


class Groups(Struct, frozen=True, kw_only=True):
    """Every lab or every family, the one with the most models first."""

    rows: tuple[GroupRow, ...]
    as_of: str


class LabPage(Struct, frozen=True, kw_only=True):
    """One lab with its models, the newest first."""

    id: LabId
    name: str
    #: Its own providers, the main one first, as far as they are in the catalogue.
    providers: tuple[ProviderId, ...]
    families: tuple[str, ...]
    models: tuple[ModelRow, ...]
    as_of: str


class FamilyPage(Struct, frozen=True, kw_only=True):
    """One family with its models, the newest first."""

    id: str
    labs: tuple[LabId, ...]
    models: tuple[ModelRow, ...]
    as_of: str


def labs(catalogue: Catalogue) -> Groups:
    """List every lab."""
    return _groups(catalogue, lambda e: e.model.lab.id, lambda e: e.model.lab.name)


def families(catalogue: Catalogue) -> Groups:
    """List every family."""
    return _groups(catalogue, _family, lambda e: str(_family(e)))


def lab_page(catalogue: Catalogue, id_: LabId) -> LabPage:
    """Tell everything about one lab; raises ``KeyError`` where there is none."""
    lab = catalogue.labs[id_]
    entries = [e for e in catalogue.entries.values() if e.model.lab.id == id_]
    return LabPage(
        id=id_,
        name=lab.name,
        providers=tuple(each for each in lab.providers if each in catalogue.providers),
        families=tuple(sorted({f for e in entries if (f := _family(e))})),
        models=_newest(entries),
        as_of=catalogue.origin.as_of.isoformat(),
    )


def family_page(catalogue: Catalogue, id_: str) -> FamilyPage:
    """Tell everything about one family; raises ``KeyError`` where there is none."""
    entries = [e for e in catalogue.entries.values() if _family(e) == id_]
    if not entries:
        raise KeyError(id_)
    return FamilyPage(
        id=id_,
        labs=tuple(sorted({e.model.lab.id for e in entries})),
        models=_newest(entries),
        as_of=catalogue.origin.as_of.isoformat(),
    )


def _family(entry: Entry) -> str | None:
    return entry.model.facts.family


def _newest(entries: Iterable[Entry]) -> tuple[ModelRow, ...]:
    return tuple(model_row(entry) for entry in sort(entries, NEWEST_FIRST))


def _groups(
    catalogue: Catalogue, key: Callable[[Entry], Any], name: Callable[[Entry], str]
) -> Groups:
    members: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in catalogue.entries.values():
        if (id_ := key(entry)) is not None:
            members[id_].append(entry)
    rows = [_row(id_, name(entries[0]), entries) for id_, entries in members.items()]
    rows.sort(key=lambda row: (-row.models, row.name.lower()))
    return Groups(rows=tuple(rows), as_of=catalogue.origin.as_of.isoformat())


def _row(id_: str, name: str, entries: list[Entry]) -> GroupRow:
    releases = [e.model.facts.release_date for e in entries if e.model.facts.release_date]
    return GroupRow(
        id=id_,
        name=name,
        models=len(entries),
        open_weights=sum(e.model.facts.open_weights is True for e in entries),
        providers=len({s.offering.provider for e in entries for s in e.model.servings}),
        newest=max(releases, default=None),
        labs=tuple(sorted({e.model.lab.name for e in entries})),
    )
