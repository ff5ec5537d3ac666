"""How an offering is shown: one flat record, on every page and in every answer."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from urllib.parse import quote

from msgspec import structs

from modelario.catalogue.billing import tier_price
from modelario.catalogue.prices import ranking_price
from modelario.queries.columns import Column, Kind
from modelario.records import (
    Catalogue,
    Finding,
    ModelId,
    ModelKind,
    Month,
    Offering,
    OfferingId,
    OfferingKey,
    PassedOver,
    PriceState,
    ProviderId,
    Quote,
    Reason,
    Serving,
    TokenPrice,
    Variant,
)

_NO_PRICE = TokenPrice()


class TierRow(TokenPrice, frozen=True, kw_only=True):
    """The prices of a request whose input is longer than ``above_tokens``."""

    above_tokens: int


class PricedRow(TokenPrice, frozen=True, kw_only=True):
    """An offering by its name, and its prices in USD per 1M tokens."""

    provider: ProviderId
    provider_name: str
    offering_id: OfferingId
    #: What the reader's work costs here a month; where it is asked for and known.
    month: Month | None = None

    @property
    def monthly_cost(self) -> Decimal | None:
        """What the reader's work costs here, in USD a month."""
        return self.month.cost if self.month else None

    @property
    def key(self) -> OfferingKey:
        """What tells the offering from all others."""
        return OfferingKey(self.provider, self.offering_id)


class OfferingRow(PricedRow, frozen=True, kw_only=True):
    """One offering: prices in USD per 1M tokens, limits in tokens, ``null`` for unknown."""

    #: The model's id that the offering goes by, of those that are one release; of a router none.
    release_id: ModelId | None
    name: str | None
    variant: Variant | None
    pin: str | None
    status: str | None
    price_state: PriceState
    blended_mtok: Decimal | None
    tiers: tuple[TierRow, ...]
    context_window: int | None
    max_input_tokens: int | None
    max_output_tokens: int | None
    release_date: str | None
    last_updated: str | None
    confidence: float
    reason: Reason
    #: Where upstream keeps this offering, to be mended there.
    upstream_path: str


class QuoteRow(PricedRow, frozen=True, kw_only=True):
    """A price singled out – recommended or cheapest – and why."""

    variant: Variant | None
    blended_mtok: Decimal
    tiers: tuple[TierRow, ...]
    context_window: int | None
    serves_full_context: bool
    #: Whether it is three times or more from the median of what others ask.
    far_from_median: bool
    reason: Reason


class PassedOverRow(PricedRow, frozen=True, kw_only=True):
    """An offering whose published price is neither recommended nor the cheapest, and why."""

    blended_mtok: Decimal | None
    reason: Reason


OFFERING_COLUMNS = (
    Column("provider", Kind.TEXT, "provider_name"),
    Column("offering_id", Kind.ID),
    Column("input_mtok", Kind.MTOK),
    Column("output_mtok", Kind.MTOK),
    Column("cache_read_mtok", Kind.MTOK),
    Column("cache_write_mtok", Kind.MTOK),
    Column("context_window", Kind.TOKENS),
    Column("max_output_tokens", Kind.TOKENS),
    Column("release_date", Kind.DATE),
    Column("release_id", Kind.TEXT),
    Column("variant", Kind.WORDS),
    Column("price_state", Kind.WORDS, labels="price_state"),
    Column("status", Kind.WORDS, labels="status"),
)


def offering_columns(*, several: bool) -> tuple[Column, ...]:
    """Tell the columns of a model's offerings: by which id they go only where it has several."""
    return tuple(each for each in OFFERING_COLUMNS if several or each.key != "release_id")


#: Where upstream keeps its data, and where it can be mended.
UPSTREAM_FILES = "https://github.com/anomalyco/models.dev/blob/dev/"


def upstream_link(serving: Serving) -> str:
    """Give the address of the file that states an offering."""
    return UPSTREAM_FILES + quote(upstream_path(serving))


def upstream_path(serving: Serving) -> str:
    """Name the file of the models.dev repository that states an offering."""
    offering = serving.offering
    return f"providers/{offering.provider}/models/{offering.offering_id}.toml"


def provider_name(catalogue: Catalogue, provider: ProviderId) -> str:
    """Name a provider as it calls itself."""
    return catalogue.providers[provider].name


def offering_row(
    catalogue: Catalogue, serving: Serving, kind: ModelKind = ModelKind.CHAT
) -> OfferingRow:
    """Flatten an offering of a model of some kind for showing."""
    offering, assignment, facts = serving.offering, serving.assignment, serving.offering.facts
    known = serving.price_state is PriceState.PUBLISHED
    return OfferingRow(
        provider=offering.provider,
        provider_name=provider_name(catalogue, offering.provider),
        offering_id=offering.offering_id,
        month=catalogue.month(serving.key),
        release_id=assignment.model,
        name=facts.name,
        variant=assignment.variant,
        pin=assignment.pin,
        status=offering.status,
        price_state=serving.price_state,
        blended_mtok=ranking_price(kind, offering.price) if known else None,
        tiers=tier_rows(offering) if known else (),
        context_window=facts.context_window,
        max_input_tokens=facts.max_input_tokens,
        max_output_tokens=facts.max_output_tokens,
        release_date=facts.release_date,
        last_updated=facts.last_updated,
        confidence=assignment.confidence,
        reason=assignment.reason,
        upstream_path=upstream_path(serving),
        **structs.asdict(offering.price if known and offering.price else _NO_PRICE),
    )


def passed_over_row(catalogue: Catalogue, passed: PassedOver, kind: ModelKind) -> PassedOverRow:
    """Flatten an offering whose price takes part in no pick."""
    offering = passed.serving.offering
    return PassedOverRow(
        provider=offering.provider,
        provider_name=provider_name(catalogue, offering.provider),
        offering_id=offering.offering_id,
        month=catalogue.month(passed.serving.key),
        blended_mtok=ranking_price(kind, offering.price),
        reason=passed.reason,
        **structs.asdict(offering.price or _NO_PRICE),
    )


def quote_row(
    catalogue: Catalogue, quote: Quote | None, findings: Iterable[Finding]
) -> QuoteRow | None:
    """Flatten a recommended or cheapest price of a model with these inconsistencies."""
    if quote is None:
        return None
    offering = quote.serving.offering
    return QuoteRow(
        provider=offering.provider,
        provider_name=provider_name(catalogue, offering.provider),
        offering_id=offering.offering_id,
        month=catalogue.month(quote.serving.key),
        variant=quote.serving.assignment.variant,
        blended_mtok=quote.blended_mtok,
        tiers=tier_rows(offering),
        context_window=offering.facts.context_window,
        serves_full_context=quote.serves_full_context,
        far_from_median=any(quote.serving in far for far in _far(findings)),
        reason=quote.reason,
        **structs.asdict(offering.price or _NO_PRICE),
    )


def _far(findings: Iterable[Finding]) -> Iterator[tuple[Serving, ...]]:
    for finding in findings:
        if finding.rule == "far_from_median":
            yield from (claim.servings for claim in finding.claims)


def tier_rows(offering: Offering) -> tuple[TierRow, ...]:
    """Flatten price tiers for showing, each with all its prices."""
    # Upstream and a witness may have rules for one size.
    sizes = dict.fromkeys(tier.above_tokens for tier in offering.tiers)
    return tuple(
        TierRow(above_tokens=above, **structs.asdict(tier_price(offering, above)))
        for above in sizes
        if above is not None
    )
