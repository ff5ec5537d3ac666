"""What was published comes back, day by day, and nothing else ever does."""

import contextlib
import shutil
import sqlite3
import threading
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from documents import NOW, data, publication
from modelario.history.journal import (
    Attempt,
    HeadMovedError,
    NothingPublishedError,
    Outcome,
    StoreError,
)
from modelario.keeping.opening import existing_store
from modelario.records import OfferingKey
from modelario.settings import from_environment
from modelario.store import tables
from modelario.store.database import place
from modelario.store.packing import packing
from modelario.store.store import Store
from modelario.upstream.document import split

FIRST = date(2026, 2, 28)


def publish(store, content, day, **fields):
    return store.publish(publication(content, day, **fields))


@contextlib.contextmanager
def peek(database):
    """Look past the store at its tables."""
    engine = sa.create_engine(database.replace("postgresql:", "postgresql+psycopg:"))
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def test_a_published_document_comes_back_whole(store):
    content = data(
        {
            "p": {"m": {"cost": {"input": 1.10}, "ünknown": [1, None]}, "a/b:c d": {}},
            "q": {"m": {}},
        },
        {"lab/m": {"id": "lab/m", "name": "M"}},
    )
    delivery = replace(publication(content, FIRST).delivery, etag='"1"', last_modified="then")
    snapshot = publish(store, content, FIRST, delivery=delivery)
    raw, loaded = store.load()
    assert raw == split(content)
    assert list(raw.offerings) == list(split(content).offerings)
    assert loaded == snapshot == store.head()
    assert (snapshot.seq, snapshot.as_of, snapshot.etag) == (1, FIRST, '"1"')
    assert (snapshot.providers, snapshot.offerings, snapshot.metadata) == (2, 3, 1)


def test_what_was_set_aside_comes_back_too(store):
    content = b'{"good": {"models": {"m": {}}}, "bad": {"models": 7}}'
    publish(store, content, FIRST)
    raw, _ = store.load()
    assert raw.rejects == split(content).rejects
    assert [reject.path for reject in raw.rejects] == ["providers/bad"]


def test_an_embedded_document_comes_back_whole(store, embedded):
    publish(store, embedded, FIRST)
    raw, _ = store.load()
    assert raw == split(embedded)


def test_an_empty_store_says_so(store):
    with pytest.raises(NothingPublishedError, match="the store is empty"):
        store.load()
    assert (store.head(), store.snapshots(), store.assignments(), store.aliases()) == (
        None,
        (),
        {},
        {},
    )
    assert store.verify() == ()


def test_a_day_before_the_first_names_the_first(store):
    publish(store, data({"p": {"m": {}}}), FIRST)
    with pytest.raises(NothingPublishedError, match="begins on 2026-02-28") as caught:
        store.load(FIRST - timedelta(1))
    assert caught.value.first == FIRST


def test_the_last_document_of_a_day_counts(store):
    morning, evening = data({"p": {"m": {}}}), data({"p": {"n": {}}})
    publish(store, morning, FIRST)
    publish(store, evening, FIRST)
    assert store.load(FIRST)[0] == split(evening)
    assert store.load(FIRST + timedelta(300))[0] == split(evening)


def test_history_grows_in_date_order(store):
    publish(store, data({"p": {"m": {}}}), FIRST)
    with pytest.raises(StoreError, match="2026-02-27 lies before 2026-02-28"):
        publish(store, data({"p": {"n": {}}}), FIRST - timedelta(1))
    assert len(store.snapshots()) == 1


def test_the_same_bytes_add_nothing_but_an_attempt(store):
    content = data({"p": {"m": {}}})
    first = publish(store, content, FIRST)
    assert publish(store, content, FIRST + timedelta(1)) == first
    assert store.snapshots() == (first,)
    assert [a.outcome for a in store.attempts()] == [Outcome.UNCHANGED, Outcome.PUBLISHED]
    assert [a.as_of for a in store.attempts()] == [FIRST + timedelta(1), FIRST]


def test_what_stays_the_same_is_stored_once(store, database):
    for n in range(5):
        publish(store, data({"p": {"m": {}, "changing": {"n": n}}}), FIRST + timedelta(n))
    with peek(database) as connection:
        count = connection.scalar(sa.select(sa.func.count()).select_from(tables.document))
        assert count == 2 + 5


OFFERINGS = st.dictionaries(
    st.tuples(st.sampled_from("pqr"), st.sampled_from(["a", "b/c", "ü", "d:e"])),
    st.fixed_dictionaries({}, optional={"name": st.sampled_from("xyz"), "n": st.integers(0, 3)}),
    min_size=1,
)


