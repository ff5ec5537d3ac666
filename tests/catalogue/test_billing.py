"""What a request costs: which rules hold, what each part costs, and what is assumed."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from builders import offering, price, serving, tier
from modelario.catalogue.billing import (
    PER_MTOK,
    PRICED_BY,
    Usage,
    price_of,
    tier_price,
)
from modelario.catalogue.circumstances import Circumstances, MomentError, holding, moment
from modelario.catalogue.filling import Filling, with_fillings
from modelario.catalogue.tariffs import bill, bill_at, tariff
from modelario.records import Conditions, Hours, PriceRule, PromptSize, SourceId, Variant
from modelario.witnesses.gathering import Said

WITNESS = SourceId("litellm")

# --- conditions -----------------------------------------------------------------------

SIZES = [
    # inclusive, then whether a prompt of N−1, N and N+1 is meant
    (False, (False, False, True)),
    (True, (False, True, True)),
]


@pytest.mark.parametrize(("inclusive", "holds"), SIZES, ids=["above", "from"])
def test_a_size_is_above_or_from(inclusive, holds):
    size = PromptSize(200_000, inclusive)
    assert tuple(size.holds(200_000 + n) for n in (-1, 0, 1)) == holds
    rule = PriceRule(price=price(2, 8), conditions=Conditions(prompt=size))
    offered = offering(cost=(1, 4), rules=(rule,))
    for n, dear in zip((-1, 0, 1), holds, strict=True):
        count = 200_000 + n
        charged = bill(offered, Usage(uncached_tokens=count)).amount
        assert charged == (2 if dear else 1) * count / PER_MTOK


#: 2026-11-23 is a Monday.
def at(day: int, clock: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-{day}T{clock}+00:00")


MORNING, NIGHT, ALL_DAY = Hours(60, 240), Hours(22 * 60, 6 * 60), Hours(0, 0)
FRIDAY_NIGHT = Hours(22 * 60, 6 * 60, (5,))
WORKDAYS = Hours(60, 240, (1, 2, 3, 4, 5))
FROM_NOON = Hours(720, 720, (7,))

MOMENTS = [
    ("before it", MORNING, at(23, "00:59:59"), False),
    ("at its start", MORNING, at(23, "01:00"), True),
    ("in its last minute", MORNING, at(23, "03:59:59"), True),
    ("at its end", MORNING, at(23, "04:00"), False),
    ("before midnight", NIGHT, at(23, "23:59"), True),
    ("after midnight", NIGHT, at(24, "00:00"), True),
    ("at the end of the night", NIGHT, at(24, "06:00"), False),
    ("by day", NIGHT, at(24, "12:00"), False),
    ("any time", ALL_DAY, at(24, "12:00"), True),
    ("midnight itself", ALL_DAY, at(24, "00:00"), True),
    ("a workday", WORKDAYS, at(27, "02:00"), True),
    ("a weekend", WORKDAYS, at(28, "02:00"), False),
    ("a Friday night", FRIDAY_NIGHT, at(27, "23:00"), True),
    ("its Saturday morning", FRIDAY_NIGHT, at(28, "05:59"), True),
    ("Saturday night", FRIDAY_NIGHT, at(28, "23:00"), False),
    ("Friday morning, which is Thursday's night", FRIDAY_NIGHT, at(27, "05:00"), False),
    ("Sunday's, on Monday morning", FROM_NOON, at(23, "11:59"), True),
    ("Sunday's, at its end", FROM_NOON, at(23, "12:00"), False),
    ("another zone's clock", MORNING, datetime.fromisoformat("2026-11-23T11:30+09:00"), True),
    ("another zone's weekday", WORKDAYS, datetime.fromisoformat("2026-11-28T10:30+09:00"), False),
    ("Saturday in UTC, too", WORKDAYS, datetime.fromisoformat("2026-11-28T10:00+08:00"), False),
    ("Monday by UTC", WORKDAYS, datetime.fromisoformat("2026-11-22T18:00-08:00"), True),
]


@pytest.mark.parametrize(
    ("hours", "when", "hold"), [row[1:] for row in MOMENTS], ids=[r[0] for r in MOMENTS]
)
def test_hours_are_utc_and_go_by_the_weekday_on_which_they_start(hours, when, hold):
    assert hours.hold(when) is hold


@given(st.integers(0, 1439), st.integers(0, 1439), st.integers(0, 60 * 24 * 14))
def test_hours_and_the_hours_between_them_make_the_day(start, end, minutes):
    when = at(23, "00:00") + timedelta(minutes=minutes)
    if start != end:
        assert Hours(start, end).hold(when) is not Hours(end, start).hold(when)
    days = [Hours(start, end, (day,)).hold(when) for day in range(1, 8)]
    assert sum(days) == Hours(start, end).hold(when)


BATCH = PriceRule(price=price("0.5", 2), conditions=Conditions(mode="batch"))
EU = PriceRule(price=price("1.1", "4.4"), conditions=Conditions(region="eu"))
PEAK = PriceRule(price=price(2, 8), conditions=Conditions(hours=(MORNING, Hours(360, 600))))
BATCH_EU = PriceRule(
    price=price("0.55", "2.2"), conditions=Conditions(mode="batch", region="eu"), source=WITNESS
)
LONG = tier(200_000, price(3, 12))
LONG_BATCH = tier(200_000, price("1.5", 6), mode="batch")
MANY = offering(
    cost=price(1, 4, cache_read_mtok="0.1"), rules=(LONG, BATCH, LONG_BATCH, EU, BATCH_EU, PEAK)
)

HELD = [
    ("nothing asked", {}, 1, 1, []),
    ("the standard mode", {"mode": "standard"}, 1, 1, []),
    ("a long prompt", {}, 300_000, 3, []),
    ("batch", {"mode": "batch"}, 1, "0.5", []),
    ("batch, a long prompt", {"mode": "batch"}, 300_000, "1.5", []),
    ("a region", {"region": "eu"}, 1, "1.1", []),
    ("batch in a region", {"mode": "batch", "region": "eu"}, 1, "0.55", []),
    ("batch in another", {"mode": "batch", "region": "us"}, 1, "0.5", ["assumed_any_region"]),
    ("a mode that it has not", {"mode": "flex"}, 1, 1, ["assumed_standard"]),
    ("a peak hour", {"at": at(23, "02:00")}, 1, 2, []),
    ("another peak hour", {"at": at(23, "07:00")}, 1, 2, []),
    ("a quiet hour", {"at": at(23, "05:00")}, 1, 1, []),
]


@pytest.mark.parametrize(
    ("when", "prompt", "asked", "assumed"), [row[1:] for row in HELD], ids=[r[0] for r in HELD]
)
def test_the_last_rule_that_holds_counts(when, prompt, asked, assumed):
    usual = {} if "at" in when else {"at": at(23, "12:00")}
    found = bill(MANY, Usage(uncached_tokens=prompt), Circumstances(**when, **usual))
    assert found.charges[0].price == Decimal(asked)
    assert [reason.code for reason in found.assumed] == assumed


PRIORITY, FAST = (
    PriceRule(price=price(asked, 8), conditions=Conditions(mode=mode))
    for asked, mode in ((2, "priority"), (3, "fast"))
)


@pytest.mark.parametrize(
    ("rules", "mode", "asked", "assumed"),
    [
        ((PRIORITY,), "priority", 2, []),
        # Upstream's fast is OpenAI's priority tier, and so do people call it.
        ((PRIORITY,), "fast", 2, []),
        ((PRIORITY, FAST), "fast", 3, []),
        ((PRIORITY, FAST), "priority", 2, []),
        ((FAST,), "fast", 3, []),
        # Another lab's fast mode is no priority tier.
        ((FAST,), "priority", 1, ["assumed_standard"]),
        ((), "fast", 1, ["assumed_standard"]),
    ],
)
def test_one_mode_has_two_names(rules, mode, asked, assumed):
    offered = offering(cost=(1, 4), rules=rules)
    found = bill(offered, Usage(uncached_tokens=1_000_000), Circumstances(mode=mode))
    assert (found.amount, [each.code for each in found.assumed]) == (asked, assumed)


def test_a_mode_wins_over_a_region_and_that_over_hours_and_a_size():
    """Whoever tells them: a witness's rules are in this order, and so are those filled in."""
    told = [
        Conditions(prompt=PromptSize(9)),
        Conditions(hours=(Hours(0, 60),)),
        Conditions(region="eu"),
        Conditions(mode="batch"),
        Conditions(mode="batch", prompt=PromptSize(9)),
        Conditions(mode="batch", region="eu"),
    ]
    said = Said()
    fillings = []
    for each in reversed(told):
        said.priced("input_mtok", Decimal(2), each)
        fillings.append(Filling("input_mtok", each, Decimal(2), WITNESS))
    assert [rule.conditions for rule in said.rules(WITNESS)] == told
    assert [rule.conditions for rule in with_fillings((), fillings)] == told


