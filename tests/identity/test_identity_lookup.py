"""What people type, and the model that they mean."""

from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from identity_documents import Wild, embedded_document, ids, wild_document, wild_rows

from modelario.identity.lookup.lookup import Lookup
from modelario.identity.reading.tokens import take_apart
from modelario.identity.resolve import resolve
from modelario.records import ModelId


@cache
def lookup() -> Lookup:
    return Lookup(resolve(embedded_document()), embedded_document())


@cache
def wild_lookup() -> Lookup:
    return Lookup(resolve(wild_document()), wild_document())


CERTAIN = [
    # canonical ids
    ("anthropic/claude-sonnet-4-5", "anthropic/claude-sonnet-4-5"),
    ("OpenAI/GPT-5", "openai/gpt-5"),
    # a provider and its id
    ("openrouter/anthropic/claude-sonnet-4.5", "anthropic/claude-sonnet-4-5"),
    ("openrouter:anthropic/claude-sonnet-4.5", "anthropic/claude-sonnet-4-5"),
    ("openrouter::anthropic/claude-sonnet-4.5", "anthropic/claude-sonnet-4-5"),
    ("gpt-5@azure", "openai/gpt-5"),
    # Bedrock
    (
        "arn:aws:bedrock:us-east-1:12:inference-profile/us.anthropic.claude-opus-4-6-v1",
        "anthropic/claude-opus-4-6",
    ),
    (
        "arn:aws:bedrock:eu-west-1::foundation-model/anthropic.claude-haiku-4-5-20251001-v1:0",
        "anthropic/claude-haiku-4-5-20251001",
    ),
    ("apac.anthropic.claude-sonnet-4-20250514-v1:0", "anthropic/claude-sonnet-4-20250514"),
    ("bedrock/us.meta.llama3-3-70b-instruct-v1:0", "meta/llama-3.3-70b-instruct"),
    # Vertex
    ("publishers/google/models/gemini-2.5-pro", "google/gemini-2.5-pro"),
    (
        "projects/p/locations/us-east5/publishers/anthropic/models/claude-opus-4-1@20250805",
        "anthropic/claude-opus-4-1-20250805",
    ),
    ("vertex_ai/claude-sonnet-4-5@20250929", "anthropic/claude-sonnet-4-5-20250929"),
    ("models/gemini-2.5-flash", "google/gemini-2.5-flash"),
    # Azure deployments named after the model
    ("azure/gpt-4o", "openai/gpt-4o"),
    ("https://x.openai.azure.com/openai/deployments/gpt-4o/chat", "openai/gpt-4o"),
    # OpenRouter's suffixes
    ("deepseek/deepseek-r1:free", "deepseek/deepseek-r1"),
    ("openai/gpt-4o:online", "openai/gpt-4o"),
    ("anthropic/claude-3.7-sonnet:thinking", "anthropic/claude-3-7-sonnet-20250219"),
    # Hugging Face
    ("https://huggingface.co/Qwen/Qwen3-32B", "alibaba/qwen3-32b"),
    ("huggingface.co/deepseek-ai/DeepSeek-R1-0528/tree/main", "deepseek/deepseek-r1-0528"),
    ("Qwen/Qwen3-32B-FP8", "alibaba/qwen3-32b"),
    # display names
    ("Claude Sonnet 4.5", "anthropic/claude-sonnet-4-5"),
    ("GPT-5 mini", "openai/gpt-5-mini"),
    ("Llama 3.3 70B", "meta/llama-3.3-70b-instruct"),
    ("sonnet 4.5", "anthropic/claude-sonnet-4-5"),
    ("Command R+ 08-2024", "cohere/command-r-plus-08-2024"),
    # an undated request never gains a date
    ("claude-sonnet-4.5", "anthropic/claude-sonnet-4-5"),
    ("claude-opus-4-1", "anthropic/claude-opus-4-1"),
    ("claude sonnet 4.5 thinking", "anthropic/claude-sonnet-4-5"),
    ("claude-haiku-4.5-thinking", "anthropic/claude-haiku-4-5"),
    ("Mistral Small 3.2", "mistral/mistral-small-2506"),
    ("mistral-small", "mistral/mistral-small-latest"),
    # the pin of a model that has one only
    ("gpt-5-2025-08-07", "openai/gpt-5"),
    # without separators
    ("gpt5mini", "openai/gpt-5-mini"),
    # slips of a finger
    ("cluade-sonnet-4-5", "anthropic/claude-sonnet-4-5"),
    ("gemeni-2.5-flash", "google/gemini-2.5-flash"),
    ("gpt-5.2-codx", "openai/gpt-5.2-codex"),
    # what client libraries put in front
    ("github/gpt-4o", "openai/gpt-4o"),
    ("github_copilot/gpt-4o", "openai/gpt-4o"),
    ("cohere_chat/command-r-plus-08-2024", "cohere/command-r-plus-08-2024"),
    ("google_genai:gemini-2.5-pro", "google/gemini-2.5-pro"),
    ("azure/eu/gpt-4o", "openai/gpt-4o"),
    ("sambanova/Meta-Llama-3.3-70B-Instruct", "meta/llama-3.3-70b-instruct"),
    ("databricks/databricks-meta-llama-3-3-70b-instruct", "meta/llama-3.3-70b-instruct"),
    # who only repackages
    ("bartowski/Llama-3.3-70B-Instruct-GGUF", "meta/llama-3.3-70b-instruct"),
    ("mlx-community/Qwen3-32B-4bit", "alibaba/qwen3-32b"),
    ("unsloth/Qwen3-32B-UD-Q4_K_XL", "alibaba/qwen3-32b"),
    ("Llama-3.3-70B-Instruct-Q8_0", "meta/llama-3.3-70b-instruct"),
    ("gemma-3-27b-it-qat", "google/gemma-3-27b-it"),
    (
        "neuralmagic/Meta-Llama-3.1-70B-Instruct-quantized.w8a8",
        "meta/llama-3.1-70b-instruct",
    ),
    # how it is served
    ("us-gov.anthropic.claude-sonnet-4-5-20250929-v1:0", "anthropic/claude-sonnet-4-5-20250929"),
    ("amazon.titan-embed-text-v2:0", "amazon/titan-embed-text-v2"),
    ("glm-4.6:cloud", "zhipuai/glm-4.6"),
    ("claude-sonnet-4-5[1m]", "anthropic/claude-sonnet-4-5"),
    # how long it may reason
    ("gpt-5-minimal", "openai/gpt-5"),
    ("gpt-5-medium", "openai/gpt-5"),
    ("gpt-5.1-none", "openai/gpt-5.1"),
    ("o3-high", "openai/o3"),
    # the usual edition
    ("Llama 3 8B", "meta/llama-3-8b-instruct"),
    ("llama3:8b", "meta/llama-3-8b-instruct"),
    ("o1-2024-12-17", "openai/o1"),
    ("xai/grok-4-latest", "xai/grok-4"),
    # quoted
    ("`gpt-5`", "openai/gpt-5"),
]


