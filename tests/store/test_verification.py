"""Whatever is edited in the history is found."""

import contextlib
import random
import shutil
import sqlite3
from datetime import date, timedelta
from hashlib import sha256

import pytest
import sqlalchemy as sa

from documents import NOW, data
from modelario.history.journal import Attempt, Hearing, Outcome, State, StoreError
from modelario.keeping.decisions import reject
from modelario.keeping.intake import take_in
from modelario.records import Change, ChangeKind
from modelario.store import tables
from modelario.store.publishing import Delivery, Publication
from modelario.store.store import Store
from modelario.store.verification import faults
from modelario.upstream.content import content_of
from modelario.upstream.sources import Fetched
from sampling import amount

FIRST = date(2026, 2, 27)
ROUNDS = amount(1, 42)


def fill(store):
    """Some days with everything in them: changes, holds of each fate, assignments, aliases."""
    others = {f"n{n}": {} for n in range(20)}
    for n, price in enumerate([3, 90, 4, 8, 200]):
        content = data({"p": {"m": {"cost": {"input": price}}, f"x{n}": {}, **others}})
        fetched = Fetched(
            content=content_of(content),
            kind="live",
            origin="x",
            etag="e",
            last_modified="then",
            fetched_at=NOW,
            as_of=FIRST + timedelta(n),
        )
        take_in(store, fetched)
    reject(store, [store.holds()[0].id], NOW)
    failed = Attempt(at=NOW, source="live", outcome=Outcome.FAILED, cause="answered 502")
    store.record_attempt(failed)
    store.publish(
        Publication(
            raw=store.load()[0],
            delivery=Delivery.by_operator("rebuild", store.newest(), NOW),
            aliases={"p/old": "p/m"},
        )
    )
    for state, body in ((State.PUBLISHED, b"{}"), (State.PUBLISHED, b"[]"), (State.HELD, None)):
        hear(store, state, body)
    told = Change(
        kind=ChangeKind.ANNOUNCED, provider="p", offering_id="m", new="2027-01-01", source="litellm"
    )
    store.witnesses.announce(store.head().seq, FIRST + timedelta(5), (told,))


def hear(store, state, body):
    """Keep what a witness said."""
    found = Hearing(
        number=0,
        witness="litellm",
        state=state,
        as_of=FIRST,
        fetched_at=NOW,
        address="https://example.org/map.json",
        sha256=sha256(body or b"x").hexdigest(),
        etag="e",
        last_modified="then",
    )
    attempt = Attempt(at=NOW, source="live", outcome=Outcome(state.value), witness="litellm")
    store.witnesses.keep(found, body, attempt)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def filled(request, tmp_path_factory):
    """A connection to a filled store."""
    url = f"sqlite:///{tmp_path_factory.mktemp('filled') / 'modelario.db'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgresql").new_database()
    with Store.open(url) as store:
        fill(store)
        assert store.verify() == ()
        with store._engine.connect() as connection:
            if connection.dialect.name == "sqlite":
                connection.connection.execute("PRAGMA foreign_keys = OFF")
            yield connection


@contextlib.contextmanager
def edited(connection, *statements):
    """Edit past the foreign keys, as somebody with the file could; then take it back."""
    with connection.begin() as transaction:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        for statement in statements:
            connection.execute(statement)
        yield
        transaction.rollback()


HISTORY = (
    *("snapshot", "document", "dictionary", "listing", "alias", "held", "change", "assignment"),
    *("sync_attempt", "store", "hearing"),
)
COLUMNS = [(t, c.name) for t in HISTORY for c in tables.metadata.tables[t].columns]


@pytest.mark.parametrize(("table", "name"), COLUMNS)
def test_any_edited_value_is_found(filled, table, name):
    rows = tables.metadata.tables[table]
    column = rows.c[name]
    query = sa.select(column, *rows.primary_key).where(column.is_not(None)).limit(1)
    found = filled.execute(query).one()
    filled.rollback()
    value, *key = found
    statement = sa.update(rows).where(*matching(rows, key)).values({name: other(value)})
    with edited(filled, statement):
        assert faults(filled) != ()


@pytest.mark.parametrize("table", HISTORY)
def test_any_missing_row_is_found(filled, table):
    rows = tables.metadata.tables[table]
    key = filled.execute(sa.select(*rows.primary_key).limit(1)).one()
    filled.rollback()
    with edited(filled, sa.delete(rows).where(*matching(rows, key))):
        assert faults(filled) != ()


def matching(rows, key):
    return [column == value for column, value in zip(rows.primary_key, key, strict=True)]


def other(value):  # noqa: PLR0911 – one for each type
    """Another value of the same type, as near as can be."""
    match value:
        case None:
            return None
        case bool():
            return not value
        case bytes():
            return bytes([value[0] ^ 1]) + value[1:]
        case str() if value in ("", "[]"):
            return value + " "
        case str():
            return value[:-1] + ("x" if value[-1] != "x" else "y")
        case int():
            return value + 1000
        case _:
            return value + timedelta(1)


#: Edits that leave every remaining row as it was written.
TAMPERING = {
    "the last snapshot rolled back": (
        "DELETE FROM alias WHERE seq = 7",
        "DELETE FROM snapshot WHERE seq = 7",
    ),
    "an attempt that failed made one that did not": (
        "UPDATE sync_attempt SET cause = NULL, outcome = 'unchanged' WHERE outcome = 'failed'",
    ),
    "an attempt that failed taken out": ("DELETE FROM sync_attempt WHERE outcome = 'failed'",),
    "an index dropped": ("DROP INDEX change_model",),
    "a table added": ("CREATE TABLE more (x INTEGER)",),
    "a column added": ("ALTER TABLE lease ADD COLUMN x INTEGER",),
    "a view added": ("CREATE VIEW more AS SELECT 1 AS x",),
    "the last hearing rolled back": ("DELETE FROM hearing WHERE number = 3",),
    "a hearing numbered anew": ("UPDATE hearing SET number = 4 WHERE number = 3",),
    "the store renamed": ("UPDATE store SET id = 'another'",),
}


