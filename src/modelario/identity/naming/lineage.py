"""How groups hang together: dated versions of a floating model, derivatives and their parents."""

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from fnmatch import fnmatchcase
from functools import cache
from itertools import pairwise

from modelario.identity.grouping.group import Group
from modelario.identity.grouping.groups import Groups
from modelario.identity.reading.curated import table
from modelario.identity.reading.labs import family_labs
from modelario.identity.reading.readings import core, derived_words
from modelario.identity.reading.tokens import PIN, SIZE, VERSION, Piece, Signature
from modelario.records import LabId, ModelId

#: Words that a dated name may hold and its floating model lack.
_EDITIONS: tuple[Signature, ...] = (
    frozenset(),
    frozenset(("preview",)),
    frozenset(("beta",)),
    frozenset(("instruct",)),
)


def floating_of(slug: Signature, groups: Groups, slugs: Mapping[Group, Signature]) -> Group | None:
    """The model that a dated one is a version of; both as their slugs name them."""
    pins = frozenset(token for token in slug if token[0] == PIN)
    if not pins:
        return None
    for edition in _EDITIONS:
        undated = slug - pins - edition
        for floating in (undated, undated | {"latest"}):
            other = groups.by_name.get(floating)
            if other is not None and not any(token[0] == PIN for token in slugs[other]):
                return other
    return None


@cache
def base_labs() -> Mapping[str, LabId]:
    """Whose model a word in another lab's model name points to."""
    return {word: family_labs()[word] for word in table("words")["bases"]}


@cache
def _derivers() -> frozenset[str]:
    return frozenset(table("words")["derivers"])


def is_official(group: Group, lab: LabId) -> bool:
    """Whether the model is its lab's own; a lab's own distillations are."""
    name = group.first_name
    if lab in _derivers() or name & derived_words():
        return False
    known = base_labs()
    bases = {known[word] for word in name if word in known}
    return bool(group.own) or not bases - {lab} or lab in bases


class Parents:
    """Finds the model that a derivative was made from: the fullest name inside its own."""

    def __init__(self, groups: Groups, official: Iterable[Group]) -> None:
        self._by_token: dict[str, list[tuple[Signature, Group]]] = defaultdict(list)
        labs = set(base_labs().values())
        own = {group for group in official if group.lab in labs}
        for name, group in groups.by_name.items():
            inside = core(name)
            if group in own and any(token[0] in (SIZE, VERSION) for token in inside):
                self._by_token[min(inside)].append((inside, group))

    def of(self, group: Group) -> Group | None:
        """The parent of a derivative, where it is in the catalogue."""
        pieces = group.members[0].reading.pieces
        order = {piece.token: place for place, piece in enumerate(pieces)}
        name = _spelt_out(core(group.first_name))
        inside = [
            (len(found), -max(order.get(part, 0) for part in found), sorted(found), other)
            for token in name
            for found, other in self._by_token.get(token, ())
            if found < name and other is not group and _stands_together(found, pieces)
        ]
        return max(inside, key=lambda found: found[:3])[3] if inside else None


def told_parent(model: ModelId, known: Container[ModelId | None]) -> ModelId | None:
    """The parent that the table names, where the model's own name does not say it."""
    for row in table("parents")["parents"]:
        if any(fnmatchcase(model, pattern) for pattern in row["ids"]):
            return next((ModelId(each) for each in row["parents"] if each in known), None)
    return None


def _stands_together(name: Signature, pieces: Sequence[Piece]) -> bool:
    """Whether a version in a name does not follow a word of the derivative's own."""
    abbreviations = table("words")["abbreviations"]
    return all(
        before.token in name or before.token in abbreviations
        for before, after in pairwise(pieces)
        if after.kind == VERSION and after.token in name
    )


def _spelt_out(name: Signature) -> Signature:
    """A name with the abbreviations that people use who change other labs' models."""
    meant = table("words")["abbreviations"]
    return name.union(*(meant[word] for word in name if word in meant))
