"""Whatever a witness writes: entries are read or counted, and nothing else ever happens."""

import io
import json
from contextlib import suppress
from datetime import date
from typing import Any

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st
from reading_witnesses import DAY

from modelario.bounds import LIST_LENGTH, PRICE, TEXT_LENGTH
from modelario.dates import checked_date
from modelario.values import https, id_fault, text
from modelario.witnesses.reading import Read, WitnessError
from modelario.witnesses.table import BY_ID, WITNESSES

IDS = [each.id for each in WITNESSES]

#: Good entries of every shape, which are then spoilt.
GOOD: dict[str, Any] = {
    "litellm": {
        "azure/eu/gpt": {
            "litellm_provider": "azure",
            "input_cost_per_token": 1e-06,
            "output_cost_per_token_above_200k_tokens_batches": 2e-06,
            "output_cost_per_image_1K": 0.1,
            "deprecation_date": "2026-10-01",
            "deprecation_source": "https://example.org/",
            "successor_model": "gpt-2",
            "source": "https://example.org/",
            "regional_processing_uplift_multiplier_eu": 1.1,
            "provider_specific_entry": {"us": 1.1, "fast": 2},
            "search_context_cost_per_query": {"search_context_size_low": 0.01},
            "tiered_pricing": [{"range": [0, 32000.0], "input_cost_per_token": 1e-06}],
            "off_peak_pricing": {
                "input_cost_per_token": 1e-07,
                "windows": [{"hours_utc": ["16:30-00:30"], "weekdays": [1]}],
                "weekday_timezone": "Asia/Shanghai",
            },
        }
    },
    "genai-prices": [
        {
            "id": "x-ai",
            "pricing_urls": ["https://x.ai"],
            "models": [
                {
                    "id": "m",
                    "match": {"or": [{"equals": "n"}, {"regex": "o"}]},
                    "deprecated": True,
                    "prices": [
                        {
                            "prices": {
                                "input_mtok": {"base": 1, "tiers": [{"start": 9, "price": 2}]}
                            }
                        },
                        {"constraint": {"start_date": "2026-01-01"}, "prices": {"input_mtok": 1}},
                        {
                            "constraint": {"start_time": "00:30:00Z", "end_time": "16:30:00Z"},
                            "prices": {"web_searches_kcount": 10},
                        },
                    ],
                }
            ],
        }
    ],
    "openrouter": {
        "data": [
            {
                "id": "a/b",
                "expiration_date": "2026-12-31",
                "pricing": {
                    "prompt": "0.000001",
                    "image": "0.01",
                    "overrides": [
                        {
                            "min_prompt_tokens": 9,
                            "utc_start": 1630,
                            "utc_end": 30,
                            "utc_days": ["monday"],
                            "prompt": "0.000002",
                        }
                    ],
                },
            }
        ]
    },
    "model-prices": {
        "prices": {
            "deepseek": {
                "m": {
                    "standard": [
                        {
                            "start": "2026-01-01T00:00:00Z",
                            "rates": {
                                "input": 1.0,
                                "output": 2.0,
                                "cache_write": 1.5,
                                "cache_write_1h_multiple": 2.0,
                                "source": "https://example.org/",
                                "tiers": [{"above": 200000, "input": 2.0}],
                            },
                        }
                    ]
                }
            }
        },
        "status": {"deepseek": {"m": "removed"}},
        "schedules": {
            "schedule": [
                {
                    "provider": "deepseek",
                    "peak_hours_utc": [["01:00", "04:00"]],
                    "peak_multiplier": {"m": 2.0},
                    "weekdays_only": True,
                    "valid_from": "2026-01-01T00:00:00Z",
                }
            ]
        },
    },
    "endoflife.date": {
        "result": {
            "name": "claude",
            "links": {"releasePolicy": "https://example.org/"},
            "releases": [
                {
                    "name": "claude-1",
                    "eoasFrom": "2026-01-01",
                    "eolFrom": "2026-02-01",
                    "latest": {"name": "claude-1", "link": "https://example.org/"},
                    "custom": {"recommendedReplacement": "claude-2"},
                }
            ],
        }
    },
}

