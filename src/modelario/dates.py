"""Dates as upstream writes them: ``YYYY-MM-DD`` or ``YYYY-MM``."""

from datetime import date
from functools import lru_cache

#: 1970-01-01 and its kind are placeholders: no model in the catalogue is older than this.
EARLIEST_YEAR = 2015
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
    return day if day.year >= EARLIEST_YEAR else None
