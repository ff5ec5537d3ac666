"""What is derived can be thrown away and derived anew."""

from datetime import date, timedelta

import sqlalchemy as sa

from documents import NOW, data
from modelario.history.journal import AssignedSpan
from modelario.keeping.decisions import release
from modelario.keeping.intake import take_in
from modelario.keeping.rebuilding import rebuild, rebuild_history
from modelario.store import tables
from modelario.upstream.content import content_of
from modelario.upstream.sources import Fetched

FIRST = date(2026, 2, 27)


def fill(store):
    """Days with several documents, holds, a release, removals and returns."""
    others = {f"n{n}": {} for n in range(20)}
    memory = {}
    for n, price in enumerate([3, 90, 4, 8, 200, 7, 7]):
        extra = {"now and then": {}} if n in (1, 3, 5, 6) else {}
        content = data({"p": {"m": {"cost": {"input": price}}, **extra, **others}})
        day = FIRST + timedelta([0, 1, 2, 3, 3, 4, 4][n])
        fetched = Fetched(
            content=content_of(content), kind="file", origin="x", fetched_at=NOW, as_of=day
        )
        take_in(store, fetched, memory=memory)
        if price == 200:
            release(store, [store.holds()[0].id], NOW)


def derived(store):
    return store.changes(), [store.assignments(s.seq) for s in store.snapshots()]


def test_a_rebuild_derives_what_was_derived_before(store):
    fill(store)
    before, hashes = derived(store), [s.hash for s in store.snapshots()]
    kinds = {c.change.kind for c in store.changes()}
    assert kinds >= {"price", "added", "removed", "returned"}
    with store._engine.begin() as connection:
        for table in (tables.change, tables.assignment):
            connection.execute(sa.delete(table))
    assert store.verify() != ()
    seen = []
    rebuilt = rebuild(store, lambda *step: seen.append(step))
    assert derived(store) == before
    assert store.verify() == ()
    assert [s.hash for s in store.snapshots()] == hashes
    assert rebuilt.changes == len(store.changes())
    assert [done for done, _, _ in seen] == [1, 2, 3, 4, 5]


def test_ids_that_a_rebuild_gives_up_go_on_leading_somewhere(store):
    fill(store)
    now = store.assignments()
    # Former rules gave one offering another id.
    spans = [
        AssignedSpan(key=key, model="p/old" if key.offering_id == "m" else model, from_seq=1)
        for key, model in now.items()
    ]
    store.replace_derived({}, spans, onto=store.newest().seq)
    rebuild_history(store, NOW)
    assert store.aliases() == {"p/old": now["p", "m"]}
    assert store.assignments() == now
    assert store.verify() == ()


def test_an_empty_store_has_nothing_to_rebuild(store):
    assert rebuild(store) == (0, 0)
