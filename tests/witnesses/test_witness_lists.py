"""genai-prices, OpenRouter, model-prices and endoflife.date: what of each is told."""

from datetime import date
from typing import Any

import pytest
from reading_witnesses import DAY, only, read, rules

from modelario.records import EventKind


def genai(prices: Any, match: Any = None, provider: str = "x-ai", **fields: Any) -> Any:
    model = {"id": "m-1", "match": match or {"equals": "m-1"}, "prices": prices, **fields}
    return [{"id": provider, "name": "X", "pricing_urls": ["https://x.ai/p"], "models": [model]}]


def openrouter(pricing: Any, **fields: Any) -> Any:
    return {"data": [{"id": "lab/m-1", "canonical_slug": "lab/m-1-2026", "pricing": pricing}
                     | fields]}  # fmt: skip


def model_prices(modes: Any = None, **others: Any) -> Any:
    return {"schema": 1, "prices": {"deepseek": {"m-1": modes or {}}}, **others}


def row(start: str | None, input_: float | None, **rates: Any) -> Any:
    told = None if input_ is None else {"input": input_, "output": 2 * input_, **rates}
    return {"rates": told, "start": start}


def endoflife(*releases: Any, name: str = "claude") -> Any:
    links = {"html": "https://endoflife.date/claude", "releasePolicy": "https://x.org/policy"}
    return {"schema_version": "1.2.1",
            "result": {"name": name, "links": links, "releases": list(releases)}}  # fmt: skip


# --- genai-prices ---------------------------------------------------------------------


def test_units_and_tiers():
    found = only(
        "genai-prices",
        genai(
            {
                "input_mtok": {"base": 5, "tiers": [{"start": 200000, "price": 10}]},
                "output_mtok": 25,
                "cache_write_1h_mtok": 10,
                "output_reasoning_mtok": 3.1,
                "web_searches_kcount": 10,
                "input_video_mtok": 4,
            }
        ),
    )
    assert (found.provider, found.key, found.link) == ("xai", "x-ai/m-1", "https://x.ai/p")
    assert rules(found) == [
        (
            "",
            {
                "input": "5",
                "output": "25",
                "cache_write_1h": "10",
                "reasoning": "3.1",
                "web_search": "0.01",
            },
        ),
        ("above 200000", {"input": "10"}),
    ]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 3, 12), [("", {"input": "5"}), ("above 200000", {"input": "10"})]),
        # A later list takes the place of the whole one before it, tiers and all.
        (date(2026, 3, 13), [("", {"input": "4"})]),
        (date(2026, 12, 31), [("", {"input": "4"})]),
        (date(2027, 1, 1), [("", {"input": "3"})]),
    ],
)
def test_the_list_of_the_day_holds(day, expected):
    prices = [
        {"prices": {"input_mtok": {"base": 5, "tiers": [{"start": 200000, "price": 10}]}}},
        {"constraint": {"start_date": "2027-01-01"}, "prices": {"input_mtok": 3}},
        {"constraint": {"start_date": "2026-03-13"}, "prices": {"input_mtok": 4}},
    ]
    assert rules(only("genai-prices", genai(prices), day)) == expected


def test_hours_of_a_list():
    prices = [
        {"prices": {"input_mtok": 0.135}},
        {
            "constraint": {"start_time": "00:30:00Z", "end_time": "16:30:00Z"},
            "prices": {"input_mtok": 0.27},
        },
    ]
    assert rules(only("genai-prices", genai(prices))) == [
        ("", {"input": "0.135"}),
        ("00:30-16:30 daily", {"input": "0.27"}),
    ]


def test_the_names_that_a_match_tells_letter_by_letter():
    match = {"or": [{"equals": "m-2"}, {"starts_with": "m-3"}, {"regex": "m.*"},
                    {"or": [{"equals": "m-4"}]}, {"and": [{"equals": "m-5"}]}]}  # fmt: skip
    found = read("genai-prices", genai({"input_mtok": 1}, match))
    assert [each.offering_id for each in found.testimonies] == ["m-1", "m-2", "m-4"]
    assert {each.key for each in found.testimonies} == {"x-ai/m-1"}


def test_a_deprecated_model_has_no_day():
    (event,) = only("genai-prices", genai({"input_mtok": 1}, deprecated=True)).events
    assert (event.kind, event.day) == (EventKind.DEPRECATED, None)


# --- OpenRouter -----------------------------------------------------------------------