def test_a_rule_inherits_what_it_leaves_out():
    usage = Usage(uncached_tokens=10, cache_read_tokens=10)
    found = bill(MANY, usage, Circumstances(mode="batch", region="eu", at=at(23, "12:00")))
    plain, cached = found.charges
    assert (plain.price, plain.rule.source) == (Decimal("0.55"), WITNESS)
    assert (cached.price, cached.rule) == (Decimal("0.1"), MANY.rules[0])
    assert tier_price(MANY, 200_000) == price(3, 12, cache_read_mtok="0.1")


def test_without_a_moment_the_usual_hours_count_and_that_is_said():
    found = bill(MANY, Usage(uncached_tokens=1))
    assert found.charges[0].price == 1
    assert [reason.code for reason in found.assumed] == ["assumed_usual_hours"]


OWN = [
    ("a region that has its own price", Variant(region="eu"), {"region": "eu"}, 1, []),
    ("asked for another", Variant(region="us"), {"region": "eu"}, 1, ["assumed_own_region"]),
    ("nothing asked", Variant(region="eu"), {}, 1, []),
    ("a speed that has its own price", Variant(speed="batch"), {"mode": "batch"}, 1, []),
    ("another variant", Variant(quantisation="fp8"), {"region": "eu"}, "1.1", []),
]


