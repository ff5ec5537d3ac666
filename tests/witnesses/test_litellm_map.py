"""LiteLLM's price map: its grammar, its traps, and what of it is told."""

import pytest
from reading_witnesses import litellm, only, read, rules

from modelario.records import EventKind, LifecycleEvent
from modelario.witnesses.litellm_keys import priced


@pytest.mark.parametrize(
    ("field", "unit", "size", "mode"),
    [
        ("input_cost_per_token", "input_mtok", None, None),
        ("output_cost_per_token_batches", "output_mtok", None, "batch"),
        ("input_cost_per_token_flex", "input_mtok", None, "flex"),
        ("input_cost_per_token_priority", "input_mtok", None, "priority"),
        ("input_cost_per_token_ultrafast", "input_mtok", None, "ultrafast"),
        # A mode that nobody has thought of yet.
        ("output_cost_per_token_above_272k_tokens_decisions", "output_mtok", 272_000, "decisions"),
        ("input_cost_per_token_above_200k_tokens", "input_mtok", 200_000, None),
        ("cache_read_input_token_cost", "cache_read_mtok", None, None),
        ("input_cost_per_token_cache_hit", "cache_read_mtok", None, None),
        ("cache_creation_input_token_cost", "cache_write_mtok", None, None),
        ("cache_creation_input_token_cost_above_1hr", "cache_write_1h_mtok", None, None),
        (
            "cache_creation_input_token_cost_above_1hr_above_200k_tokens",
            "cache_write_1h_mtok",
            200_000,
            None,
        ),
        ("output_cost_per_reasoning_token", "reasoning_mtok", None, None),
        ("input_cost_per_audio_token_above_200k_tokens_flex", "input_audio_mtok", 200_000, "flex"),
        ("output_cost_per_image_token_batches", "output_image_mtok", None, "batch"),
    ],
)
def test_a_field_names_unit_size_and_mode(field, unit, size, mode):
    found = priced(field)
    assert (found.unit, found.piece) == (unit, None)
    assert found.conditions.mode == mode
    assert (found.conditions.prompt and found.conditions.prompt.tokens) == size
    assert not (found.conditions.prompt and found.conditions.prompt.inclusive)


@pytest.mark.parametrize(
    ("field", "piece"),
    [
        ("output_cost_per_image", "output_image"),
        ("output_cost_per_image_0.5K", "output_image_0.5k"),
        ("output_cost_per_second_1080p", "output_second_1080p"),
        ("input_cost_per_audio_per_second", "input_audio_second"),
        ("input_cost_per_character_above_128k_tokens", "input_character"),
        ("ocr_cost_per_page_batches", "page"),
        ("input_cost_per_query", "query"),
        ("cost_per_second", "second"),
    ],
)
def test_a_field_names_a_piece(field, piece):
    assert (priced(field).unit, priced(field).piece) == (None, piece)


@pytest.mark.parametrize(
    "field",
    [
        # No prices.
        "supports_vision", "max_input_tokens", "input_dbu_cost_per_token", "metadata",
        "fedramp_uplift_multiplier", "tiered_pricing",
        # Prices of what we have no unit for.
        "cache_creation_input_token_cost_above_12hr", "cache_read_input_audio_token_cost",
        "input_cost_per_video_token", "input_cost_per_video_per_second_above_8s_interval",
        "input_cost_per_token_above_1hr",
    ],
)  # fmt: skip
def test_other_fields_name_none(field):
    assert priced(field) is None


def test_prices_are_exact_and_ordered():
    found = only(
        "litellm",
        litellm(
            output_cost_per_token=7.000000000000001e-08,
            output_cost_per_token_above_272k_tokens_batches=3e-06,
            output_cost_per_token_batches=2e-06,
            input_cost_per_token_above_272k_tokens=1.375e-06,
            input_cost_per_token=3e-06,
            cache_creation_input_token_cost_above_1hr=6e-06,
        ),
    )
    assert (found.provider, found.offering_id, found.key) == ("openai", "gpt-x", "gpt-x")
    assert rules(found) == [
        ("", {"input": "3", "output": "0.07", "cache_write_1h": "6"}),
        ("above 272000", {"input": "1.375"}),
        ("batch", {"output": "2"}),
        ("batch above 272000", {"output": "3"}),
    ]


@pytest.mark.parametrize(
    ("prices", "expected"),
    [
        # Nothing tells whether it is free or not priced by tokens.
        ({"input_cost_per_token": 0, "output_cost_per_token": 0.0}, None),
        (
            {"input_cost_per_token": 0, "output_cost_per_token": 0, "output_cost_per_image": 0.04},
            {"output_image": "0.04"},
        ),
        # An embedding writes nothing.
        (
            {"input_cost_per_token": 1e-07, "output_cost_per_token": 0},
            {"input": "0.1", "output": "0"},
        ),
        ({"input_cost_per_token": 1e-07, "output_cost_per_image": 0}, {"input": "0.1"}),
    ],
)
def test_zero_means_free_or_not_priced(prices, expected):
    found = read("litellm", litellm(**prices))
    assert [told for each in found.testimonies for _, told in rules(each)] == (
        [expected] if expected else []
    )
    assert found.unread == 0


