"""What records and their fields are, in words: read from where they are defined.

A field is described by the ``#:`` comment above it, or by the row of its docstring's table of
parameters; where it has neither, by what its name means everywhere (``tables/fields.toml``).
"""

import inspect
import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

_COMMENT = re.compile(r"^    #: ?(.*)")
_FIELD = re.compile(r"^    (\w+):")
_REFERENCE = re.compile(r":\w+:`~?(?:[\w.]+\.)?(\w+)`")
#: What a docstring tells programmers alone.
_FOR_CALLERS = re.compile(r"(\s*Raises\b.*|\s*Parameters\n-{3,}.*)", re.DOTALL)


def record_text(record: type) -> str:
    """Describe a record: its docstring, as far as it is for a reader of answers."""
    return _plain(_FOR_CALLERS.sub("", inspect.getdoc(record) or ""))


@cache
def field_texts(record: type) -> Mapping[str, str]:
    """Describe the fields of a record, its bases' too."""
    found: dict[str, str] = {}
    for each in reversed(record.__mro__):
        if each.__module__.startswith("modelario.") and inspect.get_annotations(each):
            found.update(_commented(each))
            found.update(_tabled(inspect.getdoc(each) or ""))
    return found


def field_text(record: type | None, name: str) -> str:
    """Describe a field; ``KeyError`` for one that nothing describes."""
    told = field_texts(record) if record else {}
    owners = record.__mro__ if record else ()
    of_record = (vocabulary().get(f"{each.__name__}.{name}") for each in owners)
    return told.get(name) or next(filter(None, of_record), "") or vocabulary()[name]


@cache
def vocabulary() -> Mapping[str, str]:
    """What each name means, whatever record it stands in."""
    table = files("modelario.api").joinpath("tables/fields.toml").read_text("utf-8")
    return tomllib.loads(table)


def _commented(record: type) -> Iterator[tuple[str, str]]:
    """Pair each field with the comment right above it."""
    try:
        lines = inspect.getsource(record).splitlines()
    except (OSError, TypeError):  # made by a function, not written down
        return
    comment: list[str] = []
    for line in lines:
        if (said := _COMMENT.match(line)) is not None:
            comment.append(said[1])
            continue
        if comment and (field := _FIELD.match(line)) is not None:
            yield field[1], _plain(" ".join(comment))
        comment = []


def _tabled(docstring: str) -> Iterator[tuple[str, str]]:
    """Read a docstring's table of parameters."""
    _, _, table = docstring.partition("Parameters\n----------\n")
    for name, text in re.findall(r"^(\w+)\n((?: {4}.*\n?)+)", table, re.MULTILINE):
        yield name, _plain(text)


def _plain(text: str) -> str:
    """Write a docstring's text without its marks, in one line a paragraph."""
    text = _REFERENCE.sub(r"\1", text).replace("``", "`")
    return "\n\n".join(" ".join(part.split()) for part in text.split("\n\n")).strip()
