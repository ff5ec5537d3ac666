"""Accidents at one provider in which facts alone move, played on real documents."""

from collections import Counter

import pytest
from slips import all_say, blind, changed, moved_by, nothing_said, places_changed, shrink

from documents import data
from judged_days import Replay
from modelario.history.gates import GATES
from modelario.history.journal import Ending, Gate
from modelario.records import CAPABILITIES, OfferingKey, ProviderId
from modelario.upstream.document import split
from modelario.upstream.field_paths import decoded, values

#: What becomes of all of one provider, and the gate that holds most of it.
SLIPS = [
    (all_say(release_date="2026-02-28"), Gate.ALIKE),
    (all_say(release_date="2099-12-31"), Gate.ALIKE),
    (all_say(name="Model"), Gate.ALIKE),
    (all_say(knowledge="2025-01"), Gate.ALIKE),
    (moved_by(1, "release_date"), Gate.SHIFTED),
    (moved_by(365, "knowledge"), Gate.SHIFTED),
    (nothing_said("release_date", "knowledge"), Gate.UNSTATED),
    (nothing_said("name"), Gate.UNSTATED),
    (nothing_said("limit"), Gate.UNSTATED),
    (all_say(limit={"context": 0, "output": 0}), Gate.UNSTATED),
    (nothing_said("modalities"), Gate.UNSTATED),
    (all_say(modalities={"input": [], "output": []}), Gate.UNSTATED),
    (places_changed("modalities", "input", "output"), Gate.SWAPPED),
    (places_changed("limit", "context", "output"), Gate.SWAPPED),
    (shrink, Gate.RESIZED),
    (all_say(limit={"context": 128_000, "output": 128_000}), Gate.UNIFORM),
    (all_say(status="deprecated"), Gate.UNIFORM),
    (all_say(**dict.fromkeys(CAPABILITIES, True)), Gate.ENABLED),
    (blind, Gate.BLINDED),
]


@pytest.fixture
def replay(few, models):
    return Replay(few, models)


def told(raw, *providers):
    """What offerings of some providers say; what is not mentioned is denied."""
    return {
        key: {field: value for field, value in values(body).items() if value is not False}
        for key, body in raw.offerings.items()
        if key.provider in providers
    }


@pytest.mark.parametrize(("change", "gate"), SLIPS)
def test_a_slip_of_a_provider_s_facts_is_held_as_one(replay, few, change, gate):
    wrong = changed(few, change, "openai")
    before, slipped = told(few, "openai"), told(wrong, "openai")
    held = Counter(each.gate for each in replay.take(wrong).opened)
    assert held.most_common(1)[0][0] is gate
    assert {each.provider for each in replay.holds.values()} == {"openai"}
    # A few pictures have no limits that could change places.
    after = told(replay.published, "openai")
    believed = sum(after[key] != before[key] for key in before)
    assert believed <= sum(slipped[key] != before[key] for key in before) // 20
    assert told(replay.release(), "openai") == slipped
    assert replay.take(few).published == few
    assert replay.holds == {}


NEVER = [slip for slip in SLIPS if GATES[slip[1]].believed_after_days is None]


@pytest.mark.parametrize(("change", "gate"), NEVER)
def test_what_no_provider_means_is_never_believed(replay, few, change, gate):
    slip = changed(few, change, "anthropic")
    replay.take(slip)
    published = replay.published
    for _ in range(3):
        replay.take(slip, days=10)
    held = {each.field for each in replay.holds.values() if each.gate is gate}
    assert held
    for key, says in told(replay.published, "anthropic").items():
        was = told(published, "anthropic")[key]
        assert {f: says.get(f) for f in held} == {f: was.get(f) for f in held}


# --- under another provider, or another id


def of(raw, provider):
    return {
        key.offering_id: body for key, body in raw.offerings.items() if key.provider == provider
    }


def listing(raw, **providers):
    """The document with what some providers offer as given, by their names."""
    offerings = {key: each for key, each in raw.offerings.items() if key.provider not in providers}
    for provider, bodies in providers.items():
        key = ProviderId(provider)
        offerings |= {OfferingKey(key, id_): body for id_, body in bodies.items()}
    heads = {**raw.providers, **{name: raw.providers[name] for name in providers}}
    return raw._replace(providers=heads, offerings=dict(sorted(offerings.items())))


@pytest.mark.parametrize(("one", "other"), [("openai", "anthropic"), ("openai", "azure")])
def test_two_providers_that_changed_places_are_one_event(replay, few, one, other):
    wrong = listing(few, **{one: of(few, other), other: of(few, one)})
    replay.take(wrong)
    assert replay.published == few
    assert {(h.provider, h.new) for h in replay.holds.values()} == {(one, other), (other, one)}
    [event] = {hold.event for hold in replay.holds.values()}
    assert event[0] is Gate.EXCHANGED
    for _ in range(3):
        assert replay.take(wrong, days=10).opened == ()
    assert replay.published == few
    assert replay.release() == wrong
    replay.take(few)
    assert (replay.published, replay.holds) == (few, {})


