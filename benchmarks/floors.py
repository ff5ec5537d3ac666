"""The document that is measured, and the floor of whatever reads it: the bare typed decode."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from time import process_time
from typing import NamedTuple

import msgspec

from modelario.upstream.join import joined
from modelario.upstream.sources import Fetched, fetch, parse_source
from modelario.upstream.wire import TypedProvider


class Catalog(msgspec.Struct):
    """catalog.json, decoded into types."""

    providers: dict[str, TypedProvider]


class Measured(NamedTuple):
    """A document as it is read: where it comes from, and its bytes."""

    fetched: Fetched
    data: bytes

    def decode(self) -> object:
        """Decode the bytes into types, which is the floor."""
        # A decoder is made once for each type, and kept.
        flat = b'"providers"' not in self.data[:1_000_000]
        return (_FLAT if flat else _WHOLE).decode(self.data)

    @property
    def floor_told(self) -> str:
        """What the floor is, in words."""
        return f"a typed decode of {len(self.data) / 1e6:.1f} MB"


_FLAT, _WHOLE = msgspec.json.Decoder(dict[str, TypedProvider]), msgspec.json.Decoder(Catalog)


def document(named: str = "embedded") -> Measured:
    """Read a document: ``embedded``, or an api.json or catalog.json, packed or not."""
    fetched = fetch(parse_source(named), now=datetime.now(UTC))
    assert fetched.content  # noqa: S101 – no server is asked whether anything is new
    return Measured(fetched, joined(fetched.content.raw))


def best_of(
    runs: int, steps: Mapping[str, Callable[[], object]], clock: Callable[[], float] = process_time
) -> dict[str, float]:
    """Time steps that take turns, and give the best of each, in seconds.

    By the time of the processor other programs count as little as can be.
    """
    best = dict.fromkeys(steps, float("inf"))
    for _ in range(runs):
        for name, step in steps.items():
            start = clock()
            step()
            best[name] = min(best[name], clock() - start)
    return best
