"""Ids that stay: yesterday's assignments decide what today's groups are called.

The rule is one sentence: an offering that was published under an id stays under that id, or
under the id that an alias leads from it to. An old id follows the group in which most of its
offerings are found today; of several old ids that meet in one group one is kept and the others
become aliases of it. When a group falls apart, its old offerings stay together under the old id,
because no alias could tell a reader which of the parts is meant; new offerings go by the rules.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from modelario.records import ModelId, OfferingId, ProviderId

Key = tuple[ProviderId, OfferingId]


class Settled(NamedTuple):
    """The id of every group, of every old id, and the aliases between them."""

    groups: tuple[ModelId, ...]
    old: Mapping[ModelId, ModelId]
    aliases: Mapping[ModelId, ModelId]


def settle(
    groups: Sequence[Sequence[Key]], wanted: Sequence[ModelId], previous: Mapping[Key, ModelId]
) -> Settled:
    """Give every group an id: the one it had, else the one that is wanted for it."""
    found: dict[ModelId, Counter[int]] = defaultdict(Counter)
    for place, keys in enumerate(groups if previous else ()):
        for key in keys:
            if (old := previous.get(key)) is not None:
                found[old][place] += 1
    owned: dict[int, list[ModelId]] = defaultdict(list)
    for old in sorted(found):
        owned[_home(old, found[old], wanted)].append(old)
    settled: dict[int, ModelId] = {
        place: _kept(olds, wanted[place], found, place) for place, olds in owned.items()
    }
    taken = set(settled.values()) | set(found)
    for place in range(len(groups)):
        if place not in settled:
            settled[place] = _free(wanted[place], taken)
            taken.add(settled[place])
    now = {old: settled[place] for place, olds in owned.items() for old in olds}
    return Settled(
        tuple(settled[place] for place in range(len(groups))),
        now,
        {old: new for old, new in sorted(now.items()) if old != new},
    )


def _home(old: ModelId, places: Counter[int], wanted: Sequence[ModelId]) -> int:
    """The group that an old id follows: the one with most of its offerings."""
    return max(places, key=lambda place: (places[place], wanted[place] == old, -place))


def _kept(
    olds: Sequence[ModelId], wanted: ModelId, found: Mapping[ModelId, Counter[int]], place: int
) -> ModelId:
    """Which of the old ids that meet in a group stays."""
    if wanted in olds:
        return wanted
    return min(olds, key=lambda old: (-found[old][place], old))


def _free(wanted: ModelId, taken: set[ModelId]) -> ModelId:
    """The wanted id, numbered where somebody else has it."""
    free, number = wanted, 2
    while free in taken:
        free = ModelId(f"{wanted}-{number}")
        number += 1
    return free
