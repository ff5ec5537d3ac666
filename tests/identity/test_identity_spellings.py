"""What clients, gateways and consoles write around an id, and what is left of it."""

from functools import cache
from pathlib import Path

import pytest
from identity_documents import document, embedded_document, ids, offering

from modelario.identity.lookup.lookup import Lookup
from modelario.identity.reading.curated import table
from modelario.identity.reading.spellings import unwrapped
from modelario.identity.reasons import identity_sentences
from modelario.identity.resolve import resolve
from modelario.records import Document


def known(document_: Document) -> Lookup:
    return Lookup(resolve(document_), document_)


@cache
def lookup() -> Lookup:
    return known(embedded_document())


SPELLINGS = [
    # encoded
    ("anthropic%2Fclaude-opus-4.1", "anthropic/claude-opus-4.1", None),
    ("anthropic%252Fclaude-opus-4.1", "anthropic/claude-opus-4.1", None),
    (
        "arn%3Aaws%3Abedrock%3Aus-east-1%3A%3Afoundation-model%2Famazon.nova-pro-v1%3A0",
        "amazon.nova-pro-v1:0",
        "amazon-bedrock",
    ),
    # addresses of what is called
    (
        "https://generativelanguage.googleapis.com/v1beta/models/gemini-2.5-pro:generateContent",
        "gemini-2.5-pro",
        "google",
    ),
    ("models/gemini-2.5-flash:streamGenerateContent", "gemini-2.5-flash", None),
    (
        "https://x.googleapis.com/v1/publishers/anthropic/models/claude-opus-4-1@20250805:rawPredict",
        "anthropic/claude-opus-4-1@20250805",
        "google-vertex",
    ),
    (
        "https://bedrock-runtime.us-east-1.amazonaws.com/model/us.amazon.nova-pro-v1%3A0/converse",
        "us.amazon.nova-pro-v1:0",
        "amazon-bedrock",
    ),
    (
        "https://x.openai.azure.com/openai/deployments/gpt-4o/chat/completions?api-version=1",
        "gpt-4o",
        "azure",
    ),
    (
        "https://api.cloudflare.com/client/v4/accounts/1/ai/run/@cf/meta/llama-3.1-8b-instruct",
        "@cf/meta/llama-3.1-8b-instruct",
        "cloudflare-workers-ai",
    ),
    ("https://openrouter.ai/openai/gpt-5/providers", "openai/gpt-5", "openrouter"),
    ("https://ollama.com/library/llama3.3", "llama3.3", None),
    ("https://api.openai.com/v1/models/gpt-4o", "gpt-4o", None),
    ("https://api.groq.com/openai/v1/models/openai/gpt-oss-120b", "openai/gpt-oss-120b", None),
    # what stands in front
    ("openai-responses:gpt-5", "gpt-5", "openai"),
    ("google-gla:gemini-2.5-pro", "gemini-2.5-pro", "google"),
    ("gateway/openai:gpt-5", "openai:gpt-5", None),
    ("litellm_proxy/gpt-5", "gpt-5", None),
    ("custom_openai/gpt-5", "gpt-5", None),
    ("lm_studio/gpt-oss-20b", "gpt-oss-20b", None),
    ("vertex_ai_beta/gemini-2.5-pro", "gemini-2.5-pro", "google-vertex"),
    ("@openai/gpt-5", "openai/gpt-5", None),
    ("@cf/meta/llama-3.1-8b-instruct", "@cf/meta/llama-3.1-8b-instruct", None),
    ("bedrock/converse/us-east-1/amazon.nova-pro-v1:0", "amazon.nova-pro-v1:0", "amazon-bedrock"),
    ("litellm_proxy/azure/eu/gpt-4o", "gpt-4o", "azure"),
    # what lists of models add
    ("GPT-5 (New)", "GPT-5", None),
    ("claude-sonnet-4-5[1m]", "claude-sonnet-4-5", None),
    ("[new] glm-5", "glm-5", None),
    ("GLM-4.6 (NEW!)", "GLM-4.6", None),
    ("[Cursor] claude-sonnet-4-5", "claude-sonnet-4-5", None),
    ("FLUX.1 [dev]", "FLUX.1 [dev]", None),
]


@pytest.mark.parametrize(("text", "plain", "provider"), SPELLINGS)
def test_what_stands_around_an_id_is_taken_off(text: str, plain: str, provider: str | None) -> None:
    """The id is left, and the provider where the form tells it."""
    assert unwrapped(text)[:2] == (plain, provider)


