"""How long building the catalogue takes, as a multiple of the bare typed decode.

    python benchmarks/build.py [DOCUMENT] [WITNESS=FILE ...]

DOCUMENT is an api.json or catalog.json, packed or not; the embedded data without it. A WITNESS is
named as in the settings, and its FILE is the document as it is published, packed or not: with some
the same is told of a build that hears them, the finding of what they speak of included.

Each figure is the best of several that take turns, by the time of the processor: other programs
count as little as can be.
"""

import sys
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from time import process_time

import msgspec

from modelario.catalogue.build import build
from modelario.catalogue.matching import hear
from modelario.identity.lookup.sales import Sales
from modelario.identity.resolve import resolve
from modelario.records import Origin, Testimony
from modelario.upstream.document import parse, split
from modelario.upstream.join import joined
from modelario.upstream.packed import unpacked
from modelario.upstream.sources import fetch, parse_source
from modelario.upstream.wire import TypedProvider
from modelario.witnesses.table import BY_ID

RUNS = 9
TARGET, TARGET_WITH_WITNESSES = 20, 30
MOST_BYTES = 2**26


class Catalog(msgspec.Struct):
    """The typed decode that is the floor."""

    providers: dict[str, TypedProvider]


def main() -> None:
    """Measure every step and print its ratio to the floor."""
    now = datetime.now(UTC)
    named = [each for each in sys.argv[1:] if "=" not in each]
    fetched = fetch(parse_source(named[0] if named else "embedded"), now=now)
    assert fetched.content  # noqa: S101 – no server is asked whether anything is new
    data = joined(fetched.content.raw)
    flat = b'"providers"' not in data[:1_000_000]
    decoder = msgspec.json.Decoder(dict[str, TypedProvider] if flat else Catalog)
    origin = Origin(source="benchmark", as_of=now.date(), fetched_at=now)
    raw = split(data)
    document = parse(raw)
    resolution = resolve(document)
    said = _said((each for each in sys.argv[1:] if "=" in each), now)
    heard = hear(said, Sales(resolution))
    print(f"{len(document.offerings)} offerings, {len(resolution.identities)} models")
    steps: dict[str, Callable[[], object]] = {
        "floor": lambda: decoder.decode(data),
        "split": lambda: split(data),
        "parse": lambda: parse(raw),
        "resolve": lambda: resolve(document),
        "build": lambda: build(document, resolution, origin),
    }
    if said:
        steps["hear"] = lambda: hear(said, Sales(resolution))
        steps["build, heard"] = lambda: build(document, resolution, origin, heard)
    times = _times(steps)
    floor = times.pop("floor")
    print(f"floor: typed decode of {len(data) / 1e6:.1f} MB: {floor * 1e3:.1f} ms")
    for name, seconds in times.items():
        print(f"{name:<15} {seconds * 1e3:7.1f} ms  {seconds / floor:5.1f} x")
    before = sum(times[name] for name in ("split", "parse", "resolve"))
    _all("without", (before + times["build"]) / floor, TARGET)
    if said:
        whole = before + times["hear"] + times["build, heard"]
        _all("with", whole / floor, TARGET_WITH_WITNESSES)


def _all(how: str, ratio: float, target: int) -> None:
    print(f"in all, {how} witnesses: {ratio:.1f} x  target: at most {target} x")


def _said(named: Iterable[str], now: datetime) -> list[Testimony]:
    """Read the documents of witnesses."""
    found: list[Testimony] = []
    for each in named:
        witness, _, path = each.partition("=")
        body = unpacked(Path(path).read_bytes(), MOST_BYTES)
        found += BY_ID[witness].read(body, now.date()).testimonies
    return found


def _times(steps: dict[str, Callable[[], object]]) -> dict[str, float]:
    best = dict.fromkeys(steps, float("inf"))
    for _ in range(RUNS):
        for name, step in steps.items():
            start = process_time()
            step()
            best[name] = min(best[name], process_time() - start)
    return best


if __name__ == "__main__":
    main()
