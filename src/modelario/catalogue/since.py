"""What has come since a model: what follows it, with the ground on which that is said."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from modelario.catalogue.alternatives import told_apart
from modelario.catalogue.titles import slug
from modelario.records import Catalogue, ModelId, Profile, Reason

#: So many successors are named.
MOST = 2


class Successor(NamedTuple):
    """A model that has come since, on which ground, and what tells it apart."""

    model: ModelId
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
        _no_dearer(catalogue, of, newer),
    )
    found: dict[ModelId, Successor] = {}
    for other, ground in filter(None, grounds):
        found.setdefault(other.id, Successor(other.id, ground, told_apart(of, other)))
    return tuple(found.values())[:MOST]


_Grounded = tuple[Profile, Reason] | None


def _announced(catalogue: Catalogue, of: Profile) -> _Grounded:
    event = catalogue.entries[of.id].life.follows
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
    line = [other for other in newer if of.family and other.family == of.family]
    if not line:
        return None
    newest = max(line, key=lambda other: (other.released or 0, -_price(other), other.id))
    return newest, Reason("since_line", family=of.family)


def _no_dearer(catalogue: Catalogue, of: Profile, newer: Iterable[Profile]) -> _Grounded:
    """The cheapest of its lab's newer ones that costs no more."""
    if of.price is None:
        return None
    cheaper = [o for o in newer if o.price is not None and o.price <= of.price]
    if not cheaper:
        return None
    best = min(cheaper, key=lambda other: (_price(other), -(other.released or 0), other.id))
    return best, Reason("since_no_dearer", lab=catalogue.labs[of.lab].name)


def _is_newer(of: Profile, other: Profile) -> bool:
    """Whether a model came later from the same lab, in the same size, and lacks nothing."""
    return (
        other.candidate
        and other.lab == of.lab
        and other.kind is of.kind
        and not other.upcoming
        and of.released is not None
        and other.released is not None
        and other.released > of.released
        and other.capabilities >= of.capabilities
        and other.modalities >= of.modalities
        and (of.context is None or (other.context is not None and other.context >= of.context))
        and _size(other.id) == _size(of.id)
    )


def _price(profile: Profile) -> float:
    return float("inf") if profile.price is None else profile.price


#: Words and numbers in an id that tell a larger model from a smaller one, or what it is made for.
_SIZES = re.compile(
    r"\b(nano|micro|mini|tiny|small|medium|large|lite|light|flash|turbo|air|plus|pro|max|ultra|"
    r"haiku|sonnet|opus|scout|maverick|lightning|fast|highspeed|codex|coder?|chat|thinking|"
    r"build|edit|guard|arabic|translate|reasoner|deep-research|search|vl|omni|realtime|audio|r?\d+(?:\.\d+)?b|a\d+b)\b"
)


def _size(model: ModelId) -> frozenset[str]:
    return frozenset(_SIZES.findall(slug(model)))