@settings(max_examples=25)
@given(st.lists(st.tuples(OFFERINGS, st.integers(0, 3)), min_size=1, max_size=8))
def test_every_day_comes_back_as_it_was(tmp_path_factory, days):
    """Any sequence of documents, with days skipped or twice."""
    expected, day = {}, FIRST
    path = tmp_path_factory.mktemp("days") / "modelario.db"
    with Store.open(f"sqlite:///{path}") as store:
        for offerings, skipped in days:
            day += timedelta(skipped)
            providers: dict[str, dict[str, dict[str, object]]] = {}
            for (provider, offering), fields in offerings.items():
                providers.setdefault(provider, {})[offering] = fields
            content = data(providers)
            publish(store, content, day)
            expected[day] = split(content)
            assert {d: store.load(d)[0] for d in expected} == expected
        assert store.verify() == ()


# --- assignments and aliases


def test_assignments_are_kept_with_their_history(store):
    publish(store, data({"p": {"m": {}}}), FIRST, models={OfferingKey("p", "m"): "lab/m"})
    two = {OfferingKey("p", "m"): "lab/m2", OfferingKey("q", "m"): None}
    publish(store, data({"p": {"n": {}}}), FIRST, models=two)
    publish(store, data({"p": {"o": {}}}), FIRST)
    assert store.assignments() == {("p", "m"): "lab/m2", ("q", "m"): None}
    assert store.assignments(1) == {("p", "m"): "lab/m"}
    assert store.verify() == ()


def test_the_last_word_on_a_former_id_counts(store):
    publish(store, data({"p": {"m": {}}}), FIRST, aliases={"lab/a": "lab/b"})
    publish(store, data({"p": {"n": {}}}), FIRST, aliases={"lab/a": "lab/c", "lab/x": "lab/y"})
    assert store.aliases() == {"lab/a": "lab/c", "lab/x": "lab/y"}
    assert store.verify() == ()


# --- attempts, leases, waiting


def test_failed_attempts_are_kept_with_their_cause(store):
    store.record_attempt(Attempt(at=NOW, source="live", outcome=Outcome.FAILED, cause="it is HTML"))
    (attempt,) = store.attempts()
    assert (attempt.at, attempt.outcome, attempt.cause) == (NOW, Outcome.FAILED, "it is HTML")


def test_a_lease_has_one_holder_at_a_time(store):
    hour = timedelta(hours=1)
    assert store.acquire_lease("sync", "a", NOW, hour)
    assert store.acquire_lease("sync", "a", NOW, hour)
    assert not store.acquire_lease("sync", "b", NOW + hour / 2, hour)
    assert store.acquire_lease("other", "b", NOW, hour)
    assert store.acquire_lease("sync", "b", NOW + hour, hour)
    store.release_lease("sync", "a")
    assert not store.acquire_lease("sync", "a", NOW + hour, hour)
    store.release_lease("sync", "b")
    assert store.acquire_lease("sync", "a", NOW + hour, hour)


def test_a_clock_set_back_does_not_keep_a_lease_for_ever(store):
    hour, days = timedelta(hours=1), timedelta(days=2)
    assert store.acquire_lease("sync", "a", NOW + days, hour)
    assert store.acquire_lease("sync", "b", NOW, hour)


def test_a_publish_against_an_old_head_is_refused(store):
    publish(store, data({"p": {"m": {}}}), FIRST, onto=0)
    with pytest.raises(HeadMovedError):
        publish(store, data({"p": {"n": {}}}), FIRST, onto=0)
    assert len(store.snapshots()) == 1


def test_a_new_head_is_noticed(store, database):
    first = publish(store, data({"p": {"m": {}}}), FIRST)
    assert not store.wait_for_new_head(first.seq, 0.01)

    def elsewhere():
        with Store.open(database) as other:
            publish(other, data({"p": {"n": {}}}), FIRST)

    thread = threading.Thread(target=elsewhere)
    thread.start()
    assert store.wait_for_new_head(first.seq, 10)
    thread.join()


def test_validators_belong_to_the_head_s_address(store):
    content = data({"p": {"m": {}}})
    delivery = replace(publication(content, FIRST).delivery, origin="https://x/a", etag='"1"')
    assert store.validators("https://x/a") is None
    publish(store, content, FIRST, delivery=delivery)
    assert store.validators("https://x/a") == ("https://x/a", '"1"', None)
    assert store.validators("https://x/b") is None


