"""The API described (OpenAPI 3.1): drawn from the table of resources and from their records."""

import sys
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
from msgspec import Struct

from modelario.api.act_operations import SECURITY, act_operation
from modelario.api.admin import ACTS
from modelario.api.describing import field_text, record_text
from modelario.api.files import FILES, File
from modelario.api.inquiries import JSON, PREFIX, PROBLEM, Resource
from modelario.api.paging import MOST_ROWS, USUAL_ROWS, paged
from modelario.api.parameters import (
    AFTER,
    AS_OF,
    FIELDS,
    LIMIT,
    LONGEST_JSON,
    LONGEST_VALUE,
    Parameter,
    pairs_of,
    parameters_of,
)
from modelario.api.problems import PROBLEMS, ProblemDetails
from modelario.api.resources import RESOURCES
from modelario.api.schemas import SCHEMAS, described
from modelario.catalogue.workload_texts import WORK
from modelario.formats import to_json

#: Where the description stands after the prefix.
DOCUMENT = "openapi.json"

#: The version of the API, told apart from that of the program.
VERSION = "1"

_ABOUT = (
    "The catalogue of large language models, for programs. Every answer is the record that the "
    "page of the same name shows. Prices are exact decimals in USD per 1M tokens, limits are "
    "tokens, and `null` is unknown, never zero. Answers carry a strong ETag; ask again with "
    "`If-None-Match`. Long tables come a page at a time: follow `next` until it is `null`. Where "
    "other data stands in, as while the store cannot be read, `Catalogue-Notice` says so."
)

#: Parameters of every resource.
SHARED: Mapping[str, Mapping[str, Any]] = {
    AS_OF: {
        "description": "Answer as of the end of this day.",
        "schema": {"type": "string", "format": "date"},
    },
    WORK: {
        "description": (
            "A month of work, such as requests-10000_input-5000_output-500_cached-50_mode-batch: "
            "what it costs then stands beside every price, and what is cheap is what costs little. "
            "Where a workload is costed, what is not told of it is as in this one."
        ),
        "schema": {"type": "string", "maxLength": LONGEST_VALUE},
    },
    FIELDS: {
        "description": (
            "Only these fields, with commas between them: of each row of a table, else of the "
            "record. The answer is then application/vnd.modelario.fields+json."
        ),
        "schema": {"type": "string", "maxLength": LONGEST_VALUE},
    },
    LIMIT: {
        "description": "At most so many rows.",
        "schema": {
            "type": "integer",
            "minimum": 1,
            "maximum": MOST_ROWS,
            "default": USUAL_ROWS,
        },
    },
    AFTER: {
        "description": "Rows after this mark, which stands in the `next` of the page before.",
        "schema": {"type": "string", "maxLength": LONGEST_VALUE},
    },
}

#: What a file in the shape of another tool is.
_SHAPED = ["object", "array"]

#: What can go wrong with a question, by the status that it has.
_FAULTS = {
    "400": "A parameter cannot be meant; `parameter` names it, `near` what may be meant.",
    "401": "The header `Authorization` lacks the operator's token, or it is another one.",
    "404": "What is asked for is not in the catalogue, or not on that day.",
    "406": "Another form can be had.",
    "409": "It cannot be done just now, or not to that.",
    "429": "Your address asked for too much at once: come again after `Retry-After`.",
    "500": "The fault is the server's.",
    "502": "Upstream cannot be read just now; what is published stays.",
    "503": "The history cannot be read just now, or too many ask at once.",
}