@pytest.mark.parametrize("transport", table("clients")["transports"])
@pytest.mark.parametrize("mark", ["/", ":"])
def test_every_transport_is_taken_off(transport: str, mark: str) -> None:
    """Behind each client's prefix the same model is found."""
    found = lookup().find(f"{transport}{mark}gpt-oss-120b").certain
    assert found is not None
    assert found.model == "openai/gpt-oss-120b"


FINE_TUNES = [
    ("ft:gpt-4o-mini-2024-07-18:org::id", "openai/gpt-4o-mini"),
    ("ft:gpt-4o-mini-2024-07-18:org:mine:7p4lURel", "openai/gpt-4o-mini"),
    ("openai/ft:gpt-4o-2024-08-06:org::id", "openai/gpt-4o-2024-08-06"),
    ("gpt-4o-2024-08-06.ft-0123456789abcdef", "openai/gpt-4o-2024-08-06"),
    ("gpt-3.5-turbo:ft-org-2023-09-01", "openai/gpt-3.5-turbo"),
    (
        "arn:aws:bedrock:us-east-1:1:custom-model/meta.llama3-3-70b-instruct-v1:0:128k/abc",
        "meta/llama-3.3-70b-instruct",
    ),
]


@pytest.mark.parametrize(("text", "parent"), FINE_TUNES)
def test_fine_tunes_are_not_their_parents(text: str, parent: str) -> None:
    """Whoever asks for a fine-tune is told its parent, and never that it is the parent."""
    found = lookup().find(text)
    assert found.certain is None
    assert not found.unknown
    assert found.fine_tune_of is not None
    assert found.fine_tune_of.model == parent
    assert "{parent}" in identity_sentences()[found.fine_tune_of.reason.code]


def test_a_fine_tune_of_an_unknown_model_is_unknown() -> None:
    """Nothing is said to be trained from a model that nobody knows."""
    found = lookup().find("ft:my-own-model:org::id")
    assert found.fine_tune_of is None
    assert found.certain is None


VARIANTS = [
    ("claude-opus-4-5-20251101-thinking-32k", "anthropic/claude-opus-4-5-20251101"),
    ("claude-sonnet-4-5-thinking-32000", "anthropic/claude-sonnet-4-5"),
    ("gemini-2.5-pro:thinking-128", "google/gemini-2.5-pro"),
    ("gpt-5 (medium reasoning)", "openai/gpt-5"),
    ("gpt-oss:120b-cloud", "openai/gpt-oss-120b"),
    ("openai/gpt-oss-120b@cerebras", "openai/gpt-oss-120b"),
    ("openai/gpt-oss-120b:fastest", "openai/gpt-oss-120b"),
    ("amazon.nova-pro-v1:0:300k", "amazon/nova-pro"),
    ("amazon.nova-premier-v1:0:mm", "amazon/nova-premier-v1"),
    ("mistral.mixtral-8x7b-instruct-v0:1", "mistral/mixtral-8x7b"),
    ("qwen%2Fqwen3-32b", "alibaba/qwen3-32b"),
    ("gpt-4-turbo-2024-04-09", "openai/gpt-4-turbo"),
    ("tng/deepseek-r1t2-chimera", "tng/deepseek-tng-r1t2-chimera"),
]


@pytest.mark.parametrize(("text", "model"), VARIANTS)
def test_how_it_is_served_is_no_part_of_the_name(text: str, model: str) -> None:
    """Budgets, hosts, revisions, encodings and days leave the model as it is."""
    found = lookup().find(text).certain
    assert found is not None
    assert found.model == model


def test_an_encoded_id_is_read() -> None:
    """A provider that lists ``qwen%2Fqwen3-32b`` sells Qwen3 32B."""
    found = resolve(ids("hub::qwen%2Fqwen3-32b", "groq::qwen/qwen3-32b"))
    assert {a.model for a in found.assignments} == {"alibaba/qwen3-32b"}


def test_a_letter_behind_a_digit_stays_there() -> None:
    """``4o-mini`` is GPT-4o mini, as an offering and as a question."""
    one = ids("openai::gpt-4o-mini", "openai::o4-mini", "a::gpt-4o-mini", "b::gpt-4o-mini")
    both = document([*one.offerings, offering("hub", "4o-mini", name="GPT-4o mini")])
    assigned = {(a.provider, a.offering_id): a.model for a in resolve(both).assignments}
    assert assigned["hub", "4o-mini"] == "openai/gpt-4o-mini"
    found = lookup().find("4o-mini").certain
    assert found is not None
    assert found.model == "openai/gpt-4o-mini"


