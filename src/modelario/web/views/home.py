"""The home page."""

from modelario.queries.columns import MODEL_COLUMNS, columns
from modelario.queries.home import home as query
from modelario.queries.home import recent_plot
from modelario.queries.moves import first_day
from modelario.queries.moves import moves as price_moves
from modelario.web import scatter
from modelario.web.pages import Asked, Table, View

_COLUMNS = columns(
    MODEL_COLUMNS, ("name", "input_mtok", "output_mtok", "lab", "release_date", "context_window")
)


def home(asked: Asked) -> View:
    """Show what there is, what is new, and where to begin."""
    catalogue = asked.published.catalogue
    record, explored = query(catalogue), recent_plot(catalogue)
    return View(
        record=record,
        path="",
        values={
            "heading": "Modelario",
            "explored": explored,
            "plot": scatter.scatter(explored, None),
            "frame": scatter,
            "moves": price_moves(catalogue, asked.publication.changes(first_day(catalogue))),
        },
        table=Table(_COLUMNS, record.newest),
    )
