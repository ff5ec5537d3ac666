"""The same page on other days."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from modelario.queries.two_days import AGAINST
from modelario.web.pages import Asked, Page, View
from modelario.web.parameters import AS_OF

_A_DAY = timedelta(days=1)


class DayLinks(NamedTuple):
    """Where a page stands on other days."""

    #: The first day that can be had; ``None`` where there is only one.
    first: date | None
    #: The newest day.
    last: date
    now: str
    #: The page of now with the day that is shown beside it; nothing where it shows one day only.
    beside_now: str | None
    #: The other day that is asked for, where it can be had.
    other: date | None
    before: str | None
    after: str | None
    #: What else the page's address says, for the form that asks for a day.
    others: Sequence[tuple[str, str]]


def day_links(asked: Asked, page: Page, view: View) -> DayLinks:
    """Link a page to itself on the days around the one that is shown."""
    others = asked.parameters.without(AS_OF).pairs
    first = asked.editions.begins
    newest = asked.now.catalogue.origin.as_of

    def link(day: date | None, pairs: Sequence[tuple[str, str]] = others) -> str:
        return asked.addresses.at(day).page(asked.language.code, view.path, pairs)

    day = asked.parameters.day
    beside = asked.past is not None and AGAINST in page.parameters
    against = asked.parameters.without(AS_OF, AGAINST).also(AGAINST, str(day)).pairs
    return DayLinks(
        first=first if first < newest else None,
        last=newest,
        now=link(None),
        beside_now=link(None, against) if beside else None,
        other=asked.other.catalogue.origin.as_of if asked.other else None,
        before=link(day - _A_DAY) if day and day > first else None,
        after=link(day + _A_DAY) if day and asked.past else None,
        others=others,
    )
