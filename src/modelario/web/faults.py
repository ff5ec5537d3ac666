"""Why a page cannot be had: what went wrong, what may be meant instead, and when it can be had."""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import date
from typing import NamedTuple
from urllib.parse import quote

from msgspec import Struct
from starlette.types import Scope

from modelario.catalogue.questions import MissingError, QuestionError
from modelario.editions import Editions
from modelario.history.journal import LostDayError, NothingPublishedError, StoreError
from modelario.history.running_days import YetToComeError
from modelario.queries.search import Found
from modelario.records import ModelId
from modelario.web.addresses import model_path, segments
from modelario.web.astray import FOLDERS, Suggestion, found_like
from modelario.web.mistakes import mistake_in
from modelario.web.pages import Page, View
from modelario.web.parameters import AS_OF, DayError, Parameters
from modelario.web.words.i18n import Language
from modelario.web.words.wordlists import FAULTS

log = logging.getLogger(__name__)


class Instead(NamedTuple):
    """The same page on a day on which it can be had; no day is now."""

    address: str
    day: date | None


class Fault(NamedTuple):
    """What went wrong: the status, the words for it, and what may be meant instead."""

    status: int
    code: str
    detail: str = ""
    #: The name of what was asked for, where that is not there.
    wanted: str = ""
    suggestions: Sequence[Suggestion] = ()
    #: The parameter that it is about, where it is about one.
    parameter: str = ""
    #: Where to go from here: a day of which the page can be had, or none for now.
    instead: Sequence[Instead] = ()


class Near(Struct, frozen=True, kw_only=True):
    """What may be meant instead, for programs."""

    id: str
    name: str
    address: str


class Problem(Struct, frozen=True, kw_only=True):
    """What went wrong, for programs (RFC 9457)."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    #: The parameter that it is about, where it is about one.
    parameter: str | None = None
    #: What may be meant instead, the likeliest first.
    suggestions: tuple[Near, ...] = ()


def problem(fault: Fault, title: str, address: Callable[[str], str]) -> Problem:
    """Put a fault into problem details; ``address`` gives that of a page by its path."""
    return Problem(
        title=title,
        status=fault.status,
        detail=fault.detail,
        parameter=fault.parameter or None,
        suggestions=tuple(
            Near(id=each.id, name=each.name, address=address(each.path))
            for each in fault.suggestions
        ),
    )


def fault_page(fault: Fault, language: Language) -> tuple[Page, View]:
    """Give the page for people that says what went wrong."""
    texts = [language.gettext(text) for text in FAULTS[fault.code]]
    view = View(record=fault, path="", status=fault.status, values={"texts": texts})
    return Page("fault", "", lambda _: view, Problem, twins=()), view


class Asking(NamedTuple):
    """A request that could not be answered, as far as its fault depends on it."""

    editions: Editions
    #: What stands before every address of the site.
    root: str
    path: str
    parameters: Parameters

    def now(self) -> Instead:
        """The same page of now."""
        return Instead(self.same(self.parameters.without(AS_OF)), None)

    def on(self, day: date) -> Instead:
        """The same page on a day."""
        return Instead(self.same(self.parameters.without(AS_OF).also(AS_OF, day.isoformat())), day)

    def same(self, parameters: Parameters) -> str:
        """Address the page that is asked for anew, with other parameters."""
        query = f"?{parameters.encoded()}" if parameters.pairs else ""
        return f"{self.root}{quote(self.path)}{query}"


def asking(editions: Editions, root: str, scope: Scope, parameters: Parameters) -> Asking:
    """Collect what a fault depends on."""
    return Asking(editions, root, scope["path"], parameters)


def explained(error: QuestionError | StoreError, asked: Asking) -> Fault:
    """Put into a fault why a page cannot be had, with the days on which it may be."""
    match error:
        case MissingError():
            return _missing(error, asked)
        case NothingPublishedError() | LostDayError() | YetToComeError() | DayError():
            return _of_day(error, asked)
        case StoreError():
            log.warning("No answer from the store: %s", error)
            return Fault(503, "no_history", instead=(asked.now(),))
        case QuestionError():
            mistake = mistake_in(error, asked.parameters)
            named = mistake.parameter if mistake else ""
            return Fault(400, "bad_filter", str(error), parameter=named)


def _of_day(error: Exception, asked: Asking) -> Fault:
    """Say why a day cannot be shown, and which can."""
    field = error.field if isinstance(error, QuestionError) else AS_OF
    told = Fault(400, "bad_day", str(error), instead=(asked.now(),), parameter=field)
    match error:
        case NothingPublishedError(first=date() as first):
            return told._replace(status=404, code="no_day", instead=(asked.on(first),))
        case NothingPublishedError():
            return Fault(503, "no_history", instead=(asked.now(),))
        case LostDayError():
            return told._replace(status=503, code="lost_day")
        case YetToComeError(field=field):
            # The same page without the day is told only where the page itself is of that day.
            instead = (asked.now(),) if field == AS_OF else ()
            return told._replace(code="future_day", instead=instead)
        case DayError(code=code):
            return told._replace(code=code)
    return told


def _missing(missing: MissingError, asked: Asking) -> Fault:
    """Say that something is not in the catalogue, what is like it, and when it was there."""
    if missing.kind == "until":
        return Fault(404, "no_day", str(missing))
    near = tuple(_suggestions(missing, asked))
    fault = Fault(404, "missing", str(missing), missing.wanted, near)
    if asked.parameters.one(AS_OF):
        return fault._replace(code="missing_then", instead=(asked.now(),))
    if missing.kind == "model" and (day := _left(asked.editions, ModelId(missing.wanted))):
        return fault._replace(code="left", instead=(asked.on(day),))
    return fault


def _suggestions(missing: MissingError, asked: Asking) -> Iterator[Suggestion]:
    """Where what is near stands now, as far as it does."""
    now = asked.editions.now
    if missing.kind == "model" and not missing.near:
        yield from found_like(now, missing.wanted)
    for id_ in missing.near:
        if missing.kind in _KINDS:
            yield Suggestion(segments(FOLDERS[Found(missing.kind)], id_), id_, id_)
        elif now.catalogue.knows(ModelId(id_)):
            yield Suggestion(model_path(id_), id_, now.catalogue.entry(ModelId(id_)).model.title)


#: The kinds of things whose pages stand in one folder each.
_KINDS = frozenset(FOLDERS)


def _left(editions: Editions, model: ModelId) -> date | None:
    """The last day of a model that has left the catalogue, as far as can be told."""
    with suppress(StoreError):
        return editions.left(model)
    return None
