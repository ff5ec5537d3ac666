"""Witnesses are heard after each sync, each fails alone, and what cannot be believed is held."""

import gzip
import json
from datetime import date, timedelta
from functools import partial

import pytest
import zstandard
from msgspec.structs import replace as changed

import upstream_server as upstream
from documents import NOW, data, publication
from modelario.building import head
from modelario.editions import Editions
from modelario.history.journal import Outcome, State, StoreError
from modelario.history.witness_gates import WITNESS_GATES, WitnessGate
from modelario.keeping.freshness import step
from modelario.keeping.hearing import hear, hear_all
from modelario.keeping.mending import mend
from modelario.keeping.own_faults import OwnFaultError
from modelario.settings import Settings
from modelario.store.store import Store
from modelario.upstream.sources import FileSource, LiveSource, SourceError
from modelario.witnesses.table import BY_ID

DAY = timedelta(days=1)
TODAY = NOW.date()
PATH = "/map.json"
#: What is judged does not depend on the database.
judged_alike = pytest.mark.parametrize("new_database", ["sqlite"], indirect=True)


def price_map(number: int = 40, times: float = 1, **more) -> bytes:
    """A price map of LiteLLM's with some models."""
    entries = {
        f"m-{n}": {
            "litellm_provider": "openai",
            "input_cost_per_token": (n + 1) * 1e-08 * times,
            "output_cost_per_token": (n + 2) * 1e-08 * times,
        }
        for n in range(number)
    }
    return json.dumps({**entries, **more}).encode()


@pytest.fixture
def server():
    with upstream.upstream() as running:
        running.answers[PATH] = upstream.body(price_map())
        yield running


@pytest.fixture
def litellm(server):
    """LiteLLM as it would be if its map were small."""
    return BY_ID["litellm"]._replace(address=server.at(PATH), fewest=10)


@pytest.fixture
def published(store):
    """A store with a snapshot of the day before."""
    store.publish(publication(data({"openai": {"m-1": {}}}), TODAY - DAY))
    return store


@pytest.fixture
def live(published, litellm):
    """Hear LiteLLM on a day."""
    source = LiveSource((litellm.address,))
    return lambda now=NOW, witness=litellm: hear(published, witness, source, now)


def said(store: Store, day: date | None = None) -> list[tuple[str, date, bytes]]:
    """What each witness said by a day."""
    return [(each.witness, each.as_of, body) for each, body in store.witnesses.said(day)]


# --- what is kept ---------------------------------------------------------------------


def test_what_is_heard_is_kept_for_its_day(published, server, live):
    assert live().outcome is Outcome.PUBLISHED
    server.answers[PATH] = upstream.body(price_map(41))
    assert live(NOW + DAY).outcome is Outcome.PUBLISHED
    assert said(published) == [("litellm", TODAY + DAY, price_map(41))]
    assert said(published, TODAY) == [("litellm", TODAY, price_map())]
    assert said(published, TODAY - DAY) == []
    assert published.verify() == ()


def test_the_same_bytes_add_nothing(published, live):
    numbers = [live(NOW + n * DAY).hearing for n in range(3)]
    assert numbers == [1, 1, 1]
    assert [each.outcome for each in published.witnesses.attempts()] == [Outcome.UNCHANGED]
    assert said(published) == [("litellm", TODAY, price_map())]
    assert published.verify() == ()


def test_a_request_is_conditional(server, live):
    server.answers[PATH] = upstream.conditional(price_map(), '"1"')
    assert live().outcome is Outcome.PUBLISHED
    assert live(NOW + DAY).outcome is Outcome.UNCHANGED
    assert 'if-none-match: "1"' in server.requests[-1].lower()


def test_a_long_history_is_kept_as_differences(published, server, live):
    """Eighteen versions of a map that changes a little take the room of a few."""
    bodies = [price_map(200, extra={"litellm_provider": "x", "n": n}) for n in range(18)]
    for n, body in enumerate(bodies):
        server.answers[PATH] = upstream.body(body)
        assert live(NOW + n * DAY).outcome is Outcome.PUBLISHED
    for n, body in enumerate(bodies):
        assert said(published, TODAY + n * DAY) == [("litellm", TODAY + n * DAY, body)]
    with published._engine.connect() as connection:
        query = "SELECT length(body), base FROM hearing ORDER BY number"
        sizes = [tuple(row) for row in connection.exec_driver_sql(query)]
    assert [base for _, base in sizes] == [None, *[1] * 15, None, 17]
    assert sum(size for size, _ in sizes) < 3 * sizes[0][0]
    assert published.verify() == ()


