"""How long building the catalogue takes, as a multiple of the bare typed decode.

    python benchmarks/build.py [DOCUMENT]

DOCUMENT is an api.json or catalog.json, packed or not; the embedded data without it. Each
figure is the median of several runs in this process.
"""

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from statistics import median
from time import perf_counter

import msgspec

from modelario.catalogue.build import build
from modelario.identity.resolve import resolve
from modelario.records import Origin
from modelario.upstream.document import parse, split
from modelario.upstream.join import joined
from modelario.upstream.sources import fetch, parse_source
from modelario.upstream.wire import TypedProvider

RUNS = 9
TARGET = 20


class Catalog(msgspec.Struct):
    """The typed decode that is the floor."""

    providers: dict[str, TypedProvider]


def main() -> None:
    """Measure every step and print its ratio to the floor."""
    now = datetime.now(UTC)
    fetched = fetch(parse_source(sys.argv[1] if len(sys.argv) > 1 else "embedded"), now=now)
    assert fetched.content  # noqa: S101 – no server is asked whether anything is new
    data = joined(fetched.content.raw)
    flat = b'"providers"' not in data[:1_000_000]
    floor_type = dict[str, TypedProvider] if flat else Catalog
    decoder = msgspec.json.Decoder(floor_type)
    origin = Origin(source="benchmark", as_of=now.date(), fetched_at=now)
    raw = split(data)
    document = parse(raw)
    resolution = resolve(document)
    floor = _time(lambda: decoder.decode(data))
    print(f"{len(document.offerings)} offerings, {len(resolution.identities)} models")
    print(f"floor: typed decode of {len(data) / 1e6:.1f} MB: {floor * 1e3:.1f} ms")
    steps = {
        "split": lambda: split(data),
        "parse": lambda: parse(raw),
        "resolve": lambda: resolve(document),
        "build": lambda: build(document, resolution, origin),
    }
    times = {name: _time(step) for name, step in steps.items()}
    for name, seconds in (*times.items(), ("in all", sum(times.values()))):
        print(f"{name:<8} {seconds * 1e3:7.1f} ms  {seconds / floor:5.1f} x")
    print(f"target: at most {TARGET} x in all")


def _time(step: Callable[[], object]) -> float:
    times = []
    for _ in range(RUNS):
        start = perf_counter()
        step()
        times.append(perf_counter() - start)
    return median(times)


if __name__ == "__main__":
    main()
