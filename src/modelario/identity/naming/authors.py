"""Whose a group is: the lab, and whether the model is the lab's own or derived from another's."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from modelario.identity.grouping.group import Group, Member
from modelario.identity.naming.lineage import Parents, base_labs
from modelario.identity.reading.curated import table
from modelario.identity.reading.labs import (
    first_parties,
    known_namespaces,
    load_labs,
)
from modelario.identity.reading.readings import claims, derived_words, optional_words
from modelario.identity.reading.tokens import SIZE, Signature, organisation
from modelario.records import Lab, LabId, Provider, ProviderId


class Author(NamedTuple):
    """The lab of a group, and the spelling that its name is inferred from."""

    lab: LabId
    written: str
    #: How strongly namespaces speak for which lab.
    votes: Mapping[LabId, int] = {}


def author_of(group: Group, providers: Mapping[ProviderId, Provider]) -> Author:
    """The lab by the vote of namespaces, else by family words, else the provider itself."""
    spoken = _namespaces(group, providers)
    words = claims()
    claimed = sorted(words[word] for word in group.first_name if word in words)
    if claimed and all(namespace in known_namespaces() for _, namespace in spoken):
        return Author(claimed[0], claimed[0])
    votes: dict[LabId, int] = {}
    for member, namespace in spoken:
        lab = _lab_id(namespace)
        votes[lab] = votes.get(lab, 0) + _weight(member, namespace)
    if votes:
        lab = min(votes, key=lambda name: (-votes[name], name))
        spelt = next(namespace for _, namespace in spoken if _lab_id(namespace) == lab)
        return Author(lab, _as_written(group, spelt), votes)
    if group.lab is not None:
        return Author(group.lab, group.lab)
    provider = _passed_on_by(group, providers) or min(group.providers)
    own = first_parties().get(provider)
    return Author(LabId(own or _safe(_seller(provider))), _seller(provider))


def _seller(provider: ProviderId) -> str:
    """Who sells a plan: the plan itself trained nothing."""
    return _plan().sub("", provider)


@cache
def _plan() -> re.Pattern[str]:
    """How the id of a plan ends, perhaps with its region."""
    return re.compile(rf"-(?:{'|'.join(table('words')['plans'])})(?:-[a-z]{{2,3}})?$")


def _passed_on_by(group: Group, providers: Mapping[ProviderId, Provider]) -> ProviderId | None:
    """The provider that a namespace names: whoever resells its model did not make it."""
    named = (ProviderId(member.reading.namespace or "") for member in group.members)
    return next((provider for provider in named if provider in providers), None)


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
            if organisation(part.lower()) == namespace:
                return organisation(part)
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
    words = [word for word in written.replace("_", "-").split("-") if word]
    return " ".join("AI" if word == "ai" else word.capitalize() for word in words) or "Unknown"


#: A provider that lists so many unsigned changes of other people's models lists more of them.
_MANY_CHANGES = 5


#: Who changed a model where nobody says so.
COMMUNITY = Author(LabId("community"), "community")


def unsigned(groups: Mapping[Group, Author], parents: Parents) -> Mapping[Group, Author]:
    """Who changed a known model whose name has strange words in it, and no lab before it.

    It is the provider where that puts its own name before the model's, else nobody known.
    """
    trusted: dict[LabId, set[str]] = defaultdict(set)
    nameless: list[Group] = []
    for group, author in groups.items():
        signed = group.own or any(member.reading.namespace for member in group.members)
        if signed:
            trusted[author.lab] |= group.first_name
        elif len(group.providers) == 1 and author.lab in base_labs().values():
            nameless.append(group)
    strange = [
        group
        for group in nameless
        if group.first_name & derived_words()
        or (
            _strange_words(group.first_name, trusted[groups[group].lab])
            and any(token[0] == SIZE for token in group.first_name)
            and parents.of(group) is not None
        )
    ]
    listed = Counter(provider for group in strange for provider in group.providers)
    changed = {}
    for group in strange:
        provider = min(group.providers)
        if any(provider in _path(member) for member in group.members):
            changed[group] = Author(LabId(_safe(provider)), provider)
        elif group.first_name & derived_words() or listed[provider] >= _MANY_CHANGES:
            changed[group] = COMMUNITY
    return changed


def _path(member: Member) -> list[str]:
    """The namespaces that an id states, lower case."""
    return member.offering.offering_id.lower().split("/")[:-1]


def _strange_words(name: Signature, trusted: set[str]) -> set[str]:
    words = {token for token in name if token.isalpha()}
    return words - trusted - optional_words()
