"""Documents taken in day by day: what is published, held, and told as news."""

from datetime import UTC, date, datetime, timedelta

import pytest

from documents import NOW, data
from modelario.history.journal import Ending, Gate, Outcome, State, StoreError
from modelario.keeping.decisions import reject, release
from modelario.keeping.intake import take_in
from modelario.keeping.rebuilding import rebuild
from modelario.store.store import Store
from modelario.upstream.content import content_of
from modelario.upstream.document import parse, split
from modelario.upstream.sources import Fetched

FIRST = date(2026, 2, 27)


def fetched(content, day=None, *, kind="file", now=NOW):
    return Fetched(content=content_of(content), kind=kind, origin="test", fetched_at=now, as_of=day)


def priced(price, name="M"):
    return data({"p": {"m": {"name": name, "cost": {"input": price}}, "n": {}}})


def price_on(store, day=None):
    document = parse(store.load(day)[0])
    return next(o.price.input_mtok for o in document.offerings if o.offering_id == "m")


def told(store):
    """What is told of offerings."""
    return [
        (c.as_of, c.change.kind, c.change.field, c.change.new)
        for c in store.changes()
        if c.change.provider
    ]


def test_a_jump_is_held_and_believed_in_the_end(store):
    days = [FIRST + timedelta(n) for n in range(9)]
    take_in(store, fetched(priced(3), days[0]))
    for day in days[1:8]:
        take_in(store, fetched(priced(90), day))
    (hold,) = store.holds()
    assert (hold.gate, hold.kept, hold.new, hold.since) == (Gate.JUMP, 3, 90, days[1])
    assert store.held_body(hold.id) == split(priced(90)).offerings["p", "m"]
    assert (price_on(store), told(store)) == (3, [])
    # The same bytes day after day: only the hold moves on.
    assert [s.seq for s in store.snapshots()] == [1, 2]
    taken = take_in(store, fetched(priced(90), days[8]))
    assert taken.closed == ((hold.id, Ending.BELIEVED),)
    assert (price_on(store), store.holds()) == (90, ())
    assert told(store) == [(days[8], "price", "input_mtok", 90)]
    assert store.holds(2) != ()
    assert price_on(store, days[7]) == 3
    assert store.verify() == ()


def test_a_held_value_that_returns_to_normal_is_no_news(store):
    for n, price in enumerate([3, 90, 3]):
        take_in(store, fetched(priced(price), FIRST + timedelta(n)))
    assert (price_on(store), told(store), store.holds()) == (3, [], ())
    assert [hold.decision for hold in store.past_holds()] == [Ending.DROPPED]
    assert store.load()[0] == split(priced(3))
    assert store.verify() == ()


def test_a_document_that_lost_too_much_is_held_and_the_last_good_one_stays(store):
    whole, rest = (data({"p": {f"m{n}": {} for n in range(count)}}) for count in (20, 10))
    take_in(store, fetched(whole, FIRST))
    taken = take_in(store, fetched(rest, FIRST + timedelta(1)))
    assert (taken.outcome, taken.snapshot.state) == (Outcome.HELD, State.HELD)
    assert (store.head().seq, store.newest().seq) == (1, 2)
    assert store.load()[0] == split(whole)
    assert store.load(FIRST + timedelta(1))[0] == split(whole)
    assert take_in(store, fetched(rest, FIRST + timedelta(2))).outcome is Outcome.HELD
    assert len(store.snapshots()) == 2
    assert take_in(store, fetched(rest, FIRST + timedelta(4))).outcome is Outcome.PUBLISHED
    assert store.load()[0] == split(rest)
    assert store.verify() == ()


def test_what_comes_and_goes_within_a_day_is_no_news(store):
    take_in(store, fetched(priced(3), FIRST))
    day = FIRST + timedelta(1)
    take_in(store, fetched(priced(4), day))
    assert told(store) == [(day, "price", "input_mtok", 4)]
    take_in(store, fetched(priced(5), day))
    assert told(store) == [(day, "price", "input_mtok", 5)]
    take_in(store, fetched(priced(3, "N"), day))
    assert told(store) == []
    assert store.verify() == ()


def test_an_offering_that_was_listed_before_returns(store):
    with_it = data({"p": {f"m{n}": {} for n in range(20)}})
    without = data({"p": {f"m{n}": {} for n in range(19)}})
    for n, content in enumerate([with_it, without, with_it]):
        take_in(store, fetched(content, FIRST + timedelta(n)))
    assert [kind for _, kind, _, _ in told(store)] == ["removed", "returned"]


def test_an_offering_that_could_not_be_read_for_a_day_never_left(store):
    for n, fields in enumerate([{}, {"cost": {"input": True}}, {}]):
        content = data({"p": {"m": fields, **{f"n{other}": {} for other in range(20)}}})
        take_in(store, fetched(content, FIRST + timedelta(n)))
    assert told(store) == []


