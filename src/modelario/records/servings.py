"""Offerings at their models: their price state, and what they are named for."""

from decimal import Decimal
from enum import StrEnum
from typing import Any

from msgspec import Struct

from modelario.records.identities import Assignment
from modelario.records.ids import OfferingKey
from modelario.records.offerings import Offering
from modelario.records.reason import Reason


class PriceState(StrEnum):
    """What is known of an offering's price; only ``published`` takes part in comparisons."""

    PUBLISHED = "published"
    FREE = "free"
    SUBSCRIPTION = "subscription"
    LOCAL = "local"
    UNKNOWN = "unknown"


class Serving(Struct, frozen=True, gc=False):
    """An offering placed at its model (or at its provider, for a router)."""

    offering: Offering
    assignment: Assignment
    price_state: PriceState

    @property
    def key(self) -> OfferingKey:
        """The name of the offering."""
        return OfferingKey(self.offering.provider, self.offering.offering_id)


class Quote(Struct, frozen=True, gc=False):
    """An offering singled out for its published price, with the reason.

    ``blended_mtok`` is the figure by which models of its kind are ranked: the input price alone
    where a kind sells no output.
    """

    serving: Serving
    blended_mtok: Decimal
    serves_full_context: bool
    reason: Reason


class PassedOver(Struct, frozen=True, gc=False):
    """An offering with a published price that takes part in no pick, and why."""

    serving: Serving
    reason: Reason


class Claim(Struct, frozen=True, gc=False):
    """A value, and the offerings that state it."""

    value: Any
    servings: tuple[Serving, ...]
    #: Whether it contradicts what it is compared with, and how far it is from it, in steps of its
    #: field: from the value shown, or …
    differs: bool = False
    distance: float = 0.0
    #: … from what the id that it is stated of stands for, where that is another value.
    stands_for: Any = None