#: What stands in a document in the place of something else.
SPOILT = st.one_of(
    st.sampled_from(
        [
            None, True, False, 0, -1, 1e-30, 1e300, float("nan"), float("inf"), 10**400, "", " ",
            "-1", "NaN", "sNaN", "1e400", "1e-400", "..", "a/../b", "\u0000", "\ud800", "\u202e",
            "javascript:alert(1)", "https://user@example.org/", "x" * 10_000, "<script>", "9999-99",
            "2026-13-45", "99:99-00:00", [], {}, [[]], {"": {}}, [None] * 500,
        ]
    ),
    st.text(max_size=8),
    st.integers(),
    st.floats(),
    st.lists(st.integers(), max_size=3),
    st.dictionaries(st.text(max_size=3), st.integers(), max_size=3),
)  # fmt: skip


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a JSON value."""
    found = [path]
    if isinstance(value, dict | list):
        members = value.items() if isinstance(value, dict) else enumerate(value)
        for key, each in members:
            found += places(each, (*path, key))
    return found


def with_value(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    if not path:
        return new
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = with_value(value[path[0]], path[1:], new)
    return copy


def with_key(value: Any, path: tuple[Any, ...], new: str) -> Any:
    """The value with another key in the last place of a path."""
    if len(path) > 1:
        copy = dict(value) if isinstance(value, dict) else list(value)
        copy[path[0]] = with_key(value[path[0]], path[1:], new)
        return copy
    if not path or not isinstance(value, dict):
        return value
    return {new if key == path[0] else key: each for key, each in value.items()}


def sound(found: Read) -> None:
    """Everything that was read is as it has to be."""
    for each in found.testimonies:
        assert each.rules or each.events
        for name in (each.provider, each.offering_id, each.key):
            assert id_fault(name) is None
        assert each.link is None or https(each.link) == each.link
        assert len(each.rules) <= LIST_LENGTH.most
        for event in each.events:
            assert event.day is None or checked_date(event.day)
            assert event.successor is None or text(event.successor) == event.successor
            assert len(event.successor or "") <= TEXT_LENGTH.most
        for rule in each.rules:
            for unit in rule.price.__struct_fields__:
                value = getattr(rule.price, unit)
                assert value is None or value == 0 or PRICE.least <= value <= PRICE.most
            assert all(0 < value <= 1000 for value in rule.pieces.values())
            for hours in rule.conditions.hours:
                assert 0 <= hours.start < 24 * 60 > hours.end >= 0
                assert all(1 <= day <= 7 for day in hours.weekdays)


@pytest.mark.parametrize("witness", IDS)
def test_the_good_documents_are_good(witness):
    found = BY_ID[witness].read(json.dumps(GOOD[witness]).encode(), DAY)
    assert {each.witness for each in found.testimonies} == {witness}
    assert not found.unread
    sound(found)


@pytest.mark.parametrize("witness", IDS)
@given(data=st.data())
def test_whatever_is_spoilt_is_read_or_counted(witness, data):
    good = GOOD[witness]
    document = good
    for _ in range(data.draw(st.integers(1, 3))):
        path = data.draw(st.sampled_from(places(document)))
        if data.draw(st.booleans()):
            document = with_value(document, path, data.draw(SPOILT))
        else:
            document = with_key(document, path, data.draw(st.text(max_size=12)))
    with suppress(WitnessError):
        sound(BY_ID[witness].read(json.dumps(document).encode(), DAY))


@pytest.mark.parametrize("witness", IDS)
@given(data=st.binary(max_size=60))
def test_bytes_are_a_document_or_none(witness, data):
    with suppress(WitnessError):
        sound(BY_ID[witness].read(data, DAY))


@pytest.mark.parametrize("witness", IDS)
@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b" \n", "is empty"),
        (b"<!doctype html><title>404</title>", "is HTML"),
        (b'{"error": ', "is not valid JSON"),
        (b"[" * 100_000, "is not valid JSON"),
        (b"\xff\xfe\x00", "is not valid JSON"),
        (b"7", "is no JSON object|another shape"),
        (b'{"error": "rate limited"}', "is no JSON object|another shape|"),
    ],
)
def test_what_is_no_document_says_so(witness, data, words):
    if witness == "litellm" and data.startswith(b'{"error": "'):
        assert BY_ID[witness].read(data, DAY) == Read(testimonies=(), unread=1)
        return
    with pytest.raises(WitnessError, match=words):
        BY_ID[witness].read(data, DAY)


def test_too_many_entries_are_no_document():
    with pytest.raises(WitnessError, match="more than 30,000"):
        BY_ID["openrouter"].read(json.dumps({"data": [{}] * 30_001}).encode(), DAY)


@pytest.mark.shared
@pytest.mark.parametrize(
    ("witness", "file", "listings"),
    [
        ("litellm", "litellm-map", 4_500),
        ("genai-prices", "genai-prices-v2", 2_000),
        ("model-prices", "model-prices-v1", 550),
    ],
)
def test_what_was_published_is_read_throughout(shared_data, witness, file, listings):
    packed = (shared_data / "second-sources" / f"{file}.json.zst").read_bytes()
    data = zstandard.ZstdDecompressor().stream_reader(io.BytesIO(packed)).read()
    found = BY_ID[witness].read(data, date(2026, 11, 26))
    assert len(found.testimonies) > listings
    assert found.unread == 0
    sound(found)
