"""What a reason is worth: how sure it makes an answer, and its words, as its rule's row says."""

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from modelario.identity.reading.tables import table

#: The sections that hold rules, by table.
_SECTIONS = (
    ("rules", "rules"),
    ("rules", "steps"),
    ("lookup", "ways"),
    ("release_lines", "evidence"),
)


class Worth(NamedTuple):
    """How sure a reason makes an answer, from 0 to 1, and what it says in English."""

    confidence: float
    says: str
    #: So much surer than what it rests on is the answer.
    more: float = 0.0
    #: The confidence where the name is besides only the same otherwise.
    loosely: float = 0.0


@cache
def worths() -> Mapping[str, Worth]:
    """The worth of every reason that is a rule's, by its code."""
    rows = [row for name, section in _SECTIONS for row in table(name)[section]]
    return {
        row["code"]: Worth(
            row.get("confidence", 1.0),
            row["says"],
            row.get("more", 0.0),
            row.get("loosely", 0.0),
        )
        for row in rows
        if "says" in row
    }


def confidence_of(code: str) -> float:
    """How sure the rule of a reason makes an answer."""
    return worths()[code].confidence
