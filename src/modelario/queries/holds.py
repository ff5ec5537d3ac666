"""What the gates hold back, for the operator to decide about."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

import msgspec
from msgspec import Struct

from modelario.history.journal import Gate, HeldValue, Hold
from modelario.queries.columns import Column, Kind
from modelario.records import Catalogue, Model, OfferingId, OfferingKey, ProviderId

#: Amounts in USD per 1M tokens that a column of prices can hold.
_LEAST, _MOST = Decimal("0.000001"), Decimal(10**12)


class HoldRow(Struct, frozen=True, kw_only=True):
    """One hold; prices in USD per 1M tokens."""

    id: int
    gate: Gate
    provider: ProviderId | None
    offering_id: OfferingId | None
    field: str | None
    #: The last good value, which is published, and the one that is held back.
    kept: Decimal | None
    #: Nothing where what upstream states is no amount of money.
    new: Decimal | None
    #: What is held back, and what is published instead, in upstream's own words.
    stated: str | None
    shown: str | None
    since: date
    rejected: bool
    #: The least id of the holds that are one event with it.
    event: int

    @property
    def key(self) -> OfferingKey | None:
        """The offering that it is about; ``None`` where it is about more."""
        if self.provider is None or self.offering_id is None:
            return None
        return OfferingKey(self.provider, self.offering_id)

    @property
    def is_price(self) -> bool:
        return bool(self.field and self.field.endswith("_mtok"))


class HoldEvent(Struct, frozen=True, kw_only=True):
    """What one gate holds of a provider from one day on: one slip, to be decided as one.

    Providers that changed places are one, too, and then none is named.
    """

    #: The least id of its holds, by which it is released or rejected as a whole.
    event: int
    gate: Gate
    provider: str | None
    since: date
    #: The field that is held, where it is the same of all.
    field: str | None
    #: What all of them are said to be in it, in upstream's own words, where that is the same.
    stated: str | None
    #: How many fields, or offerings, are held.
    holds: int
    offerings: int
    #: By what the prices were multiplied, where that is one factor.
    factor: Decimal | None
    #: Of how many fields peers say what upstream says now.
    peers_agree: int
    #: Of how many they say what was said before.
    peers_differ: int
    #: Whether all of it is rejected.
    rejected: bool


EVENT_COLUMNS = (
    Column("event", Kind.COUNT),
    Column("gate", Kind.WORDS, labels="gate"),
    Column("since", Kind.DATE),
    Column("provider", Kind.TEXT),
    Column("field", Kind.WORDS, labels="field"),
    Column("stated", Kind.TEXT),
    Column("holds", Kind.COUNT),
    Column("offerings", Kind.COUNT),
    Column("factor", Kind.TEXT),
    Column("peers_agree", Kind.COUNT),
    Column("peers_differ", Kind.COUNT),
    Column("rejected", Kind.FLAG),
)

HOLD_COLUMNS = (
    Column("id", Kind.COUNT),
    Column("event", Kind.COUNT),
    Column("gate", Kind.WORDS, labels="gate"),
    Column("since", Kind.DATE),
    Column("provider", Kind.TEXT),
    Column("offering_id", Kind.ID),
    Column("field", Kind.WORDS, labels="field"),
    Column("kept", Kind.MTOK),
    Column("stated", Kind.TEXT),
    Column("rejected", Kind.FLAG),
)


def hold_rows(holds: Iterable[Hold], sequence: int | None = None) -> tuple[HoldRow, ...]:
    """Flatten holds for showing, the oldest first, as they stood after snapshot ``sequence``."""
    holds = tuple(holds)
    events: dict[object, int] = {}
    for hold in holds:
        events[hold.event] = min(hold.id, events.get(hold.event, hold.id))
    return tuple(
        HoldRow(
            id=hold.id,
            gate=hold.gate,
            provider=hold.provider or None,
            offering_id=hold.offering_id or None,
            field=hold.record_field,
            kept=hold.kept if isinstance(hold.kept, Decimal) else None,
            new=_amount(hold.new),
            stated=hold.stated,
            shown=hold.shown,
            event=events[hold.event],
            since=hold.since,
            rejected=hold.rejected_seq is not None
            and (sequence is None or hold.rejected_seq <= sequence),
        )
        for hold in holds
    )


def hold_events(catalogue: Catalogue, rows: Iterable[HoldRow]) -> tuple[HoldEvent, ...]:
    """Gather holds by event, with what peers in a catalogue say, the largest event first."""
    parts: defaultdict[int, list[HoldRow]] = defaultdict(list)
    for row in rows:
        parts[row.event].append(row)
    models = {
        serving.key: entry.model
        for entry in (catalogue.entries.values() if parts else ())
        for serving in entry.model.servings
    }
    found = [_event(each, models) for each in parts.values()]
    return tuple(sorted(found, key=lambda event: (-event.holds, event.event)))


def _event(rows: Sequence[HoldRow], models: Mapping[OfferingKey, Model]) -> HoldEvent:
    first = rows[0]
    said = Counter(_peers_agree(row, models) for row in rows)
    field = _only(row.field for row in rows)
    return HoldEvent(
        event=first.event,
        gate=first.gate,
        provider=_only(row.provider for row in rows),
        since=first.since,
        field=field,
        stated=_only(row.stated for row in rows) if field else None,
        holds=len(rows),
        offerings=len({row.offering_id for row in rows if row.offering_id}),
        factor=_factor(rows),
        peers_agree=said[True],
        peers_differ=said[False],
        rejected=all(row.rejected for row in rows),
    )


def _only(texts: Iterable[str | None]) -> str | None:
    """The one text of all of them, if it is one."""
    different = {*texts}
    return different.pop() if len(different) == 1 else None


def _factor(rows: Iterable[HoldRow]) -> Decimal | None:
    """By what all prices were multiplied, to two digits."""
    factors = {
        Decimal(f"{row.new / row.kept:.1e}") if row.new and row.kept else None for row in rows
    }
    return factors.pop() if len(factors) == 1 else None


def _peers_agree(row: HoldRow, models: Mapping[OfferingKey, Model]) -> bool | None:
    """Whether other providers' price of the model is nearer to what is held back."""
    key = OfferingKey(ProviderId(row.provider or ""), OfferingId(row.offering_id or ""))
    model = models.get(key)
    if model is None or not row.is_price or row.kept is None or row.new is None:
        return None
    asked = [
        price
        for serving in model.servings
        if serving.offering.provider != row.provider
        and serving.offering.price is not None
        and (price := msgspec.structs.asdict(serving.offering.price).get(row.field or ""))
    ]
    if not asked:
        return None
    from statistics import median  # noqa: PLC0415 – few need it

    peers: Decimal = median(asked)
    return bool(abs(row.new - peers) < abs(row.kept - peers))


def _amount(stated: HeldValue) -> Decimal | None:
    """What upstream states, where it can be written as an amount at all."""
    if not isinstance(stated, Decimal) or not stated.is_finite():
        return None
    return stated if stated == 0 or _LEAST <= stated.copy_abs() < _MOST else None