@pytest.mark.parametrize(
    "text",
    [
        "gemini-live-2.5-flash",
        "anthropic.claude-3-haiku-20240307-v1:0:pro",
        "amazon.nova-pro-v1:0:turbo",
        "mistral.mistral-7b-instruct-v0:2",
        "somebody:gpt-5",
        "somebody-chat:gpt-5",
        "gpt-4o-mini-2024-11-18",
    ],
)
def test_strange_words_are_never_certain(text: str) -> None:
    """A word, a name in front, or another date of a model is no slip and no detail."""
    assert lookup().find(text).certain is None


def test_another_word_is_no_slip() -> None:
    """A word that a name elsewhere holds is meant as it stands."""
    offerings = [offering("google", f"gemini-{word}-2.5") for word in ("flask", "flash")]
    assert known(document(offerings[1:])).find("gemini-flask-2.5").certain is not None
    named = [*offerings[1:], offering("hub", "tool-9", name="A flask")]
    assert known(document(named)).find("gemini-flask-2.5").certain is None


def test_of_ids_that_differ_by_case_the_exact_one_comes_first() -> None:
    """Each is found as it is written, and any other case means the first."""
    both = ids("hub::Glm-5", "hub::kimi-k2", "other::glm-5-air", "hub::gLM-5-Air", "hub::GLM-5-AIR")
    asked = known(both)
    for text in ("gLM-5-Air", "GLM-5-AIR"):
        found = asked.find(f"hub/{text}").certain
        assert found is not None
        assert found.offering_id == text


def test_routers_are_those_of_the_provider_that_is_named() -> None:
    """A gateway that resells another's router does not answer for it."""
    asked = known(ids("kilo::openrouter/auto", "openrouter::openrouter/auto"))
    assert asked.find("openrouter/auto").router == ("openrouter", "openrouter/auto")
    assert asked.find("kilo/openrouter/auto").router == ("kilo", "openrouter/auto")


O3_MINI = [
    offering("openai", "o3-mini", release_date="2024-12-20"),
    offering("azure", "o3-mini", release_date="2024-12-20"),
    offering("poe", "o3-mini", release_date="2025-01-31"),
]


@pytest.mark.parametrize("text", ["o3-mini-2025-01-31", "o3-mini-20241220"])
def test_a_pin_that_only_some_state_is_found(text: str) -> None:
    """A dated snapshot is the model that some offering dates so."""
    found = known(document(O3_MINI)).find(text).certain
    assert found is not None
    assert found.model == "openai/o3-mini"
    assert found.reason.code == "pin_fits"


@pytest.mark.parametrize("text", ["o3-mini-2025-07-01", "o3-mini-0701"])
def test_a_pin_that_nobody_states_is_not(text: str) -> None:
    """A date far from every release may be another release."""
    assert known(document(O3_MINI)).find(text).certain is None


def test_a_labs_other_dates_speak_against_a_pin() -> None:
    """Where the lab sells a dated release, another date is not the model."""
    dated = [*O3_MINI, offering("openai", "o3-mini-2024-12-20", release_date="2024-12-20")]
    assert known(document(dated)).find("o3-mini-2025-01-31").certain is None


REASONS = [
    ("gpt-4o-2099-01-01", "partly_said"),
    ("claude sonnet", "partly_known"),
    ("anthropic/claude-sonnet-4.5", "undated_id"),
]


@pytest.mark.parametrize(("text", "code"), REASONS)
def test_reasons_are_true(text: str, code: str) -> None:
    """No reason says that a name holds what it lacks, or that offerings are what they are not."""
    assert lookup().find(text).candidates[0].reason.code == code


def _spelt() -> list[tuple[str, str]]:
    lines = (Path(__file__).parent / "spellings.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("# ")]
    return [(text, meant) for text, meant in rows]


def test_a_spelling_of_each_kind_means_what_it_says() -> None:
    """Clients, hosts, resource names, addresses, tags, budgets, strangers, fine-tunes, routers."""
    wrong = {}
    for text, meant in _spelt():
        found = lookup().find(text)
        certain = found.certain.model if found.certain else "nothing"
        kind, _, what = meant.rpartition(" ")
        told = {
            "": certain,
            "not": certain,
            "fine-tune": found.fine_tune_of and found.fine_tune_of.model,
            "router": found.router and found.router.provider,
        }[kind]
        if (told == what) is (kind == "not"):
            wrong[text] = told
    assert wrong == {}
