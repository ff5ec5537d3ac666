"""What an operator decides about holds: a release publishes, a rejection stands for good."""

from collections.abc import Collection
from datetime import date, datetime

from msgspec.structs import replace

from modelario.history import gates
from modelario.history.journal import Ending, Gate, Hold, Outcome, Snapshot, StoreError, Withheld
from modelario.keeping.intake import Taken, published, repeated
from modelario.store.publishing import Delivery, Publication
from modelario.store.store import Store
from modelario.upstream.document import split
from modelario.upstream.packed import unpacked


def release(store: Store, numbers: Collection[int], now: datetime) -> Taken:
    """Publish what some holds keep back, as it was when they were opened.

    Raises :class:`StoreError` for a hold that is not pending or that may never be published.
    """
    return repeated(lambda: _release(store, numbers, now))


def reject(store: Store, numbers: Collection[int], now: datetime) -> Taken:
    """Never believe what some holds keep back, as long as upstream goes on saying it."""
    return repeated(lambda: _reject(store, numbers, now))


def _release(store: Store, numbers: Collection[int], now: datetime) -> Taken:
    newest, chosen = _chosen(store, numbers)
    if bounds := [hold.id for hold in chosen if hold.gate is Gate.BOUNDS]:
        raise StoreError(
            f"hold {bounds[0]} is out of bounds, and such a price is never published: "
            "it ends when upstream mends it"
        )
    before, _ = store.load()
    good = before
    opened: tuple[Withheld, ...] = ()
    closed = [(hold.id, Ending.RELEASED) for hold in chosen]
    whole = next((hold for hold in chosen if hold.gate is Gate.SNAPSHOT), None)
    if whole:
        # As if it had been repeated for long enough; the other gates still apply.
        due = replace(whole, since=date.min, rejected_seq=None)
        others = [hold for hold in store.holds() if hold.id != whole.id]
        document = split(unpacked(store.held_body(whole.id) or b""))
        judgement = gates.judge(good, document, [due, *others], newest.as_of)
        good, opened = judgement.published or good, judgement.opened
        closed += [(n, how) for n, how in judgement.closed if n not in numbers]
    effective = gates.released(good, (h for h in chosen if h.gate is not Gate.SNAPSHOT))
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


def _reject(store: Store, numbers: Collection[int], now: datetime) -> Taken:
    newest, chosen = _chosen(store, numbers)
    if done := [hold.id for hold in chosen if hold.rejected_seq is not None]:
        raise StoreError(f"hold {done[0]} is rejected already")
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
        raise StoreError(f"there is no pending hold {missing[0]}")
    if newest is None or not numbers:
        raise StoreError("no hold is named")
    return newest, [pending[number] for number in sorted(set(numbers))]


def _delivery(verb: str, newest: Snapshot, numbers: Collection[int], now: datetime) -> Delivery:
    return Delivery.by_operator(f"{verb} {' '.join(map(str, sorted(set(numbers))))}", newest, now)
