"""Prices: what state one is in, and which offerings to name first."""

import tomllib
from collections.abc import Collection, Iterable, Sequence
from decimal import Decimal
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

from msgspec import Struct
from msgspec.structs import asdict, astuple, replace

from modelario.catalogue.belief import disbelieved
from modelario.catalogue.findings import far_prices
from modelario.catalogue.kinds import SELL_NO_OUTPUT
from modelario.records import (
    Finding,
    Model,
    ModelKind,
    Offering,
    OfferingKey,
    PassedOver,
    PriceState,
    ProviderId,
    Quote,
    Reason,
    Serving,
    TokenPrice,
)

_TABLE = Path(__file__).with_name("tables") / "price_states.toml"

#: How an id or a name says that an offering is free.
_FREE_ENDINGS = (":free", "-free")
_FREE_NAME = "(free)"


@cache
def _zero_price_state(provider: ProviderId) -> PriceState:
    """What 0/0 means at a provider, by the table."""
    table = _TABLE.read_text("utf-8")
    for state, rows in tomllib.loads(table).items():
        if any(fnmatchcase(provider, row["provider"]) for row in rows):
            return PriceState(state)
    return PriceState.UNKNOWN


def price_state(offering: Offering) -> PriceState:
    """Tell the state of an offering's price; a missing price is unknown, never zero."""
    price = offering.price
    if price is None:
        return PriceState.UNKNOWN
    if price.input_mtok or price.output_mtok:
        return PriceState.PUBLISHED
    if price.input_mtok is None or price.output_mtok is None:
        return PriceState.UNKNOWN
    if offering.offering_id.lower().endswith(_FREE_ENDINGS) or (
        _FREE_NAME in (offering.facts.name or "").lower()
    ):
        return PriceState.FREE
    return _zero_price_state(offering.provider)


def without_zeros(offering: Offering, state: PriceState) -> Offering:
    """Leave out zeros beside a paid price: they are no gifts but prices that nobody knows."""
    if state is not PriceState.PUBLISHED:
        return offering
    if not any(0 in astuple(rule.price) for rule in offering.rules):
        return offering
    rules = tuple(replace(rule, price=_paid(rule.price)) for rule in offering.rules)
    return replace(offering, rules=rules)


def _paid(price: TokenPrice) -> TokenPrice:
    return TokenPrice(**{unit: amount for unit, amount in asdict(price).items() if amount != 0})


#: The mix of the blended price: so many parts of input to one of output.
INPUT_PARTS, OUTPUT_PARTS = 3, 1


def blended(price: TokenPrice | None) -> Decimal | None:
    """Blend a price: (3 × input + output) / 4, in USD per 1M tokens."""
    if price is None or price.input_mtok is None or price.output_mtok is None:
        return None
    parts = INPUT_PARTS * price.input_mtok + OUTPUT_PARTS * price.output_mtok
    return parts / (INPUT_PARTS + OUTPUT_PARTS)


def ranking_price(kind: ModelKind, price: TokenPrice | None) -> Decimal | None:
    """Give the figure by which models of a kind are ranked, in USD per 1M tokens.

    It is the blended price, and the input price alone where the kind sells no output.
    """
    if kind in SELL_NO_OUTPUT:
        return price.input_mtok if price else None
    return blended(price)


# --- which offering to name -----------------------------------------------------------


class Offer(Struct, frozen=True, gc=False):
    """An offering with a whole published price, and that price blended."""

    blended_mtok: Decimal
    serving: Serving


class Priced(Struct, frozen=True, gc=False):
    """A model with its published prices, the two that are named first and those passed over."""

    model: Model
    offers: tuple[Offer, ...]
    recommended: Quote | None
    cheapest: Quote | None
    passed_over: tuple[PassedOver, ...]


def priced(model: Model, far: Iterable[Finding] | None = None) -> Priced:
    """Find a model's published prices, and which of them to name.

    ``far`` are those of its prices that are far from their peers, where they are known already.
    """
    offers = published(model.servings, model.kind)
    doubts = _doubts(model, offers, far_prices(model) if far is None else far)
    passed_over: tuple[PassedOver, ...] = ()
    standing: Sequence[Offer] = offers
    if doubts:
        servings = [offer.serving for offer in offers]
        doubted = ((serving, doubts.get(serving.key)) for serving in servings)
        passed_over = tuple(PassedOver(serving, why) for serving, why in doubted if why)
        standing = [offer for offer in offers if offer.serving.key not in doubts]
    return Priced(
        model, offers, _recommended(model, standing), _cheapest(model, standing), passed_over
    )


