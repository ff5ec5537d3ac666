"""The description of the API for people: drawn from the same document that programs read."""

from collections.abc import Callable
from typing import Any

from msgspec import Struct

from modelario.api.document import document
from modelario.api.filed import filed
from modelario.api.problems import PROBLEMS


class ApiParameter(Struct, frozen=True, kw_only=True):
    """One parameter of an operation."""

    name: str
    text: str
    #: What its values are; of those that may be repeated, what each is.
    type: str
    many: bool
    required: bool
    #: What holds where it is not given, as it would be written.
    default: str | None
    choices: tuple[str, ...]


class ApiOperation(Struct, frozen=True, kw_only=True):
    """One address that can be asked."""

    name: str
    address: str
    summary: str
    #: The record that is answered, by its name in the description.
    record: str | None
    media_types: tuple[str, ...]
    parameters: tuple[ApiParameter, ...]
    #: An address that works as it stands.
    example: str


class ApiProblem(Struct, frozen=True, kw_only=True):
    """A kind of problem: the code that its type ends with, its status and its title."""

    code: str
    status: int
    title: str


class ApiReference(Struct, frozen=True, kw_only=True):
    """Every operation of the API, and every kind of problem."""

    about: str
    version: str
    #: Where the description for programs stands.
    document: str
    operations: tuple[ApiOperation, ...]
    #: Parameters that most operations share.
    shared: tuple[ApiParameter, ...]
    problems: tuple[ApiProblem, ...]


Translate = Callable[[str], str]


def reference(drawn: dict[str, Any], root: str, translate: Translate) -> ApiReference:
    """Draw the reference out of the description of a site that stands at ``root``."""
    paths = {path: told["get"] for path, told in drawn["paths"].items() if "get" in told}
    [first] = (told["x-example"] for told in paths.values() if told["operationId"] == "description")
    return ApiReference(
        about=translate(drawn["info"]["description"]),
        version=drawn["info"]["version"],
        document=root + first,
        operations=tuple(_operation(root, path, told, translate) for path, told in paths.items()),
        shared=tuple(
            _parameter(each, translate) for each in drawn["components"]["parameters"].values()
        ),
        problems=tuple(
            ApiProblem(code=code, status=kind.status, title=translate(kind.title))
            for code, kind in PROBLEMS.items()
            if drawn["components"]["responses"]
        ),
    )


def _operation(root: str, path: str, told: dict[str, Any], translate: Translate) -> ApiOperation:
    content = told["responses"]["200"]["content"]
    refers = next(iter(content.values()))["schema"].get("$ref", "")
    return ApiOperation(
        name=told["operationId"],
        address=root + path,
        summary=translate(told["summary"]),
        record=refers.rpartition("/")[2] or None,
        media_types=tuple(content),
        parameters=tuple(
            _parameter(each, translate) for each in told["parameters"] if "$ref" not in each
        ),
        example=root + told["x-example"],
    )


def _parameter(told: dict[str, Any], translate: Translate) -> ApiParameter:
    schema = told["schema"]
    value, default = schema.get("items", schema), schema.get("default")
    return ApiParameter(
        name=told["name"],
        text=translate(told["description"]),
        type=value.get("format") or value["type"],
        many="items" in schema,
        required=told.get("required", False),
        default=None if default is None else _written(default),
        choices=tuple(value.get("enum", ())),
    )


def _written(default: Any) -> str:  # noqa: ANN401 – a value of any parameter
    values = default if isinstance(default, list) else [default]
    return ", ".join(str(each).lower() if isinstance(each, bool) else str(each) for each in values)


def texts() -> set[str]:
    """Collect every English text of the reference, to be translated."""
    found: set[str] = set()

    def remember(text: str) -> str:
        found.add(text)
        return text

    for drawn in (document(), filed("", ())):
        reference(drawn, "", remember)
    return found