def document(root: str = "") -> dict[str, Any]:
    """Draw the description of the API of a site whose addresses begin with ``root``."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Modelario",
            "version": VERSION,
            "description": _ABOUT,
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": root or "/"}],
        "paths": {
            PREFIX + DOCUMENT: {"get": _itself()},
            **{_path(resource): {"get": _operation(resource)} for resource in RESOURCES},
            **{PREFIX + file.path: {"get": _file(file)} for file in FILES},
            **{PREFIX + act.path: {"post": act_operation(act, _faults)} for act in ACTS},
        },
        "components": {
            "schemas": described(_answers()),
            "parameters": {
                name: {"name": name, "in": "query", **told} for name, told in SHARED.items()
            },
            "responses": {status: _fault(status) for status in _FAULTS},
            "securitySchemes": SECURITY,
        },
    }


def _path(resource: Resource) -> str:
    return PREFIX + "/".join(resource.segments)


def _operation(resource: Resource) -> dict[str, Any]:
    return {
        "operationId": resource.name,
        "summary": resource.summary,
        "description": record_text(resource.record),
        "parameters": [*_named(resource), *_asked(resource), *map(_common, resource.shared)],
        "responses": _responses(resource),
        "x-example": PREFIX + resource.example,
    }


def _itself() -> dict[str, Any]:
    """Describe the description."""
    told = "This description"
    content = {JSON: {"schema": {"type": "object"}}}
    return {
        "operationId": "description",
        "summary": told,
        "parameters": [],
        "responses": {"200": {"description": told, "content": content}},
        "x-example": PREFIX + DOCUMENT,
    }


def _file(file: File) -> dict[str, Any]:
    if file.record:
        schema: dict[str, Any] = {"$ref": SCHEMAS + file.record.__name__}
    else:
        schema = {"type": _SHAPED} if file.media_type == JSON else {}
    media_type = file.media_type.partition(";")[0]
    return {
        "operationId": file.name,
        "summary": file.summary,
        "parameters": [_common(AS_OF)],
        "responses": {
            "200": {"description": file.summary, "content": {media_type: {"schema": schema}}},
            "304": {"description": "It is as it was when its ETag was given."},
            **_faults("400", "404", "406", "503"),
        },
        "x-example": PREFIX + file.path,
    }


def _faults(*statuses: str) -> dict[str, Any]:
    return {status: {"$ref": f"#/components/responses/{status}"} for status in statuses}


def _common(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/parameters/{name}"}


def _named(resource: Resource) -> Iterable[dict[str, Any]]:
    """Describe what the address itself names."""
    examples = resource.example.partition("?")[0].split("/")
    for place, part in enumerate(resource.segments):
        if part.startswith("{"):
            name = part.strip("{}")
            yield {
                "name": name,
                "in": "path",
                "required": True,
                "description": field_text(None, name),
                "schema": {"type": "string", "maxLength": LONGEST_VALUE},
                "example": examples[place],
            }


def _asked(resource: Resource) -> Iterable[dict[str, Any]]:
    """Describe the fields of the request record that the address does not name."""
    examples = dict(pairs_of(resource.example.partition("?")[2].encode()))
    for parameter in parameters_of(resource.request).values():
        if f"{{{parameter.name}}}" not in resource.path:
            yield _parameter(parameter, examples.get(parameter.name))


def _parameter(parameter: Parameter, example: str | None) -> dict[str, Any]:
    value = value_schema(parameter)
    told: dict[str, Any] = {
        "name": parameter.name,
        "in": "query",
        "description": parameter.text,
        "schema": {"type": "array", "items": value} if parameter.many else value,
    }
    if parameter.required:
        told["required"] = True
    if parameter.default is not None:
        told["schema"]["default"] = plain(parameter.default)
    if example is not None:
        typed = msgspec.convert(example, parameter.kind, strict=False)
        told["example"] = [typed] if parameter.many else plain(typed)
    return told


def plain(value: Any) -> Any:  # noqa: ANN401 – a value of any parameter
    """Write a value as JSON has it."""
    return msgspec.json.decode(msgspec.json.Encoder(decimal_format="number").encode(value))


def value_schema(parameter: Parameter) -> dict[str, Any]:
    """Draw what one value of a parameter can be."""
    if parameter.choices:
        return {"type": "string", "enum": [str(each) for each in parameter.choices]}
    schema: dict[str, Any] = dict(_VALUES.get(parameter.kind, _TEXT))
    return schema


_TEXT = {"type": "string", "maxLength": LONGEST_VALUE}
_VALUES: Mapping[Any, Mapping[str, Any]] = {
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    Decimal: {"type": "number"},
    date: {"type": "string", "format": "date"},
    Mapping[str, Any]: {
        "type": "string",
        "contentMediaType": "application/json",
        "maxLength": LONGEST_JSON,
    },
}


#: What every answer tells of its asker's quotas.
_RATE_LIMITS: Mapping[str, Any] = {
    name: {"description": text, "schema": _TEXT}
    for name, text in {
        "RateLimit-Policy": (
            "The quotas of an address: work, counted in requests of ten milliseconds each (one "
            "that takes longer counts as several, one answered before as none), and how many of "
            "its requests may wait at once. Syntax: draft-ietf-httpapi-ratelimit-headers-11."
        ),
        "RateLimit": (
            "What is left of them, and the seconds for which that has to do: until the work is "
            "whole again, or where none is left until there is some."
        ),
    }.items()
}
_RETRY: Mapping[str, Any] = {
    "Retry-After": {"description": "Seconds after which to ask again.", "schema": _TEXT}
}


_COME_AGAIN = frozenset({"429", "503"})


def _responses(resource: Resource) -> dict[str, Any]:
    told: dict[str, Any] = {
        "200": {
            "description": resource.summary,
            "headers": {
                "ETag": {"description": "Of these very bytes.", "schema": _TEXT},
                **_RATE_LIMITS,
            },
            # What comes when only some fields are asked for has a media type that its parameter
            # names: a second one here would leave typed clients without any type.
            "content": {JSON: {"schema": {"$ref": SCHEMAS + _answered(resource).__name__}}},
        },
        "304": {"description": "It is as it was when its ETag was given."},
    }
    if "{model}" in resource.path:
        told["301"] = {
            "description": "The model has another id, where it is to be asked for.",
            "headers": {"Location": {"description": "Its address.", "schema": _TEXT}},
        }
    return told | _faults("400", "404", "429", "503")


def _fault(status: str) -> dict[str, Any]:
    codes = [code for code, kind in PROBLEMS.items() if str(kind.status) == status]
    named = f" Problems: {', '.join(codes)}." if codes else ""
    return {
        "description": f"{_FAULTS[status]}{named}",
        "headers": {**(_RETRY if status in _COME_AGAIN else {}), **_RATE_LIMITS},
        "content": {PROBLEM: {"schema": {"$ref": SCHEMAS + ProblemDetails.__name__}}},
    }


# --- records ------------------------------------------------------------------------------


def _answered(resource: Resource) -> type[Struct]:
    return paged(resource.record) if resource.rows else resource.record


def _answers() -> list[type]:
    """List the record of every answer."""
    whole = [file.record for file in FILES if file.record]
    return [*map(_answered, RESOURCES), *whole, *(act.record for act in ACTS), ProblemDetails]


if __name__ == "__main__":  # make openapi
    sys.stdout.buffer.write(to_json(document(), indent=1) + b"\n")
