"""What the offerings of a model were from day to day, on each database."""

from datetime import date, timedelta

from documents import data, publication
from modelario.history.journal import Listed
from modelario.records import OfferingKey

FIRST = date(2026, 2, 27)


def publish(store, providers, number, models):
    """Publish a document of a day, counted from 0, with the model of each offering."""
    content = data(providers)
    assigned = {OfferingKey(*key): model for key, model in models.items()}
    day = FIRST + timedelta(number)
    return store.publish(publication(content, day, models=assigned))


def spans(listed: tuple[Listed, ...]):
    return [(*each.key, each.since, each.until) for each in listed]


def test_an_offering_is_followed_through_its_days(store):
    """Spans end where the next begins, the last is open, and the day's end counts as of then."""
    one, other = {"m": {"cost": {"input": 1}}}, {"m": {"cost": {"input": 2}}}
    first = publish(store, {"p": one, "q": one}, 0, {("p", "m"): "a/m", ("q", "m"): "b/m"})
    second = publish(store, {"p": other}, 1, {("p", "m"): "a/m"})
    later = FIRST + timedelta(1)
    assert spans(store.course(second.seq, ["a/m"])) == [
        ("p", "m", FIRST, later),
        ("p", "m", later, None),
    ]
    assert spans(store.course(first.seq, ["a/m"])) == [("p", "m", FIRST, None)]
    # What has gone is still its model's.
    assert spans(store.course(second.seq, ["b/m"])) == [("q", "m", FIRST, later)]
    assert spans(store.course(second.seq, ["a/m", "b/m"])) == [
        ("p", "m", FIRST, later),
        ("p", "m", later, None),
        ("q", "m", FIRST, later),
    ]
    assert store.course(second.seq, ["c/m"]) == ()


def test_an_offering_belongs_to_the_model_that_it_is_now(store):
    """One that was taken for another model brings its whole past along."""
    offered = {"p": {"m": {"cost": {"input": 1}}}}
    first = publish(store, offered, 0, {("p", "m"): "a/m"})
    second = publish(store, {**offered, "q": {}}, 1, {("p", "m"): "b/m"})
    assert spans(store.course(second.seq, ["b/m"])) == [("p", "m", FIRST, None)]
    assert store.course(second.seq, ["a/m"]) == ()
    assert spans(store.course(first.seq, ["a/m"])) == [("p", "m", FIRST, None)]


def test_what_held_for_hours_is_left_out(store):
    """Only the last document of a day counts."""
    models = {("p", "m"): "a/m"}
    for price in (1, 2, 3):
        last = publish(store, {"p": {"m": {"cost": {"input": price}}}}, 0, models)
    [only] = store.course(last.seq, ["a/m"])
    assert (only.since, only.until) == (FIRST, None)
    assert only.offering.price.input_mtok == 3
    assert store.first().as_of == FIRST
