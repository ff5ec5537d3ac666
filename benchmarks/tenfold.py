"""How costs grow with the document: ten times the offerings, at providers made up.

    python benchmarks/tenfold.py [DOCUMENT]

A part of the document is multiplied, for the whole ten times over is more than may be taken in.
"""

from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from floors import best_of, document
from modelario.catalogue.build import build
from modelario.identity.resolve import resolve
from modelario.records import Origin
from modelario.upstream.document import parse, split
from rows import Row, Target, arguments, main

TIMES, RUNS = 10, 5
#: So many offerings at the most are in the part.
PART = 800
TARGET = Target(12)


def measure() -> Iterator[Row]:
    """Measure each step on the document, and on one of ten times as many offerings."""
    measured = document(*arguments()[:1])
    day = measured.fetched.fetched_at
    origin = Origin(source="benchmark", as_of=day.date(), fetched_at=day)
    once = _steps(multiplied(measured.data, 1), origin)
    more = _steps(multiplied(measured.data, TIMES), origin)
    small, large = best_of(RUNS, once), best_of(RUNS, more)
    for name in once:
        beside = f"{small[name] * 1e3:.1f} and {large[name] * 1e3:.1f} ms"
        yield Row(f"  {name}, {TIMES} × the offerings", large[name] / small[name], beside)
    whole = sum(large.values()) / sum(small.values())
    yield Row(f"a catalogue, {TIMES} × the offerings", whole, f"up to {PART} offerings", TARGET)


def multiplied(data: bytes, times: int) -> bytes:
    """Write a part of a document in which each provider stands several times, under other ids."""
    found: dict[str, Any] = msgspec.json.decode(data)
    whole: dict[str, Any] = found.get("providers", found)
    part: dict[str, Any] = {}
    room = PART
    for id_, provider in whole.items():
        if len(provider["models"]) <= room:
            room -= len(provider["models"])
            for number in range(1, times + 1):
                part[f"{id_}-{number}"] = {**provider, "id": f"{id_}-{number}"}
    return msgspec.json.encode(part)


def _steps(data: bytes, origin: Origin) -> dict[str, Callable[[], object]]:
    raw = split(data)
    read = parse(raw)
    resolution = resolve(read)
    return {
        "split": lambda: split(data),
        "resolve": lambda: resolve(read),
        "build": lambda: build(read, resolution, origin),
    }


if __name__ == "__main__":
    main(measure)
