"""The one table of what is written: each route of the app, or the reason why it is not there.

A page that is added to the app is exported by itself; ``tests/export/test_outlets.py`` tells of
any other route that neither table knows.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import NamedTuple

from modelario.api.filed import ASKING
from modelario.api.files import FILES, File
from modelario.api.inquiries import Resource
from modelario.api.resources import RESOURCES
from modelario.catalogue.pairs import pairs
from modelario.export import programs
from modelario.export.browser_data import names_files, offers_file
from modelario.export.former import former_ids
from modelario.export.hosting import hosting
from modelario.export.leaves import Leaf
from modelario.export.listing_data import listings_file
from modelario.export.press import Press
from modelario.queries.edition import Edition
from modelario.records import ModelId
from modelario.web.addresses import segments
from modelario.web.badges import BADGES
from modelario.web.drawing import SERVED_ONLY
from modelario.web.pages import Page
from modelario.web.routes import PAGES
from modelario.web.sitemap import members

#: What tells one thing of an outlet from all others: the parts of its address that vary, decoded.
Varying = tuple[str, ...]


class Outlet(NamedTuple):
    """One kind of thing that is written: what there is of it, and how each is drawn."""

    names: Callable[[Edition], Iterable[Varying]]
    draw: Callable[[Press, Varying], Iterable[Leaf]]


def _once(_edition: Edition) -> Iterable[Varying]:
    return ((),)


# --- pages --------------------------------------------------------------------------------


def _page(page: Page) -> Outlet:
    return Outlet(partial(_page_names, page), partial(_drawn, page))


def _page_names(page: Page, edition: Edition) -> Iterable[Varying]:
    """List of what there is a page of this kind."""
    if "{" not in page.path:
        return ((),)
    if page.longer:
        return (tuple("/".join(both).split("/")) for both in compared(edition))
    return _names_in(page.path.partition("/")[0], edition)


def _names_in(folder: str, edition: Edition) -> Iterator[Varying]:
    """Take the ids of a folder apart; what models were called before still leads to them."""
    ids = members(edition)[folder]
    if folder != "models":
        yield from ((id_,) for id_ in ids)
        return
    for id_ in (*ids, *former_ids(edition)):
        lab, _, slug = id_.partition("/")
        yield lab, slug


def compared(edition: Edition) -> Iterator[tuple[ModelId, ModelId]]:
    """Pair the models that are worth a page: all pairs that there are would be too many."""
    catalogue = edition.catalogue
    for pair in pairs(catalogue.profiles, catalogue.origin.as_of):
        first, second = sorted((pair.first, pair.second))
        yield first, second


def _drawn(page: Page, press: Press, names: Varying) -> Iterator[Leaf]:
    paths = (page.path, *page.longer)
    pattern = next(each for each in paths if each.count("{") == len(names))
    told = [part.strip("{}") for part in pattern.split("/") if part.startswith("{")]
    left = iter(names)
    path = "/".join(
        segments(next(left)) if part.startswith("{") else part for part in pattern.split("/")
    )
    yield from press.page(page, dict(zip(told, names, strict=True)), path)


# --- for programs -------------------------------------------------------------------------


def _resource(resource: Resource) -> Outlet:
    def names(edition: Edition) -> Iterable[Varying]:
        if "{" not in resource.path:
            return ((),)
        return _names_in(resource.path.partition("/")[0], edition)

    return Outlet(names, partial(programs.answered, resource))


def _file(file: File) -> Outlet:
    return Outlet(_once, partial(programs.whole_file, file))


def _badges(edition: Edition) -> Iterable[Varying]:
    return ((*names, badge) for names in _names_in("models", edition) for badge in BADGES)


#: Every kind of thing that is written, by the name of its route.
OUTLETS: Mapping[str, Outlet] = {
    **{f"page.{page.name}": _page(page) for page in PAGES if page.path not in SERVED_ONLY},
    **{f"api.{each.name}": _resource(each) for each in RESOURCES if each.name not in ASKING},
    **{f"api.{file.name}": _file(file) for file in FILES},
    "api.description": Outlet(_once, programs.description),
    "data": Outlet(_once, programs.model_table),
    "badge": Outlet(_badges, programs.badge_of),
    "static": Outlet(_once, programs.assets),
    "start": Outlet(_once, programs.front_door),
    "sitemap": Outlet(_once, programs.site_map),
    "robots": Outlet(_once, programs.robots_file),
    "llms": Outlet(_once, programs.llms_file),
    "security": Outlet(_once, programs.security_file),
    "fault": Outlet(_once, programs.missing),
    "hosting": Outlet(_once, hosting),
    "data.offers": Outlet(_once, offers_file),
    "data.listings": Outlet(_once, listings_file),
    "data.names": Outlet(_once, names_files),
}

#: Routes of the app of which nothing is written, and why.
NOT_EXPORTED: Mapping[str, str] = {
    **{f"page.{page.name}": SERVED_ONLY[page.path] for page in PAGES if page.path in SERVED_ONLY},
    **{f"api.{name}": reason for name, reason in ASKING.items()},
    "mcp": "tools are asked by POST, which no file answers",
    "healthz": "there is no process whose health could be asked",
    "readyz": "there is no process that gets ready",
}
