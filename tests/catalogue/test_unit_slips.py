"""A new provider that states its prices for 1K tokens: nobody is told to buy there."""

import json
from datetime import date

import pytest

from documents import NOW
from modelario.catalogue.build import build
from modelario.identity.resolve import resolve
from modelario.records import OfferingKey, Origin, ProviderId
from modelario.upstream.document import parse, split

NEW = ProviderId("newcomer")


@pytest.fixture(scope="module")
def sold(embedded):
    """The catalogue with a newcomer that sells every model of three labs at a thousandth."""
    whole = split(embedded)
    offerings = dict(whole.offerings)
    for key, body in whole.offerings.items():
        if key.provider in ("openai", "anthropic", "mistral"):
            offering = json.loads(body)
            cost = offering.get("cost") or {}
            small = {f: p / 1000 for f, p in cost.items() if isinstance(p, int | float)}
            offering["cost"] = {f: p for f, p in small.items() if p >= 0.0001}
            offerings[OfferingKey(NEW, key.offering_id)] = json.dumps(offering).encode()
    providers = {**whole.providers, NEW: b'{"name": "Newcomer", "models": {}}'}
    document = parse(whole._replace(providers=providers, offerings=dict(sorted(offerings.items()))))
    origin = Origin(source="test", as_of=date(2026, 7, 1), fetched_at=NOW)
    return build(document, resolve(document), origin)


def test_a_thousandth_is_no_price_to_recommend(sold):
    newcomers = [e for e in sold.entries.values() if NEW in providers_of(e.model.servings)]
    assert len(newcomers) > 45
    picked = [
        e.model.id
        for e in newcomers
        for quote in (e.recommended, e.cheapest)
        if quote and quote.serving.offering.provider == NEW
    ]
    assert picked == []


def providers_of(servings):
    return {serving.offering.provider for serving in servings}
