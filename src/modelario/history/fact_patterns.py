"""Facts of one provider that moved alike: one slip, held as one of each fact that shows it."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from itertools import chain
from typing import Any, NamedTuple

from modelario.dates import checked_date
from modelario.history.arrival import Arrival, Shift
from modelario.history.gates import (
    FEWEST_OF_SMALL,
    FEWEST_TURNED,
    GATES,
    PATTERN_FACTORS,
    PATTERN_SHARE,
    SHARE_OF_SMALL,
)
from modelario.history.journal import Gate
from modelario.history.suspects import Suspect, suspect
from modelario.records import CAPABILITIES, OfferingKey, ProviderId
from modelario.upstream.field_paths import (
    DATES,
    KNOWLEDGE,
    LIMITS,
    MODALITIES,
    NAME,
    OPEN_WEIGHTS,
    READS,
    RELEASED,
    STATUS,
    WRITES,
    Value,
)


class _SameMove(NamedTuple):
    """What moves of one provider have in common."""

    gate: Gate
    provider: ProviderId
    field: str
    #: What became of all of them.
    move: str


_Likeness = Callable[[Gate, Value | None, Value | None], str | None]


def _becoming_one(_gate: Gate, _old: Value | None, new: Value | None) -> str | None:
    """A placeholder, the day of the look, a slip in a table; also where nothing was stated."""
    return None if new is None else str(new)


def _moving(_gate: Gate, old: Value | None, new: Value | None) -> str | None:
    """Another time zone, another calendar."""
    before, after = (checked_date(day) if isinstance(day, str) else None for day in (old, new))
    return str(after - before) if before and after else None


def _vanishing(_gate: Gate, _old: Value | None, new: Value | None) -> str | None:
    return "" if new is None else None


def _multiplied(gate: Gate, old: Value | None, new: Value | None) -> str | None:
    """Another unit."""
    if not (isinstance(old, Decimal) and isinstance(new, Decimal)) or min(old, new) <= 0:
        return None
    is_large = max(old, new) >= PATTERN_FACTORS[gate] * min(old, new)
    # Small limits are rounded coarsely: 8,192 becomes 8.
    return f"{new / old:.0e}" if is_large else None


#: What is suspicious of many, of which facts, and how many values have to differ before.
_RULES: tuple[tuple[Gate, _Likeness, tuple[str, ...], int], ...] = (
    (Gate.ALIKE, _becoming_one, (NAME, *DATES), 2),
    # Whoever learns to read PDF does so for texts and for pictures.
    (Gate.ALIKE, _becoming_one, MODALITIES, 3),
    (Gate.UNIFORM, _becoming_one, LIMITS, 2),
    # Of these there are but few values.
    (Gate.UNIFORM, _becoming_one, (STATUS, OPEN_WEIGHTS), 1),
    (Gate.SHIFTED, _moving, DATES, 2),
    (Gate.UNSTATED, _vanishing, (NAME, *DATES, *MODALITIES, *LIMITS, OPEN_WEIGHTS), 1),
    (Gate.RESIZED, _multiplied, LIMITS, 1),
)


def moved_alike(arrival: Arrival) -> Iterator[Suspect]:
    """Facts of many of a provider's offerings that moved alike, as nobody would mean it."""
    for gate, rule, fields, fewest in _RULES:
        found: defaultdict[_SameMove, list[Shift]] = defaultdict(list)
        for each in arrival.moved:
            for field in fields if each.old else ():
                old, new = each.old.get(field), each.new.get(field)
                if old != new and (move := rule(gate, old, new)) is not None:
                    found[_SameMove(gate, each.key.provider, field, move)].append(each)
        for alike, shifts in found.items():
            before = [each.old[alike.field] for each in shifts if alike.field in each.old]
            if len({*before}) >= fewest and _are_many(arrival, alike, len(before)):
                yield from (suspect(gate, each, alike.field) for each in shifts)


def _are_many(arrival: Arrival, alike: _SameMove, number: int) -> bool:
    if number < FEWEST_OF_SMALL:
        return False
    of_all = sum(alike.field in stated for stated in arrival.stated(alike.provider))
    enough = number >= GATES[alike.gate].figure
    return number >= (PATTERN_SHARE if enough else SHARE_OF_SMALL) * of_all


class _Places(NamedTuple):
    """Two fields that may change places, and what nobody would mean of them afterwards."""

    one: str
    other: str
    is_absurd: Callable[[Any, Any], bool]


_PLACES = (
    _Places("cost/input", "cost/output", lambda reading, writing: writing < reading),
    _Places("limit/context", "limit/output", lambda context, output: output > context),
    _Places(READS, WRITES, lambda _reads, _writes: True),
    _Places(RELEASED, KNOWLEDGE, lambda released, known: known > released),
)


def swapped(arrival: Arrival) -> Iterator[Suspect]:
    """Fields that changed places, where that makes some offerings absurd."""
    for places in _PLACES:
        fields = (places.one, places.other)
        found: defaultdict[ProviderId, list[Shift]] = defaultdict(list)
        absurd: Counter[ProviderId] = Counter()
        for each in arrival.moved:
            was, now = ([says.get(field) for field in fields] for says in (each.old, each.new))
            if None not in was and was != now == was[::-1]:
                found[each.key.provider].append(each)
                absurd[each.key.provider] += places.is_absurd(*now)
        for provider, shifts in found.items():
            if absurd[provider] >= GATES[Gate.SWAPPED].figure:
                for each in shifts:
                    yield from (suspect(Gate.SWAPPED, each, field) for field in fields)


#: Flags that all become one: what they are then.
_TURNED: Mapping[Gate, bool] = {Gate.BLINDED: False, Gate.ENABLED: True}


def turned(arrival: Arrival) -> Iterator[Suspect]:
    """Offerings that lose every capability at once, or get every one."""
    for gate, become in _TURNED.items():
        found: defaultdict[ProviderId, dict[OfferingKey, list[Suspect]]] = defaultdict(dict)
        for each in arrival.moved:
            others = [suspect(gate, each, name) for name in _unlike(each.old, become)]
            if each.old and others and not _unlike(each.new, become):
                found[each.key.provider][each.key] = others
        for provider, by_key in found.items():
            sure = sum(len(others) >= FEWEST_TURNED for others in by_key.values())
            before = sum(not _unlike(says, become) for says in arrival.stated(provider))
            is_whole = len(by_key) + before >= len(arrival.listed.get(provider, ()))
            if sure >= GATES[gate].figure or (len(by_key) >= FEWEST_OF_SMALL and is_whole):
                yield from chain.from_iterable(by_key.values())


def _unlike(says: Mapping[str, Value], become: bool) -> list[str]:
    """The capabilities that are not what all are to become; what is not mentioned is denied."""
    return [name for name in CAPABILITIES if bool(says.get(name)) is not become]


FACT_PATTERNS = (swapped, moved_alike, turned)
