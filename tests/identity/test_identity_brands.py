"""A brand's own name on another lab's model: told where the listing fits one model alone."""

from collections import Counter
from decimal import Decimal

import pytest
from identity_documents import document, embedded_document, offering
from msgspec.structs import replace

from modelario.identity.grouping.brands import behind
from modelario.identity.grouping.clusters import cluster
from modelario.identity.resolve import resolve
from modelario.records import Offering, PriceRule, TokenPrice

_K2 = {
    "family": "kimi-k2",
    "release_date": "2026-06-12",
    "open_weights": True,
    "reasoning": True,
}


def _listed(key: str, price: str = "0", **facts: object) -> Offering:
    asked = TokenPrice(input_mtok=Decimal(price), output_mtok=4 * Decimal(price))
    return replace(offering(*key.split("::"), **facts), rules=(PriceRule(price=asked),))


_SOLD = [
    _listed("moonshotai::kimi-k2.7-code", "0.95", **_K2),
    _listed("moonshotai::kimi-k2.6", "0.95", **(_K2 | {"release_date": "2026-04-21"})),
    _listed("hub::kimi-k2.7-code", "0.95", **_K2),
]
_FAST = _listed("moonshotai::kimi-k2.7-code-highspeed", "1.9", **_K2)

BRANDS = {
    "day, family, weights and reasoning fit one": (
        [_listed("umans-ai::umans-coder", **_K2)],
        "moonshotai/kimi-k2.7-code",
        "brand",
    ),
    "several fit, and one asks the same": (
        [_FAST, _listed("umans-ai::umans-coder", "1.9", **_K2)],
        "moonshotai/kimi-k2.7-code-highspeed",
        "brand_price",
    ),
    "several fit, and none asks the same": (
        [_FAST, _listed("umans-ai::umans-coder", **_K2)],
        "umans-ai/umans-coder",
        "only_offering",
    ),
    "several fit, and one is its lab's own": (
        [
            _listed("crof::kimi-k2.7-code-precision", "5", **_K2),
            _listed("umans-ai::umans-coder", **_K2),
        ],
        "moonshotai/kimi-k2.7-code",
        "brand_own",
    ),
    "another day": (
        [_listed("umans-ai::umans-coder", **(_K2 | {"release_date": "2026-06-11"}))],
        "umans-ai/umans-coder",
        "only_offering",
    ),
    "closed weights": (
        [_listed("umans-ai::umans-coder", **(_K2 | {"open_weights": False}))],
        "umans-ai/umans-coder",
        "only_offering",
    ),
    "a family of nobody's": (
        [_listed("umans-ai::umans-coder", **(_K2 | {"family": "umans"}))],
        "umans-ai/umans-coder",
        "only_offering",
    ),
    "a name that is not the seller's brand": (
        [_listed("umans-ai::frieren-coder", **_K2)],
        "umans-ai/frieren-coder",
        "only_offering",
    ),
    "a version in the brand's name": (
        [_listed("umans-ai::umans-2-coder", **_K2)],
        "umans-ai/umans-2-coder",
        "only_offering",
    ),
}


@pytest.mark.parametrize("case", BRANDS)
def test_the_model_behind_a_brand(case: str) -> None:
    """A brand is another lab's model only where its listing leaves no other."""
    more, model, code = BRANDS[case]
    found = resolve(document([*_SOLD, *more]))
    meant = next(a for a in found.assignments if a.provider == "umans-ai")
    assert (meant.model, meant.reason.code) == (model, code)


def test_a_plan_is_no_lab() -> None:
    """What only a plan sells is its seller's."""
    found = resolve(document([_listed("umans-ai-coding-plan-cn::umans-coder")]))
    assert list(found.identities) == ["umans-ai/umans-coder"]


def test_known_models_are_found_as_if_they_were_brands() -> None:
    """With the ids of a real document hidden, what is found is nearly always right."""
    groups = cluster(embedded_document().offerings).groups.all()
    told: Counter[bool] = Counter()
    for group in groups:
        for member in group.members[::3]:
            if member.offering.provider not in group.own and len(group) > 2:
                found = behind([member.offering], groups)
                if found is not None:
                    told[found.group is group] += 1
    assert told[True] > 400
    assert told[True] >= 0.93 * told.total()
