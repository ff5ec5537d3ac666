"""Records for tests, made from the few facts that a test is about."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from modelario.catalogue.prices import price_state
from modelario.records import (
    Assignment,
    Conditions,
    Facts,
    Identity,
    Lab,
    LabId,
    Model,
    ModelId,
    ModelKind,
    Offering,
    OfferingId,
    Origin,
    PriceRule,
    PromptSize,
    ProviderId,
    Reason,
    Serving,
    TokenPrice,
    Variant,
)

NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)
ORIGIN = Origin(source="test", as_of=date(2026, 7, 1), fetched_at=NOW)
LAB = Lab(id=LabId("acme"), name="Acme", namespaces=("acme",), providers=(ProviderId("acme"),))


def price(input_mtok: Any = None, output_mtok: Any = None, **others: Any) -> TokenPrice:
    """Make a price from strings or numbers."""
    given = {"input_mtok": input_mtok, "output_mtok": output_mtok, **others}
    return TokenPrice(**{k: None if v is None else Decimal(str(v)) for k, v in given.items()})


def tier(above: int, asked: TokenPrice, **conditions: Any) -> PriceRule:
    """Make the rule for prompts above a length; it may have other conditions, too."""
    return PriceRule(price=asked, conditions=Conditions(prompt=PromptSize(above), **conditions))


def offering(
    provider: str = "acme", offering_id: str = "one", *, cost: Any = None, **fields: Any
) -> Offering:
    """Make an offering; ``cost`` is (input, output) or a price, other fields are facts.

    ``rules`` come after its plain price.
    """
    own = {name: fields.pop(name) for name in ("status", "extra") if name in fields}
    plain = price(*cost) if isinstance(cost, tuple) else cost
    others = fields.pop("rules", ())
    return Offering(
        provider=ProviderId(provider),
        offering_id=OfferingId(offering_id),
        facts=Facts(**fields),
        rules=(*(() if plain is None else (PriceRule(price=plain),)), *others),
        **own,
    )


def serving(
    offered: Offering, *, variant: Variant | None = None, pin: str | None = None
) -> Serving:
    """Place an offering at the model of :func:`model`."""
    assignment = Assignment(
        provider=offered.provider,
        offering_id=offered.offering_id,
        model=ModelId("acme/one"),
        variant=variant,
        pin=pin,
        reason=Reason("unknown"),
    )
    return Serving(offered, assignment, price_state(offered))


def model(
    servings: Iterable[Serving | Offering],
    *,
    id_: str = "acme/one",
    official: bool = True,
    lab: Lab = LAB,
    kind: ModelKind = ModelKind.CHAT,
    **facts: Any,
) -> Model:
    """Make a model of some offerings, with the facts given."""
    return Model(
        id=ModelId(id_),
        identity=Identity(id=ModelId(id_), lab=lab.id, official=official),
        title=facts.get("name") or "one",
        lab=lab,
        facts=Facts(**facts),
        provenance={},
        status=None,
        servings=tuple(s if isinstance(s, Serving) else serving(s) for s in servings),
        kind=kind,
    )
