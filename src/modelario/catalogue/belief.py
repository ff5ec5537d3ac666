"""Which published prices are too low to be believed, beside what others ask for the model."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from modelario.catalogue.findings import (
    FAR_FROM_MEDIAN,
    PRICE_FIELDS,
    SUSPECT_FACTOR,
)
from modelario.records import Finding, Model, OfferingKey, ProviderId, Reason, Serving


class Doubt(NamedTuple):
    """From which factor below its peers a price is not believed."""

    #: Whether the peers are those of a finding, of which there are enough, or fewer others.
    flagged: bool
    #: Whether it is about the price that the lab itself asks at its main provider.
    labs_own: bool
    factor: int
    because: str


#: When a low price is doubted.
DOUBTS = (
    Doubt(
        flagged=True,
        labs_own=False,
        factor=FAR_FROM_MEDIAN,
        because="what we flag as far below its peers ourselves, we do not recommend",
    ),
    Doubt(
        flagged=True,
        labs_own=True,
        factor=SUSPECT_FACTOR,
        because="a lab sets its own price, and resellers are late to follow; a slip is larger",
    ),
    Doubt(
        flagged=False,
        labs_own=False,
        factor=SUSPECT_FACTOR,
        because="too few to be flagged; yet nobody sells at a twentieth: a unit was mistaken",
    ),
)

_FACTORS = {(doubt.flagged, doubt.labs_own): doubt.factor for doubt in DOUBTS}

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
    for flagged, prices in ((True, _flagged(far)), (False, _beside_others(model, servings))):
        for each in prices:
            if _is_doubted(model, each, flagged=flagged):
                reason = Reason("far_below_peers", price=each.price, peers=each.peers)
                found.setdefault(each.serving.key, reason)
    return found


def _is_doubted(model: Model, each: Beside, *, flagged: bool) -> bool:
    factor = _FACTORS.get((flagged, _is_labs_own(model, each.serving)))
    return factor is not None and each.price * factor <= each.peers


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
    if len(sellers) <= FEWEST_OTHERS and sellers.isdisjoint(main):
        return
    for field in PRICE_FIELDS:
        stated = [(s, price) for s in servings if (price := getattr(s.offering.price, field))]
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
