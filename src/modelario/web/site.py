"""The site: asks the page that a request is for, has it drawn, and keeps the answer."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from functools import partial
from itertools import chain
from typing import NamedTuple
from urllib.parse import unquote

from starlette.types import Scope

from modelario.catalogue.questions import QuestionError
from modelario.editions import Editions
from modelario.formats import to_json
from modelario.history.journal import LostDayError, StoreError
from modelario.history.running_days import check_asked
from modelario.queries.edition import Edition
from modelario.queries.model_data import model_data
from modelario.queries.sights import Own
from modelario.queries.status import stale_after
from modelario.queries.two_days import AGAINST
from modelario.settings import Settings
from modelario.values import text as visible
from modelario.web.accepting import accepted
from modelario.web.addresses import Addresses, name_in
from modelario.web.astray import is_page, meant_path, suggestions
from modelario.web.cache import NO_BANNER, Finished, Key, PageCache, chosen_encoding, finish
from modelario.web.drawing import FORMS, HTML, INDEX, PAPER, Drawing
from modelario.web.faults import Fault, asking, explained, fault_page, problem
from modelario.web.headers import html_headers, program_headers, saved_as
from modelario.web.messages import encodes_slash
from modelario.web.mine import own_in, pairs_of
from modelario.web.pages import Asked, Moved, Page, View
from modelario.web.parameters import AS_OF, Parameters, read, read_day
from modelario.web.viewing import readable
from modelario.web.words.i18n import SOURCE_LANGUAGE, Language
from modelario.web.words.wordlists import FAULTS

#: Where the reader's wishes decide no form.
_ONE_FORM = ("/api/", "/data/", "/badge/")

_CACHE_BYTES = 64 * 1024 * 1024
_DRAWING_PLACES = 8


class Showing(NamedTuple):
    """What finished answers depend on: the catalogue, and whether it has become stale."""

    edition: Edition
    stale_after: datetime
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
        self._showing = Showing(editions.now, stale_after(editions.now.catalogue), stale=False)
        self.addresses = Addresses(settings.base_url)
        self.drawing = Drawing(self.addresses)
        self.cache = PageCache(_CACHE_BYTES)

    @property
    def showing(self) -> Showing:
        """The showing of this moment: the same object as long as nothing has changed."""
        edition, shown = self.editions.now, self._showing
        if edition is not shown.edition:
            shown = Showing(edition, stale_after(edition.catalogue), stale=False)
        if (stale := self.now() > shown.stale_after) != shown.stale:
            shown = shown._replace(stale=stale)
        self._showing = shown
        return shown

    def kept(self, scope: Scope) -> Finished | None:
        """Look up a finished answer by the address exactly as it was asked."""
        headers, path = scope["headers"], scope["path"]
        alike = path.startswith(_ONE_FORM)
        if alike and encodes_slash(scope):
            return None
        form = HTML if alike else accepted(headers)
        key = Key(path, scope["query_string"], chosen_encoding(headers), form)
        return self.cache.get(self.showing, key)

    def load(self, query: bytes) -> Edition | None:
        """Load the past days that a query asks for; what is wrong with one the answer will say."""
        parameters = read(query, (AGAINST,))
        with suppress(StoreError, QuestionError):
            self.editions.as_of(read_day(parameters, AGAINST))
        with suppress(StoreError, QuestionError):
            return self.editions.as_of(parameters.day)
        return None

    def answer(
        self,
        page: Page,
        code: str,
        names: Mapping[str, str],
        scope: Scope,
        then: Edition | None = None,
    ) -> Finished:
        """Answer a request for a page in a language, in the form that its address ends with.

        ``then`` is the past day that it asks for, where that is loaded already.
        """
        path = _path(scope)
        names, named = _form(page, names, path)
        accept = accepted(scope["headers"])
        form = accept if named == HTML and accept in page.twins else named
        wanted = Wanted(self.drawing.languages[code], form, chosen_encoding(scope["headers"]))
        parameters = read(scope["query_string"], page.parameters)
        showing = self.showing
        key = Key(path, parameters.encoded().encode(), wanted.encoding, accept)
        if (kept := self.cache.get(showing, key)) is not None:
            return kept
        try:
            asking = partial(self._asked, showing, wanted.language, names, then)
            asked, view = readable(page, asking, parameters, leniently=form == HTML)
            _check_address(view, path, code, named, parameters)
            if view.leads_to and form == HTML:
                raise Moved(view.leads_to, permanent=False)  # noqa: TRY301 – as views do
            made = self._finished(asked, page, view, wanted, chosen=named == HTML)
        except Moved as moved:
            ending = "" if named == HTML else f".{named}"
            led = dict(moved.parameters)
            own = [pair for pair in parameters.own if pair[0] not in led]
            addresses = Addresses(self.addresses.base, own).at(parameters.day)
            address = addresses.page(code, moved.path + ending, moved.parameters)
            vary = None if moved.permanent else "accept"
            return redirect(address, permanent=moved.permanent, vary=vary)
        except (QuestionError, StoreError) as error:
            return self.fault(self._explained(error, scope, parameters), wanted)
        if page.kept and not view.partial and not view.mistakes:
            self.cache.put(showing, key, made)
        return made

    def _asked(
        self,
        showing: Showing,
        language: Language,
        names: Mapping[str, str],
        then: Edition | None,
        parameters: Parameters,
        *,
        elsewhere: bool = False,
    ) -> Asked:
        day = parameters.day
        now = showing.edition
        check_asked(day, now.catalogue.origin.as_of, self.now(), AS_OF)
        if day is None or then is None:
            then = self.editions.as_of(day, now)
        other = self._other(parameters, then, now)
        own = own_in(parameters, then, now)
        shown = Own((), own.work) if elsewhere else own
        see = self.editions.seen
        return Asked(
            self.editions,
            see(now, shown),
            see(then, shown),
            language,
            Addresses(self.addresses.base, pairs_of(own)).at(day),
            names,
            parameters,
            self.now(),
            showing.stale,
            other and see(other, shown),
            own,
            then,
            elsewhere,
        )

    def _other(self, parameters: Parameters, then: Edition, now: Edition) -> Edition | None:
        """Give the catalogue of the other day that is asked for; nothing where it is the same."""
        if (day := read_day(parameters, AGAINST)) is None:
            return None
        check_asked(day, now.catalogue.origin.as_of, self.now(), AGAINST)
        other = self.editions.as_of(day, now)
        same = other.catalogue.origin.as_of == then.catalogue.origin.as_of
        return None if same else other

    def _explained(
        self, error: QuestionError | StoreError, scope: Scope, parameters: Parameters
    ) -> Fault:
        return explained(error, asking(self.editions, self.addresses.root, scope, parameters))

    def data(self, scope: Scope, then: Edition | None = None) -> Finished:
        """Answer with every model in few bytes, for the table that works by itself."""
        parameters, showing = read(scope["query_string"], ()), self.showing
        encoding = chosen_encoding(scope["headers"])
        key = Key(scope["path"], parameters.encoded().encode(), encoding)
        if (kept := self.cache.get(showing, key)) is not None:
            return kept
        try:
            check_asked(parameters.day, showing.edition.catalogue.origin.as_of, self.now(), AS_OF)
            then = then or self.editions.as_of(parameters.day, showing.edition)
            then = self.editions.seen(then, own_in(parameters, then, showing.edition))
        except (QuestionError, StoreError) as error:
            language = self.drawing.languages[SOURCE_LANGUAGE]
            fault = self._explained(error, scope, parameters)
            return self.fault(fault, Wanted(language, "json", encoding))
        headers = program_headers("application/json")
        made = finish(to_json(model_data(then)), headers, encoding=encoding)
        self.cache.put(showing, key, made)
        return made

    def astray(self, scope: Scope, wanted: Wanted) -> Finished:
        """Lead on from an address at which there is nothing, or tell what may be meant by it."""
        code, edition, path = wanted.language.code, self.showing.edition, _path(scope).strip("/")
        ending = "" if wanted.form == HTML else f".{wanted.form}"
        below = path.startswith(f"{code}/")
        rest = path.removeprefix(f"{code}/").removesuffix(ending)
        found = meant_path(edition, rest) or (rest if not below and is_page(rest) else None)
        if found is not None:
            query = scope["query_string"].decode("latin-1")
            asked = f"?{query}" if query.isascii() and query.isprintable() and query else ""
            address = self.addresses.page(code, found + ending) + asked
            # Without a language the reader's own is meant.
            return redirect(address, permanent=below, vary=None if below else "accept-language")
        near = tuple(suggestions(edition, rest, wanted.language)) if below else ()
        return self.fault(
            Fault(404, "no_page", f"there is nothing at /{path}", suggestions=near), wanted
        )

    def broken(self, scope: Scope) -> Fault:
        """Say that a fault of ours is in the way; that of a past day is no fault of today's."""
        with suppress(QuestionError):
            day = (parameters := read(scope["query_string"], ())).day
            if day and day < self.editions.now.catalogue.origin.as_of:
                return self._explained(LostDayError(day), scope, parameters)
        return Fault(500, "broken")

    def fault(self, fault: Fault, wanted: Wanted) -> Finished:
        """Say what went wrong: a page for people, problem details for programs.

        What is said to everybody alike is drawn once.
        """
        # Some of what was asked stands in it.
        fault = fault._replace(
            detail=visible(fault.detail) or "", wanted=visible(fault.wanted) or ""
        )
        alike = not (fault.detail or fault.suggestions or fault.instead)
        # No address begins like this.
        name = f" {fault.status} {fault.code} {wanted.language.code} {wanted.form}"
        key, showing = Key(name, b"", wanted.encoding), self.showing
        if alike and (kept := self.cache.get(showing, key)) is not None:
            return kept
        made = self._fault(fault, wanted)
        if alike:
            self.cache.put(showing, key, made)
        return made

    def _fault(self, fault: Fault, wanted: Wanted) -> Finished:
        if wanted.form != HTML:
            title, _ = FAULTS[fault.code]
            code, form = wanted.language.code, wanted.form
            told = problem(fault, title, lambda path: self.addresses.page(code, f"{path}.{form}"))
            headers = program_headers("application/problem+json", status=fault.status)
            return finish(to_json(told), headers, status=fault.status, encoding=wanted.encoding)
        language = wanted.language
        page, view = fault_page(fault, language)
        edition, _, stale = self.showing
        now, addresses = edition, self.addresses
        asked = Asked(
            self.editions, now, edition, language, addresses, {}, Parameters(), self.now(), stale
        )
        return self._finished(asked, page, view, wanted)

    def _finished(
        self, asked: Asked, page: Page, view: View, wanted: Wanted, *, chosen: bool = False
    ) -> Finished:
        """Draw a page; ``chosen`` where the reader's wishes, not its address, decide its form."""
        past = asked.past is not None
        if wanted.form == HTML:
            style = self.drawing.style(page).source
            headers = html_headers(style, status=view.status, past=past)
        else:
            canonical = self.drawing.canonical(asked, view)
            headers = program_headers(FORMS[wanted.form][0], canonical, past=past)
            if wanted.form == PAPER:
                headers = chain(headers, [saved_as(f"{view.path}.{PAPER}")])
            if chosen:
                headers = chain(headers, [("content-location", self._twin(asked, view, wanted))])
        body = self.drawing.draw(asked, page, view, wanted.form)
        vary = "accept, accept-encoding" if chosen and page.twins else "accept-encoding"
        encoding = "identity" if wanted.form in page.drawn else wanted.encoding
        return finish(body, headers, status=view.status, encoding=encoding, vary=vary)

    def _twin(self, asked: Asked, view: View, wanted: Wanted) -> str:
        """Where the form that was chosen stands by itself."""
        path = f"{view.path or INDEX}.{wanted.form}"
        return self.addresses.page(wanted.language.code, path, asked.parameters.pairs)


