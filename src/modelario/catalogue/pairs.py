"""Pairs of models to weigh: widely served ones of late, each beside the nearest of another lab."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from modelario.catalogue.alternatives import MOST_OF_ONE_LAB, Alternative, alternatives
from modelario.catalogue.kinds import USUAL
from modelario.records import LabId, ModelId, Profile, Profiles, Reason

#: A model is of late for so long.
LATE = timedelta(days=365)


class Pair(NamedTuple):
    """Two models, on what ground they are named, and what tells the second from the first."""

    first: ModelId
    second: ModelId
    ground: Reason
    reasons: tuple[Reason, ...]


def pairs(profiles: Profiles, as_of: date) -> Iterator[Pair]:
    """Pair the late models that most providers serve with their nearest from another lab.

    The most widely served come first, and no lab more often than twice. Nobody tells us what
    readers weigh: the ground is how many providers serve a model, and each pair says so.
    """
    labs = Counter[LabId]()
    named: set[frozenset[ModelId]] = set()
    for profile in _widely_served(profiles.values(), as_of - LATE):
        nearest = _nearest(profile, profiles)
        if nearest is None or labs[profile.lab] == MOST_OF_ONE_LAB:
            continue
        labs[profile.lab] += 1
        both = frozenset((profile.id, nearest.model))
        if both not in named:
            named.add(both)
            ground = Reason("widely_served", count=profile.providers, days=LATE.days)
            yield Pair(profile.id, nearest.model, ground, nearest.reasons)


def _widely_served(among: Iterable[Profile], since: date) -> list[Profile]:
    late = [
        profile
        for profile in among
        if profile.candidate
        and profile.kind is USUAL
        and profile.blended_mtok is not None
        and (profile.release_date or "") >= since.isoformat()
    ]
    return sorted(late, key=lambda each: (-each.providers, each.id))


def _nearest(of: Profile, among: Profiles) -> Alternative | None:
    closest = alternatives(of, among).closest
    return next((each for each in closest if among[each.model].lab != of.lab), None)
