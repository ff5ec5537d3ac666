"""From an agent's arguments to what it is told: read as the API reads its parameters."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

import msgspec

from modelario.api.answering import fault, inquiry_of, turn_of, with_work
from modelario.api.document import SHARED, plain, value_schema
from modelario.api.inquiries import COSTED, work_of
from modelario.api.paging import MOST_ROWS, Turn
from modelario.api.parameters import (
    AFTER,
    AS_OF,
    FIELDS,
    IN_JSON,
    LIMIT,
    MOST_PARAMETERS,
    Parameter,
    ParameterError,
    check_length,
    filled,
    grouped,
    parameters_of,
)
from modelario.catalogue.checking import nearest
from modelario.catalogue.questions import QuestionError
from modelario.catalogue.workload_texts import EXAMPLE as WORK_EXAMPLE
from modelario.editions import Editions
from modelario.history.journal import StoreError
from modelario.mcp.markdown import markdown
from modelario.mcp.parts import Schema, harmless, parts_of, schema_of, told
from modelario.mcp.tool import DAY, Tool


class Told(NamedTuple):
    """What an agent is told: as data, and as text; of what failed only the text."""

    text: str
    data: dict[str, Any] | None = None


def ask(editions: Editions, tool: Tool, arguments: Mapping[str, Any], moment: datetime) -> Told:
    """Put a question to the catalogue; what cannot be answered is told in one line."""
    try:
        data = _answered(editions, tool, arguments, moment)
    except (QuestionError, StoreError) as error:
        return Told(_in_one_line(editions, error))
    return Told(markdown(data), data)


def _in_one_line(editions: Editions, error: QuestionError | StoreError) -> str:
    problem = fault(editions, error)
    left = f"; it was last there on {problem.last_day}" if problem.last_day else ""
    return harmless(" ".join(f"{problem.detail}{left}".split()))


def _answered(
    editions: Editions, tool: Tool, arguments: Mapping[str, Any], moment: datetime
) -> dict[str, Any]:
    values = grouped(tuple(_pairs(arguments)), arguments_of(tool))
    fields = _fields(tool, values.get(FIELDS, ()))
    inquiry, usual = with_work(inquiry_of(editions, moment, values), values, tool.resource)
    turn = turn_of(values, tool.limit) if tool.limit else Turn()
    record, mark = tool.answer(inquiry, filled(tool.request, values, usual), turn)
    paths = tool.paths(fields, rows="provider" in values)
    data: dict[str, Any] = told(record, parts_of(paths))
    if any(path.partition(".")[0] == tool.rows.rows for path in paths):
        data.setdefault(tool.rows.rows, [])
        data |= {"next": mark} if mark else {}
    return data


def _fields(tool: Tool, wanted: tuple[str, ...]) -> tuple[str, ...]:
    for each in wanted:
        if each not in tool.choices:
            raise ParameterError(
                f"{FIELDS} {each!r} is none of {', '.join(tool.choices)}",
                field=FIELDS,
                near=nearest(each, tool.choices),
            )
    return wanted or tool.usual


# --- arguments


@cache
def arguments_of(tool: Tool) -> Mapping[str, Schema]:
    """Draw the schema of each argument, under the API's names and in its words."""
    asked = parameters_of(tool.request).values()
    return {
        **{each.name: _schema(each) for each in asked if not tool.takes or each.name in tool.takes},
        **{each: _work(tool) for each in work_of(tool.resource)},
        FIELDS: {
            "description": "Tell these fields instead of the usual ones.",
            "type": "array",
            "items": {"type": "string", "enum": list(tool.choices)},
            "default": list(tool.usual),
        },
        **({LIMIT: _limit(tool.limit), AFTER: _shared(AFTER)} if tool.limit else {}),
        AS_OF: _shared(AS_OF),
    }


def _schema(parameter: Parameter) -> Schema:
    value = value_schema(parameter)
    value.pop("maxLength", None)
    if value.pop("contentMediaType", None):
        # What an address has as text is an object here.
        value = {"type": "object", "additionalProperties": True}
    schema = {"type": "array", "items": value} if parameter.many else value
    if parameter.default is not None:
        schema["default"] = plain(parameter.default)
    return {"description": parameter.text, **schema}


def _shared(name: str) -> Schema:
    told_of = SHARED[name]
    return {"description": told_of["description"], **told_of["schema"]}


def _work(tool: Tool) -> Schema:
    """Say of the reader's work in few words what becomes of it."""
    told_of = "its cost stands beside prices" if tool.resource in COSTED else "costed unless told"
    return {"description": f"A month of work, such as {WORK_EXAMPLE}: {told_of}.", "type": "string"}


def _limit(usual: int) -> Schema:
    return {**_shared(LIMIT), "maximum": MOST_ROWS, "default": usual}


def input_schema(tool: Tool) -> Schema:
    """Draw what a tool takes."""
    parameters = parameters_of(tool.request).values()
    return {
        "type": "object",
        "properties": dict(arguments_of(tool)),
        "required": [each.name for each in parameters if each.required],
        "additionalProperties": False,
    }


def output_schema(tool: Tool) -> Schema:
    """Draw what a tool tells unless other fields are asked for, which then stand beside it."""
    drawn = schema_of(tool.record, parts_of(tool.paths(tool.usual, rows=True)))
    told_of = {"type": "string", "description": "Mark of the next rows: give it as `after`."}
    return {
        **drawn,
        "properties": {**drawn["properties"], **({"next": told_of} if tool.limit else {})},
        "required": [DAY],
    }


def _pairs(arguments: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Write arguments as an address has them, since they are read in one way."""
    count = 0
    for name, value in arguments.items():
        for each in value if isinstance(value, list) else [value]:
            count += 1
            if count > MOST_PARAMETERS:
                raise ParameterError(f"a question may have {MOST_PARAMETERS} values")
            if each is not None and (text := _written(name, each).strip()):
                yield name, text


def _written(name: str, value: Any) -> str:  # noqa: ANN401 – any JSON
    match value:
        case bool():
            return str(value).lower()
        case str() | int() | float():
            text = str(value)
        case dict() if name in IN_JSON:
            text = msgspec.json.encode(value).decode()
        case _:
            raise ParameterError(f"{name} holds texts, numbers or flags", field=name)
    check_length(name, text)
    return text
