"""Which model fits a job: hard requirements first, then a rank, and what stood in the way.

A requirement holds of the very offering that is named, not only of the model. Prices that are not
believed take part in nothing, and only models of one kind are ranked together.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, NamedTuple

from msgspec import Struct, structs

from modelario.catalogue.billing import Bill
from modelario.catalogue.checking import Choices, check_choices, checked, checked_circumstances
from modelario.catalogue.filters import ModelFilter, compared
from modelario.catalogue.kinds import SELL_NO_OUTPUT
from modelario.catalogue.scores import WEIGHTS, points
from modelario.catalogue.tariffs import bill_at
from modelario.catalogue.workloads import Workload
from modelario.queries.benchmarks import BenchmarkResult, BenchmarkResults, benchmark_names, marks
from modelario.queries.columns import Column, Kind
from modelario.queries.edition import Edition
from modelario.queries.meaning import named
from modelario.queries.offering import provider_name
from modelario.queries.paging import first_of
from modelario.queries.requirements import (
    Requirement,
    Tried,
    candidates,
    in_scope,
    requirements_of,
    served_regions,
)
from modelario.queries.weighing import PickError, weights_of
from modelario.records import (
    Catalogue,
    LabId,
    ModelId,
    ProviderId,
    Reason,
    TokenPrice,
    Variant,
)

#: What ranks by the cost of the workload, and by an upstream benchmark; all others are fit scores.
BY_COST, BY_BENCHMARK = "total_cost", "benchmark"


class PickRequest(Struct, frozen=True, kw_only=True):
    """What a model has to be, what it is to do, and what makes one better than another.

    Without weights all that ranks counts the same.
    """

    CHOICES: ClassVar[Choices] = {"rank": (BY_COST, BY_BENCHMARK, *WEIGHTS)}

    where: ModelFilter = ModelFilter()
    workload: Workload = Workload(input_tokens=5_000, output_tokens=500, requests=1_000)
    #: What ranks: the cost of the workload, a fit score, or a benchmark; repeat for a mix.
    rank: tuple[str, ...] = (BY_COST,)
    #: How much each part of a mix counts, in its order.
    weight: tuple[Decimal, ...] = ()
    #: The benchmark that ranks, by its name or its key: SWE-Bench Verified, swe_bench_verified.
    benchmark: str | None = None
    #: Region where an offering is served, such as eu; repeat for more.
    served_in: tuple[str, ...] = ()
    #: Whether what is about to be withdrawn counts too.
    deprecated: bool = False
    limit: int | None = None


class PickRow(TokenPrice, frozen=True, kw_only=True):
    """A model that meets everything, at the offering that does; prices in USD per 1M tokens."""

    rank: int
    id: ModelId
    name: str
    lab: LabId
    lab_name: str
    provider: ProviderId
    provider_name: str
    offering_id: str
    variant: Variant | None
    context_window: int | None
    cost_per_request: Decimal
    total_cost: Decimal
    #: What it is ranked by, 100 being the best cost or score that there can be.
    fit: Decimal
    #: Why it was chosen, and why at this offering.
    reasons: tuple[Reason, ...]
    #: What its cost assumes, for the offering does not tell it.
    assumed: tuple[Reason, ...]


class Loosening(Struct, frozen=True, kw_only=True):
    """What giving one requirement up would bring: models that fail nothing else."""

    #: The requirement, by the name that it is asked for with.
    requirement: str
    #: What was wanted.
    wanted: Any
    #: How many more models there would be.
    more: int
    #: The best of them; its rank is the place that it would take.
    best: PickRow
    #: What the best of them has instead; ``null`` is unknown.
    has: Any
    reason: Reason


class Picks(Struct, frozen=True, kw_only=True):
    """The models that meet every requirement, the best first, and what kept others out."""

    workload: Workload
    #: What ranks: the cost of the workload, fit scores, a benchmark.
    ranked_by: tuple[str, ...]
    rows: tuple[PickRow, ...]
    #: How many meet every requirement; there may be fewer rows.
    matching: int
    #: How many models of their kind there are.
    considered: int
    #: What giving up each requirement would bring, the one with the best model first.
    loosenings: tuple[Loosening, ...]
    as_of: date


PICK_COLUMNS = (
    Column("rank", Kind.COUNT),
    Column("name", Kind.TEXT),
    Column("id", Kind.ID),
    Column("provider", Kind.TEXT, "provider_name"),
    Column("offering_id", Kind.ID),
    Column("total_cost", Kind.USD),
    Column("cost_per_request", Kind.USD),
    Column("fit", Kind.SCORE),
    Column("input_mtok", Kind.MTOK),
    Column("output_mtok", Kind.MTOK),
    Column("context_window", Kind.TOKENS),
)


class _Costed(NamedTuple):
    """A candidate with what its workload costs and what it is ranked by."""

    tried: Tried
    bill: Bill
    total: Decimal
    fit: Decimal
    #: What it has in the benchmark that ranks.
    mark: BenchmarkResult | None

    @property
    def order(self) -> tuple[Decimal, Decimal, str]:
        return (-self.fit, self.total, self.tried.entry.model.id)


def pick(edition: Edition, request: PickRequest) -> Picks:
    """Choose the models that meet every requirement and rank them.

    Raises :class:`~modelario.catalogue.filters.FilterError` for a requirement that cannot be
    meant, :class:`PickError` for weights that do not go with the ranking.
    """
    catalogue = edition.catalogue
    check_choices(request)
    weights = weights_of(request.rank, request.weight)
    where = compared(checked(request.where, catalogue))
    workload = checked_circumstances(request.workload, catalogue)
    request = structs.replace(request, where=where, workload=_done_by(workload, where))
    regions = tuple(named("region", each, served_regions(catalogue)) for each in request.served_in)
    wanted = requirements_of(
        where, request.workload, regions=regions, deprecated=request.deprecated
    )
    among = in_scope(catalogue, where)
    marks = _marks(catalogue, request)
    tried = [each for each in candidates(among, wanted, where) if _is_ranked(each, request, marks)]
    costed = _costed(tried, request.workload, weights, marks)
    chosen = sorted((each for each in costed if not each.tried.failed), key=lambda e: e.order)
    rows = [
        _row(catalogue, each, place, chosen, weights) for place, each in enumerate(chosen, start=1)
    ]
    return Picks(
        workload=request.workload,
        ranked_by=tuple(weights),
        rows=first_of(rows, request.limit),
        matching=len(rows),
        considered=len(among),
        loosenings=_loosenings(catalogue, wanted, costed, chosen, weights),
        as_of=catalogue.origin.as_of,
    )


def _done_by(workload: Workload, where: ModelFilter) -> Workload:
    """Ask kinds that return no text for none."""
    silent = SELL_NO_OUTPUT.issuperset(where.kind)
    return structs.replace(workload, output_tokens=0, reasoning_tokens=0) if silent else workload


def _marks(catalogue: Catalogue, request: PickRequest) -> BenchmarkResults:
    """Each model's score in the benchmark that ranks; raises :class:`PickError` for a half one."""
    if (BY_BENCHMARK in request.rank) is not (request.benchmark is not None):
        raise PickError("rank by 'benchmark' and name the benchmark", field=BY_BENCHMARK)
    if request.benchmark is None:
        return {}
    names = benchmark_names(catalogue)
    if request.benchmark in names.values():
        return marks(catalogue, request.benchmark)
    return marks(catalogue, names[named(BY_BENCHMARK, request.benchmark, names)])


