"""Hostile documents, killed processes, full disks, locks, restarts, replicas at once.

`make torture` repeats the random ones as often as it says.
"""

import contextlib
import gzip
import os
import random
import signal
import sqlite3
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import psycopg
import pytest
import sqlalchemy as sa

import postgres
import upstream_server as answers
from documents import NOW, data
from modelario.history.journal import Outcome, StoreError
from modelario.keeping.intake import take_in
from modelario.store.store import Store
from modelario.upstream.answers import Patience
from modelario.upstream.content import content_of
from modelario.upstream.document import parse, split
from modelario.upstream.sources import Fetched, SourceError, UrlSource, fetch
from sampling import EVERYTHING, amount
from upstream_server import upstream

ROUNDS = amount(1, 42)
FIRST = date(2026, 2, 27)
OTHERS = {f"n{n}": {"cost": {"input": 1}} for n in range(30)}
GOOD = data({"p": {"m": {"cost": {"input": 3}}, **OTHERS}})


def fetched(content, day=FIRST):
    return Fetched(
        content=content_of(content), kind="file", origin="test", fetched_at=NOW, as_of=day
    )


# --- what upstream may send


def among_good(raw):
    """A document whose offering `m` is raw JSON, beside thirty good ones."""
    return GOOD.replace(b'{"id": "m", "name": "M", "cost": {"input": 3}}', raw)


def flood(start, piece, times, end):
    return start + piece * times + end


