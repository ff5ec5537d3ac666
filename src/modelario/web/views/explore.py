"""The plot of price against what it buys."""

from modelario.identity.benchmark_names import BENCHMARKS
from modelario.queries import explore as query
from modelario.queries.benchmarks import result_counts
from modelario.queries.explore import (
    AXES,
    DEFAULT_AXIS,
    can_be_plotted,
    explore_columns,
    frontier_first,
)
from modelario.queries.paging import slice_of
from modelario.web.pages import Asked, Crumb, Table, View
from modelario.web.parameters import FILTER_FIELDS, PAGE, model_filter, page_number
from modelario.web.plots import scatter
from modelario.web.views.narrowing import MODEL, NARROWED, chosen_model, narrowing

AXIS = "axis"
ACROSS = "across"
EXPLORE_PARAMETERS = (AXIS, ACROSS, MODEL, PAGE, *FILTER_FIELDS)

#: Rows of one page of the table.
ROWS = 50


def explore(asked: Asked) -> View:
    """Plot the models that the address selects, and list them."""
    parameters = asked.parameters
    axis = parameters.one(AXIS, DEFAULT_AXIS)
    wanted = model_filter(parameters)
    catalogue = asked.edition.catalogue
    across = parameters.one(ACROSS) or None
    request = query.ExploreRequest(axis=axis, across=across, where=wanted)
    record = query.explore(asked.edition, request)
    mine = chosen_model(asked)
    # Of a benchmark without a single result there is nothing to see.
    measured = {axis, *result_counts(catalogue)}
    rows, columns = frontier_first(record.points), explore_columns(axis, catalogue)
    page = slice_of(rows, page_number(parameters), ROWS)
    return View(
        record=record,
        path="explore",
        crumbs=(Crumb(asked.language.gettext("Explore"), "explore"),),
        values={
            "axes": tuple(each for each in AXES if each not in BENCHMARKS or each in measured),
            "all_across": query.ACROSS,
            "mine": mine,
            "my_point": next((each for each in rows if mine and each.id == mine.id), None),
            "plot": scatter.scatter(record, mine.id if mine else None),
            "frame": scatter,
            "columns": columns,
            "page": page,
            "carried": {*FILTER_FIELDS} - NARROWED,
            **narrowing(asked, wanted, can_be_plotted(axis, record.across)),
        },
        table=Table(columns, rows),
        pages=page.last,
    )
