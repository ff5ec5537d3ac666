"""What a reason is worth: how sure it makes an answer, and its words, as its rule's row says."""

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from modelario.identity.reading.curated import table

#: The sections that hold rules, by table.
_SECTIONS = (
    ("rules", "rules"),
    ("rules", "steps"),
    ("lookup", "ways"),
    ("release_lines", "evidence"),
)

#: The steps of an explanation; the words of rules stand in the tables, with the rules.
_STEPS: Mapping[str, str] = {
    "namespace_read": "The namespace is “{namespace}”.",
    "words_read": "Words of the name: {found}.",
    "version_read": "Version: {found}.",
    "size_read": "Size: {found}.",
    "active_read": "Active parameters: {found}.",
    "experts_read": "Experts: {found}.",
    "context_read": "Context size in the name: {found}.",
    "pin_read": "Dated pin: {found}.",
    "variant_read": "The id states how the model is served: {found}.",
    "group_found": "Offerings that are the same model: {offerings}, at providers: {providers}.",
    "named_by_lab": "The lab sells the model itself; its id is {model}.",
    "release_canonical": "This is the id by which the release is shown.",
    "another_release": "Another release of the same name, of {day}.",
    "another_id": "Another id of the same name; what its date is nobody states.",
    "release_with": "Another edition: its id says “{added}” besides.",
    "release_without": "Another edition: its id does not say “{left_out}”.",
    "release_otherwise": "Another edition: its id says “{added}”, and not “{left_out}”.",
    "named_by_most": "The lab does not sell the model here; most spell it {model}.",
}


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


@cache
def identity_sentences() -> Mapping[str, str]:
    """The English sentence of every reason of this package, by its code."""
    return {**{code: worth.says for code, worth in worths().items()}, **_STEPS}
