"""Hearing witnesses: fetching what each says, judging it as a whole, keeping it.

Each fails alone and on record; whatever becomes of it, what is published stays.
"""

import logging
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from modelario.causes import cause, public_address
from modelario.history.journal import Attempt, Hearing, Outcome, State, StoreError
from modelario.history.running_days import check_day, check_newest
from modelario.history.witness_gates import PLAIN, PlainPrices, is_given_up, objections
from modelario.keeping.announcing import announce
from modelario.keeping.own_faults import recorded
from modelario.store.store import Store
from modelario.upstream.answers import DownloadError, Patience, Validators
from modelario.upstream.document import parse
from modelario.upstream.packed import PackedError, unpacked
from modelario.upstream.sources import (
    EmbeddedSource,
    FileSource,
    LiveSource,
    Source,
    SourceError,
    StandardInput,
    UrlSource,
    day_named,
    file_bytes,
    stream_bytes,
)
from modelario.witnesses.reading import Read, WitnessError
from modelario.witnesses.table import WitnessSource

log = logging.getLogger(__name__)

#: All of them together must not keep a sync's lease for long.
PATIENCE = Patience(connect=5, read=10, total=20, tries=2)


class _Past(NamedTuple):
    """What a witness said last, and what was held of it since."""

    good: Hearing | None
    held: tuple[Hearing, ...]

    @classmethod
    def of(cls, store: Store, witness: WitnessSource) -> "_Past":
        past = store.witnesses.of(witness.id)
        good = next((each for each in past if each.state is State.PUBLISHED), None)
        return cls(good, tuple(each for each in past if each.state is State.HELD))


class _Delivered(NamedTuple):
    """What a source gave: no body where a server answers that it is as it was."""

    body: bytes | None
    kind: str
    address: str
    as_of: date | None = None
    etag: str | None = None
    last_modified: str | None = None


def hear_all(
    store: Store, witnesses: Iterable[WitnessSource], now: datetime
) -> Iterator[tuple[WitnessSource, Attempt | str]]:
    """Hear one witness after the other; gives how each went, or why it could not be tried.

    What they tell of ends is among the changes once all were heard.
    """
    heard: list[Attempt] = []
    for witness in witnesses:
        try:
            heard.append(_heard(store, witness, LiveSource((witness.address,)), now, None))
            yield witness, heard[-1]
        except (SourceError, StoreError) as error:
            yield witness, str(error)
    announce(store, heard)


def hear(
    store: Store,
    witness: WitnessSource,
    source: Source,
    now: datetime,
    as_of: date | None = None,
) -> Attempt:
    """Take in what a witness says, unless it cannot be believed; gives how it went.

    What it tells of ends is among the changes then. Whatever fails is on record. Raises
    ``SourceError`` or ``StoreError``.
    """
    attempt = _heard(store, witness, source, now, as_of)
    announce(store, (attempt,))
    return attempt


def _heard(
    store: Store, witness: WitnessSource, source: Source, now: datetime, as_of: date | None
) -> Attempt:
    kind = str(type(source).__struct_config__.tag)
    attempt = Attempt(at=now, source=kind, outcome=Outcome.FAILED, witness=witness.id)
    with recorded(store, attempt):
        try:
            return _hear(store, witness, source, now, as_of)
        except SourceError as error:
            # Whoever named a file reads the message.
            if isinstance(source, LiveSource | UrlSource):
                store.record_attempt(replace(attempt, cause=str(error)))
            raise


def _hear(
    store: Store, witness: WitnessSource, source: Source, now: datetime, as_of: date | None
) -> Attempt:
    past = _Past.of(store, witness)
    good, held = past
    found = _document(witness, source, None if held else good)
    attempt = Attempt(at=now, source=found.kind, outcome=Outcome.UNCHANGED, witness=witness.id)
    digest = sha256(found.body).hexdigest() if found.body is not None else None
    if good and (found.body is None or (digest == good.sha256 and not held)):
        return _record(store, replace(attempt, hearing=good.number))
    assert found.body is not None  # noqa: S101 – no server is asked what there is to compare with
    hearing = Hearing(
        number=0,
        witness=witness.id,
        state=State.PUBLISHED,
        as_of=_day(store, found, good, now, as_of),
        fetched_at=now,
        address=found.address,
        sha256=str(digest),
        etag=found.etag,
        last_modified=found.last_modified,
    )
    objected = _objection(store, witness, found.body, hearing, past)
    if objected is None:
        body, outcome = found.body, Outcome.PUBLISHED
        kept = store.witnesses.keep(hearing, body, replace(attempt, outcome=outcome))
        return replace(attempt, outcome=outcome, hearing=kept.number)
    attempt = replace(attempt, outcome=Outcome.HELD, cause=cause(f"the document {objected}"))
    if held and held[-1].sha256 == digest:
        return _record(store, replace(attempt, hearing=held[-1].number))
    kept = store.witnesses.keep(replace(hearing, state=State.HELD), None, attempt)
    return replace(attempt, hearing=kept.number)


