"""How long building the catalogue takes, as a multiple of the bare typed decode.

    python benchmarks/build.py [DOCUMENT] [WITNESS=FILE ...]

DOCUMENT is an api.json or catalog.json, packed or not; the embedded data without it. A WITNESS is
named as in the settings, and its FILE is the document as it is published, packed or not: with some
the same is told of a build that hears them, the finding of what they speak of included.

Each figure is the best of several that take turns, by the time of the processor: other programs
count as little as can be.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path

from floors import best_of, document
from modelario.catalogue.build import build
from modelario.catalogue.matching import hear
from modelario.identity.lookup.sales import Sales
from modelario.identity.resolve import resolve
from modelario.records import Origin, Testimony
from modelario.upstream.document import parse, split
from modelario.upstream.packed import unpacked
from modelario.witnesses.table import BY_ID
from rows import Row, Target, arguments, main

RUNS = 9
TARGET, TARGET_WITH_WITNESSES = Target(20), Target(30)
MOST_BYTES = 2**26


def measure() -> Iterator[Row]:
    """Measure every step beside the floor."""
    named = [each for each in arguments() if "=" not in each]
    measured = document(*named[:1])
    now = measured.fetched.fetched_at
    origin = Origin(source="benchmark", as_of=now.date(), fetched_at=now)
    raw = split(measured.data)
    read = parse(raw)
    resolution = resolve(read)
    said = _said((each for each in arguments() if "=" in each), now.date())
    heard = hear(said, Sales(resolution))
    steps: dict[str, Callable[[], object]] = {
        "floor": measured.decode,
        "split": lambda: split(measured.data),
        "parse": lambda: parse(raw),
        "resolve": lambda: resolve(read),
        "build": lambda: build(read, resolution, origin),
    }
    if said:
        steps["hear"] = lambda: hear(said, Sales(resolution))
        steps["build, heard"] = lambda: build(read, resolution, origin, heard)
    times = best_of(RUNS, steps)
    floor = times.pop("floor")
    beside = f"{measured.floor_told} ({floor * 1e3:.1f} ms)"
    for name, seconds in times.items():
        yield Row(f"  {name}", seconds / floor, f"{seconds * 1e3:.1f} ms")
    before = sum(times[name] for name in ("split", "parse", "resolve"))
    what = f"a catalogue of {len(read.offerings):,} offerings from its document"
    yield Row(what, (before + times["build"]) / floor, beside, TARGET)
    if said:
        whole = before + times["hear"] + times["build, heard"]
        yield Row(f"{what}, witnesses heard", whole / floor, beside, TARGET_WITH_WITNESSES)


def _said(named: Iterable[str], day: date) -> list[Testimony]:
    """Read the documents of witnesses."""
    found: list[Testimony] = []
    for each in named:
        witness, _, path = each.partition("=")
        body = unpacked(Path(path).read_bytes(), MOST_BYTES)
        found += BY_ID[witness].read(body, day).testimonies
    return found


if __name__ == "__main__":
    main(measure)
