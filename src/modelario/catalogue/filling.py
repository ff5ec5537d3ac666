"""What witnesses say put among an offering's own rules, where it changes nothing of them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from operator import itemgetter
from typing import NamedTuple

from modelario.records import Conditions, PriceRule, SourceId, TokenPrice

UNITS = TokenPrice.__struct_fields__


class Filling(NamedTuple):
    """A price that upstream lacks, of the witness that is named for it."""

    unit: str
    conditions: Conditions
    price: Decimal
    witness: SourceId


def with_fillings(own: tuple[PriceRule, ...], fillings: Iterable[Filling]) -> tuple[PriceRule, ...]:
    """Put prices among the rules so that nothing changes that upstream says.

    A rule that is set apart by more goes behind one that is set apart by less, as upstream's do.
    """
    rules = list(own)
    ranks = [rule.conditions.rank for rule in own]
    found = ((rule.conditions.rank, rule) for rule in _rules(fillings))
    for rank, rule in sorted(found, key=itemgetter(0)):
        at = next((at for at, other in enumerate(ranks) if other > rank), len(rules))
        rules.insert(at, rule)
        ranks.insert(at, rank)
    return tuple(rules)


def _rules(fillings: Iterable[Filling]) -> Iterator[PriceRule]:
    """Put together what one witness says of one condition."""
    found: defaultdict[tuple[SourceId, Conditions], dict[str, Decimal]] = defaultdict(dict)
    for each in fillings:
        found[each.witness, each.conditions][each.unit] = each.price
    for (witness, conditions), by_unit in found.items():
        tokens = {unit: price for unit, price in by_unit.items() if unit in UNITS}
        pieces = {unit: price for unit, price in by_unit.items() if unit not in UNITS}
        yield PriceRule(
            price=TokenPrice(**tokens), conditions=conditions, pieces=pieces, source=witness
        )