@judged_alike
@pytest.mark.parametrize(
    ("name", "pack"),
    [
        ("map.json", lambda body: body),
        ("map.json.gz", gzip.compress),
        ("map.json.zst", lambda body: zstandard.ZstdCompressor().compress(body)),
    ],
)
def test_a_witness_is_heard_from_a_file(published, litellm, tmp_path, name, pack):
    file = tmp_path / name
    file.write_bytes(pack(price_map()))
    attempt = hear(published, litellm, FileSource(str(file)), NOW)
    assert attempt.outcome is Outcome.PUBLISHED
    assert said(published) == [("litellm", TODAY, price_map())]


def test_a_file_may_name_its_day_but_no_day_that_is_over(published, litellm, tmp_path):
    for day, expected in ((TODAY - DAY, TODAY - DAY), (TODAY, TODAY)):
        file = tmp_path / f"map-{day}.json"
        file.write_bytes(price_map(40 + day.day))
        hear(published, litellm, FileSource(str(file)), NOW)
        assert said(published)[0][1] == expected
    file.write_bytes(price_map(99))
    for day in (TODAY - DAY, TODAY - 9 * DAY):
        with pytest.raises(StoreError, match="lies before"):
            hear(published, litellm, FileSource(str(file)), NOW, day)
    with pytest.raises(StoreError, match="has yet to come"):
        hear(published, litellm, FileSource(str(file)), NOW, TODAY + 9 * DAY)


# --- what is held ---------------------------------------------------------------------


LIES = {
    "all prices times a thousand": (price_map(times=1000), "has 80 of 80 prices 10 times higher"),
    "all prices a thousandth": (price_map(times=0.01), "has 80 of 80 prices 10 times"),
    "nothing": (b"", "is empty"),
    "HTML": (b"<!doctype html><title>Sorry</title>", "is HTML or XML"),
    "an error": (b'{"error": "rate limited"}', "tells of 0 listings"),
    "a tenth": (price_map(4), "tells of 4 listings, and has always told of 10 or more"),
    "a third": (price_map(13), "tells of 13 listings, where it told of 40"),
    "rubbish": (
        price_map(30, **{f"x-{n}": "free" for n in range(20)}),
        "has 20 entries that cannot be read",
    ),
    "prices that cannot be": (price_map(times=10**9), "tells of 0 listings"),
}


@judged_alike
@pytest.mark.parametrize("lie", LIES)
def test_a_lie_is_held_and_what_was_said_before_stays(published, server, live, lie):
    document, words = LIES[lie]
    live()
    server.answers[PATH] = upstream.body(document)
    for n in (1, 2):
        attempt = live(NOW + n * DAY)
        assert attempt.outcome is Outcome.HELD
        assert words in attempt.cause
    assert said(published) == [("litellm", TODAY, price_map())]
    assert published.verify() == ()
    # The truth ends it.
    server.answers[PATH] = upstream.body(price_map(42))
    assert live(NOW + 3 * DAY).outcome is Outcome.PUBLISHED
    assert said(published) == [("litellm", TODAY + 3 * DAY, price_map(42))]


@judged_alike
@pytest.mark.parametrize("lie", ["nothing", "HTML", "an error", "a tenth", "rubbish"])
def test_a_lie_is_held_the_first_time_too(published, server, live, lie):
    server.answers[PATH] = upstream.body(LIES[lie][0])
    assert live().outcome is Outcome.HELD
    assert said(published) == []


@judged_alike
@pytest.mark.parametrize(
    ("lie", "gate"),
    [
        ("a third", WitnessGate.SHRUNK),
        ("all prices times a thousand", WitnessGate.MOVED),
        ("rubbish", WitnessGate.UNREAD),
        ("a tenth", WitnessGate.FEW),
    ],
)
def test_what_is_said_again_and_again_is_believed_in_the_end(published, server, live, lie, gate):
    days = WITNESS_GATES[gate].believed_after_days
    live()
    server.answers[PATH] = upstream.body(LIES[lie][0])
    outcomes = [live(NOW + n * DAY).outcome for n in range(1, 12)]
    expected = [Outcome.HELD] * 11
    if days is not None:
        expected = [Outcome.HELD] * days + [Outcome.PUBLISHED] + [Outcome.UNCHANGED] * (10 - days)
    assert outcomes == expected
    assert published.verify() == ()