def _is_ranked(tried: Tried, request: PickRequest, marked: BenchmarkResults) -> bool:
    """Whether everything that ranks says something of a model."""
    model = tried.entry.model.id
    return all(
        model in marked if name == BY_BENCHMARK else points(tried.entry, name) is not None
        for name in request.rank
        if name != BY_COST
    )


def _costed(
    tried: Iterable[Tried],
    workload: Workload,
    weights: dict[str, Decimal],
    marked: BenchmarkResults,
) -> list[_Costed]:
    """Cost the workload with each, and find what each is ranked by."""
    usage = workload.usage()
    bills = [
        (each, bill)
        for each in tried
        if (bill := bill_at(each.serving, usage, workload)) is not None
    ]
    lowest = min((bill.amount for each, bill in bills if not each.failed), default=None)
    found = []
    for each, bill in bills:
        mark = marked.get(each.entry.model.id)
        fit = _fit(each, bill.amount, lowest, weights, mark)
        found.append(_Costed(each, bill, bill.amount * workload.requests, fit, mark))
    return found


def _fit(
    tried: Tried,
    cost: Decimal,
    lowest: Decimal | None,
    weights: dict[str, Decimal],
    mark: BenchmarkResult | None,
) -> Decimal:
    """Mix points of 100: a score's own, of the cost how the lowest compares with it.

    Of a benchmark it is the share of the best score that any model has.
    """
    total = Decimal(0)
    for name, weight in weights.items():
        if name == BY_COST:
            earned = 100 * (lowest or cost) / cost if cost else Decimal(100)
        elif name == BY_BENCHMARK:
            earned = mark.points if mark else Decimal(0)
        else:
            earned = Decimal(points(tried.entry, name) or 0)
        total += weight * earned
    return total / sum(weights.values())


