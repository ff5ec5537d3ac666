"""What a condition may name, and what is said of one that cannot be meant."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, ClassVar, NamedTuple, Protocol, TypeVar

from msgspec import structs

from modelario.catalogue.circumstances import Circumstances
from modelario.catalogue.counts import number
from modelario.catalogue.fields import CURRENT, values_of
from modelario.catalogue.filters import CONDITIONS, FilterError, ModelFilter, Operation
from modelario.catalogue.ranges import RangeError, number_range
from modelario.catalogue.scores import WEIGHTS
from modelario.dates import checked_date
from modelario.identity.benchmark_names import BENCHMARKS, key_of
from modelario.records import (
    CAPABILITIES,
    MODALITIES,
    STANDARD,
    Catalogue,
    Conditions,
    ModelKind,
    PriceState,
    Reason,
    Variant,
)

_C = TypeVar("_C", bound=Circumstances)

#: What is wanted: one value, some, or nothing.
Chosen = str | tuple[str, ...] | None

#: The values that a field may have, where they are few.
Choices = Mapping[str, tuple[str, ...]]


class Choosing(Protocol):
    """A request record, some fields of which have few values."""

    CHOICES: ClassVar[Choices]


#: The values that a condition may name, where they are few.
CHOICES: Choices = {
    "kind": tuple(ModelKind),
    "capability": CAPABILITIES,
    "input": MODALITIES,
    "output": MODALITIES,
    "price_state": tuple(PriceState),
    "variant": Variant.__struct_fields__,
    "score": tuple(WEIGHTS),
    "measured": tuple(BENCHMARKS),
    "result": tuple(BENCHMARKS),
}


class Allowed(NamedTuple):
    """The least and the most that somebody can ask for, both inclusive."""

    least: int
    most: int


_TOKENS, _PRICE, _DAYS = Allowed(0, 10**9), Allowed(0, 10**6), Allowed(0, 36_525)
#: Every condition that is a number: tokens, USD per 1M tokens, points, results, days of a century.
SPANS: Mapping[str, Allowed] = {
    **dict.fromkeys(("min_context", "max_context", "min_output_tokens"), _TOKENS),
    **dict.fromkeys(("min_price", "max_price", "max_input_price", "max_output_price"), _PRICE),
    "min_score": Allowed(0, 100),
    "min_result": Allowed(0, 10_000),
    **dict.fromkeys(("ends_within", "lasts"), _DAYS),
}

#: The modes and regions that are common, whether or not any offering has a price for them.
MODES = (STANDARD, "batch", "flex", "priority", "fast")
REGIONS = ("us", "eu", "global")

#: The names that a condition may hold because the catalogue knows them.
NAMES: Mapping[str, Callable[[Catalogue], Collection[str]]] = {
    "lab": lambda c: c.labs,
    "provider": lambda c: c.providers,
    "family": lambda c: {e.model.facts.family for e in c.entries.values() if e.model.facts.family},
    "status": lambda c: {CURRENT} | {e.model.status for e in c.entries.values() if e.model.status},
}
_WRITTEN = (Operation.SPAN_UP, Operation.SPAN_DOWN)
#: So many names are suggested, from this likeness on, of 100.
_NEAR, _NEAR_ENOUGH = 3, 60
#: So few names are all told.
_FEW = 12


def checked(wanted: ModelFilter, catalogue: Catalogue) -> ModelFilter:
    """Return the filter if every value of it can be meant; else raise :class:`FilterError`."""
    wanted = replace(wanted, **_as_meant(wanted))
    wanted = replace(
        wanted,
        measured=tuple(map(key_of, wanted.measured)),
        result=wanted.result and key_of(wanted.result),
    )
    for name, choices in CHOICES.items():
        check_choice(name, getattr(wanted, name), choices)
    names: dict[str, Any] = {
        name: tuple(name_of(name, each, known(catalogue)) for each in getattr(wanted, name))
        for name, known in NAMES.items()
        if getattr(wanted, name)
    }
    for name in ("released_since", "released_until"):
        value = getattr(wanted, name)
        if value is not None and checked_date(value) is None:
            raise FilterError(
                f"{name} {value!r} is no date such as 2026-05 or 2026-05-31",
                field=name,
                expected=Reason("expected_date"),
            )
    for name, condition in CONDITIONS.items():
        if condition.operation in _WRITTEN and (text := getattr(wanted, name)) is not None:
            _check_range(name, text)
    for name, span in SPANS.items():
        check_span(name, getattr(wanted, name), span)
    return replace(wanted, **names) if names else wanted


def _as_meant(wanted: ModelFilter) -> Mapping[str, Any]:
    """Read what programs write otherwise: one text in place of several, a number as a text."""
    told = {name: value for name in CONDITIONS if isinstance(value := getattr(wanted, name), str)}
    alone = {
        name: several(text)
        for name, text in told.items()
        if CONDITIONS[name].operation in (Operation.ONE_OF, Operation.ALL_OF)
    }
    return {**alone, **{name: _number(name, told[name]) for name in SPANS if name in told}}


def several(texts: str | Iterable[str]) -> tuple[str, ...]:
    """List several texts, or the one that stands alone."""
    return (texts,) if isinstance(texts, str) else tuple(texts)


def _number(name: str, text: str) -> Decimal:
    if (found := number(text)) is None:
        raise FilterError(
            f"{name} {text!r} is no number", field=name, expected=Reason("expected_number")
        )
    return found


def check_span(name: str, value: Decimal | None, span: Allowed) -> None:
    """Raise :class:`FilterError` for a number that cannot be meant, naming those that can."""
    if value is None or (Decimal(value).is_finite() and span.least <= value <= span.most):
        return
    raise FilterError(
        f"{name} {value} cannot be: it is a number from {span.least} to {span.most:,}",
        field=name,
        expected=Reason("expected_number"),
    )


def _check_range(name: str, text: str) -> None:
    try:
        number_range(text, upwards=True)
    except RangeError as error:
        raise FilterError(f"{name} {error}", field=name) from None


def checked_circumstances(when: _C, catalogue: Catalogue) -> _C:
    """Return how a request is made, if its mode and region can be meant; else raise likewise."""
    names = {
        name: name_of(name, text, known(catalogue))
        for name, known in (("mode", modes), ("region", regions))
        if (text := getattr(when, name))
    }
    return structs.replace(when, **names) if names else when


def modes(catalogue: Catalogue) -> tuple[str, ...]:
    """List the modes that there are: the common ones, and those of any offering."""
    found = {c.mode for c in _conditions(catalogue) if c.mode}
    return (*MODES, *sorted(found.difference(MODES)))


def regions(catalogue: Catalogue) -> tuple[str, ...]:
    """List the regions that any offering has a price for, or is served in."""
    found = {c.region for c in _conditions(catalogue) if c.region}
    variants = (each.variant for each in catalogue.resolution.assignments)
    found |= {variant.region for variant in variants if variant and variant.region}
    return tuple(sorted(found.union(REGIONS)))


def _conditions(catalogue: Catalogue) -> Iterator[Conditions]:
    for entry in catalogue.entries.values():
        for serving in entry.model.servings:
            yield from (rule.conditions for rule in serving.offering.rules)


def check_choices(request: Choosing) -> None:
    """Raise :class:`FilterError` for a value of a request that is none of its few choices."""
    for name, choices in request.CHOICES.items():
        check_choice(name, getattr(request, name), choices)


def check_choice(name: str, wanted: Chosen, choices: Collection[str]) -> None:
    """Raise :class:`FilterError` for what is none of a few choices, naming them all."""
    for each in values_of(wanted):
        if each not in choices:
            raise FilterError(
                f"{name} {each!r} is none of {', '.join(choices)}",
                field=name,
                near=nearest(each, choices),
                given=each,
                expected=Reason("expected_choice", choices=tuple(choices)),
            )


def name_of(kind: str, text: str, known: Collection[str], *, field: str = "") -> str:
    """Read a name of a kind, in small letters or capitals; else raise :class:`FilterError`.

    ``field`` is what of the question names it, where that is called otherwise.
    """
    if (found := spelt(text, known)) is not None:
        return found
    near = nearest(text, known)
    hint = f"; near: {', '.join(near)}" if near else ""
    raise FilterError(
        f"there is no {kind} {text!r}{hint}",
        field=field or kind,
        near=near,
        given=text,
        expected=Reason("expected_choice", choices=tuple(sorted(known)))
        if len(known) <= _FEW
        else Reason("expected_known"),
    )


def spelt(text: str, known: Collection[str]) -> str | None:
    """Find the one name that a text spells, the exact one first, whatever its capitals."""
    if text in known:
        return text
    folded = [each for each in known if each.lower() == text.lower()]
    return folded[0] if len(folded) == 1 else None


def nearest(text: str, known: Collection[str]) -> tuple[str, ...]:
    """Name what is spelt most like a text, the likest first."""
    # Loaded when somebody slips.
    from rapidfuzz.fuzz import ratio  # noqa: PLC0415
    from rapidfuzz.process import extract  # noqa: PLC0415
    from rapidfuzz.utils import default_process  # noqa: PLC0415

    near = extract(text, sorted(known), scorer=ratio, processor=default_process, limit=_NEAR)
    return tuple(found for found, likeness, _ in near if likeness >= _NEAR_ENOUGH)
