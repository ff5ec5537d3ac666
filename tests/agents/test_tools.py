"""The tools for agents: small answers under the API's names, that hold what they promise."""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema_rs import Draft202012Validator

from builders import NOW, ORIGIN
from documents import data
from markdown_reader import foreign
from modelario import building
from modelario.api.document import document
from modelario.api.inquiries import Inquiry
from modelario.api.paging import Turn
from modelario.editions import Editions
from modelario.mcp import attachments, parts
from modelario.mcp.asking import Told, arguments_of, ask, input_schema, output_schema
from modelario.mcp.attachments import ATTACHMENTS
from modelario.mcp.markdown import markdown
from modelario.mcp.tool import Tool
from modelario.mcp.tools import TOOL, TOOLS, ModelAtRequest
from modelario.queries.edition import Edition
from modelario.queries.resolved import ResolveRequest
from modelario.records import ModelId
from modelario.upstream.document import split
from payloads import PAYLOADS

#: A question that each tool answers with rows.
EXAMPLES: Mapping[str, dict[str, Any]] = {
    "search_models": {"capability": ["tool_call"], "min_context": 200_000, "sort": "price"},
    "get_model": {"model": "o4 mini", "provider": ["azure", "openai"]},
    "compare_models": {"model": ["o3", "o4-mini"]},
    "estimate_cost": {"model": "o4-mini", "input_tokens": 5000, "output_tokens": 500},
    "resolve_model": {"id": ["us.anthropic.claude-sonnet-4-5-20250929-v1:0", "claude sonnet"]},
    "pick_model": {"capability": ["tool_call"], "input": ["image"], "max_price": 2},
    "list_changes": {"kind": "price"},
    "check_model": {"id": ["o4-mini", "azure/gpt-4o"]},
}
#: Bytes that an agent reads of an answer to such a question: as text, and as data.
LARGEST = {"text": 2_600, "data": 3_600}

every_tool = pytest.mark.parametrize("tool", TOOLS, ids=lambda each: each.name)


def said(editions: Editions, name: str, **arguments: Any) -> Told:
    return ask(editions, TOOL[name], arguments, NOW + timedelta(days=365))


def answered(editions: Editions, name: str, **arguments: Any) -> dict[str, Any]:
    told = said(editions, name, **arguments)
    assert told.data is not None, told.text
    return told.data


# --- what is promised


@pytest.mark.parametrize(
    ("tool", "address"),
    [
        ("search_models", "models"),
        ("estimate_cost", "cost"),
        ("pick_model", "pick"),
        ("compare_models", "compare"),
        ("list_changes", "changes"),
        ("resolve_model", "resolve"),
        ("check_model", "resolve"),
    ],
)
def test_arguments_are_the_apis_parameters(tool: str, address: str) -> None:
    """Names, meanings, choices and defaults are the same; a tool may take fewer."""
    told = document()["paths"][f"/api/v1/{address}"]["get"]["parameters"]
    api = {each["name"]: each for each in told if "name" in each}
    drawn = arguments_of(TOOL[tool])
    own = drawn.keys() - {"fields", "limit", "after", "as_of", "work"}
    assert own <= api.keys()
    assert TOOL[tool].takes or own == api.keys()
    for name in own:
        assert drawn[name]["description"] == api[name]["description"]
        for key in ("type", "default", "enum"):
            schema = api[name]["schema"]
            if "contentMediaType" in schema:
                # What is written as JSON in an address is an object here.
                schema = {**schema, "type": "object"}
            assert drawn[name].get(key) == schema.get(key)
    assert set(input_schema(TOOL[tool])["required"]) == {
        name for name in own if api[name].get("required")
    }


@every_tool
def test_usual_fields_can_be_asked_for(tool: Tool) -> None:
    assert set(tool.usual) <= set(tool.choices)
    assert len(set(tool.choices)) == len(tool.choices)


