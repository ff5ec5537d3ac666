"""What a lab calls its pinned releases: ``mistral-medium-2604`` is Mistral Medium 3.5."""

from modelario.identity.groups import Group
from modelario.identity.rules import Groups
from modelario.identity.tokens import PIN, VERSION, Signature, signature, take_apart


def name_releases(groups: Groups) -> None:
    """Let a pinned release also go by the version that its lab's own name for it states."""
    stated: dict[Signature, list[Group]] = {}
    for group in groups.all():
        for name in _stated_names(group):
            stated.setdefault(name, []).append(group)
    for name in sorted(stated, key=sorted):
        if len(stated[name]) == 1:
            groups.name(stated[name][0], name)


def _stated_names(group: Group) -> set[Signature]:
    name = group.first_name
    pins = {token for token in name if token[0] == PIN}
    if not pins or not group.own or any(token[0] == VERSION for token in name):
        return set()
    words = name - pins
    stated = set()
    for member in group.members:
        text = member.offering.facts.name
        if member.offering.provider in group.own and text:
            spoken = signature(take_apart(text.replace(" ", "-")).pieces)
            added = spoken - words
            if words <= spoken and added and all(token[0] == VERSION for token in added):
                stated.add(spoken)
    return stated
