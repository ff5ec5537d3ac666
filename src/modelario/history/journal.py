"""What the store keeps of how data came in: snapshots, holds, attempts."""

from datetime import date, datetime
from enum import StrEnum

from msgspec import Struct


class State(StrEnum):
    """What became of a snapshot."""

    PUBLISHED = "published"
    HELD = "held"
    REJECTED = "rejected"


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
    """One attempt to take in a document; ``cause`` says why it failed."""

    at: datetime
    source: str
    outcome: Outcome
    as_of: date | None = None
    seq: int | None = None
    cause: str | None = None