@pytest.mark.parametrize(("text", "model"), CERTAIN)
def test_spellings_that_are_certain(text: str, model: str) -> None:
    """Any common spelling of an id, a name or an address finds the one model."""
    found = lookup().find(text)
    assert found.certain is not None
    assert found.certain.model == model


UNCERTAIN = [
    "llama-3.1-9b",
    "claude-sonnet-4-7",
    "claude-sonnet-4-5-20991231",
    "gpt-6",
    "qwen3-coder-480b-a28b-instruct",
    "llama-4-scout-17b-79e-instruct",
    "gpt-5-codex-vision",
    "gemini-2.5-pro-chat",
    "claude-opus-4-7-preview",
    "nemotron-nano-9b-v2-lite",
    "openai/gpt-4o-2024-08-07",
    "gpt-5-2027-08-07",
    "gpt-oss-121b",
    "qwen3-codex-480b",
    "claude",
    "gemini",
    "somebody-else/Llama-3.3-70B-Instruct",
    "gpt-5-mega",
    "my-own-deployment",
    "llama318b",
    "qwenlong",
    "deepseek-v3-latest",
    "command-r-latest",
    "x" * 400,
    "",
    "   ",
    "🙂",
]


@pytest.mark.parametrize("text", UNCERTAIN)
def test_spellings_that_are_not_certain(text: str) -> None:
    """Another size, another version or an unknown name is never answered for certain."""
    assert lookup().find(text).certain is None


