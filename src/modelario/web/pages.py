"""Every page of the site: its address, what it asks of the catalogue, and how it is drawn."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from modelario.editions import Editions
from modelario.queries.columns import Column
from modelario.queries.edition import Edition
from modelario.queries.sights import NOTHING, Own
from modelario.records import ProviderId
from modelario.web.addresses import Addresses
from modelario.web.feeds import Feed
from modelario.web.mistakes import Mistake
from modelario.web.parameters import Parameters
from modelario.web.words.i18n import Language

#: No table has so many rows.
_EVERY_ROW = 2**31


class Asked(NamedTuple):
    """A request, as far as a page may depend on it."""

    #: Where past days and the course of things are to be had.
    editions: Editions
    #: What is published now, and what was on the day that is asked for: the same without one.
    now: Edition
    edition: Edition
    language: Language
    addresses: Addresses
    #: The parts of the address that vary, by name.
    names: Mapping[str, str]
    parameters: Parameters
    #: The moment of the request.
    moment: datetime
    #: Whether the catalogue is too old to be relied on, today.
    stale: bool = False
    #: What was on the other day that is asked for, where that is another one.
    other: Edition | None = None
    #: What is the reader's own: their providers and their work.
    own: Own = NOTHING
    #: The catalogue of the day that is asked for as everybody sees it.
    whole: Edition | None = None
    #: Whether what is asked for is at none of the reader's providers, and so shown at all.
    elsewhere: bool = False
    #: Whether a table is wanted whole, as in a file.
    uncut: bool = False
    #: From which day on changes are told where the address names none.
    since: date | None = None
    #: Operations of the API that no file answers, where only files are served.
    absent: Collection[str] | None = None

    def at_once(self, usual: int) -> int:
        """Say how many rows of a table one page has."""
        return _EVERY_ROW if self.uncut else usual

    @property
    def at(self) -> tuple[ProviderId, ...]:
        """The providers whose prices alone are shown; empty for all."""
        return () if self.elsewhere else self.own.mine

    @property
    def everywhere(self) -> Edition:
        """The catalogue of the day that is asked for, as everybody sees it."""
        return self.whole or self.edition

    @property
    def past(self) -> date | None:
        """The day that is asked for, where it is a past one."""
        return None if self.edition is self.now else self.parameters.day


class Table(NamedTuple):
    """What a page's ``.csv`` and ``.md`` hold."""

    columns: Sequence[Column]
    rows: Sequence[Any]


NO_TABLE = Table((), ())


class Crumb(NamedTuple):
    """A step on the way to a page: its name and its path after the language."""

    name: str
    path: str


class View(NamedTuple):
    """What a page has to show."""

    #: What the ``.json`` holds, and what the template draws.
    record: Any
    #: The path after the language, encoded.
    path: str
    crumbs: tuple[Crumb, ...] = ()
    #: Further values for the template.
    values: Mapping[str, Any] = {}
    table: Table = NO_TABLE
    #: Parameters without which the page would be another one.
    canonical: tuple[tuple[str, str], ...] = ()
    #: The canonical path, where the same is shown at several.
    canonical_path: str = ""
    #: What search engines are told beside the way to the page.
    structured: tuple[Mapping[str, Any], ...] = ()
    status: int = 200
    #: Whether something could not be had that may be there at the next look.
    partial: bool = False
    #: What of the address cannot be meant, and was left out.
    mistakes: tuple[Mistake, ...] = ()
    #: The path of the page to which a reader is led at once; programs are shown this one.
    leads_to: str = ""
    #: How many pages its table has.
    pages: int = 1
    #: What the page's feeds hold.
    feed: Callable[[], Feed] | None = None


class Moved(Exception):  # noqa: N818 – it is an answer, not a fault
    """What was asked for stands elsewhere: at ``path`` after the language."""

    def __init__(
        self, path: str, parameters: Sequence[tuple[str, str]] = (), *, permanent: bool = True
    ) -> None:
        super().__init__(path)
        self.path = path
        self.parameters = parameters
        self.permanent = permanent


class Page(NamedTuple):
    """A kind of page."""

    name: str
    #: After the language; ``{name}`` is one segment.
    path: str
    view: Callable[[Asked], View]
    #: The type of the record that it shows: the schema of its ``.json``.
    record: type
    #: Style sheets beside the common ones.
    styles: tuple[str, ...] = ()
    #: Modules that make the page more comfortable.
    scripts: tuple[str, ...] = ()
    parameters: tuple[str, ...] = ()
    twins: tuple[str, ...] = ("json", "md")
    #: Forms that are drawn, to be looked at: a picture to share, a document to print.
    drawn: tuple[str, ...] = ()
    #: Further addresses of the same kind, with more parts that vary.
    longer: tuple[str, ...] = ()
    #: The template of the page, where it is not of the page's name.
    template: str = ""
    #: The template of the ``.md``, where it is no plain table.
    markdown: str = "table.md"
    #: Whether an answer stays the same as long as its catalogue does.
    kept: bool = True

    @property
    def forms(self) -> tuple[str, ...]:
        """Every ending that the page's address can have."""
        return (*self.twins, *self.drawn)
