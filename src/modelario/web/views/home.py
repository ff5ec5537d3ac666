"""The home page."""

from modelario.history.journal import StoreError
from modelario.queries.columns import columns
from modelario.queries.home import home as query
from modelario.queries.home import recent_plot
from modelario.queries.models import MODEL_COLUMNS
from modelario.queries.price_moves import Moves, first_day
from modelario.queries.price_moves import moves as price_moves
from modelario.web.pages import Asked, Table, View
from modelario.web.plots import scatter

_COLUMNS = columns(
    MODEL_COLUMNS, ("name", "input_mtok", "output_mtok", "lab", "release_date", "context_window")
)


def home(asked: Asked) -> View:
    """Show what there is, what is new, and where to begin."""
    catalogue = asked.edition.catalogue
    record, explored = query(catalogue), recent_plot(catalogue)
    moves = _moves(asked)
    return View(
        record=record,
        path="",
        values={
            "heading": "Modelario",
            "explored": explored,
            "plot": scatter.scatter(explored, None),
            "frame": scatter,
            "moves": moves,
        },
        table=Table(_COLUMNS, record.newest),
        partial=moves is None,
    )


def _moves(asked: Asked) -> Moves | None:
    """Find the biggest price moves; nothing while the store fails."""
    catalogue = asked.edition.catalogue
    try:
        return price_moves(catalogue, asked.editions.changes(first_day(catalogue)))
    except StoreError:
        return None