def test_prices_are_texts_per_token():
    found = only(
        "openrouter",
        openrouter(
            {
                "prompt": "0.00000125",
                "completion": "0.00001",
                "request": "0",
                "image": "0.005",
                "web_search": "0.01",
                "internal_reasoning": "0",
                "input_cache_read": "0.000000125",
                "discount": 0,
            }
        ),
    )
    assert (found.provider, found.offering_id) == ("openrouter", "lab/m-1")
    assert found.link == "https://openrouter.ai/lab/m-1"
    assert rules(found) == [
        (
            "",
            {
                "input": "1.25",
                "output": "10",
                "cache_read": "0.125",
                "input_image": "0.005",
                "web_search": "0.01",
            },
        )
    ]


@pytest.mark.parametrize(
    ("pricing", "expected"),
    [
        ({"prompt": "-1", "completion": "-1"}, []),
        ({"prompt": "0", "completion": "0"}, [("", {"input": "0", "output": "0"})]),
        ({"prompt": "0.000001", "completion": "-1"}, [("", {"input": "1"})]),
    ],
)
def test_minus_one_varies_and_zero_is_free(pricing, expected):
    found = read("openrouter", openrouter(pricing))
    assert [told for each in found.testimonies for told in rules(each)] == expected
    assert found.unread == 0


def test_overrides_keep_their_order():
    found = only(
        "openrouter",
        openrouter(
            {
                "prompt": "0.000002",
                "completion": "0.000004",
                "overrides": [
                    {"min_prompt_tokens": 500000, "prompt": "0.000009"},
                    {"min_prompt_tokens": 200000, "completion": "0.000006"},
                    {
                        "utc_days": ["monday", "friday"],
                        "utc_start": 1630,
                        "utc_end": 30,
                        "prompt": "0.000001",
                    },
                    {"utc_days": ["sunday", "saturday"], "prompt": "0.0000005"},
                    {"utc_start": 1000, "utc_end": 0, "min_prompt_tokens": 9, "prompt": "0.000003"},
                ],
            }
        ),
    )
    assert rules(found) == [
        ("", {"input": "2", "output": "4"}),
        ("from 500000", {"input": "9"}),
        ("from 200000", {"output": "6"}),
        ("16:30-00:30 15", {"input": "1"}),
        ("00:00-00:00 67", {"input": "0.5"}),
        ("from 9 10:00-00:00 daily", {"input": "3"}),
    ]


@pytest.mark.parametrize(
    "override",
    [{"prompt": "0.1"}, {"utc_start": 2500, "prompt": "0.000001"}, {"utc_days": ["mon"]},
     {"utc_start": 1260, "prompt": "0.000001"}, "none", None],
)  # fmt: skip
def test_an_override_that_cannot_be_read_takes_the_entry_with_it(override):
    found = read("openrouter", openrouter({"prompt": "0.000002", "overrides": [override]}))
    assert (found.testimonies, found.unread) == ((), 1)


def test_an_expiration_is_an_end():
    (event,) = only(
        "openrouter", openrouter({"prompt": "0.000001"}, expiration_date="2026-12-31")
    ).events
    assert (event.kind, event.day, event.provider) == (
        EventKind.RETIRES,
        "2026-12-31",
        "openrouter",
    )


# --- model-prices ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 1, 1), {"input": "1", "output": "2"}),
        (date(2026, 8, 15), {"input": "1", "output": "2"}),
        # It began at 16:00 of that day, and holds at its end.
        (date(2026, 8, 16), {"input": "3", "output": "6"}),
        (date(2026, 9, 30), {"input": "3", "output": "6"}),
        (date(2026, 10, 1), None),
    ],
)
def test_the_rates_of_the_day_hold(day, expected):
    rows = [row(None, 1), row("2026-08-16T16:00:00Z", 3), row("2026-10-01T00:00:00Z", None)]
    found = read("model-prices", model_prices({"standard": rows}), day)
    assert [told for each in found.testimonies for _, told in rules(each)] == (
        [expected] if expected else []
    )
    assert found.unread == 0


def test_modes_tiers_and_the_hour():
    tiers = [{"above": 200000, "input": 4.0, "output": 8.0, "cache_write": 5.0}]
    found = only(
        "model-prices",
        model_prices(
            {
                "standard": [
                    row(
                        None,
                        2.0,
                        cache_read=0.2,
                        cache_write=2.5,
                        cache_write_1h_multiple=2.0,
                        tiers=tiers,
                        source="https://lab.example/prices",
                    )
                ],
                # A factor alone does not say that anything is written.
                "batch": [row(None, 1.0, cache_write_1h_multiple=2.0)],
            }
        ),
    )
    assert rules(found) == [
        (
            "",
            {
                "input": "2",
                "output": "4",
                "cache_read": "0.2",
                "cache_write": "2.5",
                "cache_write_1h": "4",
            },
        ),
        (
            "above 200000",
            {"input": "4", "output": "8", "cache_write": "5", "cache_write_1h": "8"},
        ),
        ("batch", {"input": "1", "output": "2"}),
    ]
    assert (found.link, found.copied) == ("https://lab.example/prices", False)


