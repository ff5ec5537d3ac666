"""Checking the stored history: every hash is worked out anew from the rows."""

import hmac
from collections import defaultdict
from collections.abc import Callable, Iterator

import sqlalchemy as sa

from modelario.history.journal import State
from modelario.records import Reason
from modelario.store import derivation, hearings, holds, identity, schema
from modelario.store.chain import (
    ATTEMPT_COLUMNS,
    GENESIS,
    HASHED_COLUMNS,
    HEARING_COLUMNS,
    Brought,
    Derived,
    attempt_hash,
    derived_hash,
    digest,
    hearing_hash,
    plain,
    signed,
    snapshot_hash,
)
from modelario.store.database import UNREADABLE
from modelario.store.packing import Packing, packing
from modelario.store.tables import alias, document, hearing, held, listing, snapshot, sync_attempt

Check = Callable[[sa.Connection], Iterator[Reason]]


def faults(connection: sa.Connection) -> tuple[Reason, ...]:
    """What does not agree with the hashes; nothing when the history is as it was written."""
    return tuple(fault for check in _CHECKS for fault in _told(connection, check))


def against(connection: sa.Connection, head: str, key: str | None) -> tuple[Reason, ...]:
    """What is wrong with a head that was noted: no store that only grew has forgotten it."""
    noted = head.partition(".")[0]
    if key is not None and not hmac.compare_digest(signed(noted, key), head):
        return (Reason("head_unsigned", head=noted),)
    query = sa.select(sync_attempt.c.id).where(sync_attempt.c.hash == noted)
    return () if connection.scalar(query) else (Reason("head_unknown", head=noted),)


def _told(connection: sa.Connection, check: "Check") -> list[Reason]:
    """Make a check; rows that it cannot even read are damage too."""
    try:
        return list(check(connection))
    except UNREADABLE as error:
        return [Reason("rows_unreadable", what=check.__name__.strip("_"), message=str(error))]


def _history(connection: sa.Connection) -> Iterator[Reason]:
    """Snapshots that are missing, were edited, or do not follow one from the other."""
    came, derived = brought(connection), derivation.brought(connection)
    previous = GENESIS
    rows = connection.execute(sa.select(snapshot).order_by(snapshot.c.seq)).mappings().all()
    for number, row in enumerate(rows, start=1):
        seq = row["seq"]
        if seq != number:
            yield Reason("snapshot_missing", seq=number)
            break
        if row["previous"] != previous:
            yield Reason("chain_broken", seq=seq)
        columns = plain({name: row[name] for name in HASHED_COLUMNS})
        if snapshot_hash(columns, came.pop(seq, Brought.nothing())) != row["hash"]:
            yield Reason("snapshot_edited", seq=seq, as_of=row["as_of"])
        if derived_hash(derived.pop(seq, Derived.nothing())) != row["derived_hash"]:
            yield Reason("derived_edited", seq=seq, as_of=row["as_of"])
        previous = row["hash"]
    for seq in sorted({*came, *derived}):
        yield Reason("rows_without_snapshot", seq=seq)


def _attempts(connection: sa.Connection) -> Iterator[Reason]:
    """Attempts that are missing, were edited, or tell of snapshots that are not there."""
    rows = connection.execute(sa.select(snapshot.c.seq, snapshot.c.hash))
    hashes = {row.seq: row.hash for row in rows}
    heard = hearings.hashes(connection)
    told, told_hearings = set(), set()
    previous = identity.of(connection)
    attempts = connection.execute(sa.select(sync_attempt).order_by(sync_attempt.c.id)).mappings()
    for number, row in enumerate(attempts, start=1):
        if row["id"] != number:
            yield Reason("attempt_missing", number=number)
            return
        columns = plain({name: row[name] for name in ATTEMPT_COLUMNS})
        seq, hearing_number = row["seq"], row["hearing"]
        brought = hashes.get(seq) if hearing_number is None else heard.get(hearing_number)
        if seq is not None and seq not in hashes:
            yield Reason("snapshot_gone", seq=seq, number=number)
        elif hearing_number is not None and brought is None:
            yield Reason("hearing_gone", hearing=hearing_number, number=number)
        elif attempt_hash(previous, columns, brought) != row["hash"]:
            yield Reason("attempt_edited", number=number, at=row["at"])
        told.add(seq)
        told_hearings.add(hearing_number)
        previous = row["hash"]
    for seq in sorted(hashes.keys() - told):
        yield Reason("snapshot_untold", seq=seq)
    for untold in sorted(heard.keys() - told_hearings):
        yield Reason("hearing_untold", hearing=untold)