def test_the_first_document_is_no_news(store):
    take_in(store, fetched(priced(3), FIRST))
    assert told(store) == []


def test_a_decimal_is_the_one_that_was_meant(store):
    take_in(store, fetched(priced(30.005), FIRST))
    take_in(store, fetched(priced(30.004999999999995), FIRST + timedelta(1)))
    assert store.changes() == ()
    take_in(store, fetched(priced(30.01), FIRST + timedelta(2)))
    moved = store.changes()[0].change
    assert (str(moved.old), str(moved.new)) == ("30.005", "30.01")


def test_a_clock_set_back_does_not_turn_history_around(store):
    """Two days back, two days forward, over a leap day: every document is taken in, in order."""
    noon = datetime(2028, 2, 29, 12, tzinfo=UTC)
    for n, days in enumerate([0, -2, 2, 1, 3]):
        now = noon + timedelta(days)
        take_in(store, fetched(priced(n + 1), kind="live", now=now))
    assert [s.as_of.isoformat() for s in store.snapshots()] == [
        "2028-02-29",
        "2028-02-29",
        "2028-03-02",
        "2028-03-02",
        "2028-03-03",
    ]
    assert price_on(store) == 5
    assert price_on(store, date(2028, 2, 29)) == 2


def test_a_day_in_the_past_is_refused(store):
    take_in(store, fetched(priced(3), FIRST))
    with pytest.raises(StoreError, match="lies before"):
        take_in(store, fetched(priced(4), FIRST - timedelta(1)))
    assert take_in(store, fetched(priced(4)), as_of=FIRST + timedelta(1)).changes


def test_answers_for_past_days_never_change(store):
    answers = {}
    for n in range(12):
        day = FIRST + timedelta(n)
        take_in(store, fetched(priced([3, 90, 4, 0.1][n % 4]), day))
        answers[day] = store.load(day)
        assert {d: store.load(d) for d in answers} == answers


def test_models_are_assigned_with_the_document(store):
    first, second = (data({"p": {"m": {"cost": {"input": n, "output": 9}}}}) for n in (3, 4))
    taken = take_in(store, fetched(first, FIRST))
    assert (taken.changes, taken.set_aside) == ((), 0)
    assert store.assignments() == {("p", "m"): "p/m"}
    moved = take_in(store, fetched(second, FIRST + timedelta(1))).changes
    assert [(each.provider, each.model) for each in moved] == [("p", "p/m"), (None, "p/m")]


def test_while_something_is_held_upstream_is_asked_for_all(store):
    def take(content, day):
        fields = {
            "content": content_of(content),
            "kind": "live",
            "origin": "https://x/",
            "etag": '"1"',
        }
        take_in(store, Fetched(**fields, fetched_at=NOW, as_of=day))

    take(priced(3), FIRST)
    assert store.validators("https://x/") == ("https://x/", '"1"', None)
    take(priced(90), FIRST + timedelta(1))
    assert store.validators("https://x/") is None


def test_a_provider_under_another_name_is_one_event(store):
    """Its offerings have neither gone nor come, and the ids of its models lead on."""
    models = {f"m{n}": {"cost": {"input": n + 1, "output": 9}} for n in range(12)}
    rest = {"q": {f"n{n}": {} for n in range(200)}}
    take_in(store, fetched(data({**rest, "old": models}), FIRST))
    before = store.assignments()
    changed = {**models, "m0": {"cost": {"input": 2, "output": 9}}}
    taken = take_in(store, fetched(data({**rest, "new": changed}), FIRST + timedelta(1)))
    assert (taken.opened, store.holds()) == ((), ())
    assert [(c.kind, c.provider, c.old, c.new) for c in taken.changes if c.provider] == [
        ("renamed", "new", "old", "new"),
        ("price", "new", 1, 2),
    ]
    after, aliases = store.assignments(), store.aliases()
    for n in range(12):
        was, now = before["old", f"m{n}"], after["new", f"m{n}"]
        assert now in (was, aliases.get(was))
    told_before = store.changes()
    rebuild(store)
    assert store.changes() == told_before
    assert store.verify() == ()


@pytest.mark.parametrize(("old", "new"), [("acme", "ACME"), ("Acme", "acme")])
@pytest.mark.parametrize("prices", [(3,), (3, 7)])
def test_a_provider_in_other_capitals_is_the_same(store, old, new, prices):
    """However few it offers, and whatever it asks for that on the same day."""
    models = {f"m{n}": {"cost": {"input": n, "output": 9}} for n in prices}
    rest = {"q": {f"n{n}": {} for n in range(200)}}
    take_in(store, fetched(data({**rest, old: models}), FIRST))
    before = store.assignments()
    changed = {**models, "m3": {"cost": {"input": 4, "output": 9}}}
    taken = take_in(store, fetched(data({**rest, new: changed}), FIRST + timedelta(1)))
    assert [(c.kind, c.provider, c.old, c.new) for c in taken.changes if c.provider] == [
        ("renamed", new, old, new),
        ("price", new, 3, 4),
    ]
    after, aliases = store.assignments(), store.aliases()
    for n in prices:
        was, now = before[old, f"m{n}"], after[new, f"m{n}"]
        assert now in (was, aliases.get(was))
    told_before = store.changes()
    rebuild(store)
    assert store.changes() == told_before


