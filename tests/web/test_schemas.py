"""Every page's JSON is what the schema of its record says, on the whole embedded catalogue."""

import json
from collections.abc import Iterator

import pytest
from jsonschema_rs import Draft202012Validator
from litestar.testing import TestClient

from modelario.formats import to_schema
from modelario.queries.edition import Edition
from modelario.web.app import Front
from modelario.web.pages import Page
from modelario.web.routes import PAGES
from modelario.web.sitemap import paths

#: Pages whose address the sitemap does not list.
_BESIDE = {
    "history": ("models/openai/o4-mini/history", "models/anthropic/claude-haiku-4-5/history"),
    "comparison": ("compare/openai/o3/vs/openai/o4-mini",),
    "search": ("search?q=gemini",),
    "compare": ("compare?model=o4-mini&model=nope",),
    "calculator": ("calculator", "calculator?cached_percent=50&input_tokens=300000"),
    "upkeep": ("providers/vercel/upkeep", "providers/openai/upkeep?severity=high"),
    "start": ("models/openai/o4-mini/start", "models/anthropic/claude-haiku-4-5/start"),
    "pick": ("pick", "pick?capability=tool_call&max_price=1&weight_coding=2&weight_total_cost=1"),
    "explore": ("explore?axis=context_window",),
}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_json_is_as_its_schema_says(
    page: Page, client: TestClient[Front], edition: Edition
) -> None:
    """What each twin sends is valid against the schema drawn from the page's record."""
    validator = Draft202012Validator(to_schema(page.record))
    asked = list(_addresses(page, edition))
    assert asked
    for address in asked:
        sent = client.get(address)
        assert sent.status_code == 200, address
        faults = [
            f"{error.instance_path}: {error.message}"
            for error in validator.iter_errors(json.loads(sent.content))
        ]
        assert faults == [], address


def test_a_schema_says_that_prices_are_numbers() -> None:
    """A price that came as text, or a reason without its text, would be seen."""
    [model] = [page for page in PAGES if page.name == "model"]
    schema = to_schema(model.record)
    price = schema["$defs"]["QuoteRow"]["properties"]["input_mtok"]
    assert {"type": "number"} in price["anyOf"]
    assert "text" in schema["$defs"]["QuoteRow"]["properties"]["reason"]["properties"]


def _addresses(page: Page, edition: Edition) -> Iterator[str]:
    """Every address of a page's JSON."""
    known = _BESIDE.get(page.name) or [path for path in paths(edition) if _is_of(page, path)]
    for each in known:
        path, _, query = each.partition("?")
        yield f"/en/{path or 'index'}.json{'?' + query if query else ''}"


def _is_of(page: Page, path: str) -> bool:
    """Whether a path is one of a page's: as many segments, the fixed ones alike."""
    wanted, given = page.path.split("/"), path.split("/")
    return len(wanted) == len(given) and all(
        one == other or one.startswith("{") for one, other in zip(wanted, given, strict=True)
    )
