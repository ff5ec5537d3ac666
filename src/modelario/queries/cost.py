"""What a workload costs with every model: the calculator and `modelario cost`."""

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal

from msgspec import Struct, structs

from modelario.catalogue.checking import checked, checked_circumstances
from modelario.catalogue.filters import ModelFilter, compared, selection
from modelario.catalogue.roster import roster_of
from modelario.catalogue.scenarios import fits, fitting
from modelario.catalogue.tariffs import bill_at
from modelario.catalogue.workloads import Workload
from modelario.queries.charge_rows import ChargeRow, charge_rows
from modelario.queries.columns import Column, Kind
from modelario.queries.edition import Edition
from modelario.queries.meaning import meant
from modelario.queries.offering import provider_name
from modelario.queries.paging import first_of
from modelario.records import (
    Catalogue,
    Entry,
    LabId,
    ModelId,
    ProviderId,
    Reason,
    Serving,
    TokenPrice,
    Variant,
)


class CostBeside(Struct, frozen=True, kw_only=True):
    """What the same work cost on the other day, in USD, and why that differs.

    Where it could not be done then at a published price, everything but the causes is ``null``.
    """

    total_cost: Decimal | None = None
    #: The cost on the later of the two days less that on the earlier one.
    difference: Decimal | None
    provider: ProviderId | None = None
    provider_name: str | None = None
    offering_id: str | None = None
    input_mtok: Decimal | None = None
    output_mtok: Decimal | None = None
    #: Why the costs differ; empty where they do not.
    causes: tuple[Reason, ...]


class CostRow(TokenPrice, frozen=True, kw_only=True):
    """What the workload costs with one offering, in USD, at the prices that apply to it."""

    rank: int | None
    id: ModelId
    name: str
    lab: LabId
    provider: ProviderId
    provider_name: str
    offering_id: str
    variant: Variant | None
    cost_per_request: Decimal
    total_cost: Decimal
    #: The tier that the request falls into, ``null`` for the plain price.
    tier_above_tokens: int | None
    #: Each part of a request with the rule that it is charged by.
    charges: tuple[ChargeRow, ...]
    #: What was assumed, for the offering does not tell it.
    assumed: tuple[Reason, ...]
    #: The same on the other day, where one is asked for.
    against: CostBeside | None = None

    @property
    def assumptions(self) -> tuple[str, ...]:
        """The same as codes."""
        return tuple(dict.fromkeys(reason.code for reason in self.assumed))


class CostTable(Struct, frozen=True, kw_only=True):
    """The models that can do the workload at a published price, the cheapest first."""

    workload: Workload
    rows: tuple[CostRow, ...]
    #: How many can be priced in all; there may be fewer rows.
    priced: int
    #: How many are left out, and why: models of the selection, or offerings of the one model.
    unpriced: int
    unfit: int
    passed_over: int
    as_of: date
    #: The other day that each cost is set beside, where one is asked for.
    against: date | None = None


COST_COLUMNS = (
    Column("rank", Kind.COUNT),
    Column("name", Kind.TEXT),
    Column("id", Kind.ID),
    Column("provider", Kind.TEXT, "provider_name"),
    Column("offering_id", Kind.ID),
    Column("cost_per_request", Kind.USD),
    Column("total_cost", Kind.USD),
    Column("input_mtok", Kind.MTOK),
    Column("output_mtok", Kind.MTOK),
    Column("tier_above_tokens", Kind.TOKENS),
    Column("assumed", Kind.WORDS, "assumptions", labels="assumed"),
)


class CostRequest(Struct, frozen=True, kw_only=True):
    """What is to be priced: a workload, with every selected model or at each provider of one.

    ``model`` is any spelling; the table has the first ``limit`` rows.
    """

    workload: Workload
    where: ModelFilter = ModelFilter()
    #: One model, in any spelling: its cost at each provider.
    model: str | None = None
    limit: int | None = None


