"""What is picked and ranked first, over a whole catalogue: like with like, at believable prices."""

from decimal import Decimal

import pytest
import zstandard

from builders import ORIGIN
from modelario.catalogue.build import build
from modelario.catalogue.findings import FAR_FROM_MEDIAN, SUSPECT_FACTOR
from modelario.catalogue.saved_filters import LISTS
from modelario.catalogue.scenarios import SCENARIOS, fits
from modelario.catalogue.workloads import Workload
from modelario.identity.lookup.lookup import Lookup
from modelario.identity.resolve import resolve
from modelario.queries.cost import CostRequest, cost
from modelario.queries.edition import Edition
from modelario.records import ModelKind
from modelario.upstream.document import parse, split

#: Nobody sells a chat model for less, blended and in USD per 1M tokens.
LOWEST_BELIEVABLE = Decimal("0.01")


def _july(shared_data):
    packed = (shared_data / "modelsdev-catalog-2026-07-01.json.zst").read_bytes()
    return zstandard.ZstdDecompressor().decompressobj().decompress(packed)


@pytest.fixture(scope="module", params=["embedded", pytest.param("july", marks=pytest.mark.shared)])
def edition(request):
    """What an installation carries, and July's document."""
    if request.param == "embedded":
        data = request.getfixturevalue("embedded")
    else:
        data = _july(request.getfixturevalue("shared_data"))
    document = parse(split(data))
    resolution = resolve(document)
    catalogue = build(document, resolution, ORIGIN)
    return Edition(catalogue, Lookup(resolution, document), document)


@pytest.fixture(scope="module")
def catalogue(edition):
    return edition.catalogue


def test_no_price_that_we_flag_as_too_low_is_picked(catalogue):
    """The lab's own price is believed beside late resellers, unless it is a slip."""
    for entry in catalogue.entries.values():
        picked = {q.serving.key for q in (entry.recommended, entry.cheapest) if q}
        main = entry.model.lab.providers[:1]
        for finding in entry.findings:
            for claim in finding.claims if finding.rule == "far_from_median" else ():
                for serving in claim.servings:
                    own = serving.offering.provider in main
                    factor = SUSPECT_FACTOR if own else FAR_FROM_MEDIAN
                    too_low = claim.value * factor <= finding.shown
                    assert not (too_low and serving.key in picked), entry.model.id


def test_the_examples_of_the_review(catalogue):
    voxtral = catalogue.entries["mistral/voxtral-small-24b-2507"]
    assert "evroc" not in {
        quote.serving.offering.provider for quote in (voxtral.recommended, voxtral.cheapest)
    }
    assert "evroc" in {each.serving.offering.provider for each in voxtral.passed_over}
    glm = catalogue.entries["zhipuai/glm-5.1"]
    assert glm.cheapest.serving.offering.price.input_mtok > Decimal("0.06")
    assert ("aihubmix", "coding-glm-5.1") in {
        each.serving.key for each in glm.passed_over if each.reason.code == "plan_only"
    }


def test_what_ranks_first_is_a_chat_model_at_a_price_to_believe(catalogue):
    entries = catalogue.entries.values()
    tables = [[catalogue.entries[id_] for id_ in catalogue.lists["cheapest"]]]
    for place in range(len(SCENARIOS)):
        ranked = [e for e in entries if e.scenarios[place].rank]
        tables.append(sorted(ranked, key=lambda e: e.scenarios[place].rank)[:50])
    assert [len(table) for table in tables] == [50] * 6
    for entry in (entry for table in tables for entry in table):
        assert entry.model.kind is ModelKind.CHAT
        assert entry.recommended.blended_mtok >= LOWEST_BELIEVABLE, entry.model.id


#: What the calculator begins with, long requests that fall into tiers, a whole cache, much thought.
WORKLOADS = [
    Workload(requests=10_000, input_tokens=5_000, output_tokens=500),
    Workload(input_tokens=300_000, output_tokens=1_000),
    Workload(input_tokens=50_000, output_tokens=500, cached_share=Decimal(1)),
    Workload(input_tokens=1_000, output_tokens=500, reasoning_tokens=8_000),
]


@pytest.mark.parametrize("workload", WORKLOADS, ids=["default", "long", "cached", "reasoning"])
def test_what_the_calculator_puts_first_is_a_chat_model_at_a_price_to_believe(edition, workload):
    rows = cost(edition, CostRequest(workload=workload, limit=50)).rows
    assert len(rows) == 50
    for row in rows:
        entry = edition.catalogue.entries[row.id]
        assert entry.model.kind is ModelKind.CHAT
        assert entry.recommended.blended_mtok >= LOWEST_BELIEVABLE, row.id
        passed = {each.serving.key for each in entry.passed_over}
        assert (row.provider, row.offering_id) not in passed


def test_a_ranked_offering_takes_the_request(catalogue):
    for entry in catalogue.entries.values():
        for each in entry.scenarios:
            if each.rank is not None:
                offered = entry.recommended.serving.offering
                assert fits(entry.model, offered, each.input_tokens, each.output_tokens)


def test_a_list_in_order_of_price_holds_one_kind(catalogue):
    for key, saved in LISTS.items():
        kinds = {catalogue.entries[id_].model.kind for id_ in catalogue.lists[key]}
        assert saved.ranking != ("price",) or len(kinds) == 1, key


def test_no_placed_price_is_zero_beside_a_paid_one(catalogue):
    for entry in catalogue.entries.values():
        for serving in entry.model.servings:
            if serving.price_state == "published":
                assert 0 not in vars_of(serving.offering.price), serving.key


def vars_of(price):
    return [getattr(price, field) for field in price.__struct_fields__]
