"""Tests of finding which listing of a provider's a name means."""

from collections.abc import Iterable

import pytest

from builders import offering
from modelario.identity.lookup.sales import Nearness, Sales
from modelario.identity.resolve import resolve
from modelario.records import Document, OfferingId, Provider, ProviderId

PLAIN, PINNED = "anthropic.claude-sonnet-4-5-20250929-v1:0", "claude-sonnet-4-5-20250929"
LLAMA = "meta-llama/Llama-3.3-70B-Instruct"


def _listing(*listings: tuple[str, str]) -> Sales:
    offerings = [offering(provider, id_, cost=(1, 2)) for provider, id_ in listings]
    return Sales(resolve(_document(offerings)))


def _document(offerings: Iterable[object]) -> Document:
    found = tuple(offerings)
    names = dict.fromkeys(each.provider for each in found)  # type: ignore[attr-defined]
    return Document(
        providers=tuple(Provider(id=ProviderId(name), name=name) for name in names),
        offerings=found,  # type: ignore[arg-type]
        metadata=(),
        rejects=(),
    )


SALES = _listing(
    ("anthropic", "claude-sonnet-4-5"),
    ("anthropic", PINNED),
    ("amazon-bedrock", PLAIN),
    ("amazon-bedrock", f"us.{PLAIN}"),
    ("google-vertex", "claude-sonnet-4-5@20250929"),
    ("groq", "llama-3.3-70b"),
    ("deepinfra", LLAMA),
    ("deepinfra", "meta-llama/Llama-3.3-70B-Instruct-FP8"),
    ("novita-ai", LLAMA.lower()),
    ("openai", "gpt-4o"),
    ("openai", "gpt-4o-mini"),
    ("azure", "gpt-4o"),
)


@pytest.mark.parametrize(
    ("asked", "listing", "nearness", "left"),
    [
        (("amazon-bedrock", PLAIN, None), PLAIN, Nearness.WRITTEN, None),
        (("amazon-bedrock", f"us.{PLAIN}", None), f"us.{PLAIN}", Nearness.WRITTEN, None),
        # Without what the cloud writes around it, and in another case.
        (("amazon-bedrock", PINNED, None), PLAIN, Nearness.READ, None),
        (("openai", "GPT-4o-Mini", None), "gpt-4o-mini", Nearness.READ, None),
        # A region that is said beside the name is that of the listing which has it …
        (("amazon-bedrock", PLAIN, "us"), f"us.{PLAIN}", Nearness.READ, None),
        # … and of the plain one where there is none for it.
        (("amazon-bedrock", f"eu.{PLAIN}", None), PLAIN, Nearness.READ, "eu"),
        (("amazon-bedrock", PLAIN, "us-gov-west-1"), PLAIN, Nearness.WRITTEN, "us-gov-west-1"),
        (("azure", "gpt-4o", "eu"), "gpt-4o", Nearness.WRITTEN, "eu"),
        # By the model, where the provider sells it in one way only.
        (("novita-ai", "llama-3.3-70b-instruct", None), LLAMA.lower(), Nearness.READ, None),
        (("groq", LLAMA, None), "llama-3.3-70b", Nearness.ONLY_ONE, None),
    ],
)  # fmt: skip
def test_a_name_means_a_listing(
    asked: tuple[str, str, str | None],
    listing: str,
    nearness: Nearness,
    left: str | None,
) -> None:
    provider, name, region = asked
    sale = SALES.find(ProviderId(provider), OfferingId(name), region)
    assert sale is not None
    assert sale.key == (provider, listing)
    assert sale.region == left
    assert sale.nearness is nearness


@pytest.mark.parametrize(
    ("provider", "name"),
    [
        # The provider lists the model, but not this way of serving it.
        ("deepinfra", "meta-llama/Llama-3.3-70B-Instruct-bnb-4bit"),
        # The provider is known, and does not list the model.
        ("groq", "gpt-4o-mini"),
    ],
)
def test_a_model_that_is_not_listed_there_is_a_model(provider: str, name: str) -> None:
    sale = SALES.find(ProviderId(provider), OfferingId(name))
    assert sale is None or sale.key is None


def test_the_model_is_told_where_it_is_not_listed() -> None:
    sale = SALES.find(ProviderId("groq"), OfferingId("gpt-4o-mini"))
    assert sale is not None
    assert (sale.model, sale.key) == ("openai/gpt-4o-mini", None)


@pytest.mark.parametrize(
    ("provider", "name"),
    [
        ("nobody", "gpt-4o"),
        ("openai", "gpt-4o-minni"),  # a slip is no name
        ("openai", "gpt-4"),  # nor is another model
        ("openai", "ft:gpt-4o:acme"),
        ("openai", "gpt-4o-audio-preview"),
        ("openai", ""),
        ("openai", "/"),
        ("openai", "🦙" * 200),
    ],
)
def test_what_is_not_surely_meant_is_nothing(provider: str, name: str) -> None:
    assert SALES.find(ProviderId(provider), OfferingId(name)) is None


def test_of_two_listings_that_read_alike_none_is_meant() -> None:
    sales = _listing(("acme", "gpt-4o"), ("acme", "openai/gpt-4o"), ("openai", "gpt-4o"))
    sale = sales.find(ProviderId("acme"), OfferingId("OpenAI/GPT-4o"))
    assert sale is None or sale.key is None
