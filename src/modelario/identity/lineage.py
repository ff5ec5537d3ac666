"""How groups hang together: dated versions of a floating model, derivatives and their parents."""

from collections import defaultdict

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


class Parents:
    """Finds the model that a derivative was made from: the fullest name inside its own."""

    def __init__(self, groups: Groups) -> None:
        self._by_token: dict[str, list[tuple[Signature, Group]]] = defaultdict(list)
        for name, group in groups.by_name.items():
            inside = core(name)
            if any(token[0] in (SIZE, VERSION) for token in inside):
                self._by_token[min(inside)].append((inside, group))

    def of(self, group: Group, lab: LabId) -> Group | None:
        """The parent of a group, where it is in the catalogue."""
        name, foreign = core(group.first_name), foreign_families(group, lab)
        inside = [
            (len(found), sorted(found, reverse=True), other)
            for token in name
            for found, other in self._by_token.get(token, ())
            if found < name and other is not group and (not foreign or other.lab in foreign)
        ]
        return max(inside, key=lambda found: found[:2])[2] if inside else None
