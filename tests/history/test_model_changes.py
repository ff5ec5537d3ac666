"""What moved of models, when offerings move and when they become other models."""

import pytest

from documents import data
from modelario.history.model_changes import ResolvedDocument, keys, model_changes, touched
from modelario.keeping.working_out import unlike
from modelario.records import Assignment, Identity, Lab, LabId, ModelId, Reason, Resolution
from modelario.upstream.document import parse, split

LAB = Lab(id=LabId("lab"), name="Lab")


def model(name: str) -> ModelId:
    return ModelId(f"lab/{name}")


def day(offerings, models=None, aliases=(), described=None):
    """A raw document of ``{offering: price}``, each its own model but for those of ``models``."""
    prices = {o: {"cost": {"input": price, "output": 4}} for o, price in offerings.items()}
    raw = split(data({"p": prices}, described))
    document = parse(raw)
    assigned = tuple(
        Assignment(
            **each.key._asdict(),
            model=model((models or {}).get(each.offering_id, each.offering_id)),
            reason=Reason("test"),
        )
        for each in document.offerings
    )
    found = Resolution(
        assignments=assigned,
        identities={a.model: Identity(id=a.model, lab=LAB.id) for a in assigned},
        labs={LAB.id: LAB},
        aliases={model(old): model(new) for old, new in dict(aliases).items()},
    )
    return raw, ResolvedDocument(document, found)


def news(old, new, known=()):
    one, other, _ = unlike(old[0], new[0])
    models = touched(old[1], new[1], keys(one) | keys(other))
    changes = model_changes(old[1], new[1], models, known)
    return [(c.model, c.kind, c.field, c.old, c.new) for c in changes]


PRICE = ("price", "input_mtok")


def test_a_model_that_goes_on_under_another_id_has_not_moved():
    old, new = day({"x": 1}), day({"x": 1}, {"x": "y"}, {"x": "y"})
    assert news(old, new) == []


def test_what_moved_while_the_id_changed_is_told_of_the_new_one():
    old, new = day({"x": 1}), day({"x": 2}, {"x": "y"}, {"x": "y"})
    assert news(old, new) == [("lab/y", *PRICE, 1, 2)]


def test_a_model_that_was_joined_to_another_lends_it_no_past():
    """The prices before are those of the one that stays."""
    old, new = day({"x": 1, "y": 3}), day({"x": 1, "y": 3}, {"x": "y"}, {"x": "y"})
    assert [each[3:] for each in news(old, new) if each[2] == "input_mtok"] in ([], [(3, 1)])


def test_an_alias_of_an_id_in_use_leads_nowhere():
    old = day({"x": 1, "y": 3})
    new = day({"x": 2, "y": 3}, aliases={"x": "y"})
    assert news(old, new) == [("lab/x", *PRICE, 1, 2)]


def test_a_model_that_gets_another_offering_moves_with_it():
    """Nothing moved at the provider: it is our reading that did."""
    old, new = day({"x": 3, "x-cheap": 1}), day({"x": 3, "x-cheap": 1}, {"x-cheap": "x"})
    assert ("lab/x", *PRICE, 3, 1) in news(old, new)
    assert ("lab/x-cheap", "removed", None, None, None) in news(old, new)


# --- nobody changed it


def limits(offerings, described=None):
    """A day on which every offering of one model states a context window."""
    raw = split(
        data({p: {"m": {"limit": {"context": n}}} for p, n in offerings.items()}, described)
    )
    document = parse(raw)
    assigned = tuple(
        Assignment(**each.key._asdict(), model=model("m"), reason=Reason("test"))
        for each in document.offerings
    )
    found = Resolution(
        assignments=assigned,
        identities={model("m"): Identity(id=model("m"), lab=LAB.id)},
        labs={LAB.id: LAB},
    )
    return raw, ResolvedDocument(document, found)


THREE = {"a": 100_000, "b": 100_000, "c": 200_000}
DESCRIBED = {"lab/m": {"name": "M", "limit": {"context": 300_000}}}


@pytest.mark.parametrize(
    ("new", "described", "switched"),
    [
        ({**THREE, "d": 200_000, "e": 200_000}, None, True),
        ({"b": 100_000, "c": 200_000, "d": 200_000}, None, True),
        ({"c": 200_000}, None, True),
        ({**THREE, "b": 200_000}, None, False),
        ({"a": 100_000, "b": 300_000, "c": 200_000, "d": 200_000}, None, False),
        ({**THREE, "a": 90_000, "d": 200_000, "e": 200_000}, None, False),
        (THREE, DESCRIBED, False),
    ],
)
def test_what_moved_only_since_others_decide_it_is_told_apart(new, described, switched):
    """The majority of offerings is another: nobody changed what it says."""
    old, later = limits(THREE), limits(new, described)
    (change,) = model_changes(old[1], later[1], {model("m")}, ())
    assert (change.field, change.old, change.switched) == ("context_window", 100_000, switched)


def test_a_price_of_another_offering_is_told_apart():
    old, new = day({"x": 3, "x-cheap": 1}), day({"x": 3, "x-cheap": 1}, {"x-cheap": "x"})
    changes = {c.field: c for c in model_changes(old[1], new[1], {model("x")}, ())}
    assert changes["input_mtok"].switched
    old, new = day({"x": 3}), day({"x": 2})
    (change,) = model_changes(old[1], new[1], {model("x")}, ())
    assert not change.switched


@pytest.mark.parametrize(("known", "kind"), [((), "added"), ((model("z"),), "returned")])
def test_a_model_is_new_or_comes_back(known, kind):
    old, new = day({"x": 1}), day({"x": 1, "z": 1})
    assert news(old, new, known) == [("lab/z", kind, None, None, None)]


def test_what_upstream_says_of_the_model_itself_is_a_fact_of_it():
    described = {"lab/x": {"name": "X", "limit": {"output": 9_000}}}
    old, new = day({"x": 1}), day({"x": 1}, described=described)
    assert news(old, new) == [("lab/x", "output_limit", "max_output_tokens", None, 9_000)]
