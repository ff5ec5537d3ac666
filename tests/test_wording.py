"""Words: every code of the core has English ones, and they say what they should."""

from decimal import Decimal
from importlib import import_module
from pkgutil import iter_modules

import pytest

from modelario import queries
from modelario.catalogue.saved_filters import LISTS
from modelario.catalogue.scenarios import SCENARIOS
from modelario.catalogue.scores import WEIGHTS
from modelario.catalogue.sorting import SORT_KEYS
from modelario.queries.columns import Column
from modelario.records import (
    CAPABILITIES,
    MODALITIES,
    ModelKind,
    PriceState,
    Reason,
    Severity,
    Variant,
)
from modelario.web.words.i18n import languages
from modelario.wording import (
    LABELS,
    label,
    money,
    request_money,
    sentence,
    short_tokens,
    variant_label,
)

CODES = [
    *(f"score.{name}" for name in WEIGHTS),
    *(f"part.{weight.name}" for weights in WEIGHTS.values() for weight in weights),
    *(f"{kind}.{each.key}" for each in SCENARIOS for kind in ("scenario", "assumption")),
    *(f"list.{key}" for key in LISTS),
    *(f"price_state.{state}" for state in PriceState),
    *(f"kind.{kind}" for kind in ModelKind),
    *(f"severity.{severity}" for severity in Severity),
    *(f"modality.{name}" for name in MODALITIES),
    *(f"field.{name}" for name in CAPABILITIES),
    *(f"variant.{name}" for name in Variant.__struct_fields__),
    *(
        f"field.{column.key}"
        for found in iter_modules(queries.__path__)
        for table in vars(import_module(f"modelario.queries.{found.name}")).values()
        if isinstance(table, tuple)
        for column in table
        if isinstance(column, Column)
    ),
]


@pytest.mark.parametrize("code", sorted(set(CODES)))
def test_every_code_has_a_label(code):
    assert code in LABELS


def test_there_are_sort_keys_to_name():
    assert {"name", "price", "context", "released", *WEIGHTS} <= set(SORT_KEYS)


def test_a_code_without_a_label_names_itself():
    assert label("status.sunset_soon") == "sunset soon"


TOKENS = [(77, "77"), (999, "999"), (8_192, "8K"), (131_072, "131K"), (200_000, "200K")]
TOKENS += [(1_000_000, "1M"), (1_048_576, "1.05M"), (2_000_000, "2M"), (999_999, "1M")]


@pytest.mark.parametrize(("tokens", "text"), TOKENS)
def test_tokens_are_short(tokens, text):
    assert short_tokens(tokens) == text


MONEY = [("1.1", "$1.10"), ("0.075", "$0.075"), ("0", "$0.00"), ("1200", "$1,200.00")]
MONEY += [("0.0001", "$0.0001"), ("5E+2", "$500.00")]


@pytest.mark.parametrize(("amount", "text"), MONEY)
def test_money_is_exact(amount, text):
    assert money(Decimal(amount)) == text


def test_less_than_a_cent_is_not_told_apart():
    assert request_money(Decimal("0.0077")) == "< $0.01"
    assert request_money(Decimal("0.01584")) == "$0.02"
    assert request_money(Decimal(0)) == "$0.00"


def test_sentences_take_their_values_in_the_readers_format():
    reason = Reason("tokens_on_scale", tokens=200_000, low=100_000, high=1_000_000)
    assert sentence(reason) == "200K tokens, on a logarithmic scale from 100K to 1M"


def test_a_variant_names_what_differs():
    assert variant_label(Variant(region="eu", quantisation="fp8", tee=True)) == (
        "eu · fp8 · confidential computing"
    )
    assert variant_label(None) == ""


@pytest.mark.parametrize(
    ("tokens", "short"),
    [(999, "999"), (1_000, "1K"), (999_499, "999K"), (999_500, "1M"), (1_047_576, "1.05M")],
)
def test_tokens_are_rounded_alike_in_every_language(tokens, short):
    assert short_tokens(tokens) == short
    assert languages()["en"].tokens(tokens) == short


FIELDS = [
    ("tiers/200000/input_mtok", "Input / 1M above 200K"),
    ("modes/fast/input_mtok", "Input / 1M (fast)"),
    ("modes/batch/tiers/200000/output_mtok", "Output / 1M above 200K (batch)"),
    ("regions/eu/input_mtok", "Input / 1M (region eu)"),
    ("tiers/from-200000/input_mtok", "Input / 1M from 200K on"),
]


@pytest.mark.parametrize(("field", "name"), FIELDS)
def test_a_price_is_named_with_its_conditions(field, name):
    assert label(f"field.{field}") == name


def test_a_mode_may_be_called_like_a_size():
    """Its name is upstream's: nothing of it is read as a number."""
    assert label("field.modes/from-evil/input_mtok") == "Input / 1M (from-evil)"
    assert label("field.tiers/from-200000/input_mtok") == "Input / 1M from 200K on"