@pytest.mark.parametrize("times", [1000, 100, 0.01])
@pytest.mark.parametrize("heard_before", [False, True])
def test_prices_far_from_upstreams_are_never_believed(store, server, litellm, times, heard_before):
    costs = {f"m-{n}": {"cost": {"input": (n + 1) / 100, "output": 1}} for n in range(40)}
    store.publish(publication(data({"openai": costs}), TODAY - DAY))
    source = LiveSource((litellm.address,))
    if heard_before:
        hear(store, litellm, source, NOW)
    server.answers[PATH] = upstream.body(price_map(times=times))
    for n in (1, 2, 12):
        attempt = hear(store, litellm, source, NOW + n * DAY)
        assert attempt.outcome is Outcome.HELD
        assert "prices 10 times higher or lower" in attempt.cause
    assert attempt.cause.endswith("than models.dev")
    server.answers[PATH] = upstream.body(price_map(41))
    assert hear(store, litellm, source, NOW + 13 * DAY).outcome is Outcome.PUBLISHED


def test_what_is_held_is_not_kept(published, server, live):
    live()
    server.answers[PATH] = upstream.body(LIES["a third"][0])
    live(NOW + DAY)
    live(NOW + 2 * DAY)
    good, held = published.witnesses.of("litellm")
    assert (good.state, held.state, held.as_of) == (State.PUBLISHED, State.HELD, TODAY + DAY)
    with pytest.raises(StoreError):
        published.witnesses.body(held.number)


@judged_alike
def test_one_price_that_moves_is_no_reason_to_hold(server, live):
    live()
    moved = {"litellm_provider": "openai", "input_cost_per_token": 1e-05}
    server.answers[PATH] = upstream.body(price_map(**{"m-1": moved}))
    assert live(NOW + DAY).outcome is Outcome.PUBLISHED


# --- what fails -----------------------------------------------------------------------


FAULTS = {
    "refused": (upstream.body(b"", "500 Internal Server Error"), "answered 500"),
    "gone": (upstream.body(b"", "404 Not Found"), "answered 404"),
    "reset": (upstream.reset, "could not be read"),
    "cut off": (upstream.body(price_map(), length=10**6), "could not be read"),
    "200 MB": (upstream.flood(b" " * 2**20, 200), "sends more than 24 MiB"),
    "a bomb": (upstream.body(gzip.compress(b" " * (200 * 2**20), 1)), "holds more than 24 MiB"),
    "no gzip": (upstream.body(b"\x1f\x8b nothing"), "is a damaged gzip file"),
}


@pytest.fixture
def hasty(monkeypatch):
    """No pauses between tries."""
    from modelario.keeping import hearing  # noqa: PLC0415

    monkeypatch.setattr(hearing, "PATIENCE", hearing.PATIENCE._replace(backoff=0.01, tries=2))


@judged_alike
@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize("fault", FAULTS)
def test_a_witness_that_fails_is_on_record(published, server, live, fault):
    answer, words = FAULTS[fault]
    live()
    server.answers[PATH] = answer
    with pytest.raises(SourceError, match=words):
        live(NOW + DAY)
    (attempt,) = published.witnesses.attempts()
    assert attempt.outcome is Outcome.FAILED
    assert words in attempt.cause
    assert said(published) == [("litellm", TODAY, price_map())]
    assert published.verify() == ()


@pytest.mark.usefixtures("hasty")
def test_each_fails_alone(published, server, litellm):
    server.answers["/broken"] = upstream.reset
    broken = BY_ID["openrouter"]._replace(address=server.at("/broken"))
    told = list(hear_all(published, (broken, litellm), NOW))
    assert "could not be read" in told[0][1]
    assert told[1][1].outcome is Outcome.PUBLISHED
    assert [each for each, _, _ in said(published)] == ["litellm"]


@judged_alike
def test_a_fault_of_ours_is_on_record_and_ends_nothing(published, litellm):
    def broken(_data, _asked):
        raise ZeroDivisionError("by nothing")

    faulty = litellm._replace(read=broken)
    with pytest.raises(OwnFaultError, match="a fault of ours: ZeroDivisionError: by nothing"):
        hear(published, faulty, LiveSource((litellm.address,)), NOW)
    ((_, told),) = hear_all(published, (faulty,), NOW)
    assert "a fault of ours" in told
    (attempt,) = published.witnesses.attempts()
    assert (attempt.outcome, attempt.witness) == (Outcome.FAILED, "litellm")


def test_a_file_that_is_not_there_leaves_no_record(published, litellm, tmp_path):
    with pytest.raises(SourceError, match="does not exist"):
        hear(published, litellm, FileSource(str(tmp_path / "none.json")), NOW)
    assert published.witnesses.attempts() == ()


