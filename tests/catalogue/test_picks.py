"""What is picked and ranked first, over a whole catalogue: like with like, at believable prices."""

from decimal import Decimal

import pytest
import zstandard

from builders import ORIGIN
from modelario.catalogue.build import build
from modelario.catalogue.findings import FAR_FROM_MEDIAN, SUSPECT_FACTOR
from modelario.catalogue.saved_filters import LISTS
from modelario.catalogue.scenarios import SCENARIOS, fits
from modelario.identity.resolve import resolve
from modelario.records import ModelKind
from modelario.upstream.document import parse, split

#: Nobody sells a chat model for less, blended and in USD per 1M tokens.
LOWEST_BELIEVABLE = Decimal("0.01")


def _july(shared_data):
    packed = (shared_data / "modelsdev-catalog-2026-07-01.json.zst").read_bytes()
    return zstandard.ZstdDecompressor().decompressobj().decompress(packed)


@pytest.fixture(scope="module", params=["embedded", pytest.param("july", marks=pytest.mark.shared)])
def catalogue(request):
    """The catalogue that an installation carries, and that of July."""
    if request.param == "embedded":
        data = request.getfixturevalue("embedded")
    else:
        data = _july(request.getfixturevalue("shared_data"))
    document = parse(split(data))
    return build(document, resolve(document), ORIGIN)


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


def test_a_ranked_offering_takes_the_request(catalogue):
    for entry in catalogue.entries.values():
        for cost in entry.scenarios:
            if cost.rank is not None:
                offered = entry.recommended.serving.offering
                assert fits(entry.model, offered, cost.input_tokens, cost.output_tokens)


def test_a_list_in_order_of_price_holds_one_kind(catalogue):
    for key, saved in LISTS.items():
        kinds = {catalogue.entries[id_].model.kind for id_ in catalogue.lists[key]}
        assert saved.sort != "price" or len(kinds) == 1, key


def test_no_placed_price_is_zero_beside_a_paid_one(catalogue):
    for entry in catalogue.entries.values():
        for serving in entry.model.servings:
            if serving.price_state == "published":
                assert 0 not in vars_of(serving.offering.price), serving.key


def vars_of(price):
    return [getattr(price, field) for field in price.__struct_fields__]
