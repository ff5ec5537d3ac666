"""What witnesses say of a price that jumped: two may bear it out, or stand by the old one.

They are asked about the very offering, by its id or what reads the same at its provider; what
was taken from upstream is no word of theirs.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cached_property

from modelario.catalogue.opinions import prices
from modelario.catalogue.voices import voice
from modelario.history.gates import FEWEST_WITNESSES, WITHIN, Backed, is_far
from modelario.identity.reading.readings import read
from modelario.records import UPSTREAM, Conditions, OfferingKey, ProviderId, SourceId, Testimony
from modelario.upstream.field_paths import field_name


class Hearsay:
    """The testimonies about offerings' prices, read where one is asked for."""

    def __init__(self, testimonies: Iterable[Testimony] = ()) -> None:
        self._testimonies = testimonies

    @cached_property
    def _by_provider(self) -> dict[ProviderId, list[Testimony]]:
        found: defaultdict[ProviderId, list[Testimony]] = defaultdict(list)
        for each in self._testimonies:
            if voice(each) is not UPSTREAM:
                found[each.provider].append(each)
        return found

    def backed(self, key: OfferingKey, path: str, old: Decimal, new: Decimal) -> Backed | None:
        """Tell which price enough witnesses say; ``None`` where too few say either."""
        said = self.figures(key, path)
        for_new, for_old = (
            sum(not is_far(each, price, WITHIN) for each in said) for price in (new, old)
        )
        if max(for_new, for_old) < FEWEST_WITNESSES or for_new == for_old:
            return None
        return Backed.NEW if for_new > for_old else Backed.OLD

    def figures(self, key: OfferingKey, path: str) -> list[Decimal]:
        """What each says of a price who speaks for itself; one with several prices says none."""
        said: defaultdict[SourceId, set[Decimal]] = defaultdict(set)
        for testimony in self._about(key):
            for rule in testimony.rules:
                place = _place(rule.conditions)
                if place is not None:
                    said[voice(testimony)].update(
                        price
                        for unit, price in prices(rule)
                        if f"{place}{unit}" == field_name(path)
                    )
        return [price for found in said.values() if len(found) == 1 for price in found]

    def _about(self, key: OfferingKey) -> Iterator[Testimony]:
        meant = _reading(key.provider, key.offering_id)
        for each in self._by_provider.get(key.provider, ()):
            if _reading(each.provider, each.offering_id) == meant:
                yield each


def _reading(provider: ProviderId, offering_id: str) -> object:
    reading = read(provider, offering_id)
    return reading.signature, frozenset(reading.variant)


def _place(conditions: Conditions) -> str | None:
    """Where upstream has the prices of some conditions, by the names of fields, if anywhere."""
    if conditions.region or conditions.hours:
        return None
    mode = f"modes/{conditions.mode}/" if conditions.mode else ""
    return f"{mode}tiers/{conditions.prompt.tokens}/" if conditions.prompt else mode
