"""Ids that stay, and move only for the better: what groups are called, given yesterday's ids.

An offering changes its id only through an alias that leads from the old id to the new one, and
in one step an old id leads to one new id. So:

- A group keeps its id unless another group wants to be called so, or the id that is wanted for
  it is better founded (:func:`~modelario.identity.naming.slugs.is_better`).
- An old id leads to its home, the group that is called so now, else the one with most of its
  offerings. Everything else that was called so comes along.
- Where the home keeps the old id, the largest of the parts that fell off moves to its own id, if
  it is shown to be another model; what the rules cannot tell today they may tell tomorrow.
  Further parts wait for the next step, and new offerings of theirs with them.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Container, Mapping, Sequence
from typing import NamedTuple

from modelario.records import ModelId, ModelOf, OfferingKey

#: In which groups the offerings of every old id are, and how many.
_Parts = Mapping[ModelId, Counter[int]]
#: Whether the id that is wanted for a group is better than one that it had.
Better = Callable[[int, ModelId], bool]
#: Whether it is shown that of two groups the second is another model than the first.
Apart = Callable[[int, int], bool]


class IdHome(NamedTuple):
    """Where an old id leads: its id now, and the one group whose part leaves it in this step."""

    id: ModelId
    leaving: int | None = None


class Settled(NamedTuple):
    """The id of every group, the home of every old id, and the aliases of this step."""

    groups: tuple[ModelId, ...]
    homes: Mapping[ModelId, IdHome]
    aliases: Mapping[ModelId, ModelId]
    #: The id under which a whole group waits in another's home, by its place.
    waiting: Mapping[int, ModelId]

    def id_of(self, place: int, old: ModelId | None) -> ModelId:
        """The id of an offering of the group at a place that had an old id."""
        if old is None:
            return self.waiting.get(place, self.groups[place])
        return _at(place, self.homes[old], self.groups)


def settle(
    groups: Sequence[Sequence[OfferingKey]],
    wanted: Sequence[ModelId],
    previous: ModelOf,
    better: Better,
    apart: Apart,
) -> Settled:
    """Give every group an id of its own; of two that want the same, the best known comes first."""
    parts: dict[ModelId, Counter[int]] = defaultdict(Counter)
    for place, keys in enumerate(groups if previous else ()):
        for key in keys:
            if (old := previous.get(key)) is not None:
                parts[old][place] += 1
    named = _named(wanted, parts, better)
    homes = {old: _home(old, parts[old], named, apart) for old in sorted(parts)}
    leads = {
        old: home.id if home.leaving is None else named[home.leaving] for old, home in homes.items()
    }
    aliases = {old: new for old, new in leads.items() if old != new}
    return Settled(named, homes, aliases, _waiting(parts, homes, named))


def _at(place: int, home: IdHome, named: Sequence[ModelId]) -> ModelId:
    """The id of those offerings of a group whose old id has this home."""
    return named[place] if home.leaving == place else home.id


def _waiting(
    parts: _Parts, homes: Mapping[ModelId, IdHome], named: Sequence[ModelId]
) -> Mapping[int, ModelId]:
    """Groups none of whose old offerings has the group's own id: new ones join the others."""
    found: dict[int, Counter[ModelId]] = defaultdict(Counter)
    for old, places in parts.items():
        for place, number in places.items():
            found[place][_at(place, homes[old], named)] += number
    return {
        place: min(ids, key=lambda id_: (-ids[id_], id_))
        for place, ids in found.items()
        if named[place] not in ids
    }


def leading(
    former: ModelId, aliases: Mapping[ModelId, ModelId], live: Container[ModelId]
) -> ModelId | None:
    """Where a former id leads through any number of aliases; an id in use leads to itself."""
    seen: set[ModelId] = set()
    model: ModelId | None = former
    while model is not None and model not in live:
        seen.add(model)
        model = aliases.get(model)
        if model in seen:
            return None
    return model


def _named(wanted: Sequence[ModelId], parts: _Parts, better: Better) -> tuple[ModelId, ...]:
    """What every group is called: as it was, or as is wanted for it."""
    claims = _claims(wanted, parts)
    kept = _incumbents(claims, parts)
    for wish, place in claims.items():
        if place in kept and kept[place] != wish and better(place, kept[place]):
            del kept[place]
    taken = {*claims, *parts}
    named = []
    for place, wish in enumerate(wanted):
        id_ = kept.get(place, wish)
        if place not in kept and claims[wish] != place:
            id_ = _free(wish, taken)
            taken.add(id_)
        named.append(id_)
    return tuple(named)


def _claims(wanted: Sequence[ModelId], parts: _Parts) -> Mapping[ModelId, int]:
    """Which group may have an id that is wanted: who has it already, else the best known."""
    claims: dict[ModelId, int] = {}
    for place, wish in enumerate(wanted):
        had = parts.get(wish, _NOWHERE)
        if wish not in claims or had[place] > had[claims[wish]]:
            claims[wish] = place
    return claims


_NOWHERE: Counter[int] = Counter()


def _incumbents(claims: Mapping[ModelId, int], parts: _Parts) -> dict[int, ModelId]:
    """The id that every group had, where no other group has a better claim to it."""
    kept: dict[int, ModelId] = {}
    for old in sorted(parts, reverse=True):
        place = claims.get(old, _largest(parts[old]))
        best = parts[kept[place]][place] if place in kept else 0
        if parts[old][place] >= max(best, 1):
            kept[place] = old
    return kept


def _largest(places: Counter[int]) -> int:
    return min(places, key=lambda place: (-places[place], place))


def _home(old: ModelId, places: Counter[int], named: Sequence[ModelId], apart: Apart) -> IdHome:
    """Where an old id leads; ``places`` are the groups in which its offerings are."""
    keeper = next((place for place in places if named[place] == old), None)
    if keeper is None:
        return IdHome(named[_largest(places)])
    if len(places) == 1:
        return IdHome(old)
    others = Counter(
        {
            place: number
            for place, number in places.items()
            if place != keeper and apart(keeper, place)
        }
    )
    return IdHome(old, _largest(others) if others else None)


def _free(wish: ModelId, taken: set[ModelId]) -> ModelId:
    """The wanted id, numbered."""
    number = 2
    while (free := ModelId(f"{wish}-{number}")) in taken:
        number += 1
    return free