def test_the_tools_together_are_read_quickly() -> None:
    """What a client reads before the first question."""
    drawn = [(each.text, input_schema(each), output_schema(each)) for each in TOOLS]
    assert len(json.dumps(drawn)) < 54_000
    assert len(json.dumps([each[:2] for each in drawn])) < 29_000


@every_tool
def test_an_answer_is_what_its_schema_says(tool: Tool, editions: Editions) -> None:
    for arguments in (EXAMPLES[tool.name], EXAMPLES[tool.name] | {"fields": tool.choices}):
        found = answered(
            editions, tool.name, **arguments | {"fields": list(arguments.get("fields", []))}
        )
        faults = Draft202012Validator(output_schema(tool)).iter_errors(found)
        assert [f"{each.instance_path}: {each.message}" for each in faults] == []


@every_tool
def test_nothing_usual_is_left_undescribed(tool: Tool, editions: Editions) -> None:
    """All that is told unless asked for otherwise stands in the schema, at every depth."""

    def undescribed(value: Any, schema: Mapping[str, Any], place: str) -> list[str]:
        if isinstance(value, list):
            return [
                e
                for each in value
                for e in undescribed(each, schema.get("items", {}), f"{place}[]")
            ]
        if not isinstance(value, dict) or "properties" not in schema:
            return []
        missing = [f"{place}.{name}" for name in value.keys() - schema["properties"].keys()]
        known = value.keys() & schema["properties"].keys()
        return missing + [
            e
            for name in known
            for e in undescribed(value[name], schema["properties"][name], f"{place}.{name}")
        ]

    found = answered(editions, tool.name, **EXAMPLES[tool.name])
    assert undescribed(found, output_schema(tool), "") == []


# --- how much is told


@every_tool
def test_answers_are_small(tool: Tool, editions: Editions) -> None:
    told = said(editions, tool.name, **EXAMPLES[tool.name])
    assert len(told.text.encode()) <= LARGEST["text"]
    assert len(json.dumps(told.data)) <= LARGEST["data"]


@every_tool
def test_every_field_can_be_had_alone(tool: Tool, editions: Editions) -> None:
    for field in tool.choices:
        found = answered(editions, tool.name, **EXAMPLES[tool.name], fields=[field])
        rows = found.pop(tool.rows.rows, [])
        keys = {*tool.rows.key} if tool.of_row else set()
        if tool.of_row and field in tool.row.__struct_fields__:
            assert all(set(row) <= {field, *keys} for row in rows)
        elif field != tool.rows.rows:
            assert set(found) <= {field, "as_of", "next"}


def test_no_field_of_any_model_is_long(editions: Editions) -> None:
    """Of the model that has most offerings, and so most to tell."""
    entries = editions.now.catalogue.entries
    widest = max(entries, key=lambda id_: len(entries[id_].model.servings))
    tool = TOOL["get_model"]
    lengths = {
        each: len(said(editions, tool.name, model=widest, fields=[each]).text)
        for each in tool.choices
    }
    assert {each: length for each, length in lengths.items() if length > 4_000} == {}


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("search_models", {"provider": "openai", "limit": 7}),
        ("get_model", {"model": "o4-mini", "fields": ["offerings"], "limit": 4}),
        ("estimate_cost", {"model": "o4-mini", "input_tokens": 1, "output_tokens": 1}),
        ("pick_model", {"provider": "azure", "limit": 20}),
    ],
)
def test_rows_go_on_after_next(name: str, arguments: dict[str, Any], editions: Editions) -> None:
    rows_of, whole = TOOL[name].rows.rows, answered(editions, name, **arguments | {"limit": 200})
    rows: list[Any] = []
    found = answered(editions, name, **arguments)
    while True:
        rows += found[rows_of]
        if "next" not in found:
            break
        found = answered(editions, name, **arguments, after=found["next"])
        assert found[rows_of]
    assert rows == whole[rows_of]


def test_what_is_unknown_is_left_out(editions: Editions) -> None:
    for tool in TOOLS:
        assert "null" not in json.dumps(answered(editions, tool.name, **EXAMPLES[tool.name]))


