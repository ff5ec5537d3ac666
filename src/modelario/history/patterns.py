"""Prices of one provider that moved alike: one slip, held as one, however small each is.

Which of its facts did is told by :mod:`~modelario.history.fact_patterns`.
"""

from collections import defaultdict
from collections.abc import Container, Iterator
from decimal import Decimal
from typing import NamedTuple

from modelario.history.arrival import Arrival, Shift
from modelario.history.gates import (
    FEWEST_LEVELLED,
    FEWEST_OF_SMALL,
    GATES,
    PATTERN_FACTORS,
    PATTERN_SHARE,
    SHARE_OF_SMALL,
)
from modelario.history.journal import Gate
from modelario.history.suspects import Suspect, suspect
from modelario.records import ChangeKind, OfferingKey, ProviderId
from modelario.upstream.field_paths import COST, is_price_path, values

#: The prices that every model has; others follow them.
_INPUT, _OUTPUT = "cost/input", "cost/output"
HEADLINE = (_INPUT, _OUTPUT)
#: What cached input costs.
CACHED = "cost/cache_read"
#: The larger factor first.
_FACTOR_GATES = (Gate.SCALED, Gate.REPRICED)
#: Ratios that round to the same digits are one factor.
_DIGITS = 2


class _PriceStep(NamedTuple):
    """A price above zero that moved to another one, in bounds or not, at once or in steps."""

    each: Shift
    field: str
    old: Decimal
    new: Decimal

    @property
    def factor(self) -> str:
        return f"{self.new / self.old:.{_DIGITS - 1}e}"

    @property
    def gate(self) -> Gate | None:
        """The gate for moves that are so large, if they are many."""
        times = max(self.old, self.new) / min(self.old, self.new)
        large = (gate for gate in _FACTOR_GATES if times >= PATTERN_FACTORS[gate])
        return next(large, None)


def _steps(arrival: Arrival) -> Iterator[_PriceStep]:
    for each in arrival.moved:
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
                yield _PriceStep(each, field, _began(arrival, each, field, old, new), new)


def _began(arrival: Arrival, each: Shift, field: str, old: Decimal, new: Decimal) -> Decimal:
    """What a price was before it began to move this way, within the days that count."""
    earlier = [
        was
        for was in arrival.before(each.key, field)
        if isinstance(was, Decimal) and (0 < was < old < new or was > old > new)
    ]
    return (min if new > old else max)([old, *earlier])


def scaled(arrival: Arrival) -> Iterator[Suspect]:
    """Prices that were multiplied by one factor: another unit, another currency."""
    alike: defaultdict[tuple[ProviderId, Gate, str], list[_PriceStep]] = defaultdict(list)
    for step in _steps(arrival):
        if gate := step.gate:
            alike[step.each.key.provider, gate, step.factor].append(step)
    for (provider, gate, _), steps in alike.items():
        offerings = {step.each.key for step in steps if step.field in HEADLINE}
        if len(offerings) >= GATES[gate].figure and _is_wide(arrival, provider, offerings):
            yield from (suspect(gate, step.each, step.field) for step in steps)


def moved_one_way(arrival: Arrival) -> Iterator[Suspect]:
    """Prices beside the headline ones that many moved one way, by whatever factors.

    A cache that costs what input does is as many times dearer as each model's was cheaper.
    """
    found: defaultdict[tuple[ProviderId, str, bool], list[_PriceStep]] = defaultdict(list)
    for step in _steps(arrival):
        if step.gate and step.field not in HEADLINE:
            rises = step.new > step.old
            found[step.each.key.provider, _aspect(step.field), rises].append(step)
    for (provider, aspect, _), steps in found.items():
        if _is_common(arrival, Gate.REPRICED, provider, aspect, {s.each.key for s in steps}):
            yield from (suspect(Gate.REPRICED, step.each, step.field) for step in steps)


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
        if any(each.old.get(path) for path in HEADLINE) and _lacks(each.new):
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


def uncached(arrival: Arrival) -> Iterator[Suspect]:
    """Offerings whose price of cached input is gone, as most of a provider's are at once.

    Other parts of a price do go: writes and whole tiers went for good in a year, reads never.
    """
    found: defaultdict[ProviderId, set[OfferingKey]] = defaultdict(set)
    for each in arrival.moved:
        if _is_uncached(each):
            found[each.key.provider].add(each.key)
    for provider, keys in found.items():
        if _is_common(arrival, Gate.UNPRICED, provider, CACHED, keys):
            yield from (Suspect(Gate.UNPRICED, key, COST, None, None) for key in sorted(keys))


def _is_uncached(each: Shift) -> bool:
    return bool(each.old.get(CACHED)) and CACHED not in each.new


def _is_common(
    arrival: Arrival,
    gate: Gate,
    provider: ProviderId,
    aspect: str,
    offerings: set[OfferingKey],
) -> bool:
    """Whether most of those that have an aspect moved, of a provider with few of them all."""
    stating = sum(
        any(price and _aspect(path) == aspect for path, price in says.items())
        for says in arrival.stated(provider)
    )
    few = GATES[gate].figure if len(offerings) == stating else FEWEST_OF_SMALL
    return len(offerings) >= max(few, SHARE_OF_SMALL * stating)


def _aspect(path: str) -> str:
    """What a price belongs to: a headline price to itself, that of a tier to all tiers."""
    return "/".join(path.split("/")[:2])


def is_unpriced(each: Shift) -> bool:
    """Whether an offering has no price any more, or none of cached input."""
    return _lacks(each.new) or _is_uncached(each)


def _lacks(fields: Container[str]) -> bool:
    return not any(path in fields for path in HEADLINE)
