"""How, where and when a request is made, by which prices differ."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from msgspec import Struct

from modelario.catalogue.questions import QuestionError
from modelario.records import ALWAYS, STANDARD, Hours, PriceRule, Reason, Variant


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
#: How nothing out of the ordinary is served.
_PLAIN = Variant()


def holding(
    rules: Sequence[PriceRule],
    prompt_tokens: int,
    when: Circumstances = ORDINARY,
    own: Variant | None = None,
) -> list[PriceRule]:
    """List the rules that hold, the one that goes first at the front.

    What is served in a region, or at a speed, of its own has its prices already: no rule for a
    region, or for that mode, is laid on top of them.
    """
    mode, region, at = _mode_at(rules, when.mode), when.region, when.at
    if own is not None:
        mode, region = mode if own.speed != mode else None, None if own.region else region
    held = []
    # Told out at length, for whole logs are costed rule by rule.
    for rule in reversed(rules):
        wanted = rule.conditions
        if wanted is not ALWAYS and (
            (wanted.mode is not None and wanted.mode != mode)
            or (wanted.region is not None and wanted.region != region)
            or (wanted.prompt is not None and not wanted.prompt.holds(prompt_tokens))
            or (wanted.hours and not _is_in(wanted.hours, at))
        ):
            continue
        held.append(rule)
    return held


def assumed(
    rules: Sequence[PriceRule],
    held: Sequence[PriceRule],
    when: Circumstances,
    own: Variant | None,
) -> tuple[Reason, ...]:
    """Tell what was asked for and made no difference, for nothing is known of it."""
    own = own or _PLAIN
    mode, region, found = _mode_at(rules, when.mode), when.region, []
    if mode is not None and mode not in (STANDARD, own.speed) and not _any(held, "mode", mode):
        found.append(Reason("assumed_standard", mode=mode))
    if region is not None and region != own.region:
        if own.region is not None:
            found.append(Reason("assumed_own_region", region=region, own=own.region))
        elif not _any(held, "region", region):
            found.append(Reason("assumed_any_region", region=region))
    if when.at is None:
        for rule in rules:
            if rule.conditions.hours and rule.conditions.mode in (None, mode):
                found.append(Reason("assumed_usual_hours"))
                break
    return tuple(found)


def _mode_at(rules: Sequence[PriceRule], asked: str | None) -> str | None:
    """Tell by which name rules have the mode that is asked for."""
    if asked is None or asked not in SAME_MODE:
        return asked
    other = SAME_MODE[asked]
    return other if _any(rules, "mode", other) and not _any(rules, "mode", asked) else asked


def _is_in(hours: Sequence[Hours], at: datetime | None) -> bool:
    if at is not None:
        for each in hours:
            if each.hold(at):
                return True
    return False


def _any(rules: Sequence[PriceRule], condition: str, value: str) -> bool:
    for rule in rules:  # noqa: SIM110 – a generator takes longer than what it looks at
        if getattr(rule.conditions, condition) == value:
            return True
    return False