def cost(edition: Edition, request: CostRequest) -> CostTable:
    """Cost a workload and rank what can do it.

    What has no price for the mode or region that is asked for is costed at its usual one, ranked
    with the others, and says so: left out, it would seem not to be there.

    Raises :class:`~modelario.catalogue.filters.FilterError` for a condition or limit that
    cannot be meant, ``MissingError`` where a spelling means no model.
    """
    workload = checked_circumstances(request.workload, edition.catalogue)
    request = structs.replace(request, workload=workload)
    if request.model is None:
        return _cost_of_models(edition.catalogue, request)
    return _cost_of_model(edition.catalogue, meant(edition, request.model), request)


def _cost_of_models(catalogue: Catalogue, request: CostRequest) -> CostTable:
    """Cost a workload with each selected model at its recommended price."""
    workload = request.workload
    wanted = compared(checked(request.where, catalogue))
    selected = selection(roster_of(catalogue), wanted).entries
    able = [e for e in selected if _fits(e, workload)]
    rows = [
        row
        for entry in able
        if entry.recommended is not None
        and (row := _row(catalogue, entry, entry.recommended.serving, workload)) is not None
    ]
    return CostTable(
        workload=workload,
        rows=first_of(_ranked(rows), request.limit),
        priced=len(rows),
        unpriced=len(able) - len(rows),
        unfit=len(selected) - len(able),
        passed_over=0,
        as_of=catalogue.origin.as_of,
    )


def can_be_costed(workload: Workload) -> Callable[[Entry], bool]:
    """Tell models that can do a work at a published price from others."""
    return lambda entry: entry.recommended is not None and _fits(entry, workload)


def _cost_of_model(catalogue: Catalogue, id_: ModelId, request: CostRequest) -> CostTable:
    """Cost a workload at every provider of one model, or at those that are asked for."""
    entry, workload = catalogue.entries[id_], request.workload
    asked = checked(request.where, catalogue).provider
    servings = [s for s in entry.model.servings if not asked or s.offering.provider in asked]
    model = structs.replace(entry.model, servings=tuple(servings))
    found = fitting(model, workload.input_tokens, workload.written_tokens)
    doubted = {each.serving.key for each in entry.passed_over}
    believed = [offer.serving for offer in found.offers if offer.serving.key not in doubted]
    rows = [
        row
        for serving in believed
        if (row := _row(catalogue, entry, serving, workload)) is not None
    ]
    return CostTable(
        workload=workload,
        rows=first_of(_ranked(rows), request.limit),
        priced=len(rows),
        unpriced=found.unpriced + len(believed) - len(rows),
        unfit=found.unfit,
        passed_over=len(found.offers) - len(believed),
        as_of=catalogue.origin.as_of,
    )


def _fits(entry: Entry, workload: Workload) -> bool:
    offering = entry.recommended.serving.offering if entry.recommended else None
    return fits(entry.model, offering, workload.input_tokens, workload.written_tokens)


def _row(
    catalogue: Catalogue, entry: Entry, serving: Serving, workload: Workload
) -> CostRow | None:
    offering = serving.offering
    found = bill_at(serving, workload.usage(), workload)
    if found is None:
        return None
    return CostRow(
        rank=None,
        id=entry.model.id,
        name=entry.model.title,
        lab=entry.model.lab.id,
        provider=offering.provider,
        provider_name=provider_name(catalogue, offering.provider),
        offering_id=offering.offering_id,
        variant=serving.assignment.variant,
        cost_per_request=found.amount,
        total_cost=found.amount * workload.requests,
        tier_above_tokens=found.above_tokens,
        charges=charge_rows(catalogue, entry, serving, found.charges),
        assumed=found.assumed,
        **structs.asdict(found.price),
    )


def _ranked(rows: Iterable[CostRow]) -> tuple[CostRow, ...]:
    """Sort by cost and number from 1; equal costs share a rank."""
    ordered = sorted(rows, key=lambda row: (row.total_cost, row.id, row.provider))
    ranked: list[CostRow] = []
    for place, row in enumerate(ordered, start=1):
        same = bool(ranked) and ranked[-1].total_cost == row.total_cost
        ranked.append(structs.replace(row, rank=ranked[-1].rank if same else place))
    return tuple(ranked)
