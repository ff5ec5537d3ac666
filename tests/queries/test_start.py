"""How a model is called: what upstream states decides, and no id leaves its quotes."""

import ast
import json
import subprocess
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modelario.catalogue.calling import call_of, packages, snippets
from modelario.catalogue.questions import MissingError
from modelario.editions import embedded
from modelario.queries.edition import Edition
from modelario.queries.start import Start, StartRequest, examples_of, start
from modelario.records import Facts, ModelKind, Offering, OfferingId, Provider, ProviderId

NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)


def _provider(**fields: object) -> Provider:
    told = {"api_url": "https://api.example.org/v1", "package": "@ai-sdk/openai-compatible"}
    environment = ("EXAMPLE_API_KEY",)
    return Provider(
        id=ProviderId("example"), name="Example", **{"environment": environment, **told, **fields}
    )


def _offering(id_: str = "a-model", **stated: object) -> Offering:
    extra = {"provider": stated} if stated else {}
    return Offering(
        provider=ProviderId("example"), offering_id=OfferingId(id_), facts=Facts(), extra=extra
    )


def _examples(id_: str, kind: ModelKind = ModelKind.CHAT, **fields: object) -> dict[str, str]:
    found, _ = examples_of(call_of(_provider(**fields), _offering(id_)), kind, OfferingId(id_))
    return {each.language: each.code for each in found}


#: What is stated, where the API then stands, what it speaks and which variable holds the key.
STATED = [
    ({}, {}, "https://api.example.org/v1", "chat_completions", "EXAMPLE_API_KEY"),
    ({}, {"npm": "@ai-sdk/anthropic"}, "https://api.example.org/v1", "messages", "EXAMPLE_API_KEY"),
    (
        {"package": "@ai-sdk/openai", "api_url": None},
        {"shape": "completions"},
        *("https://api.openai.com/v1", "chat_completions", "EXAMPLE_API_KEY"),
    ),
    # Another company's address is none of this provider's.
    (
        {"package": "ai-gateway-provider", "api_url": None},
        {"npm": "@ai-sdk/anthropic"},
        *(None, "messages", "EXAMPLE_API_KEY"),
    ),
    (
        {
            "package": "@ai-sdk/azure",
            "api_url": None,
            "environment": ("X_RESOURCE_NAME", "X_API_KEY"),
        },
        {},
        *("https://${X_RESOURCE_NAME}.openai.azure.com/openai/v1", "responses", "X_API_KEY"),
    ),
    (
        {"api_url": "${HOST_URL}/v1/", "environment": ("HOST_URL", "HOST_TOKEN")},
        {},
        *("${HOST_URL}/v1", "chat_completions", "HOST_TOKEN"),
    ),
    # What a shell would read as its own is no address, and no name of a variable.
    ({"api_url": "https://x.org/$(reboot)"}, {}, None, "chat_completions", "EXAMPLE_API_KEY"),
    ({"api_url": 'https://x.org/";reboot"'}, {}, None, "chat_completions", "EXAMPLE_API_KEY"),
    ({"api_url": "javascript:alert(1)"}, {}, None, "chat_completions", "EXAMPLE_API_KEY"),
    (
        {"environment": ("302AI KEY", "$(x)")},
        {},
        "https://api.example.org/v1",
        "chat_completions",
        None,
    ),
]


@pytest.mark.parametrize(("fields", "stated", "base_url", "api", "key"), STATED)
def test_what_is_stated_decides(fields, stated, base_url, api, key) -> None:
    call = call_of(_provider(**fields), _offering(**stated))
    assert (call.base_url, call.api, call.key) == (base_url, api, key)


def test_every_package_has_an_example_to_chat_in_each_language_that_it_needs() -> None:
    spoken = {api for each in snippets() for api in each.apis if each.does is ModelKind.CHAT}
    assert {each.api for each in packages().values()} <= spoken