@pytest.mark.parametrize(
    ("text", "provider"),
    [
        ("us.anthropic.claude-sonnet-4-5-20250929-v1:0", "amazon-bedrock"),
        ("azure/o4-mini", "azure"),
        ("o4-mini", None),
        ("Claude Sonnet 4.5", None),
    ],
)
def test_the_one_offering_that_an_id_names_is_told(
    text: str, provider: str | None, editions: Editions
) -> None:
    found = answered(editions, "get_model", model=text).get("offering", {})
    assert found.get("provider") == provider
    [row] = answered(editions, "check_model", id=text)["rows"]
    assert row.get("provider") == provider


def test_a_past_day_knows_the_ids_that_models_have_had_since() -> None:
    served = {"cost": {"input": 1, "output": 4}, "limit": {"context": 200_000, "output": 32_000}}

    def catalogue(name: str, aliases: dict[ModelId, ModelId]) -> Edition:
        content = data({"openai": {name: served}})
        return building.edition_of(split(content), ORIGIN, {}, aliases)

    former, present = ModelId("openai/gpt-77-early"), ModelId("openai/gpt-88")
    now, then = catalogue("gpt-88", {former: present}), catalogue("gpt-77-early", {})
    asked = Inquiry(Editions(now), now, then, ORIGIN.as_of, NOW)
    page, _ = TOOL["get_model"].answer(asked, ModelAtRequest(model="gpt-88"), Turn())
    assert page.id == former
    found, _ = TOOL["check_model"].answer(asked, ResolveRequest(ids=("gpt-88",)), Turn())
    assert (found.rows[0].model, found.rows[0].outlook) == (former, "served")


def test_offerings_are_told_of_the_providers_that_are_asked_for(editions: Editions) -> None:
    assert "offerings" not in answered(editions, "get_model", model="o4-mini")
    found = answered(editions, "get_model", model="o4-mini", provider="Azure")
    assert [each["provider"] for each in found["offerings"]] == ["azure"]
    assert answered(editions, "get_model", model="o4-mini", provider="xai")["offerings"] == []


# --- what cannot be answered


@pytest.mark.parametrize(
    ("name", "arguments", "said_"),
    [
        ("get_model", {"model": "openai/04-mini"}, "openai/o4-mini"),
        ("get_model", {}, "model is missing"),
        ("get_model", {"model": "o4-mini", "provider": "opnai"}, "openai"),
        ("get_model", {"model": ["o3", "o4-mini"]}, "holds one"),
        ("search_models", {"capabilty": "tool_call"}, "capability"),
        ("search_models", {"capability": ["tool_cal"]}, "tool_call"),
        ("search_models", {"min_context": "many"}, "whole number"),
        ("search_models", {"min_context": 0.5}, "whole number"),
        ("search_models", {"q": {"a": 1}}, "q holds"),
        ("search_models", {"q": "x" * 201}, "200"),
        ("search_models", {"lab": ["x"] * 201}, "200"),
        ("search_models", {"limit": 201}, "200"),
        ("search_models", {"after": "x"}, "next"),
        ("search_models", {"fields": ["nam"]}, "name"),
        ("search_models", {"max_price": "NaN"}, "max_price NaN cannot be"),
        ("search_models", {"as_of": "2001-01-01"}, "begins"),
        ("search_models", {"as_of": "2999-01-01"}, "yet to come"),
        ("estimate_cost", {"input_tokens": 5}, "output_tokens"),
        ("estimate_cost", {"input_tokens": -5, "output_tokens": 1}, "input_tokens"),
        ("estimate_cost", {"input_tokens": 5, "output_tokens": 1, "lab": "openai"}, "lab"),
        ("compare_models", {"model": "o3"}, "2"),
        ("pick_model", {"rank": ["coding"], "weight": [1, 2]}, "weights"),
        ("list_changes", {"kind": "prize"}, "price"),
        ("resolve_model", {"limit": 5}, "limit"),
    ],
)
def test_a_mistake_is_told_in_one_line(
    name: str, arguments: dict[str, Any], said_: str, editions: Editions
) -> None:
    told = said(editions, name, **arguments)
    assert told.data is None
    assert said_ in told.text
    assert "\n" not in told.text


