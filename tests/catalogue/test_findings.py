"""Inconsistencies: what counts as a contradiction, and what does not."""

from decimal import Decimal

import pytest
from msgspec import structs

from builders import model, offering, serving
from modelario.catalogue.findings import FINDABLE, findings
from modelario.records import ModelId, Reason, ReleaseId, ReleaseLine, Severity, Variant


def found(*servings, **facts):
    return findings(model(servings, **facts))


QUIET = [
    ("a field left out", offering("a", context_window=8), offering("b")),
    (
        "a month and a day in it",
        offering("a", release_date="2025-04"),
        offering("b", release_date="2025-04-16"),
    ),
    (
        "the same set",
        offering("a", input_modalities=("text",), output_modalities=("text",)),
        offering("b", input_modalities=("text",), output_modalities=("text",)),
    ),
    (
        "a variant against the plain one",
        offering("a", context_window=8),
        serving(offering("b", context_window=4), variant=Variant(quantisation="fp4")),
    ),
]


@pytest.mark.parametrize("servings", [row[1:] for row in QUIET], ids=[row[0] for row in QUIET])
def test_what_is_no_contradiction(servings):
    assert found(*servings) == ()


LOUD = [
    ("context_window", 200_000, 100_000, Severity.HIGH),
    ("context_window", 131_072, 128_000, Severity.LOW),
    ("max_output_tokens", 15_000, 10_000, Severity.MEDIUM),
    ("release_date", "2025-01-01", "2025-01-20", Severity.LOW),
    ("release_date", "2025-01-01", "2025-08-01", Severity.HIGH),
    ("knowledge_cutoff", "2024-05", "2024-06", Severity.LOW),
    ("tool_call", True, False, Severity.HIGH),
    ("open_weights", True, False, Severity.HIGH),
    ("temperature", True, False, Severity.LOW),
]


@pytest.mark.parametrize(("field", "a", "b", "severity"), LOUD)
def test_contradictions_and_how_severe_they_are(field, a, b, severity):
    (finding,) = found(offering("a", **{field: a}), offering("b", **{field: b}), **{field: a})
    assert (finding.field, finding.severity, finding.shown) == (field, severity, a)
    assert {claim.value for claim in finding.claims} == {a, b}


def test_variants_of_one_kind_are_compared():
    fp8 = Variant(quantisation="fp8")
    (finding,) = found(
        serving(offering("a", context_window=8), variant=fp8),
        serving(offering("b", context_window=4), variant=fp8),
    )
    assert finding.ratio == Decimal(2)


def priced(*prices):
    return [offering(f"p{n}", cost=(p, 10)) for n, p in enumerate(prices)]


PRICES = [
    ("three times the median", (1, 1, 1, 3), [3]),
    ("a third of it", (3, 3, 3, 1), [1]),
    ("just within", (1, 1, 1, "2.9"), []),
    ("too few providers", (1, 1, 9), []),
    ("zero is no price", (1, 1, 1, 0), []),
]


@pytest.mark.parametrize(
    ("prices", "far"), [row[1:] for row in PRICES], ids=[row[0] for row in PRICES]
)
def test_prices_far_from_the_median(prices, far):
    reported = [
        claim.value
        for finding in found(*priced(*prices))
        if finding.field == "input_mtok"
        for claim in finding.claims
    ]
    assert reported == far


def test_prices_are_measured_against_the_median_of_their_own_kind():
    quick = Variant(speed="fast")
    plain, fast = (
        [
            serving(offering(f"{kind}{n}", cost=(p, 10)), variant=variant)
            for n, p in enumerate(prices)
        ]
        for kind, variant, prices in (("p", None, (1, 1, 1, 5)), ("f", quick, (2, 2, 2, 20)))
    )
    shown = [(f.shown, f.ratio) for f in found(*plain, *fast) if f.field == "input_mtok"]
    assert shown == [(1, 5), (2, 10)]


def test_how_far_apart_is_measured_within_a_kind():
    quick = Variant(speed="fast")
    (finding,) = found(
        serving(offering("a", context_window=100_000)),
        serving(offering("b", context_window=101_000)),
        serving(offering("c", context_window=8_000), variant=quick),
        serving(offering("d", context_window=8_100), variant=quick),
    )
    assert (finding.severity, finding.ratio) == ("low", Decimal("1.01"))


def test_who_differs_is_told_apart_from_who_takes_part():
    (finding,) = found(
        offering("a", context_window=200_000),
        offering("b", context_window=200_000),
        offering("c", context_window=50_000),
        context_window=200_000,
    )
    assert [(c.value, c.differs, c.distance) for c in finding.claims] == [
        (200_000, False, 0),
        (50_000, True, 2),
    ]
    assert (finding.misled, finding.harm) == (1, 2)


