"""Ends that witnesses announce are among the changes of the day on which they are heard."""

import json
from datetime import timedelta

import pytest

from documents import NOW, data, publication
from modelario.history.journal import Outcome
from modelario.keeping.hearing import hear, hear_all
from modelario.keeping.intake import take_in
from modelario.keeping.mending import mend
from modelario.keeping.rebuilding import rebuild
from modelario.records import ChangeKind
from modelario.upstream.content import content_of
from modelario.upstream.sources import Fetched, FileSource
from modelario.witnesses.table import BY_ID

DAY = timedelta(days=1)
TODAY = NOW.date()
SOON, LATER = (TODAY + 30 * DAY).isoformat(), (TODAY + 60 * DAY).isoformat()
CLAUDE = BY_ID["endoflife.date"]
MODELS = {f"claude-{n}": {} for n in range(5)}


def product(**ends) -> bytes:
    """endoflife.date's product: models by number as ``m0``, with the days of their ends."""
    releases = [
        {
            "name": f"claude-{n}",
            "eoasFrom": "2026-06-01" if f"m{n}" in ends else None,
            "eolFrom": ends.get(f"m{n}"),
        }
        for n in range(5)
    ]
    # What has ended is told of for ever, so that no document is much shorter than another.
    ended = {"eoasFrom": "2025-06-01", "eolFrom": "2025-12-01"}
    releases += [{"name": f"claude-old-{n}", **ended} for n in range(30)]
    return json.dumps({"result": {"name": "claude", "releases": releases}}).encode()


@pytest.fixture
def says(store, tmp_path):
    """Hear on a day, counted from today, what endoflife.date says."""
    store.publish(publication(data({"anthropic": MODELS}), TODAY - DAY))

    def says(day: int, **ends):
        file = tmp_path / "claude.json"
        file.write_bytes(product(**ends))
        attempt = hear(store, CLAUDE, FileSource(str(file)), NOW + day * DAY)
        assert attempt.outcome is Outcome.PUBLISHED

    return says


def sync(store, day: int, **fields) -> None:
    """Take in upstream's document of a day."""
    content = content_of(data({"anthropic": {**MODELS, "claude-1": fields}}))
    as_of = TODAY + day * DAY
    at = NOW + day * DAY
    found = Fetched(content=content, kind="file", origin="x", fetched_at=at, as_of=as_of)
    take_in(store, found)


def news(store) -> list:
    """The ends that are told, by day from today on."""
    return [
        ((each.as_of - TODAY).days, change.offering_id, change.field, change.old, change.new)
        for each in store.changes()
        if (change := each.change).kind is ChangeKind.ANNOUNCED
    ]


def test_an_end_is_told_moved_and_withdrawn(store, says):
    says(0)
    says(1, m1=SOON)
    says(2, m1=LATER)
    says(4)
    assert news(store) == [
        (1, "claude-1", "deprecated", None, "2026-06-01"),
        (1, "claude-1", "retires", None, SOON),
        (2, "claude-1", "retires", SOON, LATER),
        (4, "claude-1", "deprecated", "2026-06-01", None),
        (4, "claude-1", "retires", LATER, None),
    ]
    told = store.changes()[0].change
    assert (told.model, told.source) == ("anthropic/claude-1", "endoflife.date")
    assert store.verify() == ()


def test_what_is_taken_back_on_the_same_day_is_no_news(store, says):
    says(0)
    says(1, m1=SOON)
    says(1, m1=LATER)
    assert [each[-1] for each in news(store)] == ["2026-06-01", LATER]
    says(1)
    assert news(store) == []
    assert store.verify() == ()


def test_upstreams_next_document_of_the_day_leaves_it(store, says):
    """Its own changes of the day are written anew, what witnesses told stays."""
    says(0)
    sync(store, 1, limit={"context": 1000})
    says(1, m1=SOON)
    sync(store, 1, limit={"context": 2000})
    sync(store, 2, limit={"context": 3000})
    told = [(str(each.as_of - TODAY)[:1], each.change.field) for each in store.changes()]
    of_offering = [each for each in told if each[1] != "context_window"]
    assert of_offering == [("1", "deprecated"), ("1", "retires")]
    assert ("1", "context_window") in told
    assert ("2", "context_window") in told
    assert store.verify() == ()


def test_a_rebuild_derives_it_again(store, says):
    says(0)
    says(1, m1=SOON)
    sync(store, 2, limit={"context": 2000})
    says(2, m1=LATER)
    says(5, m1=LATER, m2=SOON)
    before = [(each.as_of, each.change) for each in store.changes()]
    assert len(news(store)) == 5
    rebuild(store)
    assert [(each.as_of, each.change) for each in store.changes()] == before
    assert store.verify() == ()


def test_days_that_are_mended_are_told_of_anew(store, says):
    says(0)
    says(400, m1=(NOW + 430 * DAY).date().isoformat())
    assert news(store)[-1][0] == 400
    sync(store, 400, limit={"context": 2000})
    mend(store, NOW + DAY)
    assert {each[0] for each in news(store)} <= {0, 1}
    assert store.verify() == ()


def test_it_is_told_once_after_all_were_heard(store, says):
    """Whoever cannot be heard keeps nobody from what others said."""
    says(0)
    broken = BY_ID["openrouter"]._replace(address="http://127.0.0.1:9/nothing")
    ((_, told),) = hear_all(store, (broken,), NOW + DAY)
    assert isinstance(told, str)
    assert news(store) == []


def test_a_day_that_is_heard_late_moves_the_news(store, tmp_path, says):
    """Another witness tells of an earlier day: then it was first told on that."""
    says(0)
    says(3, m1=SOON)
    entries = {
        f"claude-{n}": {
            "litellm_provider": "anthropic",
            "input_cost_per_token": 1e-6,
            "deprecation_date": SOON,
        }
        for n in range(2)
    }
    file = tmp_path / "map.json"
    file.write_text(json.dumps(entries))
    litellm = BY_ID["litellm"]._replace(fewest=1)
    hear(store, litellm, FileSource(str(file)), NOW + 3 * DAY, TODAY + DAY)
    assert [each[:3] for each in news(store)] == [
        (1, "claude-0", "retires"),
        (1, "claude-1", "retires"),
        (3, "claude-1", "deprecated"),
    ]
    assert store.verify() == ()