def test_a_provider_that_lists_what_another_one_does(replay, few):
    replay.take(listing(few, anthropic=of(few, "mistral")))
    assert replay.published == few
    assert [(h.provider, h.new) for h in replay.holds.values()] == [("anthropic", "mistral")]


def written(raw, how, provider):
    return listing(raw, **{provider: {how(id_): body for id_, body in of(raw, provider).items()}})


@pytest.mark.parametrize(("how", "provider"), [(str.upper, "openai"), (str.lower, "togetherai")])
def test_ids_that_lose_their_capitals_stay_until_upstream_repeats_it(replay, few, how, provider):
    wrong = written(few, how, provider)
    replay.take(wrong)
    assert replay.published == few
    [event] = {hold.event for hold in replay.holds.values()}
    assert event[:2] == (Gate.RECASED, provider)
    assert replay.release() == wrong
    replay.take(few)
    assert (replay.published, replay.holds) == (few, {})
    for _ in range(4):
        replay.take(wrong)
    assert (replay.published, replay.holds) == (wrong, {})


def test_ids_that_are_given_their_capitals_are_believed_at_once(few, models):
    bare = written(few, str.lower, "togetherai")
    replay = Replay(bare, models)
    replay.take(few)
    assert (replay.published, replay.holds) == (few, {})


# --- what providers mean


def alike(*facts):
    """A provider of as many offerings beside others; each says of one what it says of all."""
    models = {f"m{number}": {"family": "f", **each} for number, each in enumerate(facts)}
    return split(data({"p": models, "beside": {f"n{number}": {} for number in range(200)}}))


def dated(count, released=None):
    return [{"release_date": released or f"2026-01-{day + 1:02}"} for day in range(count)]


@pytest.mark.parametrize(
    ("before", "after", "held"),
    [
        # A third of many, a half of some; four are none.
        (dated(30), dated(10, "2026-02-27") + dated(30)[10:], 10),
        (dated(30), dated(9, "2026-02-27") + dated(30)[9:], 0),
        (dated(10), dated(5, "2026-02-27") + dated(10)[5:], 5),
        (dated(4), dated(4, "2026-02-27"), 0),
        # What was one before has moved once.
        (dated(20, "2026-01-01"), dated(20, "2026-02-01"), 0),
        # What was not told is no slip by itself; beside one it is.
        ([{}] * 20, dated(20, "2026-02-27"), 0),
        ([{}] * 3 + dated(10), dated(13, "2026-02-27"), 13),
        # Families are put in order, and updates told, for all at once.
        ([{"family": f"f{n}"} for n in range(20)], [{"family": "x"}] * 20, 0),
        (
            [{"last_updated": d["release_date"]} for d in dated(20)],
            [{"last_updated": "2026-02-27"}] * 20,
            0,
        ),
        # Reading PDF is learnt by all.
        (
            [{"modalities": {"input": ["text", *more]}} for more in ([], ["image"]) * 10],
            [{"modalities": {"input": ["text", "image", "pdf"]}}] * 20,
            0,
        ),
        # So is an answer in a given form.
        ([{"structured_output": False}] * 20, [{"structured_output": True}] * 20, 0),
    ],
)
def test_what_a_provider_may_mean_is_believed(before, after, held):
    assert len(Replay(alike(*before)).take(alike(*after)).opened) == held


def test_what_upstream_goes_on_leaving_out_is_believed_after_a_week():
    replay = Replay(alike(*dated(20)))
    for _ in range(7):
        replay.take(alike(*[{}] * 20))
    assert len(replay.holds) == 20
    replay.take(alike(*[{}] * 20))
    assert replay.decisions == [(Gate.UNSTATED, Ending.BELIEVED)] * 20


def test_what_peers_say_of_a_fact_is_believed(few, models):
    """A provider that takes its dates from the labs mends them all, and many are of one day."""
    wrong = changed(few, all_say(release_date="2020-01-01"), "poe")
    replay = Replay(wrong, models)
    replay.take(few)
    assert replay.published == few


def test_one_modality_that_nearly_all_lose_is_held():
    reads = {"modalities": {"input": ["text", "image"]}}
    replay = Replay(alike(*[reads] * 12))
    replay.take(alike(*[{"modalities": {"input": ["text"]}}] * 12))
    held = [(each.gate, each.kept, each.new) for each in replay.holds.values()]
    assert held == [(Gate.FLAG, "image, text", "text")] * 12
    assert decoded(replay.published.offerings["p", "m0"])["modalities"] == reads["modalities"]
