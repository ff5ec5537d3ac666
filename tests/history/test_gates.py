"""Each gate with its figure and its release rule, as RELIABILITY.md tables them."""

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents import data
from judged_days import DAY, Replay
from modelario.history.arrival import Background
from modelario.history.gates import GATES
from modelario.history.journal import Ending, Gate
from modelario.history.judging import Judgement, judge
from modelario.records import OfferingKey
from modelario.upstream.costs import prices
from modelario.upstream.document import RawDocument, parse, split

Part = dict[str, dict[str, dict[str, object]]]


def many(count: int, provider: str = "p", first: int = 0) -> Part:
    return {provider: {f"m{n}": {} for n in range(first, first + count)}}


def document(*parts: Part) -> RawDocument:
    return split(data({key: value for part in parts for key, value in part.items()}))


def priced(price: object, field: str = "input") -> RawDocument:
    """A document with one price of interest, beside others so that nothing else is remarkable."""
    return split(data({"p": {"m": {"cost": {field: price, "output": 2}}, "n": {}}}))


def gates_of(judgement: Judgement) -> list[Gate]:
    return [each.gate for each in judgement.opened]


# --- snapshot


@pytest.mark.parametrize(("left", "held"), [(100, False), (90, False), (89, True), (1, True)])
def test_a_document_that_lost_more_than_a_tenth_is_held_whole(left, held):
    replay = Replay(document(many(100)))
    before = replay.published
    judgement = replay.take(document(many(left)))
    assert (judgement.published is None) == held
    assert (gates_of(judgement) == [Gate.SNAPSHOT]) == held
    assert (replay.published == before) == (held or left == 100)


@pytest.mark.parametrize(
    ("days", "left", "held"), [(1, 88, True), (2, 88, False), (41, 60, False), (41, 49, True)]
)
def test_whoever_looks_again_after_weeks_finds_more_gone(days, left, held):
    today = DAY + timedelta(days)
    judgement = judge(document(many(100)), document(many(left)), [], today, Background(looks={DAY}))
    assert (judgement.published is None) is held


def test_a_loss_that_goes_on_for_three_days_is_believed():
    replay = Replay(document(many(40)))
    rest = document(many(20))
    assert gates_of(replay.take(rest)) == [Gate.SNAPSHOT]
    for _ in range(2):
        judgement = replay.take(rest)
        assert (judgement.published, judgement.opened, judgement.closed) == (None, (), ())
    assert replay.take(rest).published == rest
    assert replay.decisions == [(Gate.SNAPSHOT, Ending.BELIEVED)]


def test_a_loss_that_is_made_good_leaves_no_trace():
    whole = document(many(40))
    replay = Replay(whole)
    replay.take(document(many(20)))
    assert replay.take(whole).published == whole
    assert replay.decisions == [(Gate.SNAPSHOT, Ending.DROPPED)]


def test_offerings_that_lose_a_field_are_no_loss():
    replay = Replay(document(many(20)))
    broken = document({"p": {f"m{n}": {"limit": "lots"} for n in range(20)}})
    assert gates_of(replay.take(broken)) == []


# --- provider


def beside(*parts: Part) -> RawDocument:
    """Documents so large that the snapshot gate has nothing to say."""
    return document(many(200, "other"), *parts)


@pytest.mark.parametrize(
    ("had", "left", "gained", "held"),
    [
        (10, 5, 0, 5),
        (10, 6, 0, 0),
        (10, 0, 0, 10),
        (9, 0, 0, 0),
        (10, 5, 1, 0),
        (10, 0, 10, 0),
        (20, 0, 9, 20),
    ],
)
def test_a_provider_that_shrinks_by_half_keeps_its_offerings(had, left, gained, held):
    replay = Replay(beside(many(had)))
    parts = many(left)["p"] | many(gained, first=1000)["p"]
    judgement = replay.take(beside({"p": parts} if parts else {}))
    assert gates_of(judgement) == [Gate.PROVIDER] * held
    listed = [o for p, o in replay.published.offerings if p == "p"]
    assert len(listed) == left + gained + held
    assert ("p" in replay.published.providers) == bool(listed)


