"""Which document each provider, offering and model metadata had, from when until when."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

import sqlalchemy as sa

from modelario.history.journal import Listed
from modelario.records import OfferingId, OfferingKey, ProviderId
from modelario.store.chain import digest
from modelario.store.packing import packing
from modelario.store.rejects import read
from modelario.store.tables import assignment, document, listing, snapshot
from modelario.upstream.document import RawDocument, parse_offering

PROVIDER, OFFERING, METADATA = "provider", "offering", "metadata"


class ListingKey(NamedTuple):
    """What is listed; the parts that a kind lacks are empty."""

    kind: str
    provider: str
    entry: str


def entries(raw: RawDocument) -> Iterator[tuple[ListingKey, bytes]]:
    """Everything in a document under the key by which it is listed."""
    for provider, body in raw.providers.items():
        yield ListingKey(PROVIDER, provider, ""), body
    for (provider, offering), body in raw.offerings.items():
        yield ListingKey(OFFERING, provider, offering), body
    for model, body in raw.metadata.items():
        yield ListingKey(METADATA, "", model), body


def load(connection: sa.Connection, seq: int) -> RawDocument:
    """The document as it stood after snapshot ``seq``, equal to what was published."""
    rows = connection.execute(
        sa.select(listing.c.kind, listing.c.provider, listing.c.entry, document.c.body)
        .join_from(listing, document)
        .where(_valid(seq))
    )
    unpack = packing(connection).unpack
    found: dict[str, dict[tuple[str, str], bytes]] = {PROVIDER: {}, OFFERING: {}, METADATA: {}}
    # Sorted here: databases do not agree on the order of text.
    for kind, provider, entry, body in sorted(rows.all(), key=lambda row: row[:3]):
        found[kind][provider, entry] = unpack(body)
    rejects = connection.scalar(sa.select(snapshot.c.rejects).where(snapshot.c.seq == seq))
    kept, more = read(rejects or "[]")
    return RawDocument(
        providers={provider: body for (provider, _), body in found[PROVIDER].items()},
        offerings={_key(p, o): body for (p, o), body in found[OFFERING].items()},
        metadata={model: body for (_, model), body in found[METADATA].items()},
        rejects=kept,
        more_rejects=more,
    )


def ever(connection: sa.Connection, seq: int, keys: Collection[OfferingKey]) -> set[OfferingKey]:
    """Those of some offerings that were listed at some time up to snapshot ``seq``."""
    providers = {key.provider for key in keys}
    query = sa.select(listing.c.provider, listing.c.entry).where(
        listing.c.kind == OFFERING,
        listing.c.provider.in_(providers),
        listing.c.from_seq <= seq,
    )
    return {_key(provider, entry) for provider, entry in connection.execute(query)} & set(keys)


def course(connection: sa.Connection, seq: int, models: Collection[str]) -> tuple[Listed, ...]:
    """What the offerings of a model were, from the first snapshot to ``seq``, in order of time.

    Offerings that have gone are among them, but not those that are another model's by now.
    What held for less than a day is left out. ``models`` are the model's ids, former ones too.
    """
    rows = connection.execute(_COURSE, {"the_seq": seq, "models": sorted(models)})
    unpack = packing(connection).unpack
    return tuple(
        _listed_at(_key(provider, entry), since, until, unpack(body))
        for provider, entry, since, until, body in rows
        if since != until
    )


def _key(provider: str, entry: str) -> OfferingKey:
    return OfferingKey(ProviderId(provider), OfferingId(entry))


def _listed_at(key: OfferingKey, since: date, until: date | None, body: bytes) -> Listed:
    return Listed(key=key, since=since, until=until, offering=parse_offering(key, body))


def replace(
    connection: sa.Connection, seq: int, raw: RawDocument
) -> tuple[dict[ListingKey, bytes], list[ListingKey]]:
    """Make ``raw`` what is listed from snapshot ``seq`` on; what stays the same adds nothing.

    Returns what was opened, with the digest of its document, and what was closed.
    """
    listed = _listed(connection)
    bodies = dict(entries(raw))
    digests = {key: digest(body) for key, body in bodies.items()}
    opened = {key: found for key, found in digests.items() if listed.get(key) != found}
    closed = [key for key, found in listed.items() if digests.get(key) != found]
    keep(connection, (bodies[key] for key in opened))
    if closed:
        connection.execute(_CLOSE, [{"seq": seq, **_bound(key)} for key in closed])
    if opened:
        connection.execute(
            sa.insert(listing),
            [
                {**key._asdict(), "from_seq": seq, "digest": found}
                for key, found in sorted(opened.items())
            ],
        )
    return opened, closed


def keep(connection: sa.Connection, bodies: Iterable[bytes]) -> None:
    """Keep documents by their digest, packed; one that is there already adds nothing."""
    pack = packing(connection).pack
    rows = [{"digest": digest(body), "body": pack(body)} for body in bodies]
    if rows:
        connection.execute(_KEEP, rows)


def _listed(connection: sa.Connection) -> dict[ListingKey, bytes]:
    rows = connection.execute(
        sa.select(listing.c.kind, listing.c.provider, listing.c.entry, listing.c.digest).where(
            listing.c.until_seq.is_(None)
        )
    )
    return {ListingKey(kind, provider, entry): found for kind, provider, entry, found in rows.all()}


def _valid(seq: int) -> sa.ColumnElement[bool]:
    until = listing.c.until_seq
    return sa.and_(listing.c.from_seq <= seq, sa.or_(until.is_(None), until > seq))


def _bound(key: ListingKey) -> dict[str, str]:
    return {f"the_{name}": value for name, value in key._asdict().items()}


# Both databases know this clause, which SQLAlchemy offers only dialect by dialect.
_KEEP = sa.text(
    "INSERT INTO document (digest, body) VALUES (:digest, :body) ON CONFLICT DO NOTHING"
).bindparams(
    sa.bindparam("digest", type_=sa.LargeBinary), sa.bindparam("body", type_=sa.LargeBinary)
)

_CLOSE = (
    sa.update(listing)
    .where(
        *(listing.c[name] == sa.bindparam(f"the_{name}") for name in ListingKey._fields),
        listing.c.until_seq.is_(None),
    )
    .values(until_seq=sa.bindparam("seq"))
)


def _of_models() -> sa.Select[Any]:
    """The offerings whose last word up to a snapshot was one of some models."""
    later = assignment.alias()
    superseded = sa.exists().where(
        *(later.c[name] == assignment.c[name] for name in ("provider", "offering")),
        later.c.from_seq > assignment.c.from_seq,
        later.c.from_seq <= _SEQ,
    )
    return sa.select(assignment.c.provider, assignment.c.offering).where(
        assignment.c.model.in_(sa.bindparam("models", expanding=True)),
        assignment.c.from_seq <= _SEQ,
        ~superseded,
    )


def _course() -> sa.Select[Any]:
    ended = snapshot.alias()
    return (
        sa.select(
            listing.c.provider,
            listing.c.entry,
            snapshot.c.as_of,
            sa.case((listing.c.until_seq <= _SEQ, ended.c.as_of)),
            document.c.body,
        )
        .join_from(listing, document)
        .join(snapshot, listing.c.from_seq == snapshot.c.seq)
        .outerjoin(ended, listing.c.until_seq == ended.c.seq)
        .where(
            listing.c.kind == OFFERING,
            sa.tuple_(listing.c.provider, listing.c.entry).in_(_of_models()),
            listing.c.from_seq <= _SEQ,
        )
        .order_by(listing.c.provider, listing.c.entry, listing.c.from_seq)
    )


_SEQ = sa.bindparam("the_seq", type_=sa.Integer)
#: Every page of a model asks it: put together once.
_COURSE = _course()
