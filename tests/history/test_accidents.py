"""Accidents played on real documents: what upstream might publish one morning, and what we do.

The documents are the embedded one and, where the team's data is, that of July.
"""

import json
from collections import Counter

import pytest
from slips import (
    all_say,
    blind,
    cached_as_read,
    changed,
    free_of_charge,
    level,
    shrink,
    swap,
    tiers_times,
    times,
    uncached,
)

from judged_days import Replay
from modelario.history.journal import Gate
from modelario.records import OfferingId, OfferingKey, ProviderId
from modelario.upstream.costs import prices
from modelario.upstream.document import RawDocument, parse


def headlines(raw, *providers):
    """Input and output prices by offering."""
    few = {key: body for key, body in raw.offerings.items() if key.provider in providers}
    return {
        o.key: (o.price.input_mtok, o.price.output_mtok)
        for o in parse(RawDocument({}, few, {})).offerings
        if o.price
    }


def moved(replay, whole, *providers):
    """How many of some providers' offerings have other headline prices than at first."""
    before, after = headlines(whole, *providers), headlines(replay.published, *providers)
    return sum(after.get(key) != price for key, price in before.items())


@pytest.mark.parametrize(
    ("slip", "gate"),
    [
        ((times(1000), 2), Gate.SCALED),
        ((times(0.001), 1), Gate.SCALED),
        ((times(7), 1), Gate.SCALED),
        ((times(7.2), 1), Gate.SCALED),
        ((times(2.5), 1), Gate.REPRICED),
        ((times(0.5), 1), Gate.REPRICED),
        ((swap, 1), Gate.SWAPPED),
        ((level, 1), Gate.LEVELLED),
        ((free_of_charge, 1), Gate.UNPRICED),
    ],
)
@pytest.mark.parametrize("provider", ["openai", "mistral"])
def test_a_slip_of_a_whole_provider_is_held_as_one(replay, whole, provider, slip, gate):
    change, every = slip
    wrong = changed(whole, change, provider, every=every)
    slipped = headlines(wrong, provider)
    expected = sum(price != slipped.get(key) for key, price in headlines(whole, provider).items())
    opened = replay.take(wrong).opened
    held = Counter(each.gate for each in opened)
    assert held.most_common(1)[0][0] is gate
    # A few of embeddings, whose one price became the other, are none of the pattern.
    assert moved(replay, whole, provider) <= expected // 20


def prices_of(raw, provider):
    """Every price that a provider asks, under whatever condition."""
    return {key: prices(body) for key, body in raw.offerings.items() if key.provider == provider}


@pytest.mark.parametrize(
    ("change", "gate"),
    [
        (cached_as_read, Gate.REPRICED),
        (uncached, Gate.UNPRICED),
        (tiers_times(3), Gate.REPRICED),
        (tiers_times(0.5), Gate.REPRICED),
    ],
)
@pytest.mark.parametrize("provider", ["openai", "google"])
def test_prices_beside_the_headline_ones_are_held_alike(replay, whole, provider, change, gate):
    before = prices_of(whole, provider)
    wrong = changed(whole, change, provider)
    slipped = sum(price != before[key] for key, price in prices_of(wrong, provider).items())
    opened = replay.take(wrong).opened
    assert {each.gate for each in opened} == {gate}
    published = prices_of(replay.published, provider)
    # Where a cache was but a little cheaper than input, nothing much has changed.
    assert sum(price != before[key] for key, price in published.items()) <= slipped // 10
    for _ in range(7):
        replay.take(wrong)
    assert not replay.holds


@pytest.mark.parametrize("step", [1.45, 1 / 1.45])
@pytest.mark.parametrize("days", [1, 5])
def test_a_whole_provider_that_moves_in_steps_is_held_at_the_second(replay, whole, step, days):
    first = changed(whole, times(step), "openai")
    replay.take(first, days)
    assert replay.published == first
    for number in range(2, 6):
        replay.take(changed(whole, times(step**number), "openai"), days)
        assert headlines(replay.published, "openai") == headlines(first, "openai")


def test_what_moves_on_is_not_what_was_said_before(replay, whole):
    """Each look says something else: none of it has been said for a week."""
    replay.counts_looks = True
    for number in range(1, 6):
        replay.take(changed(whole, times(3**number), "openai", every=20), days=4)
    assert {hold.gate for hold in replay.holds.values()} <= {Gate.JUMP, Gate.BOUNDS}
    before = headlines(whole, "openai")
    for key, (input_, _) in headlines(replay.published, "openai").items():
        assert input_ <= 9 * before[key][0]


