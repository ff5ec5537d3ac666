"""The home page."""

from modelario.queries.columns import MODEL_COLUMNS, columns
from modelario.queries.home import home as query
from modelario.web.pages import Asked, Table, View

_COLUMNS = columns(
    MODEL_COLUMNS, ("name", "lab", "release_date", "context_window", "input_mtok", "output_mtok")
)


def home(asked: Asked) -> View:
    """Show what there is, what is new, and where to begin."""
    record = query(asked.published.catalogue)
    return View(
        record=record,
        path="",
        values={"heading": "Modelario", "columns": _COLUMNS},
        table=Table(_COLUMNS, record.newest),
    )
