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

from modelario.history.gates import ABSURD_FACTOR, GATES, WITHIN, is_far
from modelario.history.journal import Gate, HeldValue
from modelario.records import ModelId, ModelOf, OfferingKey
from modelario.upstream.document import RawDocument
from modelario.upstream.field_paths import Value, values

#: So near the median of its peers a value is mended that was absurd; of others more is asked.
MENDED_WITHIN = Decimal(5)
#: So many peers have to contradict a price that upstream repeats.
FEWEST_PEERS = 2


class Peers:
    """What a document says of every model's offerings, read where it is asked for."""

    def __init__(self, document: RawDocument, models: ModelOf) -> None:
        self._document, self._models = document, models
        self._read: dict[OfferingKey, Mapping[str, Value]] = {}

    @cached_property
    def _offerings(self) -> Mapping[ModelId, list[OfferingKey]]:
        found: defaultdict[ModelId, list[OfferingKey]] = defaultdict(list)
        for key, model in self._models.items():
            if model is not None and key in self._document.offerings:
                found[model].append(key)
        return found

    def stated(self, key: OfferingKey, field: str) -> list[Value]:
        """What other providers say in a field of the same model."""
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
            self._read[key] = values(self._document.offerings[key])
        return self._read[key]

    def agree(self, key: OfferingKey, field: str, old: Value | None, new: Value) -> bool | None:
        """Whether peers say the new value rather than the old one; ``None`` where none is known."""
        stated = self.stated(key, field)
        if isinstance(new, bool) or isinstance(old, bool):
            return _majority(stated, bool(new)) if stated else None
        if isinstance(new, str):
            for_new, for_old = stated.count(new), stated.count(old) if old is not None else 0
            return None if for_new == for_old else for_new > for_old
        numbers = _numbers(stated)
        if numbers and new == 0:
            return median(numbers) == 0
        paid = [each for each in numbers if each > 0]
        return _is_nearer(new, old, median(paid)) if paid else None

    def deny(self, key: OfferingKey, field: str, old: HeldValue, new: Decimal) -> bool:
        """Whether a price has left what peers ask, for one that is absurd beside theirs."""
        stated = [each for each in _numbers(self.stated(key, field)) if each > 0]
        if len(stated) < FEWEST_PEERS or not isinstance(old, Decimal):
            return False
        middle = median(stated)
        return is_far(new, middle, ABSURD_FACTOR) and not is_far(old, middle, WITHIN)


def _numbers(stated: list[Value]) -> list[Decimal]:
    return [each for each in stated if isinstance(each, Decimal) and each.is_finite()]


def _majority(stated: list[Value], new: bool) -> bool:
    return 2 * sum(value is new for value in stated) > len(stated)


def _is_nearer(new: Decimal, old: Value | None, peers: Decimal) -> bool:
    if not new.is_finite() or new <= 0:
        return False
    now = _times(new, peers)
    if not isinstance(old, Decimal) or old <= 0:
        return now <= WITHIN
    before = _times(old, peers)
    return now < before and now <= (MENDED_WITHIN if before >= GATES[Gate.JUMP].figure else WITHIN)


def _times(one: Decimal, other: Decimal) -> Decimal:
    return max(one, other) / min(one, other)