@pytest.mark.parametrize("change", [times(1000), times(7), swap, level])
def test_repeated_absurdity_is_no_evidence(replay, whole, change):
    slip = changed(whole, change, "openai")
    for _ in range(9):
        replay.take(slip)
    assert moved(replay, whole, "openai") <= 2
    replay.take(whole)
    assert (replay.published, replay.holds) == (whole, {})


def test_the_mending_of_a_slip_that_peers_see_is_believed_as_a_whole(whole, models):
    """Also of those offerings that nobody else sells."""
    wrong = changed(whole, times(0.001), "openai")
    replay = Replay(wrong, models)
    replay.take(whole)
    assert headlines(replay.published, "openai") == headlines(whole, "openai")


def test_two_labs_in_another_currency(replay, whole):
    replay.take(changed(whole, times(7), "alibaba", "zai"))
    assert moved(replay, whole, "alibaba", "zai") <= 2
    assert {hold.provider for hold in replay.holds.values()} == {"alibaba", "zai"}


def test_context_windows_a_thousandth_of_what_they_were(replay, whole):
    replay.take(changed(whole, shrink, "openai"))
    sizes = {o.key: o.facts.context_window for o in parse(whole).offerings}
    assert {o.key: o.facts.context_window for o in parse(replay.published).offerings} == sizes
    # A few jumped by another factor, where thousands are rounded.
    held = Counter(hold.gate for hold in replay.holds.values())
    assert held.most_common(1)[0][0] is Gate.RESIZED
    assert held.keys() <= {Gate.RESIZED, Gate.LIMIT}


def test_one_context_window_that_shrinks(replay, whole):
    offerings = dict(whole.offerings)
    key = OfferingKey(ProviderId("openai"), OfferingId("gpt-4o"))
    body = json.loads(offerings[key])
    body["limit"]["context"] = 128
    offerings[key] = json.dumps(body).encode()
    replay.take(whole._replace(offerings=offerings))
    assert replay.published == whole


def test_a_provider_that_can_do_nothing_any_more(replay, whole):
    replay.take(changed(whole, blind, "openai"))
    able = {o.key: o.facts.tool_call for o in parse(whole).offerings}
    assert {o.key: o.facts.tool_call for o in parse(replay.published).offerings} == able
    assert Gate.BLINDED in {hold.gate for hold in replay.holds.values()}


#: What nobody would say of all models at once.
EVERYWHERE = [
    *(blind, shrink, level),
    all_say(release_date="2026-02-28"),
    all_say(release_date="2099-12-31"),
    all_say(name="Model"),
    all_say(status="deprecated"),
    all_say(open_weights=True),
    all_say(modalities={"input": ["text"], "output": ["text"]}),
]


@pytest.mark.parametrize("change", EVERYWHERE)
def test_a_document_that_moves_everywhere_is_held_whole(replay, whole, change):
    judgement = replay.take(changed(whole, change))
    assert (judgement.published, [each.gate for each in judgement.opened]) == (None, [Gate.VOLUME])
    assert replay.take(whole).published == whole
    assert not replay.holds


def test_twenty_thousand_offerings_more_are_held(replay, whole):
    junk = {
        OfferingKey(ProviderId("openai"), OfferingId(f"junk-{n}")): b"{}" for n in range(20_000)
    }
    judgement = replay.take(whole._replace(offerings={**whole.offerings, **junk}))
    assert (judgement.published, [each.gate for each in judgement.opened]) == (None, [Gate.GROWTH])


def test_an_id_that_means_another_model_stays_what_it_was(replay, whole):
    key = OfferingKey(ProviderId("openai"), OfferingId("gpt-4o"))
    sora = {
        "id": "gpt-4o",
        "name": "Sora 3 Video",
        "family": "sora",
        "release_date": "2026-03-01",
        "modalities": {"input": ["text"], "output": ["video"]},
        "cost": {"input": 1, "output": 90},
    }
    news = whole._replace(offerings={**whole.offerings, key: json.dumps(sora).encode()})
    (hold,) = replay.take(news).opened
    assert (hold.gate, hold.kept, hold.new) == (Gate.IDENTITY, "GPT-4o", "Sora 3 Video")
    for _ in range(9):
        replay.take(news)
    assert replay.published == whole
    assert json.loads(replay.release().offerings[key]) == sora


def test_a_provider_renamed_is_neither_a_loss_nor_a_gain(replay, whole):
    offerings = {
        key._replace(provider=ProviderId("mistralai")) if key.provider == "mistral" else key: body
        for key, body in whole.offerings.items()
    }
    providers = {("mistralai" if p == "mistral" else p): b for p, b in whole.providers.items()}
    renamed = whole._replace(providers=providers, offerings=offerings)
    judgement = replay.take(renamed)
    assert (judgement.opened, judgement.closed) == ((), ())
    assert "mistral" not in judgement.published.providers
