"""The page of what a search found; its JSON feeds the search field."""

from modelario.queries.search import HIT_COLUMNS, SearchRequest
from modelario.queries.search import search as query
from modelario.web.addresses import model_path
from modelario.web.astray import path_of
from modelario.web.pages import Asked, Crumb, Table, View
from modelario.wording import label

WANTED = "q"
#: Whether everything that was found is to be seen, though one model is meant.
EVERYTHING = "all"
SEARCH_PARAMETERS = (WANTED, EVERYTHING)


def search(asked: Asked) -> View:
    """Show what is called like the words that were typed; lead to the one model that is meant."""
    catalogue, words = asked.edition.catalogue, asked.language.words
    names = {key: label(f"list.{key}", words) for key in catalogue.lists}
    request = SearchRequest(q=asked.parameters.one(WANTED), list_names=names)
    record = query(asked.edition, request, asked.now)
    straight = not asked.parameters.one(EVERYTHING)
    return View(
        record=record,
        path="search",
        crumbs=(Crumb(asked.language.gettext("Search"), "search"),),
        values={"heading": asked.language.gettext("Search"), "path_of": path_of},
        table=Table(HIT_COLUMNS, record.hits),
        leads_to=model_path(record.model) if record.model and straight else "",
    )