@pytest.mark.parametrize("case", TAMPERING)
def test_tampering_with_rows_and_schema_is_found(filled, case):
    with edited(filled, *map(sa.text, TAMPERING[case])):
        assert faults(filled) != ()


TRIGGERS = {
    "sqlite": "CREATE TRIGGER t AFTER INSERT ON change BEGIN DELETE FROM change; END",
    "postgresql": "CREATE TRIGGER t BEFORE INSERT ON change "
    "EXECUTE FUNCTION suppress_redundant_updates_trigger()",
}


def test_a_trigger_is_found(filled):
    with edited(filled, sa.text(TRIGGERS[filled.dialect.name])):
        assert [fault.code for fault in faults(filled)] == ["schema_changed"]


#: What reads the same, and is not what was written; or what cannot be read at all.
REWRITTEN = {
    "a day in other digits": "UPDATE snapshot SET as_of = '2026-2-27' WHERE seq = 1",
    "a moment in other digits": "UPDATE snapshot SET fetched_at = replace(fetched_at, 'T', ' ')",
    "a word for a number": "UPDATE listing SET from_seq = 'x' WHERE rowid = 1",
    "bytes for a number": "UPDATE held SET since_seq = x'ff' WHERE id = 1",
    "bytes for a text": "UPDATE change SET model = x'ff' WHERE rowid = 1",
    "bytes for a key": "UPDATE assignment SET provider = x'01' WHERE rowid = 1",
    "a number for a day": "UPDATE snapshot SET as_of = 7 WHERE seq = 2",
    "bytes for a moment": "UPDATE sync_attempt SET at = x'00' WHERE id = 2",
    "text for a document": "UPDATE document SET body = 'x' WHERE rowid = 1",
    "bytes for a hash": "UPDATE snapshot SET hash = x'00' WHERE seq = 2",
}


def test_a_history_that_was_rolled_back_does_not_know_its_later_head(tmp_path, sqlite):
    """Somebody lays an older copy over the store: every row of it is sound."""
    place, copy = tmp_path / "modelario.db", tmp_path / "copy.db"
    with Store.open(sqlite) as store:
        fill(store)
        noted = store.sealed_head()
        shutil.copy(place, copy)
        store.record_attempt(Attempt(at=NOW, source="live", outcome=Outcome.FAILED, cause="x"))
        later = store.sealed_head()
        # A store that only grew goes on knowing what it was.
        assert store.verify(noted) == store.verify(later) == ()
    shutil.copy(copy, place)
    with Store.open(sqlite) as store:
        assert store.verify() == store.verify(noted) == ()
        assert [fault.code for fault in store.verify(later)] == ["head_unknown"]


def test_a_head_is_signed_where_there_is_a_key(sqlite):
    with Store.open(sqlite, "a key of some length") as store:
        fill(store)
        noted = store.sealed_head()
        assert store.verify(noted) == ()
    with Store.open(sqlite, "another key of some length") as store:
        assert [fault.code for fault in store.verify(noted)] == ["head_unsigned"]
        assert [fault.code for fault in store.verify(noted[:64])] == ["head_unsigned"]
    with Store.open(sqlite) as store:
        assert store.verify(noted) == store.verify(noted[:64]) == ()


@pytest.mark.parametrize("case", REWRITTEN)
def test_what_is_written_in_another_way_is_found(tmp_path, sqlite, case):
    with Store.open(sqlite) as store:
        fill(store)
    with contextlib.closing(sqlite3.connect(tmp_path / "modelario.db")) as connection:
        connection.execute(REWRITTEN[case])
        connection.commit()
    with Store.open(sqlite) as store:
        assert store.verify() != ()


def test_any_damaged_byte_of_a_file_is_found_or_means_nothing(tmp_path, sqlite):
    """Flip bytes all over the file: either verify says so, or every answer is as before."""
    with Store.open(sqlite) as store:
        fill(store)
        days = [s.as_of for s in store.snapshots()]
        expected = [store.load(day) for day in days], store.changes(), store.past_holds()
    path = tmp_path / "modelario.db"
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    sound, chance = path.read_bytes(), random.Random(ROUNDS)  # noqa: S311 – no secret
    for _ in range(60 * ROUNDS):
        place = chance.randrange(len(sound))
        changed = bytearray(sound)
        changed[place] ^= 1 << chance.randrange(8)
        path.write_bytes(changed)
        for extra in ("-wal", "-shm"):
            path.with_name(path.name + extra).unlink(missing_ok=True)
        assert _is_told(sqlite) or _answers(sqlite, days) == expected, f"byte {place}"


def _is_told(url):
    try:
        with Store.open(url) as store:
            return store.verify() != ()
    except StoreError:
        return True


def _answers(url, days):
    with Store.open(url) as store:
        return [store.load(day) for day in days], store.changes(), store.past_holds()


def test_a_schema_that_is_spelled_otherwise_harms_nothing(tmp_path, sqlite):
    """SQLite does not mind capitals; what reads schemas warns of them, and that is no fault."""
    with Store.open(sqlite) as store:
        fill(store)
        days = [s.as_of for s in store.snapshots()]
    expected, path = _answers(sqlite, days), tmp_path / "modelario.db"
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    spelled = path.read_bytes().replace(b"FOREIGN KEY(seq)", b"FOREIGN KEY(seQ)")
    assert spelled != path.read_bytes()
    path.write_bytes(spelled)
    assert _is_told(sqlite) or _answers(sqlite, days) == expected
