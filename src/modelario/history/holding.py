"""Which fields are held: suspects weighed against what peers say and how long they have stood."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal

from modelario.history.arrival import Arrival, Shift
from modelario.history.fact_patterns import moved_alike, swapped, turned
from modelario.history.gates import (
    GATES,
    MISPLACED,
    PATTERNS,
    SAID_AGAIN,
    Backed,
    is_due,
    is_far,
    is_price,
    is_same,
)
from modelario.history.journal import Ending, Gate, HeldPath, HeldValue, Hold, Withheld, fact_of
from modelario.history.ledger import Ledger
from modelario.history.patterns import (
    is_unpriced,
    levelled,
    moved_one_way,
    scaled,
    uncached,
    unpriced,
)
from modelario.history.reuse import reused
from modelario.history.suspects import (
    Suspect,
    beside_zeros,
    flags,
    jumps,
    limits,
    out_of_bounds,
    suspect,
    zeros,
)
from modelario.records import OfferingKey, ProviderId
from modelario.upstream.field_paths import COST

#: In this order: a field that several gates hold is held by the first.
_RULES = (
    *(reused, swapped, levelled, scaled, moved_one_way, unpriced, uncached),
    *(turned, moved_alike),
    *(out_of_bounds, jumps, zeros, flags, limits),
)
#: The path of all that an offering says.
EVERYTHING = ""

#: A pattern at a provider.
_PatternOf = tuple[Gate, ProviderId, str]

Suspects = dict[HeldPath, Suspect]


def held_fields(
    arrival: Arrival, pending: Iterable[Hold], ledger: Ledger
) -> Mapping[OfferingKey, set[str]]:
    """The fields that keep their last good values, by offering; holds are opened and closed.

    An offering of which :data:`EVERYTHING` is held stays as it was.
    """
    of_fields = (hold for hold in pending if hold.field and hold.gate not in MISPLACED)
    holds = {(hold.key, hold.field): hold for hold in of_fields}
    suspects = _suspects(arrival, holds)
    agreed = _agreed(arrival, suspects.values())
    held: defaultdict[OfferingKey, set[str]] = defaultdict(set)
    for path, each in suspects.items():
        hold = holds.get(path)
        if each.path in agreed and not (hold and hold.rejected_seq is not None):
            if hold:
                ledger.close(hold, Ending.BELIEVED)
        elif _is_held(arrival, each, hold, ledger):
            held[each.key].add(EVERYTHING if each.gate is Gate.IDENTITY else each.field)
    for path, hold in holds.items():
        if path not in suspects and hold.key not in ledger.kept:
            ledger.close(hold, Ending.DROPPED)
    return held


def _suspects(arrival: Arrival, holds: Mapping[HeldPath, Hold]) -> Suspects:
    found: Suspects = {}
    for rule in _RULES:
        for each in rule(arrival):
            found.setdefault(each.path, each)
    moved = {each.key: each for each in arrival.moved} if holds else {}
    for (key, field), hold in holds.items():
        if key in moved and _goes_on(hold, moved[key], found.get((key, field))):
            found[key, field] = suspect(hold.gate, moved[key], field)
    for zero in beside_zeros(arrival, set(found)):
        found.setdefault(zero.path, zero)
    # Another model's prices and limits come with its name.
    others = {each.key for each in found.values() if each.gate is Gate.IDENTITY}
    return {
        path: each
        for path, each in found.items()
        if each.key not in others or each.gate is Gate.IDENTITY
    }


def _goes_on(hold: Hold, each: Shift, now: Suspect | None) -> bool:
    """Whether upstream still says what is held, so that it stays with the gate that held it.

    What has become part of a pattern that is never believed is that from now on.
    """
    if now and GATES[now.gate].believed_after_days is None:
        return False
    if hold.field == COST:
        return is_unpriced(each)
    return each.old.get(hold.field) != each.new.get(hold.field) and _is_alike(
        hold.new, each.new.get(hold.field)
    )


def _agreed(arrival: Arrival, suspects: Iterable[Suspect]) -> set[HeldPath]:
    """What peers say too; of a pattern all or nothing, as more of them say so or do not."""
    agreed: set[HeldPath] = set()
    votes: Counter[_PatternOf] = Counter()
    patterns: list[Suspect] = []
    for each in suspects:
        says = _peers_agree(arrival, each)
        if each.gate in PATTERNS:
            patterns.append(each)
            votes[_pattern(each)] += 0 if says is None else 1 if says else -1
        elif says:
            agreed.add(each.path)
    return agreed | {p.path for p in patterns if votes[_pattern(p)] > 0 and _is_possible(p)}


def _pattern(each: Suspect) -> _PatternOf:
    """What a suspect of a pattern is part of."""
    return each.gate, each.key.provider, fact_of(each.gate, each.field)


def _peers_agree(arrival: Arrival, each: Suspect) -> bool | None:
    if each.gate is Gate.IDENTITY or each.field == COST:
        return None
    if each.new is None and not isinstance(each.kept, bool):
        return None
    if not _is_possible(each):
        return False
    return arrival.peers.agree(
        each.key, each.field, each.kept, False if each.new is None else each.new
    )


def _is_possible(each: Suspect) -> bool:
    return (
        not isinstance(each.new, Decimal) or not each.field.startswith(COST) or is_price(each.new)
    )


def _is_held(arrival: Arrival, each: Suspect, hold: Hold | None, ledger: Ledger) -> bool:
    """Go on with a hold, end it, or open one."""
    since = arrival.today
    if hold and hold.gate is each.gate:
        if hold.rejected_seq is not None and _is_near(hold.new, each.new):
            # Whoever rejected 62.5 has no more use for 65.
            return True
        if _is_near(hold.new, each.new, SAID_AGAIN):
            if _is_believed(arrival, each, hold):
                ledger.close(hold, Ending.BELIEVED)
                return False
            since = hold.since
        if _is_alike(hold.new, each.new):
            return True
    if hold:
        ledger.close(hold, Ending.REPLACED)
    ledger.opened.append(
        Withheld(
            gate=each.gate,
            provider=each.key.provider,
            offering_id=each.key.offering_id,
            field=each.field,
            kept=each.kept,
            new=each.new,
            body=arrival.new.offerings[each.key],
            since=since,
        )
    )
    return True


def _is_believed(arrival: Arrival, each: Suspect, hold: Hold) -> bool:
    """Whether what is held was said for long enough, by what witnesses and peers say of it."""
    backed = None
    if each.gate is Gate.JUMP and isinstance(each.kept, Decimal) and isinstance(each.new, Decimal):
        backed = arrival.hearsay.backed(each.key, each.field, each.kept, each.new)
    due = is_due(hold, arrival.today, arrival.known.looks, backed)
    return due and (backed is Backed.NEW or not _is_contradicted(arrival, each))


def _is_contradicted(arrival: Arrival, each: Suspect) -> bool:
    """Whether what is said again and again is absurd beside what is said of its peers now."""
    if each.gate not in (Gate.JUMP, Gate.LIMIT) or not isinstance(each.new, Decimal):
        return False
    return arrival.said.deny(each.key, each.field, each.kept, each.new)


def _is_near(held: HeldValue, new: HeldValue, times: Decimal = GATES[Gate.JUMP].figure) -> bool:
    if isinstance(held, Decimal) and isinstance(new, Decimal):
        return not is_far(held, new, times)
    return held == new


def _is_alike(held: HeldValue, new: HeldValue) -> bool:
    if isinstance(held, Decimal) and isinstance(new, Decimal):
        return is_same(held, new)
    return held == new
