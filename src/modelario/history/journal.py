"""What the store keeps of how data came in: snapshots, holds, attempts."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple

from msgspec import Struct

from modelario.records import (
    Change,
    ModelId,
    Offering,
    OfferingId,
    OfferingKey,
    ProviderId,
    SourceId,
)

#: The value of a field that is held: a price or limit, a flag, a text.
HeldValue = Decimal | bool | str | None
#: A field of an offering, by its path in upstream's JSON; empty for the offering itself.
HeldPath = tuple[OfferingKey, str]


class StoreError(Exception):
    """The store cannot be used; the message is one line for people."""


class OwnFaultError(StoreError):
    """A document met a fault of ours, its cause, and that is on record."""


class LostDayError(StoreError):
    """What was published on ``day`` cannot be built or drawn any more, a fault of ours."""

    def __init__(self, day: date) -> None:
        super().__init__(f"what was published on {day} cannot be shown, a fault of ours")
        self.day = day


class NothingPublishedError(StoreError):
    """Nothing was published by a day; ``first`` is the first day that can be had, if any."""

    def __init__(self, day: date | None, first: date | None) -> None:
        self.day, self.first = day, first
        if first is None:
            super().__init__("the store is empty: run 'modelario sync' or 'modelario import'")
        else:
            super().__init__(f"history begins on {first}: there is nothing from {day}")


class UndecidableError(StoreError):
    """What an operator decided cannot be done; ``missing`` where there is no such hold."""

    def __init__(self, message: str, *, missing: bool = False) -> None:
        super().__init__(message)
        self.missing = missing


class HeadMovedError(StoreError):
    """Another publish came first: what this one was worked out against is no longer current."""


class State(StrEnum):
    """What became of a snapshot."""

    PUBLISHED = "published"
    HELD = "held"


class Snapshot(Struct, frozen=True, kw_only=True):
    """Upstream's document as taken at one moment.

    Snapshots are ordered by ``seq``; ``as_of`` never decreases along it. ``hash`` covers
    everything that the snapshot brought and the hash of the one before it. ``sha256`` is that
    of the bytes as fetched and unpacked.
    """

    seq: int
    state: State
    source: str
    origin: str
    as_of: date
    fetched_at: datetime
    sha256: str
    etag: str | None
    last_modified: str | None
    providers: int
    offerings: int
    metadata: int
    #: JSON of the rejects that came with the document.
    rejects: str
    previous: str
    hash: str


class Outcome(StrEnum):
    """How an attempt to take in a document ended."""

    PUBLISHED = "published"
    UNCHANGED = "unchanged"
    HELD = "held"
    FAILED = "failed"


class Attempt(Struct, frozen=True, kw_only=True):
    """One attempt to take in a document; ``cause`` says why it failed.

    One to hear a witness names it, and the hearing that it ended with.
    """

    at: datetime
    source: str
    outcome: Outcome
    as_of: date | None = None
    seq: int | None = None
    cause: str | None = None
    witness: SourceId | None = None
    hearing: int | None = None


class AttemptCount(NamedTuple):
    """How many attempts came to one outcome, and when the last of them did."""

    number: int
    last: datetime


class Hearing(Struct, frozen=True, kw_only=True):
    """A witness's document as taken at one moment.

    Hearings are ordered by ``number``; ``as_of`` never decreases along those of one witness.
    What is held has no body: the last published one before it is what the witness says.
    """

    number: int
    witness: SourceId
    state: State
    as_of: date
    fetched_at: datetime
    address: str
    sha256: str
    etag: str | None = None
    last_modified: str | None = None


class Gate(StrEnum):
    """The rules that hold back what cannot be believed at once."""

    SNAPSHOT = "snapshot"
    GROWTH = "growth"
    VOLUME = "volume"
    PROVIDER = "provider"
    IDENTITY = "identity"
    SCALED = "scaled"
    SWAPPED = "swapped"
    LEVELLED = "levelled"
    UNPRICED = "unpriced"
    BLINDED = "blinded"
    REPRICED = "repriced"
    ALIKE = "alike"
    UNIFORM = "uniform"
    SHIFTED = "shifted"
    UNSTATED = "unstated"
    ENABLED = "enabled"
    RESIZED = "resized"
    EXCHANGED = "exchanged"
    RECASED = "recased"
    BOUNDS = "bounds"
    JUMP = "jump"
    ZERO = "zero"
    FLAG = "flag"
    LIMIT = "limit"


#: Whose events are about one fact each; those of all other gates about whatever moved.
_OF_ONE_FACT = frozenset({Gate.ALIKE, Gate.UNIFORM, Gate.SHIFTED, Gate.UNSTATED})


def fact_of(gate: Gate, field: str) -> str:
    """Name the fact that an event is about, such as ``limit``; nothing where it is about more."""
    return field.partition("/")[0] if gate in _OF_ONE_FACT else ""


class Decision(StrEnum):
    """What an operator decides about a hold."""

    RELEASE = "release"
    REJECT = "reject"


class Ending(StrEnum):
    """How a hold ended."""

    BELIEVED = "believed"
    RELEASED = "released"
    DROPPED = "dropped"
    REPLACED = "replaced"


class Withheld(Struct, frozen=True, kw_only=True):
    """Something that a gate keeps back, from the day ``since`` on.

    A snapshot names no provider, a whole listing no offering, a removal no field. ``kept`` and
    ``new`` are each a :data:`HeldValue` of a field: a price in USD per 1M tokens, a limit in
    tokens, a flag, a text. ``body`` is upstream's new object as it came.
    """

    gate: Gate
    provider: ProviderId = ProviderId("")
    offering_id: OfferingId = OfferingId("")
    field: str = ""
    kept: Any = None
    new: Any = None
    body: bytes | None = None
    since: date


class Hold(Struct, frozen=True, kw_only=True):
    """A hold as it stands in the store.

    A hold is pending until it is ``decided``; one that an operator rejected stays pending and
    is never believed.
    """

    id: int
    gate: Gate
    provider: ProviderId
    offering_id: OfferingId
    field: str
    kept: Any
    new: Any
    since: date
    since_seq: int
    rejected_seq: int | None = None
    decided_seq: int | None = None
    decision: Ending | None = None

    @property
    def key(self) -> OfferingKey:
        """The offering that it is about; its parts are empty for a whole snapshot."""
        return OfferingKey(self.provider, self.offering_id)

    @property
    def event(self) -> tuple[Gate, ProviderId, str, date]:
        """What it is part of: all that one gate holds of a provider from one day on.

        Providers that changed places are one event.
        """
        provider = ProviderId("") if self.gate is Gate.EXCHANGED else self.provider
        return self.gate, provider, fact_of(self.gate, self.field), self.since

    @property
    def record_field(self) -> str | None:
        """The field that is held, as records name it; ``None`` where it is no single one."""
        from modelario.upstream.field_paths import field_name  # noqa: PLC0415 – few need it

        return field_name(self.field) if self.field else None

    @property
    def stated(self) -> str | None:
        """What is held back, in upstream's own words."""
        return _in_words(self.new)

    @property
    def shown(self) -> str | None:
        """What is published instead, in upstream's own words."""
        return _in_words(self.kept)


def _in_words(value: HeldValue) -> str | None:
    from modelario.values import shortened  # noqa: PLC0415 – few need it

    if isinstance(value, bool):
        return str(value).lower()
    return shortened(value) if isinstance(value, Decimal) else value


class DatedChange(Struct, frozen=True, kw_only=True):
    """A change with the day on which it was published, and its place on that day."""

    seq: int
    number: int
    as_of: date
    change: Change


class Listed(Struct, frozen=True, kw_only=True):
    """What a provider published of an offering from one day on until another.

    ``until`` is the first day on which it no longer held, ``None`` while it does.
    """

    key: OfferingKey
    since: date
    until: date | None
    #: With the last good values where any was held back; ``None`` where it cannot be read.
    offering: Offering | None


class AssignedSpan(Struct, frozen=True, kw_only=True):
    """Which model an offering was, from one snapshot until another; ``None`` for a router."""

    key: OfferingKey
    model: ModelId | None
    from_seq: int
    until_seq: int | None = None
