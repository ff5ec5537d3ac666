"""A comparison on a terminal: a column a model, the best values marked."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from modelario.catalogue.break_even import Along
from modelario.formats import plain_text
from modelario.queries.break_even_rows import BreakEvenRow
from modelario.queries.columns import MONTH
from modelario.queries.compare import Comparison, ScenarioRow
from modelario.queries.result_rows import ResultRow
from modelario.queries.two_days import DayRow, TwoDays
from modelario.wording import label, money, sentence, short_tokens


def comparison_view(comparison: Comparison) -> RenderableType:
    """Draw fields, scenario costs and results; what differs is bold, the best has a mark."""
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column("", overflow="fold")
    for side in comparison.sides:
        priced = f"at {side.offering.provider}" if side.offering else "no published price"
        head = Text.assemble(side.model.id, ("\n" + priced, "dim"))
        # What does not fit goes on in the next line: no digit is cut off.
        table.add_column(head, justify="right", overflow="fold")
    for row in comparison.fields:
        cells = (_field_text(row.field, value) for value in row.values)
        name = Text(label(f"field.{row.field}"), "bold" if row.differs else "dim")
        table.add_row(name, *_marked(tuple(cells), row.best))
    table.add_section()
    for scenario in comparison.scenarios:
        table.add_row(_scenario_name(scenario), *_marked(_costs(scenario.costs), scenario.best))
    if comparison.benchmarks:
        table.add_section()
    for quoted in comparison.benchmarks:
        table.add_row(Text(quoted.name), *_marked(_results(quoted), quoted.best))
    points = [Text(_break_even(row)) for row in comparison.break_evens]
    return Group(table, *points, *map(_two_days, comparison.two_days))


def _two_days(days: TwoDays) -> RenderableType:
    """Draw a model on two days: what differs and its prices, the difference, and why."""
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column(Text(days.id), overflow="fold")
    for head in (f"{days.earlier}", f"{days.later}", label("field.difference")):
        table.add_column(head, justify="right", overflow="fold")
    table.add_row(label("field.provider"), days.earlier_provider, days.later_provider)
    for row in days.rows:
        if row.differs or row.field.endswith("_mtok") or row.field == MONTH.key:
            values = (_field_text(row.field, each) for each in (row.earlier, row.later))
            table.add_row(label(f"field.{row.field}"), *values, _difference(row))
    for row in days.scenarios:
        if row.earlier is not None or row.later is not None:
            costs = _costs((row.earlier, row.later))
            table.add_row(label(f"scenario.{row.field}"), *costs, _difference(row))
    why = "; ".join(map(sentence, days.causes)) or "the prices are the same on both days"
    return Group(table, Text(f"Why: {why}."))


def _difference(row: DayRow) -> str:
    return f"{row.difference.normalize():+f}" if row.difference else ""


def _marked(cells: tuple[str, ...], best: tuple[int, ...]) -> list[Text]:
    return [
        Text(f"✓ {cell}" if place in best else cell, "bold" if place in best else "")
        for place, cell in enumerate(cells)
    ]


def _field_text(field: str, value: Any) -> str:  # noqa: ANN401 – the value of any field
    if value is None:
        return label("unknown").lower()
    if field.endswith("_mtok"):
        return money(value)
    if field == MONTH.key:
        return _usd(value)
    if field in ("context_window", "max_output_tokens"):
        return short_tokens(value)
    return plain_text(value)


def _scenario_name(row: ScenarioRow) -> Text:
    return Text(f"{label(f'scenario.{row.key}')} × {row.requests:,}")


def _costs(costs: Iterable[Decimal | None]) -> tuple[str, ...]:
    return tuple(label("unknown").lower() if c is None else _usd(c) for c in costs)


def _usd(cost: Decimal) -> str:
    return f"${cost:,.2f}"


def _results(row: ResultRow) -> tuple[str, ...]:
    return tuple(
        label("unknown").lower() if each is None else plain_text(each.score) for each in row.results
    )


def _break_even(row: BreakEvenRow) -> str:
    if row.along is Along.CACHED_SHARE:
        return (
            f"{row.cheaper_above} is cheaper above {row.at:.0%} cached input, "
            f"{row.cheaper_below} below (three input tokens to one output token)."
        )
    at = row.at.quantize(Decimal("0.01"))
    return (
        f"{row.cheaper_above} is cheaper above {at} output tokens per input token, "
        f"{row.cheaper_below} below."
    )
