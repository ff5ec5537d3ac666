"""The prices of one model by themselves: which are named first, which are not believed, and all."""

from datetime import date

from msgspec import Struct

from modelario.queries.edition import Edition
from modelario.queries.holds import HoldRow
from modelario.queries.model import ModelRequest, model_page
from modelario.queries.offering import OfferingRow, PassedOverRow, QuoteRow
from modelario.queries.price_tables import StatePlaces, other_ways, why_not_recommended
from modelario.queries.rule_rows import RuleRow, rule_rows
from modelario.queries.second_opinions import OpinionRow, opinion_rows
from modelario.records import ModelId, ModelKind, Reason


class ModelPrices(Struct, frozen=True, kw_only=True):
    """What a model costs. Prices: USD per 1M tokens; ``null`` is unknown, never zero."""

    id: ModelId
    name: str
    kind: ModelKind
    recommended: QuoteRow | None
    #: Why none is recommended though some are published.
    unrecommended: Reason | None
    cheapest: QuoteRow | None
    #: Published prices that take part in no pick.
    passed_over: tuple[PassedOverRow, ...]
    #: Where it is free, part of a plan or local.
    other_ways: tuple[StatePlaces, ...]
    offerings: tuple[OfferingRow, ...]
    #: What upstream says of these prices and we do not believe at once.
    held: tuple[HoldRow, ...]
    #: Every rule of these offerings, each with its source.
    rules: tuple[RuleRow, ...]
    #: What witnesses say of all these prices, those that differ most first.
    opinions: tuple[OpinionRow, ...]
    #: Prices of listings that upstream does not have, as witnesses tell them: used for nothing.
    elsewhere: tuple[RuleRow, ...]
    as_of: date


def model_prices(edition: Edition, request: ModelRequest) -> ModelPrices:
    """Tell what a model costs everywhere; raises ``MissingError`` where none is meant."""
    page = model_page(edition, request)
    return ModelPrices(
        id=page.id,
        name=page.name,
        kind=page.kind,
        recommended=page.recommended,
        unrecommended=why_not_recommended(page),
        cheapest=page.cheapest,
        passed_over=page.passed_over,
        other_ways=other_ways(page),
        offerings=page.offerings,
        held=page.held,
        rules=rule_rows(edition.catalogue, edition.catalogue.entry(page.id)),
        opinions=opinion_rows(edition.catalogue, edition.catalogue.entry(page.id).opinions),
        elsewhere=page.elsewhere,
        as_of=page.as_of,
    )