def redirect(address: str, *, permanent: bool, vary: str | None = None) -> Finished:
    """Lead to another address."""
    headers = [("location", address), ("content-length", "0"), NO_BANNER]
    headers.append(("cache-control", "public, max-age=3600" if permanent else "no-cache"))
    if vary:
        headers.append(("vary", vary))
    encoded = tuple((name.encode(), value.encode("latin-1")) for name, value in headers)
    return Finished(301 if permanent else 303, encoded, b"")


def _form(page: Page, names: Mapping[str, str], path: str) -> tuple[Mapping[str, str], str]:
    """Tell in which form a page is asked for, and read the names without its ending."""
    # The longest ending first: a .feed.json ends with .json too.
    forms = sorted(page.forms, key=len, reverse=True)
    form = next((each for each in forms if path.endswith(f".{each}")), HTML)
    if form != HTML and page.path.endswith("}"):
        last = list(names)[-1]
        names = {**names, last: names[last].removesuffix(f".{form}")}
    return {each: name_in(value) for each, value in names.items()}, form


def _path(scope: Scope) -> str:
    """Give the path as it was asked; in the scope's own the router has put its slashes right."""
    raw = scope.get("raw_path")
    return unquote(raw.partition(b"?")[0].decode("ascii", "replace")) if raw else scope["path"]


def _check_address(view: View, path: str, code: str, form: str, parameters: Parameters) -> None:
    """Lead to the one address of a page, where it was asked for with slashes to spare."""
    name = view.path or ("" if form == HTML else INDEX)
    ending = "" if form == HTML else f".{form}"
    if path != f"/{code}/{unquote(name)}{ending}":
        raise Moved(name, parameters.pairs)