HOSTILE = {
    "an error": b'{"error": {"message": "rate limited"}}',
    "html": b"<!doctype html><title>502</title>",
    "nothing": b"",
    "an empty object": b"{}",
    "cut off": GOOD[:-20],
    "an extra brace": b"{" + GOOD,
    "deep": flood(b'{"providers": ', b'{"a":', 100_000, b"}"),
    "deep inside": among_good(flood(b'{"x": ', b"[", 100_000, b"]" * 100_000 + b"}")),
    "a long number": among_good(b'{"cost": {"input": ' + b"9" * 5000 + b"}}"),
    "a long limit": among_good(b'{"limit": {"context": ' + b"9" * 5000 + b"}}"),
    "not a number": among_good(b'{"cost": {"input": NaN}}'),
    "infinity": among_good(b'{"cost": {"input": Infinity}}'),
    "a word for infinity": among_good(b'{"cost": {"input": "Infinity"}}'),
    "a word for nothing": among_good(b'{"cost": {"input": "NaN", "output": "sNaN"}}'),
    "1e999": among_good(b'{"cost": {"input": 1e999}}'),
    "a sentinel": among_good(b'{"cost": {"input": -1}, "limit": {"context": -1}}'),
    "keys twice": among_good(b'{"id": "m", "cost": {"input": 1, "input": 2}, "id": "x"}'),
    "a lone surrogate": among_good(b'{"name": "\\ud800"}'),
    "a surrogate in a key": GOOD.replace(b'"m":', b'"\\udfff":'),
    "a nul": among_good(b'{"name": "a\\u0000b", "status": "\\u0000"}'),
    "a nul in a key": GOOD.replace(b'"m":', b'"m\\u0000":'),
    "a nul in a model": GOOD.replace(b'"models": {}', b'"models": {"a\\u0000": {}}'),
    "a bidi override": among_good('{"name": "a\u202eb"}'.encode()),
    "no utf-8": among_good(b'{"name": "\xff\xfe"}'),
    "a long key": GOOD.replace(b'"m":', b'"' + b"k" * 50_000 + b'":'),
    "a path for a key": GOOD.replace(b'"m":', b'"../../etc/passwd":'),
    "an empty key": GOOD.replace(b'"m":', b'"":'),
    "a list for an offering": among_good(b"[1, 2]"),
    "a provider of another shape": GOOD.replace(b'"models": {}', b'"x": 1').replace(
        b'"providers": {', b'"providers": {"q": {"models": 7}, '
    ),
    "a bomb": gzip.compress(b" " * 2**26),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_whatever_upstream_sends_the_last_good_catalogue_stays(store, name):
    take_in(store, fetched(GOOD))
    with upstream() as server:
        server.answers["/"] = answers.body(HOSTILE[name], Content_Type="text/html")
        source = UrlSource(server.at("/"))
        with contextlib.suppress(SourceError):
            take_in(store, fetch(source, now=NOW, patience=Patience(tries=1, total=10)))
    document = parse(store.load()[0])
    assert {o.offering_id for o in document.offerings} >= OTHERS.keys()
    prices = [o.price.input_mtok for o in document.offerings if o.price and o.price.input_mtok]
    assert all(0 <= price <= 1000 for price in prices)
    assert store.verify() == ()


# --- processes that are killed


def days(number):
    """Some days of a lively upstream: prices move, jump, come and go."""
    chance = random.Random(number)  # noqa: S311 – no secret
    for n in range(amount(20, 40)):
        offerings = {
            f"m{k}": {"cost": {"input": chance.choice([1, 2, 60, 5e6])}} for k in range(40)
        }
        yield fetched(data({"p": offerings}), FIRST + timedelta(n))


def killed(work, wait):
    """Run ``work`` in a process of its own and kill it after ``wait`` seconds."""
    child = os.fork()
    if child == 0:
        try:
            work()
        finally:
            os._exit(0)
    if wait is not None:
        time.sleep(wait)
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def state(url):
    with Store.open(url) as store:
        assert store.verify() == ()
        if store.head() is None:
            return None
        return store.load()[0], store.holds(), store.changes(), store.newest().seq


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_a_process_killed_at_any_moment_leaves_the_state_before_or_after(new_database, seed):
    database = new_database()

    def work(url=database):
        with Store.open(url) as store:
            newest = store.newest()
            for each in days(1):
                if newest is None or each.as_of > newest.as_of:
                    take_in(store, each)

    chance = random.Random(seed)  # noqa: S311 – no secret
    reached = 0
    for _ in range(12):
        killed(work, chance.uniform(0, 0.12))
        after = state(database)
        assert (after[3] if after else 0) >= reached
        reached = after[3] if after else 0
    work()
    calm = new_database()
    work(calm)
    # Killed or not, history is the same.
    assert history(database) == history(calm)


def history(url):
    with Store.open(url) as store:
        snapshots = store.snapshots()
        return [s.hash for s in snapshots], {s.as_of: store.load(s.as_of)[0] for s in snapshots}


def test_a_process_killed_between_any_two_statements_leaves_the_state_before_or_after(database):
    first, second, *_ = days(2)
    with Store.open(database) as store:
        take_in(store, first)
    before = state(database)

    def work(number):
        with Store.open(database) as store:
            count = 0

            @sa.event.listens_for(store._engine, "before_cursor_execute")
            @sa.event.listens_for(store._engine, "commit")
            def step(*_):
                nonlocal count
                count += 1
                if count == number:
                    os.kill(os.getpid(), signal.SIGKILL)

            take_in(store, second)

    number = 1
    while killed(lambda number=number: work(number), None):
        assert state(database) == before, number
        number += amount(3, 1)
    assert number > 15
    after = state(database)
    assert after[3] == before[3] + 1


# --- disks and locks


def test_a_full_disk_is_told_and_harms_nothing(sqlite):
    with Store.open(sqlite) as store:
        take_in(store, fetched(GOOD))
        before = store.load()

        @sa.event.listens_for(store._engine, "begin")
        def fill_up(connection):
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

        many = data({"p": {f"m{n}": {"x": "y" * 2000} for n in range(99)} | {"m": {}, **OTHERS}})
        with pytest.raises(StoreError, match="disk is full"):
            take_in(store, fetched(many, FIRST + timedelta(1)))
        assert store.load() == before
    with Store.open(sqlite) as store:
        assert store.verify() == ()
        take_in(store, fetched(many, FIRST + timedelta(1)))
        assert store.load()[0] == split(many)


def test_a_lock_is_waited_for(tmp_path, sqlite):
    with Store.open(sqlite) as store:
        take_in(store, fetched(GOOD))
        other = sqlite3.connect(tmp_path / "modelario.db", check_same_thread=False)
        other.isolation_level = None
        other.execute("BEGIN IMMEDIATE")
        assert store.load()[0] == split(GOOD)  # reading asks for no lock
        timer = threading.Timer(0.5, lambda: other.execute("COMMIT"))
        timer.start()
        take_in(store, fetched(data({"p": {"m": {}, **OTHERS}}), FIRST))
        timer.join()
        other.close()
    assert state(sqlite)[3] == 2


def test_a_lock_that_lasts_is_told(tmp_path, sqlite):
    with Store.open(sqlite) as store:
        take_in(store, fetched(GOOD))

        @sa.event.listens_for(store._engine, "connect")
        def impatient(connection, _record):
            connection.execute("PRAGMA busy_timeout = 100")

        store._engine.dispose()
        other = sqlite3.connect(tmp_path / "modelario.db")
        other.isolation_level = None
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="is locked by another program"):
            take_in(store, fetched(data({"p": {"m": {}, **OTHERS}}), FIRST))
        other.execute("ROLLBACK")
        other.close()
        assert store.load()[0] == split(GOOD)


