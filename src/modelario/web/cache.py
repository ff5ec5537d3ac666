"""Finished answers: bytes with their headers, kept until the catalogue changes."""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from gzip import compress as gzip
from hashlib import sha256
from importlib import import_module
from importlib.util import find_spec
from threading import Lock
from typing import Any, NamedTuple

import zstandard
from starlette.types import Message, Receive, Scope, Send

#: Shorter bodies do not gain from compression.
WORTH_COMPRESSING = 512
_OK, _NOT_MODIFIED = 200, 304
#: Few bytes more than with the highest level that pays, and a third less time.
_ZSTD_LEVEL = 6
#: Says nothing, so that the server does not say what it is.
NO_BANNER = ("server", "")
#: Headers that a 304 repeats.
_REPEATED = frozenset(
    {
        b"etag",
        b"ratelimit",
        b"ratelimit-policy",
        b"cache-control",
        b"vary",
        b"content-location",
        b"server",
        # Browsers hide a 304 without these from scripts of other sites that asked for it.
        b"access-control-allow-origin",
        b"access-control-expose-headers",
    }
)
#: What an entry costs beside its body: key, headers, etag.
_OVERHEAD = 1_500


class Finished(NamedTuple):
    """An answer ready to send; it is an ASGI application that sends itself."""

    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes
    etag: bytes | None = None

    def also(self, name: str, value: str) -> "Finished":
        """The same answer with one more header."""
        return self._replace(headers=(*self.headers, (name.encode(), value.encode("latin-1"))))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        """Send the answer, or only that it has not changed."""
        for message in self.messages(scope):
            await send(message)

    def messages(self, scope: Scope) -> tuple[Message, Message]:
        """Give what is sent: the start and the body, or only that it has not changed."""
        # Only what there is can be unchanged: a condition on an error is none (RFC 9110, 13.2.1).
        if self.etag is not None and self.status == _OK and unchanged(scope["headers"], self.etag):
            headers = [each for each in self.headers if each[0] in _REPEATED]
            return _messages(_NOT_MODIFIED, headers, b"")
        body = b"" if scope.get("method") == "HEAD" else self.body
        return _messages(self.status, [*self.headers], body)


def _messages(
    status: int, headers: list[tuple[bytes, bytes]], body: bytes
) -> tuple[Message, Message]:
    return (
        {"type": "http.response.start", "status": status, "headers": headers},
        {"type": "http.response.body", "body": body, "more_body": False},
    )


def unchanged(headers: Iterable[tuple[bytes, bytes]], etag: bytes) -> bool:
    """Tell whether the reader already has this answer (RFC 9110, 13.1.2)."""
    for name, value in headers:
        # A list may come in several lines.
        if name == b"if-none-match":
            known = {each.strip().removeprefix(b"W/") for each in value.split(b",")}
            if etag in known or b"*" in known:
                return True
    return False


def _brotli(body: bytes) -> bytes:
    brotli: Any = import_module("brotli")
    return bytes(brotli.compress(body, quality=6))


def _zstd(body: bytes) -> bytes:
    return zstandard.ZstdCompressor(level=_ZSTD_LEVEL).compress(body)


def _gzip(body: bytes) -> bytes:
    return gzip(body, 9, mtime=0)


#: Encodings by preference: the smallest first. Brotli only where it is installed.
ENCODERS: Mapping[str, Callable[[bytes], bytes]] = {
    **({"br": _brotli} if find_spec("brotli") else {}),
    "zstd": _zstd,
    "gzip": _gzip,
}


def chosen_encoding(headers: Iterable[tuple[bytes, bytes]]) -> str:
    """Choose how to compress for a reader: the first encoding that it accepts, or identity."""
    for name, value in headers:
        if name == b"accept-encoding":
            return _chosen(value)
    return "identity"


# Browsers say the same few things over and over again.
@lru_cache(maxsize=256)
def _chosen(accepted: bytes) -> str:
    offered = dict(_offers(accepted.decode("latin-1").lower()))
    anything = offered.get("*", False)
    return next((each for each in ENCODERS if offered.get(each, anything)), "identity")


def _offers(header: str) -> Iterable[tuple[str, bool]]:
    for each in header.split(","):
        name, _, parameter = each.partition(";")
        refused = parameter.replace(" ", "") in ("q=0", "q=0.0", "q=0.00", "q=0.000")
        yield name.strip(), not refused


def finish(
    body: bytes,
    headers: Iterable[tuple[str, str]],
    *,
    status: int = 200,
    encoding: str,
    vary: str = "accept-encoding",
) -> Finished:
    """Compress and label an answer, and give it a strong ETag of the bytes that are sent."""
    fields = [*headers, ("vary", vary), NO_BANNER]
    if encoding != "identity" and len(body) >= WORTH_COMPRESSING:
        body = ENCODERS[encoding](body)
        fields.append(("content-encoding", encoding))
    etag = f'"{sha256(body).hexdigest()[:24]}"'
    fields += [("content-length", str(len(body))), ("etag", etag)]
    encoded = tuple((name.encode(), value.encode("latin-1")) for name, value in fields)
    return Finished(status, encoded, body, etag.encode())


class Key(NamedTuple):
    """What an answer depends on beside the catalogue; the path holds the language.

    The form is what the reader wants most; an address that ends with one has no other.
    """

    path: str
    query: bytes
    encoding: str
    form: str = "html"


class PageCache:
    """The answers of one catalogue, the least recently used thrown out at a number of bytes.

    They are looked up by the loop and put by the thread that draws.
    """

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._of: Any = None
        self._changing = Lock()
        #: Bytes that are kept.
        self.size = 0
        #: How often an answer was there, and how often one was made and kept.
        self.hits, self.made = 0, 0
        self._answers: OrderedDict[Key, Finished] = OrderedDict()

    def get(self, of: object, key: Key) -> Finished | None:
        """Look an answer up; a catalogue other than the last one empties the cache."""
        if of is not self._of:
            with self._changing:
                self._answers.clear()
                self._of, self.size = of, 0
        answer = self._answers.get(key)
        if answer is not None:
            self.hits += 1
            # The other thread may throw it out at this very moment.
            try:  # noqa: SIM105 – what suppresses takes as long as all the rest
                self._answers.move_to_end(key)
            except KeyError:
                pass
        return answer

    def put(self, of: object, key: Key, answer: Finished) -> None:
        """Keep an answer, unless it belongs to a catalogue that has gone."""
        with self._changing:
            if of is not self._of or len(answer.body) > self._most_bytes // 4:
                return
            if (before := self._answers.pop(key, None)) is not None:
                self.size -= len(before.body) + _OVERHEAD
            self.size += len(answer.body) + _OVERHEAD
            self.made += 1
            self._answers[key] = answer
            while self.size > self._most_bytes:
                _, oldest = self._answers.popitem(last=False)
                self.size -= len(oldest.body) + _OVERHEAD
