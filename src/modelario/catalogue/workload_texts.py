"""A workload in one word, as addresses have it: ``requests-10000_input-5000_output-500``.

It holds nothing that an address would have to encode. People may write it as they like:
``requests:10k, input:5000, output:500, cached:50%, mode:batch``, or the name of a scenario.
"""

import re
from collections.abc import Mapping
from datetime import UTC
from decimal import Decimal
from typing import Any, NamedTuple

from modelario.catalogue.checking import checked_circumstances
from modelario.catalogue.circumstances import moment
from modelario.catalogue.counts import count
from modelario.catalogue.questions import QuestionError
from modelario.catalogue.scenarios import SCENARIOS
from modelario.catalogue.workloads import MOST, Workload
from modelario.records import STANDARD, Catalogue, Reason

#: What every question takes such a text under.
WORK = "work"
EXAMPLE = "requests-10000_input-5000_output-500"
_PERCENT = 100


class WorkTextError(QuestionError):
    """A text that is no workload; the message says what of it cannot be meant."""

    def __init__(
        self, text: str, problem: str, expected: Reason, near: tuple[str, ...] = ()
    ) -> None:
        super().__init__(
            f"{WORK} {text!r}: {problem}", field=WORK, given=text, near=near, expected=expected
        )


class _Count(NamedTuple):
    """A number of the text: the field that it fills, and how small and large it can be."""

    field: str
    least: int = 0
    most: int = MOST

    @property
    def is_share(self) -> bool:
        return self.most == _PERCENT


#: Numbers, in the order in which they are written; the first three have to be there.
_COUNTS: Mapping[str, _Count] = {
    "requests": _Count("requests", least=1),
    "input": _Count("input_tokens"),
    "output": _Count("output_tokens"),
    "reasoning": _Count("reasoning_tokens"),
    "cached": _Count("cached_share", most=_PERCENT),
    "cache-write": _Count("cache_write_share", most=_PERCENT),
    "cache-write-1h": _Count("cache_write_1h_share", most=_PERCENT),
}
_NEEDED = ("requests", "input", "output")
#: How, where and when.
_WORDS = ("mode", "region", "at")
PARTS = (*_COUNTS, *_WORDS)

_BETWEEN = re.compile(r"[_,;\s]+")
#: What people write between the words of a scenario's name.
_APART = re.compile(r"[-\s]+")
#: The longest names first.
_PART = re.compile(
    rf"({'|'.join(sorted(PARTS, key=len, reverse=True))})(?:[-:=])(.+)", re.IGNORECASE
)


def workload_in(text: str, catalogue: Catalogue) -> Workload:
    """Read a workload, whose mode and region the catalogue knows; raises :class:`WorkTextError`."""
    named = _APART.sub("_", text.strip().lower())
    scenario = next((each for each in SCENARIOS if each.key == named), None)
    if scenario is not None:
        _, requests, read, written = scenario
        return Workload(requests=requests, input_tokens=read, output_tokens=written)
    parts = _parts(text)
    if missing := next((name for name in _NEEDED if name not in parts), None):
        raise WorkTextError(text, f"{missing} is missing", _ANY)
    values: dict[str, Any] = {
        of.field: _number(text, name, parts[name]) for name, of in _COUNTS.items() if name in parts
    }
    try:
        values |= {name: parts[name].lower() for name in _WORDS if name in parts}
        if "at" in parts:
            values["at"] = moment(parts["at"].upper())
        return checked_circumstances(Workload(**values), catalogue)
    except QuestionError as error:
        raise _told(text, error) from None


#: What can be written at all.
_ANY = Reason(
    "expected_work",
    example=EXAMPLE,
    parts=tuple(each for each in PARTS if each not in _NEEDED),
    choices=tuple(each.key for each in SCENARIOS),
)


def _parts(text: str) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for each in filter(None, _BETWEEN.split(text)):
        part = _PART.fullmatch(each)
        if part is None:
            known = f"{', '.join(PARTS)}; a work is such as {EXAMPLE} or {SCENARIOS[0].key}"
            raise WorkTextError(text, f"{each!r} is none of {known}", _ANY)
        name = part[1].lower()
        if name in found:
            raise WorkTextError(text, f"{name} is told twice", _ANY)
        found[name] = part[2]
    return found


def _number(text: str, name: str, written: str) -> int | Decimal:
    of = _COUNTS[name]
    found = count(written.removesuffix("%") if of.is_share else written)
    if found is None or not of.least <= found <= of.most:
        expected = Reason("expected_work_number", part=name, from_=of.least, to=of.most)
        problem = f"{name} {written!r} is no whole number from {of.least} to {of.most:,}"
        raise WorkTextError(text, problem, expected)
    return Decimal(found) / _PERCENT if of.is_share else found


def _told(text: str, error: QuestionError) -> WorkTextError:
    """Say of a part what its own error says, and of the text what may be meant."""
    said = re.compile(rf"(?<={error.field}[-:=]){re.escape(error.given)}", re.IGNORECASE)
    near = tuple(each.join(said.split(text)) for each in error.near)
    expected = error.expected or _ANY
    if "choices" in expected.values:
        choices = expected.values["choices"]
        expected = Reason("expected_work_choice", part=error.field, choices=choices)
    return WorkTextError(text, str(error), expected, near)


def text_of(work: Workload) -> str:
    """Write a workload in the one way that addresses have it."""
    told = {name: getattr(work, of.field) for name, of in _COUNTS.items()}
    numbers = [
        f"{name}-{value if isinstance(value, int) else f'{(value * _PERCENT).normalize():f}'}"
        for name, value in told.items()
        if value or name in _NEEDED
    ]
    words = [f"{name}-{value}" for name in _WORDS[:2] if (value := getattr(work, name))]
    at = [f"at-{work.at.astimezone(UTC):%Y-%m-%dT%H%MZ}"] if work.at else []
    return "_".join([*numbers, *(each for each in words if each != f"mode-{STANDARD}"), *at])


def same_work(one: Workload, other: Workload | None) -> bool:
    """Tell whether two workloads are one, however their usual mode is told."""
    return other is not None and text_of(one) == text_of(other)
