"""Opaque brands: a provider's own name on another lab's model, told by what the listing states.

``umans-coder`` says nothing of the model; upstream's family says whose it is. Where the day, the
family, the weights and the reasoning of the listing fit one model of that lab alone, it is that
one. Where they fit several, those are one model with it that ask the same price.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple, TypeVar

from modelario.identity.grouping.group import Group
from modelario.identity.grouping.groups import Groups
from modelario.identity.reading.labs import family_labs
from modelario.identity.reading.tokens import PIN, SIZE, VERSION
from modelario.records import LabId, Offering, Reason

_LETTERS = re.compile(r"[a-z]+")
_Fact = TypeVar("_Fact")


class _ListedFacts(NamedTuple):
    """What the listings of a brand's model have in common with those of the model behind it."""

    lab: LabId
    family: str
    day: str
    open_weights: bool
    reasoning: bool


def join_brands(groups: Groups) -> None:
    """Join the models of brands to the one model that their listings fit."""
    for group in sorted(groups.all(), key=lambda group: group.rank):
        if _is_brand(group):
            found = behind(_listings(group), groups.all())
            if found is not None:
                groups.join(found.group, group, found.reason)


class Behind(NamedTuple):
    """The model behind a brand, and what tells it."""

    group: Group
    reason: Reason


def behind(listings: Sequence[Offering], groups: Iterable[Group]) -> Behind | None:
    """The one model that some listings fit; of several the one at the same price, or its lab's."""
    if (stated := _stated(listings)) is None:
        return None
    fitting = [group for group in groups if _fits(group, stated)]
    if len(fitting) == 1:
        return Behind(fitting[0], Reason("brand", family=stated.family, day=stated.day))
    asked = _prices(listings)
    priced = [group for group in fitting if asked & _prices(_listings(group))]
    if len(priced) == 1:
        return Behind(priced[0], Reason("brand_price", family=stated.family, day=stated.day))
    own = [group for group in fitting if group.own]
    if len(own) == 1 and not priced:
        return Behind(own[0], Reason("brand_own", family=stated.family, day=stated.day))
    return None


def _listings(group: Group) -> list[Offering]:
    return [member.offering for member in group.members]


def _is_brand(group: Group) -> bool:
    """Whether only one brand sells a model, under its own name and nothing that tells a model."""
    brands = {provider.partition("-")[0] for provider in group.providers}
    return (
        group.lab is None
        and len(brands) == 1
        and all(member.reading.pieces[0].value in brands for member in group.members)
        and all(token[0] not in (VERSION, SIZE, PIN) for token in group.first_name)
    )


def _stated(listings: Sequence[Offering]) -> _ListedFacts | None:
    """What listings state alike, or ``None`` where they leave out any of it."""
    facts = [listing.facts for listing in listings]
    told = {(each.family, each.release_date, each.open_weights, each.reasoning) for each in facts}
    if len(told) != 1:
        return None
    family, day, weights, reasoning = told.pop()
    lab = _lab_of(family or "")
    if lab is None or not family or not day or weights is None or reasoning is None:
        return None
    return _ListedFacts(lab, family, day, weights, reasoning)


def _lab_of(family: str) -> LabId | None:
    words = _LETTERS.findall(family.lower())
    return family_labs().get(words[0]) if words else None


def _fits(group: Group, stated: _ListedFacts) -> bool:
    """Whether a listing of a model of that lab states the day and family, and most the rest."""
    if group.lab != stated.lab:
        return False
    facts = [listing.facts for listing in _listings(group)]
    return (
        any((each.family, each.release_date) == (stated.family, stated.day) for each in facts)
        and _commonest(each.open_weights for each in facts) is stated.open_weights
        and _commonest(each.reasoning for each in facts) is stated.reasoning
    )


def _commonest(values: Iterable[_Fact | None]) -> _Fact | None:
    counts = Counter(value for value in values if value is not None)
    return max(counts, key=lambda value: counts[value], default=None)


def _prices(listings: Iterable[Offering]) -> set[tuple[Decimal, Decimal]]:
    """What is asked for input and output anywhere; nothing is no price."""
    return {
        (price.input_mtok, price.output_mtok)
        for listing in listings
        if (price := listing.price) is not None and price.input_mtok and price.output_mtok
    }
