"""Ids that stay from day to day."""

from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from identity_documents import document, embedded_document, ids, models, wild_document

from modelario.identity.naming.stability import Settled, leading, settle
from modelario.identity.resolve import resolve
from modelario.records import Document, ModelId, OfferingId, ProviderId, Resolution

Key = tuple[ProviderId, OfferingId]


def published(resolution: Resolution) -> dict[Key, ModelId]:
    return {
        (a.provider, a.offering_id): a.model for a in resolution.assignments if a.model is not None
    }


def wanderings(before: dict[Key, ModelId], after: Resolution) -> list[tuple[Key, str, str]]:
    """Offerings whose id changed without an alias that says so."""
    now = published(after)
    return [
        (key, old, now[key])
        for key, old in before.items()
        if key in now and now[key] != old and after.aliases.get(old) != now[key]
    ]


def test_the_same_day_again_changes_nothing() -> None:
    """With itself as previous, a resolution stays as it is."""
    first = resolve(embedded_document())
    again = resolve(embedded_document(), published(first))
    assert published(again) == published(first)
    assert again.aliases == {}


def test_models_that_turn_out_to_be_one_leave_an_alias() -> None:
    """Of two ids that meet, one stays and the other leads to it."""
    before = {
        (ProviderId("a"), OfferingId("gpt-5")): ModelId("openai/gpt-5"),
        (ProviderId("b"), OfferingId("GPT-5")): ModelId("openai/gpt5"),
    }
    after = resolve(ids("a::gpt-5", "b::GPT-5"), before)
    assert set(published(after).values()) == {"openai/gpt-5"}
    assert after.aliases == {"openai/gpt5": "openai/gpt-5"}


def before(*rows: str) -> dict[Key, ModelId]:
    """What was published, as rows of ``provider::offering = model``."""
    told = {}
    for row in rows:
        key, model = row.split(" = ")
        provider, offering_id = key.split("::")
        told[ProviderId(provider), OfferingId(offering_id)] = ModelId(model)
    return told


RENAMED = [
    pytest.param(
        ["moonshotai::kimi-k2.6", "kimi-for-coding::k2p6"],
        ["kimi-for-coding::k2p6 = moonshotai/k2.6"],
        {"moonshotai/k2.6": "moonshotai/kimi-k2.6"},
        id="the lab sells it now",
    ),
    pytest.param(
        ["a::llama-3.3-70b", "b::llama-3.3-70b", "c::llama-3.3-70b", "d::llama3-3-70b"],
        ["d::llama3-3-70b = meta/llama3-3-70b"],
        {"meta/llama3-3-70b": "meta/llama-3.3-70b"},
        id="three times the support",
    ),
    pytest.param(
        ["a::llama-3.3-70b", "b::llama-3.3-70b", "d::llama3-3-70b"],
        ["d::llama3-3-70b = meta/llama3-3-70b"],
        {},
        id="too little support",
    ),
    pytest.param(
        [*(f"{p}::llama-3.3-70b" for p in "abc"), "d::llama3-3-70b", "e::llama3-3-70b"],
        ["d::llama3-3-70b = meta/llama3-3-70b"],
        {},
        id="hardly more support",
    ),
    pytest.param(
        ["xai::grok-4-fast"],
        ["xai::grok-4-fast = xai/grok-4-fast-2"],
        {"xai/grok-4-fast-2": "xai/grok-4-fast"},
        id="the number is not needed any more",
    ),
    pytest.param(
        ["a::nousresearch/hermes-4-70b"],
        ["a::nousresearch/hermes-4-70b = nous-2/hermes-4-70b"],
        {"nous-2/hermes-4-70b": "nousresearch/hermes-4-70b"},
        id="its lab is known now",
    ),
]


@pytest.mark.parametrize(("listed", "had", "aliases"), RENAMED)
def test_a_model_is_renamed_when_its_name_is_better_founded(
    listed: list[str], had: list[str], aliases: dict[str, str]
) -> None:
    """A better basis renames, a little more support does not."""
    after = resolve(ids(*listed), before(*had))
    assert after.aliases == aliases
    assert set(published(after).values()) == {*aliases.values()} or not aliases


def test_a_model_that_falls_apart() -> None:
    """The part that is called so keeps the id; the other one moves, and an alias says so."""
    had = before("a::gpt-5 = openai/gpt-5", "b::gpt-5-mini = openai/gpt-5")
    after = resolve(ids("a::gpt-5", "b::gpt-5", "b::gpt-5-mini", "c::gpt-5-mini"), had)
    found = models(after)
    assert found["a::gpt-5"] == found["b::gpt-5"] == "openai/gpt-5"
    assert found["b::gpt-5-mini"] == found["c::gpt-5-mini"] == "openai/gpt-5-mini"
    assert after.aliases == {"openai/gpt-5": "openai/gpt-5-mini"}


def test_a_model_does_not_fall_apart_without_proof() -> None:
    """As long as nobody sells both, and the lab neither, what was one model stays one."""
    had = before("a::gpt-5 = openai/gpt-5", "b::gpt-5-mini = openai/gpt-5")
    after = resolve(ids("a::gpt-5", "b::gpt-5-mini", "c::gpt-5-mini"), had)
    assert set(published(after).values()) == {"openai/gpt-5"}
    assert after.aliases == {}