_ODD: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=2),
    max_leaves=5,
)
_LIKELY = st.sampled_from(
    ["o4-mini", "openai", "price", "2026-05-21", "tool_call", "chat", "coding", 0, 1, 5000, 1e300]
)


@settings(max_examples=100)
@given(st.data())
def test_whatever_is_asked_is_answered(editions: Editions, data: st.DataObject) -> None:
    """With data that fit the schema, or with one line."""
    tool = data.draw(st.sampled_from(TOOLS))
    names = st.sampled_from([*arguments_of(tool)]) | st.text(max_size=10)
    values = _LIKELY | st.lists(_LIKELY, max_size=3) | _ODD
    told = ask(editions, tool, data.draw(st.dictionaries(names, values, max_size=6)), NOW)
    if told.data is None:
        assert told.text
        assert len(told.text.splitlines()) == 1
    else:
        assert Draft202012Validator(output_schema(tool)).is_valid(told.data)


def test_arguments_are_read_as_they_are_meant(editions: Editions) -> None:
    """Programs write one value without its list, and numbers in every way."""
    strict = answered(editions, "pick_model", capability=["tool_call"], requests=3_000_000)
    loose = answered(editions, "pick_model", capability="tool_call", requests=3e6, lab=None, q="")
    assert loose == strict


# --- what upstream writes


def hostile() -> Editions:
    """A catalogue whose names mean harm."""
    served = {
        "cost": {"input": 1, "output": 4},
        "limit": {"context": 200_000, "output": 32_000},
        "modalities": {"input": ["text"], "output": ["text"]},
    }
    models = {
        f"m-{number}": {**served, "name": f"{payload} {number}"}
        for number, payload in enumerate(PAYLOADS)
    }
    return Editions(building.edition_of(split(data({"openai": models})), ORIGIN, {}, {}))


def test_names_neither_break_the_table_nor_hide_anything() -> None:
    told = said(hostile(), "search_models", limit=200, fields=["id", "name"])
    assert told.data
    lines = [line for line in told.text.splitlines() if line.startswith("|")]
    assert len(lines) == len(told.data["rows"]) + 2 > 40
    assert all(part.isprintable() for part in told.text.splitlines())
    assert all(row["name"].isprintable() for row in told.data["rows"])
    assert foreign(told.text) == []


def test_what_cannot_be_seen_is_left_out() -> None:
    """Also of what was taken in before it was looked at."""
    hidden = {"na\u202eme": ("a\u0000b", "c\x1b[31md\u2066")}
    assert parts.told(hidden, {}) == {"name": ["ab", "c[31md"]}


def test_numbers_are_written_in_full() -> None:
    told = markdown({"a": 6.5e-05, "b": 1.0, "rows": [{"c": [1, 2]}, {"d": True}]})
    assert told == "a: 0.000065\nb: 1\n\nrows:\n\n| c | d |\n| --- | --- |\n| 1, 2 |  |\n|  | yes |"


# --- what is attached


def test_attachments_are_whole(editions: Editions) -> None:
    entries = editions.now.catalogue.entries
    _, catalogue = attachments.read(editions, "modelario://catalogue", NOW)
    assert len(catalogue.splitlines()) == len(entries) + 1
    _, model = attachments.read(editions, "modelario://models/openai/o4-mini", NOW)
    told = json.loads(model)
    assert len(told["offerings"]) == len(entries["openai/o4-mini"].model.servings)
    assert attachments.read(editions, "modelario://changelog", NOW)[1]
    assert len({each.address for each in ATTACHMENTS}) == len(ATTACHMENTS)
