"""Testimonies for tests, made from the few prices that a test is about."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from modelario.records import (
    ALWAYS,
    Conditions,
    OfferingId,
    PriceRule,
    PromptSize,
    ProviderId,
    SourceId,
    Testimony,
    TokenPrice,
)


def rule(
    source: str = "models.dev",
    *,
    above: int | None = None,
    start: int | None = None,
    pieces: Mapping[str, Any] | None = None,
    **given: Any,
) -> PriceRule:
    """Make a rule of prices by unit, and of the conditions that are given."""
    own = {name: given.pop(name) for name in ("mode", "region", "hours") if name in given}
    prompt = PromptSize(above) if above else PromptSize(start, inclusive=True) if start else None
    conditions = Conditions(prompt=prompt, **own)
    return PriceRule(
        price=TokenPrice(**{f"{unit}_mtok": Decimal(str(price)) for unit, price in given.items()}),
        conditions=ALWAYS if conditions == ALWAYS else conditions,
        pieces={piece: Decimal(str(price)) for piece, price in (pieces or {}).items()},
        source=SourceId(source),
    )


def told(
    witness: str,
    *rules: PriceRule,
    provider: str = "acme",
    offering_id: str = "one",
    key: str | None = None,
    **others: Any,
) -> Testimony:
    """Make what a witness says of a listing, by default the one of :func:`builders.offering`."""
    return Testimony(
        witness=SourceId(witness),
        provider=ProviderId(provider),
        offering_id=OfferingId(offering_id),
        key=key or f"{provider}/{offering_id}",
        rules=rules,
        **others,
    )
