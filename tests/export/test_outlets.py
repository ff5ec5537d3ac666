"""Everything that the app answers is written, or there is a reason why not."""

from modelario.api.files import FILES
from modelario.api.resources import RESOURCES
from modelario.export.outlets import NOT_EXPORTED, OUTLETS
from modelario.web.routes import PAGES
from modelario.web.words.i18n import languages

#: What is written and is no route of the app: what servers of files and scripts read.
_OWN = {"fault", "hosting", "data.offers", "data.listings", "data.names"}


def routes(app):
    """The names of the app's routes, those of the API told one by one."""
    codes = languages()
    for route in app.routes.app.routes:
        code, dot, name = route.name.partition(".")
        yield f"page.{name}" if dot and code in codes else route.name
    yield from (f"api.{each.name}" for each in (*RESOURCES, *FILES))
    # What is there where the API is asked for it, or where somebody is to be told.
    yield from ("api.description", "security")


def test_each_route_is_written_or_has_its_reason(app):
    """Whoever adds a route learns here that an export has to know it."""
    there = set(routes(app)) - {"api"}
    assert there == (OUTLETS.keys() | NOT_EXPORTED.keys()) - _OWN
    assert OUTLETS.keys().isdisjoint(NOT_EXPORTED)
    assert all(NOT_EXPORTED.values())


def test_each_page_finds_what_there_is_of_it(editions):
    """Each kind of page has members, as those of all other outlets."""
    edition = editions.now
    found = [name for name, each in OUTLETS.items() if not list(each.names(edition))]
    # In so small a catalogue nothing is worth to be compared.
    assert found == ["page.comparison"]
    assert len(PAGES) > 20
