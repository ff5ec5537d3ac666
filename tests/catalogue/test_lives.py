"""When a model ends: at its lab, at a provider, by whose word."""

from datetime import date

import pytest

from builders import LAB, model, offering, serving
from modelario.catalogue.lives import days_left, life, life_at, nothing_meant
from modelario.records import (
    EventKind,
    Heard,
    LifecycleEvent,
    ModelId,
    OfferingId,
    OfferingKey,
    ProviderId,
    SourceId,
    Testimony,
)

TODAY = date(2026, 7, 1)


def event(provider="acme", offering_id="one", day="2026-09-01", **others):
    return LifecycleEvent(
        kind=others.pop("kind", EventKind.RETIRES),
        day=day,
        provider=ProviderId(provider),
        offering_id=OfferingId(offering_id),
        source=SourceId(others.pop("source", "litellm")),
        **others,
    )


def heard(*events, of_model=False):
    told = {}
    for each in events:
        key = OfferingKey(each.provider, each.offering_id)
        said = Testimony(
            witness=each.source,
            provider=key.provider,
            offering_id=key.offering_id,
            key=each.offering_id,
            events=(each,),
        )
        told[key] = (*told.get(key, ()), said)
    if of_model:
        return Heard(models={ModelId("acme/one"): tuple(t for each in told.values() for t in each)})
    return Heard(offerings=told)


def listed(*pairs):
    return model([offering(provider, offering_id) for provider, offering_id in pairs])


def lived(found, told, means=nothing_meant):
    return life(found, told, means, TODAY)


def test_a_model_of_which_nothing_is_told_does_not_end():
    assert lived(listed(("acme", "one")), Heard()).ends is None


def test_it_ends_when_its_lab_ends_it_and_may_live_on_elsewhere():
    found = listed(("acme", "one"), ("cloud", "one"))
    told = lived(found, heard(event(), event("cloud", day="2027-03-01")))
    assert (told.ends, days_left(told)) == ("2026-09-01", 62)
    assert life_at(found, told, (ProviderId("cloud"),)).ends == "2027-03-01"
    assert life_at(found, told, (ProviderId("cloud"), ProviderId("acme"))).ends == "2027-03-01"


def test_an_end_elsewhere_is_not_the_models():
    found = listed(("acme", "one"), ("cloud", "one"))
    told = lived(found, heard(event("cloud")))
    assert told.ends is None
    assert len(told.events) == 1


def test_a_release_ends_with_the_last_of_its_listings():
    found = listed(("acme", "one"), ("acme", "one-2025-01-01"))
    pin = event(offering_id="one-2025-01-01", day="2026-08-01")
    assert lived(found, heard(pin)).ends is None
    assert lived(found, heard(pin, event(day="2026-10-01"))).ends == "2026-10-01"


def test_of_two_words_on_one_listing_the_earlier_counts():
    told = lived(
        listed(("acme", "one")),
        heard(event(day="2026-09-02"), event(day="2026-09-01", source="endoflife")),
    )
    assert told.ends == "2026-09-01"


def test_what_one_source_says_twice_of_a_listing_is_told_once():
    """LiteLLM has DeepSeek's models with and without the provider's name before them."""
    follows = {"successor": "two", "successor_model": ModelId("acme/two")}
    found = lived(
        listed(("acme", "one")),
        heard(event(day="2026-09-01"), event(day="2026-10-01", successor="two")),
        lambda _provider, _spelling: ModelId("acme/two"),
    )
    assert found.events == (event(day="2026-09-01", **follows),)
    assert found.follows == found.events[0]
    others = (event(source="genai-prices"), event(kind=EventKind.DEPRECATED, day=None))
    assert len(lived(listed(("acme", "one")), heard(event(), event(), *others)).events) == 3


def test_what_happens_twice_is_told_twice():
    days = ("2026-02-01", "2026-04-01")
    gone = [event(kind=EventKind.RESTORED, day=day, source="models.dev") for day in days]
    assert len(lived(listed(("acme", "one")), heard(*gone)).events) == 2


def test_a_month_ends_with_its_last_day():
    told = lived(listed(("acme", "one")), heard(event(day="2026-07")))
    assert (told.ends, days_left(told)) == ("2026-07", 30)


def test_what_should_have_ended_says_so():
    assert days_left(lived(listed(("acme", "one")), heard(event(day="2026-06-01")))) == -30


def test_retired_at_the_lab_it_lives_on_at_a_cloud():
    told = lived(listed(("cloud", "one")), heard(event(day="2026-06-01"), of_model=True))
    assert told.ends == "2026-06-01"


def test_where_the_lab_sells_nothing_it_ends_when_it_does_everywhere():
    found = listed(("cloud", "one"), ("other", "one"))
    assert lived(found, heard(event("cloud"))).ends is None
    both = heard(event("cloud"), event("other", day="2026-10-01"))
    assert lived(found, both).ends == "2026-10-01"


def test_upstreams_status_is_an_event_without_a_day():
    found = model([offering("acme", "one", status="deprecated")])
    [told] = lived(found, Heard()).events
    assert (told.kind, told.day, told.source) == ("deprecated", None, "models.dev")


@pytest.mark.parametrize(
    ("means", "model_that_follows"),
    [
        (lambda _, spelt: ModelId(f"acme/{spelt}"), "acme/two"),
        (lambda *_: None, None),
        # What follows is never the very model.
        (lambda *_: ModelId("acme/one"), None),
    ],
)
def test_what_follows_is_named_where_that_is_certain(means, model_that_follows):
    told = lived(listed(("acme", "one")), heard(event(successor="two")), means)
    assert told.events[0].successor == "two"
    follows = told.follows.successor_model if told.follows else None
    assert follows == model_that_follows


def test_the_labs_own_provider_is_asked_first():
    own = LAB.providers[0]
    found = model([serving(offering("cloud", "one")), serving(offering(own, "one"))])
    follows = lived(
        found,
        heard(event("cloud", successor="three", day="2027-01-01"), event(own, successor="two")),
        lambda _, spelt: ModelId(f"acme/{spelt}"),
    ).follows
    assert follows.successor_model == "acme/two"
