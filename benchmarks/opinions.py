"""What witnesses say beside a document, how long hearing them takes, and how they agree over time.

    python benchmarks/opinions.py DOCUMENT WITNESS=FILE … [STORE]

DOCUMENT is an api.json or catalog.json, packed or not; WITNESS the id of one. With a store's URL,
each witness's document is read as it holds on every day of the store, and its prices where no
condition holds are compared with what was published then.
"""

import sys
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import NamedTuple, TypeVar

from msgspec.structs import asdict

from floors import document
from modelario.catalogue.build import build
from modelario.catalogue.matching import hear
from modelario.catalogue.merge import place
from modelario.catalogue.opinions import is_alike, prices, second_opinions
from modelario.identity.lookup.sales import Sales
from modelario.identity.resolve import resolve
from modelario.records import ALWAYS, OfferingKey, Opinion, Origin, Testimony
from modelario.store.store import Store
from modelario.upstream.document import parse, split
from modelario.upstream.packed import unpacked
from modelario.witnesses.table import BY_ID

RUNS = 7
MOST_BYTES = 2**26
_T = TypeVar("_T")


class Heard(NamedTuple):
    """A witness's document, and what it says today."""

    witness: str
    body: bytes
    testimonies: tuple[Testimony, ...]


def main() -> None:
    """Print what was heard, what it costs to hear it, and the agreement over time."""
    named, *others = sys.argv[1:]
    now = datetime.now(UTC)
    heard = [_read(each, now.date()) for each in others if "=" in each and "://" not in each]
    _now(named, heard, now)
    for url in (each for each in others if "://" in each):
        for each in heard:
            _over_time(Store.open(url), each)


def _read(named: str, day: date) -> Heard:
    witness, _, path = named.partition("=")
    body = unpacked(Path(path).read_bytes(), MOST_BYTES)
    return Heard(witness, body, BY_ID[witness].read(body, day).testimonies)


def _now(named: str, heard: list[Heard], now: datetime) -> None:
    measured = document(named)
    read = parse(split(measured.data))
    resolution = resolve(read)
    origin = Origin(source="benchmark", as_of=now.date(), fetched_at=now)
    floor, _ = _timed(measured.decode)
    everything = [each for one in heard for each in one.testimonies]
    index, sales = _timed(lambda: Sales(resolution))
    matching, found = _timed(lambda: hear(everything, sales))
    servings = place(read, resolution)
    weighing, _ = _timed(lambda: second_opinions(servings, found))
    plain, _ = _timed(lambda: build(read, resolution, origin))
    whole, _ = _timed(lambda: build(read, resolution, origin, found))
    print(f"floor: {measured.floor_told}: {floor * 1e3:.1f} ms")
    for name, seconds in (
        ("index of names", index),
        ("matching", matching),
        ("weighing", weighing),
        ("build without", plain),
        ("build with", whole),
        ("all of hearing", index + matching + whole - plain),
    ):
        print(f"{name:<15} {seconds * 1e3:7.1f} ms  {seconds / floor:5.1f} x")
    for one in heard:
        said = hear(one.testimonies, sales)
        _, opinions = second_opinions(servings, said)
        keys = sum(sales.find(t.provider, t.offering_id) is not None for t in one.testimonies)
        print(
            f"{one.witness}: {len(one.testimonies)} listings, {keys} resolve, "
            f"{len(said.offerings)} offerings spoken of; {_stances(opinions.values())}"
        )


def _stances(opinions: Iterable[tuple[Opinion, ...]]) -> str:
    each = [set(map(_stance, said)) for said in opinions]
    both = [found for found in each if found & {"agrees", "differs"}]
    differing = sum("differs" in found for found in both)
    counts = Counter(_stance(opinion) for said in opinions for opinion in said)
    told = ", ".join(f"{number} {stance}" for stance, number in counts.most_common())
    return f"of {len(both)} compared {differing} differ; prices: {told}"


def _stance(opinion: Opinion) -> str:
    return f"{opinion.stance}: {opinion.reason.code}" if opinion.reason else str(opinion.stance)


def _timed(step: Callable[[], _T]) -> tuple[float, _T]:
    times = []
    for _ in range(RUNS):
        start = perf_counter()
        found = step()
        times.append(perf_counter() - start)
    return median(times), found


def _over_time(store: Store, heard: Heard) -> None:
    agreeing: Counter[str] = Counter()
    differing: Counter[tuple[OfferingKey, str, str, str]] = Counter()
    for day in store.days():
        own = {o.key: o.price for o in parse(store.load(day)[0]).offerings}
        for testimony in BY_ID[heard.witness].read(heard.body, day).testimonies:
            key = OfferingKey(testimony.provider, testimony.offering_id)
            ours = asdict(price) if (price := own.get(key)) else {}
            voice = "copied from upstream" if testimony.copied else "its own"
            said = (rule for rule in testimony.rules if rule.conditions == ALWAYS)
            for unit, theirs in (each for rule in said for each in prices(rule)):
                if not ours.get(unit):
                    continue
                if is_alike(ours[unit], theirs):
                    agreeing[voice] += 1
                else:
                    differing[key, unit, f"{ours[unit]} and {theirs}", voice] += 1
    for voice, number in agreeing.items():
        against = sum(count for (*_, of), count in differing.items() if of == voice)
        share = 100 * number / (number + against)
        print(
            f"{heard.witness}, {voice}: {number} price-days agree, {against} differ: {share:.2f} %"
        )
    for (key, unit, figures, voice), number in differing.most_common():
        print(f"  {number:4} days  {key.provider} {key.offering_id} {unit}: {figures} ({voice})")


if __name__ == "__main__":
    main()
