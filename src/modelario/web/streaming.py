"""Long answers sent piece by piece, so that none is ever whole in memory."""

import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple, Protocol

import zstandard
from anyio import to_thread
from starlette.types import Receive, Scope, Send

from modelario.web.cache import unchanged


class Packer(Protocol):
    """What compresses a stream."""

    def compress(self, data: bytes, /) -> bytes: ...
    def flush(self) -> bytes: ...


#: Compressors of streams by what they are called, the smallest result first.
_PACKERS: Mapping[str, Callable[[], Packer]] = {
    "zstd": lambda: zstandard.ZstdCompressor(level=6).compressobj(),
    "gzip": lambda: zlib.compressobj(6, wbits=zlib.MAX_WBITS | 16),
}


class Streamed(NamedTuple):
    """An answer whose body comes in pieces; it is an ASGI application that sends itself."""

    headers: tuple[tuple[bytes, bytes], ...]
    pieces: Iterable[bytes]
    etag: bytes
    encoding: str

    def also(self, name: str, value: str) -> "Streamed":
        """The same answer with one more header."""
        return self._replace(headers=(*self.headers, (name.encode(), value.encode("latin-1"))))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        """Send it, each piece made in a thread, or only that it has not changed."""
        status = 304 if unchanged(scope["headers"], self.etag) else 200
        head = scope.get("method") == "HEAD" or status != 200  # noqa: PLR2004
        await send({"type": "http.response.start", "status": status, "headers": list(self.headers)})
        pieces = iter(()) if head else _packed(self.pieces, self.encoding)
        while (piece := await to_thread.run_sync(next, pieces, None)) is not None:
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})


def streamed(
    pieces: Iterable[bytes], headers: Iterable[tuple[str, str]], *, version: str, encoding: str
) -> Streamed:
    """Head a stream; ``version`` names its content, and so its ETag in this encoding."""
    encoding = encoding if encoding in _PACKERS else "identity"
    etag = f'"{version}{"" if encoding == "identity" else f"-{encoding}"}"'
    fields = [*headers, ("vary", "accept-encoding"), ("etag", etag)]
    if encoding != "identity":
        fields.append(("content-encoding", encoding))
    encoded = tuple((name.encode(), value.encode("latin-1")) for name, value in fields)
    return Streamed(encoded, pieces, etag.encode(), encoding)


def _packed(pieces: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    if encoding not in _PACKERS:
        yield from pieces
        return
    packer = _PACKERS[encoding]()
    for piece in pieces:
        if packed := packer.compress(piece):
            yield packed
    yield packer.flush()