# --- the schema


@pytest.mark.usefixtures("store")
def test_the_migrations_make_the_tables(database):
    with peek(database) as connection:
        assert compare_metadata(MigrationContext.configure(connection), tables.metadata) == []
    config = Config()
    config.set_main_option("script_location", "modelario.store:migrations")
    assert ScriptDirectory.from_config(config).get_current_head() == tables.REVISION


def test_opening_again_changes_nothing(database):
    with Store.open(database) as store:
        publish(store, data({"p": {"m": {}}}), FIRST)
    with Store.open(database) as store:
        assert store.head().seq == 1


# --- what cannot be a store


def refused(url: str) -> str:
    with pytest.raises(StoreError) as caught:
        Store.open(url)
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize(
    "url", ["", "nonsense", "mysql://u@h/n", "sqlite://", "sqlite:///:memory:", "oracle+x://"]
)
def test_an_address_of_no_database_we_know(url):
    assert refused(url).startswith("the database address")


@pytest.mark.parametrize("url", ["sqlite:///what?.db", "sqlite:///x.db?mode=ro&uri=true"])
def test_a_question_mark_opens_no_other_file(url):
    assert "write %3F" in refused(url)


ODD_NAMES = ["100%", "a%20b", "what?", "a#b", "two  words", "q?mode=memory", "ñandú", "a&b=c;d"]


@pytest.mark.parametrize("name", ODD_NAMES)
def test_a_data_directory_of_any_name_holds_the_store(tmp_path, name):
    url = from_environment({"MODELARIO_DATA_DIR": str(tmp_path / name)}).database_url
    assert not Store.exists(url)
    with Store.open(url) as store:
        publish(store, data({"p": {"m": {}}}), FIRST)
        assert store.place == str(tmp_path / name / "modelario.db")
    assert (tmp_path / name / "modelario.db").is_file()
    assert [each.name for each in tmp_path.iterdir()] == [name]
    assert Store.exists(url)


def test_a_file_that_is_no_database(tmp_path):
    (tmp_path / "x.db").write_bytes(b"Dear diary, today I was asked to be a database." * 100)
    assert "is not an SQLite database" in refused(f"sqlite:///{tmp_path / 'x.db'}")


def test_a_folder(tmp_path):
    assert "is a folder" in refused(f"sqlite:///{tmp_path}")


