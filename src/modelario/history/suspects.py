"""Single fields that do not pass a gate: out of bounds, a jump, a zero, a flag that is gone."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from decimal import Decimal
from typing import NamedTuple

from modelario.history.arrival import Arrival, Shift, by_provider
from modelario.history.gates import (
    FEWEST_FLAGS,
    FEWEST_LIMITS,
    GATES,
    HIGHEST_RISE_FROM_ZERO,
    is_far,
    is_price,
)
from modelario.history.journal import Gate, HeldPath, HeldValue
from modelario.records import CAPABILITIES, ChangeKind, OfferingKey, ProviderId
from modelario.upstream.costs import prices
from modelario.upstream.field_paths import (
    LIMITS,
    MODALITIES,
    Value,
    field_name,
    is_price_path,
    kinds_in,
)


class Suspect(NamedTuple):
    """A field whose new value a gate does not let pass."""

    gate: Gate
    key: OfferingKey
    field: str
    kept: HeldValue
    new: HeldValue

    @property
    def path(self) -> HeldPath:
        """The field that it is about."""
        return self.key, self.field


def suspect(gate: Gate, each: Shift, field: str) -> Suspect:
    """Suspect one field of an offering that moved."""
    return Suspect(gate, each.key, field, each.old.get(field), each.new.get(field))


def out_of_bounds(arrival: Arrival) -> Iterator[Suspect]:
    """Numbers that cannot be prices, wherever they come from."""
    for each in arrival.moved:
        for field, price in each.new.items():
            if is_price_path(field) and isinstance(price, Decimal) and not is_price(price):
                yield suspect(Gate.BOUNDS, each, field)


def jumps(arrival: Arrival) -> Iterator[Suspect]:
    """Prices far from what they were, at once or in steps; one first told is none."""
    for each in arrival.moved:
        for field, good, price in each.prices():
            if _jumps(good, price) or any(
                _jumps(was, price) and (was < good < price or was > good > price)
                for was in arrival.before(each.key, field)
                if isinstance(was, Decimal)
            ):
                yield suspect(Gate.JUMP, each, field)


def _jumps(good: Decimal, price: Decimal) -> bool:
    if good == 0:
        # A rise from nothing has no ratio.
        return price > HIGHEST_RISE_FROM_ZERO
    return price != 0 and is_far(good, price)


def zeros(arrival: Arrival) -> Iterator[Suspect]:
    """Paid prices that are zero now, where a provider's are many within days."""
    found = [suspect(Gate.ZERO, each, field) for each in arrival.moved for field in _zeroed(each)]
    many = by_provider([each.key for each in found])
    if many:
        before = _zeroed_before(arrival) - {each.path for each in found}
        many.update(by_provider([key for key, _ in before]))
    yield from (each for each in found if many[each.key.provider] >= GATES[Gate.ZERO].figure)


def _zeroed(each: Shift) -> Iterator[str]:
    return (field for field, good, price in each.prices() if price == 0 < good)


def _zeroed_before(arrival: Arrival) -> set[HeldPath]:
    """The prices that went to zero in the last days, and are."""
    found = set()
    for key, each in arrival.recently(ChangeKind.PRICE):
        if each.change.old and not each.change.new and (body := arrival.new.offerings.get(key)):
            found |= {
                (key, path)
                for path, price in prices(body).items()
                if price == 0
                and field_name(path) == each.change.field
                and arrival.slipped(each, path)
            }
    return found


def beside_zeros(arrival: Arrival, held: set[HeldPath]) -> Iterator[Suspect]:
    """New zeros beside a field of the same listing that is held: they go together."""
    listings = {key for key, field in held if is_price_path(field)}
    for each in arrival.moved:
        if each.key in listings:
            yield from (suspect(Gate.ZERO, each, field) for field in _zeroed(each))


def limits(arrival: Arrival) -> Iterator[Suspect]:
    """Context windows that jump, and other limits where a provider's do so in number."""
    found: defaultdict[ProviderId, list[Suspect]] = defaultdict(list)
    for each in arrival.moved:
        for field in LIMITS:
            old, new = each.old.get(field), each.new.get(field)
            if old and new and is_far(Decimal(old), Decimal(new), GATES[Gate.LIMIT].figure):
                found[each.key.provider].append(suspect(Gate.LIMIT, each, field))
    for of_one in found.values():
        many = len(of_one) >= FEWEST_LIMITS
        yield from (each for each in of_one if many or each.field == LIMITS[0])


def flags(arrival: Arrival) -> Iterator[Suspect]:
    """A capability or a modality that nearly all of a provider's offerings lose on one day."""
    found: defaultdict[tuple[ProviderId, str, str], list[Suspect]] = defaultdict(list)
    for each in arrival.moved:
        for field in (*CAPABILITIES, *MODALITIES):
            for lost in _able(each.old, field) - _able(each.new, field):
                found[each.key.provider, field, lost].append(suspect(Gate.FLAG, each, field))
    for (provider, field, lost), suspects in found.items():
        had = sum(lost in _able(says, field) for says in arrival.stated(provider))
        if len(suspects) >= FEWEST_FLAGS and len(suspects) >= GATES[Gate.FLAG].figure * had:
            yield from suspects


def _able(says: Mapping[str, Value], field: str) -> AbstractSet[str]:
    """What an offering can by one field: a capability itself, or some modalities."""
    if field in MODALITIES:
        return kinds_in(says.get(field))
    return {field} if says.get(field) is True else set()