# --- what it leaves alone -------------------------------------------------------------


def test_upstreams_own_history_knows_nothing_of_it(published, live):
    before = published.attempts(), published.days(), published.last_attempt("live")
    live()
    assert (published.attempts(), published.days(), published.last_attempt("live")) == before


def test_a_head_that_was_noted_is_known_for_ever(published, server, live):
    heads = [published.sealed_head()]
    live()
    heads.append(published.sealed_head())
    server.answers[PATH] = upstream.body(price_map(41))
    live(NOW + DAY)
    heads.append(published.sealed_head())
    assert len(set(heads)) == 3
    assert [published.verify(each) for each in heads] == [(), (), ()]


def test_days_that_have_yet_to_come_are_mended(published, litellm):
    later = NOW + 400 * DAY
    hear(published, litellm, LiveSource((litellm.address,)), later)
    published.publish(publication(data({"openai": {"m-2": {}}}), later.date()))
    assert mend(published, NOW) == 1
    assert said(published) == [("litellm", TODAY, price_map())]
    assert published.verify() == ()


# --- in a running server --------------------------------------------------------------


@pytest.fixture
def settings(database, server, litellm):
    server.answers["/api.json"] = upstream.body(data({"openai": {"m-1": {}}}))
    return Settings(
        data_dir=None,
        database_url=database,
        upstream_urls=(server.at("/api.json"),),
        witnesses=(litellm,),
    )


def test_a_server_hears_after_a_sync_and_serves_what_it_heard(published, server, settings):
    editions = Editions(head(published))
    editions.attach(published)
    look = partial(step, editions, published, settings)
    look(NOW)
    assert [request.split()[1] for request in server.requests] == ["/api.json", PATH]
    (witness,) = editions.now.catalogue.witnesses
    assert (witness.name, witness.as_of, witness.listings) == ("LiteLLM", TODAY, 40)
    # A witness that says something else is news by itself.
    revision, sequence = editions.now.revision, editions.now.catalogue.origin.sequence
    server.answers[PATH] = upstream.body(price_map(41))
    look(NOW + DAY)
    assert editions.now.revision != revision
    assert editions.now.catalogue.origin.sequence == sequence
    assert editions.now.catalogue.witnesses[0].listings == 41


def test_a_past_day_hears_what_was_said_then(published, server, live):
    live()
    server.answers[PATH] = upstream.body(price_map(41))
    live(NOW + 2 * DAY)
    published.publish(publication(data({"openai": {"m-2": {}}}), TODAY + 3 * DAY))
    editions = Editions(head(published), published)
    listings = {
        n: [each.listings for each in editions.as_of(TODAY + n * DAY).catalogue.witnesses]
        for n in (-1, 0, 1, 2, 3)
    }
    assert listings == {-1: [], 0: [40], 1: [40], 2: [41], 3: [41]}


@judged_alike
@pytest.mark.parametrize("lie", LIES)
def test_nothing_that_is_shown_changes_by_a_lie(published, server, live, lie):
    live()
    before = Editions(head(published), published)
    server.answers[PATH] = upstream.body(LIES[lie][0])
    live(NOW + DAY)
    after = Editions(head(published), published)
    assert after.now.catalogue.witnesses == before.now.catalogue.witnesses
    assert after.now.revision == before.now.revision
    (row,) = after.status(NOW + DAY).witnesses
    assert (row.name, row.outcome, row.listings) == ("LiteLLM", "held", 40)
    assert LIES[lie][1] in row.cause


@judged_alike
def test_a_server_that_a_witness_breaks_serves_upstream(published, live, monkeypatch, caplog):
    live()
    monkeypatch.setitem(BY_ID, "litellm", BY_ID["litellm"]._replace(read=lambda *_: 1 / 0))
    assert head(published).catalogue.witnesses == ()
    assert "LiteLLM is not heard" in caplog.text


def test_a_hearing_needs_no_snapshot(store, litellm):
    hear(store, litellm, LiveSource((litellm.address,)), NOW)
    assert said(store) == [("litellm", TODAY, price_map())]
    assert store.revision() == ""


def test_a_clock_that_is_set_back_does_not_turn_history_around(published, server, live):
    live(NOW + DAY)
    server.answers[PATH] = upstream.body(price_map(41))
    live()
    assert said(published) == [("litellm", TODAY + DAY, price_map(41))]
    assert changed(published.witnesses.of("litellm")[0], number=0).fetched_at == NOW
