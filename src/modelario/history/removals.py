"""What a document lacks, and what it has more: offerings that vanish, a document that bursts."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import NamedTuple

from modelario.history.arrival import Arrival, by_provider
from modelario.history.gates import (
    FEWEST_GAINED,
    FEWEST_MOVED,
    GATES,
    MOST_GAINED_AT_ONCE,
    MOST_LOST_AT_ONCE,
    MOST_LOST_SLOWLY,
    SMALLEST_GATED_PROVIDER,
    is_due,
)
from modelario.history.journal import Ending, Gate, Hold, Withheld
from modelario.history.ledger import Ledger
from modelario.history.renames import renamed
from modelario.records import ChangeKind, OfferingKey, ProviderId
from modelario.upstream.document import RawDocument, parse


class Movement(NamedTuple):
    """What is gone and what is new, but for providers that only go by another name."""

    gone: set[OfferingKey]
    gained: set[OfferingKey]
    unreadable: set[OfferingKey]


def movement(published: RawDocument, new: RawDocument) -> Movement:
    """Tell what is gone and what is new; an offering that can no longer be read is gone."""
    changed = {k: b for k, b in new.offerings.items() if published.offerings.get(k) != b}
    readable = _readable(changed)
    unreadable = changed.keys() - readable
    missing = published.offerings.keys() - (new.offerings.keys() - unreadable)
    gone = _readable({key: published.offerings[key] for key in missing})
    gained = readable - published.offerings.keys()
    names = renamed(published, new)
    along = {key for key in gone if key.provider in names}
    return Movement(
        gone - along,
        gained - {key._replace(provider=names[key.provider]) for key in along},
        unreadable,
    )


def _readable(offerings: Mapping[OfferingKey, bytes]) -> set[OfferingKey]:
    document = parse(RawDocument({}, offerings, {}))
    return {offering.key for offering in document.offerings}


def too_much(arrival: Arrival, moves: Movement, held: Collection[OfferingKey]) -> Gate | None:
    """The gate by which a document is held whole: it lost, gained or changed too much.

    ``held`` are removals that are held already. The figures are for a day; whoever looks again
    after weeks finds more.
    """
    days = max(1, (arrival.today - max(arrival.known.looks)).days) if arrival.known.looks else 1
    had = len(arrival.published.offerings) - len(held)
    if not had:
        return None
    lost = len(moves.gone - set(held))
    if lost > min(MOST_LOST_AT_ONCE, GATES[Gate.SNAPSHOT].figure * days) * had:
        return Gate.SNAPSHOT
    gained = len(moves.gained)
    most = min(MOST_GAINED_AT_ONCE, GATES[Gate.GROWTH].figure * days) * had
    if gained > max(Decimal(FEWEST_GAINED), most):
        return Gate.GROWTH
    if _restated(arrival) > max(Decimal(FEWEST_MOVED), GATES[Gate.VOLUME].figure * days * had):
        return Gate.VOLUME
    return None


def _restated(arrival: Arrival) -> int:
    """How many offerings no longer say what they said: what is new about them is no slip."""
    return sum(
        any(each.new.get(field) != old for field, old in each.old.items()) for each in arrival.moved
    )


def kept_removals(
    gone: Collection[OfferingKey],
    removals: Mapping[OfferingKey, Hold],
    arrival: Arrival,
    ledger: Ledger,
) -> set[OfferingKey]:
    """The offerings that stay listed because their removal is held already."""
    kept = set()
    for key, hold in removals.items():
        if key not in gone:
            ledger.close(hold, Ending.DROPPED)
        elif is_due(hold, arrival.today, arrival.known.looks):
            ledger.close(hold, Ending.BELIEVED)
        else:
            kept.add(key)
    return kept


def shrunk(
    arrival: Arrival, moves: Movement, held: Collection[OfferingKey], ledger: Ledger
) -> set[OfferingKey]:
    """Hold the removals of providers that shrink by half, at once or within days.

    Renaming all they have is no loss.
    """
    vanished = moves.gone - set(held)
    lost = by_provider(vanished)
    if not lost:
        return set()
    left, came = _recent_moves(arrival)
    listed = by_provider(arrival.published.offerings.keys() - set(held))
    gained = by_provider(moves.gained)
    gated = set()
    for provider, number in lost.items():
        net = number - gained[provider]
        slowly = net + len(left[provider]) - len(came[provider])
        before = listed[provider] + len(left[provider]) - len(came[provider])
        if max(before, listed[provider]) >= SMALLEST_GATED_PROVIDER and (
            net >= GATES[Gate.PROVIDER].figure * listed[provider]
            or slowly >= MOST_LOST_SLOWLY * before
        ):
            gated.add(provider)
    kept = {key for key in vanished if key.provider in gated}
    ledger.opened += [
        Withheld(gate=Gate.PROVIDER, provider=provider, offering_id=id_, since=arrival.today)
        for provider, id_ in sorted(kept)
    ]
    return kept


_Keys = Mapping[ProviderId, set[OfferingKey]]


def _recent_moves(arrival: Arrival) -> tuple[_Keys, _Keys]:
    """What left providers in the last days and is still away, and what came and is still there."""
    left: defaultdict[ProviderId, set[OfferingKey]] = defaultdict(set)
    came: defaultdict[ProviderId, set[OfferingKey]] = defaultdict(set)
    for key, each in arrival.recently(ChangeKind.REMOVED, ChangeKind.ADDED, ChangeKind.RETURNED):
        is_listed = key in arrival.published.offerings
        if each.change.kind is ChangeKind.REMOVED:
            if not is_listed and arrival.slipped(each, ""):
                left[key.provider].add(key)
        elif is_listed and key in arrival.new.offerings:
            came[key.provider].add(key)
    return left, came
