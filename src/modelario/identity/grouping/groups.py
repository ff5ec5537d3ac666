"""All groups of a document, by every name that means them."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise

from modelario.identity.grouping.group import Group
from modelario.identity.reading.tokens import (
    ACTIVE,
    CONTEXT,
    EXPERTS,
    PIN,
    SIZE,
    VERSION,
    Piece,
    Signature,
)
from modelario.records import Reason

_MARKS = frozenset((VERSION, SIZE, ACTIVE, EXPERTS, CONTEXT, PIN))


class Groups:
    """All groups, by every name that means them."""

    def __init__(self, groups: Iterable[Group]) -> None:
        self.by_name: dict[Signature, Group] = {}
        self._by_token: dict[str, list[Signature]] = defaultdict(list)
        #: Names of thinking editions that are released, and dated, on their own.
        self.released: set[Signature] = set()
        #: What labs sell themselves, whichever preview or release of it.
        self.sold: set[Signature] = set()
        for group in groups:
            if group.own:
                self.sold |= {edition(name) for name in group.names}
            for name in group.names:
                self._add(name, group)
            if any(token[0] == PIN for token in group.first_name):
                for member in group.members:
                    if pin := _pin_after_thinking(member.reading.pieces):
                        said = member.reading.signature
                        self.released |= {said, said - {pin}}

    def all(self) -> list[Group]:
        return list(dict.fromkeys(self.by_name.values()))

    def join(self, into: Group, other: Group, reason: Reason) -> None:
        for name in other.names:
            self.by_name[name] = into
            other.joined.setdefault(name, reason)
        into.absorb(other)

    def name(self, group: Group, name: Signature) -> None:
        if name not in self.by_name:
            self._add(name, group)
            group.names[name] = None

    def _add(self, name: Signature, group: Group) -> None:
        self.by_name[name] = group
        for token in name:
            self._by_token[_mark(token)].append(name)
            if token[0] == VERSION:
                self._by_token[token].append(name)

    def named_with(self, tokens: Iterable[str]) -> Iterable[Signature]:
        """The names that hold one of some words or versions, or a token of one of some kinds."""
        found: dict[Signature, None] = {}
        for token in tokens:
            found.update(dict.fromkeys(self._by_token.get(token, ())))
        return found

    def longer_than(self, rest: Signature) -> list[Signature]:
        """The names that hold all tokens of a name, and more."""
        fewest = min((self._by_token.get(_mark(token), ()) for token in rest), key=len)
        return [name for name in fewest if rest < name]


def _mark(token: str) -> str:
    """What a token is found by: a word by itself, others by their kind."""
    return token[0] if token[0] in _MARKS else token


def edition(name: Signature) -> Signature:
    """A name without what tells its releases apart."""
    return frozenset(token for token in name - RELEASE_WORDS if token[0] != PIN)


#: Words that tell a release of a model, or that it is the newest one.
RELEASE_WORDS = frozenset(("preview", "beta", "latest"))


def _pin_after_thinking(pieces: tuple[Piece, ...]) -> str | None:
    """The pin right behind ``thinking``: it dates the thinking edition, not the model."""
    for before, after in pairwise(pieces):
        if after.kind == PIN and before.value == "thinking":
            return after.token
    return None
