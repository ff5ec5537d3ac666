"""The rules of ``tables/rules.toml``: when names are one model once tokens are left out."""

from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

from modelario.identity.reading.curated import table
from modelario.identity.reading.tokens import (
    ACTIVE,
    CONTEXT,
    EXPERTS,
    PIN,
    SIZE,
    VERSION,
    Signature,
)

_KINDS = {
    "version": VERSION,
    "size": SIZE,
    "active": ACTIVE,
    "experts": EXPERTS,
    "context": CONTEXT,
    "pin": PIN,
}


class Rule(NamedTuple):
    """A row of the table; what each condition means is written there."""

    code: str
    words: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    having: str | None = None
    beside: frozenset[str] = frozenset()
    base: bool = False
    unique: bool = False
    sole: bool = False
    sellers: int | None = None
    dates: int | None = None
    pinned_dates: int | None = None
    field: str | None = None
    prices: float | None = None
    text_only: bool = False
    hybrid: bool = False
    sees: bool = False
    original: bool = False

    def left_out(self, name: Signature) -> Signature:
        """The tokens that this rule leaves out of a name."""
        words = name & self.words
        if self.words and not words:
            return frozenset()
        if self.having is not None and not any(token[0] == self.having for token in name):
            return frozenset()
        if self.beside and not self.beside & name:
            return frozenset()
        if self.kinds:
            return words | {token for token in name if token[0] in self.kinds}
        return words


@cache
def rules() -> tuple[Rule, ...]:
    """All rules, in order."""
    return tuple(_rule(row) for row in table("rules")["rules"])


def _rule(row: Mapping[str, Any]) -> Rule:
    having = row.get("having")
    return Rule(
        words=frozenset((*row.get("words", ()), *row.get("tokens", ()))),
        kinds=frozenset(_KINDS[kind] for kind in row.get("kinds", ())),
        having=None if having is None else _KINDS[having],
        beside=frozenset(row.get("with", ())),
        **{key: value for key, value in row.items() if key not in _READ_OTHERWISE},
    )


_READ_OTHERWISE = ("words", "tokens", "kinds", "having", "with", "confidence", "says")
