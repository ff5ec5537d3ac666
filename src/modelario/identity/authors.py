"""Whose a group is: the lab, and whether the model is the lab's own or derived from another's."""

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from modelario.identity.groups import Group, Member
from modelario.identity.labs import (
    family_labs,
    first_parties,
    known_namespaces,
    load_labs,
)
from modelario.identity.tables import table
from modelario.records import Lab, LabId, Provider, ProviderId


class Author(NamedTuple):
    """The lab of a group, and the spelling that its name is inferred from."""

    lab: LabId
    written: str


def author_of(group: Group, providers: Mapping[ProviderId, Provider]) -> Author:
    """The lab by the vote of namespaces, else by family words, else the provider itself."""
    claimed = {
        LabId(lab) for word, lab in table("words")["claims"].items() if word in group.first_name
    }
    strangers = [ns for _, ns in _namespaces(group, providers) if ns not in known_namespaces()]
    if claimed and not strangers:
        lab = min(claimed)
        return Author(lab, lab)
    votes: Counter[str] = Counter()
    for member, namespace in _namespaces(group, providers):
        votes[_lab_id(namespace)] += _weight(member, namespace)
    if votes:
        lab = LabId(min(votes, key=lambda name: (-votes[name], name)))
        spelt = next(ns for _, ns in _namespaces(group, providers) if _lab_id(ns) == lab)
        return Author(lab, _as_written(group, spelt))
    if group.lab is not None:
        return Author(group.lab, group.lab)
    provider = min(group.providers)
    return Author(LabId(first_parties().get(provider) or _safe(provider)), provider)


def _weight(member: Member, namespace: str) -> int:
    """A namespace that is the lab of the model's family weighs more than a stranger's."""
    agrees = known_namespaces().get(namespace) == member.reading.lab
    return 2 if agrees else 1


def _namespaces(group: Group, providers: Mapping[ProviderId, Provider]) -> list[tuple[Member, str]]:
    return [
        (member, namespace)
        for member in group.members
        if (namespace := member.reading.namespace) is not None
        and (namespace in known_namespaces() or namespace not in providers)
    ]


def _lab_id(namespace: str) -> LabId:
    return known_namespaces().get(namespace) or LabId(_safe(namespace))


def _safe(text: str) -> str:
    kept = "".join(c if c.isascii() and (c.isalnum() or c in ".-_") else "-" for c in text.lower())
    return kept.strip("-._") or "unknown"


def _as_written(group: Group, namespace: str) -> str:
    for member in group.members:
        for part in member.offering.offering_id.split("/")[:-1]:
            if part.lower() == namespace:
                return part
    return namespace


def lab_record(author: Author, providers: Mapping[ProviderId, Provider]) -> Lab:
    """The curated record of a lab, or one inferred from how its name is written."""
    curated = load_labs().get(author.lab)
    if curated is not None:
        return curated
    provider = providers.get(ProviderId(author.lab))
    if provider is not None:
        return Lab(id=author.lab, name=provider.name, providers=(provider.id,))
    return Lab(
        id=author.lab, name=_display_name(author.written), namespaces=(author.written.lower(),)
    )


def _display_name(written: str) -> str:
    if written != written.lower():
        return written
    return " ".join(word.capitalize() for word in written.replace("_", "-").split("-") if word)


def foreign_families(group: Group, lab: LabId) -> set[LabId]:
    """The labs, other than its own, whose family words a group's name holds."""
    found = {owner for word in group.first_name if (owner := family_labs().get(word))}
    return found - {lab}
