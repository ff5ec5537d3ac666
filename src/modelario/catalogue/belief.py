"""Which published prices are too low to be believed, beside what others ask for the model."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from statistics import median
from typing import NamedTuple

from modelario.catalogue.findings import (
    FAR_FROM_MEDIAN,
    PRICE_FIELDS,
    SUSPECT_FACTOR,
    far_prices,
)
from modelario.records import Model, OfferingKey, Reason, Serving


class Doubt(NamedTuple):
    """From which factor below its peers' median a price is not believed."""

    #: Whether the peers are those of a finding, of which there are enough, or any other provider.
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
        because="too few to be flagged, but nobody sells at a twentieth: a unit was mistaken",
    ),
)


class Low(NamedTuple):
    """A price below the median of its peers."""

    serving: Serving
    price: Decimal
    median: Decimal


def disbelieved(model: Model, servings: Sequence[Serving]) -> dict[OfferingKey, Reason]:
    """Tell which of a model's priced offerings are doubted, with what their peers ask.

    ``servings`` are those whose price is asked for each token.
    """
    found: dict[OfferingKey, Reason] = {}
    for flagged, lows in ((True, _flagged(model)), (False, _beside_others(servings))):
        for low in lows:
            if _is_doubted(model, low, flagged=flagged):
                reason = Reason("far_below_peers", price=low.price, median=low.median)
                found.setdefault(low.serving.key, reason)
    return found


def _is_doubted(model: Model, low: Low, *, flagged: bool) -> bool:
    own = low.serving.offering.provider in model.lab.providers[:1]
    return any(
        (doubt.flagged, doubt.labs_own) == (flagged, own)
        and low.price * doubt.factor <= low.median
        for doubt in DOUBTS
    )


def _flagged(model: Model) -> Iterator[Low]:
    """What is far from the median of enough providers, as the model's findings have it."""
    for finding in far_prices(model):
        for claim in finding.claims:
            yield from (Low(each, claim.value, finding.shown) for each in claim.servings)


def _beside_others(servings: Sequence[Serving]) -> Iterator[Low]:
    """Each price beside the median of what other providers ask, however few they are."""
    for field in PRICE_FIELDS:
        stated = [(s, price) for s in servings if (price := getattr(s.offering.price, field))]
        for serving, price in stated:
            others = [p for s, p in stated if s.offering.provider != serving.offering.provider]
            if others:
                yield Low(serving, price, median(others))