#: What any call of the store may meet, on each database.
REFUSALS = {
    "sqlite": lambda: sqlite3.OperationalError("disk I/O error"),
    "postgresql": lambda: psycopg.OperationalError("could not read block 7: Input/output error"),
}


@pytest.mark.parametrize("memory", [False, True], ids=["input or output", "memory"])
def test_a_fault_at_any_call_of_the_store_is_told_and_leaves_the_state_before_or_after(
    database, memory
):
    """Every statement, commit and connection in turn fails, in a sync and in what reads."""
    first, second, *_ = days(2)
    with Store.open(database) as store:
        take_in(store, first)
    before = state(database)
    for number in injected(database, memory, lambda store: take_in(store, second)):
        # A commit that is told to have failed may have been made.
        assert state(database) == before, number
    after = state(database)
    assert after[3] == before[3] + 1
    reads = (Store.load, Store.changes, Store.holds, Store.attempts, Store.revision)
    for read in reads if EVERYTHING else reads[:1]:
        for _ in injected(database, memory, read):
            pass
    assert state(database) == after


def injected(database, memory, act):
    """Do something until it succeeds, its first, second, third … call failing; gives which."""
    refusal = MemoryError if memory else REFUSALS[database.partition(":")[0]]
    for number in range(1, 500, amount(8, 1)):
        with Store.open(database) as store:
            count = 0

            @sa.event.listens_for(store._engine, "connect")
            @sa.event.listens_for(store._engine, "before_cursor_execute")
            @sa.event.listens_for(store._engine, "commit")
            def step(*_, number=number):
                nonlocal count
                count += 1
                if count == number:
                    raise refusal()

            store._engine.dispose()
            try:
                act(store)
            except StoreError as error:
                told = str(error)
                assert "\n" not in told, number
                assert ("no memory is left" in told) == memory, (number, told)
            else:
                assert count < number, number
                return
        yield number


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_file_that_may_not_be_written_is_told(tmp_path, sqlite):
    with Store.open(sqlite) as store:
        take_in(store, fetched(GOOD))
    (tmp_path / "modelario.db").chmod(0o400)
    with pytest.raises(StoreError, match=r"read-only|not writable"), Store.open(sqlite) as store:
        take_in(store, fetched(data({"p": {"m": {}, **OTHERS}}), FIRST))


# --- servers and replicas


def test_a_restarted_server_is_survived():
    with postgres.server() as server, Store.open(server.new_database()) as store:
        take_in(store, fetched(GOOD))
        for mode in ("immediate", "fast"):
            server.stop(mode)
            with pytest.raises(StoreError, match="cannot be reached"):
                store.load()
            with pytest.raises(StoreError, match="cannot be reached"):
                take_in(store, fetched(GOOD))
            server.start()
            assert store.load()[0] == split(GOOD)
        take_in(store, fetched(data({"p": {"m": {}, **OTHERS}}), FIRST))
        assert store.verify() == ()


def test_replicas_that_sync_at_once_publish_once(database):
    """One snapshot each round, and no change twice."""
    replicas, rounds = 4, 5 * ROUNDS
    stores = [Store.open(database) for _ in range(replicas)]
    barrier = threading.Barrier(replicas)

    def sync(store, content):
        barrier.wait()
        now = datetime.now(UTC)
        return take_in(
            store, Fetched(content=content_of(content), kind="live", origin="x", fetched_at=now)
        ).outcome

    with ThreadPoolExecutor(replicas) as pool:
        for n in range(rounds):
            content = data({"p": {"m": {"cost": {"input": n + 10}}, **OTHERS}})
            outcomes = list(pool.map(sync, stores, [content] * replicas))
            assert sorted(outcomes) == [Outcome.PUBLISHED] + [Outcome.UNCHANGED] * (replicas - 1)
            assert stores[0].head().seq == n + 1
    keys = [(c.change.offering_id, c.change.kind, c.change.field) for c in stores[0].changes()]
    assert len(keys) == len(set(keys))
    assert stores[0].verify() == ()
    for store in stores:
        store.close()


def test_of_many_replicas_one_gets_the_lease(database):
    replicas = 4
    stores = [Store.open(database) for _ in range(replicas)]
    barrier = threading.Barrier(replicas)

    def acquire(number, store):
        barrier.wait()
        return store.acquire_lease("sync", f"replica {number}", NOW, timedelta(minutes=5))

    with ThreadPoolExecutor(replicas) as pool:
        assert sum(pool.map(acquire, range(replicas), stores)) == 1
    for store in stores:
        store.close()


def test_replicas_that_start_at_once_share_one_schema(database):
    with ThreadPoolExecutor(4) as pool:
        for store in pool.map(lambda _: Store.open(database), range(4)):
            assert store.newest() is None
            store.close()
