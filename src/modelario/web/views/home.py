"""The home page."""

from modelario.history.journal import StoreError
from modelario.queries.columns import columns, with_month
from modelario.queries.home import home as query
from modelario.queries.models import MODEL_COLUMNS
from modelario.queries.price_moves import first_day
from modelario.web.pages import Asked, Table, View
from modelario.web.plots import scatter

_COLUMNS = columns(
    MODEL_COLUMNS, ("name", "input_mtok", "output_mtok", "lab", "release_date", "context_window")
)


def home(asked: Asked) -> View:
    """Show what there is, what is new, and where to begin."""
    try:
        changes = asked.editions.changes(first_day(asked.edition.catalogue))
    except StoreError:
        changes = None
    record = query(asked.edition, changes)
    return View(
        record=record,
        path="",
        values={
            "heading": "Modelario",
            "plot": scatter.scatter(record.plot, None),
            "frame": scatter,
        },
        table=Table(with_month(_COLUMNS, costed=asked.edition.catalogue.costed), record.newest),
        partial=changes is None,
    )
