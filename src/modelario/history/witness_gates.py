"""Gates for what witnesses say: a document that cannot be believed is not heard.

Here only whole documents are held; one price that a witness has wrong harms nobody, since it is
compared and never merged.
"""

from collections.abc import Callable, Iterator, Mapping
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
    FAR = "far"


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
    WitnessGate.FAR: WitnessGateRule(
        Decimal("0.25"), None, "in autumn 2026 less than one price in a hundred lay so far"
    ),
}
#: So many times a price has to be another one to count as moved or as far, of so many that can be
#: compared.
MOVED_FACTOR, FEWEST_COMPARED = Decimal(10), 20

#: A listing as a witness has it, and a unit.
_What = tuple[OfferingKey, str, str]
#: What upstream asks for the plain input and output of its listings, by the unit.
PlainPrices = Mapping[tuple[OfferingKey, str], Decimal]
#: The units of those.
PLAIN = ("input_mtok", "output_mtok")


class Objection(NamedTuple):
    """Why a document is held: the gate, and the cause in words."""

    gate: WitnessGate
    cause: str


def objections(
    new: Read, good: Read | None, fewest: int, upstream: Callable[[], PlainPrices]
) -> Iterator[Objection]:
    """List why a document cannot be believed, the gravest first; nothing where it can.

    It is set beside the last ``good`` one; where there is none, or where prices have moved, beside
    what ``upstream`` asks, too.
    """
    told = len(new.testimonies)
    if told < fewest:
        yield Objection(
            WitnessGate.FEW,
            f"tells of {told:,} listings, and has always told of {fewest:,} or more",
        )
    if new.unread > WITNESS_GATES[WitnessGate.UNREAD].figure * (new.unread + told):
        yield Objection(WitnessGate.UNREAD, f"has {new.unread:,} entries that cannot be read")
    moved = None if good is None else _moved(new, good)
    if good is not None and told < WITNESS_GATES[WitnessGate.SHRUNK].figure * len(good.testimonies):
        before = len(good.testimonies)
        yield Objection(
            WitnessGate.SHRUNK, f"tells of {told:,} listings, where it told of {before:,}"
        )
    if moved is not None:
        yield moved
    far = _beside_upstream(new, upstream()) if good is None or moved is not None else None
    if far is not None:
        yield far


def _moved(new: Read, good: Read) -> Objection | None:
    prices, known = dict(_prices(new)), dict(_prices(good))
    both = prices.keys() & known.keys()
    moved = sum(_has_moved(known[each], prices[each]) for each in both)
    if len(both) >= FEWEST_COMPARED and moved > WITNESS_GATES[WitnessGate.MOVED].figure * len(both):
        return Objection(
            WitnessGate.MOVED,
            f"has {moved:,} of {len(both):,} prices {MOVED_FACTOR} times higher or lower at once",
        )
    return None


def _beside_upstream(new: Read, upstream: PlainPrices) -> Objection | None:
    both = [
        (ours, theirs)
        for (key, _, unit), theirs in _prices(new)
        if (ours := upstream.get((key, unit)))
    ]
    far = sum(_has_moved(ours, theirs) for ours, theirs in both)
    if len(both) < FEWEST_COMPARED or far <= WITNESS_GATES[WitnessGate.FAR].figure * len(both):
        return None
    return Objection(
        WitnessGate.FAR,
        f"has {far:,} of {len(both):,} prices {MOVED_FACTOR} times higher or lower than models.dev",
    )


def _prices(read: Read) -> Iterator[tuple[_What, Decimal]]:
    """The plain prices of input and output, by the listing."""
    for each in read.testimonies:
        key = OfferingKey(each.provider, each.offering_id)
        for rule in each.rules:
            if rule.conditions == ALWAYS:
                for unit in PLAIN:
                    if price := getattr(rule.price, unit):
                        yield (key, each.key, unit), price


def _has_moved(old: Decimal, new: Decimal) -> bool:
    return max(old, new) >= MOVED_FACTOR * min(old, new)


def is_given_up(gate: WitnessGate, held: tuple[Hearing, ...], today: Hearing) -> bool:
    """Whether a witness has said so for long enough: ``held`` is what was held of it since."""
    days = WITNESS_GATES[gate].believed_after_days
    since = min((each.as_of for each in held if each.state is State.HELD), default=today.as_of)
    return days is not None and (today.as_of - since).days >= days