def _record(store: Store, attempt: Attempt) -> Attempt:
    store.record_attempt(attempt)
    return attempt


def _objection(
    store: Store, witness: WitnessSource, body: bytes, hearing: Hearing, past: _Past
) -> str | None:
    """Why a document is held, if it is."""
    try:
        new = witness.read(body, hearing.as_of)
    except WitnessError as error:
        return str(error)
    good = _good(store, witness, hearing, past.good)
    found = objections(new, good, witness.fewest, partial(_plain_prices, store))
    held = (each for each in found if not is_given_up(each.gate, past.held, hearing))
    return next((each.cause for each in held), None)


def _plain_prices(store: Store) -> PlainPrices:
    """What upstream asks for plain input and output today."""
    if (newest := store.head()) is None:
        return {}
    offerings = parse(store.document(newest.seq)).offerings
    return {
        (each.key, unit): price
        for each in offerings
        if each.price is not None
        for unit in PLAIN
        if (price := getattr(each.price, unit))
    }


def _good(
    store: Store, witness: WitnessSource, hearing: Hearing, good: Hearing | None
) -> Read | None:
    """What a witness said last; nothing where today's rules cannot read that."""
    if good is None:
        return None
    try:
        return witness.read(store.witnesses.body(good.number), hearing.as_of)
    except WitnessError:
        return None


def _day(
    store: Store, found: _Delivered, good: Hearing | None, now: datetime, as_of: date | None
) -> date:
    """The day of a document: history grows in date order, so none is before the latest day."""
    newest = store.newest()
    if newest:
        check_newest(newest.as_of, now)
    latest = max(each.as_of for each in (newest, good) if each) if newest or good else date.min
    told = as_of or (found.as_of if found.kind == "file" else None)
    day = told or max(latest, now.astimezone(UTC).date())
    check_day(day, now)
    if day < latest:
        raise StoreError(
            f"{day} lies before {latest}, the latest day in the store: what witnesses said then "
            "can no longer be added"
        )
    return day


# --- where it comes from --------------------------------------------------------------


def _document(witness: WitnessSource, source: Source, good: Hearing | None) -> _Delivered:
    """Get a document, unpacked; asks only for another one than ``good``."""
    match source:
        case LiveSource(addresses=(address, *_)):
            return _downloaded(witness, "live", address, good)
        case UrlSource(address=address):
            return _downloaded(witness, "url", address, good)
        case FileSource(path=path):
            data = file_bytes(Path(path), witness.most_bytes)
            body = _unpacked(data, path, witness.most_bytes)
            return _Delivered(body, "file", path, day_named(Path(path).name))
        case StandardInput():
            name = "standard input"
            data = stream_bytes(sys.stdin.buffer, name, witness.most_bytes)
            return _Delivered(_unpacked(data, name, witness.most_bytes), "stdin", "-")
        case EmbeddedSource() | LiveSource():
            raise SourceError(f"the installation carries no document of {witness.name}'s")


def _downloaded(
    witness: WitnessSource, kind: str, address: str, good: Hearing | None
) -> _Delivered:
    # Who asks no address loads no library for it.
    from modelario.upstream.download import download  # noqa: PLC0415

    known = None
    if good and good.address == address and (good.etag or good.last_modified):
        known = Validators(address, good.etag, good.last_modified)
    try:
        answer = download(address, known, PATIENCE, witness.most_bytes)
    except DownloadError as error:
        raise SourceError(cause(f"{address} {error}")) from None
    body = None
    if not answer.not_modified:
        body = _unpacked(answer.body, public_address(address), witness.most_bytes)
    return _Delivered(body, kind, address, etag=answer.etag, last_modified=answer.last_modified)


def _unpacked(data: bytes, name: str, most: int) -> bytes:
    try:
        return unpacked(data, most)
    except PackedError as error:
        raise SourceError(cause(f"{name} {error}")) from None