def test_what_is_no_model_is_left_out():
    found = read(
        "litellm",
        {
            "sample_spec": {"input_cost_per_token": "what a token costs", "max_tokens": "text"},
            "fallback_generalizations": {"rules": [{"pattern": "^x"}]},
            "azure/gpt-latest": {"alias_of": "azure/gpt-6", "input_cost_per_token": 1e-06},
        },
    )
    assert (found.testimonies, found.unread) == ((), 0)


def test_tiers_as_ranges_hold_above_their_start():
    found = only(
        "litellm",
        litellm(
            input_cost_per_token=9e-06,
            tiered_pricing=[
                {"range": [0, 32000.0], "input_cost_per_token": 1e-06, "output_cost_per_token": 0},
                {"range": [32000.0, 128000.0], "input_cost_per_token": 2e-06},
                # By the number of results, and not by tokens.
                {"max_results_range": [0, 25], "input_cost_per_query": 0.005},
            ],
        ),
    )
    assert rules(found) == [
        ("", {"input": "1", "output": "0"}),
        ("above 32000", {"input": "2"}),
    ]


def test_off_peak_hours():
    found = only(
        "litellm",
        litellm(
            input_cost_per_token=3e-07,
            off_peak_pricing={
                "input_cost_per_token": 1.5e-07,
                "windows": [
                    {"hours_utc": ["00:00-01:00", "10:00-00:00"], "weekdays": [1, 2, 3, 4, 5]},
                    {"hours_utc": "00:00-00:00", "weekdays": [6, 7]},
                ],
            },
        ),
    )
    assert rules(found) == [
        ("", {"input": "0.3"}),
        ("00:00-01:00 12345 10:00-00:00 12345 00:00-00:00 67", {"input": "0.15"}),
    ]


@pytest.mark.parametrize(
    ("span", "weekdays", "expected"),
    [
        ("01:00-04:00", [1, 5], "01:00-04:00 15"),
        # From 16:00 UTC on it is the next day in Shanghai.
        ("16:00-18:00", [1], "16:00-18:00 7"),
        ("16:30-00:30", [1, 2], "16:30-00:30 17"),
        ("10:00-00:00", [6], "10:00-16:00 6 16:00-00:00 5"),
        ("16:30-00:30", [], "16:30-00:30 daily"),
    ],
)
def test_weekdays_by_another_calendar(span, weekdays, expected):
    found = only(
        "litellm",
        litellm(
            off_peak_pricing={
                "input_cost_per_token": 1e-06,
                "windows": [{"hours_utc": span, "weekdays": weekdays}],
                "weekday_timezone": "Asia/Shanghai",
            }
        ),
    )
    assert rules(found) == [(expected, {"input": "1"})]


@pytest.mark.parametrize(
    ("key", "theirs", "provider", "name", "region"),
    [
        ("claude-sonnet-4-5", "anthropic", "anthropic", "claude-sonnet-4-5", ""),
        ("deepseek/deepseek-chat", "deepseek", "deepseek", "deepseek-chat", ""),
        ("gemini/gemini-2.5-pro", "gemini", "google", "gemini-2.5-pro", ""),
        ("gemini-2.5-pro", "vertex_ai-language-models", "google-vertex", "gemini-2.5-pro", ""),
        ("vertex_ai/claude-x@1", "vertex_ai-anthropic_models", "google-vertex", "claude-x@1", ""),
        ("together_ai/Qwen/Qwen3", "together_ai", "togetherai", "Qwen/Qwen3", ""),
        ("cloudflare/@cf/meta/l", "cloudflare", "cloudflare-workers-ai", "@cf/meta/l", ""),
        ("perplexity/sonar", "perplexity", "perplexity", "sonar", ""),
        ("perplexity/openai/gpt-5", "perplexity", "perplexity-agent", "openai/gpt-5", ""),
        ("amazon-nova/nova-pro-v1", "amazon_nova", "nova", "nova-pro-v1", ""),
        ("some_new_lab/m", "some_new_lab", "some-new-lab", "m", ""),
        # Regional: what is told of a region, and what is a listing of its own.
        ("bedrock/eu-west-1/a.b-v1:0", "bedrock", "amazon-bedrock", "a.b-v1:0", "eu-west-1"),
        ("bedrock/us-gov-west-1/a.b", "bedrock", "amazon-bedrock", "a.b", "us-gov-west-1"),
        ("us.anthropic.c-v1:0", "bedrock_converse", "amazon-bedrock", "us.anthropic.c-v1:0", ""),
        ("azure/eu/gpt-5.1", "azure", "azure", "gpt-5.1", "eu"),
        ("azure/global-standard/gpt-4o", "azure", "azure", "gpt-4o", "global"),
        ("azure/high/1024-x-1024/gpt-image", "azure", "azure", "high/1024-x-1024/gpt-image", ""),
        ("openrouter/eu/x", "openrouter", "openrouter", "eu/x", ""),
    ],
)
def test_a_key_names_provider_listing_and_region(key, theirs, provider, name, region):
    found = only("litellm", litellm(key, litellm_provider=theirs, input_cost_per_token=1e-06))
    assert (found.provider, found.offering_id, found.key) == (provider, name, key)
    assert rules(found) == [(region, {"input": "1"})]


