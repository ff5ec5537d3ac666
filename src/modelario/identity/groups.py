"""Groups of offerings held to be one model, and what is known of each from its offerings."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from modelario.identity.labs import first_parties
from modelario.identity.readings import Reading
from modelario.identity.tokens import PIN, Signature
from modelario.records import LabId, Offering, ProviderId, Reason

_FULL_DATE, _YEAR_MONTH = 8, 6


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

    __slots__ = ("_dates", "drops", "joined", "lab", "members", "names", "own", "providers")

    def __init__(self, name: Signature, members: Sequence[Member]) -> None:
        self.names: dict[Signature, None] = {name: None}
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

    def absorb(self, other: "Group") -> None:
        self.names.update(other.names)
        self.members += other.members
        self.providers |= other.providers
        self.own |= other.own
        self.drops.update(other.drops)
        self.joined.update(other.joined)
        self.lab = self.lab or other.lab
        self._dates = None

    def __len__(self) -> int:
        return len(self.members)

    @property
    def rank(self) -> tuple[bool, int, int, list[str]]:
        """Larger groups last; equal ones in the order of their names."""
        return (bool(self.own), len(self.providers), len(self.members), sorted(self.first_name))

    @property
    def first_name(self) -> Signature:
        return next(iter(self.names))

    def release(self) -> date | None:
        """The commonest full release date among the offerings."""
        if self._dates is None:
            self._dates = Counter(
                text
                for member in self.members
                if (text := member.offering.facts.release_date) and text != "1970-01-01"
            )
        if not self._dates:
            return None
        most = max(self._dates.values())
        return _as_date(min(text for text, count in self._dates.items() if count == most))

    def reasons(self) -> bool:
        """Whether most offerings say that the model reasons."""
        said = [
            flag for member in self.members if (flag := member.offering.facts.reasoning) is not None
        ]
        return sum(said) * 2 > len(said)

    def has_token(self, token: str) -> bool:
        return any(token in member.reading.signature for member in self.members)

    def makes_media(self) -> bool:
        made = [
            outputs
            for member in self.members
            if (outputs := member.offering.facts.output_modalities) is not None
        ]
        return sum("text" not in outputs for outputs in made) * 2 > len(made)

    def prices(self) -> Iterator[float]:
        for member in self.members:
            price = member.offering.price
            if price is not None and price.input_mtok:
                yield float(price.input_mtok)


def _commonest(labs: Iterable[LabId]) -> LabId | None:
    counts = Counter(labs)
    return min(counts, key=lambda lab: (-counts[lab], lab)) if counts else None


def _as_date(text: str) -> date | None:
    if len(text) == len("2025-01"):
        text = f"{text}-15"
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def pinned_date(names: Iterable[Signature]) -> date | None:
    """The date that a pin states in full."""
    for name in names:
        for token in sorted(name):
            if token[0] == PIN and len(token) == _FULL_DATE + 1:
                return _as_date(f"{token[1:5]}-{token[5:7]}-{token[7:9]}")
            if token[0] == PIN and len(token) == _YEAR_MONTH + 1 and token[1:3] == "20":
                return _as_date(f"{token[1:5]}-{token[5:7]}")
    return None
