"""What a monitoring system is told, in the text format of Prometheus (version 0.0.4).

Names, labels and values come from lists of ours, so that nothing that visitors or upstream write
becomes one.
"""

import platform
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import accumulate
from os import sysconf
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from modelario import __version__
from modelario.editions import Editions
from modelario.history.journal import Gate, Outcome
from modelario.queries.status import Status
from modelario.web.tallies import EDGES, RouteTally, Tallies

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"

Labels = Mapping[str, object]


class Sample(NamedTuple):
    """One figure; ``ending`` comes after its family's name."""

    value: float
    labels: Labels = MappingProxyType({})
    ending: str = ""


class Family(NamedTuple):
    """Figures of one name."""

    name: str
    kind: str
    told: str
    samples: Iterable[Sample]


def metrics(tallies: Tallies, editions: Editions, now: datetime) -> bytes:
    """Tell everything; asks the store, and tells where it does not answer."""
    status = editions.status(now)
    families = (
        *_of_answers(tallies),
        *_of_workers(tallies),
        *_of_the_catalogue(status, now),
        *_of_syncs(status, now, editions),
        *_of_witnesses(status, now),
    )
    return "".join(map(_written, families)).encode()


def _of_answers(tallies: Tallies) -> Iterator[Family]:
    routes = list(tallies.routes())
    yield Family(
        "requests_total",
        "counter",
        "Answers, by kind of address and status.",
        (
            Sample(number, {"route": each.route, "status": "other" if code is None else code})
            for each in routes
            for code, number in each.statuses.items()
            if number
        ),
    )
    yield Family(
        "request_duration_seconds",
        "histogram",
        "Seconds until the last byte was handed over, by kind of address.",
        (sample for each in routes for sample in _histogram(each)),
    )
    yield Family(
        "response_bytes_total",
        "counter",
        "Bytes of bodies as they were sent, by kind of address.",
        (Sample(each.size, {"route": each.route}) for each in routes),
    )


def _histogram(tally: RouteTally) -> Iterator[Sample]:
    edges = (*EDGES, "+Inf")
    for edge, number in zip(edges, accumulate(tally.buckets), strict=True):
        yield Sample(number, {"route": tally.route, "le": edge}, "_bucket")
    yield Sample(tally.seconds, {"route": tally.route}, "_sum")
    yield Sample(sum(tally.buckets), {"route": tally.route}, "_count")


def _of_workers(tallies: Tallies) -> Iterator[Family]:
    workers = list(tallies.workers())
    hits, misses = tallies.cached()
    yield _one("cache_hits_total", "Answers that were at hand.", hits, "counter")
    yield _one("cache_misses_total", "Answers that were made, and kept.", misses, "counter")
    yield _one("cache_bytes", "Bytes of answers at hand.", sum(w.cache_bytes for w in workers))
    yield _one("requests_in_progress", "Requests being answered.", sum(w.busy for w in workers))
    yield _one("workers", "Processes that answer.", len(workers))
    for name, told, look in (
        ("worker_resident_memory_bytes", "Memory of a process that answers.", resident),
        ("worker_open_files", "Files and connections that it has open.", open_files),
    ):
        found = ((each.number, look(each.process)) for each in workers)
        samples = [Sample(value, {"worker": n}) for n, value in found if value is not None]
        yield Family(name, "gauge", told, samples)
    labels = {"version": __version__, "python": platform.python_version()}
    yield Family("build_info", "gauge", "What runs.", [Sample(1, labels)])


def resident(process: int) -> int | None:
    """Tell a process' memory in bytes, where the system does."""
    with suppress(OSError, ValueError, IndexError):
        pages = int(Path(f"/proc/{process}/statm").read_text("ascii").split()[1])
        return pages * sysconf("SC_PAGE_SIZE")
    return None


def open_files(process: int) -> int | None:
    """Count what a process has open, where the system tells."""
    with suppress(OSError):
        return sum(1 for _ in Path(f"/proc/{process}/fd").iterdir())
    return None


