"""A new document beside what is published: what every gate looks at, read once."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple

from modelario.history.gates import JUMP_WINDOW_DAYS, LOSS_WINDOW_DAYS, is_price
from modelario.history.hearsay import Hearsay
from modelario.history.journal import DatedChange, HeldPath
from modelario.history.peers import Peers
from modelario.records import ChangeKind, ModelOf, OfferingKey, ProviderId, Testimony
from modelario.upstream.costs import prices
from modelario.upstream.document import RawDocument
from modelario.upstream.field_paths import Value, field_name, is_price_path, values


class Background(NamedTuple):
    """What else is known when a document is judged."""

    #: Which model each published offering is.
    models: ModelOf = MappingProxyType({})
    #: What was published as changed in the last days; as many as :data:`WINDOW_DAYS` count.
    recent: Sequence[DatedChange] = ()
    #: The days on which upstream was looked at.
    looks: Collection[date] = ()
    #: What was believed or released of what was held, and on which day: it is no slow slip.
    accepted: Mapping[HeldPath, date] = MappingProxyType({})
    #: What witnesses say of offerings, as they were last heard; read once, where it is needed.
    testimonies: Iterable[Testimony] = ()


#: How many days of changes the gates look back on.
WINDOW_DAYS = JUMP_WINDOW_DAYS


class Shift(NamedTuple):
    """An offering that is not as it was published: its fields then and now, by path."""

    key: OfferingKey
    old: Mapping[str, Value]
    new: Mapping[str, Value]

    def prices(self) -> Iterator[tuple[str, Decimal, Decimal]]:
        """The prices that moved, by path: what was published, and what can be a price now."""
        for path, new in self.new.items():
            old = self.old.get(path)
            if not (isinstance(old, Decimal) and isinstance(new, Decimal)):
                continue
            if is_price_path(path) and is_price(new) and old != new:
                yield path, old, new


class Arrival:
    """A new document beside what is published, some of which may be unreadable by now."""

    def __init__(
        self,
        published: RawDocument,
        new: RawDocument,
        today: date,
        known: Background,
        unreadable: Collection[OfferingKey] = (),
    ) -> None:
        self.published, self.new, self.today, self.known = published, new, today, known
        self._unreadable = unreadable
        #: What other providers' published offerings say, and what upstream says of them now.
        self.peers, self.said = Peers(published, known.models), Peers(new, known.models)
        self.hearsay = Hearsay(known.testimonies)
        self._stated: dict[ProviderId, list[dict[str, Value]]] = {}

    @cached_property
    def moved(self) -> list[Shift]:
        """What is listed and not as it was published, new offerings among it."""
        return [
            self._moved(key, body)
            for key, body in self.new.offerings.items()
            if self.published.offerings.get(key) != body
        ]

    def _moved(self, key: OfferingKey, body: bytes) -> Shift:
        was = self.published.offerings.get(key)
        old = values(was) if was is not None else {}
        # What cannot be read has taken nothing back.
        return Shift(key, old, {**old, **prices(body)} if key in self._unreadable else values(body))

    @cached_property
    def listed(self) -> Mapping[ProviderId, list[OfferingKey]]:
        """What is published of each provider."""
        found: defaultdict[ProviderId, list[OfferingKey]] = defaultdict(list)
        for key in self.published.offerings:
            found[key.provider].append(key)
        return found

    def stating(self, provider: ProviderId, *fields: str) -> int:
        """How many of a provider's published offerings have one of some fields, above nothing."""
        return sum(any(says.get(field) for field in fields) for says in self.stated(provider))

    def stated(self, provider: ProviderId) -> list[dict[str, Value]]:
        """What each of a provider's published offerings says."""
        if provider not in self._stated:
            bodies = (self.published.offerings[key] for key in self.listed.get(provider, ()))
            self._stated[provider] = [values(body) for body in bodies]
        return self._stated[provider]

    def before(self, key: OfferingKey, path: str) -> list[Value]:
        """What a field was, before each of its moves in the last days."""
        return [
            each.change.old
            for each in self._recent.get((key, field_name(path)), ())
            if each.change.old is not None and self.slipped(each, path)
        ]

    @cached_property
    def _recent(self) -> Mapping[HeldPath, list[DatedChange]]:
        found: defaultdict[HeldPath, list[DatedChange]] = defaultdict(list)
        for each in self.known.recent:
            if each.change.key is not None and each.change.field is not None:
                found[each.change.key, each.change.field].append(each)
        return found

    def recently(self, *kinds: ChangeKind) -> Iterator[tuple[OfferingKey, DatedChange]]:
        """The changes of offerings over which losses are added up."""
        first = self.today - timedelta(LOSS_WINDOW_DAYS)
        for each in self.known.recent:
            change = each.change
            if change.key and first < each.as_of <= self.today and change.kind in kinds:
                yield change.key, each

    def slipped(self, each: DatedChange, path: str) -> bool:
        """Whether a change came by without having been held, and accepted, first."""
        key = each.change.key
        accepted = self.known.accepted.get((key, path)) if key else None
        return accepted is None or each.as_of > accepted


def by_provider(keys: Iterable[OfferingKey]) -> Counter[ProviderId]:
    """Count offerings by provider."""
    return Counter(key.provider for key in keys)
