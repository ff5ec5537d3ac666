"""Days that have yet to come are refused, and a store that has some is mended."""

import json
from datetime import date, datetime, timedelta
from email.utils import format_datetime

import pytest

import upstream_server as answers
from documents import NOW, data, publication
from modelario.history.journal import Attempt, Outcome, StoreError
from modelario.history.running_days import RunawayDayError
from modelario.keeping import here, intake
from modelario.keeping.imports import import_days
from modelario.keeping.intake import take_in
from modelario.keeping.mending import mend
from modelario.keeping.sync import sync
from modelario.upstream.content import content_of
from modelario.upstream.sources import Fetched, FileSource, UrlSource
from upstream_server import upstream

TODAY = NOW.date()
FAR = date(2099, 1, 1)
OTHERS = {f"n{n}": {"cost": {"input": 1}} for n in range(30)}


def content(price):
    return data({"p": {"m": {"cost": {"input": price}}, **OTHERS}})


def fetched(price, day=None, now=NOW, kind="live"):
    return Fetched(
        content=content_of(content(price)), kind=kind, origin="x", fetched_at=now, as_of=day
    )


@pytest.mark.parametrize("days", [2, 8, 300])
def test_a_day_that_has_yet_to_come_is_refused(store, days):
    take_in(store, fetched(1, TODAY))
    with pytest.raises(RunawayDayError, match="has yet to come"):
        take_in(store, fetched(2, TODAY + timedelta(days)))
    with pytest.raises(RunawayDayError, match="has yet to come"):
        take_in(store, fetched(1), as_of=TODAY + timedelta(days))
    assert store.newest().as_of == max(store.days()) == TODAY


def test_tomorrow_is_another_place_s_today(store):
    take_in(store, fetched(1, TODAY + timedelta(1)))
    assert store.newest().as_of == TODAY + timedelta(1)


@pytest.mark.parametrize("days", [-2, -1, 1, 2])
def test_a_clock_that_is_off_by_two_days_is_lived_with(store, days):
    take_in(store, fetched(1))
    take_in(store, fetched(2, now=NOW + timedelta(days)))
    assert store.newest().seq == 2


def test_a_clock_that_was_set_back_far_is_refused(store):
    take_in(store, fetched(1))
    with pytest.raises(RunawayDayError, match="set this machine's clock"):
        take_in(store, fetched(2, now=NOW - timedelta(8)))


@pytest.mark.parametrize("days", [-8, 8, 27_000])
def test_a_clock_far_from_upstream_s_is_refused_and_on_record(store, days):
    with upstream() as server:
        told = format_datetime(NOW - timedelta(days), usegmt=True)
        server.answers["/"] = answers.body(content(1), Date=told)
        with pytest.raises(RunawayDayError, match="set the clock"):
            sync(store, UrlSource(server.at("/")), NOW)
    assert store.head() is None
    (attempt,) = store.attempts()
    assert (attempt.outcome, "set the clock" in attempt.cause) == (Outcome.FAILED, True)


@pytest.mark.parametrize("told", ["", "yesterday", "Mon, 32 Foo 9999 99:99:99 GMT"])
def test_a_clock_that_cannot_be_read_says_nothing(store, told):
    with upstream() as server:
        server.answers["/"] = answers.body(content(1), Date=told)
        sync(store, UrlSource(server.at("/")), NOW)
    assert store.head().seq == 1


def test_a_file_of_a_day_to_come_is_refused_by_sync_and_import(store, tmp_path):
    good, bad = tmp_path / f"{TODAY}.json", tmp_path / f"{FAR}.json"
    for path in (good, bad):
        path.write_bytes(content(1))
    with pytest.raises(RunawayDayError, match="has yet to come"):
        sync(store, FileSource(str(bad)), NOW)
    done = import_days(store, tmp_path, now=NOW)
    assert (list(done.taken), list(done.failed)) == ([TODAY], [FAR])
    assert "has yet to come" in done.failed[FAR]
    assert store.newest().as_of == TODAY


