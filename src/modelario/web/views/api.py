"""The reference of the API."""

from modelario.api.document import document
from modelario.api.filed import filed
from modelario.api.reference import reference
from modelario.queries.columns import Column, Kind
from modelario.web.pages import Asked, Crumb, Table, View

_COLUMNS = (
    Column("address", Kind.ID),
    Column("summary", Kind.TEXT),
    Column("example", Kind.ID),
)


def api(asked: Asked) -> View:
    """Show what the API answers, with examples that work as they stand."""
    root = asked.addresses.root
    drawn = document(root) if asked.absent is None else filed(root, asked.absent)
    record = reference(drawn, root, asked.language.gettext)
    name = asked.language.gettext("API")
    return View(
        record=record,
        path="api",
        crumbs=(Crumb(name, "api"),),
        values={"heading": name},
        table=Table(_COLUMNS, record.operations),
    )
