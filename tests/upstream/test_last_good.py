"""What is listed and broken outright stays in its last good version."""

import json

from modelario.upstream.document import split
from modelario.upstream.last_good import with_last_good

GOOD = {
    "p": {"models": {"m": {"name": "M"}, "n": {}}},
    "q": {"models": {"m": {}, "n": {}}},
}


def document(providers, models=None):
    return split(json.dumps({"providers": providers, "models": models or {}}).encode())


def test_an_offering_and_a_provider_stay_and_what_is_gone_goes():
    before = document(GOOD, {"a/m": {"name": "M"}})
    broken = {"p": {"models": {"m": 5, "new": [], "other": {}}}, "q": {"models": 7}}
    kept = with_last_good(document(broken, {"a/m": "?"}), before)
    assert list(kept.offerings) == [("p", "m"), ("p", "other"), ("q", "m"), ("q", "n")]
    assert kept.offerings["p", "m"] == before.offerings["p", "m"]
    assert kept.providers["q"] == before.providers["q"]
    assert kept.metadata == before.metadata
    assert {(each.path, each.kept) for each in kept.rejects} == {
        ("providers/p/models/m", True),
        ("providers/p/models/new", False),
        ("providers/q", True),
        ("models/a/m", True),
    }


def test_a_document_without_fault_is_as_it_is():
    new = document(GOOD)
    assert with_last_good(new, document({"p": GOOD["p"]})) is new


def doubled(*ids):
    return document({"p": {"models": {id_: {"name": id_} for id_ in (*ids, "n")}}})


def test_of_an_offering_that_is_listed_twice_the_id_that_is_known_stays():
    for known, newcomer in (("gpt-4o", "GPT-4o"), ("Qwen/Qwen3", "qwen/qwen3"), ("A-b", "a-B")):
        taken = with_last_good(doubled(known, newcomer), doubled(known))
        assert {id_ for _, id_ in taken.offerings} == {known, "n"}
        [reject] = taken.rejects
        assert reject.path == f"providers/p/models/{newcomer}"
        assert (reject.reason.code, reject.reason.values) == ("id_clashes", {"id": known})
    # Where neither is known, or both are, the one in small letters stays.
    for before in (doubled(), doubled("m")):
        taken = with_last_good(doubled("M", "m"), before)
        assert {id_ for _, id_ in taken.offerings} == {"m", "n"}
    # One that only got other capitals goes by these.
    assert {id_ for _, id_ in with_last_good(doubled("M"), doubled("m")).offerings} == {"M", "n"}
