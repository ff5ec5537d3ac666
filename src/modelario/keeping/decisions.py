"""What an operator decides about holds: a release publishes, a rejection stands for good."""

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from msgspec.structs import replace

from modelario.history.gates import WHOLE, is_price
from modelario.history.journal import (
    Decision,
    Ending,
    Hold,
    Outcome,
    Snapshot,
    UndecidableError,
    Withheld,
)
from modelario.history.judging import judge, released
from modelario.keeping.intake import Taken, known, last_published, published, repeated
from modelario.store.publishing import Delivery, Publication
from modelario.store.store import Store
from modelario.upstream.document import split
from modelario.upstream.field_paths import is_price_path
from modelario.upstream.packed import unpacked


class Decided(NamedTuple):
    """What became of a decision: the holds that it was about, and the snapshot that it made."""

    holds: tuple[int, ...]
    snapshot: Snapshot


def decide(
    store: Store,
    decision: Decision,
    numbers: Collection[int],
    event: int | None,
    now: datetime,
) -> Decided:
    """Decide about some holds, and about all that are one event with another.

    Raises :class:`UndecidableError`.
    """
    chosen = named(store, numbers, event)
    act = {Decision.RELEASE: release, Decision.REJECT: reject}[decision]
    return Decided(tuple(sorted(chosen)), act(store, chosen, now).snapshot)


def named(store: Store, numbers: Collection[int], event: int | None) -> tuple[int, ...]:
    """Some holds, and all that are one event with another, by their numbers.

    Raises :class:`UndecidableError` where the hold that names the event is not pending.
    """
    if event is None:
        return tuple(numbers)
    pending = store.holds()
    found = next((hold.event for hold in pending if hold.id == event), None)
    if found is None:
        raise UndecidableError(f"there is no pending hold {event}", missing=True)
    return tuple({*numbers, *(hold.id for hold in pending if hold.event == found)})


def release(store: Store, numbers: Collection[int], now: datetime) -> Taken:
    """Publish what some holds keep back, as it was when they were opened.

    Raises :class:`UndecidableError` for a hold that is not pending or that may never be published.
    """
    return repeated(lambda: _release(store, numbers, now))


def reject(store: Store, numbers: Collection[int], now: datetime) -> Taken:
    """Never believe what some holds keep back, as long as upstream goes on saying it."""
    return repeated(lambda: _reject(store, numbers, now))


def _release(store: Store, numbers: Collection[int], now: datetime) -> Taken:
    newest, chosen = _chosen(store, numbers)
    if bounds := [hold.id for hold in chosen if _is_out_of_bounds(hold)]:
        raise UndecidableError(
            f"hold {bounds[0]} is out of bounds, and such a price is never published: "
            "it ends when upstream mends it"
        )
    before = last_published(store, {})
    good = before.raw
    opened: tuple[Withheld, ...] = ()
    closed = [(hold.id, Ending.RELEASED) for hold in chosen]
    whole = next((hold for hold in chosen if hold.gate in WHOLE), None)
    if whole:
        # As if it had been repeated for long enough; the other gates still apply.
        due = replace(whole, since=date.min, rejected_seq=None)
        others = [hold for hold in store.holds() if hold.id != whole.id]
        document = split(unpacked(store.held_body(whole.id) or b""))
        # The operator has looked: that is worth any number of looks.
        decided = known(store, newest.as_of, before.models)._replace(looks=())
        judgement = judge(good, document, [due, *others], newest.as_of, decided)
        good, opened = judgement.published or good, judgement.opened
        closed += [(n, how) for n, how in judgement.closed if n not in numbers]
    parts = [hold for hold in chosen if hold.gate not in WHOLE]
    bodies = {hold.id: store.held_body(hold.id) or b"" for hold in parts}
    effective = released(good, parts, bodies)
    return published(
        store,
        Publication(
            raw=effective,
            delivery=_delivery("release", newest, numbers, now),
            onto=newest.seq,
            opened=opened,
            closed=closed,
        ),
        before,
        {},
    )


def _is_out_of_bounds(hold: Hold) -> bool:
    return is_price_path(hold.field) and isinstance(hold.new, Decimal) and not is_price(hold.new)


def _reject(store: Store, numbers: Collection[int], now: datetime) -> Taken:
    newest, chosen = _chosen(store, numbers)
    if done := [hold.id for hold in chosen if hold.rejected_seq is not None]:
        raise UndecidableError(f"hold {done[0]} is rejected already")
    snapshot = store.publish(
        Publication(
            raw=store.load()[0],
            delivery=_delivery("reject", newest, numbers, now),
            onto=newest.seq,
            rejected=[hold.id for hold in chosen],
        )
    )
    return Taken(Outcome.PUBLISHED, snapshot)


def _chosen(store: Store, numbers: Collection[int]) -> tuple[Snapshot, list[Hold]]:
    newest, pending = store.newest(), {hold.id: hold for hold in store.holds()}
    if missing := [number for number in numbers if number not in pending]:
        raise UndecidableError(f"there is no pending hold {missing[0]}", missing=True)
    if newest is None or not numbers:
        raise UndecidableError("no hold is named")
    return newest, [pending[number] for number in sorted(set(numbers))]


def _delivery(verb: str, newest: Snapshot, numbers: Collection[int], now: datetime) -> Delivery:
    return Delivery.by_operator(f"{verb} {' '.join(map(str, sorted(set(numbers))))}", newest, now)
