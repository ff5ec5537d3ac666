"""Raw counts of every flavour made into disjoint parts, and what is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelario.catalogue.billing import Usage
from modelario.catalogue.flavours import FLAVOURS, FlavourError, usage_of

OPENAI = {
    "prompt_tokens": 1000,
    "completion_tokens": 300,
    "total_tokens": 1300,
    "prompt_tokens_details": {"cached_tokens": 400, "audio_tokens": 50},
    "completion_tokens_details": {"reasoning_tokens": 200, "audio_tokens": 20},
}
RESPONSES = {
    "input_tokens": 1000,
    "input_tokens_details": {"cached_tokens": 400},
    "output_tokens": 300,
    "output_tokens_details": {"reasoning_tokens": 200},
    "total_tokens": 1300,
}
ANTHROPIC = {
    "input_tokens": 100,
    "cache_creation_input_tokens": 248,
    "cache_read_input_tokens": 1800,
    "cache_creation": {"ephemeral_5m_input_tokens": 148, "ephemeral_1h_input_tokens": 100},
    "output_tokens": 503,
    "server_tool_use": {"web_search_requests": 2},
    "service_tier": "standard",
}
GEMINI = {
    "promptTokenCount": 1000,
    "cachedContentTokenCount": 400,
    "candidatesTokenCount": 300,
    "thoughtsTokenCount": 200,
    "toolUsePromptTokenCount": 30,
    "totalTokenCount": 1530,
    "promptTokensDetails": [
        {"modality": "TEXT", "tokenCount": 900},
        {"modality": "AUDIO", "tokenCount": 100},
    ],
    "cacheTokensDetails": [{"modality": "AUDIO", "tokenCount": 40}],
}
BEDROCK = {
    "inputTokens": 100,
    "outputTokens": 50,
    "totalTokens": 150,
    "cacheReadInputTokens": 1000,
    "cacheWriteInputTokens": 300,
    "cacheDetails": [{"ttl": "1h", "inputTokens": 200}, {"ttl": "5m", "inputTokens": 100}],
}
DEEPSEEK = {
    "prompt_tokens": 1000,
    "prompt_cache_hit_tokens": 600,
    "prompt_cache_miss_tokens": 400,
    "completion_tokens": 300,
    "completion_tokens_details": {"reasoning_tokens": 200},
    "total_tokens": 1300,
}
OTEL = {
    "gen_ai.usage.input_tokens": 1000,
    "gen_ai.usage.output_tokens": 300,
    "gen_ai.usage.cache_read.input_tokens": 400,
    "gen_ai.usage.cache_creation.input_tokens": 100,
    "gen_ai.usage.reasoning.output_tokens": 200,
}
OPENCODE = {
    "input": 600,
    "output": 100,
    "reasoning": 200,
    "cache": {"read": 400, "write": 50},
}

PARTS = [
    (
        *("openai", OPENAI),
        Usage(
            uncached_tokens=550,
            cache_read_tokens=400,
            input_audio_tokens=50,
            output_tokens=80,
            reasoning_tokens=200,
            output_audio_tokens=20,
        ),
    ),
    (
        "openai_chat",
        {"prompt_tokens": 7, "completion_tokens": 2},
        Usage(uncached_tokens=7, output_tokens=2),
    ),
    (
        *("openai-responses", RESPONSES),
        Usage(uncached_tokens=600, cache_read_tokens=400, output_tokens=100, reasoning_tokens=200),
    ),
    (
        *("anthropic", ANTHROPIC),
        Usage(
            uncached_tokens=100,
            cache_read_tokens=1800,
            cache_write_tokens=148,
            cache_write_1h_tokens=100,
            output_tokens=503,
            pieces={"web_search": 2},
        ),
    ),
    (
        *("anthropic", {"input_tokens": 5, "output_tokens": 1, "cache_creation": None}),
        Usage(uncached_tokens=5, output_tokens=1),
    ),
    (
        *("gemini", GEMINI),
        Usage(
            uncached_tokens=570,
            cache_read_tokens=400,
            input_audio_tokens=60,
            output_tokens=300,
            reasoning_tokens=200,
        ),
    ),
    (
        *("bedrock", BEDROCK),
        Usage(
            uncached_tokens=100,
            cache_read_tokens=1000,
            cache_write_tokens=100,
            cache_write_1h_tokens=200,
            output_tokens=50,
        ),
    ),
    (
        *("deepseek", DEEPSEEK),
        Usage(uncached_tokens=400, cache_read_tokens=600, output_tokens=100, reasoning_tokens=200),
    ),
    (
        *("otel", OTEL),
        Usage(
            uncached_tokens=500,
            cache_read_tokens=400,
            cache_write_tokens=100,
            output_tokens=100,
            reasoning_tokens=200,
        ),
    ),
    (
        *("opencode", OPENCODE),
        Usage(
            uncached_tokens=600,
            cache_read_tokens=400,
            cache_write_tokens=50,
            output_tokens=100,
            reasoning_tokens=200,
        ),
    ),
]


@pytest.mark.parametrize(("flavour", "raw", "usage"), PARTS, ids=[row[0] for row in PARTS])
def test_raw_counts_become_disjoint_parts(flavour, raw, usage):
    assert usage_of(raw, flavour) == usage


@pytest.mark.parametrize(("flavour", "raw", "usage"), PARTS, ids=[row[0] for row in PARTS])
def test_a_whole_answer_holds_its_counts(flavour, raw, usage):
    within = FLAVOURS[flavour.replace("_", "-")].within
    assert usage_of({"model": "x", within: raw}, flavour) == usage


def test_every_flavour_is_tried():
    assert {row[0].replace("_", "-") for row in PARTS} == FLAVOURS.keys()


DETAILED = [
    (
        "openai",
        {"prompt_tokens_details": {"cached_tokens": 640, "audio_tokens": 500}},
        {"cached_tokens_details": {"audio_tokens": 300}},
    ),
    (
        "openai-responses",
        {"input_tokens_details": {"cached_tokens": 640, "audio_tokens": 500}},
        {"cached_tokens_details": {"audio_tokens": 300}},
    ),
]


@pytest.mark.parametrize(("flavour", "raw", "cached"), DETAILED)
def test_audio_that_was_cached_is_counted_once(flavour, raw, cached):
    [(details, counts)] = raw.items()
    whole = {FLAVOURS[flavour].input[0]: 1000, FLAVOURS[flavour].output[0]: 1}
    found = usage_of({**whole, details: {**counts, **cached}}, flavour)
    assert (found.uncached_tokens, found.cache_read_tokens, found.input_audio_tokens) == (
        *(160, 640),
        200,
    )


@pytest.mark.parametrize(
    "cached",
    [
        {"prompt_cache_hit_tokens": 600},
        {"prompt_tokens_details": {"cached_tokens": 600}},
        {"prompt_cache_miss_tokens": 400, "prompt_tokens_details": {"cached_tokens": 600}},
        {"prompt_cache_hit_tokens": 600, "prompt_tokens_details": {"cached_tokens": 600}},
    ],
)
def test_what_deepseek_read_from_its_cache_may_be_told_in_either_field(cached):
    found = usage_of({"prompt_tokens": 1000, "completion_tokens": 1, **cached}, "deepseek")
    assert (found.uncached_tokens, found.cache_read_tokens) == (400, 600)


def test_entries_of_one_kind_are_added_up():
    details = [{"modality": "AUDIO", "tokenCount": n} for n in (100, 50)]
    found = usage_of({**GEMINI, "promptTokensDetails": details}, "gemini")
    assert found.input_audio_tokens == 110


TOTALS = [
    ("bedrock", {**BEDROCK, "totalTokens": 1450}, 100),
    ("opencode", {**OPENCODE, "total": 1350}, 600),
    # Without what is cached, the total says that it is part of the input.
    ("opencode", {**OPENCODE, "total": 900}, 150),
]


@pytest.mark.parametrize(("flavour", "raw", "uncached"), TOTALS)
def test_a_total_may_tell_what_it_holds(flavour, raw, uncached):
    assert usage_of(raw, flavour).uncached_tokens == uncached


REFUSED = [
    ("openai", {**OPENAI, "total_tokens": 1301}, "total_tokens is 1301, but its parts 1300"),
    ("openai", {**OPENAI, "prompt_tokens": 100, "total_tokens": 400}, "prompt_tokens is 100"),
    (
        "openai",
        {**OPENAI, "completion_tokens": 219, "total_tokens": 1219},
        "completion_tokens is 219",
    ),
    ("openai", {}, "neither is there"),
    ("openai", ANTHROPIC, "neither is there"),
    ("openai", {"prompt_tokens": -1}, "is -1, and no count"),
    ("openai", {"prompt_tokens": "7"}, "is '7', and no count"),
    ("openai", {"prompt_tokens": True}, "is True, and no count"),
    ("openai", {"prompt_tokens": 1.5}, "is 1.5, and no count"),
    ("anthropic", {**ANTHROPIC, "cache_creation_input_tokens": 249}, "but its parts 248"),
    ("gemini", {**GEMINI, "totalTokenCount": 1500}, "totalTokenCount is 1500"),
    ("bedrock", {**BEDROCK, "totalTokens": 151}, "totalTokens is 151"),
    ("bedrock", {**BEDROCK, "cacheWriteInputTokens": 1, "totalTokens": 150}, "but its parts 300"),
    ("bedrock", {**BEDROCK, "cacheDetails": [{"ttl": "1h", "inputTokens": 200}]}, "parts 200"),
    ("openai", {**OPENAI, "prompt_tokens_details": [1]}, "hold [1] where they have a JSON object"),
    ("gemini", {**GEMINI, "cacheTokensDetails": {"x": 1}}, "where they have a JSON list"),
    ("openai", {"usage": "x" * 1000}, "xxx… where they have a JSON object"),
    ("openai", {"prompt_tokens": 10**5000}, "a number of more than 18 digits, and no count"),
    ("openai", [1], "usage is [1], and no JSON object"),
    (7, OPENAI, "no flavour 7"),
    (
        "deepseek",
        {**DEEPSEEK, "prompt_tokens_details": {"cached_tokens": 599}},
        "cached_tokens is 599, but its parts 600",
    ),
    ("deepseek", {**DEEPSEEK, "prompt_cache_miss_tokens": 401}, "but its parts 1001"),
    ("otel", {**OTEL, "gen_ai.usage.input_tokens": 499}, "is 499, but its parts 500"),
    ("opencode", {**OPENCODE, "total": 901}, "total is 901"),
    ("openia", OPENAI, "no flavour 'openia'; flavours: openai"),
    ("", OPENAI, "no flavour ''"),
]


@pytest.mark.parametrize(("flavour", "raw", "said"), REFUSED)
def test_what_does_not_add_up_is_refused(flavour, raw, said):
    with pytest.raises(FlavourError) as caught:
        usage_of(raw, flavour)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


COUNT = st.integers(0, 10**9)


@given(COUNT, COUNT, COUNT, COUNT)
def test_nothing_is_lost_and_nothing_counted_twice(plain, cached, text, reasoning):
    prompt, written = plain + cached, text + reasoning
    counted = usage_of(
        {
            "prompt_tokens": prompt,
            "completion_tokens": written,
            "total_tokens": prompt + written,
            "prompt_tokens_details": {"cached_tokens": cached},
            "completion_tokens_details": {"reasoning_tokens": reasoning},
        },
        "openai",
    )
    assert (counted.prompt_tokens, counted.written_tokens) == (prompt, written)
    assert counted == usage_of(
        {
            "promptTokenCount": prompt,
            "cachedContentTokenCount": cached,
            "candidatesTokenCount": text,
            "thoughtsTokenCount": reasoning,
            "totalTokenCount": prompt + written,
        },
        "gemini",
    )
