"""Ours beside other price libraries, which have an environment of their own.

make bench-peers
python benchmarks/beside_peers.py
"""

import os
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from time import process_time
from timeit import repeat

import msgspec

from modelario.catalogue.billing import Usage
from modelario.catalogue.tariffs import bill
from modelario.editions import embedded
from modelario.records import OfferingKey
from peers import CACHED, FRESH, MODEL, OUT, PEERS, RUNS
from rows import Row, Target, main

TIMES = 3_000
ENVIRONMENT = Path(__file__).parents[1] / ".bench"
WANTED = Target(40, at_least=True)
#: They ask the network for news when they are imported, and wait for it; ours does not.
_OFFLINE = {"LITELLM_LOCAL_MODEL_COST_MAP": "True"}


class Measured(msgspec.Struct):
    """What a peer needs, in seconds, and what it answers."""

    ready: float
    cost: float
    answer: str


def measure() -> Iterator[Row]:
    """Cost the same request with each."""
    python = ENVIRONMENT / "bin" / "python"
    if not python.exists():
        yield Row("a request's cost beside genai-prices", None, "run 'make bench-peers'", WANTED)
        return
    edition = embedded(datetime.now(UTC))
    lab = edition.document.offerings
    offering = next(each for each in lab if each.key == OfferingKey("openai", MODEL))
    usage = Usage(uncached_tokens=FRESH, cache_read_tokens=CACHED, output_tokens=OUT)
    times = repeat(lambda: bill(offering, usage), timer=process_time, number=TIMES, repeat=RUNS)
    ours = min(times) / TIMES
    for name in PEERS:
        told = subprocess.run(
            [python, Path(__file__).with_name("peers.py"), name],
            env={**os.environ, **_OFFLINE},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            check=True,
        ).stdout
        peer = msgspec.json.decode(told.splitlines()[-1], type=Measured)
        beside = f"{ours * 1e6:.1f} and {peer.cost * 1e6:.1f} µs; ready after {peer.ready:.2f} s"
        target = WANTED if name == "genai_prices" else None
        yield Row(
            f"a request's cost beside {name.replace('_', '-')}", peer.cost / ours, beside, target
        )


if __name__ == "__main__":
    main(measure)
