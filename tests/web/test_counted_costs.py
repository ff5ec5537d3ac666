"""A request's counts, as its API wrote them, cost the same on every face."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from litestar.testing import TestClient
from posting import called, sent

from modelario.api.parameters import parameters_of
from modelario.catalogue.flavours import FLAVOURS
from modelario.catalogue.workloads import Workload
from modelario.cli import run
from modelario.editions import Editions
from modelario.library import Library
from modelario.queries.edition import Edition
from modelario.web.app import Front

#: 1,000 tokens of input, 400 of them from a cache, and 300 of output, 200 of them of reasoning.
COUNTS: Mapping[str, Mapping[str, Any]] = {
    "openai": {
        "prompt_tokens": 1000,
        "completion_tokens": 300,
        "total_tokens": 1300,
        "prompt_tokens_details": {"cached_tokens": 400},
        "completion_tokens_details": {"reasoning_tokens": 200},
    },
    "openai-responses": {
        "input_tokens": 1000,
        "input_tokens_details": {"cached_tokens": 400},
        "output_tokens": 300,
        "output_tokens_details": {"reasoning_tokens": 200},
    },
    "anthropic": {"input_tokens": 600, "cache_read_input_tokens": 400, "output_tokens": 300},
    "gemini": {
        "promptTokenCount": 1000,
        "cachedContentTokenCount": 400,
        "candidatesTokenCount": 100,
        "thoughtsTokenCount": 200,
        "totalTokenCount": 1300,
    },
    "bedrock": {"inputTokens": 600, "cacheReadInputTokens": 400, "outputTokens": 300},
    "deepseek": {
        "prompt_tokens": 1000,
        "prompt_cache_hit_tokens": 400,
        "prompt_cache_miss_tokens": 600,
        "completion_tokens": 300,
    },
    "otel": {
        "gen_ai.usage.input_tokens": 1000,
        "gen_ai.usage.cache_read.input_tokens": 400,
        "gen_ai.usage.output_tokens": 300,
    },
    "opencode": {"input": 600, "output": 100, "reasoning": 200, "cache": {"read": 400}},
}
MODEL = "openai/o4-mini"


@pytest.fixture(autouse=True, scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Let the command line have the installation's data, and no store."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("MODELARIO_DATA_DIR", str(tmp_path_factory.mktemp("home")))
        yield


def test_every_flavour_is_tried() -> None:
    assert COUNTS.keys() | {"openai-chat"} == FLAVOURS.keys()


@pytest.mark.parametrize("flavour", COUNTS)
def test_counts_cost_the_same_on_every_face(
    client: TestClient[Front],
    edition: Edition,
    capfd: pytest.CaptureFixture[str],
    tmp_path: Path,
    flavour: str,
) -> None:
    python = Library(Editions(edition))
    plain = python.cost(
        MODEL, input_tokens=1000, output_tokens=100, reasoning_tokens=200, cached_share=0.4
    )
    wanted = [float(row.total_cost) for row in plain.rows]
    assert wanted
    counts = COUNTS[flavour]
    query = urlencode({"model": MODEL, "usage": json.dumps(counts), "flavour": flavour})
    answer = client.get(f"/api/v1/cost?{query}")
    assert answer.status_code == 200, answer.text
    agents = called(client, "estimate_cost", model=MODEL, usage=counts, flavour=flavour, limit=200)
    file = tmp_path / "usage.json"
    file.write_text(json.dumps(counts))
    asked = ["cost", MODEL, "--usage", str(file), "--flavour", flavour, "--format", "json"]
    assert run(asked) == 0
    counted = python.cost(MODEL, usage=counts, flavour=flavour)
    for rows in (answer.json()["rows"], agents["rows"], json.loads(capfd.readouterr().out)["rows"]):
        assert [row["total_cost"] for row in rows] == wanted
    assert [float(row.total_cost) for row in counted.rows] == wanted


def test_every_charge_names_its_source(client: TestClient[Front]) -> None:
    """Who says so, of which day, and where."""
    rows = client.get(f"/api/v1/cost?model={MODEL}&input_tokens=9&output_tokens=9").json()["rows"]
    charges = [charge for row in rows for charge in row["charges"]]
    assert len(charges) >= 2 * len(rows) > 0
    for charge in charges:
        assert charge["source"] == charge["source_name"] == "models.dev"
        assert charge["source_day"]
        assert charge["source_link"].startswith("https://github.com/")


REFUSED: tuple[tuple[Mapping[str, Any], str, str], ...] = (
    (
        {"usage": {**COUNTS["openai"], "total_tokens": 1301}, "flavour": "openai"},
        "usage",
        "total_tokens is 1301, but its parts 1300",
    ),
    ({"usage": COUNTS["openai"], "flavour": "anthropic"}, "usage", "neither is there"),
    ({"usage": COUNTS["openai"], "flavour": "openia"}, "flavour", "flavours: openai"),
    ({"usage": COUNTS["openai"]}, "flavour", "flavour is missing: usage is counted as by openai"),
    ({"usage": "{not JSON", "flavour": "openai"}, "usage", "is not a JSON object"),
    ({"usage": "[1]", "flavour": "openai"}, "usage", "is not a JSON object"),
    ({"usage": "x" * 2001, "flavour": "openai"}, "usage", "2001 characters, but at most 2000"),
    ({"flavour": "openai", "input_tokens": 5}, "flavour", "there is no usage"),
    (
        {"usage": COUNTS["openai"], "flavour": "openai", "cached_share": 0.5},
        "cached_share",
        "is told by usage",
    ),
    ({"output_tokens": 5}, "input_tokens", "input_tokens is missing: give tokens, or usage"),
    ({"input_tokens": 5}, "output_tokens", "output_tokens is missing: give tokens, or usage"),
    ({}, "input_tokens", "input_tokens is missing"),
)


@pytest.mark.parametrize(("asked", "field", "said"), REFUSED)
def test_what_does_not_add_up_is_refused(
    client: TestClient[Front], asked: Mapping[str, Any], field: str, said: str
) -> None:
    written = {k: json.dumps(v) if isinstance(v, dict) else v for k, v in asked.items()}
    answer = client.get(f"/api/v1/cost?{urlencode({'model': MODEL, **written})}")
    assert answer.status_code == 400
    assert said in answer.json()["detail"]
    assert answer.json().get("parameter", field) == field
    result = sent(
        client, "tools/call", name="estimate_cost", arguments={"model": MODEL, **asked}
    ).json()["result"]
    assert result["isError"]
    assert said in result["content"][0]["text"]


@pytest.mark.parametrize("command", ["cost", "pick"])
def test_a_workload_has_the_same_names_everywhere(
    capfd: pytest.CaptureFixture[str], command: str
) -> None:
    """Options of the command line are the API's parameters."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("COLUMNS", "200")
        run([command, "--help"])
    options = set(re.findall(r"--[a-z0-9-]+", capfd.readouterr().out))
    names = {f"--{name.replace('_', '-')}" for name in parameters_of(Workload)}
    assert names <= options


def test_former_names_still_work(capfd: pytest.CaptureFixture[str]) -> None:
    former = ("--input", "900", "--output", "100", "--reasoning", "50", "--cached", "50%")
    now = ("--input-tokens", "900", "--output-tokens", "100", "--reasoning-tokens", "50")
    told = []
    for options in (former, (*now, "--cached-share", "0.5")):
        assert run(["cost", MODEL, *options, "--format", "json"]) == 0
        told.append(capfd.readouterr().out)
    assert told[0] == told[1]
