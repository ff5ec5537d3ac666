"""From what a page has to show to bytes: HTML, JSON, CSV and Markdown."""

from collections.abc import Callable, Collection, Mapping
from functools import partial
from typing import Any, NamedTuple

from modelario.formats import NUMERIC, to_csv, to_json
from modelario.web.addresses import Addresses, QueryPairs
from modelario.web.assets import Assets, Style
from modelario.web.calendars import to_ics
from modelario.web.days import DayLinks, day_links
from modelario.web.feeds import Feed, to_atom, to_json_feed
from modelario.web.mine import pairs_of
from modelario.web.pages import Asked, Page, View
from modelario.web.rendering import addressing, environment, markdown_environment
from modelario.web.views.mine import PATH as MINE_PATH
from modelario.web.views.workload import PATH as WORKLOAD_PATH
from modelario.web.views.workload import PATH as WORK_PATH
from modelario.web.words.i18n import SOURCE_LANGUAGE, Language, languages
from modelario.web.words.structured import breadcrumbs
from modelario.web.words.work_prose import work_told
from modelario.wording import sentence

#: The form that a page comes in when its address has no ending.
HTML = "html"

#: The form that social sites show of a page that is shared.
PICTURE = "png"
#: The form that is printed and filed.
PAPER = "pdf"

#: Media types and names of the other forms, by the ending of the address.
FORMS: Mapping[str, tuple[str, str]] = {
    "json": ("application/json", "JSON"),
    "csv": ("text/csv; charset=utf-8", "CSV"),
    "md": ("text/markdown; charset=utf-8", "Markdown"),
    "atom": ("application/atom+xml; charset=utf-8", "Atom"),
    "ics": ("text/calendar; charset=utf-8", "iCalendar"),
    "feed.json": ("application/feed+json; charset=utf-8", "JSON Feed"),
    PICTURE: ("image/png", "PNG"),
    PAPER: ("application/pdf", "PDF"),
}

#: The form that is nothing but the table.
CSV = "csv"

#: Style sheets and modules of every page.
_STYLES = ("base", "table")
_SCRIPTS = ("mine", "site", "search", "tray")
#: In an export, what a server would answer is worked out first, before others ask for it.
_EXPORTED_SCRIPTS = ("exported", "site", "search", "tray")


#: What works out in the browser what a server would answer, by page.
EXPORTED_SCRIPTS: Mapping[str, tuple[str, ...]] = {
    "search": ("exported_search",),
    "calculator": ("exported_costs",),
    "pick": ("exported_picks",),
    "compare": ("exported_comparison",),
    "comparison": (),
    "explore": ("explore",),
}

#: Pages that answer in the browser whatever their address asks.
ANSWERED = frozenset({"models", "search", "calculator", "pick", "compare"})

#: Pages that only a server can answer, by path, and why.
SERVED_ONLY: Mapping[str, str] = {
    MINE_PATH: "at the reader's providers alone every page is another one",
    WORK_PATH: "for the reader's own work every page is another one",
    WORKLOAD_PATH: "with what the reader's work costs every page is another one",
}


class Files(NamedTuple):
    """What there is on a server of files, which answers no questions."""

    #: Codes of the languages; every one where none is told.
    languages: Collection[str]
    #: Paths of the comparisons; all others are made in the browser.
    comparisons: Collection[str]
    #: Whether there are pictures to share and documents, too: each takes as long as many pages.
    drawn: bool = False


