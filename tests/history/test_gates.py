"""Each gate with its figure and its release rule, as RELIABILITY.md tables them."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents import data
from modelario.history.arrival import Background
from modelario.history.gates import GATES
from modelario.history.journal import Ending, Gate, Hold
from modelario.history.judging import NOTHING, Judgement, judge, released
from modelario.records import ModelOf
from modelario.upstream.costs import prices
from modelario.upstream.document import RawDocument, parse, split

DAY = date(2026, 2, 27)


class Replay:
    """Day after day judged, with the holds kept as the store would."""

    def __init__(self, published: RawDocument = NOTHING, models: ModelOf | None = None) -> None:
        self.published, self.holds, self.decisions = published, {}, []
        self.day, self._numbers = DAY, 0
        self.bodies, self.known = {}, Background(models or {})

    def take(self, new: RawDocument, days: int = 1) -> Judgement:
        self.day += timedelta(days)
        holds = list(self.holds.values())
        judgement = judge(self.published, new, holds, self.day, self.known)
        for number, decision in judgement.closed:
            self.decisions.append((self.holds.pop(number).gate, decision))
        for each in judgement.opened:
            self._numbers += 1
            self.bodies[self._numbers] = each.body
            self.holds[self._numbers] = Hold(
                id=self._numbers,
                since_seq=1,
                **{n: getattr(each, n) for n in each.__struct_fields__ if n != "body"},
            )
        self.published = judgement.published or self.published
        return judgement

    def release(self) -> RawDocument:
        return released(self.published, self.holds.values(), self.bodies)

    def reject(self) -> None:
        for number, hold in self.holds.items():
            fields = {n: getattr(hold, n) for n in hold.__struct_fields__}
            self.holds[number] = Hold(**{**fields, "rejected_seq": 1})

    def price(self, field: str = "input_mtok", offering: str = "m") -> Decimal | None:
        document = parse(self.published)
        price = next(o.price for o in document.offerings if o.offering_id == offering)
        return getattr(price, field)


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


def test_offerings_that_can_no_longer_be_read_are_lost():
    replay = Replay(document(many(20)))
    broken = document({"p": {f"m{n}": {"limit": "lots"} for n in range(20)}})
    assert gates_of(replay.take(broken)) == [Gate.SNAPSHOT]


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
    parts = many(left)["p"] | many(gained, first=100)["p"]
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