def test_several_models_are_ranked() -> None:
    """A name that several models begin with lists them, the best known first."""
    found = lookup().find("claude sonnet")
    assert found.ambiguous
    assert len(found.candidates) > 1
    confidences = [candidate.confidence for candidate in found.candidates]
    assert confidences == sorted(confidences, reverse=True)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("qwen3", "alibaba/qwen3"),
        ("qwen", "alibaba/qwen3"),
        ("qwen3-vl", "alibaba/qwen3-vl"),
        ("claude", "anthropic/claude-"),
        ("claude-sonnet", "anthropic/claude-sonnet-4-"),
        ("gpt", "openai/gpt-"),
        ("o4", "openai/"),
        ("llama", "meta/llama-"),
        ("gemini flash", "google/gemini-3"),
        ("mistral", "mistral/mistral-"),
        ("kimi", "moonshotai/kimi-k2."),
        ("deepseek", "deepseek/deepseek-v"),
    ],
)
def test_family_names_are_ambiguous(text: str, first: str) -> None:
    """A bare family lists its best known, newest models."""
    found = lookup().find(text)
    assert found.certain is None
    assert found.ambiguous
    assert found.candidates[0].model.startswith(first)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("gpt-4-0613", "openai/gpt-4"),
        ("gpt-4-32k-0613", "openai/gpt-4-32k"),
        ("gpt-4o-latest", "openai/gpt-4o"),
        ("gpt-5-latest", "openai/gpt-5"),
        ("deepseek-r1:671b", "deepseek/deepseek-r1"),
        ("vertex_ai/mistral-large@2411-001", "mistral/mistral-large-2411"),
    ],
)
def test_what_was_said_ranks_first(text: str, first: str) -> None:
    """Among models that may be meant, those that hold just what was said come before others."""
    found = lookup().find(text)
    assert found.certain is None
    assert found.candidates[0].model == first


_ANSWERS_TO_LESS = {
    "offering_id",
    "offering_ids",
    "undated_id",
    "same_tokens",
    "display_name",
    "family_supplied",
}


@given(st.data())
@settings(max_examples=400)
def test_words_that_several_models_hold_mean_none_of_them(data: st.DataObject) -> None:
    """Some words of a name are certain only where a model is called just so, or one has them.

    Of a size and a version the usual edition is meant.
    """
    names = _embedded_names()
    words = data.draw(st.sampled_from(sorted(names))).split("/")[1].split("-")
    kept = data.draw(st.lists(st.booleans(), min_size=len(words), max_size=len(words)))
    text = "-".join(word for word, keep in zip(words, kept, strict=True) if keep)
    found = lookup().find(text).certain
    if found is not None and found.reason.code not in _ANSWERS_TO_LESS:
        said = take_apart(text).signature
        if found.reason.code == "same_name_otherwise" and names[found.model] == said | {"instruct"}:
            return
        assert [model for model, name in names.items() if said <= name] in ([found.model], [])


@cache
def _embedded_names() -> dict[str, frozenset[str]]:
    models = resolve(embedded_document()).identities
    return {model: take_apart(model.split("/")[1]).signature for model in models}


def test_unknown_names_are_said_to_be_unknown() -> None:
    """What is merely spelt alike is offered, but not as an answer."""
    found = lookup().find("llama-3.1-9b")
    assert found.unknown
    assert found.candidates
    assert all(candidate.confidence < 0.5 for candidate in found.candidates)


def test_a_pin_that_is_asked_for_leaves_no_mark() -> None:
    """A pin of a model that nobody dates is answered, and so is whatever is asked after it."""
    known = ids("openai::gpt-5", "openai::gpt-5-mini")
    asked = Lookup(resolve(known), known)
    assert asked.find("gpt-5-2025-08-07").certain is None
    fresh = Lookup(resolve(known), known)
    assert asked.find("gpt") == fresh.find("gpt")
    assert asked.find("gpt").ambiguous


def test_routers_are_no_models() -> None:
    """A router is recognised as one."""
    found = lookup().find("openrouter/auto")
    assert found.router is not None
    assert found.certain is None
    assert not found.unknown


def test_variants_are_told() -> None:
    """How the model is to be served is part of the answer."""
    found = lookup().find("openai/gpt-4o:online").certain
    assert found is not None
    assert found.variant is not None
    assert found.variant.web


def test_the_offering_is_told_where_one_is_meant() -> None:
    """A provider's id answers with the provider and its spelling."""
    found = lookup().find("openrouter/Anthropic/Claude-Sonnet-4.5").certain
    assert found is not None
    assert (found.provider, found.offering_id) == ("openrouter", "anthropic/claude-sonnet-4.5")


