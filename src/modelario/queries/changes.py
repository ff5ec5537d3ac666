"""The changelog: what changed, by day, for any model, lab, provider or kind."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

from msgspec import Struct

from modelario.catalogue.filters import FilterError
from modelario.history.journal import DatedChange
from modelario.queries.columns import Column, Kind
from modelario.queries.model import display_name
from modelario.records import Catalogue, ChangeKind, ModelId, OfferingId, ProviderId


class ChangeFilter(Struct, frozen=True, kw_only=True):
    """Which changes: all that are set have to hold. Days are inclusive."""

    model: ModelId | None = None
    lab: str | None = None
    provider: str | None = None
    kind: str | None = None
    since: date | None = None
    until: date | None = None


class ChangeRow(Struct, frozen=True, kw_only=True):
    """One change. Prices are in USD per 1M tokens, limits in tokens."""

    #: Stays the same for ever.
    id: str
    day: date
    kind: ChangeKind
    #: ``null`` where the change is one of the model itself.
    provider: ProviderId | None
    provider_name: str | None
    offering: OfferingId | None
    model: ModelId | None
    model_name: str | None
    field: str | None
    old: Any
    new: Any
    #: By how much a price or limit moved, in percent.
    percent: Decimal | None


class ChangeDay(Struct, frozen=True, kw_only=True):
    """The changes of one day."""

    day: date
    rows: tuple[ChangeRow, ...]


class Changelog(Struct, frozen=True, kw_only=True):
    """A selection of changes, the newest day first."""

    filter: ChangeFilter
    days: tuple[ChangeDay, ...]
    #: How many changes the selection holds, of each kind and in all.
    by_kind: Mapping[str, int]
    matching: int
    as_of: str

    @property
    def rows(self) -> tuple[ChangeRow, ...]:
        return tuple(row for day in self.days for row in day.rows)


CHANGE_COLUMNS = (
    Column("day", Kind.DATE),
    Column("kind", Kind.WORDS, labels="change"),
    Column("model", Kind.ID),
    Column("provider", Kind.TEXT),
    Column("offering", Kind.ID),
    Column("field", Kind.WORDS, labels="field"),
    Column("old", Kind.TEXT),
    Column("new", Kind.TEXT),
    Column("percent", Kind.PERCENT),
)


def changelog(
    catalogue: Catalogue,
    changes: Iterable[DatedChange],
    wanted: ChangeFilter | None = None,
    *,
    limit: int | None = None,
) -> Changelog:
    """Select changes, the newest first; ``limit`` is the most that are shown.

    Raises :class:`~modelario.catalogue.filters.FilterError` for a kind that does not exist.
    """
    wanted = wanted or ChangeFilter()
    if wanted.kind is not None and wanted.kind not in set(ChangeKind):
        raise FilterError(f"kind {wanted.kind!r} is none of {', '.join(ChangeKind)}")
    found = [each for each in changes if _is_wanted(each, wanted)]
    found.sort(key=lambda each: (-each.as_of.toordinal(), -each.seq, each.number))
    shown = (_row(catalogue, each) for each in found[:limit])
    return Changelog(
        filter=wanted,
        days=tuple(
            ChangeDay(day=day, rows=tuple(rows))
            for day, rows in groupby(shown, key=lambda row: row.day)
        ),
        by_kind=dict(Counter(str(each.change.kind) for each in found).most_common()),
        matching=len(found),
        as_of=catalogue.origin.as_of.isoformat(),
    )


def _is_wanted(each: DatedChange, wanted: ChangeFilter) -> bool:
    change = each.change
    return (
        wanted.model in (None, change.model)
        and (wanted.lab is None or (change.model or "").partition("/")[0] == wanted.lab)
        and wanted.provider in (None, change.provider)
        and wanted.kind in (None, change.kind)
        and (wanted.since is None or each.as_of >= wanted.since)
        and (wanted.until is None or each.as_of <= wanted.until)
    )


def _row(catalogue: Catalogue, each: DatedChange) -> ChangeRow:
    change = each.change
    model = catalogue.aliases.get(change.model, change.model) if change.model else None
    entry = catalogue.entries.get(model) if model else None
    provider = catalogue.providers.get(change.provider) if change.provider else None
    return ChangeRow(
        id=f"{each.seq}-{each.number}",
        day=each.as_of,
        kind=change.kind,
        provider=change.provider,
        provider_name=provider.name if provider else change.provider,
        offering=change.offering_id,
        model=model,
        model_name=display_name(entry.model) if entry else model,
        field=change.field,
        old=change.old,
        new=change.new,
        percent=change.percent,
    )