def test_a_removal_is_believed_after_three_days():
    replay = Replay(beside(many(10)))
    rest = beside(many(4))
    assert [len(replay.take(rest).opened) for _ in range(3)] == [6, 0, 0]
    assert len(replay.published.offerings) == 210
    assert replay.take(rest).published == rest
    assert replay.decisions == [(Gate.PROVIDER, Ending.BELIEVED)] * 6


def test_an_offering_that_comes_back_was_never_away():
    whole = beside(many(10))
    replay = Replay(whole)
    replay.take(beside(many(4)))
    replay.take(beside(many(9)))
    assert replay.decisions == [(Gate.PROVIDER, Ending.DROPPED)] * 5
    replay.take(whole)
    assert replay.published == whole
    assert not replay.holds


def test_a_removal_that_an_operator_rejected_is_never_believed():
    replay = Replay(beside(many(10)))
    replay.take(beside(many(4)))
    replay.reject()
    replay.take(beside(many(4)), days=30)
    assert len(replay.published.offerings) == 210


@pytest.mark.parametrize(("left", "held"), [((16, 12, 8, 4, 0), 8), ((19, 17, 15, 13), 0)])
def test_a_provider_that_is_emptied_bit_by_bit_keeps_the_rest(left, held):
    replay = Replay(beside(many(20)))
    for number in left:
        replay.take(beside(many(number)) if number else beside())
    assert {hold.gate for hold in replay.holds.values()} == ({Gate.PROVIDER} if held else set())
    listed = [o for p, o in replay.published.offerings if p == "p"]
    assert len(listed) == (held or left[-1])


def test_a_provider_under_another_name_has_lost_nothing():
    costs = {f"m{n}": {"cost": {"input": n + 1, "output": 9}} for n in range(20)}
    replay = Replay(beside({"old": costs}))
    renamed = beside({"new": {**costs, "more": {}}})
    assert replay.take(renamed) == Judgement(renamed, (), ())
    other = {o: {"cost": {"input": 7, "output": 8}} for o in costs}
    assert gates_of(replay.take(beside({"newer": other}))) == [Gate.PROVIDER] * 21


# --- bounds


@pytest.mark.parametrize(
    "price", [-1, 1000.1, 6_670_000, 0.00009, 5e-324, "1e999", "-Infinity", "NaN", "sNaN"]
)
def test_a_price_out_of_bounds_keeps_the_last_good_value_for_ever(price):
    replay = Replay(priced(3))
    assert gates_of(replay.take(priced(price))) == [Gate.BOUNDS]
    assert replay.take(priced(price), days=300).opened == ()
    assert replay.price() == 3


@pytest.mark.parametrize("price", [0, 0.0001, 1000, 600])
def test_a_price_on_the_bounds_is_published_at_once(price):
    replay = Replay()
    assert replay.take(priced(price)).opened == ()
    assert replay.price() == Decimal(str(price))


def test_a_price_out_of_bounds_from_the_beginning_is_unknown():
    replay = Replay()
    assert gates_of(replay.take(priced(0.00000027))) == [Gate.BOUNDS]
    assert replay.price() is None
    assert parse(replay.published).rejects == ()
    replay.take(priced(0.27))
    assert replay.price() == Decimal("0.27")
    assert replay.decisions == [(Gate.BOUNDS, Ending.DROPPED)]


def test_prices_of_tiers_pass_the_gates_too():
    def tiered(price: float) -> RawDocument:
        tiers = [{"input": price, "output": 5, "tier": {"type": "context", "size": 200_000}}]
        return split(data({"p": {"m": {"cost": {"input": 1, "tiers": tiers}}}}))

    replay = Replay(tiered(2))
    (held,) = replay.take(tiered(2_000_000)).opened
    assert (held.field, held.kept, held.new) == ("cost/tiers/200000/input", 2, 2_000_000)
    (offering,) = parse(replay.published).offerings
    assert offering.tiers[0].price.input_mtok == 2