def test_a_floating_model_hands_its_pinned_id_to_the_pin() -> None:
    """Ids that changed hands by accident change back in one step."""
    had = before(
        "a::claude-sonnet-4-5 = anthropic/claude-sonnet-4-5-20250929",
        "anthropic::claude-sonnet-4-5-20250929 = anthropic/claude-sonnet-4-5-20250929-2",
    )
    sold = ("a::claude-sonnet-4-5", "anthropic::claude-sonnet-4-5", *_PIN)
    after = resolve(ids(*sold), had)
    assert models(after) == {each: f"anthropic/{each.split('::')[1]}" for each in sold}
    assert after.aliases == {
        "anthropic/claude-sonnet-4-5-20250929": "anthropic/claude-sonnet-4-5",
        "anthropic/claude-sonnet-4-5-20250929-2": "anthropic/claude-sonnet-4-5-20250929",
    }


_PIN = ("anthropic::claude-sonnet-4-5-20250929",)


def test_one_old_id_leads_to_one_new_id_at_a_time() -> None:
    """Of three parts one keeps the id, one moves, and the third says that it waits."""
    listed = ids("b::gpt-5", "b::gpt-5-mini", "c::gpt-5-mini", "b::gpt-5-nano")
    had = dict.fromkeys(
        ((each.provider, each.offering_id) for each in listed.offerings), ModelId("openai/gpt-5")
    )
    first = resolve(listed, had)
    assert first.aliases == {"openai/gpt-5": "openai/gpt-5-mini"}
    waiting = next(a for a in first.assignments if a.offering_id == "gpt-5-nano")
    assert waiting.model == "openai/gpt-5"
    assert waiting.reason.code == "kept"
    assert waiting.reason.values["rules_say"] == "openai/gpt-5-nano"
    second = resolve(listed, published(first))
    assert second.aliases == {"openai/gpt-5": "openai/gpt-5-nano"}
    assert published(second) == published(resolve(listed))


def test_replaying_growing_and_shrinking_days() -> None:
    """Over days on which offerings come and go, no id wanders unrecorded."""
    whole = wild_document()
    before: dict[Key, ModelId] = {}
    for day in range(12):
        listed = tuple(
            each
            for place, each in enumerate(whole.offerings)
            if place % 4 <= day and (place * 7 + day) % 5
        )
        after = resolve(Document(providers=whole.providers, offerings=listed), before)
        assert wanderings(before, after) == [], f"day {day}"
        before = published(after)


_KEYS = [(ProviderId("p"), OfferingId(str(number))) for number in range(9)]
_IDS = st.sampled_from([ModelId(f"lab/m{number}") for number in range(6)])


class Day(NamedTuple):
    """The groups of a day, what each should be called, and for which names there is proof."""

    groups: list[list[Key]]
    wanted: list[ModelId]
    better: set[ModelId]
    apart: set[ModelId]


@st.composite
def days(draw: st.DrawFn) -> Day:
    """One day: all offerings in some groups, and what is wanted, well founded and shown."""
    places = draw(st.lists(st.integers(0, 5), min_size=len(_KEYS), max_size=len(_KEYS)))
    groups = [
        [key for key, group in zip(_KEYS, places, strict=True) if group == place]
        for place in sorted(set(places))
    ]
    wanted = draw(st.lists(_IDS, min_size=len(groups), max_size=len(groups)))
    return Day(groups, wanted, draw(st.sets(_IDS)), draw(st.sets(_IDS)))


def step(day: Day, had: dict[Key, ModelId]) -> tuple[Settled, dict[Key, ModelId]]:
    """Settle a day's groups; tell what every offering is called then."""
    groups, wanted, better, apart = day
    settled = settle(
        groups,
        wanted,
        had,
        lambda place, _: wanted[place] in better,
        lambda _, part: wanted[part] in apart,
    )
    now = {
        key: settled.id_of(place, had.get(key)) for place, keys in enumerate(groups) for key in keys
    }
    return settled, now


@given(st.lists(days(), min_size=1, max_size=6))
@settings(max_examples=400)
def test_however_groups_change_no_id_wanders(history: list[Day]) -> None:
    """Over any days: ids are unique, every move is recorded, and former ids lead to live ones."""
    had: dict[Key, ModelId] = {}
    aliases: dict[ModelId, ModelId] = {}
    for day in history:
        settled, now = step(day, had)
        assert len(set(settled.groups)) == len(settled.groups)
        for key, old in had.items():
            assert now[key] == old or settled.aliases[old] == now[key]
        assert all(former != model for former, model in settled.aliases.items())
        aliases |= settled.aliases
        had = now
        for former in aliases:
            assert leading(former, aliases, set(now.values())) is not None


@given(days(), days())
@settings(max_examples=400)
def test_ids_come_to_rest(one: Day, other: Day) -> None:
    """However groups changed, some days later ids stay; what is shown to be apart has its own."""
    _, had = step(one, {})
    shown = other._replace(apart=set(other.wanted))
    for day in (other, shown):
        for _ in range(2 * len(_KEYS)):
            settled, had = step(day, had)
        assert settled.aliases == {}
    for place, keys in enumerate(other.groups):
        assert {had[key] for key in keys} == {settled.groups[place]}


def test_a_former_id_leads_on_until_an_id_that_is_in_use() -> None:
    """Chains are followed, circles of ids that nobody has lead nowhere."""
    a, b, c = (ModelId(f"lab/{name}") for name in "abc")
    assert leading(a, {a: b, b: c}, {c}) == c
    assert leading(a, {a: b, b: c}, {b, c}) == b
    assert leading(a, {a: b, b: a}, {c}) is None
    assert leading(c, {a: b}, {b}) is None


def test_nothing_published_before_is_like_the_first_day() -> None:
    """An empty previous is no previous."""
    small = document([])
    assert resolve(small, {}) == resolve(small)
