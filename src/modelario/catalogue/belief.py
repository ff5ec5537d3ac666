"""Which published prices are too low to be believed, beside what others ask for the model."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from msgspec.structs import astuple

from modelario.catalogue.findings import (
    FAR_FROM_MEDIAN,
    PRICE_FIELDS,
    SUSPECT_FACTOR,
)
from modelario.records import (
    Finding,
    Model,
    OfferingKey,
    ProviderId,
    Reason,
    Serving,
    Variant,
)


class Against(StrEnum):
    """Whose prices a price is compared with."""

    #: Those of a finding, of which there are enough.
    FLAGGED = "flagged"
    #: Those of fewer other providers.
    OTHERS = "others"
    #: What the provider itself asks in another listing, or for shorter requests.
    OWN = "own"


class Doubt(NamedTuple):
    """From which factor below its peers a price is not believed, whether it is new or not.

    So a price that is first told – by a new provider, in a new listing, for a new tier – is
    believed once another source agrees, without any memory of what was told before.
    """

    against: Against
    #: Whether it is about the price that the lab itself asks at its main provider, or about
    #: either.
    labs_own: bool | None
    factor: int
    because: str


#: When a low price is doubted.
DOUBTS = (
    Doubt(
        Against.FLAGGED,
        labs_own=False,
        factor=FAR_FROM_MEDIAN,
        because="what we flag as far below its peers ourselves, we do not recommend",
    ),
    Doubt(
        Against.FLAGGED,
        labs_own=True,
        factor=SUSPECT_FACTOR,
        because="a lab sets its own price, and resellers are late to follow; a slip is larger",
    ),
    Doubt(
        Against.OTHERS,
        labs_own=False,
        factor=SUSPECT_FACTOR,
        because="too few to be flagged; yet nobody sells at a twentieth: a unit was mistaken",
    ),
    Doubt(
        Against.OWN,
        labs_own=None,
        factor=SUSPECT_FACTOR,
        because="the listings of one provider were 8 times apart at most, and no tier at half of "
        "the plain price; a slip is larger",
    ),
)

#: Prices that are less than so many times apart raise no doubt.
_LEAST_FACTOR = {
    against: min(doubt.factor for doubt in DOUBTS if doubt.against is against)
    for against in Against
}

#: How a doubt is put.
_REASONS = {
    Against.FLAGGED: "far_below_peers",
    Against.OTHERS: "far_below_peers",
    Against.OWN: "far_below_own",
}

#: So many other providers are peers; fewer are only if the lab is one of them, since of two
#: strangers either may be wrong.
FEWEST_OTHERS = 2


class Beside(NamedTuple):
    """A price beside that of its peers."""

    serving: Serving
    price: Decimal
    peers: Decimal


def disbelieved(
    model: Model, servings: Sequence[Serving], far: Iterable[Finding]
) -> dict[OfferingKey, Reason]:
    """Tell which of a model's priced offerings are doubted, with what their peers ask.

    ``servings`` are those whose price is asked for each token, ``far`` the model's prices that
    are far from their peers.
    """
    found: dict[OfferingKey, Reason] = {}
    for against, prices in (
        (Against.FLAGGED, _flagged(far)),
        (Against.OTHERS, _beside_others(model, servings)),
        (Against.OWN, _beside_own(servings)),
    ):
        for each in prices:
            if _is_doubted(against, each, labs_own=_is_labs_own(model, each.serving)):
                reason = Reason(_REASONS[against], price=each.price, peers=each.peers)
                found.setdefault(each.serving.key, reason)
    return found


def _is_doubted(against: Against, each: Beside, *, labs_own: bool) -> bool:
    return any(
        doubt.against is against
        and doubt.labs_own in (labs_own, None)
        and each.price * doubt.factor <= each.peers
        for doubt in DOUBTS
    )


def _is_labs_own(model: Model, serving: Serving) -> bool:
    return serving.offering.provider in model.lab.providers[:1]


def _flagged(far: Iterable[Finding]) -> Iterator[Beside]:
    """What is far from the median of enough providers, as the model's findings have it."""
    for finding in far:
        for claim in finding.claims:
            yield from (Beside(each, claim.value, finding.shown) for each in claim.servings)


def _beside_others(model: Model, servings: Sequence[Serving]) -> Iterator[Beside]:
    """Each price below the lowest that other providers ask, where there are such peers."""
    main = model.lab.providers[:1]
    sellers = {serving.offering.provider for serving in servings}
    if len(sellers) == 1:
        return
    if len(sellers) <= FEWEST_OTHERS and sellers.isdisjoint(main):
        return
    # Where a price is published, the first rule has it.
    asked = [astuple(each.offering.rules[0].price) for each in servings]
    for prices in zip(*asked, strict=True):
        known = [*filter(None, prices)]
        if not known or max(known) < min(known) * _LEAST_FACTOR[Against.OTHERS]:
            continue
        stated = [(each, price) for each, price in zip(servings, prices, strict=True) if price]
        lowest: dict[ProviderId, Decimal] = {}
        for serving, price in stated:
            provider = serving.offering.provider
            lowest[provider] = min(price, lowest.get(provider, price))
        if len(lowest) <= FEWEST_OTHERS and lowest.keys().isdisjoint(main):
            continue
        by_price = sorted(lowest, key=lowest.__getitem__)
        for serving, price in stated:
            others = [p for p in by_price[:2] if p != serving.offering.provider]
            if others and price < (peers := lowest[others[0]]):
                yield Beside(serving, price, peers)


def _beside_own(servings: Sequence[Serving]) -> Iterator[Beside]:
    """Each price beside what its provider asks in listings of the same kind, or for less input."""
    alike: defaultdict[tuple[ProviderId, Variant | None], list[Serving]] = defaultdict(list)
    for serving in servings:
        alike[serving.offering.provider, serving.assignment.variant].append(serving)
    for listed in alike.values():
        for field in PRICE_FIELDS if len(listed) > 1 else ():
            stated = [(s, price) for s in listed if (price := getattr(s.offering.price, field))]
            for serving, price in stated:
                others = [asked for s, asked in stated if s is not serving]
                if others and price < (peers := min(others)):
                    yield Beside(serving, price, peers)
    for serving in (each for each in servings if len(each.offering.rules) > 1):
        for tier in serving.offering.tiers:
            for field in PRICE_FIELDS:
                plain = getattr(serving.offering.price, field)
                price = getattr(tier.price, field)
                if plain and price and price < plain:
                    yield Beside(serving, price, plain)
