"""What a workload costs a month with every model."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from msgspec import structs

from modelario.catalogue.checking import checked_circumstances, modes, regions
from modelario.catalogue.scenarios import SCENARIOS
from modelario.catalogue.workload_texts import WORK, same_work, text_of
from modelario.catalogue.workloads import MOST, Workload
from modelario.queries.cost import (
    CostRequest,
    CostRow,
    CostTable,
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

#: Shares of the input, which the form has in percent.
_SHARES = {
    CACHED: "cached_share",
    CACHE_WRITE: "cache_write_share",
    CACHE_WRITE_1H: "cache_write_1h_share",
}

AMOUNTS = (
    Amount(REQUESTS, N_("Requests a month"), 10_000),
    Amount("input_tokens", N_("Input tokens each"), 5_000),
    Amount("output_tokens", N_("Output tokens each"), 500),
    Amount("reasoning_tokens", N_("Reasoning tokens each"), 0),
    Amount(CACHED, N_("Cached input, percent"), 0, most=100),
    Amount(CACHE_WRITE, N_("Written to the cache, percent"), 0, most=100),
    Amount(CACHE_WRITE_1H, N_("Written for an hour, percent"), 0, most=100),
)
#: What tells a workload of the page's own.
WORK_PARAMETERS = (*(each.parameter for each in AMOUNTS), *WAY)
CALCULATOR_PARAMETERS = (
    *WORK_PARAMETERS,
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
    wanted = model_filter(parameters)
    workload = checked_circumstances(work_asked(asked), asked.edition.catalogue)
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
            "given": given_by(workload),
            "workload": workload,
            "anywhere": None
            if same_work(workload, asked.own.work)
            else asked.addresses.keeping(WORK, text_of(workload)).page(
                asked.language.code, "models"
            ),
            "modes": modes(asked.edition.catalogue),
            "regions": regions(asked.edition.catalogue),
            "scenarios": SCENARIOS,
            "page": slice_of(table.rows, page_number(parameters), asked.at_once(ROWS)),
            "mine": mine,
            "my_row": _row(table, mine),
            "carried": {MODEL, *FILTER_FIELDS} - NARROWED,
            **narrowing(asked, wanted, can_be_costed(workload)),
        },
        table=Table(cost_columns(table), table.rows),
    )


def work_asked(asked: Asked) -> Workload:
    """Read the workload of a page: its own, else the reader's, else the usual one.

    Raises ``FilterError`` for what is no number.
    """
    parameters = asked.parameters
    if asked.own.work and not any(map(parameters.one, WORK_PARAMETERS)):
        return asked.own.work
    amounts: dict[str, Any] = {
        each.parameter: whole_number(parameters, each.parameter, each.default, most=each.most)
        for each in AMOUNTS
    }
    for name, field in _SHARES.items():
        amounts[field] = Decimal(amounts.pop(name)) / 100
    return Workload(**amounts, **structs.asdict(circumstances(parameters)))


def given_by(work: Workload) -> Mapping[str, int]:
    """Give the numbers of a workload as the form has them."""
    return {
        name: int(getattr(work, _SHARES[name]) * 100) if name in _SHARES else getattr(work, name)
        for name, *_ in AMOUNTS
    }


def _row(table: CostTable, mine: ModelLine | None) -> CostRow | None:
    return next((row for row in table.rows if mine is not None and row.id == mine.id), None)