def test_another_provider_of_the_same_letters_is_no_rename(store):
    """Of what one offered the other has less than half."""
    rest = {"q": {f"n{n}": {} for n in range(200)}}
    take_in(store, fetched(data({**rest, "acme": {f"m{n}": {} for n in range(3)}}), FIRST))
    came = {**rest, "ACME": {"m0": {}, "x1": {}}}
    taken = take_in(store, fetched(data(came), FIRST + timedelta(1)))
    kinds = [c.kind for c in taken.changes if c.provider]
    assert sorted(kinds) == ["added"] * 2 + ["removed"] * 3


# --- what an operator decides


@pytest.fixture
def holding(store):
    """A store that holds a jump, a removal and a price out of bounds."""
    whole = {"p": {f"m{n}": {} for n in range(12)}, "q": {f"n{n}": {} for n in range(200)}}
    take_in(store, fetched(data({**whole, "r": {"m": {"cost": {"input": 3, "output": 2}}}}), FIRST))
    new = {"q": whole["q"], "r": {"m": {"cost": {"input": 90, "output": 5000}}}}
    take_in(store, fetched(data(new), FIRST + timedelta(1)))
    return store


def numbers(store, gate):
    return [hold.id for hold in store.holds() if hold.gate is gate]


def test_a_released_price_is_published(holding):
    taken = release(holding, numbers(holding, Gate.JUMP), NOW)
    assert (taken.outcome, taken.snapshot.source) == (Outcome.PUBLISHED, "operator")
    assert price_on(holding) == 90
    assert told(holding) == [(FIRST + timedelta(1), "price", "input_mtok", 90)]
    assert not numbers(holding, Gate.JUMP)
    assert holding.verify() == ()


def test_a_released_removal_is_published(holding):
    release(holding, numbers(holding, Gate.PROVIDER), NOW)
    raw, _ = holding.load()
    assert "p" not in raw.providers
    assert len(raw.offerings) == 201
    assert {kind for _, kind, _, _ in told(holding)} == {"removed"}


def test_a_price_out_of_bounds_cannot_be_released(holding):
    before = holding.newest()
    with pytest.raises(StoreError, match="out of bounds"):
        release(holding, numbers(holding, Gate.BOUNDS), NOW)
    assert holding.newest() == before


def test_a_rejected_hold_is_never_believed(holding):
    chosen = numbers(holding, Gate.JUMP)
    reject(holding, chosen, NOW)
    with pytest.raises(StoreError, match="rejected already"):
        reject(holding, chosen, NOW)
    content = data({"q": {f"n{n}": {} for n in range(200)}, "r": {"m": {"cost": {"input": 90}}}})
    take_in(holding, fetched(content, FIRST + timedelta(100)))
    assert price_on(holding) == 3
    assert numbers(holding, Gate.JUMP) == chosen
    assert holding.verify() == ()


@pytest.mark.parametrize("decide", [release, reject])
def test_only_a_pending_hold_can_be_decided(holding, decide):
    with pytest.raises(StoreError, match="no pending hold 999"):
        decide(holding, [999], NOW)
    with pytest.raises(StoreError, match="no hold is named"):
        decide(holding, [], NOW)


def test_a_whole_document_can_be_released(store):
    whole, rest = (data({"p": {f"m{n}": {} for n in range(count)}}) for count in (20, 5))
    take_in(store, fetched(whole, FIRST))
    take_in(store, fetched(rest, FIRST + timedelta(1)))
    release(store, [1], NOW)
    assert store.load()[0] == split(rest)
    assert store.holds() == ()
    assert [hold.decision for hold in store.past_holds()] == [Ending.RELEASED]
    assert take_in(store, fetched(rest, FIRST + timedelta(2))).outcome is Outcome.UNCHANGED
    assert store.verify() == ()


def test_history_is_the_same_on_every_database(sqlite, postgresql):
    """The same documents give the same chain of hashes."""
    hashes = []
    for url in (sqlite, postgresql.new_database()):
        with Store.open(url) as store:
            for n, price in enumerate([3, 90, 5e6, 4]):
                take_in(store, fetched(priced(price), FIRST + timedelta(n)))
            hashes.append([s.hash for s in store.snapshots()])
    assert hashes[0] == hashes[1]