@pytest.fixture
def poisoned(store):
    """A store as a version wrote it that took any day: the last three are in 2099."""
    take_in(store, fetched(1, TODAY - timedelta(2)))
    take_in(store, fetched(3, TODAY - timedelta(1)))
    later = datetime.combine(FAR, NOW.timetz())
    take_in(store, fetched(4, FAR, later))
    take_in(store, fetched(400, FAR + timedelta(1), later + timedelta(1)))
    store.publish(publication(content(5), FAR + timedelta(8)))
    store.record_attempt(Attempt(at=later, source="live", outcome=Outcome.FAILED, as_of=FAR))
    assert store.holds()
    return store


def test_nothing_is_taken_into_a_store_whose_days_ran_away(poisoned):
    for day in (None, TODAY, FAR):
        with pytest.raises(RunawayDayError, match="modelario mend"):
            take_in(poisoned, fetched(6, day))


def test_one_command_mends_it(poisoned):
    documents = [poisoned.document(seq) for seq in range(1, 6)]
    assert mend(poisoned, NOW) == 3
    assert poisoned.verify() == ()
    assert [poisoned.document(seq) for seq in range(1, 6)] == documents
    days = [snapshot.as_of for snapshot in poisoned.snapshots()]
    assert days == [TODAY - timedelta(2), TODAY - timedelta(1), TODAY, TODAY, TODAY]
    assert max(poisoned.days()) == TODAY
    assert {hold.since for hold in poisoned.past_holds()} == {TODAY}
    assert {each.as_of for each in poisoned.changes()} <= set(days)
    # Life goes on, and there is nothing left to mend.
    take_in(poisoned, fetched(6, now=NOW + timedelta(1)))
    assert poisoned.newest().as_of == TODAY + timedelta(1)
    assert mend(poisoned, NOW) == 0
    assert poisoned.verify() == ()


def test_what_was_edited_is_not_mended(poisoned):
    with poisoned._engine.begin() as connection:
        connection.exec_driver_sql("UPDATE snapshot SET origin = 'y' WHERE seq = 2")
    with pytest.raises(StoreError, match="not as it was written"):
        mend(poisoned, NOW)


def test_a_fault_of_ours_is_on_record(store, tmp_path, monkeypatch, caplog):
    place = tmp_path / "x.json"
    place.write_text(json.dumps(json.loads(content(1))))
    for fault in (TypeError("no such thing"), MemoryError(), RecursionError("too deep")):
        monkeypatch.setattr(
            "modelario.keeping.intake.judge", lambda *_, fault=fault: (_ for _ in ()).throw(fault)
        )
        with pytest.raises(StoreError, match=f"a fault of ours: {type(fault).__name__}"):
            sync(store, FileSource(str(place)), NOW)
        # A server goes on; its log has the whole of it.
        here.take_in(store, FileSource(str(place)), NOW)
        assert "Traceback" in caplog.text
        caplog.clear()
    assert [each.outcome for each in store.attempts()] == [Outcome.FAILED] * 6
    assert "TypeError: no such thing" in store.attempts()[-1].cause


def test_a_fault_of_ours_on_one_day_of_an_import_is_on_record_and_the_others_go_on(
    store, tmp_path, monkeypatch
):
    for number in range(3):
        (tmp_path / f"{TODAY - timedelta(number)}.json").write_bytes(content(number + 1))
    real = intake.judge

    def stumbling(good, new, *others):
        if any(b'"input": 2}' in body for body in new.offerings.values()):
            raise KeyError(0)
        return real(good, new, *others)

    monkeypatch.setattr(intake, "judge", stumbling)
    done = import_days(store, tmp_path, now=NOW)
    assert (len(done.taken), list(done.failed)) == (2, [TODAY - timedelta(1)])
    assert "a fault of ours: KeyError" in done.failed[TODAY - timedelta(1)]
    assert [each.outcome for each in store.attempts()].count(Outcome.FAILED) == 1