def _hearings(connection: sa.Connection) -> Iterator[Reason]:
    """Hearings that are missing or were edited, and documents that are not those of their hash."""
    rows = connection.execute(sa.select(hearing).order_by(hearing.c.number)).mappings().all()
    for number, row in enumerate(rows, start=1):
        if row["number"] != number:
            yield Reason("hearing_missing", hearing=number)
            return
        columns = plain({name: row[name] for name in HEARING_COLUMNS})
        if hearing_hash(columns) != row["hash"] or not _has_its_body(connection, row):
            yield Reason("hearing_edited", hearing=number, as_of=row["as_of"])


def _has_its_body(connection: sa.Connection, row: sa.RowMapping) -> bool:
    """Whether a hearing has the document of its hash; one that is held has none."""
    if row["state"] != State.PUBLISHED.value:
        return row["body"] is None and row["base"] is None
    try:
        hearings.body(connection, row["number"])
    except UNREADABLE:
        return False
    return True


def _file(connection: sa.Connection) -> Iterator[Reason]:
    """What SQLite finds wrong with its own file."""
    if connection.dialect.name != "sqlite":
        return
    for text in connection.exec_driver_sql("PRAGMA integrity_check").scalars():
        if text != "ok":
            yield Reason("database_damaged", message=text)
    for row in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield Reason("row_without_target", table=row[0])


def _documents(connection: sa.Connection) -> Iterator[Reason]:
    """Documents whose bytes are not those of their digest, or that are missing."""
    try:
        known = packing(connection)
    except ValueError:
        yield Reason("dictionary_edited")
        return
    rows = connection.execute(sa.select(document.c.digest, document.c.body))
    # A hand may have left text where there were bytes.
    sound = {_bytes(key): _is_sound(known, _bytes(key), _bytes(body)) for key, body in rows}
    wanted = {
        _bytes(key)
        for table in (listing, held)
        for key in connection.scalars(sa.select(table.c.digest).distinct())
        if key is not None
    }
    for key, fine in sound.items():
        if not fine:
            yield Reason("document_edited", digest=key.hex())
    for key in sorted(wanted - sound.keys()):
        yield Reason("document_missing", digest=key.hex())


def _is_sound(known: Packing, key: bytes, packed: bytes) -> bool:
    try:
        return digest(known.unpack(packed)) == key
    except ValueError:
        return False


def _bytes(value: bytes | str) -> bytes:
    return value.encode() if isinstance(value, str) else bytes(value)


def brought(connection: sa.Connection) -> dict[int, Brought]:
    """What each snapshot brought, told from the rows that name it."""
    found: defaultdict[int, Brought] = defaultdict(Brought.nothing)
    listed = sa.select(
        listing.c.kind,
        listing.c.provider,
        listing.c.entry,
        listing.c.digest,
        listing.c.from_seq,
        listing.c.until_seq,
    )
    for kind, provider, entry, key, since, until in connection.execute(listed):
        found[since].opened.append((kind, provider, entry, _bytes(key).hex()))
        if until is not None:
            found[until].closed.append((kind, provider, entry))
    for row in connection.execute(sa.select(held)).mappings():
        found[row["since_seq"]].held.append(holds.hashed_row(row))
        if row["rejected_seq"] is not None:
            found[row["rejected_seq"]].decided.append((row["id"], "rejected"))
        if row["decided_seq"] is not None:
            found[row["decided_seq"]].decided.append((row["id"], row["decision"]))
    for row in connection.execute(sa.select(alias)).mappings():
        found[row["seq"]].aliases.append((row["former"], row["model"]))
    return dict(found)


_CHECKS: tuple[Check, ...] = (
    _file,
    schema.changed,
    schema.misshapen,
    _documents,
    _history,
    _hearings,
    _attempts,
)
