"""Draws for an export what the app draws for readers: by the same functions, without a server."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from urllib.parse import unquote

from modelario.api.filed import absent
from modelario.api.inquiries import PREFIX
from modelario.editions import Editions
from modelario.export.leaves import Leaf
from modelario.export.moving import moved_page
from modelario.export.turning import turned
from modelario.queries.edition import Edition
from modelario.queries.status import is_stale
from modelario.web.addresses import Addresses
from modelario.web.drawing import ANSWERED, CSV, HTML, INDEX, Drawing
from modelario.web.faults import Fault, fault_page
from modelario.web.pages import Asked, Moved, Page, Table, View
from modelario.web.parameters import PAGE, Parameters

#: So many days of changes are told unless more are wanted.
DAYS_OF_CHANGES = 90


class Press:
    """A site as it is at one moment, to be drawn page by page."""

    def __init__(
        self,
        editions: Editions,
        drawing: Drawing,
        moment: datetime,
        since: date | None = None,
        contact: str | None = None,
    ) -> None:
        self.editions = editions
        self.drawing = drawing
        self.moment = moment
        as_of = editions.now.catalogue.origin.as_of
        #: From which day on changes are told.
        self.since = since or as_of - timedelta(days=DAYS_OF_CHANGES)
        self.contact = contact
        #: Operations of the API that no file answers.
        self.absent = absent(editions.now)
        self._stale = is_stale(editions.now.catalogue, moment)

    @property
    def edition(self) -> Edition:
        """What is published."""
        return self.editions.now

    @property
    def addresses(self) -> Addresses:
        """Where everything stands."""
        return self.drawing.addresses

    def page(self, page: Page, names: Mapping[str, str], path: str) -> Iterator[Leaf]:
        """Draw a page in every language and form, the further pages of its table in HTML.

        Where it has moved, its address leads on, and the forms for programs, which cannot, are
        those of the page that it leads to.
        """
        # Most tables hold no words: they are the same in every language.
        table: Table | None = None
        written = b""
        for code in self.drawing.languages:
            asked = self._asked(code, names, uncut=page.name in ANSWERED)
            address = f"{code}/{path}"
            try:
                view = page.view(asked)
                if unquote(view.path) != unquote(path):
                    raise Moved(view.path)  # noqa: TRY301 – as views do
                body = self.drawing.draw(asked, page, view, HTML)
            except Moved as moved:
                body = moved_page(self.addresses.page(code, moved.path), code)
                asked = self._asked(code, _names_at(page, moved.path))
                view = page.view(asked)
            else:
                yield from self._further(asked, page, view)
            yield Leaf(address, body, is_page=True)
            if view.pages > 1:
                asked = asked._replace(uncut=True)
                view = page.view(asked)
            for form in (*page.twins, *(page.drawn if self.drawing.has_drawn else ())):
                if form == CSV and view.table == table:
                    drawn = written
                else:
                    drawn = self.drawing.draw(asked, page, view, form)
                if form == CSV:
                    table, written = view.table, drawn
                yield Leaf(f"{address if path else address + INDEX}.{form}", drawn)

    def _further(self, asked: Asked, page: Page, first: View) -> Iterator[Leaf]:
        """Draw the pages of a table after the first."""
        for number in range(2, first.pages + 1):
            turn = asked._replace(parameters=Parameters(((PAGE, str(number)),)))
            address = f"{asked.language.code}/{turned(first.path, number)}"
            body = self.drawing.draw(turn, page, page.view(turn), HTML)
            yield Leaf(address, body, is_page=True)

    def _asked(self, code: str, names: Mapping[str, str], *, uncut: bool = False) -> Asked:
        return Asked(
            self.editions,
            self.edition,
            self.edition,
            self.drawing.languages[code],
            self.addresses,
            names,
            Parameters(),
            self.moment,
            self._stale,
            uncut=uncut,
            since=self.since,
            absent=self.absent,
        )

    def fault(self, fault: Fault) -> bytes:
        """Draw the page that says what went wrong, in the main language."""
        code = self.drawing.main_language
        page, view = fault_page(fault, self.drawing.languages[code])
        return self.drawing.draw(self._asked(code, {}), page, view, HTML)

    def api(self, path: str, body: bytes) -> Leaf:
        """Lay down what the API answers."""
        return Leaf(f"{PREFIX.strip('/')}/{path}", body)


def _names_at(page: Page, path: str) -> Mapping[str, str]:
    """Read what varies in the address of a page of this kind."""
    parts = zip(page.path.split("/"), path.split("/"), strict=True)
    return {name.strip("{}"): unquote(part) for name, part in parts if name.startswith("{")}
