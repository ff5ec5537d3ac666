"""Checking the stored history: every hash is worked out anew from the rows."""

from collections import defaultdict

import sqlalchemy as sa

from modelario.records import Reason
from modelario.store import derivation, holds
from modelario.store.chain import (
    GENESIS,
    HASHED_COLUMNS,
    Brought,
    Derived,
    derived_hash,
    digest,
    plain,
    snapshot_hash,
)
from modelario.store.packing import Packing, packing
from modelario.store.tables import alias, document, held, listing, snapshot


def faults(connection: sa.Connection) -> tuple[Reason, ...]:
    """What does not agree with the hashes; nothing when the history is as it was written."""
    found = [*_damaged(connection), *_documents(connection)]
    brought, derived = _brought(connection), derivation.brought(connection)
    previous = GENESIS
    rows = connection.execute(sa.select(snapshot).order_by(snapshot.c.seq)).mappings().all()
    for number, row in enumerate(rows, start=1):
        seq = row["seq"]
        if seq != number:
            found.append(Reason("snapshot_missing", seq=number))
            break
        if row["previous"] != previous:
            found.append(Reason("chain_broken", seq=seq))
        columns = plain({name: row[name] for name in HASHED_COLUMNS})
        if snapshot_hash(columns, brought.pop(seq, Brought.nothing())) != row["hash"]:
            found.append(Reason("snapshot_edited", seq=seq, as_of=row["as_of"]))
        if derived_hash(derived.pop(seq, Derived.nothing())) != row["derived_hash"]:
            found.append(Reason("derived_edited", seq=seq, as_of=row["as_of"]))
        previous = row["hash"]
    found += [Reason("rows_without_snapshot", seq=seq) for seq in sorted({*brought, *derived})]
    return tuple(found)


def _damaged(connection: sa.Connection) -> list[Reason]:
    """What SQLite finds wrong with its own file."""
    if connection.dialect.name != "sqlite":
        return []
    answers = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
    orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    faults = [Reason("database_damaged", message=text) for text in answers if text != "ok"]
    return faults + [Reason("row_without_target", table=row[0]) for row in orphans]


def _documents(connection: sa.Connection) -> list[Reason]:
    """Documents whose bytes are not those of their digest, or that are missing."""
    try:
        known = packing(connection)
    except ValueError:
        return [Reason("dictionary_edited")]
    rows = connection.execute(sa.select(document.c.digest, document.c.body))
    # A hand may have left text where there were bytes.
    sound = {_bytes(key): _is_sound(known, _bytes(key), _bytes(body)) for key, body in rows}
    wanted = {
        _bytes(key)
        for table in (listing, held)
        for key in connection.scalars(sa.select(table.c.digest).distinct())
        if key is not None
    }
    edited = [
        Reason("document_edited", digest=key.hex()) for key, fine in sound.items() if not fine
    ]
    missing = sorted(wanted - sound.keys())
    return edited + [Reason("document_missing", digest=key.hex()) for key in missing]


def _is_sound(known: Packing, key: bytes, packed: bytes) -> bool:
    try:
        return digest(known.unpack(packed)) == key
    except ValueError:
        return False


def _bytes(value: bytes | str) -> bytes:
    return value.encode() if isinstance(value, str) else bytes(value)


def _brought(connection: sa.Connection) -> dict[int, Brought]:
    """What each snapshot brought, told from the rows that name it."""
    brought: defaultdict[int, Brought] = defaultdict(Brought.nothing)
    listed = sa.select(
        listing.c.kind,
        listing.c.provider,
        listing.c.entry,
        listing.c.digest,
        listing.c.from_seq,
        listing.c.until_seq,
    )
    for kind, provider, entry, key, since, until in connection.execute(listed):
        brought[since].opened.append((kind, provider, entry, _bytes(key).hex()))
        if until is not None:
            brought[until].closed.append((kind, provider, entry))
    for row in connection.execute(sa.select(held)).mappings():
        brought[row["since_seq"]].held.append(holds.hashed_row(row))
        if row["rejected_seq"] is not None:
            brought[row["rejected_seq"]].decided.append((row["id"], "rejected"))
        if row["decided_seq"] is not None:
            brought[row["decided_seq"]].decided.append((row["id"], row["decision"]))
    for row in connection.execute(sa.select(alias)).mappings():
        brought[row["seq"]].aliases.append((row["former"], row["model"]))
    return dict(brought)
