"""Keys that stand twice in one JSON object: decoders keep the last one and say nothing."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress

import msgspec
from msgspec import Raw

from modelario.remembering import remembered

#: Possessive, for a text may have megabytes: nothing is remembered of what was passed.
_STRING = rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"'
_KEY = re.compile(rb"[\s,]*+(" + _STRING + rb")\s*+:\s*+", re.DOTALL)
_TOKEN = re.compile(_STRING + rb'|[\[\]{}]|[^\s,:\[\]{}"]++', re.DOTALL)
_AFTER = re.compile(rb"\s*+[,}]")
_DEPTH = {b"{": 1, b"[": 1, b"}": -1, b"]": -1}

#: The keys of a JSON object with their values, as they stand.
_Members = list[tuple[str, object]]


def keys_twice(container: bytes, read: Mapping[str, Raw]) -> tuple[str, ...]:
    """The keys that stand twice in a JSON object, which was read as ``read``.

    An object without white space is as long as its entries, if none was dropped: only others
    are looked at closely.
    """
    punctuation = 2 + max(0, len(read) - 1)
    entries = sum(len(msgspec.json.encode(key)) + 1 + len(memoryview(read[key])) for key in read)
    if len(container.strip()) == punctuation + entries:
        return ()
    return _repeated(_keys(container, read))


def _keys(container: bytes, read: Mapping[str, Raw]) -> Iterator[str]:
    """The keys of a JSON object in order; no value is made of what stands between them."""
    at = container.find(b"{") + 1
    while found := _KEY.match(container, at):
        key = msgspec.json.decode(found[1], type=str)
        yield key
        at = _end(container, found.end(), bytes(read[key]) if key in read else b"")


def _end(container: bytes, start: int, kept: bytes) -> int:
    """Where a value ends: that which was kept is known, others are walked through."""
    if container.startswith(kept, start) and _AFTER.match(container, start + len(kept)):
        return start + len(kept)
    depth = 0
    for token in _TOKEN.finditer(container, start):
        depth += _DEPTH.get(token[0], 0)
        if depth == 0:
            return token.end()
    return len(container)


@remembered(8192)
def fields_twice(body: bytes) -> tuple[str, ...]:
    """The fields that stand twice in one entry, at any depth.

    Nearly all entries of a document are those of the day before, so answers are kept.
    """
    if _says_all(body):
        return ()
    found: list[str] = []

    def look(pairs: _Members) -> None:
        found.extend(_repeated(key for key, _ in pairs))

    _read(body, look)
    return tuple(found)


def _says_all(body: bytes) -> bool:
    """Whether an entry is what it would be written as once it is read, and so lost nothing.

    That is quickly seen, and so of nearly every one; of others it tells nothing.
    """
    try:
        return msgspec.json.encode(msgspec.json.decode(body)) == body
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return False


def _read(text: bytes, look: Callable[[_Members], None]) -> None:
    """Look at every object; what cannot be read at all is told by whoever reads the entries."""
    with suppress(ValueError, RecursionError):
        json.loads(text, object_pairs_hook=look, parse_int=str, parse_float=str)


def _repeated(keys: Iterable[str]) -> tuple[str, ...]:
    return tuple(key for key, times in Counter(keys).items() if times > 1)
