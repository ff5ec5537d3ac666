"""How long one request takes to be costed, as a multiple of multiplying and adding its parts.

    python benchmarks/cost.py

The floor is what no bill can do without: an exact product for each part, and their sum. Where many
are billed in one way, a tariff has found the rules, also where each comes at a moment of its own;
for a request that comes alone the tariff of its way is remembered. The first of a way has to have
it made, which is told beside. Each figure is the best of several runs that take turns, in time of
this process alone, for what is measured is shorter than what else a machine does meanwhile.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from itertools import cycle
from time import process_time
from timeit import timeit

from msgspec import structs

from modelario.catalogue.billing import PER_MTOK, Usage
from modelario.catalogue.circumstances import Circumstances
from modelario.catalogue.tariffs import bill, tariff
from modelario.records import (
    Conditions,
    Facts,
    Hours,
    Offering,
    OfferingId,
    PriceRule,
    PromptSize,
    ProviderId,
    TokenPrice,
)
from rows import Row, Target, main

RUNS, TIMES = 15, 3_000
TARGET = Target(3, "µs")
_ALONE = "alone, mode, region and moment"
_FIRST = "alone, the first of its mode and region"


def measure() -> Iterator[Row]:
    """Measure requests with and without conditions."""
    usage = Usage(
        uncached_tokens=5_000, cache_read_tokens=20_000, output_tokens=800, reasoning_tokens=1_200
    )
    plain, many = _offering(), _offering(*_CONDITIONAL)
    way = Circumstances(mode="batch", region="eu")
    moments = cycle([datetime(2026, 11, 26, hour, tzinfo=UTC) for hour in range(24)])
    when = structs.replace(way, at=datetime(2026, 11, 26, 3, tzinfo=UTC))
    prices = [(Decimal("1.1"), 5_000), (Decimal("0.275"), 20_000), (Decimal("4.4"), 2_000)]
    prices.append((Decimal("4.4"), 1_200))

    def floor() -> Decimal:
        total = Decimal(0)
        for price, count in prices:
            total += price * count
        return total / PER_MTOK

    tariffs = tariff(plain), tariff(many), tariff(many, when), tariff(many, way)
    cases: dict[str, Callable[[], object]] = {
        "floor": floor,
        "by a tariff, no conditions": lambda: tariffs[0].bill(usage),
        "by a tariff, many rules, none asked for": lambda: tariffs[1].bill(usage),
        "by a tariff, mode, region and moment": lambda: tariffs[2].bill(usage),
        "by a tariff, mode, region, each at its moment": lambda: tariffs[3].bill(
            usage, next(moments)
        ),
        "alone, no conditions": lambda: bill(plain, usage),
        "alone, many rules, none asked for": lambda: bill(many, usage),
        _ALONE: lambda: bill(many, usage, when),
        _FIRST: lambda: tariff(many, way).bill(usage, when.at),
    }
    times = dict.fromkeys(cases, float("inf"))
    for _ in range(RUNS):
        for name, case in cases.items():
            times[name] = min(times[name], _microseconds(case))
    floor_took = times.pop("floor")
    for name, each in times.items():
        beside = f"{each / floor_took:.1f} × its products and their sum ({floor_took:.2f} µs)"
        if name is not _FIRST:
            yield Row(f"a request's cost, {name}", each, beside, TARGET)
    first = times[_FIRST] / times[_ALONE]
    yield Row(f"a request's cost, {_FIRST}", first, f"that of another ({times[_FIRST]:.1f} µs)")


def _microseconds(case: Callable[[], object]) -> float:
    return timeit(case, timer=process_time, number=TIMES) / TIMES * 1e6


def _price(text: str) -> TokenPrice:
    asked, written, cached = map(Decimal, text.split())
    return TokenPrice(input_mtok=asked, output_mtok=written, cache_read_mtok=cached)


_LONG = PromptSize(200_000)
_CONDITIONAL = (
    PriceRule(price=_price("2.2 6.6 0.55"), conditions=Conditions(prompt=_LONG)),
    PriceRule(price=_price("0.55 2.2 0.14"), conditions=Conditions(mode="batch")),
    PriceRule(price=_price("1.1 3.3 0.28"), conditions=Conditions(mode="batch", prompt=_LONG)),
    PriceRule(price=_price("1.21 4.84 0.3"), conditions=Conditions(region="eu")),
    PriceRule(price=_price("0.6 2.4 0.15"), conditions=Conditions(mode="batch", region="eu")),
    PriceRule(
        price=_price("0.3 1.2 0.07"),
        conditions=Conditions(mode="batch", hours=(Hours(60, 240), Hours(1_320, 360, (6, 7)))),
    ),
)


def _offering(*others: PriceRule) -> Offering:
    return Offering(
        provider=ProviderId("a"),
        offering_id=OfferingId(f"of {len(others)} more rules"),
        facts=Facts(),
        rules=(PriceRule(price=_price("1.1 4.4 0.275")), *others),
    )


if __name__ == "__main__":
    main(measure)
