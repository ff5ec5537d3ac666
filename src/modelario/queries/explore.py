"""Price against what it buys: the points of the plot, and which of them nobody beats."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import ClassVar, NamedTuple

from msgspec import Struct, structs

from modelario.catalogue.checking import Choices, check_choices, checked
from modelario.catalogue.fields import FIELDS, status_of
from modelario.catalogue.filters import ModelFilter, compared, selection
from modelario.catalogue.frontier import Placed, frontier
from modelario.catalogue.roster import roster_of
from modelario.catalogue.scores import WEIGHTS
from modelario.identity.benchmark_names import BENCHMARKS, results
from modelario.queries.columns import MONTH, Column, Kind
from modelario.queries.edition import Edition
from modelario.records import Benchmark, Catalogue, Entry, LabId, ModelId


class Axis(NamedTuple):
    """What is plotted against the price: its value, and how it is written."""

    value: Callable[[Entry], int | Decimal | None]
    kind: Kind


#: What can be plotted against the price; more is better on each. Limits are plotted
#: logarithmically, results and scores from 0 to 100. The cost score says what the price says.
AXES: Mapping[str, Axis] = {
    "context_window": Axis(FIELDS["context_window"], Kind.TOKENS),
    "max_output_tokens": Axis(FIELDS["max_output_tokens"], Kind.TOKENS),
    **{key: Axis(FIELDS[key], Kind.RESULT) for key in BENCHMARKS},
    **{name: Axis(FIELDS[name], Kind.SCORE) for name in WEIGHTS if name != "cost"},
}
DEFAULT_AXIS = "coding"

#: What stands across: the price, or what the reader's work costs a month, unless told where there
#: is such work.
BLENDED = "blended_mtok"
ACROSS = (BLENDED, MONTH.key)

#: A model that is about to be withdrawn beats nothing.
_WITHDRAWN = "deprecated"


class Point(Struct, frozen=True, kw_only=True):
    """A model in the plot; ``blended_mtok`` is the recommended price, in USD per 1M tokens."""

    id: ModelId
    name: str
    lab: LabId
    lab_name: str
    status: str
    blended_mtok: Decimal
    #: What the reader's work costs there, in USD a month; where it is asked for and known.
    monthly_cost: Decimal | None = None
    value: int | Decimal
    #: Of a benchmark the whole result: how it was measured, and who says so.
    result: Benchmark | None = None
    #: No other model is cheaper and as good, or better at the same price.
    frontier: bool


class Explore(Struct, frozen=True, kw_only=True):
    """The plot: its axis and its points, the cheapest first."""

    axis: str
    #: What stands across: blended_mtok, or monthly_cost.
    across: str = BLENDED
    logarithmic: bool
    #: Whether the axis is a benchmark, whose results upstream quotes.
    quoted: bool = False
    points: tuple[Point, ...]
    #: Selected models without a published price – or whose month cannot be billed –, and with one
    #: but without the value.
    unpriced: int
    unmeasured: int
    as_of: date


class ExploreRequest(Struct, frozen=True, kw_only=True):
    """What is plotted against the price, and of which models."""

    CHOICES: ClassVar[Choices] = {"axis": tuple(AXES), "across": ACROSS}

    #: What is plotted against the price.
    axis: str = DEFAULT_AXIS
    #: What stands for the price: monthly_cost, where work is told, or blended_mtok.
    across: str | None = None
    where: ModelFilter = ModelFilter()


def explore(edition: Edition, request: ExploreRequest) -> Explore:
    """Plot every selected model that has a price; raises ``FilterError`` for no such axis."""
    catalogue, axis = edition.catalogue, request.axis
    check_choices(request)
    wanted = compared(checked(request.where, catalogue))
    selected = selection(roster_of(catalogue), wanted).entries
    across = across_of(catalogue, request.across)
    priced = [entry for entry in selected if FIELDS[across](entry)]
    points = [point for entry in priced if (point := _point(entry, axis)) is not None]
    points.sort(key=lambda point: (cost_of(point, across), -point.value, point.id))
    return Explore(
        axis=axis,
        across=across,
        logarithmic=AXES[axis].kind is Kind.TOKENS,
        quoted=axis in BENCHMARKS,
        points=_with_frontier(points, across),
        unpriced=len(selected) - len(priced),
        unmeasured=len(priced) - len(points),
        as_of=catalogue.origin.as_of,
    )


def across_of(catalogue: Catalogue, asked: str | None = None) -> str:
    """Tell what stands across: without work there is no month."""
    return asked or MONTH.key if catalogue.costed else BLENDED


def cost_of(point: Point, across: str) -> Decimal:
    """Give what a point stands across at, which is known of each."""
    cost: Decimal = getattr(point, across)
    return cost


def can_be_plotted(axis: str, across: str) -> Callable[[Entry], bool]:
    """Tell models that have a price or a cost, and a value on an axis, from others."""
    value, cost = AXES[axis].value, FIELDS[across]
    return lambda entry: bool(cost(entry)) and value(entry) is not None


def explore_columns(axis: str, catalogue: Catalogue) -> tuple[Column, ...]:
    """List the columns of the plot's table."""
    return (
        Column("name", Kind.TEXT),
        Column("id", Kind.ID),
        Column("lab", Kind.TEXT, "lab_name"),
        Column(BLENDED, Kind.MTOK),
        *((MONTH,) if catalogue.costed else ()),
        Column(axis, AXES[axis].kind, "value"),
        Column("frontier", Kind.FLAG),
        Column("status", Kind.WORDS, labels="status"),
    )


def frontier_first(points: tuple[Point, ...]) -> tuple[Point, ...]:
    """Put what nothing beats before the rest, each part by price."""
    return tuple(sorted(points, key=lambda point: not point.frontier))


def _point(entry: Entry, name: str) -> Point | None:
    value = AXES[name].value(entry)
    if entry.recommended is None or value is None:
        return None
    return Point(
        id=entry.model.id,
        name=entry.model.title,
        lab=entry.model.lab.id,
        lab_name=entry.model.lab.name,
        status=status_of(entry),
        blended_mtok=entry.recommended.blended_mtok,
        monthly_cost=FIELDS[MONTH.key](entry),
        value=value,
        result=results(entry.model).get(name),
        frontier=False,
    )


def _with_frontier(points: list[Point], across: str) -> tuple[Point, ...]:
    standing = [point for point in points if point.status != _WITHDRAWN]
    unbeaten = frontier([Placed(cost_of(point, across), point.value) for point in standing])
    ids = {standing[place].id for place in unbeaten}
    return tuple(structs.replace(point, frontier=point.id in ids) for point in points)
