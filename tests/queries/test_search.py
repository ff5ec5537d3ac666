"""Search: what is found, in which catalogue and which language."""

import json

import pytest

from builders import ORIGIN
from modelario.catalogue.build import build
from modelario.identity.lookup.lookup import Lookup
from modelario.identity.resolve import resolve
from modelario.queries.edition import Edition
from modelario.queries.search import SearchRequest, search
from modelario.upstream.document import parse, split


def edition(*names: str):
    """Make an edition of so many models of one lab."""
    models = {f"acme/{name}": {"name": name.capitalize()} for name in names}
    document = parse(split(json.dumps({"nearai": {"models": models}}).encode()))
    resolution = resolve(document)
    return Edition(build(document, resolution, ORIGIN), Lookup(resolution, document), document)


def found(of, q, **options) -> list[str]:
    return [hit.id for hit in search(of, SearchRequest(q=q, **options)).hits]


@pytest.mark.parametrize("words", ["bluebird", "Blübird", "blue", "acme bluebird", "bleubird"])
def test_a_model_is_found_by_what_it_is_called(words):
    assert found(edition("bluebird", "walrus"), words)[0] == "acme/bluebird"


def test_what_is_kept_of_one_catalogue_is_not_found_in_another():
    """Two that come from the same day, asked in turns."""
    one, other = edition("bluebird"), edition("walrus")
    for _ in range(2):
        assert found(one, "bluebird") == ["acme/bluebird"]
        assert found(other, "bluebird") == []


def test_lists_are_found_by_their_names_in_each_language():
    here = edition("bluebird")
    assert "vision" in found(here, "visión", list_names={"vision": "Visión"})
    assert "open-weights" in found(
        here, "pesos abiertos", list_names={"open-weights": "Pesos abiertos"}
    )
    assert found(here, "pesos abiertos") == []