def _of_the_catalogue(status: Status, now: datetime) -> Iterator[Family]:
    for name, number, told in (
        ("models", status.models, "Models in the catalogue."),
        ("offerings", status.offerings, "Offerings in the catalogue."),
        ("providers", status.providers, "Providers in the catalogue."),
        ("labs", status.labs, "Labs in the catalogue."),
        ("inconsistencies", status.inconsistencies, "Fields on which offerings differ."),
        ("set_aside", status.rejected, "Faulty entries that were set aside."),
        ("snapshot", status.snapshot or 0, "The stored snapshot that is served; 0 is none."),
        ("catalogue_stale", status.stale, "Whether the data is too old to be relied on."),
        ("store_reachable", status.reaches_store, "Whether the store can be read."),
    ):
        yield _one(name, told, number)
    age = now - status.fetched_at
    yield _one("catalogue_age_seconds", "Since what is served was fetched.", _seconds(age))
    held = Family(
        "held",
        "gauge",
        "What the gates hold back, by gate.",
        [Sample(number, {"gate": gate}) for gate, number in sorted(_by_gate(status).items())],
    )
    yield held
    codes = sorted({each.code for each in status.troubles})
    told = "What an operator should know: the embedded data stands in, the store is another."
    yield Family("trouble", "gauge", told, [Sample(1, {"code": code}) for code in codes])


def _by_gate(status: Status) -> dict[str, int]:
    found = dict.fromkeys(Gate, 0)
    for hold in status.holds:
        found[hold.gate] += 1
    return {str(gate): number for gate, number in found.items()}


def _of_syncs(status: Status, now: datetime, editions: Editions) -> Iterator[Family]:
    tried = editions.outcomes
    well = [each.last for outcome, each in tried.items() if outcome != Outcome.FAILED]
    for name, told, times in (
        ("sync_age_seconds", "Since a sync last went well.", well),
        ("sync_attempt_age_seconds", "Since one was tried.", [e.last for e in tried.values()]),
    ):
        samples = [Sample(_seconds(now - max(times)))] if times else []
        yield Family(name, "gauge", told, samples)
    # What no store tells is not zero.
    numbers = dict.fromkeys(Outcome, 0) if tried or status.reaches_store else {}
    numbers |= {outcome: each.number for outcome, each in tried.items()}
    samples = [Sample(number, {"outcome": each}) for each, number in sorted(numbers.items())]
    told = "Attempts to take in upstream's document that are on record, by what came of them."
    yield Family("sync_attempts_total", "counter", told, samples)


def _of_witnesses(status: Status, now: datetime) -> Iterator[Family]:
    heard = [(each.id, each.fetched_at) for each in status.witnesses if each.fetched_at]
    yield Family(
        "witness_age_seconds",
        "gauge",
        "Since a second source's document was fetched.",
        [Sample(_seconds(now - at), {"witness": id_}) for id_, at in heard],
    )
    yield Family(
        "witness_state",
        "gauge",
        "1 for what came of asking a second source last.",
        [
            Sample(each.outcome == outcome, {"witness": each.id, "outcome": outcome})
            for each in status.witnesses
            for outcome in Outcome
            if each.outcome is not None
        ],
    )


# --- how it is written


def _one(name: str, told: str, value: float, kind: str = "gauge") -> Family:
    return Family(name, kind, told, [Sample(value)])


def _seconds(age: timedelta) -> float:
    return max(0.0, age.total_seconds())


def _written(family: Family) -> str:
    name = f"modelario_{family.name}"
    lines = [f"# HELP {name} {family.told}", f"# TYPE {name} {family.kind}"]
    lines += [
        f"{name}{each.ending}{_labelled(each.labels)} {float(each.value):.17g}"
        for each in family.samples
    ]
    return "\n".join(lines) + "\n"


def _labelled(labels: Labels) -> str:
    if not labels:
        return ""
    return "{" + ",".join(f'{name}="{value}"' for name, value in labels.items()) + "}"
