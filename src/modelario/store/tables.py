"""The store's tables, the same on SQLite and PostgreSQL.

Truth is append-only: a row is written once, and the only later change is that a null
``until_seq``, ``rejected_seq`` or ``decided_seq`` is filled in. ``change`` and ``assignment``
are derived and can be rebuilt; ``hearing`` is what witnesses said, ``sync_attempt`` the journal
of how all of that came in, and ``lease`` is about the running of things.
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    false,
)

#: The schema that this code reads and writes; a test compares it with the last migration.
REVISION = "0006"


class Instant(TypeDecorator[datetime]):
    """A moment in UTC as ISO 8601 text: hashed as stored, alike on every database."""

    impl = String(32)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        return None if value is None else value.astimezone(UTC).isoformat()

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ANN401, ARG002
        return None if value is None else datetime.fromisoformat(value)


metadata = MetaData()

#: One row: the name of this store, by which it is told from others that come into its place.
store = Table("store", metadata, Column("id", String(32), primary_key=True))


def _since(name: str, *, primary_key: bool = False) -> Column[int]:
    return Column(name, ForeignKey("snapshot.seq"), primary_key=primary_key, nullable=False)


def _until(name: str) -> Column[int | None]:
    """The snapshot from which on a row no longer holds; null while it does."""
    return Column(name, ForeignKey("snapshot.seq"), nullable=True, index=True)


snapshot = Table(
    "snapshot",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("state", String(16), nullable=False),
    Column("source", String(16), nullable=False),
    Column("origin", Text, nullable=False),
    Column("as_of", Date, nullable=False, index=True),
    Column("fetched_at", Instant, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("providers", Integer, nullable=False),
    Column("offerings", Integer, nullable=False),
    Column("metadata", Integer, nullable=False),
    Column("rejects", Text, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    # Of the derived rows of this snapshot: outside the chain, since they may be rebuilt.
    Column("derived_hash", String(64), nullable=False),
)

#: What all bodies are packed with: one row.
dictionary = Table(
    "dictionary",
    metadata,
    Column("digest", LargeBinary(32), primary_key=True),
    Column("body", LargeBinary, nullable=False),
)

#: The digest is that of the body as it was before it was packed.
document = Table(
    "document",
    metadata,
    Column("digest", LargeBinary(32), primary_key=True),
    Column("body", LargeBinary, nullable=False),
)

#: ``kind`` is provider, offering or metadata; the parts of the key that a kind lacks are empty.
listing = Table(
    "listing",
    metadata,
    Column("kind", String(8), primary_key=True),
    Column("provider", Text, primary_key=True),
    Column("entry", Text, primary_key=True),
    _since("from_seq", primary_key=True),
    _until("until_seq"),
    Column("digest", ForeignKey("document.digest"), nullable=False),
)

alias = Table(
    "alias",
    metadata,
    Column("former", Text, primary_key=True),
    _since("seq", primary_key=True),
    Column("model", Text, nullable=False),
)

#: What a gate kept back: the raw new object stands in ``document``, or is gone where null.
held = Table(
    "held",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("gate", String(16), nullable=False),
    Column("provider", Text, nullable=False),
    Column("offering", Text, nullable=False),
    Column("field", Text, nullable=False),
    Column("kept", Text),
    Column("new", Text),
    Column("digest", ForeignKey("document.digest")),
    Column("since", Date, nullable=False),
    _since("since_seq"),
    Column("rejected_seq", ForeignKey("snapshot.seq")),
    _until("decided_seq"),
    Column("decision", String(16)),
)

change = Table(
    "change",
    metadata,
    _since("seq", primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("provider", Text, nullable=False),
    Column("offering", Text, nullable=False),
    Column("model", Text),
    Column("field", Text),
    Column("old", Text),
    Column("new", Text),
    Column("percent", Text),
    Column("switched", Boolean, nullable=False, server_default=false()),
    # Of what a witness told: who, and on which day, which may be later than the snapshot's.
    Column("source", String(32)),
    Column("day", Date),
)

assignment = Table(
    "assignment",
    metadata,
    Column("provider", Text, primary_key=True),
    Column("offering", Text, primary_key=True),
    _since("from_seq", primary_key=True),
    _until("until_seq"),
    # Null for a router.
    Column("model", Text),
)

sync_attempt = Table(
    "sync_attempt",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("source", String(16), nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("as_of", Date),
    Column("seq", Integer),
    Column("cause", Text),
    # Chains each attempt, and the snapshot that it ended with, to the one before it.
    Column("hash", String(64), nullable=False),
    # Of attempts to hear a witness.
    Column("witness", String(32)),
    Column("hearing", Integer),
)

#: What witnesses said. The body is packed with the dictionary of all bodies, or else with that
#: of the hearing ``base``, which is packed so; it is null where the document is held.
hearing = Table(
    "hearing",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("witness", String(32), nullable=False),
    Column("state", String(16), nullable=False),
    Column("as_of", Date, nullable=False),
    Column("fetched_at", Instant, nullable=False),
    Column("address", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("base", ForeignKey("hearing.number")),
    Column("body", LargeBinary),
    Column("hash", String(64), nullable=False),
)

lease = Table(
    "lease",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("holder", Text, nullable=False),
    Column("until", Instant, nullable=False),
)

Index("change_model", change.c.model)
Index("change_provider", change.c.provider)
