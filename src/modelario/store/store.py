"""The store: what was published, when, and how it came in.

:class:`Store` is a thin face over one database. A publish is one transaction, so that readers
see the state before or after. Snapshots are ordered by sequence, never by clock.
"""

import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Self

import sqlalchemy as sa

from modelario.history.journal import (
    AssignedSpan,
    Attempt,
    AttemptCount,
    DatedChange,
    HeldPath,
    Hold,
    Listed,
    NothingPublishedError,
    Outcome,
    Snapshot,
)
from modelario.records import Change, ModelId, ModelOf, OfferingKey, Reason
from modelario.store import (
    assignments,
    attempts,
    changelog,
    database,
    derivation,
    holds,
    identity,
    leases,
    listings,
    publishing,
    redating,
    snapshots,
    verification,
)
from modelario.store.chain import signed
from modelario.store.glance import Glance
from modelario.store.publishing import Publication
from modelario.store.witness_history import WitnessHistory
from modelario.upstream.answers import Validators
from modelario.upstream.document import RawDocument

#: How often a waiting replica looks for a new head, in seconds.
_POLL_S = 1.0


class Store:
    """One database of published history; also a context manager."""

    def __init__(self, engine: sa.Engine, key: str | None = None) -> None:
        self._engine = engine
        self._key = key
        #: What witnesses said, beside upstream.
        self.witnesses = WitnessHistory(engine)

    @staticmethod
    def exists(url: str) -> bool:
        """Whether there is a store at an address already; raises :class:`StoreError`."""
        return database.exists(url)

    @classmethod
    def open(cls, url: str, key: str | None = None) -> Self:
        """Open the store at an SQLAlchemy address, making or upgrading its tables.

        ``key`` signs its head. Raises :class:`StoreError`, as every method does when the
        database fails.
        """
        return cls(database.connect(url), key)

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    @property
    def place(self) -> str:
        """Where the store is: a file, or an address without its password."""
        return database.place(self._engine.url)

    @property
    def kind(self) -> database.DatabaseKind:
        """What it is kept in."""
        return "sqlite" if self._engine.dialect.name == "sqlite" else "postgresql"

    # --- writing

    def publish(self, publication: Publication) -> Snapshot:
        """Publish a document in one transaction, and record the attempt.

        The same bytes as the head's add nothing.
        """
        delivery = publication.delivery
        with database.writing(self._engine) as connection:
            found, outcome = publishing.publish(connection, publication)
            attempt = Attempt(
                at=delivery.fetched_at,
                source=delivery.source,
                outcome=outcome,
                as_of=delivery.as_of,
                seq=found.seq,
                cause=publication.cause,
            )
            attempts.record(connection, attempt)
            database.announce(connection)
        return found

    def record_attempt(self, attempt: Attempt) -> None:
        """Record an attempt that published nothing."""
        with database.writing(self._engine) as connection:
            attempts.record(connection, attempt)

    def replace_derived(
        self,
        changes: Mapping[int, Sequence[Change]],
        spans: Sequence[AssignedSpan],
        *,
        announced: derivation.Announced = derivation.NOTHING_ANNOUNCED,
        onto: int,
    ) -> None:
        """Put other changes and assignments in place of all, if ``onto`` is still the newest."""
        with database.writing(self._engine) as connection:
            derivation.replace(connection, changes, announced, spans, onto)
            database.announce(connection)

    def redate(self, now: datetime) -> int:
        """Put days right that have yet to come, hashes and all; tells how many there were."""
        with database.writing(self._engine) as connection:
            moved = redating.redate(connection, now)
            database.announce(connection)
        return moved

    # --- reading

    def load(self, as_of: date | None = None) -> tuple[RawDocument, Snapshot]:
        """What is published, or was at the end of the day ``as_of``.

        Raises :class:`NothingPublishedError`.
        """
        with database.reading(self._engine) as connection:
            found = snapshots.head(connection) if as_of is None else snapshots.at(connection, as_of)
            if found is None:
                first = snapshots.first(connection)
                raise NothingPublishedError(as_of, first.as_of if first else None)
            return listings.load(connection, found.seq), found

    def document(self, seq: int) -> RawDocument:
        """What was published with snapshot ``seq``."""
        with database.reading(self._engine) as connection:
            return listings.load(connection, seq)

    def newest(self) -> Snapshot | None:
        """The last snapshot, be it published or held."""
        with database.reading(self._engine) as connection:
            return snapshots.newest(connection)

    def before_day(self, day: date) -> tuple[int | None, tuple[int, ...]]:
        """The snapshot that was published before a day, and the day's own ones."""
        with database.reading(self._engine) as connection:
            seqs = snapshots.of_day(connection, day)
            found = snapshots.before(connection, seqs[0]) if seqs else snapshots.head(connection)
            return found.seq if found else None, seqs

    def ever_listed(self, seq: int, keys: Collection[OfferingKey]) -> set[OfferingKey]:
        """Those of some offerings that were listed at some time up to snapshot ``seq``."""
        with database.reading(self._engine) as connection:
            return listings.ever(connection, seq, keys) if keys else set()

    def ever_assigned(self, seq: int) -> set[ModelId]:
        """Every model that was in the catalogue at some time up to snapshot ``seq``."""
        with database.reading(self._engine) as connection:
            return assignments.ever(connection, seq)

    def course(self, seq: int, models: Collection[ModelId]) -> tuple[Listed, ...]:
        """What the offerings of a model, by its present and former ids, were up to ``seq``."""
        with database.reading(self._engine) as connection:
            return listings.course(connection, seq, models)

    def first(self) -> Snapshot | None:
        """The first published snapshot."""
        with database.reading(self._engine) as connection:
            return snapshots.first(connection)

    def days(self) -> frozenset[date]:
        """The days that were taken in, whether or not they brought anything."""
        with database.reading(self._engine) as connection:
            return attempts.days(connection) | snapshots.days(connection)

    def holds(self, seq: int | None = None) -> tuple[Hold, ...]:
        """What is held back now, or was after snapshot ``seq``."""
        with database.reading(self._engine) as connection:
            return holds.pending(connection, seq)

    def past_holds(self) -> tuple[Hold, ...]:
        """Every hold there ever was, pending or decided."""
        with database.reading(self._engine) as connection:
            return holds.every(connection)

    def accepted(self, since: date) -> dict[HeldPath, date]:
        """What was believed or released of what was held from a day on, and when last."""
        with database.reading(self._engine) as connection:
            return holds.accepted(connection, since)

    def held_body(self, hold_id: int) -> bytes | None:
        """Upstream's new JSON that a hold keeps back; ``None`` for a removal."""
        with database.reading(self._engine) as connection:
            return holds.body(connection, hold_id)

    def changes(
        self, since: date | None = None, until: date | None = None, kinds: changelog.Kinds = ()
    ) -> tuple[DatedChange, ...]:
        """The changes of some days, both inclusive, the oldest first; of some kinds, or of all."""
        with database.reading(self._engine) as connection:
            return changelog.read(connection, since, until, kinds)

    def head(self) -> Snapshot | None:
        """The last published snapshot."""
        with database.reading(self._engine) as connection:
            return snapshots.head(connection)

    def last_published(self, number: int) -> tuple[Snapshot, ...]:
        """The last published snapshots, the newest first."""
        with database.reading(self._engine) as connection:
            return snapshots.last(connection, number)

    def glance(self) -> Glance:
        """Tell its state from all others, as a glance at its file does."""
        with database.reading(self._engine) as connection:
            return derivation.glance(connection)

    def revision(self) -> str:
        """Tell states of the store apart: another one after every publish and every rebuild."""
        with database.reading(self._engine) as connection:
            return derivation.revision(connection)

    def snapshots(self) -> tuple[Snapshot, ...]:
        """Every snapshot, the first one first."""
        with database.reading(self._engine) as connection:
            return snapshots.every(connection)

    def assignments(self, seq: int | None = None) -> ModelOf:
        """Which model each offering is, or was after snapshot ``seq``."""
        with database.reading(self._engine) as connection:
            newest = snapshots.newest(connection)
            if newest is None:
                return {}
            return assignments.at(connection, newest.seq if seq is None else seq)

    def aliases(self, seq: int | None = None) -> Mapping[ModelId, ModelId]:
        """Former canonical ids and where they lead now, or led after snapshot ``seq``."""
        with database.reading(self._engine) as connection:
            return assignments.aliases(connection, seq)

    def attempts(self, limit: int = 20) -> tuple[Attempt, ...]:
        """The last attempts to take in a document, the newest first."""
        with database.reading(self._engine) as connection:
            return attempts.latest(connection, limit)

    def outcomes(self) -> dict[Outcome, AttemptCount]:
        """How many attempts to take in a document came to each outcome, and when the last did."""
        with database.reading(self._engine) as connection:
            return attempts.outcomes(connection)

    def last_attempt(self, source: str) -> Attempt | None:
        """The last attempt to take in a document from a kind of source."""
        with database.reading(self._engine) as connection:
            return attempts.last_of(connection, source)

    def validators(self, address: str) -> Validators | None:
        """What makes a request conditional, if the newest snapshot came from ``address``.

        While anything is held nothing does: "not modified" would not say what goes on.
        """
        head = self.newest()
        if (
            head is None
            or self.holds()
            or head.origin != address
            or not (head.etag or head.last_modified)
        ):
            return None
        return Validators(address, head.etag, head.last_modified)

    def name(self) -> str:
        """The name of the store, which no other one has."""
        with database.reading(self._engine) as connection:
            return identity.of(connection)

    def sealed_head(self) -> str | None:
        """The hash of everything that ever came in, signed where there is a key."""
        with database.reading(self._engine) as connection:
            found = attempts.head(connection)
        return signed(found, self._key) if found else None

    def verify(self, expected: str | None = None) -> tuple[Reason, ...]:
        """Every disagreement between the history and its hashes; none when it is sound.

        ``expected`` is a head that was noted before, by which a history is found that was
        rolled back, or written anew, hashes and all.
        """
        with database.reading(self._engine) as connection:
            found = verification.faults(connection)
            if expected is not None:
                found += verification.against(connection, expected, self._key)
            return found

    # --- replicas

    @contextmanager
    def leased(self, name: str, holder: str, now: datetime, ttl: timedelta) -> Iterator[bool]:
        """Hold a lease meanwhile; gives false where somebody else holds it."""
        held = self.acquire_lease(name, holder, now, ttl)
        try:
            yield held
        finally:
            if held:
                self.release_lease(name, holder)

    def acquire_lease(self, name: str, holder: str, now: datetime, ttl: timedelta) -> bool:
        """Take or renew a lease; false while somebody else holds it."""
        with database.writing(self._engine) as connection:
            return leases.acquire(connection, name, holder, now, ttl)

    def release_lease(self, name: str, holder: str) -> None:
        """Give a lease back."""
        with database.writing(self._engine) as connection:
            leases.release(connection, name, holder)

    def wait_for_new_head(self, seq: int, seconds: float) -> bool:
        """Wait until a snapshot after ``seq`` is published, ``seconds`` at most."""
        until = time.monotonic() + seconds
        while True:
            head = self.head()
            if head is not None and head.seq > seq:
                return True
            if (left := until - time.monotonic()) <= 0:
                return False
            database.wait_for_news(self._engine, min(_POLL_S, left))
