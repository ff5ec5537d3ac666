"""Fields of one provider that moved alike: one slip, held as one, however small each is."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from modelario.history.case import Case, Moved
from modelario.history.gates import (
    FEWEST_BLINDED,
    FEWEST_LEVELLED,
    GATES,
    PATTERN_FACTOR,
    PATTERN_SHARE,
)
from modelario.history.journal import Gate, HeldPath
from modelario.history.suspects import Suspect, suspect
from modelario.records import CAPABILITIES, ChangeKind, OfferingKey, ProviderId
from modelario.upstream.fields import COST, is_price_path, values

#: The prices that every model has; others follow them.
_INPUT, _OUTPUT = "cost/input", "cost/output"
HEADLINE = (_INPUT, _OUTPUT)
#: Ratios that round to the same digits are one factor.
_DIGITS = 3


class _Step(NamedTuple):
    """A price above zero that moved to another one, in bounds or not."""

    each: Moved
    field: str
    old: Decimal
    new: Decimal

    @property
    def factor(self) -> str:
        return f"{self.new / self.old:.{_DIGITS - 1}e}"


def _steps(moved: Iterable[Moved]) -> Iterator[_Step]:
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
                yield _Step(each, field, old, new)


def scaled(case: Case) -> Iterator[Suspect]:
    """Prices that were multiplied by one factor: another unit, another currency."""
    alike: defaultdict[tuple[ProviderId, str], list[_Step]] = defaultdict(list)
    for step in _steps(case.moved):
        if max(step.old, step.new) >= PATTERN_FACTOR * min(step.old, step.new):
            alike[step.each.key.provider, step.factor].append(step)
    for (provider, _), steps in alike.items():
        offerings = {step.each.key for step in steps if step.field in HEADLINE}
        if len(offerings) >= GATES[Gate.SCALED].figure and _is_wide(case, provider, offerings):
            yield from (suspect(Gate.SCALED, step.each, step.field) for step in steps)


def swapped(case: Case) -> Iterator[Suspect]:
    """Input and output prices that changed places, so that output is the cheaper one."""
    found: defaultdict[ProviderId, list[Moved]] = defaultdict(list)
    for each in case.moved:
        old, new = ([fields.get(path) for path in HEADLINE] for fields in (each.old, each.new))
        if None not in old and old[0] != old[1] and new == old[::-1] and new[1] < new[0]:
            found[each.key.provider].append(each)
    for moved in found.values():
        if len(moved) >= GATES[Gate.SWAPPED].figure:
            yield from (suspect(Gate.SWAPPED, each, path) for each in moved for path in HEADLINE)


def levelled(case: Case) -> Iterator[Suspect]:
    """Different prices that became one: a placeholder."""
    alike: defaultdict[tuple[ProviderId, str, Decimal], list[_Step]] = defaultdict(list)
    for step in _steps(case.moved):
        if step.field in HEADLINE:
            alike[step.each.key.provider, step.field, step.new].append(step)
    for (provider, _, _), steps in alike.items():
        if (
            len(steps) >= GATES[Gate.LEVELLED].figure
            and len({step.old for step in steps}) >= FEWEST_LEVELLED
            and _is_wide(case, provider, {step.each.key for step in steps})
        ):
            yield from (suspect(Gate.LEVELLED, step.each, step.field) for step in steps)


def _is_wide(case: Case, provider: ProviderId, offerings: set[OfferingKey]) -> bool:
    return len(offerings) >= PATTERN_SHARE * case.stating(provider, *HEADLINE)


def unpriced(case: Case) -> Iterator[Suspect]:
    """Offerings whose whole price is gone, where a provider's are many within days."""
    found: defaultdict[ProviderId, set[OfferingKey]] = defaultdict(set)
    for each in case.moved:
        if any(each.old.get(path) for path in HEADLINE) and is_unpriced(each):
            found[each.key.provider].add(each.key)
    if not found:
        return
    before: defaultdict[ProviderId, set[OfferingKey]] = defaultdict(set)
    for key, each in case.recently(ChangeKind.PRICE):
        body = case.new.offerings.get(key)
        if key.provider in found and each.change.old and body and case.slipped(each, COST):
            if not any(path in values(body) for path in HEADLINE):
                before[key.provider].add(key)
    for provider, keys in found.items():
        if len(keys | before[provider]) >= GATES[Gate.UNPRICED].figure:
            yield from (Suspect(Gate.UNPRICED, key, COST, None, None) for key in sorted(keys))


def is_unpriced(each: Moved) -> bool:
    """Whether an offering has no price any more."""
    return not any(path in each.new for path in HEADLINE)


def blinded(case: Case) -> Iterator[Suspect]:
    """Offerings that lose every capability at once."""
    found: defaultdict[ProviderId, list[Suspect]] = defaultdict(list)
    offerings: defaultdict[ProviderId, set[OfferingKey]] = defaultdict(set)
    for each in case.moved:
        had = [name for name in CAPABILITIES if each.old.get(name)]
        if len(had) >= FEWEST_BLINDED and not any(each.new.get(name) for name in CAPABILITIES):
            found[each.key.provider] += [suspect(Gate.BLINDED, each, name) for name in had]
            offerings[each.key.provider].add(each.key)
    for provider, lost in found.items():
        if len(offerings[provider]) >= GATES[Gate.BLINDED].figure:
            yield from lost


def event(each: Suspect) -> tuple[Gate, ProviderId]:
    """What a suspect of a pattern is part of."""
    return each.gate, each.key.provider


PATTERNS = (scaled, swapped, levelled, unpriced, blinded)
