"""The page of what a search found; its JSON feeds the search field."""

from modelario.queries.search import HIT_COLUMNS, Hit, SearchRequest
from modelario.queries.search import search as query
from modelario.web.addresses import model_path, segments
from modelario.web.pages import Asked, Crumb, Table, View
from modelario.wording import label

WANTED = "q"
#: Folders of the pages of each kind of hit.
_FOLDERS = {
    "model": "models",
    "lab": "labs",
    "provider": "providers",
    "family": "families",
    "list": "lists",
}


def search(asked: Asked) -> View:
    """Show what is called like the words that were typed."""
    catalogue, words = asked.edition.catalogue, asked.language.words
    names = {key: label(f"list.{key}", words) for key in catalogue.lists}
    record = query(asked.edition, SearchRequest(q=asked.parameters.one(WANTED), list_names=names))
    return View(
        record=record,
        path="search",
        crumbs=(Crumb(asked.language.gettext("Search"), "search"),),
        values={"heading": asked.language.gettext("Search"), "path_of": path_of},
        table=Table(HIT_COLUMNS, record.hits),
    )


def path_of(hit: Hit) -> str:
    """Path of what was found."""
    return model_path(hit.id) if hit.kind == "model" else segments(_FOLDERS[hit.kind], hit.id)
