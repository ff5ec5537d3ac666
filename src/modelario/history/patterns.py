"""Fields of one provider that moved alike: one slip, held as one, however small each is."""

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from modelario.history.arrival import Arrival, Shift
from modelario.history.gates import (
    FEWEST_BLINDED,
    FEWEST_LEVELLED,
    GATES,
    PATTERN_FACTOR,
    PATTERN_SHARE,
)
from modelario.history.journal import Gate
from modelario.history.suspects import Suspect, suspect
from modelario.records import CAPABILITIES, ChangeKind, OfferingKey, ProviderId
from modelario.upstream.field_paths import COST, is_price_path, values

#: The prices that every model has; others follow them.
_INPUT, _OUTPUT = "cost/input", "cost/output"
HEADLINE = (_INPUT, _OUTPUT)
#: Ratios that round to the same digits are one factor.
_DIGITS = 2


class _PriceStep(NamedTuple):
    """A price above zero that moved to another one, in bounds or not."""

    each: Shift
    field: str
    old: Decimal
    new: Decimal

    @property
    def factor(self) -> str:
        return f"{self.new / self.old:.{_DIGITS - 1}e}"


def _steps(moved: Iterable[Shift]) -> Iterator[_PriceStep]:
    for each in moved:
        for field, new in each.new.items():
            old = each.old.get(field)
            if (
                is_price_path(field)
                and isinstance(old, Decimal)
                and isinstance(new, Decimal)
                and new.is_finite()
                and min(old, new) > 0
                and old != new
            ):
                yield _PriceStep(each, field, old, new)


def scaled(arrival: Arrival) -> Iterator[Suspect]:
    """Prices that were multiplied by one factor: another unit, another currency."""
    alike: defaultdict[tuple[ProviderId, str], list[_PriceStep]] = defaultdict(list)
    for step in _steps(arrival.moved):
        if max(step.old, step.new) >= PATTERN_FACTOR * min(step.old, step.new):
            alike[step.each.key.provider, step.factor].append(step)
    for (provider, _), steps in alike.items():
        offerings = {step.each.key for step in steps if step.field in HEADLINE}
        if len(offerings) >= GATES[Gate.SCALED].figure and _is_wide(arrival, provider, offerings):
            yield from (suspect(Gate.SCALED, step.each, step.field) for step in steps)


def swapped(arrival: Arrival) -> Iterator[Suspect]:
    """Input and output prices that changed places, where output becomes the cheaper one of some."""
    found: defaultdict[ProviderId, list[Shift]] = defaultdict(list)
    absurd: Counter[ProviderId] = Counter()
    for each in arrival.moved:
        moved = {path: (old, new) for path, old, new in each.prices()}
        before, after = moved.get(_INPUT), moved.get(_OUTPUT)
        if before and after and before == after[::-1]:
            found[each.key.provider].append(each)
            absurd[each.key.provider] += after[1] < before[1]
    for provider, alike in found.items():
        if absurd[provider] >= GATES[Gate.SWAPPED].figure:
            yield from (suspect(Gate.SWAPPED, each, path) for each in alike for path in HEADLINE)


def levelled(arrival: Arrival) -> Iterator[Suspect]:
    """Different prices that became one: a placeholder."""
    alike: defaultdict[tuple[ProviderId, str, Decimal], list[_PriceStep]] = defaultdict(list)
    for each in arrival.moved:
        for path, old, new in each.prices():
            if path in HEADLINE and new > 0:
                alike[each.key.provider, path, new].append(_PriceStep(each, path, old, new))
    for (provider, _, _), steps in alike.items():
        if (
            len(steps) >= GATES[Gate.LEVELLED].figure
            and len({step.old for step in steps}) >= FEWEST_LEVELLED
            and _is_wide(arrival, provider, {step.each.key for step in steps})
        ):
            yield from (suspect(Gate.LEVELLED, step.each, step.field) for step in steps)


def _is_wide(arrival: Arrival, provider: ProviderId, offerings: set[OfferingKey]) -> bool:
    return len(offerings) >= PATTERN_SHARE * arrival.stating(provider, *HEADLINE)


def unpriced(arrival: Arrival) -> Iterator[Suspect]:
    """Offerings whose whole price is gone, where a provider's are many within days."""
    found: defaultdict[ProviderId, set[OfferingKey]] = defaultdict(set)
    for each in arrival.moved:
        if any(each.old.get(path) for path in HEADLINE) and is_unpriced(each):
            found[each.key.provider].add(each.key)
    if not found:
        return
    before: defaultdict[ProviderId, set[OfferingKey]] = defaultdict(set)
    for key, dated in arrival.recently(ChangeKind.PRICE):
        body = arrival.new.offerings.get(key)
        if body and dated.change.old and arrival.slipped(dated, COST) and _lacks(values(body)):
            before[key.provider].add(key)
    for provider, keys in found.items():
        if len(keys | before[provider]) >= GATES[Gate.UNPRICED].figure:
            yield from (Suspect(Gate.UNPRICED, key, COST, None, None) for key in sorted(keys))


def is_unpriced(each: Shift) -> bool:
    """Whether an offering has no price any more."""
    return _lacks(each.new)


def _lacks(fields: Container[str]) -> bool:
    return not any(path in fields for path in HEADLINE)


def blinded(arrival: Arrival) -> Iterator[Suspect]:
    """Offerings that lose every capability at once."""
    found: defaultdict[ProviderId, list[Suspect]] = defaultdict(list)
    able: Counter[ProviderId] = Counter()
    for each in arrival.moved:
        had = [name for name in CAPABILITIES if each.old.get(name)]
        if had and not any(each.new.get(name) for name in CAPABILITIES):
            found[each.key.provider] += [suspect(Gate.BLINDED, each, name) for name in had]
            able[each.key.provider] += len(had) >= FEWEST_BLINDED
    for provider, lost in found.items():
        if able[provider] >= GATES[Gate.BLINDED].figure:
            yield from lost


#: A pattern at a provider.
PatternOf = tuple[Gate, ProviderId]


def event(each: Suspect) -> PatternOf:
    """What a suspect of a pattern is part of."""
    return each.gate, each.key.provider


PATTERNS = (swapped, levelled, scaled, unpriced, blinded)
NAMED_PATTERNS = frozenset({Gate.SCALED, Gate.SWAPPED, Gate.LEVELLED, Gate.UNPRICED, Gate.BLINDED})
