"""Pairs of models to weigh: widely served ones of late, each beside the nearest of another lab."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from modelario.catalogue.alternatives import MOST_OF_ONE_LAB, Alternative, alternatives
from modelario.catalogue.kinds import USUAL
from modelario.records import Entry, LabId, ModelId, Profile, Reason

#: A model is of late for so long.
LATE = timedelta(days=365)


class Pair(NamedTuple):
    """Two models, on what ground they are named, and what tells the second from the first."""

    first: Entry
    second: Entry
    ground: Reason
    reasons: tuple[Reason, ...]


def pairs(profiles: Mapping[ModelId, Profile], as_of: date) -> Iterator[Pair]:
    """Pair the late models that most providers serve with their nearest from another lab.

    The most widely served come first, and no lab more often than twice. Nobody tells us what
    readers weigh: the ground is how many providers serve a model, and each pair says so.
    """
    labs = Counter[LabId]()
    named: set[frozenset[ModelId]] = set()
    for profile in _widely_served(profiles.values(), as_of - LATE):
        first = profile.entry
        nearest = _nearest(profile, profiles.values())
        if nearest is None or labs[first.model.lab.id] == MOST_OF_ONE_LAB:
            continue
        labs[first.model.lab.id] += 1
        both = frozenset((first.model.id, nearest.entry.model.id))
        if both not in named:
            named.add(both)
            ground = Reason("widely_served", count=_providers(first), days=LATE.days)
            yield Pair(first, nearest.entry, ground, nearest.reasons)


def _widely_served(among: Iterable[Profile], since: date) -> list[Profile]:
    late = [
        profile
        for profile in among
        if profile.candidate
        and profile.entry.model.kind is USUAL
        and profile.entry.recommended is not None
        and (profile.entry.model.facts.release_date or "") >= since.isoformat()
    ]
    return sorted(late, key=lambda each: (-_providers(each.entry), each.entry.model.id))


def _providers(entry: Entry) -> int:
    return len(entry.model.providers)


def _nearest(of: Profile, among: Iterable[Profile]) -> Alternative | None:
    own = of.entry.model.lab.id
    closest = alternatives(of, among).closest
    return next((each for each in closest if each.entry.model.lab.id != own), None)
