"""What an agent is told, as compact Markdown: a table of the rows, a line for everything else."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from modelario.formats import markdown_text

#: What no Markdown reader takes for markup, and agents have to copy as it stands.
_PLAIN = re.compile(r"(?!www\.)(?:[\w.:@+~-]|/(?!/))+")
#: No text is longer; upstream's may be.
_LONGEST = 300


def markdown(answer: Mapping[str, Any]) -> str:
    """Write an answer: what it says once, then what it says of several things."""
    once = {name: each for name, each in answer.items() if not _is_table(each)}
    tables = {name: each for name, each in answer.items() if _is_table(each)}
    parts = ["\n".join(f"{name}: {_text(each)}" for name, each in once.items())]
    parts += [f"{name}:\n\n{_table(rows)}" for name, rows in tables.items()]
    return "\n\n".join(filter(None, parts))


def _is_table(value: Any) -> bool:  # noqa: ANN401 – any part of an answer
    return isinstance(value, list) and bool(value) and all(isinstance(e, dict) for e in value)


def _table(rows: Sequence[Mapping[str, Any]]) -> str:
    """Write rows below the names of all that is known of some."""
    heads = tuple(dict.fromkeys(name for row in rows for name in row))
    lines = [
        heads,
        ["---"] * len(heads),
        *([_text(row.get(each)) for each in heads] for row in rows),
    ]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _text(value: Any) -> str:  # noqa: ANN401 – any part of an answer
    match value:
        case None:
            text = ""
        case bool():
            text = "yes" if value else "no"
        case float():
            text = f"{value:.12f}".rstrip("0").rstrip(".")
        case Mapping():
            text = "; ".join(f"{name} {_text(each)}" for name, each in value.items())
        case list():
            text = _listed(value)
        case str():
            text = _worded(value if len(value) <= _LONGEST else f"{value[: _LONGEST - 1]}…")
        case _:
            text = str(value)
    return text


def _worded(text: str) -> str:
    return text if _PLAIN.fullmatch(text) else markdown_text(text)


def _listed(values: Iterable[Any]) -> str:
    several = [f"({_text(e)})" if isinstance(e, Mapping | list) else _text(e) for e in values]
    # What has its place among others is not left out.
    return ", ".join(each or "unknown" for each in several) or "none"
