"""Publishing one document, inside one transaction."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import msgspec
import sqlalchemy as sa
from msgspec import Struct, structs

from modelario.history.journal import (
    Ending,
    Outcome,
    Snapshot,
    State,
    StoreError,
    Withheld,
)
from modelario.records import Change, ModelId, ModelOf
from modelario.store import assignments, changelog, derivation, holds, listings, rejects, snapshots
from modelario.store.chain import GENESIS, Brought, plain, snapshot_hash
from modelario.store.tables import snapshot
from modelario.upstream.document import RawDocument


class Delivery(Struct, frozen=True, kw_only=True):
    """How a document came in, and of which day it is: what its snapshot keeps of that."""

    source: str
    origin: str
    as_of: date
    fetched_at: datetime
    sha256: str
    etag: str | None = None
    last_modified: str | None = None

    @classmethod
    def by_operator(cls, origin: str, newest: Snapshot, now: datetime) -> "Delivery":
        """What an operator changes about the newest snapshot, on its own day."""
        return cls(
            source="operator",
            origin=origin,
            as_of=newest.as_of,
            fetched_at=now,
            sha256=newest.sha256,
        )


class Publication(Struct, frozen=True, kw_only=True):
    """Everything that one publish writes.

    ``onto`` is the sequence of the snapshot that the publication was worked out against (0 for
    an empty store); ``None`` takes any. Models of ``None`` leave the assignments in force alone.
    A snapshot that is held lists nothing: ``raw`` is then the document that is not published.
    """

    raw: RawDocument
    delivery: Delivery
    models: ModelOf | None = None
    aliases: Mapping[ModelId, ModelId] = {}
    onto: int | None = None
    state: State = State.PUBLISHED
    opened: Sequence[Withheld] = ()
    closed: Sequence[tuple[int, Ending]] = ()
    rejected: Sequence[int] = ()
    changes: Sequence[Change] = ()
    #: Snapshots of the same day, whose changes these take the place of.
    supersedes: Collection[int] = ()
    #: Why it is held, where no hold says so.
    cause: str | None = None

    @property
    def brings_more(self) -> bool:
        """Whether it brings something beside its document: a hold that begins or ends, an alias."""
        return bool(self.opened or self.closed or self.rejected or self.aliases)


def publish(connection: sa.Connection, publication: Publication) -> tuple[Snapshot, Outcome]:
    """Write a publication; the same bytes as the head's add nothing.

    Raises :class:`HeadMovedError`, or :class:`StoreError` when it lies before the latest day.
    """
    newest = snapshots.newest(connection)
    _check(newest, publication)
    if newest and newest.sha256 == publication.delivery.sha256 and not publication.brings_more:
        return newest, Outcome.UNCHANGED
    seq = newest.seq + 1 if newest else 1
    columns = _columns(seq, newest, publication)
    # The row comes first, since others refer to it; its hashes are known when all is written.
    connection.execute(sa.insert(snapshot), {**columns, "hash": "", "derived_hash": ""})
    brought = _write(connection, seq, publication)
    sealed = {"hash": snapshot_hash(plain(columns), brought)}
    connection.execute(sa.update(snapshot).where(snapshot.c.seq == seq).values(**sealed))
    changelog.erase(connection, publication.supersedes)
    changelog.write(connection, seq, publication.changes)
    if publication.models is not None:
        assignments.reassign(connection, seq, publication.models)
    derivation.seal(connection, [*publication.supersedes, seq])
    return msgspec.convert({**columns, **sealed}, Snapshot), Outcome(publication.state.value)


def _write(connection: sa.Connection, seq: int, publication: Publication) -> Brought:
    """Write the rows of truth, and say what they were."""
    opened: Mapping[listings.ListingKey, bytes] = {}
    closed: Sequence[listings.ListingKey] = ()
    if publication.state is State.PUBLISHED:
        opened, closed = listings.replace(connection, seq, publication.raw)
    decided = holds.close(connection, seq, publication.closed)
    decided += holds.reject(connection, seq, publication.rejected)
    return Brought(
        opened=[(*key, found.hex()) for key, found in opened.items()],
        closed=[tuple(key) for key in closed],
        held=holds.open_(connection, seq, publication.opened),
        decided=decided,
        aliases=assignments.add_aliases(connection, seq, publication.aliases),
    )


def _check(newest: Snapshot | None, publication: Publication) -> None:
    if publication.onto is not None:
        snapshots.check_newest(newest, publication.onto)
    day = publication.delivery.as_of
    if newest and day < newest.as_of:
        raise StoreError(
            f"{day} lies before {newest.as_of}, the latest day in the store: "
            "history grows in date order, so import older days into an empty store"
        )


def _columns(seq: int, newest: Snapshot | None, publication: Publication) -> dict[str, Any]:
    raw = publication.raw
    return {
        "seq": seq,
        "state": publication.state.value,
        **structs.asdict(publication.delivery),
        "providers": len(raw.providers),
        "offerings": len(raw.offerings),
        "metadata": len(raw.metadata),
        "rejects": rejects.stored(raw),
        "previous": newest.hash if newest else GENESIS,
    }
