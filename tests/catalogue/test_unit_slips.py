"""Prices stated for 1K tokens, by a new provider or in a new tier: nobody is told to buy there."""

import json
from datetime import date

import pytest

from documents import NOW
from modelario.catalogue.build import build
from modelario.catalogue.workloads import Workload
from modelario.identity.lookup.lookup import Lookup
from modelario.identity.resolve import resolve
from modelario.queries.cost import CostRequest, cost
from modelario.queries.edition import Edition
from modelario.records import OfferingId, OfferingKey, Origin, ProviderId
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


def test_a_tier_at_a_thousandth_leads_no_calculation(embedded):
    """A request that falls into it would be the cheapest of all."""
    whole = split(embedded)
    key = OfferingKey(ProviderId("google"), OfferingId("gemini-2.5-pro"))
    listed = json.loads(whole.offerings[key])
    small = {field: price / 1000 for field, price in listed["cost"].items() if field in PLAIN}
    listed["cost"]["tiers"] = [{**small, "tier": {"type": "context", "size": 200_000}}]
    listed["cost"].pop("context_over_200k", None)
    slipped = whole._replace(offerings={**whole.offerings, key: json.dumps(listed).encode()})
    document = parse(slipped)
    resolution = resolve(document)
    catalogue = build(
        document, resolution, Origin(source="test", as_of=date(2026, 7, 1), fetched_at=NOW)
    )
    edition = Edition(catalogue, Lookup(resolution, document), document)
    entry = catalogue.entries["google/gemini-2.5-pro"]
    assert {each.serving.key: each.reason.code for each in entry.passed_over}[key] == (
        "far_below_own"
    )
    workload = Workload(input_tokens=300_000, output_tokens=1000)
    for model in (None, "google/gemini-2.5-pro"):
        rows = cost(edition, CostRequest(workload=workload, model=model)).rows
        assert key not in {(row.provider, row.offering_id) for row in rows}


PLAIN = ("input", "output")
