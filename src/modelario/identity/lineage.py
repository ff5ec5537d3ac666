"""How groups hang together: dated versions of a floating model, derivatives and their parents."""

from collections.abc import Iterable, Mapping

from modelario.identity.authors import foreign_families
from modelario.identity.groups import Group
from modelario.identity.labs import family_labs
from modelario.identity.readings import core, optional_words
from modelario.identity.rules import Groups
from modelario.identity.tables import table
from modelario.identity.tokens import PIN, SIZE, VERSION, Signature
from modelario.records import LabId


def floating_of(group: Group, groups: Groups) -> Group | None:
    """The model that a dated one is a version of, where both are in the catalogue."""
    for name in group.names:
        pins = {token for token in name if token[0] == PIN}
        if not pins:
            continue
        undated = name - pins
        for floating in (undated, undated | {"latest"}, undated - optional_words()):
            other = groups.by_name.get(floating)
            if other is not None and other is not group:
                return other
    return None


def is_official(group: Group, lab: LabId) -> bool:
    """Whether the model is its lab's own; a lab's own distillations are."""
    words = group.first_name
    if words & frozenset(table("words")["derived"]):
        return False
    if group.own or not foreign_families(group, lab):
        return True
    own = {word for word in words if family_labs().get(word) == lab}
    return "distill" in words and bool(own)


def parent_of(group: Group, lab: LabId, groups: Groups) -> Group | None:
    """The model that a derivative was made from: the fullest name inside its own."""
    name = core(group.first_name)
    foreign = foreign_families(group, lab)
    best: tuple[int, list[str]] | None = None
    parent: Group | None = None
    for other_name, other in _official(groups.by_name):
        if other is group or (foreign and other.lab not in foreign):
            continue
        inside = core(other_name)
        if inside < name and any(token[0] in (SIZE, VERSION) for token in inside):
            rank = (len(inside), sorted(inside, reverse=True))
            if best is None or rank > best:
                best, parent = rank, other
    return parent


def _official(by_name: Mapping[Signature, Group]) -> Iterable[tuple[Signature, Group]]:
    return by_name.items()
