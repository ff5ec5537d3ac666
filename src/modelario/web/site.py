"""The site: asks the page that a request is for, has it drawn, and keeps the answer."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import NamedTuple
from urllib.parse import unquote

from anyio import CapacityLimiter
from litestar.types import HTTPScope

from modelario.catalogue.questions import QuestionError
from modelario.editions import Editions
from modelario.formats import to_json
from modelario.history.journal import StoreError
from modelario.queries.edition import Edition
from modelario.queries.model_data import model_data
from modelario.queries.status import is_stale
from modelario.settings import Settings
from modelario.web.addresses import Addresses
from modelario.web.cache import Finished, Key, PageCache, chosen_encoding, finish
from modelario.web.drawing import FORMS, HTML, INDEX, Drawing
from modelario.web.faults import Fault, Problem, asking, explained
from modelario.web.headers import html_headers, program_headers
from modelario.web.pages import Asked, Moved, Page, View
from modelario.web.parameters import DayError, Parameters, read
from modelario.web.words.i18n import SOURCE_LANGUAGE, Language
from modelario.web.words.wordlists import FAULTS

_CACHE_BYTES = 64 * 1024 * 1024
_DRAWING_PLACES = 8


class Showing(NamedTuple):
    """What finished answers depend on: the catalogue, and whether it has become stale."""

    edition: Edition
    stale: bool


class Wanted(NamedTuple):
    """A representation: language, form and encoding."""

    language: Language
    form: str
    encoding: str


class Site:
    """What every answer of one running site shares."""

    def __init__(
        self,
        editions: Editions,
        settings: Settings,
        now: Callable[[], datetime],
    ) -> None:
        self.editions = editions
        self.now = now
        #: Past days cost a second's work each: one is loaded at a time.
        self.loading = CapacityLimiter(1)
        #: Pages are drawn in threads, since the store may keep them waiting.
        self.drawing_places = CapacityLimiter(_DRAWING_PLACES)
        self._showing = Showing(editions.now, stale=False)
        self.addresses = Addresses(settings.base_url)
        self.drawing = Drawing(self.addresses)
        self.cache = PageCache(_CACHE_BYTES)

    @property
    def showing(self) -> Showing:
        """The showing of this moment: the same object as long as nothing has changed."""
        edition = self.editions.now
        stale = is_stale(edition.catalogue, self.now())
        if edition is not self._showing.edition or stale != self._showing.stale:
            self._showing = Showing(edition, stale)
        return self._showing

    def kept(self, scope: HTTPScope) -> Finished | None:
        """Look up a finished answer by the address exactly as it was asked."""
        key = Key(scope["path"], scope["query_string"], chosen_encoding(scope["headers"]))
        return self.cache.get(self.showing, key)

    def load(self, query: bytes) -> Edition | None:
        """Load the past day that a query asks for; what is wrong with it the answer will say."""
        with suppress(StoreError, QuestionError):
            return self.editions.as_of(read(query, ()).day)
        return None

    def answer(
        self,
        page: Page,
        code: str,
        names: Mapping[str, str],
        scope: HTTPScope,
        then: Edition | None = None,
    ) -> Finished:
        """Answer a request for a page in a language, in the form that its address ends with.

        ``then`` is the past day that it asks for, where that is loaded already.
        """
        path = _path(scope)
        names, form = _form(page, names, path)
        wanted = Wanted(self.drawing.languages[code], form, chosen_encoding(scope["headers"]))
        parameters = read(scope["query_string"], page.parameters)
        showing = self.showing
        key = Key(path, parameters.encoded().encode(), wanted.encoding)
        if (kept := self.cache.get(showing, key)) is not None:
            return kept
        try:
            asked = self._asked(showing, wanted.language, names, parameters, then)
            view = page.view(asked)
            _check_address(view, path, code, form, parameters)
            made = self._finished(asked, page, view, wanted)
        except Moved as moved:
            ending = "" if form == HTML else f".{form}"
            addresses = self.addresses.at(parameters.day)
            address = addresses.page(code, moved.path + ending, moved.parameters)
            return redirect(address, permanent=True)
        except (QuestionError, StoreError) as error:
            return self.fault(self._explained(error, scope, parameters), wanted)
        if page.kept and not view.partial:
            self.cache.put(showing, key, made)
        return made

    def _asked(
        self,
        showing: Showing,
        language: Language,
        names: Mapping[str, str],
        parameters: Parameters,
        then: Edition | None,
    ) -> Asked:
        day = parameters.day
        if day and day > max(self.now().date(), showing.edition.catalogue.origin.as_of):
            raise DayError("future_day", day.isoformat())
        now = showing.edition
        if day is None or then is None:
            then = self.editions.as_of(day, now)
        addresses = self.addresses.at(day)
        return Asked(
            self.editions,
            now,
            then,
            language,
            addresses,
            names,
            parameters,
            self.now(),
            showing.stale,
        )

    def _explained(self, error: Exception, scope: HTTPScope, parameters: Parameters) -> Fault:
        return explained(error, asking(self.editions, self.addresses.root, scope, parameters))

    def data(self, scope: HTTPScope, then: Edition | None = None) -> Finished:
        """Answer with every model in few bytes, for the table that works by itself."""
        parameters, showing = read(scope["query_string"], ()), self.showing
        encoding = chosen_encoding(scope["headers"])
        key = Key(scope["path"], parameters.encoded().encode(), encoding)
        if (kept := self.cache.get(showing, key)) is not None:
            return kept
        try:
            then = then or self.editions.as_of(parameters.day, showing.edition)
        except (QuestionError, StoreError) as error:
            language = self.drawing.languages[SOURCE_LANGUAGE]
            fault = self._explained(error, scope, parameters)
            return self.fault(fault, Wanted(language, "json", encoding))
        headers = program_headers("application/json", None)
        made = finish(to_json(model_data(then)), headers, encoding=encoding)
        self.cache.put(showing, key, made)
        return made

    def fault(self, fault: Fault, wanted: Wanted) -> Finished:
        """Say what went wrong: a page for people, problem details for programs."""
        if wanted.form != HTML:
            title, _ = FAULTS[fault.code]
            problem = to_json(Problem(title=title, status=fault.status, detail=fault.detail))
            headers = program_headers("application/problem+json", None)
            return finish(problem, headers, status=fault.status, encoding=wanted.encoding)
        language = wanted.language
        view = View(
            record=fault,
            path="",
            status=fault.status,
            values={"texts": [language.gettext(text) for text in FAULTS[fault.code]]},
        )
        edition, stale = self.showing
        now, addresses = edition, self.addresses
        asked = Asked(
            self.editions, now, edition, language, addresses, {}, Parameters(), self.now(), stale
        )
        page = Page("fault", "", lambda _: view, Problem, twins=())
        return self._finished(asked, page, view, wanted)

    def _finished(self, asked: Asked, page: Page, view: View, wanted: Wanted) -> Finished:
        past = asked.past is not None
        if wanted.form == HTML:
            headers = html_headers(self.drawing.style(page).source, past=past)
        else:
            canonical = self.drawing.canonical(asked, view)
            headers = program_headers(FORMS[wanted.form][0], canonical, past=past)
        body = self.drawing.draw(asked, page, view, wanted.form)
        return finish(body, headers, status=view.status, encoding=wanted.encoding)


def redirect(address: str, *, permanent: bool, vary: str | None = None) -> Finished:
    """Lead to another address."""
    headers = [("location", address), ("content-length", "0")]
    headers.append(("cache-control", "public, max-age=3600" if permanent else "no-cache"))
    if vary:
        headers.append(("vary", vary))
    encoded = tuple((name.encode(), value.encode("latin-1")) for name, value in headers)
    return Finished(301 if permanent else 303, encoded, b"")


def _form(page: Page, names: Mapping[str, str], path: str) -> tuple[Mapping[str, str], str]:
    """Tell in which form a page is asked for, and take the ending off the last name."""
    # The longest ending first: a .feed.json ends with .json too.
    for form in sorted(page.twins, key=len, reverse=True):
        ending = f".{form}"
        if path.endswith(ending):
            if not page.path.endswith("}"):
                return names, form
            last = list(names)[-1]
            return {**names, last: names[last].removesuffix(ending)}, form
    return names, HTML


def _path(scope: HTTPScope) -> str:
    """Give the path as it was asked; in the scope's own the router has put its slashes right."""
    raw = scope.get("raw_path")
    return unquote(raw.partition(b"?")[0].decode("ascii", "replace")) if raw else scope["path"]


def _check_address(view: View, path: str, code: str, form: str, parameters: Parameters) -> None:
    """Lead to the one address of a page, where it was asked for with slashes to spare."""
    name = view.path or ("" if form == HTML else INDEX)
    ending = "" if form == HTML else f".{form}"
    if path != f"/{code}/{unquote(name)}{ending}":
        raise Moved(name, parameters.pairs)
