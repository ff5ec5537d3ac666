"""What has come since a model: what follows it, with the ground on which that is said."""

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import NamedTuple

from modelario.catalogue.alternatives import alternatives, profile, told_apart
from modelario.catalogue.prices import is_deprecated
from modelario.catalogue.titles import slug
from modelario.records import Catalogue, Entry, Lifecycle, ModelId, Profile, Reason

#: So many successors are named.
MOST = 2


class Relation(StrEnum):
    """Why a model is named as what follows another."""

    #: The one that is announced to follow.
    ANNOUNCED = "announced"
    #: A later one of the same lab.
    NEWER = "newer"
    #: One that stays and is most like it.
    ALIKE = "alike"


class Successor(NamedTuple):
    """A model that has come since another, on which ground, and what tells it apart."""

    model: ModelId
    relation: Relation
    ground: Reason
    reasons: tuple[Reason, ...]


class _Left(NamedTuple):
    """A model of which it is asked what has come since."""

    catalogue: Catalogue
    entry: Entry
    life: Lifecycle
    of: Profile
    newer: tuple[Profile, ...]


class _Grounded(NamedTuple):
    """A model that is named, and on which ground."""

    relation: Relation
    other: Profile
    ground: Reason


def since(
    catalogue: Catalogue, entry: Entry, life: Lifecycle | None = None
) -> tuple[Successor, ...]:
    """Name what has come since a model: what is announced first, then what its lab brought out.

    ``entry`` may be that of a past day, of a model that has gone; ``life`` is that at some
    providers. Nothing here is a judgement of quality: what follows of itself lacks nothing that
    the model declares. Only where a model goes and nothing else is found, the family's newest is
    named whatever it is, or else what is most like it.
    """
    of = profile(entry)
    newer = tuple(o for o in catalogue.profiles.of_lab.get(of.lab, ()) if _is_newer(of, o))
    asked = _Left(catalogue, entry, life or entry.life, of, newer)
    named = [*_announced(asked), *_newest_of_line(asked), *_no_dearer(asked)]
    if not named and _goes(asked):
        named = [*_newest_of_family(asked)] or [*_alike(asked)]
    found: dict[ModelId, Successor] = {}
    for relation, other, ground in named:
        told = told_apart(of, other)
        found.setdefault(other.id, Successor(other.id, relation, ground, told))
    return tuple(found.values())[:MOST]


def _goes(asked: _Left) -> bool:
    """Whether nobody serves a model any more, or nobody will for long."""
    model = asked.entry.model
    return (
        not asked.catalogue.knows(model.id)
        or model.status == "deprecated"
        or asked.life.ends is not None
        or all(map(is_deprecated, model.servings))
    )


def _announced(asked: _Left) -> Iterator[_Grounded]:
    event, catalogue = asked.life.follows, asked.catalogue
    if event is None or event.successor_model is None:
        return
    other = catalogue.profiles.get(catalogue.resolution.canonical(event.successor_model))
    if other is not None and other.id not in (asked.of.id, *asked.entry.model.further_ids):
        seller = catalogue.providers.get(event.provider)
        ground = Reason(
            "since_announced",
            provider=seller.name if seller else event.provider,
            source=catalogue.source_name(event.source),
        )
        yield _Grounded(Relation.ANNOUNCED, other, ground)


def _newest_of_line(asked: _Left) -> Iterator[_Grounded]:
    """The newest of the same family and size."""
    family = asked.of.family
    if family and (line := [other for other in asked.newer if other.family == family]):
        yield _Grounded(Relation.NEWER, _newest(line), Reason("since_line", family=family))


def _no_dearer(asked: _Left) -> Iterator[_Grounded]:
    """The cheapest of its lab's newer ones that costs no more."""
    most = asked.of.price
    if most is None:
        return
    cheaper = [o for o in asked.newer if o.price is not None and o.price <= most]
    if cheaper:
        best = min(cheaper, key=lambda other: (_price(other), -(other.released or 0), other.id))
        ground = Reason("since_no_dearer", lab=asked.entry.model.lab.name)
        yield _Grounded(Relation.NEWER, best, ground)


def _newest_of_family(asked: _Left) -> Iterator[_Grounded]:
    """The newest of the same family, in whichever size and whatever it lacks."""
    of, families = asked.of, asked.catalogue.profiles.of_family
    if of.family and (family := [o for o in families.get(of.family, ()) if _is_later(of, o)]):
        ground = Reason("since_family", family=of.family)
        yield _Grounded(Relation.NEWER, _newest(family), ground)


def _alike(asked: _Left) -> Iterator[_Grounded]:
    """What is most like it of what stays."""
    profiles = asked.catalogue.profiles
    for each in alternatives(asked.of, profiles).closest:
        yield _Grounded(Relation.ALIKE, profiles[each.model], Reason("since_alike"))


def _newest(line: Iterable[Profile]) -> Profile:
    return max(line, key=lambda other: (other.released or 0, -_price(other), other.id))


def _is_later(of: Profile, other: Profile) -> bool:
    """Whether a model came later from the same lab, and may be proposed."""
    return (
        other.candidate
        and other.lab == of.lab
        and other.kind is of.kind
        and not other.upcoming
        and of.released is not None
        and other.released is not None
        and other.released > of.released
    )


def _is_newer(of: Profile, other: Profile) -> bool:
    """Whether a model came later from the same lab, in the same size, and lacks nothing."""
    return (
        _is_later(of, other)
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