def test_prices_of_modes_pass_the_gates_too():
    def fast(price: float) -> RawDocument:
        modes = {"fast": {"cost": {"input": price}, "provider": {"body": {"speed": "fast"}}}}
        fields = {"cost": {"input": 1, "output": 4}, "experimental": {"modes": modes}}
        return split(data({"p": {"m": fields}}))

    replay = Replay(fast(2))
    (held,) = replay.take(fast(2_000_000)).opened
    assert (held.field, held.kept, held.new) == ("cost/modes/fast/input", 2, 2_000_000)
    (offering,) = parse(replay.published).offerings
    assert offering.rules[1].price.input_mtok == 2
    assert offering.extra["experimental"]["modes"]["fast"]["provider"]["body"] == {"speed": "fast"}


# --- jump


@pytest.mark.parametrize(
    ("old", "new", "held"),
    [
        (1, 20, True),
        (1, 19.99, False),
        (20, 1, True),
        (19.99, 1, False),
        (0, 100.01, True),
        (0, 100, False),
        (1, 0, False),
        (None, 900, False),
    ],
)
def test_a_jump_is_held(old, new, held):
    replay = Replay(priced(old) if old is not None else priced(1, "reasoning"))
    judgement = replay.take(priced(new))
    assert gates_of(judgement) == [Gate.JUMP] * held
    assert replay.price() == Decimal(str(old if held else new))


def test_a_jump_is_believed_after_seven_days():
    replay = Replay(priced(75))
    replay.take(priced(0.075))
    replay.take(priced(0.075), days=6)
    assert replay.price() == 75
    replay.take(priced(0.075))
    assert replay.price() == Decimal("0.075")
    assert replay.decisions == [(Gate.JUMP, Ending.BELIEVED)]


def test_a_jump_that_is_taken_back_leaves_no_trace():
    replay = Replay(priced(3))
    replay.take(priced(90))
    assert replay.take(priced(3)).published == priced(3)
    assert replay.decisions == [(Gate.JUMP, Ending.DROPPED)]


def test_a_jump_that_is_corrected_a_little_goes_on():
    replay = Replay(priced(3))
    replay.take(priced(90))
    (held,) = replay.take(priced(91), days=4).opened
    assert (held.new, held.since) == (91, DAY + timedelta(1))
    replay.take(priced(91), days=3)
    assert replay.price() == 91


def test_another_jump_begins_anew():
    replay = Replay(priced(3))
    replay.take(priced(0.1))
    (held,) = replay.take(priced(90), days=6).opened
    assert held.since == replay.day
    assert replay.decisions == [(Gate.JUMP, Ending.REPLACED)]
    replay.take(priced(90))
    assert replay.price() == 3


def test_a_jump_that_an_operator_rejected_is_never_believed():
    replay = Replay(priced(3))
    replay.take(priced(90))
    replay.reject()
    replay.take(priced(90), days=100)
    assert replay.price() == 3
    replay.take(priced(4))
    assert replay.price() == 4


def test_a_rejection_holds_for_what_is_much_the_same():
    replay = Replay(priced(3))
    replay.take(priced(90))
    replay.reject()
    for price in (95, 90.5, 100):
        assert replay.take(priced(price), days=20) == Judgement(replay.published, (), ())
    assert replay.price() == 3
    assert gates_of(replay.take(priced(900))) == []
    assert gates_of(replay.take(priced(0.1))) == [Gate.JUMP]


def test_the_rest_of_an_offering_is_published_as_it_comes():
    replay = Replay(priced(3))
    new = split(data({"p": {"m": {"name": "New", "cost": {"input": 90, "output": 4}}, "n": {}}}))
    replay.take(new)
    assert (replay.price(), replay.price("output_mtok")) == (3, 4)
    assert parse(replay.published).offerings[0].facts.name == "New"


