"""The changes of a day, gathered so that a day of hundreds stays readable.

Under each provider (or model) stand lines: what moved of one subject in one line, and
everything that came, went or returned in one line each.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from msgspec.structs import replace

from modelario.queries.changes import ChangeFilter, ChangeRow
from modelario.records import ChangeKind, TokenPrice

#: Kinds by how much they matter to readers.
ORDER = (
    ChangeKind.PRICE,
    ChangeKind.ADDED,
    ChangeKind.RETURNED,
    ChangeKind.REMOVED,
    ChangeKind.CONTEXT,
    ChangeKind.OUTPUT_LIMIT,
    ChangeKind.CAPABILITY,
    ChangeKind.MODALITY,
    ChangeKind.STATUS,
    ChangeKind.ANNOUNCED,
    ChangeKind.ENDED,
    ChangeKind.RELEASE_DATE,
    ChangeKind.RENAMED,
)
_PRICES = TokenPrice.__struct_fields__
_PLACE = {kind: place for place, kind in enumerate(ORDER)}

#: Kinds that say all by naming the subject.
BARE = frozenset({ChangeKind.ADDED, ChangeKind.RETURNED, ChangeKind.REMOVED, ChangeKind.ENDED})


class ChangeLine(NamedTuple):
    """Changes of one kind that are told together: of one subject, unless the kind is bare."""

    kind: ChangeKind
    rows: tuple[ChangeRow, ...]

    @property
    def subject(self) -> ChangeRow:
        """A row that names the subject."""
        return self.rows[0]

    @property
    def bare(self) -> bool:
        """Whether the line only names subjects."""
        return self.kind in BARE


class ChangeGroup(NamedTuple):
    """The lines of one provider or model; ``head`` is a row that names it."""

    head: ChangeRow
    changes: int
    lines: tuple[ChangeLine, ...]


def groups_by_model(wanted: ChangeFilter) -> bool:
    """Whether a selection reads best by model: where it has one provider."""
    return wanted.provider is not None


def change_groups(rows: Iterable[ChangeRow], *, by_model: bool) -> tuple[ChangeGroup, ...]:
    """Gather the changes of one day; those of models themselves come first."""
    key = _model if by_model else _provider
    found = sorted(rows, key=key)
    return tuple(_group(tuple(members)) for _, members in groupby(found, key=key))


def _provider(row: ChangeRow) -> tuple[str, str]:
    return (row.provider_name or "").lower(), row.provider or ""


def _model(row: ChangeRow) -> tuple[str, str]:
    return (row.model_name or row.offering_id or "").lower(), row.model or row.offering_id or ""


def _group(rows: tuple[ChangeRow, ...]) -> ChangeGroup:
    return ChangeGroup(rows[0], len(rows), tuple(_lines(rows)))


def _lines(rows: tuple[ChangeRow, ...]) -> Iterable[ChangeLine]:
    ordered = sorted(rows, key=_place_of_line)
    for (place, *_), members in groupby(ordered, key=_place_of_line):
        yield ChangeLine(ORDER[place], _told_apart(sorted(members, key=_place_of_field)))


def _told_apart(rows: Sequence[ChangeRow]) -> tuple[ChangeRow, ...]:
    """Mark the offerings that one line would call by the same name."""
    if len({row.key for row in rows}) == 1:
        return tuple(rows)
    names = Counter((row.provider, row.model) for row in rows)
    return tuple(
        replace(row, ambiguous=row.ambiguous or names[row.provider, row.model] > 1) for row in rows
    )


def _place_of_field(row: ChangeRow) -> tuple[str, int]:
    """Prices in their usual order, those of tiers after the plain ones."""
    tier, _, field = (row.field or "").rpartition("/")
    return tier, _PRICES.index(field) if field in _PRICES else len(_PRICES)


def _place_of_line(row: ChangeRow) -> tuple[Any, ...]:
    place = _PLACE[row.kind]
    return (place,) if row.kind in BARE else (place, row.model or "", row.offering_id or "")