@pytest.mark.parametrize(
    ("variant", "when", "asked", "assumed"), [row[1:] for row in OWN], ids=[r[0] for r in OWN]
)
def test_nothing_is_laid_on_a_price_of_its_own(variant, when, asked, assumed):
    offered = serving(offering(cost=(1, 4), rules=(BATCH, EU)), variant=variant)
    found = bill_at(offered, Usage(uncached_tokens=1), Circumstances(**when))
    assert found.charges[0].price == Decimal(asked)
    assert [reason.code for reason in found.assumed] == assumed


# --- parts ----------------------------------------------------------------------------

FULL = offering(
    cost=price(
        2,
        10,
        cache_read_mtok="0.2",
        cache_write_mtok="2.5",
        cache_write_1h_mtok=4,
        reasoning_mtok=12,
        input_audio_mtok=30,
        output_audio_mtok=60,
        input_image_mtok=5,
        output_image_mtok=40,
    )
)
BARE = offering(cost=(2, 10))

PARTS = [
    # part, its price where there is one, what it costs where there is none, and instead of what
    ("uncached_tokens", "2", "2", None),
    ("cache_read_tokens", "0.2", "2", "input_mtok"),
    ("cache_write_tokens", "2.5", "2", "input_mtok"),
    ("cache_write_1h_tokens", "4", "2", "input_mtok"),
    ("input_audio_tokens", "30", "2", "input_mtok"),
    ("input_image_tokens", "5", "2", "input_mtok"),
    ("output_tokens", "10", "10", None),
    ("reasoning_tokens", "12", "10", "output_mtok"),
    ("output_audio_tokens", "60", "10", "output_mtok"),
    ("output_image_tokens", "40", "10", "output_mtok"),
]


@pytest.mark.parametrize(("part", "own", "plain", "instead"), PARTS)
def test_a_part_without_a_price_costs_the_plain_one_and_that_is_said(part, own, plain, instead):
    usage = Usage(**{part: 1_000_000})
    assert bill(FULL, usage).amount == Decimal(own)
    assert not bill(FULL, usage).assumed
    found = bill(BARE, usage)
    assert found.amount == Decimal(plain)
    assert [reason.values["instead"] for reason in found.assumed] == ([instead] if instead else [])


def test_an_hour_in_the_cache_costs_at_least_what_five_minutes_do():
    offered = offering(cost=price(2, 10, cache_write_mtok="2.5"))
    found = bill(offered, Usage(cache_write_1h_tokens=1_000_000))
    assert found.amount == Decimal("2.5")
    assert found.assumed[0].values == {
        "field": "cache_write_1h_mtok",
        "instead": "cache_write_mtok",
    }


@pytest.mark.parametrize(
    "part",
    [
        *("uncached_tokens", "cache_read_tokens", "cache_write_tokens", "cache_write_1h_tokens"),
        *("input_audio_tokens", "input_image_tokens"),
    ],
)
def test_every_part_of_the_prompt_counts_for_its_tier(part):
    offered = offering(cost=(1, 4), rules=(tier(100, price(2, 8)),))
    assert bill(offered, Usage(**{part: 101})).above_tokens == 100
    assert bill(offered, Usage(**{part: 100})).above_tokens is None
    assert bill(offered, Usage(output_tokens=101)).above_tokens is None


