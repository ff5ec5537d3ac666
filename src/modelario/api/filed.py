"""The API where only files are served: what no file answers is not described."""

from collections.abc import Collection, Iterator
from typing import Any

from modelario.api.bulk import NotInstalledError
from modelario.api.document import document
from modelario.api.files import FILES
from modelario.api.inquiries import PREFIX
from modelario.api.resources import RESOURCES
from modelario.api.schemas import SCHEMAS
from modelario.queries.edition import Edition

#: What an answer's file ends with: some folders of the API are answers, too.
ENDING = ".json"
#: Resources that answer a question of which only the reader knows the half.
ASKING = {
    "compare": "which models is the reader's to say; browsers compare them from `model`",
    "cost": "the work is the reader's to say; browsers cost it from the export's own data",
    "resolve": "spellings are without number; browsers look them up in the export's own data",
    "search": "words are without number; browsers look them up in the export's own data",
}

_ABOUT = (
    "The catalogue of large language models, for programs. Every answer is the record that the "
    "page of the same name shows. Prices are exact decimals in USD per 1M tokens, limits are "
    "tokens, and `null` is unknown, never zero. These are files: nothing behind a question mark "
    "is read, there are no past days, and every table is whole."
)


def absent(edition: Edition) -> frozenset[str]:
    """Name what no file answers: questions, and files for which something is not installed."""
    return frozenset((*ASKING, *_not_installed(edition)))


def _not_installed(edition: Edition) -> Iterator[str]:
    for file in FILES:
        try:
            file.pieces(edition)
        except NotInstalledError:
            yield file.name


def filed(root: str, but: Collection[str]) -> dict[str, Any]:
    """Draw the description of the files of the API, without some that are not there."""
    drawn = document(root)
    answers = {PREFIX + "/".join(each.segments) for each in RESOURCES}
    paths = {
        path + ENDING if path in answers else path: {
            "get": _operation(told["get"], ENDING if path in answers else "")
        }
        for path, told in drawn["paths"].items()
        if "get" in told and told["get"]["operationId"] not in but
    }
    every = drawn["components"]["schemas"]
    named: set[str] = set()
    waiting = list(_referred(paths))
    while waiting:
        if (name := waiting.pop()) not in named:
            named.add(name)
            waiting += _referred(every[name])
    return {
        **drawn,
        "info": {**drawn["info"], "description": _ABOUT},
        "paths": paths,
        "components": {
            "schemas": {name: told for name, told in every.items() if name in named},
            "parameters": {},
            "responses": {},
        },
    }


def _operation(told: dict[str, Any], ending: str) -> dict[str, Any]:
    """Describe a file: its address is all that can be asked, and nothing goes wrong with it."""
    answer = told["responses"]["200"]
    return {
        **told,
        "parameters": [each for each in told["parameters"] if each.get("in") == "path"],
        "responses": {"200": {name: answer[name] for name in ("description", "content")}},
        "x-example": told["x-example"].partition("?")[0] + ending,
    }


def _referred(told: object) -> Iterator[str]:
    """Name the records that a part of a description refers to."""
    if isinstance(told, dict):
        for name, value in told.items():
            if name == "$ref":
                yield value.removeprefix(SCHEMAS)
            else:
                yield from _referred(value)
    elif isinstance(told, list | tuple):
        for each in told:
            yield from _referred(each)
