"""The hash chain: what each snapshot brought, as bytes that hash the same everywhere."""

import hmac
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, NamedTuple

import msgspec

#: What the first snapshot is chained to.
GENESIS = "0" * 64

#: The columns of a snapshot that its hash covers, in order; ``previous`` chains it.
HASHED_COLUMNS = (
    "seq",
    "state",
    "source",
    "origin",
    "as_of",
    "fetched_at",
    "sha256",
    "etag",
    "last_modified",
    "providers",
    "offerings",
    "metadata",
    "rejects",
    "previous",
)


#: Those of an attempt; one to hear a witness has its name, too.
ATTEMPT_COLUMNS = ("id", "at", "source", "outcome", "as_of", "seq", "cause", "witness")
#: Those of a hearing, whose body is covered by its SHA-256.
HEARING_COLUMNS = (
    "number",
    "witness",
    "state",
    "as_of",
    "fetched_at",
    "address",
    "sha256",
    "etag",
    "last_modified",
)


class Brought(NamedTuple):
    """What a snapshot did to the store's truth: rows of plain values, in any order."""

    #: (kind, provider, entry, digest in hex)
    opened: list[tuple[str, ...]]
    #: (kind, provider, entry)
    closed: list[tuple[str, ...]]
    #: (id, gate, provider, offering, field, kept, new, digest, since)
    held: list[tuple[Any, ...]]
    #: (id, decision), a rejection being one
    decided: list[tuple[int, str]]
    #: (former, model)
    aliases: list[tuple[str, str]]

    @classmethod
    def nothing(cls) -> "Brought":
        """A snapshot that left everything as it was."""
        return cls([], [], [], [], [])


class Derived(NamedTuple):
    """What a snapshot did to the rows that can be rebuilt."""

    #: (provider, offering, model)
    begun: list[tuple[str, str, str | None]]
    #: (provider, offering)
    ended: list[tuple[str, str]]
    #: As in the changelog, by number.
    changes: list[tuple[Any, ...]]

    @classmethod
    def nothing(cls) -> "Derived":
        """A snapshot that derived nothing."""
        return cls([], [], [])


def digest(body: bytes) -> bytes:
    """The address of a document: SHA-256 of its bytes."""
    return sha256(body).digest()


def snapshot_hash(columns: Mapping[str, Any], brought: Brought) -> str:
    """The hash that seals a snapshot, in hex; ``columns`` has :data:`HASHED_COLUMNS`."""
    return _rows_hash(
        [[columns[name] for name in HASHED_COLUMNS], *(sorted(rows) for rows in brought)]
    )


def attempt_hash(previous: str, columns: Mapping[str, Any], brought: str | None) -> str:
    """The hash of an attempt, in hex, with that of the snapshot or hearing that it ended with.

    It is chained to the one before it, the first to the store's name: the last one tells
    everything that ever came in.
    """
    told = [columns.get(name) for name in ATTEMPT_COLUMNS]
    if columns.get("witness") is None:
        # Before there were witnesses nothing was said of them.
        del told[-1]
    return _rows_hash([previous, told, brought])


def hearing_hash(columns: Mapping[str, Any]) -> str:
    """The hash of a hearing, in hex; ``columns`` has :data:`HEARING_COLUMNS`."""
    return _rows_hash([[columns[name] for name in HEARING_COLUMNS]])


def signed(head: str, key: str | None) -> str:
    """A hash with its signature after a full stop, where there is a key to sign it with."""
    if key is None:
        return head
    return f"{head}.{hmac.new(key.encode(), head.encode(), sha256).hexdigest()}"


def derived_hash(derived: Derived) -> str:
    """The hash of a snapshot's derived rows, in hex."""
    return _rows_hash(sorted(rows) for rows in derived)


def plain(columns: Mapping[str, Any]) -> dict[str, Any]:
    """Columns with the types that JSON has, moments in UTC."""
    made: dict[str, Any] = msgspec.to_builtins(
        {
            name: value.astimezone(UTC) if isinstance(value, datetime) else value
            for name, value in columns.items()
        }
    )
    return made


def _rows_hash(rows: Iterable[Any]) -> str:
    return sha256(msgspec.json.encode(list(rows))).hexdigest()