def test_pieces_cost_by_the_piece_and_are_unknown_without_a_price():
    searching = PriceRule(price=price(), pieces={"web_search": Decimal("0.01")}, source=WITNESS)
    offered = offering(cost=(1, 4), rules=(searching,))
    found = bill(offered, Usage(uncached_tokens=1_000_000, pieces={"web_search": 3}))
    assert found.amount == Decimal("1.03")
    assert (found.charges[-1].part, found.charges[-1].count) == ("web_search", 3)
    assert bill(offered, Usage(pieces={"image": 1})) is None
    assert bill(offered, Usage(pieces={"image": 0})).amount == 0


def test_each_request_is_one_where_that_has_a_price():
    asking = PriceRule(price=price(), pieces={"request": Decimal("0.005")})
    offered = offering(cost=(1, 4), rules=(asking,))
    assert bill(offered, Usage(uncached_tokens=1_000_000)).amount == Decimal("1.005")


COUNTS = st.integers(0, 10**7)
AMOUNTS = st.none() | st.decimals("0.0001", 1000, places=4)
PRICES = st.builds(
    lambda values: price(**values),
    st.fixed_dictionaries(
        {
            "input_mtok": st.decimals("0.0001", 1000, places=4),
            "output_mtok": st.decimals("0.0001", 1000, places=4),
        },
        optional={"cache_read_mtok": AMOUNTS, "reasoning_mtok": AMOUNTS},
    ),
)
CONDITIONS = st.builds(
    Conditions,
    prompt=st.none() | st.builds(PromptSize, st.integers(1, 10**7), st.booleans()),
    mode=st.sampled_from((None, "batch", "flex")),
    region=st.sampled_from((None, "us", "eu")),
    hours=st.sampled_from(((), (MORNING,), (NIGHT, WORKDAYS))),
)
RULES = st.lists(
    st.builds(
        PriceRule,
        price=PRICES | st.builds(lambda n: price(None, n), st.decimals(1, 9, places=2)),
        conditions=CONDITIONS,
    ),
    max_size=5,
)
WHENS = st.builds(
    Circumstances,
    mode=st.sampled_from((None, "standard", "batch", "priority")),
    region=st.sampled_from((None, "eu", "global")),
    at=st.none()
    | st.datetimes(
        datetime.fromisoformat("2000-01-01"),
        datetime.fromisoformat("2100-12-31"),
        timezones=st.sampled_from((UTC, timezone(timedelta(hours=9)))),
    ),
)


@given(
    PRICES,
    RULES,
    WHENS,
    st.builds(
        Usage,
        uncached_tokens=COUNTS,
        cache_read_tokens=COUNTS,
        cache_write_1h_tokens=COUNTS,
        output_tokens=COUNTS,
        reasoning_tokens=COUNTS,
    ),
)
def test_a_bill_is_the_sum_of_its_charges_each_by_a_rule_that_holds(plain, others, when, usage):
    offered = offering(cost=plain, rules=tuple(others))
    found = bill(offered, usage, when)
    assert found.amount == sum(c.price * c.count for c in found.charges) / PER_MTOK
    assert sum(c.count for c in found.charges) == usage.prompt_tokens + usage.written_tokens
    held = holding(offered.rules, usage.prompt_tokens, when)
    prices = price_of(held)
    for charge in found.charges:
        assert charge.rule in held
        assert charge.price == (getattr(prices, PRICED_BY[charge.part]) or charge.price)
    # Inheritance: each unit is told by the last rule that holds and has it.
    for unit in prices.__struct_fields__:
        told = [getattr(r.price, unit) for r in offered.rules if r in held]
        known = [each for each in told if each is not None]
        assert getattr(prices, unit) == (known[-1] if known else None)


#: What can be asked for by the piece, and what can be priced so.
PIECES = st.dictionaries(st.sampled_from(("request", "web_search")), st.integers(0, 9))
USAGES = st.builds(
    Usage, **dict.fromkeys(PRICED_BY, st.sampled_from((0, 0, 1, 999)) | COUNTS), pieces=PIECES
)
VARIANTS = st.none() | st.sampled_from((Variant(region="eu"), Variant(speed="batch")))
ASKED = st.lists(
    st.builds(
        PriceRule,
        price=PRICES,
        conditions=CONDITIONS,
        pieces=st.dictionaries(
            st.sampled_from(("request", "web_search")), st.decimals("0.01", 1, places=2)
        ),
    ),
    max_size=5,
)


