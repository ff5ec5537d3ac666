"""Whether an answer of the API is what the committed description says of it."""

import json
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
from jsonschema_rs import Draft202012Validator

from modelario.api.inquiries import PARTIAL

COMMITTED = Path(__file__).parents[2] / "docs" / "openapi.json"
PREFIX = "/api/v1/"


@cache
def document() -> dict[str, Any]:
    """The committed description."""
    read: dict[str, Any] = json.loads(COMMITTED.read_text("utf-8"))
    return read


def check(answer: httpx.Response) -> None:
    """Fail where an answer has a status, a media type or a body that nothing describes."""
    address = urlsplit(str(answer.request.url)).path
    # What stands at the prefix itself is the description.
    if (
        not address.startswith(PREFIX)
        or address == PREFIX
        or answer.request.method not in ("GET", "HEAD")
    ):
        return
    operation = operation_at(address)
    kind = answer.headers.get("content-type", "").partition(";")[0]
    if operation is None:
        assert answer.status_code in (404, 503), address
        kind, content = "application/problem+json", problem_content()
    else:
        told = resolved(operation["responses"][str(answer.status_code)])
        content = told.get("content", {})
    if not content:
        return
    if "fields" in answer.request.url.params and answer.status_code == 200:
        assert kind == PARTIAL
        return
    assert kind in content, f"{address}: {kind}"
    if answer.request.method == "GET" and kind.endswith("json") and "schema" in content[kind]:
        faults = [f"{each.instance_path}: {each.message}" for each in errors(content[kind], answer)]
        assert faults == [], address


def errors(told: dict[str, Any], answer: httpx.Response) -> Any:
    answer.read()
    return validator(json.dumps(told["schema"])).iter_errors(json.loads(answer.content))


@cache
def validator(schema: str) -> Draft202012Validator:
    return Draft202012Validator({**json.loads(schema), "components": document()["components"]})


def resolved(told: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in told:
        return told
    found = document()
    for part in told["$ref"].removeprefix("#/").split("/"):
        found = found[part]
    return found


def problem_content() -> dict[str, Any]:
    content: dict[str, Any] = document()["components"]["responses"]["404"]["content"]
    return content


def operation_at(address: str) -> dict[str, Any] | None:
    """The operation of an address: as many segments, the fixed ones alike."""
    given = address.split("/")
    for path, told in document()["paths"].items():
        wanted = path.split("/")
        if (
            "get" in told
            and len(wanted) == len(given)
            and all(
                one == other or one.startswith("{")
                for one, other in zip(wanted, given, strict=True)
            )
        ):
            operation: dict[str, Any] = told["get"]
            return operation
    return None