def test_a_hold_ends_with_its_offering():
    replay = Replay(priced(3))
    replay.take(priced(90))
    replay.take(split(data({"p": {f"m{n}": {} for n in range(30)} | {"n": {}}})))
    replay.take(split(data({"p": {f"m{n}": {} for n in range(30)}})), days=9)
    assert not replay.holds


# --- peers, looks, days gone by


MODELS = {OfferingKey(provider, "m"): "lab/m" for provider in "pabc"}


def beside_peers(price: object, *peers: object) -> RawDocument:
    """A provider's price of a model, and what others ask for the same."""
    others = {n: {"m": {"cost": {"input": p}}} for n, p in zip("abc", peers, strict=False)}
    return split(data({"p": {"m": {"cost": {"input": price}}, "n": {}}, **others}))


@pytest.mark.parametrize(
    ("old", "new", "peers", "held"),
    [
        (75, 0.075, (0.075, 0.08), False),
        (75, 0.075, (0.15, 0.15), False),
        (75, 0.075, (0.6,), True),
        (75, 0.075, (), True),
        (3, 90, (3, 3), True),
        (3, 90, (100,), False),
        (3, 0, (0, 0, 1), False),
    ],
)
def test_what_peers_publish_is_believed_at_once(old, new, peers, held):
    replay = Replay(beside_peers(old, *peers), MODELS)
    assert gates_of(replay.take(beside_peers(new, *peers))) == [Gate.JUMP] * held


def test_peers_that_move_with_it_are_no_witnesses():
    """What moves on the same day may be the same slip."""
    replay = Replay(beside_peers(3, 3, 3), MODELS)
    assert gates_of(replay.take(beside_peers(90, 90, 90))) == [Gate.JUMP] * 3


def own(replay: Replay) -> object:
    return prices(replay.published.offerings["p", "m"])["cost/input"]


def test_a_hold_ends_on_the_day_on_which_peers_follow():
    replay = Replay(beside_peers(3, 3.5, 4), MODELS)
    replay.take(beside_peers(90, 3.5, 4))
    replay.take(beside_peers(90, 60, 65))
    judgement = replay.take(beside_peers(90, 60, 65))
    assert (own(replay), judgement.opened) == (90, ())
    assert replay.decisions == [(Gate.JUMP, Ending.BELIEVED)]


def test_an_absurdity_is_not_believed_for_being_repeated():
    replay = Replay(beside_peers(0.5, 0.5, 0.6), MODELS)
    for _ in range(30):
        replay.take(beside_peers(500, 0.5, 0.6))
    assert own(replay) == Decimal("0.5")


def test_a_clock_that_runs_ahead_has_looked_but_twice():
    replay = Replay(priced(3))
    replay.counts_looks = True
    replay.take(priced(90))
    replay.take(priced(90), days=8)
    assert replay.price() == 3
    replay.take(priced(90))
    assert replay.price() == 90


def test_a_jump_in_steps_is_a_jump():
    replay = Replay(priced(1))
    for price in (10, 100):
        replay.take(priced(price), days=7)
    assert (replay.price(), [hold.new for hold in replay.holds.values()]) == (10, [100])
    for _ in range(7):
        replay.take(priced(100))
    assert replay.price() == 100
    assert replay.take(priced(112)).opened == ()


def test_a_step_back_is_no_jump():
    replay = Replay(priced(1))
    replay.take(priced(15), days=7)
    assert replay.take(priced(10), days=7).opened == ()


# --- zero


def zeroed(count: int, of: int = 6) -> RawDocument:
    costs = [{"cost": {"input": 0 if n < count else 1}} for n in range(of)]
    return split(data({"p": {f"m{n}": cost for n, cost in enumerate(costs)}}))


