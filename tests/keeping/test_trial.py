"""Only what can be served is published; what cannot be is set aside, or held whole."""

import os
import signal
import time
from datetime import timedelta
from types import SimpleNamespace

import pytest

from documents import NOW, data
from modelario.history.journal import Gate, Outcome, StoreError
from modelario.keeping import decisions, intake, trial
from modelario.keeping import sync as syncing
from modelario.keeping.intake import take_in
from modelario.keeping.trial import BUDGET, Trial
from modelario.queries import heaviest
from modelario.records import OfferingKey
from modelario.store.store import Store
from modelario.upstream.answers import PATIENCE
from modelario.upstream.content import content_of
from modelario.upstream.sources import Fetched, FileSource, fetch

OTHERS = {f"n{n}": {"cost": {"input": 1}} for n in range(30)}
BAD = OfferingKey("p", "bad")
GENEROUS = BUDGET._replace(trial_s=60, all_s=300)


def take(store, offerings, day=0, budget=GENEROUS, models=None):
    now = NOW + timedelta(day)
    content = data({"p": {**OTHERS, **offerings}}, models)
    fetched = Fetched(content=content_of(content), kind="live", origin="x", fetched_at=now)
    return take_in(store, fetched, budget=budget)


def price(store, key):
    body = store.load()[0].offerings.get(key)
    return None if body is None else b'"input": 1.5' in body


def fails_where(monkeypatch, is_bad, how=lambda: 1 / 0):
    """Let building a catalogue fail for some documents."""
    resolve = trial.resolved

    def resolved(raw, previous):
        if is_bad(raw):
            how()
        return resolve(raw, previous)

    monkeypatch.setattr(trial, "resolved", resolved)


def test_what_can_be_served_is_published_as_it_came(store):
    taken = take(store, {"bad": {}})
    assert taken.outcome is Outcome.PUBLISHED
    assert store.load()[0].rejects == ()


def test_an_offering_with_which_nothing_can_be_built_is_found_and_set_aside(store, monkeypatch):
    take(store, {})
    fails_where(monkeypatch, lambda raw: BAD in raw.offerings)
    more = {f"good{n}": {} for n in range(5)}
    taken = take(store, {"bad": {}, **more}, 1)
    assert taken.outcome is Outcome.PUBLISHED
    raw = store.load()[0]
    assert {key.offering_id for key in raw.offerings} == {*OTHERS, *more}
    (reject,) = raw.rejects
    assert (reject.kind, reject.path) == ("offering", "providers/p/models/bad")
    assert reject.reason.code == "trial_fails"
    assert "ZeroDivisionError" in reject.reason.values["error"]


def test_one_that_was_good_before_stays_as_it_was(store, monkeypatch):
    take(store, {"bad": {"cost": {"input": 1.5}}})
    fails_where(monkeypatch, lambda raw: b"1.25" in raw.offerings.get(BAD, b""))
    take(store, {"bad": {"cost": {"input": 1.25}}}, 1)
    assert price(store, BAD)
    assert len(store.load()[0].rejects) == 1


def test_metadata_is_set_aside_too(store, monkeypatch):
    take(store, {})
    fails_where(monkeypatch, lambda raw: "lab/bad" in raw.metadata)
    take(store, {}, 1, models={"lab/bad": {"name": "Bad"}, "lab/good": {"name": "Good"}})
    raw = store.load()[0]
    assert list(raw.metadata) == ["lab/good"]
    assert [reject.path for reject in raw.rejects] == ["models/lab/bad"]


def test_what_fails_only_together_is_set_aside_together(store, monkeypatch):
    take(store, {})
    keys = {OfferingKey("p", "a"), OfferingKey("p", "z")}
    fails_where(monkeypatch, lambda raw: keys <= raw.offerings.keys())
    assert take(store, {"a": {}, "k": {}, "z": {}}, 1).outcome is Outcome.PUBLISHED
    assert not keys <= store.load()[0].offerings.keys()
    assert store.load()[0].rejects


def test_what_fails_once_and_of_no_entry_s_doing_is_published_as_it_came(
    store, monkeypatch, tmp_path
):
    """A machine that stands still for a while fails a trial: nothing is wrong with what is new."""
    take(store, {})
    failed = tmp_path / "failed"

    def is_first(_raw):
        first = not failed.exists()
        failed.touch()
        return first

    fails_where(monkeypatch, is_first)
    assert take(store, {"a": {}, "k": {}, "z": {}}, 1).outcome is Outcome.PUBLISHED
    raw = store.load()[0]
    assert {key.offering_id for key in raw.offerings} == {*OTHERS, "a", "k", "z"}
    assert raw.rejects == ()


