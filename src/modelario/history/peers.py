"""What other providers publish for the same model: who says the same is believed at once.

A jump towards what others ask is the mending of a mistake; one away from it is a mistake until
they follow. Peers are what is *published* of other providers, which no slip of the day has
touched yet.
"""

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from functools import cached_property
from statistics import median

from modelario.history.gates import is_far
from modelario.records import ModelId, ModelOf, OfferingKey
from modelario.upstream.fields import Value, values
from modelario.upstream.document import RawDocument

#: So near the median of its peers a value is theirs.
WITHIN = Decimal(2)
#: So many peers have to contradict a price that upstream repeats.
FEWEST_WITNESSES = 2


class Peers:
    """What is published of every model's offerings, read where it is asked for."""

    def __init__(self, published: RawDocument, models: ModelOf) -> None:
        self._published, self._models = published, models
        self._read: dict[OfferingKey, Mapping[str, Value]] = {}

    @cached_property
    def _offerings(self) -> Mapping[ModelId, list[OfferingKey]]:
        found: defaultdict[ModelId, list[OfferingKey]] = defaultdict(list)
        for key, model in self._models.items():
            if model is not None and key in self._published.offerings:
                found[model].append(key)
        return found

    def stated(self, key: OfferingKey, field: str) -> list[Value]:
        """What other providers publish in a field of the same model."""
        model = self._models.get(key)
        others = self._offerings.get(model, ()) if model else ()
        return [
            value
            for other in others
            if other.provider != key.provider
            and (value := self._values(other).get(field)) is not None
        ]

    def _values(self, key: OfferingKey) -> Mapping[str, Value]:
        if key not in self._read:
            self._read[key] = values(self._published.offerings[key])
        return self._read[key]

    def agree(self, key: OfferingKey, field: str, old: Value, new: Value) -> bool | None:
        """Whether peers say the new value rather than the old one; ``None`` where none is known."""
        stated = self.stated(key, field)
        if isinstance(new, bool) or isinstance(old, bool):
            return _majority(stated, bool(new)) if stated else None
        numbers = [each for each in stated if isinstance(each, Decimal) and each.is_finite()]
        if not numbers or not isinstance(new, Decimal):
            return None
        if new == 0:
            return median(numbers) == 0
        if not any(numbers):
            return None
        return _is_nearer(new, old, median(filter(None, numbers)))

    def deny(self, key: OfferingKey, field: str, old: Value, new: Decimal) -> bool:
        """Whether a price has left what peers ask, for one that is far from theirs."""
        stated = [each for each in self.stated(key, field) if isinstance(each, Decimal) and each > 0]
        if len(stated) < FEWEST_WITNESSES or not isinstance(old, Decimal):
            return False
        middle = median(stated)
        return is_far(new, middle) and not is_far(old, middle, WITHIN)


def _majority(stated: list[Value], new: bool) -> bool:
    return 2 * sum(value is new for value in stated) > len(stated)


def _is_nearer(new: Decimal, old: Value, peers: Decimal) -> bool:
    if not new.is_finite() or is_far(new, peers, WITHIN):
        return False
    return not isinstance(old, Decimal) or old <= 0 or _times(new, peers) < _times(old, peers)


def _times(one: Decimal, other: Decimal) -> Decimal:
    return max(one, other) / min(one, other)
