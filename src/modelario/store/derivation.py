"""Derived rows, by the snapshot that brought them: they can be rebuilt, and are sealed anew."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from hashlib import sha256

import sqlalchemy as sa

from modelario.history.journal import AssignedSpan, State
from modelario.records import Change
from modelario.store import assignments, changelog, hearings, identity, snapshots
from modelario.store.chain import Derived, derived_hash
from modelario.store.glance import Glance
from modelario.store.tables import REVISION, assignment, change, snapshot

#: What witnesses brought, by day, with the snapshot that was published then.
Announced = Mapping[date, tuple[int, Sequence[Change]]]
NOTHING_ANNOUNCED: Announced = {}


def brought(connection: sa.Connection, seqs: Collection[int] | None = None) -> dict[int, Derived]:
    """What each snapshot, or some of them, brought; one that brought nothing is left out."""
    found: defaultdict[int, Derived] = defaultdict(Derived.nothing)
    for name in ("from_seq", "until_seq"):
        seq = assignment.c[name]
        query = sa.select(seq, assignment.c.provider, assignment.c.offering, assignment.c.model)
        for number, provider, offering, model in connection.execute(query.where(_among(seq, seqs))):
            if name == "from_seq":
                found[number].begun.append((provider, offering, model))
            else:
                found[number].ended.append((provider, offering))
    columns = [change.c[name] for name in changelog.HASHED_COLUMNS]
    query = sa.select(change.c.seq, *columns).where(_among(change.c.seq, seqs))
    for number, *values in connection.execute(query):
        found[number].changes.append(changelog.hashed_row(values))
    return dict(found)


def seal(connection: sa.Connection, seqs: Collection[int]) -> None:
    """Write the hashes of what some snapshots derived."""
    found = brought(connection, seqs)
    for seq in seqs:
        value = derived_hash(found.get(seq, Derived.nothing()))
        query = sa.update(snapshot).where(snapshot.c.seq == seq)
        connection.execute(query.values(derived_hash=value))


def announce(connection: sa.Connection, seq: int, day: date, changes: Sequence[Change]) -> None:
    """Put what witnesses brought on a day in place of what was told of it before."""
    former = changelog.announce(connection, seq, day, changes)
    seal(connection, {*former, seq})


def replace(
    connection: sa.Connection,
    changes: Mapping[int, Sequence[Change]],
    announced: Announced,
    spans: Sequence[AssignedSpan],
    onto: int,
) -> None:
    """Put other changes, by snapshot, and assignments in place of all that there are."""
    snapshots.check_newest(snapshots.newest(connection), onto)
    every = [each.seq for each in snapshots.every(connection)]
    changelog.erase_all(connection)
    for seq, each in changes.items():
        changelog.write(connection, seq, each)
    for day, (seq, each) in announced.items():
        changelog.announce(connection, seq, day, each)
    assignments.replace(connection, spans)
    seal(connection, every)


def revision(connection: sa.Connection) -> str:
    """Sum up all that was published, derived of it and heard; nothing for an empty store."""
    query = (
        sa.select(snapshot.c.hash, snapshot.c.derived_hash)
        .where(snapshot.c.state == State.PUBLISHED.value)
        .order_by(snapshot.c.seq)
    )
    hashes = [each for row in connection.execute(query) for each in row]
    if hashes:
        hashes += hearings.published_hashes(connection)
    return sha256("".join(hashes).encode()).hexdigest() if hashes else ""


def glance(connection: sa.Connection) -> Glance:
    """Tell the state of the store from all others."""
    first = snapshots.first(connection)
    name, begins = identity.of(connection), first.as_of if first else None
    return Glance(REVISION, name, revision(connection), begins)


def _among(seq: sa.ColumnElement[int], seqs: Collection[int] | None) -> sa.ColumnElement[bool]:
    return seq.is_not(None) if seqs is None else seq.in_(seqs)
