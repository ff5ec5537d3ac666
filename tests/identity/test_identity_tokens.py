"""Ids taken apart by their form alone."""

import pytest

from modelario.identity.reading.readings import read
from modelario.identity.reading.tokens import take_apart
from modelario.records import ProviderId

TOKENS = [
    ("claude-4-5-sonnet", "claude #4.5 sonnet"),
    ("claude-opus4-5", "claude opus #4.5"),
    ("kimi-k2p6", "kimi k #2.6"),
    ("Kimi-K2_6", "kimi k #2.6"),
    ("gpt-4o-2024-11-20", "gpt #4 +o @20241120"),
    ("command-r-08-2024", "command r @202408"),
    ("command-r7b-12-2024", "command r7b @202412"),
    ("gemini-2.5-flash-preview-05-20", "gemini #2.5 flash preview @0520"),
    ("gemini-2.0-flash-001", "gemini #2 flash @001"),
    ("claude-opus-4-1@20250805", "claude opus #4.1 @20250805"),
    ("claude-opus-4-6@default", "claude opus #4.6"),
    ("qwen3-235b-a22b-instruct-2507", "qwen #3 %235b ~a22b instruct @2507"),
    ("llama-4-maverick-17b-128e", "llama #4 maverick %17b ^128e"),
    ("gpt-oss:120b", "gpt oss %120b"),
    ("mixtral-8x7B-instruct-v0.1", "mixtral %8x7b instruct #0.1"),
    ("gemma-3n-E4B-it", "gemma #3 +n %e4b instruct"),
    ("4o-mini", "#4 +o mini"),
    ("o4-mini", "o #4 mini"),
    ("glm-4.6v", "glm #4.6 +v"),
    ("kimi-k2.5-n", "kimi k #2.5 n"),
    ("anthropic.claude-v2:1", "claude #2.1"),
    ("mistral.mistral-7b-instruct-v0:1", "mistral %7b instruct #0.1"),
    ("anthropic.claude-3-sonnet-20240229-v1:0", "claude #3 sonnet @20240229"),
    ("anthropic.claude-3-sonnet-20240229-v1:0:200k", "claude #3 sonnet @20240229"),
    ("anthropic.claude-3-sonnet-20240229-v1:0:pro", "claude #3 sonnet @20240229 pro"),
    ("amazon.titan-embed-text-v2:0", "titan embed text #2"),
    ("gpt-oss:120b-cloud", "gpt oss %120b"),
    ("somebody:gpt-5", "gpt #5"),
    ("step-2-16k", "step #2 &16k"),
    ("solar-10_7b-instruct", "solar %10.7b instruct"),
    ("wan2-2-t2v-a14b", "wan #2.2 t2v ~a14b"),
    ("cohere-embed-v-4-0", "cohere embed #4"),
    ("grok-4.1-fast-non-reasoning", "grok #4.1 fast non-reasoning"),
]


@pytest.mark.parametrize(("text", "tokens"), TOKENS)
def test_ids_are_taken_apart(text: str, tokens: str) -> None:
    """Each part is typed: word, #version, %size, ~active, ^experts, &context, @pin, +behind."""
    assert take_apart(text).signature == frozenset(tokens.split())


VARIANTS = [
    ("us.anthropic.claude-opus-4-7", {"region": "us"}),
    ("anthropic.claude-opus-4-7", {}),
    ("zai-org/GLM-5.1-FP8", {"quantisation": "fp8"}),
    ("Qwen3_5-9B-Q4_K_M", {"quantisation": "q4_k_m"}),
    ("TEE/glm-5", {"tee": "yes"}),
    ("zai-org/GLM-5-TEE", {"tee": "yes"}),
    ("deepseek/deepseek-r1:free", {"free": "yes"}),
    ("minimax-m3-free", {"free": "yes"}),
    ("openai/gpt-4o:online", {"web": "yes"}),
    ("claude-opus-4:thinking:low", {"effort": "low"}),
    ("claude-opus-4-1-thinking:32768", {"effort": "32768"}),
    ("claude-opus-4-1-thinking-32000", {"effort": "32000"}),
    ("qwen3-30b-a3b-thinking-2507", {}),
    ("gpt-oss-120b:cerebras", {"host": "cerebras"}),
    ("gpt-oss-120b@cerebras", {"host": "cerebras"}),
    ("gpt-oss-120b:fastest", {"host": ""}),
    ("claude-sonnet-4-5@us-east5", {"region": "us-east5"}),
]


@pytest.mark.parametrize(("text", "fields"), VARIANTS)
def test_serving_words_become_the_variant(text: str, fields: dict[str, str]) -> None:
    """Words that only say how a model is served leave the name."""
    assert dict(take_apart(text).variant) == fields


PREFIXES = [
    ("databricks", "databricks-gpt-5", "gpt #5"),
    ("x", "openai-gpt-5.4", "gpt #5.4"),
    ("x", "kimi-k2.6", "kimi k #2.6"),
    ("x", "mistral-large", "mistral large"),
    ("x", "meta-llama-3-70b-instruct", "llama #3 %70b instruct"),
    ("x", "nvidia/nvidia-nemotron-nano-9b-v2", "nemotron nano %9b #2"),
    ("aihubmix", "coding-glm-5.1", "glm #5.1"),
    ("venice", "venice-uncensored", "venice uncensored"),
]


@pytest.mark.parametrize(("provider", "text", "tokens"), PREFIXES)
def test_prefixes_go_only_where_a_family_remains(provider: str, text: str, tokens: str) -> None:
    """A vendor's or host's prefix is dropped, a family's word is not."""
    assert read(ProviderId(provider), text).signature == frozenset(tokens.split())
