"""Publishing one document, inside one transaction."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

import msgspec
import sqlalchemy as sa
from msgspec import Struct

from modelario.history.journal import (
    Ending,
    HeadMovedError,
    Outcome,
    Snapshot,
    State,
    StoreError,
    Withheld,
)
from modelario.records import Assignment, Change, ModelId, OfferingId, ProviderId
from modelario.store import changelog, derivation, holds, listings, snapshots
from modelario.store.chain import GENESIS, Brought, plain, snapshot_hash
from modelario.store.tables import alias, assignment, snapshot
from modelario.upstream.document import RawDocument


class Publication(Struct, frozen=True, kw_only=True):
    """Everything that one publish writes.

    ``onto`` is the sequence of the snapshot that the publication was worked out against (0 for
    an empty store); ``None`` takes any. Assignments of ``None`` leave those in force alone.
    A snapshot that is held lists nothing: ``raw`` is then the document that is not published.
    """

    raw: RawDocument
    source: str
    origin: str
    as_of: date
    fetched_at: datetime
    sha256: str
    etag: str | None = None
    last_modified: str | None = None
    assignments: Iterable[Assignment] | None = None
    aliases: Mapping[ModelId, ModelId] = {}
    onto: int | None = None
    state: State = State.PUBLISHED
    opened: Sequence[Withheld] = ()
    closed: Sequence[tuple[int, Ending]] = ()
    rejected: Sequence[int] = ()
    changes: Sequence[Change] = ()
    #: Snapshots of the same day, whose changes these take the place of.
    supersedes: Collection[int] = ()

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
    if newest and newest.sha256 == publication.sha256 and not publication.brings_more:
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
    reassign(connection, seq, publication.assignments)
    derivation.seal(connection, [*publication.supersedes, seq])
    return msgspec.convert({**columns, **sealed}, Snapshot), Outcome(publication.state.value)


def _write(connection: sa.Connection, seq: int, publication: Publication) -> Brought:
    """Write the rows of truth, and say what they were."""
    opened: Mapping[listings.Key, bytes] = {}
    closed: Sequence[listings.Key] = ()
    if publication.state is State.PUBLISHED:
        opened, closed = listings.replace(connection, seq, publication.raw)
    decided = holds.close(connection, seq, publication.closed)
    decided += holds.reject(connection, seq, publication.rejected)
    return Brought(
        opened=[(*key, found.hex()) for key, found in opened.items()],
        closed=[tuple(key) for key in closed],
        held=holds.open_(connection, seq, publication.opened),
        decided=decided,
        aliases=_add_aliases(connection, seq, publication.aliases),
    )


def _check(newest: Snapshot | None, publication: Publication) -> None:
    if publication.onto not in (None, newest.seq if newest else 0):
        raise HeadMovedError("another sync published in the meantime: try again")
    if newest and publication.as_of < newest.as_of:
        raise StoreError(
            f"{publication.as_of} lies before {newest.as_of}, the latest day in the store: "
            "history grows in date order, so import older days into an empty store"
        )


def _columns(seq: int, newest: Snapshot | None, publication: Publication) -> dict[str, Any]:
    raw = publication.raw
    return {
        "seq": seq,
        "state": publication.state.value,
        "source": publication.source,
        "origin": publication.origin,
        "as_of": publication.as_of,
        "fetched_at": publication.fetched_at,
        "sha256": publication.sha256,
        "etag": publication.etag,
        "last_modified": publication.last_modified,
        "providers": len(raw.providers),
        "offerings": len(raw.offerings),
        "metadata": len(raw.metadata),
        "rejects": listings.stored_rejects(raw.rejects),
        "previous": newest.hash if newest else GENESIS,
    }


def aliases(connection: sa.Connection, seq: int | None = None) -> dict[ModelId, ModelId]:
    """Former ids and where they lead, or led after ``seq``; a later word replaces an earlier."""
    query = sa.select(alias.c.former, alias.c.model).order_by(alias.c.seq)
    rows = connection.execute(query if seq is None else query.where(alias.c.seq <= seq))
    return {ModelId(former): ModelId(model) for former, model in rows}


def assignments(
    connection: sa.Connection, seq: int
) -> dict[tuple[ProviderId, OfferingId], ModelId | None]:
    """Which model each offering was after snapshot ``seq``; ``None`` for a router."""
    until = assignment.c.until_seq
    rows = connection.execute(
        sa.select(assignment.c.provider, assignment.c.offering, assignment.c.model).where(
            assignment.c.from_seq <= seq, sa.or_(until.is_(None), until > seq)
        )
    )
    return {(p, o): model for p, o, model in rows}


class AssignedSpan(NamedTuple):
    """Which model an offering was, from one snapshot until another."""

    provider: ProviderId
    offering: OfferingId
    model: ModelId | None
    from_seq: int
    until_seq: int | None


def replace_derived(
    connection: sa.Connection,
    changes: Mapping[int, Sequence[Change]],
    assigned: Sequence[AssignedSpan],
    onto: int,
) -> None:
    """Put other changes, by snapshot, and assignments in place of all that there are."""
    newest = snapshots.newest(connection)
    if onto != (newest.seq if newest else 0):
        raise HeadMovedError("another sync published in the meantime: try again")
    every = [each.seq for each in snapshots.every(connection)]
    changelog.erase(connection, every)
    connection.execute(sa.delete(assignment))
    for seq, each in changes.items():
        changelog.write(connection, seq, each)
    if assigned:
        connection.execute(sa.insert(assignment), [row._asdict() for row in assigned])
    derivation.seal(connection, every)


def ever_assigned(connection: sa.Connection, seq: int, models: Collection[ModelId]) -> set[ModelId]:
    """Those of some models that any offering was assigned to up to snapshot ``seq``."""
    query = sa.select(assignment.c.model).where(assignment.c.from_seq <= seq).distinct()
    return set(models) & {ModelId(model) for model in connection.scalars(query) if model}


def _add_aliases(
    connection: sa.Connection, seq: int, wanted: Mapping[ModelId, ModelId]
) -> list[tuple[str, str]]:
    known = aliases(connection)
    added = [(former, model) for former, model in wanted.items() if known.get(former) != model]
    if added:
        connection.execute(
            sa.insert(alias), [{"former": f, "model": m, "seq": seq} for f, m in added]
        )
    return [(str(former), str(model)) for former, model in added]


def reassign(connection: sa.Connection, seq: int, wanted: Iterable[Assignment] | None) -> None:
    """Replace the assignments in force; ``None`` leaves them."""
    if wanted is None:
        return
    new = {(a.provider, a.offering_id): a.model for a in wanted}
    old = assignments(connection, seq)
    ended = [key for key, model in old.items() if key not in new or new[key] != model]
    begun = [(*key, model) for key, model in new.items() if key not in old or old[key] != model]
    if ended:
        connection.execute(_END, [{"seq": seq, "the_p": p, "the_o": o} for p, o in ended])
    if begun:
        connection.execute(
            sa.insert(assignment),
            [{"provider": p, "offering": o, "model": m, "from_seq": seq} for p, o, m in begun],
        )


_END = (
    sa.update(assignment)
    .where(
        assignment.c.provider == sa.bindparam("the_p"),
        assignment.c.offering == sa.bindparam("the_o"),
        assignment.c.until_seq.is_(None),
    )
    .values(until_seq=sa.bindparam("seq"))
)
