"""Where only LiteLLM speaks, a request costs what its price map says."""

import json
import random
import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

import pytest
import zstandard
from msgspec.structs import replace

from builders import offering
from modelario.catalogue.billing import Usage
from modelario.catalogue.circumstances import Circumstances
from modelario.catalogue.opinions import weigh
from modelario.catalogue.tariffs import bill
from modelario.records import Facts, Offering, PriceState
from modelario.records import Testimony as Said
from modelario.witnesses import litellm_map
from witnessed import rule, told

DAY = date(2026, 11, 26)
#: What a map has for a prompt's tokens under some conditions.
INPUT = re.compile(r"input_cost_per_token(?:_above_(\d+)k_tokens)?(?:_(batches|flex|priority))?")
MODES = {"batches": "batch"}
#: Fields beside that of the input, and how many of their tokens a request has.
PARTS = {
    "output_cost_per_token": ("output_tokens", 700),
    "cache_read_input_token_cost": ("cache_read_tokens", 400),
    "cache_creation_input_token_cost": ("cache_write_tokens", 300),
}
#: The map is computed with in binary floats; ours are exact.
NEAR = Decimal("1e-9")


class Pair(NamedTuple):
    """A key of the map, and the conditions under which it has a price."""

    key: str
    size: int
    mode: str | None
    suffix: str


def _pairs(document: Mapping[str, Any]) -> list[Pair]:
    found = []
    for key, entry in document.items():
        for field, price in entry.items() if isinstance(entry, dict) else ():
            match = INPUT.fullmatch(field)
            if match and price and not entry.get("tiered_pricing"):
                size, mode = match.groups()
                suffix = field.removeprefix("input_cost_per_token")
                found.append(Pair(key, int(size or 0) * 1000, mode, suffix))
    return found


def _differences(data: bytes, pairs: list[Pair]) -> list[object]:
    """The pairs for which we ask something else than the map does."""
    document = json.loads(data)
    testimonies = {each.key: each for each in litellm_map.read(data, DAY).testimonies}
    found: list[object] = []
    for pair in pairs:
        entry, counts = document[pair.key], {"uncached_tokens": 600}
        expected = 600 * entry[f"input_cost_per_token{pair.suffix}"]
        for field, (part, tokens) in PARTS.items():
            if price := entry.get(f"{field}{pair.suffix}"):
                counts[part] = tokens
                expected += tokens * price
        # So long that the size is passed, and no larger one is reached.
        longer = max(0, pair.size + 1 - sum(n for p, n in counts.items() if p != "output_tokens"))
        counts["uncached_tokens"] += longer
        expected += longer * entry[f"input_cost_per_token{pair.suffix}"]
        testimony = testimonies[pair.key]
        region = testimony.rules[0].conditions.region
        when = Circumstances(mode=MODES.get(pair.mode or "", pair.mode), region=region)
        ours = bill(_only(testimony), Usage(**counts), when)
        if ours is None or abs(ours.amount - Decimal(expected)) > NEAR:
            found.append((pair, ours and ours.amount, expected))
    return found


def _only(testimony: Said) -> Offering:
    """An offering of which nobody but the witness speaks."""
    return Offering(
        provider=testimony.provider,
        offering_id=testimony.offering_id,
        facts=Facts(),
        rules=testimony.rules,
    )


MADE_UP = {
    "plain": {"litellm_provider": "openai", "input_cost_per_token": 1e-06},
    "model": {
        "litellm_provider": "openai",
        "input_cost_per_token": 1.1e-06,
        "input_cost_per_token_batches": 5.5e-07,
        "input_cost_per_token_flex": 5.6e-07,
        "input_cost_per_token_priority": 1.9e-06,
        "input_cost_per_token_above_200k_tokens": 2.2e-06,
        "input_cost_per_token_above_272k_tokens": 3.3e-06,
        "input_cost_per_token_above_200k_tokens_batches": 1.7e-06,
        "output_cost_per_token": 4.4e-06,
        "output_cost_per_token_batches": 2.2e-06,
        "output_cost_per_token_above_200k_tokens": 8.8e-06,
        "cache_read_input_token_cost": 2.75e-07,
        "cache_read_input_token_cost_flex": 1.38e-07,
        "cache_creation_input_token_cost": 1.375e-06,
    },
    "bedrock/us-gov-west-1/model": {
        "litellm_provider": "bedrock",
        "input_cost_per_token": 3.6e-06,
        "output_cost_per_token": 1.8e-05,
        "input_cost_per_token_batches": 1.8e-06,
    },
    "azure/eu/model": {"litellm_provider": "azure", "input_cost_per_token": 1.375e-06},
}


def test_a_made_up_map_is_costed_as_it_says() -> None:
    pairs = _pairs(MADE_UP)
    assert len(pairs) == 11
    assert _differences(json.dumps(MADE_UP).encode(), pairs) == []


def test_a_difference_would_be_seen() -> None:
    """The check itself can fail: a price that is read otherwise is told."""
    data = json.dumps(MADE_UP).encode()
    wrong = [Pair("model", 0, "batches", "_flex")]
    assert len(_differences(data, wrong)) == 1


@pytest.mark.parametrize("seed", [20261126, 1, 2])
def test_two_hundred_random_prices_of_the_real_map(shared_data: Any, seed: int) -> None:
    packed = (shared_data / "second-sources" / "litellm-map.json.zst").read_bytes()
    data = zstandard.ZstdDecompressor().decompressobj().decompress(packed)
    known = {each.key for each in litellm_map.read(data, DAY).testimonies if each.rules}
    pairs = [pair for pair in _pairs(json.loads(data)) if pair.key in known]
    assert len(pairs) > 4_000
    sample = random.Random(seed).sample(pairs, 200)  # noqa: S311 – no secret
    assert _differences(data, sample) == []


def test_what_an_offering_lacks_costs_what_the_witness_says() -> None:
    """Filled in beside upstream's own price, a batch is half of it."""
    batch = rule("litellm", mode="batch", input=1, output=4)
    own = offering(cost=(2, 8))
    heard = [told("litellm", batch)]
    rules = weigh(own.key, own.rules, PriceState.PUBLISHED, heard).rules
    usage = Usage(uncached_tokens=1_000_000, output_tokens=500_000)
    filled = replace(own, rules=rules)
    for mode, amount in ((None, 6), ("batch", 3)):
        found = bill(filled, usage, Circumstances(mode=mode))
        assert found is not None
        assert found.amount == amount
    sources = {charge.rule.source for charge in found.charges}
    assert (sources, found.assumed) == ({"litellm"}, ())
