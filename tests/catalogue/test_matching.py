"""Tests of which testimonies are about what."""

from builders import offering
from modelario.catalogue.matching import hear
from modelario.identity.lookup.sales import Sales
from modelario.identity.resolve import resolve
from modelario.records import (
    Document,
    EventKind,
    Heard,
    LifecycleEvent,
    OfferingId,
    OfferingKey,
    Provider,
    ProviderId,
    SourceId,
)
from modelario.records import (
    Testimony as Said,
)
from witnessed import rule, told

PLAIN = "anthropic.claude-sonnet-4-5-20250929-v1:0"
BASE = rule("litellm", input=3, output=15)
SOLD = (
    ("anthropic", "claude-sonnet-4-5"),
    ("amazon-bedrock", PLAIN),
    ("amazon-bedrock", f"us.{PLAIN}"),
    ("google-vertex-anthropic", "claude-sonnet-4-5@20250929"),
    ("google-vertex", "gemini-2.5-pro"),
    ("openai", "gpt-4o"),
)


def _hear(*said: Said) -> Heard:
    offerings = tuple(offering(provider, id_, cost=(3, 15)) for provider, id_ in SOLD)
    document = Document(
        providers=tuple(
            Provider(id=ProviderId(name), name=name)
            for name in dict.fromkeys(provider for provider, _ in SOLD)
        ),
        offerings=offerings,
        metadata=(),
        rejects=(),
    )
    return hear(said, Sales(resolve(document)))


def _key(provider: str, offering_id: str) -> OfferingKey:
    return OfferingKey(ProviderId(provider), OfferingId(offering_id))


def _bedrock(name: str, *rules: object, key: str = "a", witness: str = "litellm") -> Said:
    return told(witness, *rules, provider="amazon-bedrock", offering_id=name, key=key)  # type: ignore[arg-type]


def test_regional_keys_are_about_regional_listings() -> None:
    said = (_bedrock(PLAIN, BASE), _bedrock(f"us.{PLAIN}", rule("litellm", input="3.3")))
    heard = _hear(*said)
    assert heard.offerings == {
        _key("amazon-bedrock", PLAIN): (said[0],),
        _key("amazon-bedrock", f"us.{PLAIN}"): (said[1],),
    }


def test_without_such_a_listing_they_are_rules_for_the_region_of_the_plain_one() -> None:
    said = _bedrock(
        f"eu.{PLAIN}",
        rule("litellm", input="3.3", output="16.5"),
        rule("litellm", mode="batch", input="1.65"),
    )
    heard = _hear(said)
    (found,) = heard.offerings[_key("amazon-bedrock", PLAIN)]
    assert found.rules == (
        rule("litellm", region="eu", input="3.3", output="16.5"),
        rule("litellm", region="eu", mode="batch", input="1.65"),
    )


def test_what_is_said_of_a_region_is_about_its_listing_where_there_is_one() -> None:
    said = _bedrock(PLAIN, BASE, rule("litellm", region="us", input="3.3"))
    heard = _hear(said)
    (plain,) = heard.offerings[_key("amazon-bedrock", PLAIN)]
    (regional,) = heard.offerings[_key("amazon-bedrock", f"us.{PLAIN}")]
    assert plain.rules == (BASE,)
    assert regional.rules == (rule("litellm", input="3.3"),)


def test_a_seller_that_upstream_lists_twice_is_heard_of_in_both() -> None:
    said = told("litellm", BASE, provider="google-vertex", offering_id="claude-sonnet-4-5@20250929")
    key = _key("google-vertex-anthropic", "claude-sonnet-4-5@20250929")
    assert _hear(said).offerings == {key: (said,)}


def test_what_is_not_listed_there_is_about_the_model() -> None:
    said = told("litellm", BASE, provider="google-vertex", offering_id="gpt-4o")
    heard = _hear(said)
    assert (heard.offerings, heard.models, heard.strangers) == ({}, {"openai/gpt-4o": (said,)}, 0)


def test_strangers_are_counted() -> None:
    nowhere = told("litellm", BASE, provider="nobody", offering_id="gpt-4o")
    nothing = told("litellm", BASE, provider="openai", offering_id="gpt-99-nonesuch")
    heard = _hear(nowhere, nothing)
    assert (heard.offerings, heard.models, heard.strangers) == ({}, {}, 2)


def test_the_nearest_name_counts_once() -> None:
    exact = _bedrock(PLAIN, BASE, key="b")
    other = _bedrock("claude-sonnet-4-5-20250929", rule("litellm", input=6, output=15), key="a")
    assert _hear(other, exact).offerings[_key("amazon-bedrock", PLAIN)] == (exact,)


def test_of_two_names_as_near_that_say_the_same_the_first_counts() -> None:
    said = [_bedrock(PLAIN, BASE, key=key) for key in ("b", "a")]
    assert _hear(*said).offerings[_key("amazon-bedrock", PLAIN)] == (said[1],)


def test_a_witness_that_contradicts_itself_does_not_count() -> None:
    one = _bedrock(PLAIN, BASE, key="a")
    two = _bedrock(PLAIN, rule("litellm", input=6, output=15), key="b")
    other = _bedrock(PLAIN, BASE, key="c", witness="genai-prices")
    assert _hear(one, two, other).offerings[_key("amazon-bedrock", PLAIN)] == (other,)


def test_what_was_taken_from_upstream_does_not_count_and_its_events_do() -> None:
    event = LifecycleEvent(
        kind=EventKind.RETIRES,
        day="2027-01-01",
        provider=ProviderId("openai"),
        source=SourceId("model-prices"),
    )
    said = told(
        "model-prices",
        BASE,
        provider="openai",
        offering_id="gpt-4o",
        copied=True,
        events=(event,),
    )
    (found,) = _hear(said).offerings[_key("openai", "gpt-4o")]
    assert (found.rules, found.events) == ((), (event,))


def test_witnesses_come_in_the_stated_order() -> None:
    said = [
        told(witness, BASE, provider="openai", offering_id="gpt-4o")
        for witness in ("stranger", "genai-prices", "litellm", "model-prices")
    ]
    found = _hear(*said).offerings[_key("openai", "gpt-4o")]
    assert [each.witness for each in found] == [
        "model-prices",
        "litellm",
        "genai-prices",
        "stranger",
    ]
