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