class Drawing:
    """Draws every page of a site in every language; with ``files``, for a server of files."""

    def __init__(self, addresses: Addresses, files: Files | None = None) -> None:
        self.addresses = addresses
        self.files = files
        self.assets = Assets()
        self.languages: Mapping[str, Language] = {
            code: language
            for code, language in languages().items()
            if files is None or not files.languages or code in files.languages
        }
        self._environments = {
            code: environment(
                *(language, addresses, self.assets),
                comparisons=files and files.comparisons,
                but=SERVED_ONLY if files else (),
            )
            for code, language in self.languages.items()
        }
        self._markdown = {
            code: markdown_environment(html, self.languages[code])
            for code, html in self._environments.items()
        }

    @property
    def main_language(self) -> str:
        """The language for everybody who asks for none."""
        return SOURCE_LANGUAGE if SOURCE_LANGUAGE in self.languages else next(iter(self.languages))

    @property
    def has_drawn(self) -> bool:
        """Whether there are the forms of pages that are drawn."""
        return self.files is None or self.files.drawn

    def style(self, page: Page) -> Style:
        """Give the style that stands in a page."""
        return self.assets.style((*_STYLES, *page.styles))

    def draw(self, asked: Asked, page: Page, view: View, form: str) -> bytes:
        """Draw a page in a form."""
        return _WRITERS[form](self, asked, page, view)

    def template(self, name: str, asked: Asked, page: Page, view: View, **values: Any) -> bytes:  # noqa: ANN401
        """Fill a template in."""
        among = self._markdown if name.endswith(".md") else self._environments
        template = among[asked.language.code].get_template(name)
        common = self._common(asked, page, view)
        return template.render(**common, **values, **view.values).encode()

    def canonical(self, asked: Asked, view: View) -> str:
        """Address the one page of which others are forms or other orders."""
        return self._canonical(asked.language.code, view)

    def _canonical(self, code: str, view: View) -> str:
        return self._absolute(code, view.canonical_path or view.path, dict(view.canonical))

    def _absolute(self, code: str, path: str, parameters: QueryPairs = None) -> str:
        return self.addresses.absolute(self.addresses.page(code, path, parameters))

    def _common(self, asked: Asked, page: Page, view: View) -> dict[str, Any]:
        """Collect what every page shows beside its own matter."""
        code, day = asked.language.code, asked.parameters.day
        everywhere = asked.everywhere.catalogue
        steps = [(crumb.name, self._absolute(code, crumb.path)) for crumb in view.crumbs]
        return {
            "view": view,
            "numeric": NUMERIC,
            "canonical": self.canonical(asked, view),
            "translations": self._translations(view),
            "switches": self._switches(asked, view),
            "languages": self.languages,
            "twins": self._twins(asked, page, view),
            "structured": (*([breadcrumbs(steps)] if len(steps) > 1 else ()), *view.structured),
            "picture": self._picture(asked, page, view),
            "as_of": asked.edition.catalogue.origin.as_of.isoformat(),
            "past": day,
            "own": pairs_of(asked.own),
            "own_providers": {id_: everywhere.providers[id_].name for id_ in asked.own.mine},
            "own_work": asked.own.work and work_told(asked.own.work, asked.language),
            "elsewhere": asked.elsewhere,
            "without_own": partial(self._without, asked, view),
            "troubles": asked.edition.troubles,
            "stale": asked.stale and asked.past is None,
            "days": self._days(asked, page, view),
            **self._addressing(asked),
            "asked_for": asked.parameters,
            "mistaken": {each.parameter: each for each in view.mistakes},
            "exported": self.files is not None,
            "has_drawn": self.has_drawn,
            "exported_works": page.name in ANSWERED,
        }

    def _picture(self, asked: Asked, page: Page, view: View) -> str | None:
        """Address the picture to share; sites that show it take only whole addresses."""
        named = "://" in (self.addresses.base or "")
        if PICTURE not in page.drawn or not (named and self.has_drawn):
            return None
        path = f"{view.path or INDEX}.{PICTURE}"
        return self._absolute(asked.language.code, path, asked.parameters.pairs)

    def shared(self, asked: Asked, view: View) -> str:
        """Address the page exactly as it is shown."""
        return self._absolute(asked.language.code, view.path, asked.parameters.pairs)

    def _days(self, asked: Asked, page: Page, view: View) -> DayLinks:
        """Link to other days; files are of one day."""
        found = day_links(asked, page, view)
        return found._replace(first=None) if self.files else found

    def _addressing(self, asked: Asked) -> Mapping[str, Any]:
        """Write addresses that keep to what is asked for; elsewhere those of the environment do."""
        if not asked.addresses.kept:
            return {}
        return addressing(asked.language, asked.addresses, self.assets)

    def _without(self, asked: Asked, view: View, name: str) -> str:
        """The same page without what is the reader's own."""
        pairs = asked.parameters.without(name).pairs
        return self.addresses.page(asked.language.code, view.path, pairs)

    def _translations(self, view: View) -> list[tuple[str, str]]:
        """The page's address in every language, and the one for everybody else."""
        found = [(code, self._canonical(code, view)) for code in self.languages]
        return [*found, ("x-default", self._canonical(self.main_language, view))]

    def _switches(self, asked: Asked, view: View) -> list[tuple[str, str]]:
        """The very same page in the other languages."""
        return [
            (code, self.addresses.page(code, view.path, asked.parameters.pairs))
            for code in self.languages
            if code != asked.language.code
        ]

    def _twins(self, asked: Asked, page: Page, view: View) -> list[tuple[str, str, str]]:
        """The page's other forms: media type, address and name of each."""
        path = view.path or INDEX
        return [
            (
                FORMS[form][0].partition(";")[0],
                self.addresses.page(asked.language.code, f"{path}.{form}", asked.parameters.pairs),
                FORMS[form][1],
            )
            for form in page.twins
        ]


