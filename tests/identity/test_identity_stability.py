"""Ids that stay from day to day."""

from hypothesis import given, settings
from hypothesis import strategies as st
from identity_documents import document, embedded_document, ids, models, wild_document

from modelario.identity.resolve import resolve
from modelario.identity.stability import settle
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


def test_a_model_that_falls_apart_keeps_its_offerings() -> None:
    """No alias can tell of a split, so old offerings stay and new ones go by the rules."""
    before = {
        (ProviderId("a"), OfferingId("gpt-5")): ModelId("openai/gpt-5"),
        (ProviderId("b"), OfferingId("gpt-5-mini")): ModelId("openai/gpt-5"),
    }
    after = resolve(ids("a::gpt-5", "b::gpt-5-mini", "c::gpt-5-mini"), before)
    found = models(after)
    assert found["b::gpt-5-mini"] == "openai/gpt-5"
    assert found["c::gpt-5-mini"] == "openai/gpt-5-mini"
    assert after.aliases == {}


def test_a_kept_offering_says_so() -> None:
    """The reason names the id that the rules alone would give."""
    before = {
        (ProviderId("a"), OfferingId("gpt-5")): ModelId("openai/gpt-5"),
        (ProviderId("b"), OfferingId("gpt-5-mini")): ModelId("openai/gpt-5"),
    }
    after = resolve(ids("a::gpt-5", "b::gpt-5-mini"), before)
    reason = after.assignments[1].reason
    assert (reason.code, reason.values["rules_say"]) == ("kept", "openai/gpt-5-mini")


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
_PARTITION = st.lists(st.integers(0, 4), min_size=len(_KEYS), max_size=len(_KEYS))


@given(_PARTITION, _PARTITION)
@settings(max_examples=300, deadline=None)
def test_however_groups_change_no_id_wanders(old: list[int], new: list[int]) -> None:
    """For any change of groups: an offering stays, or an alias leads from its old id."""
    before = {key: ModelId(f"lab/m{group}") for key, group in zip(_KEYS, old, strict=True)}
    places = sorted(set(new))
    groups = [
        [key for key, group in zip(_KEYS, new, strict=True) if group == place] for place in places
    ]
    wanted = [ModelId(f"lab/m{place}") for place in places]
    settled = settle(groups, wanted, before)
    assert len(set(settled.groups)) == len(settled.groups)
    for former, now in settled.old.items():
        assert now in settled.groups
        assert former == now or settled.aliases[former] == now


def test_nothing_published_before_is_like_the_first_day() -> None:
    """An empty previous is no previous."""
    small = document([])
    assert resolve(small, {}) == resolve(small)
