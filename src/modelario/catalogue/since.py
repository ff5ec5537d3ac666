"""What has come since a model: what follows it, with the ground on which that is said."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from modelario.catalogue.alternatives import told_apart
from modelario.catalogue.titles import slug
from modelario.records import Catalogue, Entry, ModelId, Profile, Reason

#: So many successors are named.
MOST = 2


class Successor(NamedTuple):
    """A model that has come since, on which ground, and what tells it apart."""

    entry: Entry
    ground: Reason
    reasons: tuple[Reason, ...]


def since(catalogue: Catalogue, model: ModelId) -> tuple[Successor, ...]:
    """Name what has come since a model: what is announced first, then what its lab brought out.

    Nothing here is a judgement of quality: what follows of itself lacks nothing that the model
    declares.
    """
    of = catalogue.profiles[model]
    newer = [other for other in catalogue.profiles.values() if _is_newer(of, other)]
    grounds = (
        _announced(catalogue, of),
        _newest_of_line(of, newer),
        _no_dearer(of, newer),
    )
    found: dict[ModelId, Successor] = {}
    for other, ground in filter(None, grounds):
        id_ = other.entry.model.id
        found.setdefault(id_, Successor(other.entry, ground, told_apart(of, other)))
    return tuple(found.values())[:MOST]


_Grounded = tuple[Profile, Reason] | None


def _announced(catalogue: Catalogue, of: Profile) -> _Grounded:
    event = of.entry.life.follows
    if event is None or event.successor_model is None:
        return None
    other = catalogue.profiles.get(catalogue.resolution.canonical(event.successor_model))
    if other is None or other is of:
        return None
    seller = catalogue.providers.get(event.provider)
    return other, Reason(
        "since_announced",
        provider=seller.name if seller else event.provider,
        source=catalogue.source_name(event.source),
    )


def _newest_of_line(of: Profile, newer: Iterable[Profile]) -> _Grounded:
    """The newest of the same family and size."""
    family = of.entry.model.facts.family
    line = [other for other in newer if family and other.entry.model.facts.family == family]
    if not line:
        return None
    newest = max(line, key=lambda other: (other.released or 0, -_price(other), _id(other)))
    return newest, Reason("since_line", family=family)


def _no_dearer(of: Profile, newer: Iterable[Profile]) -> _Grounded:
    """The cheapest of its lab's newer ones that costs no more."""
    if of.price is None:
        return None
    cheaper = [o for o in newer if o.price is not None and o.price <= of.price]
    if not cheaper:
        return None
    best = min(cheaper, key=lambda other: (_price(other), -(other.released or 0), _id(other)))
    return best, Reason("since_no_dearer", lab=of.entry.model.lab.name)


def _is_newer(of: Profile, other: Profile) -> bool:
    """Whether a model came later from the same lab, in the same size, and lacks nothing."""
    mine, its = of.entry.model, other.entry.model
    return (
        other.candidate
        and its.lab.id == mine.lab.id
        and its.kind is mine.kind
        and not its.upcoming
        and of.released is not None
        and other.released is not None
        and other.released > of.released
        and other.capabilities >= of.capabilities
        and other.modalities >= of.modalities
        and (of.context is None or (other.context is not None and other.context >= of.context))
        and _size(its.id) == _size(mine.id)
    )


def _price(profile: Profile) -> float:
    return float("inf") if profile.price is None else profile.price


def _id(profile: Profile) -> str:
    return profile.entry.model.id


#: Words and numbers in an id that tell a larger model from a smaller one, or what it is made for.
_SIZES = re.compile(
    r"\b(nano|micro|mini|tiny|small|medium|large|lite|light|flash|turbo|air|plus|pro|max|ultra|"
    r"haiku|sonnet|opus|scout|maverick|lightning|fast|highspeed|codex|coder?|chat|thinking|"
    r"build|edit|guard|arabic|translate|reasoner|deep-research|search|vl|omni|realtime|audio|r?\d+(?:\.\d+)?b|a\d+b)\b"
)


def _size(model: ModelId) -> frozenset[str]:
    return frozenset(_SIZES.findall(slug(model)))