def test_uplifts_are_rules_and_never_twice():
    found = only(
        "litellm",
        litellm(
            input_cost_per_token=1e-06,
            input_cost_per_token_batches=5e-07,
            output_cost_per_image=0.1,
            regional_processing_uplift_multiplier_eu=1.1,
        ),
    )
    assert rules(found) == [
        ("", {"input": "1", "output_image": "0.1"}),
        ("batch", {"input": "0.5"}),
        ("eu", {"input": "1.1"}),
        ("eu batch", {"input": "0.55"}),
    ]
    own = only(
        "litellm",
        litellm(
            "azure/eu/gpt",
            litellm_provider="azure",
            input_cost_per_token=1.1e-06,
            regional_processing_uplift_multiplier_eu=1.1,
        ),
    )
    assert rules(own) == [("eu", {"input": "1.1"})]


def test_fast_mode_and_region_go_together():
    found = only(
        "litellm",
        litellm(
            input_cost_per_token=5e-06,
            input_cost_per_token_batches=2.5e-06,
            provider_specific_entry={"us": 1.1, "fast": 2.0},
        ),
    )
    assert rules(found) == [
        ("", {"input": "5"}),
        ("batch", {"input": "2.5"}),
        ("fast", {"input": "10"}),
        ("us", {"input": "5.5"}),
        ("us batch", {"input": "2.75"}),
        ("us fast", {"input": "11"}),
    ]


@pytest.mark.parametrize(
    ("depths", "expected"),
    [
        ((0.01, 0.01, 0.01), {"web_search": "0.01"}),
        (
            (0.03, 0.035, 0.05),
            {"web_search_low": "0.03", "web_search_medium": "0.035", "web_search_high": "0.05"},
        ),
    ],
)
def test_searches_are_pieces(depths, expected):
    names = ("low", "medium", "high")
    prices = {f"search_context_size_{name}": each for name, each in zip(names, depths, strict=True)}
    found = only("litellm", litellm(search_context_cost_per_query=prices))
    assert rules(found) == [("", expected)]


def test_the_end_of_a_model():
    found = only(
        "litellm",
        litellm(
            deprecation_date="2026-10-23",
            deprecation_source="https://example.org/deprecations",
            successor_model="gpt-y",
            source="javascript:alert(1)",
        ),
    )
    assert found.events == (
        LifecycleEvent(
            kind=EventKind.RETIRES,
            day="2026-10-23",
            provider="openai",
            source="litellm",
            link="https://example.org/deprecations",
            successor="gpt-y",
        ),
    )
    assert found.link is None


@pytest.mark.parametrize(
    "fields",
    [
        {"input_cost_per_token": "NaN"},
        {"input_cost_per_token": float("nan")},
        {"input_cost_per_token": float("inf")},
        {"input_cost_per_token": -1e-06},
        {"input_cost_per_token": 2},
        {"input_cost_per_token": [1e-06]},
        {"input_cost_per_token": True},
        {"input_cost_per_token": 1e-06, "litellm_provider": None},
        {"input_cost_per_token": 1e-06, "litellm_provider": ["openai"]},
        {"input_cost_per_token": 1e-06, "litellm_provider": "a\u0000b"},
        {"input_cost_per_token": 1e-06, "deprecation_date": "soon"},
        {"input_cost_per_token": 1e-06, "tiered_pricing": {"range": [0, 1]}},
        {"tiered_pricing": [{"range": [-5, 1], "input_cost_per_token": 1e-06}]},
        {"off_peak_pricing": {"input_cost_per_token": 1e-06, "hours_utc": "25:00-26:00"}},
        {"off_peak_pricing": {"input_cost_per_token": 1e-06, "hours_utc": "night"}},
        {"off_peak_pricing": {"input_cost_per_token": 1e-06}},
        {"input_cost_per_token": 1e-06, "provider_specific_entry": {"us": 1e9}},
        {f"input_cost_per_token_above_{n}k_tokens": 1e-06 for n in range(1, 200)},
        {"input_cost_per_token": 1e-06, "metadata": [[]] * 500},
    ],
)
def test_an_entry_that_cannot_be_read_is_counted_alone(fields):
    good = litellm("good", input_cost_per_token=1e-06)
    found = read("litellm", {**litellm("bad", **fields), **good})
    assert [each.key for each in found.testimonies] == ["good"]
    assert found.unread == 1


def test_keys_that_stand_twice_are_unread():
    entry = b'{"litellm_provider": "openai", "input_cost_per_token": 1e-6}'
    found = read("litellm", b'{"a": %s, "b": %s, "a": %s}' % (entry, entry, entry))
    assert [each.key for each in found.testimonies] == ["b"]
    assert found.unread == 1
    twice = b'{"litellm_provider": "x", "input_cost_per_token": 1, "input_cost_per_token": 1e-6}'
    assert read("litellm", b'{"a": %s}' % twice).unread == 1