def priced_at(everywhere: Priced, offerings: Collection[OfferingKey]) -> Priced:
    """Find which of a model's prices to name where only those of some offerings count.

    What is believable is judged beside all others. Where none of the prices is known to be for
    the full context, the cheapest is recommended, too.
    """
    model, doubted = everywhere.model, {each.serving.key for each in everywhere.passed_over}
    standing = [
        offer
        for offer in everywhere.offers
        if offer.serving.key in offerings and offer.serving.key not in doubted
    ]
    cheapest, recommended = _cheapest(model, standing), _recommended(model, standing)
    if recommended is None and cheapest is not None:
        recommended = replace(cheapest, reason=Reason("recommended_there"))
    passed_over = tuple(each for each in everywhere.passed_over if each.serving.key in offerings)
    return Priced(model, everywhere.offers, recommended, cheapest, passed_over)


def published(servings: Iterable[Serving], kind: ModelKind = ModelKind.CHAT) -> tuple[Offer, ...]:
    """List the offerings with a whole published price, in their order.

    What a whole price is depends on the kind: an embedding has none for its output.
    """
    offers = [
        Offer(price, serving)
        for serving in servings
        if serving.price_state is PriceState.PUBLISHED
        and (price := ranking_price(kind, serving.offering.price)) is not None
    ]
    return tuple(offers)


def _doubts(
    model: Model, offers: Iterable[Offer], far: Iterable[Finding]
) -> dict[OfferingKey, Reason]:
    """Tell which published prices take part in no pick, and why."""
    servings = [offer.serving for offer in offers]
    plans = {serving.key for serving in servings if is_plan(serving)}
    peers = [each for each in servings if each.key not in plans] if plans else servings
    return {**disbelieved(model, peers, far), **dict.fromkeys(plans, Reason("plan_only"))}


def is_plan(serving: Serving) -> bool:
    """Tell whether an offering is part of a plan, whatever price stands beside it."""
    variant = serving.assignment.variant
    return (variant is not None and variant.host == _PLAN_HOST) or (
        _zero_price_state(serving.offering.provider) is PriceState.SUBSCRIPTION
    )


#: How identity names the way of serving "coding-…", a gateway's share of somebody's plan.
_PLAN_HOST = "coding-plan"


def serves_full_context(model: Model, serving: Serving) -> bool:
    """Tell whether an offering has the model's whole context window, as far as is known."""
    whole, served = model.facts.context_window, serving.offering.facts.context_window
    return whole is None or (served is not None and served >= whole)


def is_deprecated(serving: Serving) -> bool:
    """Tell whether the provider is about to withdraw the offering."""
    return serving.offering.status == "deprecated"


def own_rank(model: Model, serving: Serving) -> int:
    """Place of the offering's provider among the lab's own; past the end for others."""
    providers = model.lab.providers
    provider = serving.offering.provider
    return providers.index(provider) if provider in providers else len(providers)


def _recommended(model: Model, offers: Sequence[Offer]) -> Quote | None:
    """Recommend the lab's own price, else the cheapest one that serves the full context."""
    own = [offer for offer in offers if own_rank(model, offer.serving) < len(model.lab.providers)]
    if own:
        # `servings` are in order of preference: the plain offering before its variants.
        offer = min(own, key=lambda offer: own_rank(model, offer.serving))
        return quote_of(model, offer, Reason("recommended_lab", lab=model.lab.name))
    whole = [offer for offer in offers if serves_full_context(model, offer.serving)]
    return _lowest(model, whole, "recommended_cheapest_full_context")


def _cheapest(model: Model, offers: Sequence[Offer]) -> Quote | None:
    """Find the lowest blended published price among offerings that are not deprecated."""
    return _lowest(model, offers, "cheapest_blended")


def _lowest(model: Model, offers: Sequence[Offer], code: str) -> Quote | None:
    standing = [offer for offer in offers if not is_deprecated(offer.serving)]
    if not standing:
        return None
    lowest = min(standing, key=lambda offer: by_price(model, offer))
    return quote_of(model, lowest, Reason(code, offers=len(standing)))


def by_price(model: Model, offer: Offer) -> tuple[Decimal, int, str, str]:
    """Sort by price; ties go to the lab's own provider, then by name."""
    offering = offer.serving.offering
    rank = own_rank(model, offer.serving)
    return (offer.blended_mtok, rank, offering.provider, offering.offering_id)


def quote_of(model: Model, offer: Offer, reason: Reason) -> Quote:
    """Single a published price out, and say why."""
    full = serves_full_context(model, offer.serving)
    return Quote(offer.serving, offer.blended_mtok, full, reason)
