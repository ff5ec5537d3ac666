"""Which days can be: one that runs away would date everything after it, for history never turns."""

from datetime import UTC, date, datetime, timedelta

from modelario.catalogue.questions import QuestionError
from modelario.history.journal import StoreError
from modelario.records import Reason

#: East of here it is tomorrow already; no document is of a later day.
SLACK = timedelta(days=1)
#: A clock that is set back or forward by no more than this is lived with.
CLOCK_SLACK = timedelta(days=2)


class RunawayDayError(StoreError):
    """A day lies where no day can be; the message names the remedy."""


class YetToComeError(QuestionError):
    """A day is asked for that has yet to come: what it will be nobody knows."""

    def __init__(self, day: date, field: str, last: date) -> None:
        expected = Reason("expected_before", day=str(last))
        super().__init__(f"{day} has yet to come", field=field, expected=expected)


def asked_day(told: date | str, field: str = "as_of") -> date:
    """Read a day that a program asks for; raises :class:`QuestionError` for what is none."""
    if isinstance(told, date):
        return told
    try:
        return date.fromisoformat(told)
    except ValueError:
        message = f"{field} {told!r} is no day such as 2026-05-31"
        raise QuestionError(message, field=field, given=told) from None


def check_asked(day: date | None, newest: date, now: datetime, field: str = "as_of") -> None:
    """Raise :class:`YetToComeError` for a day that nobody can ask for.

    ``newest`` is the day of what is published; ``field`` is what of the question names the day.
    """
    last = max(now.astimezone(UTC).date() + SLACK, newest)
    if day is not None and day > last:
        raise YetToComeError(day, field, last)


def check_day(day: date, now: datetime) -> None:
    """Raise :class:`RunawayDayError` for a document's day that has yet to come."""
    today = now.astimezone(UTC).date()
    if day > today + SLACK:
        raise RunawayDayError(
            f"{day} has yet to come: today is {today}. Name the document's own day, or set this "
            "machine's clock"
        )


def is_ahead(newest: date, now: datetime) -> bool:
    """Whether a store's latest day cannot be: the clock is wrong, or was."""
    return newest > now.astimezone(UTC).date() + CLOCK_SLACK


def check_newest(newest: date, now: datetime) -> None:
    """Raise :class:`RunawayDayError` where nothing can follow the store's latest day."""
    if is_ahead(newest, now):
        raise RunawayDayError(
            f"the store's latest day is {newest}, and today is {now.astimezone(UTC).date()}: set "
            "this machine's clock, or where that is right mend the store with 'modelario mend'"
        )


def check_clock(now: datetime, told: datetime) -> None:
    """Raise :class:`RunawayDayError` where our clock and somebody else's are too far apart."""
    if abs(now - told) > CLOCK_SLACK:
        raise RunawayDayError(
            f"this machine's clock says {now.astimezone(UTC):%Y-%m-%d %H:%M}, and upstream's says "
            f"{told.astimezone(UTC):%Y-%m-%d %H:%M}: set the clock"
        )
