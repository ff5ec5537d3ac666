"""How long a server takes until it is ready, its store being there, and what a worker weighs.

python benchmarks/start.py
"""

import tempfile
import time
import urllib.request
from collections.abc import Iterator

from rows import Row, Target, main
from search import first_day
from served import resident_mib, served

RUNS = 5
READY, WEIGHT = Target(1.5, "s"), Target(200, "MiB")
PAGES = ("/en/", "/en/models", "/es/models", "/en/models/openai/o4-mini", "/en/search?q=gpt")


def measure() -> Iterator[Row]:
    """Start over and over again, and ask the last server for some pages."""
    took = []
    with tempfile.TemporaryDirectory() as home:
        first_day(home)
        for _ in range(RUNS):
            begun = time.perf_counter()
            with served(home) as site:
                took.append(time.perf_counter() - begun)
                if len(took) == RUNS:
                    for page in PAGES:
                        urllib.request.urlopen(f"{site.address}{page}").read()  # noqa: S310
                    weight = max(map(resident_mib, site.workers()))
    yield Row("a server until it is ready", min(took), f"the best of {RUNS} starts", READY)
    yield Row("memory of a worker", weight, f"after {len(PAGES)} pages", WEIGHT)


if __name__ == "__main__":
    main(measure)
