"""A comparison on a terminal: a column a model, the best values marked."""

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
from modelario.wording import label, money, short_tokens


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
        table.add_row(_scenario_name(scenario), *_marked(_costs(scenario), scenario.best))
    if comparison.benchmarks:
        table.add_section()
    for quoted in comparison.benchmarks:
        table.add_row(Text(quoted.name), *_marked(_results(quoted), quoted.best))
    points = [Text(_break_even(row)) for row in comparison.break_evens]
    return Group(table, *points)


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


def _costs(row: ScenarioRow) -> tuple[str, ...]:
    return tuple(label("unknown").lower() if c is None else _usd(c) for c in row.costs)


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
