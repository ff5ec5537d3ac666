"""Alternatives and pairs: of one kind, current, and on a stated ground."""

from datetime import date

import pytest
from msgspec import structs

from builders import model, offering
from modelario.catalogue.alternatives import alternatives, profiles
from modelario.catalogue.entries import entries
from modelario.catalogue.pairs import pairs
from modelario.records import Identity, Lab, ModelKind
from modelario.wording import sentence

GLOBEX = Lab(id="globex", name="Globex", namespaces=("globex",), providers=("globex",))
HOUSE = Lab(id="hub", name="Hub", providers=("hub",))


def made(id_, lab=GLOBEX, **fields):
    return model([offering(lab.id, cost=(1, 1))], id_=id_, lab=lab, **fields)


OF = model([offering(cost=(2, 2))], id_="acme/one", release_date="2026-06-01")

PROPOSED = [
    ("a model of its kind", made("globex/two"), True),
    ("one of another kind", made("globex/guard", kind=ModelKind.MODERATION), False),
    ("a pointer", made("globex/large-latest"), False),
    ("a pointer by size", made("globex/ministral-3b-latest"), False),
    ("a version that ends like one", made("globex/chat-5.1-latest"), True),
    ("a house brand", made("hub/pickle", lab=HOUSE), False),
    ("one to be withdrawn", structs.replace(made("globex/two"), status="deprecated"), False),
    ("a derivative", made("globex/two", official=False), False),
    (
        "a dated version",
        structs.replace(
            made("globex/two-1"), identity=Identity(id="x", lab="globex", version_of="globex/two")
        ),
        False,
    ),
    ("one that one stranger sells", model([offering("b")], id_="globex/two", lab=GLOBEX), False),
]


@pytest.mark.parametrize(
    ("other", "proposed"), [row[1:] for row in PROPOSED], ids=[row[0] for row in PROPOSED]
)
def test_what_is_proposed_in_place_of_a_model(other, proposed):
    known = profiles(entries([OF, other]).values())
    closest = alternatives(known[OF.id], known).closest
    assert [each.model for each in closest] == [other.id] * proposed


PRICES = [
    ("the same", (2, 2), "Same price"),
    ("nearly the same", ("2.004", "2.004"), "Nearly the same price"),
    ("a little dearer", ("2.02", "2.02"), "1% more expensive"),
    ("half", (1, 1), "50% cheaper"),
    ("next to nothing", ("0.004", "0.004"), "99% cheaper"),
]


@pytest.mark.parametrize(("cost", "told"), [row[1:] for row in PRICES], ids=[r[0] for r in PRICES])
def test_how_much_cheaper_an_alternative_is(cost, told):
    """No percentage says that a price is the same, or nothing, where it is not."""
    other = model([offering("globex", cost=cost)], id_="globex/two", lab=GLOBEX)
    known = profiles(entries([OF, other]).values())
    (found,) = alternatives(known[OF.id], known).closest
    assert told in [sentence(reason) for reason in found.reasons]


def test_a_pair_says_on_what_ground_it_is_named():
    other = made("globex/two", release_date="2026-05-01")
    old = made("globex/old", release_date="2024-05-01")
    known = profiles(entries([OF, other, old]).values())
    (pair,) = pairs(known, date(2026, 7, 1))
    assert {pair.first, pair.second} == {"acme/one", "globex/two"}
    assert "365 days" in sentence(pair.ground)
    assert "(1)" in sentence(pair.ground)


def test_only_chat_models_are_paired():
    dated = {"release_date": "2026-05-01", "kind": ModelKind.IMAGE}
    images = [made("globex/i", **dated), model([offering(cost=(1, 1))], id_="acme/i", **dated)]
    assert list(pairs(profiles(entries(images).values()), date(2026, 7, 1))) == []