@pytest.mark.parametrize(("count", "held"), [(4, 0), (5, 5), (6, 6)])
def test_five_prices_that_go_to_zero_at_once_are_held(count, held):
    replay = Replay(zeroed(0))
    assert gates_of(replay.take(zeroed(count))) == [Gate.ZERO] * held
    assert replay.price(offering="m0") == (1 if held else 0)


def test_zeros_are_believed_after_seven_days():
    replay = Replay(zeroed(0))
    for _ in range(7):
        replay.take(zeroed(6))
    assert replay.price(offering="m0") == 1
    replay.take(zeroed(6))
    assert replay.price(offering="m0") == 0


def test_zeros_that_are_left_over_stay_held():
    replay = Replay(zeroed(0))
    replay.take(zeroed(6))
    replay.take(zeroed(2))
    assert len(replay.holds) == 2
    assert replay.price(offering="m0") == 1
    replay.take(zeroed(0))
    assert (replay.published, replay.holds) == (zeroed(0), {})


def test_a_zero_beside_a_held_price_of_its_listing_is_held_with_it():
    def listing(count: int, output: float) -> RawDocument:
        costs = [
            {"input": 0 if n < count else 1, "output": output if n == 0 else 2} for n in range(6)
        ]
        return split(data({"p": {f"m{n}": {"cost": cost} for n, cost in enumerate(costs)}}))

    replay = Replay(listing(0, 2))
    replay.take(listing(5, 2))
    assert gates_of(replay.take(listing(5, 0))) == [Gate.ZERO]
    assert replay.price("output_mtok", "m0") == 2


def test_two_more_zeros_each_day_are_many():
    replay = Replay(zeroed(0, of=40))
    for day in range(1, 10):
        replay.take(zeroed(2 * day, of=40))
    published = parse(replay.published).offerings
    assert sum(o.price.input_mtok == 0 for o in published if o.price) <= 6
    assert {hold.gate for hold in replay.holds.values()} == {Gate.ZERO}


# --- metadata, releases


def test_a_document_without_metadata_does_not_say_that_there_is_none():
    known = split(data({"p": {"m": {}}}, {"lab/m": {"id": "lab/m"}}))
    replay = Replay(known)
    assert replay.take(split(data({"p": {"m": {}}}))).published == known


def test_a_release_publishes_what_upstream_says():
    replay = Replay(priced(3))
    replay.take(priced(90))
    mended = replay.release()
    assert prices(mended.offerings["p", "m"]) == {"cost/input": 90, "cost/output": 2}
    replay = Replay(beside(many(10)))
    replay.take(beside())
    assert replay.release() == beside()


def test_every_gate_has_a_figure():
    assert GATES.keys() == set(Gate)


COSTS = st.fixed_dictionaries(
    {}, optional={f: st.sampled_from([0, 0.5, 1, 30, 700, 5e6, -1]) for f in ("input", "output")}
)
DAYS = st.lists(
    st.dictionaries(st.sampled_from([f"m{n}" for n in range(12)]), COSTS, min_size=1), max_size=6
)


@given(DAYS, st.dictionaries(st.sampled_from([f"m{n}" for n in range(12)]), COSTS, min_size=1))
def test_whatever_upstream_says_long_enough_is_published(days, last):
    """Nothing absurd is ever published; only what repeating is no proof of stays held."""
    replay = Replay()
    for offerings in days:
        replay.take(split(data({"p": {o: {"cost": cost} for o, cost in offerings.items()}})))
        assert not [r for r in parse(replay.published).rejects if "/cost/" in r.path]
    final = split(data({"p": {o: {"cost": cost} for o, cost in last.items()}}))
    for _ in range(12):
        replay.take(final)
    left = {(hold.key, hold.field): hold.gate for hold in replay.holds.values()}
    assert {GATES[gate].believed_after_days for gate in left.values()} <= {None}
    assert replay.published.offerings.keys() == final.offerings.keys()
    for key, body in final.offerings.items():
        published = prices(replay.published.offerings[key])
        for field, price in prices(body).items():
            if (key, field) not in left:
                assert published[field] == price
