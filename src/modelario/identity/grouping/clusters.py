"""Offerings → groups: the whole story of who is who, before anything is given a name."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from modelario.identity.grouping.brands import join_brands
from modelario.identity.grouping.dated_listings import completed_by_listings
from modelario.identity.grouping.group import Group, Member
from modelario.identity.grouping.groups import Groups
from modelario.identity.grouping.joining import apply
from modelario.identity.grouping.names import join_by_names
from modelario.identity.grouping.releases import name_releases
from modelario.identity.grouping.rules import rules
from modelario.identity.reading.readings import Reading, completed, core, read
from modelario.identity.reading.tokens import Signature
from modelario.records import Offering, ProviderId


class Clusters(NamedTuple):
    """The groups, and how every offering's id reads, in document order."""

    groups: Groups
    readings: tuple[Reading, ...]


def cluster(offerings: Sequence[Offering]) -> Clusters:
    """Read every id, put equal names together, then join names rule by rule."""
    readings = completed_by_listings(offerings, _readings(offerings))
    members: dict[Signature, list[Member]] = defaultdict(list)
    for offering, reading in zip(offerings, readings, strict=True):
        members[reading.signature].append(Member(offering, reading))
    groups = Groups(Group(name, found) for name, found in members.items())
    name_releases(groups)
    for rule in rules():
        apply(rule, groups)
    join_by_names(groups)
    join_brands(groups)
    return Clusters(groups, readings)


def _readings(offerings: Sequence[Offering]) -> tuple[Reading, ...]:
    """Read every id, and complete what is spelt out elsewhere only."""
    plain = [read(offering.provider, offering.offering_id) for offering in offerings]
    cores = {reading.signature: core(reading.signature) for reading in plain}
    sellers = _sellers(zip(offerings, plain, strict=True), cores)

    def read_on(offering: Offering, reading: Reading) -> Reading:
        def elsewhere(name: Signature) -> int:
            found = sellers.get(name, _NOBODY)
            return len(found) - (offering.provider in found)

        return completed(offering.provider, reading, elsewhere)

    return tuple(
        reading
        if len(sellers[cores[reading.signature]]) > _WELL_KNOWN + 1
        else read_on(offering, reading)
        for offering, reading in zip(offerings, plain, strict=True)
    )


#: A spelling that more other providers than this use needs no completion.
_WELL_KNOWN = 3
_NOBODY: frozenset[ProviderId] = frozenset()


def _sellers(
    read_offerings: Iterable[tuple[Offering, Reading]], cores: dict[Signature, Signature]
) -> dict[Signature, set[ProviderId]]:
    sellers: dict[Signature, set[ProviderId]] = defaultdict(set)
    for offering, reading in read_offerings:
        sellers[cores[reading.signature]].add(offering.provider)
    return sellers
