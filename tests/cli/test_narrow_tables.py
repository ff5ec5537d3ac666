"""Tables on narrow terminals: a column that does not fit goes whole, and is named."""

from datetime import UTC, datetime

import pytest

from modelario.catalogue.workloads import Workload
from modelario.cli.drawing import plain
from modelario.cli.model_view import model_view
from modelario.cli.output import table
from modelario.editions import embedded
from modelario.formats import NUMERIC, cell_text
from modelario.queries.columns import columns
from modelario.queries.cost import COST_COLUMNS, CostRequest, cost
from modelario.queries.inconsistencies import (
    INCONSISTENCY_COLUMNS,
    InconsistenciesRequest,
    inconsistencies,
)
from modelario.queries.lifecycle import LIFECYCLE_COLUMNS, LifecycleRequest, lifecycle
from modelario.queries.model import ModelRequest, model_page
from modelario.queries.models import (
    DEFAULT_MODEL_COLUMNS,
    MODEL_COLUMNS,
    ModelsRequest,
    model_table,
)
from modelario.queries.offering import OFFERING_COLUMNS
from modelario.queries.pick import PICK_COLUMNS, PickRequest, pick
from modelario.queries.price_list import model_prices
from modelario.queries.resolved import RESOLUTION_COLUMNS, resolve_all
from modelario.queries.rule_rows import RULE_COLUMNS
from modelario.wording import label

WIDTHS = (60, 80, 100)


@pytest.fixture(scope="module")
def here():
    """The catalogue of the data that is installed."""
    return embedded(datetime(2026, 6, 1, tzinfo=UTC))


@pytest.fixture(scope="module")
def tables(here):
    """Every table that a command prints, with the rows of real data: columns and rows by name."""
    workload = Workload(input_tokens=5_000, output_tokens=500, requests=123_456)
    costs = cost(here, CostRequest(workload=workload))
    models = model_table(here, ModelsRequest(limit=60))
    model = model_page(here, ModelRequest(model="openai/o4-mini"))
    prices = model_prices(here, ModelRequest(model="openai/o4-mini"))
    picks = pick(here, PickRequest(workload=workload, limit=20))
    return {
        "cost": (COST_COLUMNS, costs.rows[:60]),
        "cost of one": (
            COST_COLUMNS,
            cost(here, CostRequest(workload=workload, model="o4-mini")).rows,
        ),
        "models": (columns(MODEL_COLUMNS, ("id", *DEFAULT_MODEL_COLUMNS[1:])), models.rows),
        "all of models": (MODEL_COLUMNS, models.rows),
        "offerings": (OFFERING_COLUMNS, model.offerings),
        "prices": (RULE_COLUMNS, prices.rules),
        "pick": (PICK_COLUMNS, picks.rows),
        "lifecycle": (LIFECYCLE_COLUMNS, lifecycle(here, LifecycleRequest(limit=40)).rows),
        "inconsistencies": (
            INCONSISTENCY_COLUMNS,
            inconsistencies(here, InconsistenciesRequest(limit=40)).rows,
        ),
        "resolve": (RESOLUTION_COLUMNS, resolve_all(here)[:60]),
    }


def drawn(among, rows, width: int) -> list[str]:
    return [plain(each) for each in table(among, rows, width=width)]


@pytest.mark.parametrize("width", WIDTHS)
def test_no_number_is_ever_cut_and_what_does_not_fit_is_named(tables, width):
    for name, (among, rows) in tables.items():
        lines = drawn(among, rows, width)
        text = "\n".join(lines)
        table_, _, footnote = text.partition("Too wide to show:")
        left_out = " ".join(footnote.split())
        assert all(len(line) <= width for line in lines), name
        heads = " ".join(table_.splitlines()[:4])
        assert "…" not in text, name
        for column in among:
            head = label(f"field.{column.key}")
            if column.kind in NUMERIC and head not in left_out:
                assert head in heads, (name, head)
                for row in rows:
                    assert cell_text(column, row) in table_, (name, head)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("cost", ("rank", "id", "provider", "total_cost")),
        ("cost of one", ("rank", "id", "provider", "total_cost")),
        ("models", ("id", "input_mtok", "output_mtok")),
        ("pick", ("rank", "id", "provider", "total_cost")),
        ("offerings", ("provider", "input_mtok", "output_mtok")),
    ],
)
def test_what_one_came_for_stays(tables, name, keys, width):
    among, rows = tables[name]
    text = "\n".join(drawn(among, rows, width))
    footnote = " ".join(text.partition("Too wide to show:")[2].split())
    for key in keys:
        assert label(f"field.{key}") not in footnote.split(", "), (name, key)


@pytest.mark.parametrize("width", [20, 30, 40])
def test_even_a_very_narrow_terminal_cuts_no_digit(tables, width):
    for name, (among, rows) in tables.items():
        lines = drawn(among, rows, width)
        assert all(len(line) <= width for line in lines), name
        assert "…" not in "\n".join(lines), name


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_a_model_fits_its_terminal_and_nothing_of_it_is_cut(here, width):
    page = model_page(here, ModelRequest(model="openai/o4-mini"))
    lines = [plain(each) for each in model_view(page, width)]
    assert all(len(each.rstrip()) <= width for each in lines)
    words = "".join(lines).split()
    assert not [word for word in words if "…" in word]
    for each in page.scenarios:
        assert f"${each.cost:,.2f}" in words
    assert ("█" in "".join(lines)) is (width >= 80)
