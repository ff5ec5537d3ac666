"""Compressed bytes → bytes, never more than a cap of them in memory."""

import gzip
import io
import zlib

import zstandard

#: A models.dev document was 2.7 MB in 2026; a year's growth was fivefold.
MAX_PACKED_BYTES, MAX_DOCUMENT_BYTES = 16 * 2**20, 32 * 2**20

_GZIP, _ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
#: A zstd block of 4 bytes may stand for 128 KiB: small slices keep one step small.
_ZSTD_SLICE = 512
#: A `.json.gz` sent with `Content-Encoding: gzip` is packed twice; more is a bomb.
_MAX_LAYERS = 2


class PackedError(Exception):
    """The bytes cannot be unpacked; the message says why and follows a name."""


def unpacked(data: bytes, limit: int = MAX_DOCUMENT_BYTES) -> bytes:
    """Undo gzip and zstd, told by their magic numbers; other bytes come back as they are.

    Raises :class:`PackedError` when they are damaged or hold more than ``limit`` bytes.
    """
    for _ in range(_MAX_LAYERS):
        if data.startswith(_GZIP):
            data = _gunzipped(data, limit)
        elif data.startswith(_ZSTD):
            data = _unzstd(data, limit)
        else:
            break
    if len(data) > limit:
        raise _too_large(limit)
    return data


def gzip_time(data: bytes) -> int | None:
    """When a gzip file says it was written, in seconds since 1970."""
    header = 8
    if not data.startswith(_GZIP) or len(data) < header:
        return None
    return int.from_bytes(data[4:header], "little") or None


def _gunzipped(data: bytes, limit: int) -> bytes:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as stream:
            plain = stream.read(limit + 1)
    except EOFError:
        raise PackedError("is a truncated gzip file") from None
    except (gzip.BadGzipFile, zlib.error) as error:
        raise PackedError(f"is a damaged gzip file ({error})") from None
    if len(plain) > limit:
        raise _too_large(limit)
    return plain


def _unzstd(data: bytes, limit: int) -> bytes:
    plain = bytearray()
    step, frame = zstandard.ZstdDecompressor().decompressobj(), memoryview(data)
    try:
        while frame:
            plain += step.decompress(frame[:_ZSTD_SLICE])
            if len(plain) > limit:
                raise _too_large(limit)
            frame = frame[_ZSTD_SLICE:]
            if step.eof and (frame or step.unused_data):
                frame = memoryview(step.unused_data + bytes(frame))
                step = zstandard.ZstdDecompressor().decompressobj()
    except zstandard.ZstdError as error:
        raise PackedError(f"is a damaged zstd file ({error})") from None
    if not step.eof:
        raise PackedError("is a truncated zstd file")
    return bytes(plain)


def _too_large(limit: int) -> PackedError:
    return PackedError(f"holds more than {limit // 2**20} MiB, which no models.dev document does")
