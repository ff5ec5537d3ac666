"""How, where and when a request is made, by which prices differ."""

import re
from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct

from modelario.catalogue.questions import QuestionError
from modelario.records import Reason


class MomentError(QuestionError):
    """A moment that cannot be meant: without its zone it may be any of a day's hours."""


#: How a moment is written.
EXAMPLE = "2026-11-26T03:00Z"
#: What a mode is called, too: a request for the first is one for the other where an offering has
#: prices only for that. Upstream calls OpenAI's priority tier fast, and so do people.
SAME_MODE: Mapping[str, str] = {"fast": "priority"}
#: An address has a space where nobody has written its plus as %2B.
_LOST_PLUS = re.compile(r"(?<=:[0-9]{2}) (?=[0-9]{2}:?[0-9]{2}$)")
#: The years that one can lie in: near the first and the last that there are, zones end.
_YEARS = range(2000, 2101)


def moment(text: str) -> datetime:
    """Read a moment with its zone; raises :class:`MomentError` for what is none."""
    try:
        found = datetime.fromisoformat(_LOST_PLUS.sub("+", text))
    except ValueError:
        found = None
    if found is None or found.year not in _YEARS:
        raise MomentError(
            f"at {text!r} is no moment such as {EXAMPLE}",
            field="at",
            given=text,
            expected=Reason("expected_moment", example=EXAMPLE),
        )
    return found


class Circumstances(Struct, frozen=True, kw_only=True):
    """How, where and when a request is made: what conditions of prices ask for."""

    #: ``batch``, ``flex``, ``priority``, ``fast`` …; ``null`` or ``standard`` is the usual one.
    mode: str | None = None
    #: ``us``, ``eu``, ``global`` …: where it is answered.
    region: str | None = None
    #: When, with its zone; prices that depend on the hour are the usual ones without it.
    at: datetime | None = None

    def __post_init__(self) -> None:
        if self.at is not None and (self.at.tzinfo is None or self.at.year not in _YEARS):
            raise MomentError(
                f"at is {self.at.isoformat()}, but has to say its zone, as in {EXAMPLE}", field="at"
            )


#: Nothing out of the ordinary.
ORDINARY = Circumstances()