def test_a_folder_that_cannot_be_made(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    assert "cannot be made or entered" in refused(
        f"sqlite:///{tmp_path / 'file' / 'deeper' / 'x.db'}"
    )


def test_the_database_of_another_program(tmp_path):
    with sqlite3.connect(tmp_path / "x.db") as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
    connection.close()
    assert "of another program" in refused(f"sqlite:///{tmp_path / 'x.db'}")


def test_a_newer_schema(tmp_path, sqlite):
    Store.open(sqlite).close()
    with sqlite3.connect(tmp_path / "modelario.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0999'")
    connection.close()
    assert "written by a newer Modelario" in refused(sqlite)


@pytest.mark.parametrize("found", ["0000", "0001 ", "junk", ""])
def test_a_schema_that_nobody_wrote(tmp_path, sqlite, found):
    Store.open(sqlite).close()
    with sqlite3.connect(tmp_path / "modelario.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", (found,))
    connection.close()
    assert f"has the schema {found!r}, which no Modelario ever wrote" in refused(sqlite)


def test_tables_without_a_schema_s_number(tmp_path, sqlite):
    Store.open(sqlite).close()
    with sqlite3.connect(tmp_path / "modelario.db") as connection:
        connection.execute("DELETE FROM alembic_version")
    connection.close()
    assert "has the schema None" in refused(sqlite)


def test_a_store_of_the_first_schema_is_brought_up_to_date(sqlite):
    """Its attempts are chained, and everything in it stays."""
    with Store.open(sqlite) as store:
        publish(store, data({"p": {"m": {}}}), FIRST)
        store.record_attempt(Attempt(at=NOW, source="live", outcome=Outcome.FAILED, cause="x"))
        before = store.attempts(), store.snapshots()
    _to_first_schema(sqlite)
    with Store.open(sqlite) as store:
        assert (store.attempts(), store.snapshots()) == before
        assert store.verify() == ()
        store.record_attempt(Attempt(at=NOW, source="live", outcome=Outcome.FAILED, cause="y"))
        assert store.verify() == ()


def test_a_file_that_is_deleted_is_not_made_anew_by_who_reads_or_writes_it(tmp_path, sqlite):
    with Store.open(sqlite) as store:
        publish(store, data({"p": {"m": {}}}), FIRST)
        (tmp_path / "modelario.db").unlink()
        for act in (store.head, lambda: publish(store, data({"p": {"n": {}}}), FIRST)):
            with pytest.raises(StoreError, match="is gone: it was deleted or moved"):
                act()
    assert not (tmp_path / "modelario.db").exists()


def test_what_was_written_into_a_file_that_is_gone_is_not_told_to_be_kept(tmp_path, sqlite):
    """A copy is laid in the store's place while a transaction is under way."""
    with Store.open(sqlite) as store:
        publish(store, data({"p": {"m": {}}}), FIRST)
        place = tmp_path / "modelario.db"

        @sa.event.listens_for(store._engine, "before_cursor_execute")
        def replace(_connection, _cursor, statement, *_):
            if statement.startswith("INSERT INTO sync_attempt"):
                shutil.copy(place, tmp_path / "copy.db")
                (tmp_path / "copy.db").replace(place)

        with pytest.raises(StoreError, match="was replaced while it was written"):
            publish(store, data({"p": {"n": {}}}), FIRST)


def test_a_copy_laid_over_the_store_is_what_is_read_then(tmp_path, sqlite):
    place, copy = tmp_path / "modelario.db", tmp_path / "copy.db"
    with Store.open(sqlite) as store:
        publish(store, data({"p": {"m": {}}}), FIRST)
        shutil.copy(place, copy)
        publish(store, data({"p": {"n": {}}}), FIRST)
        shutil.copy(copy, place)
        assert store.load()[0] == split(data({"p": {"m": {}}}))
        publish(store, data({"p": {"o": {}}}), FIRST)
        assert (store.head().seq, store.verify()) == (2, ())


def test_stores_are_told_apart(new_database):
    with Store.open(new_database()) as one, Store.open(new_database()) as other:
        assert one.name() != other.name()


def test_a_server_that_is_not_there():
    assert "cannot be reached" in refused("postgresql://u:secret@127.0.0.1:1/n")
    assert "secret" not in refused("postgresql://u:secret@127.0.0.1:1/n")


# --- a store of an earlier version


def test_a_store_of_before_is_packed_when_it_is_opened(database, embedded):
    """What was published stays, to the byte, and the history is still sound."""
    with Store.open(database) as store:
        publish(store, embedded, FIRST)
        expected = store.load()
    _to_first_schema(database)
    with Store.open(database) as store:
        assert store.load() == expected
        assert store.verify() == ()
    with peek(database) as connection:
        size = sa.func.sum(sa.func.length(tables.document.c.body))
        assert connection.scalar(sa.select(size)) < len(embedded) / 3


def _to_first_schema(database):
    """Bring a store back to the first schema."""
    with peek(database) as connection, connection.begin():
        unpack = packing(connection).unpack
        rows = connection.execute(sa.select(tables.document.c.digest, tables.document.c.body))
        plain = [{"key": digest, "plain": unpack(body)} for digest, body in rows]
        where = tables.document.c.digest == sa.bindparam("key")
        values = {"body": sa.bindparam("plain")}
        connection.execute(sa.update(tables.document).where(where).values(**values), plain)
        tables.dictionary.drop(connection)
        tables.store.drop(connection)
        for column in ("switched", "source", "day"):
            connection.exec_driver_sql(f"ALTER TABLE change DROP COLUMN {column}")
        tables.hearing.drop(connection)
        for column in ("hash", "witness", "hearing"):
            connection.exec_driver_sql(f"ALTER TABLE sync_attempt DROP COLUMN {column}")
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")


@pytest.mark.parametrize(
    "written", ["postgresql://u:hunter2@db/m", "postgresql://u:hun@ter2@db/m?password=hunter2"]
)
def test_no_part_of_a_password_is_told_with_a_place(written):
    """Whoever writes it raw into an address may have an @ in it."""
    assert place(sa.make_url(written)) == "postgresql://db/m"


def test_a_file_without_a_byte_is_no_store(tmp_path):
    """A backup that came to nothing does not verify, and stays as it is."""
    url = f"sqlite:///{tmp_path / 'modelario.db'}"
    (tmp_path / "modelario.db").touch()
    assert not Store.exists(url)
    with pytest.raises(StoreError, match="there is no store at"):
        existing_store(from_environment({"MODELARIO_DATABASE_URL": url}))
    assert (tmp_path / "modelario.db").read_bytes() == b""
