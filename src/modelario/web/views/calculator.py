"""What a workload costs a month with every model."""

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from modelario.catalogue.checking import checked_circumstances, modes, regions
from modelario.catalogue.circumstances import Circumstances
from modelario.catalogue.scenarios import SCENARIOS
from modelario.queries.cost import (
    MOST,
    CostRequest,
    CostRow,
    CostTable,
    Workload,
    can_be_costed,
    cost,
)
from modelario.queries.cost_on_two_days import cost_against, cost_columns
from modelario.queries.model_lines import ModelLine
from modelario.queries.paging import slice_of
from modelario.queries.two_days import AGAINST
from modelario.web.pages import Asked, Crumb, Table, View
from modelario.web.parameters import (
    FILTER_FIELDS,
    PAGE,
    WAY,
    circumstances,
    model_filter,
    page_number,
    whole_number,
)
from modelario.web.views.narrowing import MODEL, NARROWED, chosen_model, narrowing
from modelario.web.words.i18n import N_


class Amount(NamedTuple):
    """A number of the workload: its parameter and name, what it is unless given, its bounds."""

    parameter: str
    name: str
    default: int
    most: int = MOST
    step: int = 1


REQUESTS, CACHED = "requests", "cached_percent"
CACHE_WRITE, CACHE_WRITE_1H = "cache_write_percent", "cache_write_1h_percent"

AMOUNTS = (
    Amount(REQUESTS, N_("Requests a month"), 10_000),
    Amount("input_tokens", N_("Input tokens each"), 5_000),
    Amount("output_tokens", N_("Output tokens each"), 500),
    Amount("reasoning_tokens", N_("Reasoning tokens each"), 0),
    Amount(CACHED, N_("Cached input, percent"), 0, most=100),
    Amount(CACHE_WRITE, N_("Written to the cache, percent"), 0, most=100),
    Amount(CACHE_WRITE_1H, N_("Written for an hour, percent"), 0, most=100),
)
CALCULATOR_PARAMETERS = (
    *(each.parameter for each in AMOUNTS),
    *WAY,
    AGAINST,
    MODEL,
    PAGE,
    *FILTER_FIELDS,
)

#: Rows of one page.
ROWS = 100


def calculator(asked: Asked) -> View:
    """Rank all models that the address selects by what its workload costs a month."""
    parameters = asked.parameters
    amounts = amounts_of(asked)
    wanted = model_filter(parameters)
    workload = checked_circumstances(
        workload_of(amounts, circumstances(parameters)), asked.edition.catalogue
    )
    request = CostRequest(workload=workload, where=wanted)
    other = asked.other
    table = cost_against(asked.edition, other, request) if other else cost(asked.edition, request)
    mine = chosen_model(asked)
    return View(
        record=table,
        path="calculator",
        crumbs=(Crumb(asked.language.gettext("Calculator"), "calculator"),),
        values={
            "amounts": AMOUNTS,
            "given": amounts,
            "workload": workload,
            "modes": modes(asked.edition.catalogue),
            "regions": regions(asked.edition.catalogue),
            "scenarios": SCENARIOS,
            "page": slice_of(table.rows, page_number(parameters), ROWS),
            "mine": mine,
            "my_row": _row(table, mine),
            "carried": {MODEL, *FILTER_FIELDS} - NARROWED,
            **narrowing(asked, wanted, can_be_costed(workload)),
        },
        table=Table(cost_columns(table), table.rows),
    )


def amounts_of(asked: Asked) -> Mapping[str, int]:
    """Read the numbers of the workload; raises ``FilterError`` for what is none."""
    return {
        each.parameter: whole_number(asked.parameters, each.parameter, each.default, most=each.most)
        for each in AMOUNTS
    }


def workload_of(amounts: Mapping[str, int], when: Circumstances) -> Workload:
    """Make the workload of its numbers, and of how, where and when it is done."""
    return Workload(
        mode=when.mode,
        region=when.region,
        at=when.at,
        requests=amounts[REQUESTS],
        input_tokens=amounts["input_tokens"],
        output_tokens=amounts["output_tokens"],
        reasoning_tokens=amounts["reasoning_tokens"],
        cached_share=Decimal(amounts[CACHED]) / 100,
        cache_write_share=Decimal(amounts[CACHE_WRITE]) / 100,
        cache_write_1h_share=Decimal(amounts[CACHE_WRITE_1H]) / 100,
    )


def _row(table: CostTable, mine: ModelLine | None) -> CostRow | None:
    return next((row for row in table.rows if mine is not None and row.id == mine.id), None)