def test_a_month_that_holds_the_day_shown_misleads_nobody():
    (finding,) = found(
        offering("a", release_date="2025-04-16"),
        offering("b", release_date="2025-04"),
        offering("c", release_date="2025-10-13"),
        release_date="2025-04-16",
    )
    assert {c.value for c in finding.claims if c.differs} == {"2025-10-13"}
    assert (finding.misled, finding.harm) == (1, 1)


HARM = [
    ("twice as many misled", "context_window", (8, 4), (8, 4, 4)),
    ("further away", "context_window", (8, 4), (8, 2)),
    ("a capability before a preference", "temperature/tool_call", (True, False), (True, False)),
    ("further back", "release_date", ("2025-06-01", "2025-05-01"), ("2025-06-01", "2024-05-01")),
]


@pytest.mark.parametrize(
    ("field", "less", "more"), [row[1:] for row in HARM], ids=[row[0] for row in HARM]
)
def test_harm_is_how_far_times_how_many(field, less, more):
    first, _, second = field.partition("/")
    harm = []
    for named, values in ((first, less), (second or first, more)):
        offered = [offering(f"p{n}", **{named: value}) for n, value in enumerate(values)]
        (finding,) = found(*offered, **{named: values[0]})
        harm.append(finding.harm)
    assert harm[0] < harm[1]


def test_a_price_far_away_misleads_by_its_factor():
    (finding,) = found(*priced(1, 1, 1, 4))
    assert (finding.misled, finding.harm, finding.claims[0].differs) == (1, 2, True)


def test_price_contradictions_are_among_what_can_be_found():
    assert {"input_mtok", "output_mtok", "release_date", "modalities"} <= set(FINDABLE)
    assert len(set(FINDABLE)) == len(FINDABLE)


def of_ids(*stated: tuple[str, str, str]):
    """Offerings of one release: (provider, id, what it states as the release date)."""
    servings = [
        structs.replace(each, assignment=structs.replace(each.assignment, model=ModelId(id_)))
        for provider, id_, day in stated
        for each in [serving(offering(provider, id_.partition("/")[2], release_date=day))]
    ]
    ids = tuple(dict.fromkeys(ModelId(id_) for _, id_, _ in stated))
    line = ReleaseLine(
        canonical=ids[0], same=tuple(ReleaseId(each, Reason("release_pin_day")) for each in ids)
    )
    plain = model(servings, id_=ids[0], release_date=stated[0][2])
    return structs.replace(plain, release_line=line)


_ONE, _PIN, _MONTH = "acme/one", "acme/one-2024-08-06", "acme/one-2501"

OF_IDS = [
    (
        "the lab gives its ids different days",
        [("acme", _ONE, "2024-05-13"), ("acme", _PIN, "2024-08-06"), ("a", _PIN, "2024-08-06")],
        None,
    ),
    ("the id states its day", [("acme", _ONE, "2024-05-13"), ("a", _PIN, "2024-08-06")], None),
    ("or its month", [("acme", _ONE, "2024-05-13"), ("a", _MONTH, "2025-01-13")], None),
    (
        "the day of the release, said of the pin",
        [("acme", _ONE, "2024-05-13"), ("acme", _PIN, "2024-08-06"), ("a", _PIN, "2024-05-13")],
        None,
    ),
    (
        "neither day",
        [("acme", _ONE, "2024-05-13"), ("acme", _PIN, "2024-08-06"), ("a", _PIN, "2024-08-16")],
        (10, ["a"]),
    ),
    (
        "the pin's day, said of the floating id",
        [("acme", _ONE, "2024-05-13"), ("acme", _PIN, "2024-08-06"), ("a", _ONE, "2024-08-06")],
        (85, ["a"]),
    ),
    (
        "another day than the id's own, which the lab does not sell",
        [("acme", _ONE, "2024-05-13"), ("a", _PIN, "2024-08-07")],
        (1, ["a"]),
    ),
]


@pytest.mark.parametrize(("stated", "wrong"), [r[1:] for r in OF_IDS], ids=[r[0] for r in OF_IDS])
def test_what_is_said_of_an_id_is_compared_with_the_labs_word_for_it(stated, wrong):
    """GPT-4o: the lab's floating id is of May, and the pin that it stands for of August."""
    told = [
        (
            each.span_days,
            [s.offering.provider for c in each.claims if c.differs for s in c.servings],
        )
        for each in findings(of_ids(*stated))
    ]
    assert told == ([] if wrong is None else [wrong])
