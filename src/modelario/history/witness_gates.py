"""Gates for what witnesses say: a document that cannot be believed is not heard.

Here only whole documents are held; one price that a witness has wrong harms nobody, since it is
compared and never merged.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from modelario.history.journal import Hearing, State
from modelario.records import ALWAYS, OfferingKey
from modelario.witnesses.reading import Read


class WitnessGate(StrEnum):
    """The rules that hold back a witness's document."""

    FEW = "few"
    UNREAD = "unread"
    SHRUNK = "shrunk"
    MOVED = "moved"


class WitnessGateRule(NamedTuple):
    """A gate's figure, after how many days its objection is given up, and the reasons."""

    figure: Decimal
    believed_after_days: int | None
    because: str


WITNESS_GATES: Mapping[WitnessGate, WitnessGateRule] = {
    # The figure is that of each witness.
    WitnessGate.FEW: WitnessGateRule(Decimal(0), None, "an error page, or a part of a document"),
    WitnessGate.UNREAD: WitnessGateRule(
        Decimal("0.25"), None, "of 6,700 entries of autumn 2026 each could be read"
    ),
    WitnessGate.SHRUNK: WitnessGateRule(
        Decimal("0.5"), 7, "lists are cleared up in steps; 7.6 % is upstream's largest real loss"
    ),
    WitnessGate.MOVED: WitnessGateRule(
        Decimal("0.1"), 7, "prices move one by one; all together a unit was mistaken"
    ),
}
#: So many times a price has to be another one to count as moved, of so many that can be compared.
MOVED_FACTOR, FEWEST_COMPARED = Decimal(10), 20

#: A listing as a witness has it, and a unit.
_What = tuple[OfferingKey, str, str]


class Objection(NamedTuple):
    """Why a document is held: the gate, and the cause in words."""

    gate: WitnessGate
    cause: str


def objection(new: Read, good: Read | None, fewest: int) -> Objection | None:
    """Why a document cannot be believed beside the last good one; ``None`` where it can."""
    told = len(new.testimonies)
    if told < fewest:
        return Objection(
            WitnessGate.FEW,
            f"tells of {told:,} listings, and has always told of {fewest:,} or more",
        )
    if new.unread > WITNESS_GATES[WitnessGate.UNREAD].figure * (new.unread + told):
        return Objection(WitnessGate.UNREAD, f"has {new.unread:,} entries that cannot be read")
    return None if good is None else _beside(new, good)


def _beside(new: Read, good: Read) -> Objection | None:
    told, before = len(new.testimonies), len(good.testimonies)
    if told < WITNESS_GATES[WitnessGate.SHRUNK].figure * before:
        return Objection(
            WitnessGate.SHRUNK, f"tells of {told:,} listings, where it told of {before:,}"
        )
    prices, known = dict(_prices(new)), dict(_prices(good))
    both = prices.keys() & known.keys()
    moved = sum(_has_moved(known[each], prices[each]) for each in both)
    if len(both) >= FEWEST_COMPARED and moved > WITNESS_GATES[WitnessGate.MOVED].figure * len(both):
        return Objection(
            WitnessGate.MOVED,
            f"has {moved:,} of {len(both):,} prices {MOVED_FACTOR} times higher or lower at once",
        )
    return None


def _prices(read: Read) -> Iterator[tuple[_What, Decimal]]:
    """The plain prices of input and output, by the listing."""
    for each in read.testimonies:
        key = OfferingKey(each.provider, each.offering_id)
        for rule in each.rules:
            if rule.conditions == ALWAYS:
                for unit in ("input_mtok", "output_mtok"):
                    if price := getattr(rule.price, unit):
                        yield (key, each.key, unit), price


def _has_moved(old: Decimal, new: Decimal) -> bool:
    return max(old, new) >= MOVED_FACTOR * min(old, new)


def is_given_up(gate: WitnessGate, held: tuple[Hearing, ...], today: Hearing) -> bool:
    """Whether a witness has said so for long enough: ``held`` is what was held of it since."""
    days = WITNESS_GATES[gate].believed_after_days
    since = min((each.as_of for each in held if each.state is State.HELD), default=today.as_of)
    return days is not None and (today.as_of - since).days >= days
