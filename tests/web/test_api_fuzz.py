"""The API against all that its description allows, and much that it does not.

It answers from the offerings of a few providers, so that most of the time is spent on questions.
"""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from typing import Any

import httpx
import pytest
import schemathesis
from crawler import get
from described import document
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from modelario.api.resources import RESOURCES
from modelario.building import edition_of
from modelario.editions import Editions
from modelario.queries.edition import Edition
from modelario.settings import from_environment
from modelario.upstream.document import split
from modelario.web.app import create_app
from sampling import amount

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
SCHEMA = schemathesis.openapi.from_dict(document())
RESOURCE_NAMES = {each.name for each in RESOURCES}
#: What has parameters of its own; files have none.
OPERATIONS = {
    each.ok().label: each.ok()
    for each in SCHEMA.get_all_operations()
    if each.ok().definition.raw["operationId"] in RESOURCE_NAMES
}

#: How many cases in all.
CASES = amount(2_000, 50_000)
#: Whose offerings there are: labs' own, hosts with versions and regions, and an aggregator.
PROVIDERS = ("openai", "anthropic", "azure", "amazon-bedrock", "groq", "mistral", "github-copilot")
#: Where it is served, for the answers' own addresses.
BASE = "http://testserver.local"

Ask = Callable[[str], httpx.Response]


@pytest.fixture(scope="module")
def ask(embedded: bytes, edition: Edition) -> Iterator[Ask]:
    """Ask the application in this very thread."""
    raw = split(embedded)
    some = raw._replace(
        offerings={key: raw.offerings[key] for key in raw.offerings if key.provider in PROVIDERS}
    )
    editions = Editions(edition_of(some, edition.catalogue.origin, {}, {}))
    settings = {"MODELARIO_BASE_URL": BASE, "MODELARIO_WORK_PER_ADDRESS": "0"}
    app = create_app(editions, from_environment(settings))

    with closing(asyncio.new_event_loop()) as loop:

        def asked(address: str) -> httpx.Response:
            status, headers, body = loop.run_until_complete(get(app, address))
            request = httpx.Request("GET", BASE + address.partition("?")[0])
            answer = httpx.Response(status, headers=headers, content=body, request=request)
            answer.elapsed = timedelta()
            return answer

        yield asked


@pytest.mark.parametrize("label", OPERATIONS)
@pytest.mark.parametrize("mode", GenerationMode, ids=lambda mode: mode.value)
def test_no_question_breaks_the_api(label: str, mode: GenerationMode, ask: Ask) -> None:
    """Whatever is asked, the answer is one of those described, and never the server's fault."""

    @settings(
        max_examples=-(-CASES // (2 * len(OPERATIONS))),
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.generate, Phase.shrink],
    )
    @given(case=OPERATIONS[label].as_strategy(generation_mode=mode))
    def try_(case: Any) -> None:
        # Of what comes with these, no schema tells.
        case.query.pop("fields", None)
        sent = case.as_transport_kwargs(base_url=BASE)
        path = httpx.URL(sent["url"]).raw_path.decode("ascii")
        # A question may be longer than any client would send it.
        query = str(httpx.QueryParams(sent.get("params") or {}))
        case.validate_response(ask(f"{path}?{query}" if query else path), checks=CHECKS)

    try_()
