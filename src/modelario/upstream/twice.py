"""Keys that stand twice in one JSON object: decoders keep the last one and say nothing."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from functools import lru_cache

import msgspec
from msgspec import Raw

#: The keys of a JSON object with their values, as they stand.
_Members = list[tuple[str, object]]


def keys_twice(container: bytes, read: Mapping[str, Raw]) -> tuple[str, ...]:
    """The keys that stand twice in a JSON object, which was read as ``read``.

    An object without white space is as long as its entries, if none was dropped: only others
    are looked at closely.
    """
    punctuation = 2 + max(0, len(read) - 1)
    entries = sum(len(msgspec.json.encode(key)) + 1 + len(bytes(read[key])) for key in read)
    if len(container.strip()) == punctuation + entries:
        return ()
    outermost: list[str] = []

    def look(pairs: _Members) -> None:
        # Objects are told from the inside out: the last one is the outermost.
        outermost[:] = [key for key, _ in pairs]

    _read(container, look)
    return _repeated(outermost)


@lru_cache(maxsize=8192)
def fields_twice(body: bytes) -> tuple[str, ...]:
    """The fields that stand twice in one entry, at any depth.

    Nearly all entries of a document are those of the day before, so answers are kept.
    """
    found: list[str] = []

    def look(pairs: _Members) -> None:
        found.extend(_repeated(key for key, _ in pairs))

    _read(body, look)
    return tuple(found)


def _read(text: bytes, look: Callable[[_Members], None]) -> None:
    """Look at every object; what cannot be read at all is told by whoever reads the entries."""
    with suppress(ValueError, RecursionError):
        json.loads(text, object_pairs_hook=look, parse_int=str, parse_float=str)


def _repeated(keys: Iterable[str]) -> tuple[str, ...]:
    return tuple(key for key, times in Counter(keys).items() if times > 1)
