"""An operator's acts described (OpenAPI 3.1)."""

from collections.abc import Callable, Mapping
from typing import Any

from modelario.api.admin import Act
from modelario.api.describing import field_text, record_text
from modelario.api.inquiries import JSON
from modelario.api.parameters import LONGEST_VALUE
from modelario.api.schemas import SCHEMAS

_SCHEME = "operator"
#: Who may ask for acts.
SECURITY: Mapping[str, Any] = {
    _SCHEME: {
        "type": "http",
        "scheme": "bearer",
        "description": (
            "The operator's token, MODELARIO_ADMIN_TOKEN. Where none is set there are no acts: "
            "their addresses answer 404."
        ),
    }
}
#: The statuses that every act may end with.
_FAULTS = ("401", "404", "409", "429", "500", "503")


def act_operation(act: Act, faults: Callable[..., dict[str, Any]]) -> dict[str, Any]:
    """Describe an act; ``faults`` describes the answers of some statuses."""
    names = [part.strip("{}") for part in act.path.split("/") if part.startswith("{")]
    content = {JSON: {"schema": {"$ref": SCHEMAS + act.record.__name__}}}
    return {
        "operationId": act.name,
        "summary": act.summary,
        "description": record_text(act.record),
        "security": [{_SCHEME: []}],
        "parameters": [
            {
                "name": name,
                "in": "path",
                "required": True,
                "description": field_text(None, name),
                "schema": {"type": "string", "maxLength": LONGEST_VALUE},
            }
            for name in names
        ],
        "responses": {
            "200": {"description": act.summary, "content": content},
            **faults(*sorted({*_FAULTS, *act.faults})),
        },
    }