#: What the home page is called where an address needs a name to end.
INDEX = "index"


def _html(drawing: Drawing, asked: Asked, page: Page, view: View) -> bytes:
    style = drawing.style(page).text
    scripts = (*_SCRIPTS, *page.scripts)
    if drawing.files is not None:
        scripts = (*_EXPORTED_SCRIPTS, *EXPORTED_SCRIPTS.get(page.name, page.scripts))
    name = page.template or f"{page.name}.html"
    return drawing.template(name, asked, page, view, style=style, scripts=scripts)


def _markdown(drawing: Drawing, asked: Asked, page: Page, view: View) -> bytes:
    words = asked.language.words
    notes = (f"> {sentence(each, words)}.\n\n" for each in asked.edition.troubles)
    return "".join(notes).encode() + drawing.template(page.markdown, asked, page, view)


def _json(_drawing: Drawing, asked: Asked, _page: Page, view: View) -> bytes:
    return to_json(view.record, words=asked.language.words)


def _csv(_drawing: Drawing, _asked: Asked, _page: Page, view: View) -> bytes:
    return to_csv(view.table.columns, view.table.rows).encode()


def _atom(_drawing: Drawing, _asked: Asked, _page: Page, view: View) -> bytes:
    return to_atom(_feed(view))


def _ics(_drawing: Drawing, _asked: Asked, _page: Page, view: View) -> bytes:
    return to_ics(_feed(view))


def _json_feed(_drawing: Drawing, _asked: Asked, _page: Page, view: View) -> bytes:
    return to_json_feed(_feed(view))


def _png(drawing: Drawing, asked: Asked, page: Page, view: View) -> bytes:
    from modelario.web.pictures.pictures import PICTURES  # noqa: PLC0415 – loads a drawing library

    return PICTURES[page.name](asked, view, drawing.shared(asked, view)).png()


def _pdf(drawing: Drawing, asked: Asked, _page: Page, view: View) -> bytes:
    from modelario.web.papers.comparison_paper import comparison_paper  # noqa: PLC0415 – likewise

    return comparison_paper(asked, view, drawing.shared(asked, view))


def _feed(view: View) -> Feed:
    assert view.feed is not None  # noqa: S101 – pages with these twins have one
    return view.feed()


_WRITERS: Mapping[str, Callable[[Drawing, Asked, Page, View], bytes]] = {
    HTML: _html,
    "json": _json,
    "csv": _csv,
    "md": _markdown,
    "atom": _atom,
    "ics": _ics,
    "feed.json": _json_feed,
    PICTURE: _png,
    PAPER: _pdf,
}
