"""The API against all that its description allows, and much that it does not."""

import os
from typing import Any

import pytest
import schemathesis
from described import document
from hypothesis import HealthCheck, Phase, given, settings
from litestar.testing import TestClient
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from modelario.api.resources import RESOURCES
from modelario.web.app import Front

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

#: How many cases in all; `make fuzz` asks for many more.
CASES = int(os.environ.get("MODELARIO_FUZZ", "600"))


@pytest.mark.parametrize("label", OPERATIONS)
@pytest.mark.parametrize("mode", GenerationMode, ids=lambda mode: mode.value)
def test_no_question_breaks_the_api(
    label: str, mode: GenerationMode, client: TestClient[Front]
) -> None:
    """Whatever is asked, the answer is one of those described, and never the server's fault."""

    @settings(
        max_examples=max(1, CASES // (2 * len(OPERATIONS))),
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.generate, Phase.shrink],
    )
    @given(case=OPERATIONS[label].as_strategy(generation_mode=mode))
    def ask(case: Any) -> None:
        # Of what comes with these, no schema tells.
        case.query.pop("fields", None)
        sent = case.as_transport_kwargs(base_url="http://testserver.local")
        answer = client.request(
            sent["method"], sent["url"], params=sent.get("params"), headers=sent.get("headers")
        )
        case.validate_response(answer, checks=CHECKS)

    ask()