@given(PRICES, ASKED, WHENS, VARIANTS, st.lists(USAGES, max_size=4))
def test_a_tariff_bills_each_request_as_if_it_came_alone(plain, others, when, own, usages):
    offered = offering(cost=plain, rules=tuple(others))
    asked = tariff(offered, when, own)
    for usage in (*usages, *usages):
        alone = tariff(offered, when, own).bill(usage)
        assert asked.bill(usage) == alone == bill(offered, usage, when, own)


@given(PRICES, ASKED, st.lists(WHENS, min_size=1, max_size=12), VARIANTS, USAGES)
def test_one_tariff_bills_requests_of_any_moment(plain, others, whens, own, usage):
    offered = offering(cost=plain, rules=tuple(others))
    way = Circumstances(mode=whens[0].mode, region=whens[0].region)
    asked = tariff(offered, way, own)
    for when in (*whens, *whens):
        then = structs.replace(way, at=when.at)
        alone = tariff(offered, then, own).bill(usage)
        assert asked.bill(usage, when.at) == alone == bill(offered, usage, then, own)


def test_a_request_is_billed_by_the_rules_of_its_day():
    """An offering goes by the same name when it asks something else."""
    usage, then, now = (
        Usage(uncached_tokens=1_000_000),
        offering(cost=(1, 4)),
        offering(cost=(2, 4)),
    )
    assert then.key == now.key
    assert [bill(each, usage).amount for each in (then, now, then)] == [1, 2, 1]


NIGHTS = [
    ("a span that begins each day", Hours(60, 240), at(25, "02:00"), at(26, "02:00"), True),
    ("the same at another hour", Hours(60, 240), at(25, "02:00"), at(25, "04:00"), False),
    ("a night that wraps midnight", NIGHT, at(23, "23:00"), at(24, "05:59"), True),
]


@pytest.mark.parametrize(
    ("hours", "first", "then", "alike"), [row[1:] for row in NIGHTS], ids=[r[0] for r in NIGHTS]
)
def test_a_second_request_costs_what_its_own_hour_asks(hours, first, then, alike):
    rule = PriceRule(price=price("0.5", 2), conditions=Conditions(hours=(hours,)))
    offered, usage = offering(cost=(1, 4), rules=(rule,)), Usage(uncached_tokens=100)
    asked = tariff(offered)
    bills = [asked.bill(usage, each).amount for each in (first, then)]
    assert (bills[0] == bills[1]) is alike


@pytest.mark.parametrize(("inclusive", "holds"), SIZES, ids=["above", "from"])
def test_a_tariff_bills_requests_just_beside_a_tier(inclusive, holds):
    rules = (
        PriceRule(price=price("0.5", 2), conditions=Conditions(mode="batch")),
        PriceRule(
            price=price(2, 8),
            conditions=Conditions(mode="batch", prompt=PromptSize(100, inclusive)),
        ),
    )
    asked = tariff(offering(cost=(1, 4), rules=rules), Circumstances(mode="batch"))
    costs = [asked.bill(Usage(uncached_tokens=count)).amount for count in (101, 99, 100, 101)]
    below, at_it, above = (Decimal(2) if dear else Decimal("0.5") for dear in holds)
    prices = (above, 101), (below, 99), (at_it, 100), (above, 101)
    assert costs == [each * count / PER_MTOK for each, count in prices]


def test_a_tariff_tells_no_cost_where_a_price_is_unknown():
    asked = tariff(offering(cost=price(1, None)))
    assert asked.bill(Usage(uncached_tokens=1, output_tokens=1)) is None
    assert asked.bill(Usage(uncached_tokens=1, pieces={"image": 1})) is None
    assert asked.bill(Usage(uncached_tokens=1)).amount == 1 / PER_MTOK


# --- moments --------------------------------------------------------------------------


def test_a_moment_says_its_zone():
    assert moment("2026-11-26T03:00Z") == datetime(2026, 11, 26, 3, tzinfo=UTC)
    assert moment("2026-11-26T03:00:30+09:00").utcoffset() == timedelta(hours=9)
    assert moment("2026-11-26T03:00 02:00") == moment("2026-11-26T03:00+02:00")
    for text in ("noon", "0001-01-01T00:00+09:00", "9999-12-31T23:00-09:00"):
        with pytest.raises(MomentError, match="is no moment such as 2026-"):
            moment(text)
    with pytest.raises(MomentError, match="has to say its zone"):
        Circumstances(at=datetime(2026, 11, 26, 3))  # noqa: DTZ001 – that is the point
    with pytest.raises(MomentError):
        Circumstances(at=datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=9))))
