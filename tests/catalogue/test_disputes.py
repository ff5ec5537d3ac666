"""Tests of prices that witnesses contradict."""

from decimal import Decimal

import pytest

from builders import model, offering, serving
from modelario.catalogue.disputes import disputes
from modelario.catalogue.opinions import weigh
from modelario.records import Finding, PriceState, Severity
from witnessed import rule, told

SHOWN = serving(offering(cost=("16.5", 8)))
OWN = (rule(input="16.5", output=8),)


def _disputes(*heard: object) -> tuple[Finding, ...]:
    weighed = weigh(SHOWN.key, OWN, PriceState.PUBLISHED, heard)  # type: ignore[arg-type]
    return disputes(model([SHOWN]).servings, {SHOWN.key: weighed.opinions})


def test_what_a_witness_says_stands_beside_what_we_show() -> None:
    """The witness says 5.5, and we show 16.5."""
    [found] = _disputes(told("litellm", rule(input="5.5", output=8)))
    ours, theirs = found.claims
    assert (found.field, found.shown, found.ratio) == ("input_mtok", Decimal("16.5"), 3)
    assert (ours.value, ours.differs, ours.testimonies) == (Decimal("16.5"), False, ())
    assert (theirs.value, theirs.differs) == (Decimal("5.5"), True)
    assert [each.witness for each in theirs.testimonies] == ["litellm"]


@pytest.mark.parametrize(
    ("price", "severity"),
    [
        ("16", Severity.LOW),
        ("15", Severity.MEDIUM),
        ("20", Severity.MEDIUM),
        ("8.25", Severity.HIGH),
        ("0.0165", Severity.HIGH),
    ],
)
def test_the_ratio_tells_how_much_it_can_mislead(price: str, severity: Severity) -> None:
    [found] = _disputes(told("litellm", rule(input=price)))
    assert found.severity is severity


def test_who_agrees_with_either_is_told() -> None:
    [found] = _disputes(
        told("litellm", rule(input="5.5")),
        told("genai-prices", rule(input="16.5")),
        told("model-prices", rule(input="5.5")),
    )
    assert [[each.witness for each in claim.testimonies] for claim in found.claims] == [
        ["genai-prices"],
        ["litellm", "model-prices"],
    ]


def test_two_voices_are_twice_the_harm_and_an_echo_is_none() -> None:
    [one] = _disputes(told("litellm", rule(input="8.25")))
    [two] = _disputes(told("litellm", rule(input="8.25")), told("genai-prices", rule(input="8.25")))
    [echo] = _disputes(
        told("openrouter", rule(input="8.25"), provider="openrouter"),
        told("genai-prices", rule(input="8.25"), provider="openrouter"),
    )
    assert (one.harm, two.harm, echo.harm) == (1, 2, 1)


def test_where_all_agree_there_is_no_dispute() -> None:
    assert _disputes(told("litellm", rule(input="16.5"), rule(mode="batch", input=8))) == ()
