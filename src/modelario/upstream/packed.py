"""Compressed bytes → bytes, never more than a cap of them in memory."""

import gzip
import io
import zlib
from collections.abc import Iterator
from typing import IO

import zstandard

from modelario.bounds import DOCUMENT_BYTES, PACKED_BYTES

MAX_PACKED_BYTES, MAX_DOCUMENT_BYTES = PACKED_BYTES.most, DOCUMENT_BYTES.most

_GZIP, _ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
#: A zstd block of 4 bytes may stand for 128 KiB: small slices keep one step small.
_ZSTD_SLICE = 512
_PIECE = 2**20
#: A `.json.gz` sent with `Content-Encoding: gzip` is packed twice; more is a bomb.
_MAX_LAYERS = 2


class PackedError(Exception):
    """The bytes cannot be unpacked; the message says why and follows a name."""


def unpacked(data: bytes, limit: int = MAX_DOCUMENT_BYTES) -> bytes:
    """Undo gzip and zstd, told by their magic numbers; other bytes come back as they are.

    Raises :class:`PackedError` when they are damaged or hold more than ``limit`` bytes.
    """
    for _ in range(_MAX_LAYERS):
        if not data.startswith((_GZIP, _ZSTD)):
            break
        plain = bytearray()
        for piece in pieces(io.BytesIO(data)):
            plain += piece
            if len(plain) > limit:
                raise too_large(limit)
        data = bytes(plain)
    if len(data) > limit:
        raise too_large(limit)
    return data


def pieces(stream: IO[bytes]) -> Iterator[bytes]:
    """The unpacked bytes of a stream that begins here, in pieces of some megabytes at most.

    Raises :class:`PackedError` when it is damaged or ends too early.
    """
    magic = stream.read(len(_ZSTD))
    stream.seek(-len(magic), io.SEEK_CUR)
    if magic.startswith(_GZIP):
        return _gunzipped(stream)
    if magic == _ZSTD:
        return _unzstd(stream)
    return iter(lambda: stream.read(_PIECE), b"")


def too_large(limit: int) -> PackedError:
    """The error of what holds more than it may."""
    return PackedError(f"holds more than {limit // 2**20} MiB, which no such document does")


def gzip_time(data: bytes) -> int | None:
    """When a gzip file says it was written, in seconds since 1970."""
    header = 8
    if not data.startswith(_GZIP) or len(data) < header:
        return None
    return int.from_bytes(data[4:header], "little") or None


def _gunzipped(stream: IO[bytes]) -> Iterator[bytes]:
    try:
        with gzip.GzipFile(fileobj=stream) as opened:
            yield from iter(lambda: opened.read(_PIECE), b"")
    except EOFError:
        raise PackedError("is a truncated gzip file") from None
    except (gzip.BadGzipFile, zlib.error) as error:
        raise PackedError(f"is a damaged gzip file ({error})") from None


def _unzstd(stream: IO[bytes]) -> Iterator[bytes]:
    frame, begun = zstandard.ZstdDecompressor().decompressobj(), False
    try:
        for part in iter(lambda: stream.read(_ZSTD_SLICE), b""):
            rest, begun = part, True
            while rest:
                if frame.eof:
                    frame = zstandard.ZstdDecompressor().decompressobj()
                yield frame.decompress(rest)
                rest = frame.unused_data
    except zstandard.ZstdError as error:
        raise PackedError(f"is a damaged zstd file ({error})") from None
    if begun and not frame.eof:
        raise PackedError("is a truncated zstd file")