def test_former_ids_lead_to_the_model() -> None:
    """An alias of the resolution answers like the id itself."""
    resolution = resolve(
        wild_document(), {("openai", "gpt-5"): ModelId("openai/gpt-five")} | _published()
    )
    assert resolution.aliases == {"openai/gpt-five": "openai/gpt-5"}
    found = Lookup(resolution, wild_document()).find("openai/gpt-five").certain
    assert found is not None
    assert found.model == "openai/gpt-5"


def _published() -> dict[tuple[str, str], ModelId]:
    return {
        (a.provider, a.offering_id): a.model
        for a in resolve(wild_document()).assignments
        if a.model is not None and a.offering_id != "gpt-5"
    }


# --- what does not matter, and what does ----------------------------------------------

_ROWS = st.sampled_from([row for row in wild_rows() if row.model is not None])
_UNIMPORTANT = st.lists(
    st.sampled_from([str.upper, str.title, lambda s: f" {s} ", lambda s: f"`{s}`"]), max_size=2
)


@given(_ROWS, _UNIMPORTANT)
@settings(max_examples=300)
def test_case_and_wrapping_never_matter(row: Wild, changes: list) -> None:
    """However an id is cased or quoted, the answer is the same."""
    plain = wild_lookup().find(row.offering_id)
    text = row.offering_id
    for change in changes:
        text = change(text)
    found = wild_lookup().find(text)
    assert [c.model for c in found.candidates] == [c.model for c in plain.candidates]


@given(_ROWS, st.sampled_from(["openrouter/", "nano-gpt:", "hub::"]))
@settings(max_examples=200)
def test_prefixes_never_change_the_answer(row: Wild, prefix: str) -> None:
    """A provider in front of the canonical id never leads to another model."""
    found = wild_lookup().find(f"{prefix}{row.model}").certain
    assert found is None or found.model == row.model


@given(_ROWS, st.sampled_from(["_", " ", "--"]))
@settings(max_examples=200)
def test_separators_never_matter(row: Wild, mark: str) -> None:
    """Hyphens between words can be anything else."""
    assert row.model is not None
    lab, slug = row.model.split("/")
    parts = slug.split("-")
    text = parts[0]
    for before, after in pairwise(parts):
        numbers = before[-1].isdigit() and after[0].isdigit()
        text += f"{'-' if numbers else mark}{after}"
    found = wild_lookup().find(f"{lab}/{text}").certain
    assert found is not None
    assert found.model == row.model


@given(_ROWS, st.integers(2, 977))
@settings(max_examples=300)
def test_another_number_is_always_another_model(row: Wild, number: int) -> None:
    """With another size or version in it, a name never answers for certain as before."""
    assert row.model is not None
    digits = next((part for part in _numbers(row.model.split("/")[1])), None)
    if digits is None or digits.lstrip("0") == str(number):
        return
    text = row.model.replace(digits, str(number), 1)
    if text == row.model or any(text == other.offering_id for other in wild_rows()):
        return
    found = wild_lookup().find(text).certain
    assert found is None or found.model != row.model


def _numbers(text: str) -> list[str]:
    runs, run = [], ""
    for character in f"{text} ":
        if character.isdigit():
            run += character
        elif run:
            runs.append(run)
            run = ""
    return runs


_MORE = ["pro", "mini", "nano", "flash", "lite", "max", "coder", "vl", "chat", "preview"]


@given(_ROWS, st.sampled_from(_MORE))
@settings(max_examples=300)
def test_another_word_is_always_another_model(row: Wild, word: str) -> None:
    """With one more word that models are told apart by, a name is not answered as before."""
    assert row.model is not None
    spelt = [other.offering_id.lower() for other in wild_rows() if other.model == row.model]
    if any(word in text for text in spelt) or (word == "vl" and "vision" in row.model):
        return
    found = wild_lookup().find(f"{row.model.split('/')[1]}-{word}").certain
    assert found is None or found.model != row.model


@given(_ROWS)
@settings(max_examples=200)
def test_another_family_is_always_another_model(row: Wild) -> None:
    """A word that nobody knows in front of the name makes it unknown."""
    assert row.model is not None
    found = wild_lookup().find(f"zzyzx-{row.model.split('/')[1]}").certain
    assert found is None or found.model != row.model


@given(st.text(max_size=60))
@settings(max_examples=300)
def test_any_text_is_answered(text: str) -> None:
    """Whatever is typed, there is an answer, and certain answers are in the catalogue."""
    found = wild_lookup().find(text)
    if found.certain is not None:
        assert found.certain.model in resolve_ids()


@cache
def resolve_ids() -> frozenset[str]:
    return frozenset(resolve(wild_document()).identities)