def _row(
    catalogue: Catalogue,
    costed: _Costed,
    place: int,
    chosen: Sequence[_Costed],
    weights: dict[str, Decimal],
) -> PickRow:
    entry, serving = costed.tried.entry, costed.tried.serving
    offering, model = serving.offering, entry.model
    return PickRow(
        rank=place,
        id=model.id,
        name=model.title,
        lab=model.lab.id,
        lab_name=model.lab.name,
        provider=offering.provider,
        provider_name=provider_name(catalogue, offering.provider),
        offering_id=offering.offering_id,
        variant=serving.assignment.variant,
        context_window=offering.facts.context_window or model.facts.context_window,
        cost_per_request=costed.bill.amount,
        total_cost=costed.total,
        fit=round(costed.fit, 1),
        reasons=tuple(_reasons(costed, chosen, weights)),
        assumed=costed.bill.assumed,
        **structs.asdict(costed.bill.price),
    )


def _reasons(
    costed: _Costed, chosen: Sequence[_Costed], weights: dict[str, Decimal]
) -> Iterable[Reason]:
    """Say why a model stands where it does, and why at this offering."""
    if BY_COST in weights and chosen:
        lowest = min(each.total for each in chosen)
        if costed.total <= lowest:
            yield Reason("pick_cheapest", price=costed.total, count=len(chosen))
        else:
            percent = round((costed.total / lowest - 1) * 100) if lowest else 0
            code = "pick_dearer" if percent else "pick_barely_dearer"
            yield Reason(code, price=costed.total, percent=percent or 1)
    if costed.mark is not None:
        score = costed.mark.score
        yield Reason("pick_benchmark", score=score, benchmark=costed.mark.benchmark)
    for name in weights:
        if name not in (BY_COST, BY_BENCHMARK):
            yield Reason("pick_score", points=points(costed.tried.entry, name), score=name)
    yield costed.tried.reason


def _loosenings(
    catalogue: Catalogue,
    wanted: Iterable[Requirement],
    costed: Iterable[_Costed],
    chosen: Sequence[_Costed],
    weights: dict[str, Decimal],
) -> tuple[Loosening, ...]:
    """Tell what giving up each requirement would bring, the best model first."""
    missed: dict[Requirement, list[_Costed]] = {each: [] for each in wanted}
    for each in costed:
        for requirement in each.tried.failed:
            missed[requirement].append(each)
    bests = [
        (min(others, key=lambda each: each.order), requirement, len(others))
        for requirement, others in missed.items()
        if others
    ]
    bests.sort(key=lambda found: found[0].order)
    found = []
    for best, requirement, more in bests:
        place = 1 + sum(each.order < best.order for each in chosen)
        row = _row(catalogue, best, place, chosen, weights)
        has = best.tried.has(requirement)
        values = {"name": row.name, "price": row.total_cost, "count": more}
        found.append(
            Loosening(
                requirement=requirement.name,
                wanted=requirement.wanted,
                more=more,
                best=row,
                has=has,
                reason=Reason("pick_loosened", requirement=requirement.text, has=has, **values),
            )
        )
    return tuple(found)