def work_for(seconds):
    until = time.process_time() + seconds
    while time.process_time() < until:
        pass


@pytest.mark.parametrize(
    ("code", "draw", "budget"),
    [
        ("page_fails", lambda: {}["x"], GENEROUS),
        ("page_too_slow", lambda: work_for(0.6), GENEROUS._replace(page_s=0.5)),
        ("page_too_large", lambda: "x" * 10**6, GENEROUS._replace(page_bytes=10**6)),
    ],
)
def test_a_page_that_cannot_be_drawn_names_its_offerings(store, monkeypatch, code, draw, budget):
    take(store, {})
    draw_page = heaviest.model_page

    def model_page(edition, request):
        is_bad = "bad" in request.model
        return (draw() if is_bad else None) or draw_page(edition, request)

    monkeypatch.setattr(heaviest, "model_page", model_page)
    monkeypatch.setattr(heaviest, "HEAVIEST", 99)
    take(store, {"bad": {}}, 1, budget)
    raw = store.load()[0]
    assert BAD not in raw.offerings
    assert [reject.reason.code for reject in raw.rejects] == [code]


@pytest.mark.parametrize(
    ("told", "how"),
    [
        ("cannot be built", lambda: 1 / 0),
        ("cannot be built", lambda: (_ for _ in ()).throw(RecursionError("deep"))),
        ("MB of memory", lambda: bytearray(2**30)),
        ("takes more than 0.5 s", lambda: time.sleep(60)),
        ("The system ends", lambda: os.kill(os.getpid(), signal.SIGKILL)),
    ],
)
def test_where_nothing_helps_the_whole_document_is_held(store, monkeypatch, told, how):
    take(store, {})
    good = store.load()
    # Whatever is set aside: it is the document's own doing.
    fails_where(monkeypatch, lambda _: True, how)
    budget = GENEROUS._replace(trial_s=0.5) if "0.5" in told else GENEROUS
    taken = take(store, {"bad": {}}, 1, budget)
    assert taken.outcome is Outcome.HELD
    assert store.load() == good
    (attempt, _) = store.attempts()
    assert attempt.outcome is Outcome.HELD
    assert told in attempt.cause
    (hold,) = store.holds()
    assert hold.gate is Gate.SNAPSHOT
    # Neither time nor an operator makes it servable, and it is held only once.
    if budget is GENEROUS:
        with pytest.raises(StoreError, match="cannot be served"):
            decisions.release(store, [hold.id], NOW + timedelta(1))
    assert take(store, {"bad": {}, "more": {}}, 9, budget).outcome is Outcome.HELD
    assert len(store.holds()) == 1
    assert store.load() == good
    monkeypatch.undo()
    assert take(store, {"more": {}}, 10).outcome is Outcome.PUBLISHED
    assert store.holds() == ()
    assert store.verify() == ()


def test_the_time_to_look_for_what_fails_is_bounded(store, monkeypatch):
    take(store, {})
    fails_where(monkeypatch, lambda _: True, lambda: time.sleep(60))
    budget = BUDGET._replace(trial_s=0.2, all_s=0.3)
    assert take(store, {f"x{n}": {} for n in range(3)}, 1, budget).outcome is Outcome.HELD


def test_a_sync_tries_for_as_long_as_upstream_s_answer_left(sqlite, tmp_path, monkeypatch):
    """Together they stay within what is promised, however upstream drags its answer out."""
    # An answer at the last moment leaves time for one trial, judging and storing.
    assert PATIENCE.total + BUDGET.trial_s + syncing.KEPT_S <= syncing.LONGEST_S
    place, budgets = tmp_path / "x.json", []
    place.write_bytes(data({"p": OTHERS}))

    def dragging(source, **options):
        moments[0] += 25
        return fetch(source, **options)

    def trying(good, previous, origin, budget, before):
        budgets.append(budget)
        return Trial(good, previous, origin, GENEROUS, before)

    moments = [100.0]
    monkeypatch.setattr(syncing, "time", SimpleNamespace(monotonic=lambda: moments[0]))
    monkeypatch.setattr(syncing, "fetch", dragging)
    monkeypatch.setattr(intake, "Trial", trying)
    with Store.open(sqlite) as store:
        assert syncing.sync(store, FileSource(str(place)), NOW).outcome is Outcome.PUBLISHED
    assert budgets == [BUDGET._replace(all_s=25)]
