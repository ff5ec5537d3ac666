"""What an operator decides about holds: a release publishes, a rejection stands for good."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from msgspec.structs import replace

from modelario.history import gates
from modelario.history.journal import Ending, Gate, Hold, Outcome, Snapshot, StoreError, Withheld
from modelario.keeping.intake import Assign, Reader, Taken, changes_of_day, repeated
from modelario.store.store import Store
from modelario.upstream.document import split
from modelario.upstream.packed import unpacked


def release(
    store: Store, numbers: Collection[int], now: datetime, *, assign: Assign | None = None
) -> Taken:
    """Publish what some holds keep back, as it was when they were opened.

    With ``assign``, models are told anew of what is published then. Raises
    :class:`StoreError` for a hold that is not pending or that may never be published.
    """
    reader = Reader(assign, {}) if assign else None
    return repeated(lambda: _release(store, numbers, now, reader))


def reject(store: Store, numbers: Collection[int], now: datetime) -> Taken:
    """Never believe what some holds keep back, as long as upstream goes on saying it."""
    return repeated(lambda: _reject(store, numbers, now))


def _release(store: Store, numbers: Collection[int], now: datetime, reader: Reader | None) -> Taken:
    newest, chosen = _chosen(store, numbers)
    if bounds := [hold.id for hold in chosen if hold.gate is Gate.BOUNDS]:
        raise StoreError(
            f"hold {bounds[0]} is out of bounds, and such a price is never published: "
            "it ends when upstream mends it"
        )
    published, _ = store.load()
    opened: tuple[Withheld, ...] = ()
    closed = [(hold.id, Ending.RELEASED) for hold in chosen]
    whole = next((hold for hold in chosen if hold.gate is Gate.SNAPSHOT), None)
    if whole:
        # As if it had been repeated for long enough; the other gates still apply.
        due = replace(whole, since=date.min, rejected_seq=None)
        others = [hold for hold in store.holds() if hold.id != whole.id]
        document = split(unpacked(store.held_body(whole.id) or b""))
        judgement = gates.judge(published, document, [due, *others], newest.as_of)
        published, opened = judgement.published or published, judgement.opened
        closed += [(n, how) for n, how in judgement.closed if n not in numbers]
    effective = gates.released(published, (h for h in chosen if h.gate is not Gate.SNAPSHOT))
    reading = reader.read(effective, store.assignments()) if reader else None
    changes, supersedes = changes_of_day(store, effective, newest.as_of, reading, reader)
    snapshot = store.publish(
        effective,
        **_provenance("release", newest, numbers, now),
        assignments=reading.resolution.assignments if reading else None,
        aliases=reading.resolution.aliases if reading else {},
        opened=opened,
        closed=closed,
        changes=changes,
        supersedes=supersedes,
    )
    now_published = reading.document if reading else None
    return Taken(Outcome.PUBLISHED, snapshot, opened, tuple(closed), changes, now_published)


def _reject(store: Store, numbers: Collection[int], now: datetime) -> Taken:
    newest, chosen = _chosen(store, numbers)
    if done := [hold.id for hold in chosen if hold.rejected_seq is not None]:
        raise StoreError(f"hold {done[0]} is rejected already")
    published, _ = store.load()
    snapshot = store.publish(
        published,
        **_provenance("reject", newest, numbers, now),
        rejected=[hold.id for hold in chosen],
    )
    return Taken(Outcome.PUBLISHED, snapshot)


def _chosen(store: Store, numbers: Collection[int]) -> tuple[Snapshot, list[Hold]]:
    newest, pending = store.newest(), {hold.id: hold for hold in store.holds()}
    if missing := [number for number in numbers if number not in pending]:
        raise StoreError(f"there is no pending hold {missing[0]}")
    if newest is None or not numbers:
        raise StoreError("no hold is named")
    return newest, [pending[number] for number in sorted(set(numbers))]


def _provenance(
    verb: str, newest: Snapshot, numbers: Collection[int], now: datetime
) -> dict[str, Any]:
    """Where a decision's snapshot comes from: it stands on the newest one, on the same day."""
    return {
        "source": "operator",
        "origin": f"{verb} {' '.join(map(str, sorted(set(numbers))))}",
        "as_of": newest.as_of,
        "fetched_at": now,
        "sha256": newest.sha256,
        "onto": newest.seq,
    }
