"""Groups of offerings held to be one model, and what is known of each from its offerings."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from modelario.identity.reading.labs import first_parties
from modelario.identity.reading.readings import Reading
from modelario.identity.reading.tokens import PIN, Signature
from modelario.records import LabId, Offering, ProviderId, Reason


class Member(NamedTuple):
    """An offering and how its id reads."""

    offering: Offering
    reading: Reading


class Dropped(NamedTuple):
    """Tokens that a rule left out of a name."""

    code: str
    field: str | None
    tokens: Signature


class Group:
    """Offerings of one model; ``names`` are the signatures that mean it."""

    __slots__ = (
        "_dates",
        "_sellers",
        "drops",
        "first_name",
        "joined",
        "key",
        "lab",
        "members",
        "names",
        "own",
        "providers",
    )

    def __init__(self, name: Signature, members: Sequence[Member]) -> None:
        self.first_name = name
        self.names: dict[Signature, None] = {name: None}
        self.key = sorted(name)
        self.members = list(members)
        self.providers: set[ProviderId] = {member.offering.provider for member in members}
        self.lab = _commonest(
            member.reading.lab for member in members if member.reading.lab is not None
        )
        parties = first_parties()
        self.own: set[ProviderId] = {
            provider for provider in self.providers if parties.get(provider) == self.lab
        }
        #: What rules left out of a name, by the name that was left.
        self.drops: dict[Signature, list[Dropped]] = {}
        #: Why names were joined, by the name that joined.
        self.joined: dict[Signature, Reason] = {}
        self._dates: Counter[str] | None = None
        self._sellers: set[ProviderId] | None = None

    def absorb(self, other: "Group") -> None:
        self.names.update(other.names)
        self.members += other.members
        self.providers |= other.providers
        self.own |= other.own
        self.drops.update(other.drops)
        self.joined.update(other.joined)
        self.lab = self.lab or other.lab
        self._dates = None
        self._sellers = None

    def __len__(self) -> int:
        return len(self.members)

    @property
    def rank(self) -> tuple[bool, int, int, list[str]]:
        """Larger groups last; equal ones in the order of their names."""
        return (bool(self.own), len(self.providers), len(self.members), self.key)

    def releases(self) -> list[date]:
        """The commonest full release dates among the offerings, in order."""
        if self._dates is None:
            self._dates = Counter(
                text for member in self.members if (text := member.offering.facts.release_date)
            )
        most = max(self._dates.values(), default=0)
        common = sorted(text for text, times in self._dates.items() if times == most)
        return [day for text in common if (day := as_date(text)) is not None]

    def release(self) -> date | None:
        """The commonest release date, of equally common ones the first."""
        return next(iter(self.releases()), None)

    def reasons(self) -> bool:
        """Whether offerings say that the model reasons, half of them at least."""
        said = [
            flag for member in self.members if (flag := member.offering.facts.reasoning) is not None
        ]
        return any(said) and sum(said) * 2 >= len(said)

    def has_token(self, token: str) -> bool:
        return any(token in member.reading.signature for member in self.members)

    def sellers(self) -> set[ProviderId]:
        """Who sells the model plainly, in no stated variant."""
        if self._sellers is None:
            serving = self.serving()
            self._sellers = {
                member.offering.provider
                for member in self.members
                if not member.reading.variant and member.reading.signature.isdisjoint(serving)
            }
        return self._sellers

    def is_apart_from(self, other: "Group") -> bool:
        """Whether the lab sells this model, or somebody both: proof that it is not the other."""
        return bool(self.own or self.sellers() & other.sellers())

    def serving(self) -> Signature:
        """The words in the group's names that only say how the model is served."""
        if not self.drops:
            return frozenset()
        dropped = [drop for drops in self.drops.values() for drop in drops]
        return frozenset[str]().union(*(drop.tokens for drop in dropped if drop.field))

    def pinned(self) -> date | None:
        """The date that a pin in one of the names states."""
        return next((day for name in self.names if (day := pinned_date(name))), None)

    def is_media(self) -> bool:
        """Whether most offerings make something other than text, or do not take text."""
        said = [
            "text" not in made or "text" not in (member.offering.facts.input_modalities or made)
            for member in self.members
            if (made := member.offering.facts.output_modalities) is not None
        ]
        return sum(said) * 2 > len(said)

    def sees(self) -> bool:
        """Whether offerings take images, half of them at least: a host may serve less."""
        said = [
            "image" in taken
            for member in self.members
            if (taken := member.offering.facts.input_modalities) is not None
        ]
        return any(said) and sum(said) * 2 >= len(said)

    def prices(self) -> dict[ProviderId, float]:
        """What each provider takes for input at least, in USD per 1M tokens."""
        prices: dict[ProviderId, float] = {}
        for member in self.members:
            price, provider = member.offering.price, member.offering.provider
            if price is not None and price.input_mtok:
                paid = float(price.input_mtok)
                prices[provider] = min(paid, prices.get(provider, paid))
        return prices


def _commonest(labs: Iterable[LabId]) -> LabId | None:
    told = list(labs)
    if len(set(told)) <= 1:
        return told[0] if told else None
    counts = Counter(told)
    return min(counts, key=lambda lab: (-counts[lab], lab))


def as_date(text: str) -> date | None:
    """A date that may be ``YYYY-MM``, then taken as the middle of the month."""
    if len(text) == len("2025-01"):
        text = f"{text}-15"
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


_DATE_FORMS = (
    (re.compile(r"(20\d\d)(\d\d)(\d\d)"), "{}-{}-{}"),
    (re.compile(r"(20\d\d)(\d\d)"), "{}-{}"),
    (re.compile(r"(2[3-9])(\d\d)(\d\d)"), "20{}-{}-{}"),
    (re.compile(r"(2[3-9])(0[1-9]|1[0-2])"), "20{}-{}"),
)


def pinned_date(name: Signature) -> date | None:
    """The date that a pin states; one without its year states none."""
    day = pinned_day(name)
    return None if day is None else as_date(day)


def pinned_day(name: Signature) -> str | None:
    """The same as dates are written: ``YYYY-MM-DD``, or ``YYYY-MM`` where a month is stated."""
    for token in name:
        if token[0] == PIN:
            for form, text in _DATE_FORMS:
                if (match := form.fullmatch(token[1:])) is not None:
                    day = text.format(*match.groups())
                    return day if as_date(day) is not None else None
    return None
