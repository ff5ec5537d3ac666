"""Dates as upstream writes them: ``YYYY-MM-DD`` or ``YYYY-MM``."""

from calendar import monthrange
from datetime import date
from functools import lru_cache

from modelario.bounds import YEAR

_MONTH = len("YYYY-MM")
_DAY = len("YYYY-MM-DD")


@lru_cache(maxsize=8192)
def checked_date(text: str) -> date | None:
    """The day that a date names (the first of the month for ``YYYY-MM``), if it is one."""
    if len(text) not in (_MONTH, _DAY):
        return None
    try:
        day = date.fromisoformat(text if len(text) == _DAY else f"{text}-01")
    except ValueError:
        return None
    # ISO has other forms, such as weeks, of the same length.
    if not day.isoformat().startswith(text):
        return None
    return day if YEAR.least <= day.year <= YEAR.most else None


def last_day(text: str) -> date | None:
    """The last day that a date names: that of its month for ``YYYY-MM``."""
    first = checked_date(text)
    if first is None or len(text) == _DAY:
        return first
    return first.replace(day=monthrange(first.year, first.month)[1])