def test_what_upstream_said_is_no_second_voice():
    source = "https://github.com/sst/models.dev/commit/51f2c91c8b99"
    rows = [row(None, 1, source=source)]
    assert only("model-prices", model_prices({"standard": rows})).copied


SCHEDULES = [
    {
        "provider": "deepseek",
        "off_peak_hours_utc": [["16:30", "00:30"]],
        "off_peak_multiplier": {"m-1": 0.25, "m-2": 0.5},
        "valid_from": "2025-02-26T16:30:00Z",
        "valid_until": "2025-09-05T16:00:00Z",
    },
    {
        "provider": "deepseek",
        "peak_hours_utc": [["01:00", "04:00"], ["06:00", "10:00"]],
        "peak_multiplier": 2.0,
        "weekdays_only": True,
        "holidays": "cn",
        "valid_from": "2026-08-16T16:00:00Z",
    },
    {"provider": "other", "peak_hours_utc": [["00:00", "24:00"]], "peak_multiplier": 3},
]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2025, 2, 25), []),
        (date(2025, 9, 4), [("16:30-00:30 daily", {"input": "0.25", "output": "0.5"})]),
        (date(2025, 9, 5), []),
        (date(2026, 8, 15), []),
        (DAY, [("01:00-04:00 12345 06:00-10:00 12345", {"input": "2", "output": "4"})]),
    ],
)
def test_schedules_of_the_day(day, expected):
    document = model_prices({"standard": [row(None, 1)]}, schedules={"schedule": SCHEDULES})
    assert rules(only("model-prices", document, day))[1:] == expected


@pytest.mark.parametrize(
    ("status", "kind"),
    [("deprecated", EventKind.DEPRECATED), ("removed", EventKind.REMOVED)],
)
def test_a_status_is_an_event_without_a_day(status, kind):
    found = only("model-prices", {"prices": {}, "status": {"deepseek": {"m-1": status}}})
    (event,) = found.events
    assert (found.rules, event.kind, event.day) == ((), kind, None)


@pytest.mark.parametrize(
    "document",
    [
        model_prices({"standard": [row("soon", 1)]}),
        model_prices({"standard": [row(None, -1)]}),
        model_prices({"standard": [{"start": None}]}),
        model_prices({"standard": [row(None, 1, tiers=[{"above": 0, "input": 1}])]}),
        {"prices": {}, "status": {"deepseek": {"m-1": "gone"}}},
        {"prices": {"deepseek": []}},
        model_prices(schedules={"schedule": ["never"]}),
    ],
)
def test_what_cannot_be_read_is_counted(document):
    found = read("model-prices", document)
    assert (found.testimonies, found.unread) == ((), 1)


# --- endoflife.date -------------------------------------------------------------------


def release(**fields: Any) -> Any:
    return {"name": "claude-1", "label": "Claude", "isEol": True, "latest": None} | fields


def test_deprecation_retirement_and_what_follows():
    found = only(
        "endoflife.date",
        endoflife(
            release(
                eoasFrom="2025-10-28",
                eolFrom="2026-02-19",
                custom={"recommendedReplacement": "claude-2"},
            )
        ),
    )
    assert (found.provider, found.offering_id, found.link) == (
        "anthropic",
        "claude-1",
        "https://x.org/policy",
    )
    assert [(each.kind, each.day, each.successor) for each in found.events] == [
        (EventKind.DEPRECATED, "2025-10-28", "claude-2"),
        (EventKind.RETIRES, "2026-02-19", "claude-2"),
    ]


def test_not_sooner_than_is_no_date():
    """The end of a model that is not deprecated is a promise of how long it stays."""
    document = endoflife(
        release(isEoas=False, eoasFrom=None, eolFrom="2027-07-24", isEol=False),
        release(name="claude-2", isEoas=False, eoasFrom=None, eolFrom="2026-10-15"),
    )
    found = read("endoflife.date", document)
    assert (found.testimonies, found.unread) == ((), 0)


def test_a_name_may_stand_in_latest():
    latest = {"name": "claude-1-20250101", "date": None, "link": "https://x.org/claude-1"}
    found = only(
        "endoflife.date",
        endoflife(
            release(
                name="opus-1",
                eoasFrom="2026-01",
                latest=latest,
                custom={"recommendedReplacement": "N/A"},
            )
        ),
    )
    assert (found.key, found.offering_id) == ("opus-1", "claude-1-20250101")
    (event,) = found.events
    assert (event.day, event.successor, event.link) == ("2026-01", None, "https://x.org/claude-1")
