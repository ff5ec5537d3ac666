"""Publishing one document, inside one transaction."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

import msgspec
import sqlalchemy as sa
from msgspec import Struct

from modelario.history import listings, snapshots
from modelario.history.chain import GENESIS, Brought, Derived, derived_hash, plain, snapshot_hash
from modelario.history.database import StoreError
from modelario.history.journal import Outcome, Snapshot, State
from modelario.history.tables import alias, assignment, snapshot
from modelario.records import Assignment, ModelId, OfferingId, ProviderId
from modelario.upstream.document import RawDocument


class HeadMovedError(StoreError):
    """Another publish came first: what this one was worked out against is no longer current."""


class Publication(Struct, frozen=True, kw_only=True):
    """Everything that one publish writes.

    ``onto`` is the sequence of the snapshot that the publication was worked out against (0 for
    an empty store); ``None`` takes any. Assignments of ``None`` leave those in force alone.
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


def publish(connection: sa.Connection, publication: Publication) -> tuple[Snapshot, Outcome]:
    """Write a publication; the same bytes as the head's add nothing.

    Raises :class:`HeadMovedError`, or :class:`StoreError` when it lies before the latest day.
    """
    newest = snapshots.newest(connection)
    _check(newest, publication)
    head = snapshots.head(connection)
    if head is not None and head.sha256 == publication.sha256:
        return head, Outcome.UNCHANGED
    seq = newest.seq + 1 if newest else 1
    columns = _columns(seq, newest, publication)
    # The row comes first, since others refer to it; its hashes are known when all is written.
    connection.execute(sa.insert(snapshot), {**columns, "hash": "", "derived_hash": ""})
    opened, closed = listings.replace(connection, seq, publication.raw)
    brought = Brought.nothing()._replace(
        opened=[(*key, found.hex()) for key, found in opened.items()],
        closed=[tuple(key) for key in closed],
        aliases=_add_aliases(connection, seq, publication.aliases),
    )
    derived = _reassign(connection, seq, publication.assignments)
    hashes = {
        "hash": snapshot_hash(plain(columns), brought),
        "derived_hash": derived_hash(derived),
    }
    connection.execute(sa.update(snapshot).where(snapshot.c.seq == seq).values(**hashes))
    return msgspec.convert({**columns, **hashes}, Snapshot), Outcome.PUBLISHED


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
        "state": State.PUBLISHED.value,
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
        "rejects": msgspec.json.encode(raw.rejects).decode(),
        "previous": newest.hash if newest else GENESIS,
    }


def aliases(connection: sa.Connection) -> dict[ModelId, ModelId]:
    """Former ids and where they lead; a later word replaces an earlier one."""
    rows = connection.execute(sa.select(alias.c.former, alias.c.model).order_by(alias.c.seq))
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


def _reassign(connection: sa.Connection, seq: int, wanted: Iterable[Assignment] | None) -> Derived:
    """Replace the assignments in force; returns what begins and what ends."""
    if wanted is None:
        return Derived([], [])
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
    return Derived([(p, o, m) for p, o, m in begun], [(p, o) for p, o in ended])


_END = (
    sa.update(assignment)
    .where(
        assignment.c.provider == sa.bindparam("the_p"),
        assignment.c.offering == sa.bindparam("the_o"),
        assignment.c.until_seq.is_(None),
    )
    .values(until_seq=sa.bindparam("seq"))
)