def test_what_is_not_stated_is_said() -> None:
    for fields, code in (
        ({"package": None}, "start_package"),
        ({"package": "left-pad"}, "start_package"),
        ({"api_url": None}, "start_address"),
        ({"environment": ()}, "start_key"),
    ):
        found, lacking = examples_of(
            call_of(_provider(**fields), _offering()), ModelKind.CHAT, OfferingId("a-model")
        )
        assert (found, lacking and lacking.code) == ((), code)
    call = call_of(_provider(), _offering())
    assert examples_of(call, ModelKind.VIDEO, OfferingId("v"))[1].code == "start_kind"


def _told_to_curl(code: str) -> list[str]:
    """The words that a shell makes of an example."""
    script = 'curl() { printf "%s\\0" "$@"; }\n' + code
    ran = subprocess.run(
        ["/bin/bash", "-c", script],
        env={"EXAMPLE_API_KEY": "secret", "HOST": "h"},
        capture_output=True,
        check=True,
        timeout=60,
    )
    assert ran.stderr == b""
    return ran.stdout.decode().split("\0")


def _model_in(code: str) -> str:
    """The id that a Python example hands on."""
    calls = [each for each in ast.walk(ast.parse(code)) if isinstance(each, ast.Call)]
    [value] = {
        word.value.value
        for call in calls
        for word in call.keywords
        if word.arg == "model" and isinstance(word.value, ast.Constant)
    }
    return value


HOSTILE = [
    "plain/model-1.5:free", "it's", "'; reboot; '", '"quoted"', "$(reboot)", "`reboot`", "${HOME}",
    "back\\slash", "a\nb", "#{x}", "«key»", "«url:/x»", "\u2028line", "モデル", "{model}", "%41",
]  # fmt: skip


@pytest.mark.parametrize("id_", HOSTILE)
def test_no_id_leaves_its_quotes(id_: str) -> None:
    examples = _examples(id_)
    words = _told_to_curl(examples["curl"])
    assert words[0] == "https://api.example.org/v1/chat/completions"
    assert "Authorization: Bearer secret" in words
    assert json.loads(words[words.index("-d") + 1])["model"] == id_
    assert _model_in(examples["python"]) == id_
    # JSON's texts are JavaScript's.
    assert f"provider({json.dumps(id_, ensure_ascii=False)})" in examples["typescript"]


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40))
@settings(max_examples=200, deadline=None)
def test_any_id_comes_through_python_as_it_is(id_: str) -> None:
    assert _model_in(_examples(id_)["python"]) == id_


def test_an_address_with_variables_is_read_by_each_language() -> None:
    examples = _examples("m", api_url="https://${HOST}.example.org/v1")
    assert _told_to_curl(examples["curl"])[0] == "https://h.example.org/v1/chat/completions"
    assert "f\"https://{os.environ['HOST']}.example.org/v1\"" in examples["python"]
    assert "`https://${process.env.HOST}.example.org/v1`" in examples["typescript"]


@pytest.fixture(scope="module")
def edition() -> Edition:
    """The embedded catalogue."""
    return embedded(NOW)


def _start(edition: Edition, model: str, *where: str) -> Start:
    return start(edition, StartRequest(model, *where))


def test_the_recommended_offering_is_where_one_starts(edition: Edition) -> None:
    told = _start(edition, "o4-mini")
    assert (told.provider, told.base_url, told.base_url_stated) == (
        "openai", "https://api.openai.com/v1", False
    )  # fmt: skip
    assert [each.language for each in told.examples] == ["curl", "python", "typescript"]
    told = _start(edition, "o4-mini", "openrouter")
    assert (told.base_url, told.key) == ("https://openrouter.ai/api/v1", "OPENROUTER_API_KEY")
    assert '"openai/o4-mini"' in told.examples[0].code


def test_where_it_is_not_offered_is_said_with_where_it_is(edition: Edition) -> None:
    with pytest.raises(MissingError, match=r"not offered at 'mistral'; it is by openai/o4-mini"):
        _start(edition, "o4-mini", "mistral")
