"""The same page on other days."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from modelario.web.pages import Asked, View
from modelario.web.parameters import AS_OF

_A_DAY = timedelta(days=1)


class DayLinks(NamedTuple):
    """Where a page stands on other days."""

    #: The first day that can be had; ``None`` where there is only one.
    first: date | None
    now: str
    before: str | None
    after: str | None
    #: What else the page's address says, for the form that asks for a day.
    others: Sequence[tuple[str, str]]


def day_links(asked: Asked, view: View) -> DayLinks:
    """Link a page to itself on the days around the one that is shown."""
    others = asked.parameters.without(AS_OF).pairs
    first = asked.editions.begins
    has_past = first < asked.now.catalogue.origin.as_of

    def link(day: date | None) -> str:
        return asked.addresses.at(day).page(asked.language.code, view.path, others)

    day = asked.parameters.day
    return DayLinks(
        first=first if has_past else None,
        now=link(None),
        before=link(day - _A_DAY) if day and day > first else None,
        after=link(day + _A_DAY) if day and asked.past else None,
        others=others,
    )
