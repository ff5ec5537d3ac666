"""A backup is made while syncs run, found to be sound, restored and served."""

import json
import shutil
import sqlite3
import subprocess
import threading
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

import pytest
from litestar.testing import TestClient

import postgres
from modelario.building import head
from modelario.editions import Editions
from modelario.history.journal import StoreError
from modelario.keeping.backups import back_up
from modelario.keeping.intake import take_in
from modelario.settings import from_environment
from modelario.store.store import Store
from modelario.upstream.content import content_of
from modelario.upstream.sources import Fetched
from modelario.web.app import create_app
from reference_page import api_document

FIRST = date(2026, 3, 1)
#: Generous: nothing here takes as long.
PATIENCE_S = 120


def moment(day):
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def publish(store, number):
    """Take in the document of a day; each day the price is another one."""
    day, found = FIRST + timedelta(number), api_document()
    found["openai"]["models"]["o4-mini"]["cost"]["input"] = 1 + number / 1000
    fetched = Fetched(
        content=content_of(json.dumps(found).encode()),
        kind="file",
        origin="test",
        fetched_at=moment(day),
        as_of=day,
    )
    take_in(store, fetched, budget=None)


@contextmanager
def syncs(url):
    """Sync day after day meanwhile, and tell of each that is done."""
    done, ended, failed = threading.Semaphore(0), threading.Event(), []

    def go_on():
        try:
            with Store.open(url) as store:
                for number in range(300):
                    if ended.is_set():
                        return
                    publish(store, number)
                    done.release()
        except BaseException as error:  # noqa: BLE001 – the test tells
            failed.append(error)

    thread = threading.Thread(target=go_on)
    thread.start()
    try:
        yield lambda: done.acquire(timeout=PATIENCE_S)
        assert thread.is_alive()
    finally:
        ended.set()
        thread.join(PATIENCE_S)
    assert failed == []


def settings(url, folder):
    return from_environment({"MODELARIO_DATABASE_URL": url, "MODELARIO_DATA_DIR": str(folder)})


def served(url, folder):
    """What a server tells that is begun with a store."""
    found = settings(url, folder)
    now = moment(FIRST + timedelta(400))
    with (
        Store.open(url) as store,
        TestClient(create_app(Editions(head(store), store), found, lambda: now)) as client,
    ):
        assert client.get("/en/models/openai/o4-mini").status_code == 200
        return client.get("/readyz").json()


def test_a_backup_of_a_file_is_made_while_syncs_run_restored_and_served(sqlite, tmp_path):
    file, chosen = tmp_path / "kept" / "backup.db", settings(sqlite, tmp_path)
    file.parent.mkdir()
    with syncs(sqlite) as next_sync:
        made = []
        for _ in range(3):
            assert next_sync()
            made.append(back_up(chosen, file))
    assert 1 <= made[0].snapshots <= made[1].snapshots <= made[2].snapshots
    assert [each.name for each in file.parent.iterdir()] == ["backup.db"]
    restored = tmp_path / "elsewhere" / "modelario.db"
    restored.parent.mkdir()
    shutil.copy(file, restored)
    url = f"sqlite:///{restored}"
    with Store.open(url) as store:
        assert store.verify(made[2].head) == ()
        assert store.verify(made[0].head) == ()
        assert len(store.snapshots()) == made[2].snapshots
        # It goes on from there.
        publish(store, 350)
        assert store.verify(made[2].head) == ()
    assert served(url, restored.parent)["as_of"] == str(FIRST + timedelta(350))


def test_the_backup_before_stays_until_the_new_one_is_sound(sqlite, tmp_path):
    file, chosen = tmp_path / "kept" / "backup.db", settings(sqlite, tmp_path)
    file.parent.mkdir()
    with Store.open(sqlite) as store:
        publish(store, 0)
    back_up(chosen, file)
    good = file.read_bytes()
    with sqlite3.connect(tmp_path / "modelario.db") as damaged:
        damaged.execute("UPDATE snapshot SET origin = 'another'")
    with pytest.raises(StoreError, match="not as the history was written"):
        back_up(chosen, file)
    assert file.read_bytes() == good
    assert [each.name for each in file.parent.iterdir()] == ["backup.db"]


def test_nothing_else_is_overwritten(sqlite, tmp_path):
    chosen = settings(sqlite, tmp_path)
    with pytest.raises(StoreError, match="there is no store"):
        back_up(chosen, tmp_path / "backup.db")
    with Store.open(sqlite) as store:
        publish(store, 0)
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear all,")
    for file, why in (
        (letter, "no backup"),
        (tmp_path / "modelario.db", "the store itself"),
        (tmp_path / "nowhere" / "backup.db", "No such file"),
    ):
        with pytest.raises(StoreError, match=why):
            back_up(chosen, file)
    assert letter.read_text() == "Dear all,"
    assert not (tmp_path / "backup.db").exists()


def test_a_server_is_copied_with_its_own_tools_while_syncs_run(postgresql, tmp_path):
    """As docs/deployment.md has it: pg_dump and pg_restore, then verify."""
    url, other = postgresql.new_database(), postgresql.new_database()
    with pytest.raises(StoreError, match="pg_dump"):
        back_up(settings(url, tmp_path), tmp_path / "backup.db")
    binaries, dump = postgres.binaries(), tmp_path / "modelario.dump"
    with syncs(url) as next_sync:
        assert next_sync()
        with Store.open(url) as store:
            noted = store.sealed_head()
        subprocess.run(
            [binaries / "pg_dump", "--format=custom", f"--file={dump}", url],
            check=True,
            timeout=PATIENCE_S,
        )
        assert next_sync()
    restore = [binaries / "pg_restore", "--no-owner", "--exit-on-error", f"--dbname={other}", dump]
    subprocess.run(restore, check=True, timeout=PATIENCE_S)
    with Store.open(other) as store:
        assert store.verify(noted) == ()
        publish(store, 350)
    assert served(other, tmp_path)["as_of"] == str(FIRST + timedelta(350))
    for each in (url, other):
        postgresql.give_back(each)
