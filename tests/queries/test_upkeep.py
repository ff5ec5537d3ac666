"""A maintainer's desk: whose outlier it is, what others state, since when, and what mends it."""

import tomllib
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from modelario.catalogue.filters import FilterError
from modelario.catalogue.questions import MissingError
from modelario.editions import embedded
from modelario.history.journal import DatedChange
from modelario.queries.asked_fields import PRICES
from modelario.queries.edition import Edition
from modelario.queries.upkeep import PLACES, Upkeep, UpkeepRequest, UpkeepRow, patch, upkeep
from modelario.records import Change, ChangeKind, Modalities, OfferingId, ProviderId, Severity

NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def edition() -> Edition:
    """The embedded catalogue."""
    return embedded(NOW)


@pytest.fixture(scope="module")
def vercel(edition: Edition) -> Upkeep:
    return upkeep(edition, (), UpkeepRequest(id="Vercel"))


def _row(found: Upkeep, offering: str, field: str) -> UpkeepRow:
    [row] = [row for row in found.rows if (row.offering_id, row.field) == (offering, field)]
    return row


def test_each_row_is_the_providers_own_and_the_worst_comes_first(
    edition: Edition, vercel: Upkeep
) -> None:
    assert vercel.matching == len(vercel.rows) > 100
    assert [row.distance for row in vercel.rows] == sorted(
        (row.distance for row in vercel.rows), reverse=True
    )
    entries = edition.catalogue.entries
    for row in vercel.rows:
        served = {each.key for each in entries[row.model].model.servings}
        assert ("vercel", row.offering_id) in served
        assert row.stated != row.others


def test_a_row_names_what_others_state_and_the_lines_that_mend_it(vercel: Upkeep) -> None:
    row = _row(vercel, "meta/llama-4-maverick", "context_window")
    assert (row.stated, row.others, row.severity) == (128_000, 1_048_576, Severity.HIGH)
    assert tomllib.loads(row.patch or "") == {"limit": {"context": 1_048_576}}
    assert row.upstream_link.endswith("/providers/vercel/models/meta/llama-4-maverick.toml")
    assert (row.since, row.brought) == (None, None)


def test_what_most_ask_is_no_price_to_be_written_down(vercel: Upkeep) -> None:
    row = _row(vercel, "google/gemini-3-pro-image", "output_mtok")
    assert (row.stated, row.others, row.patch) == (Decimal(120), Decimal(12), None)


def test_filters_narrow_and_counts_tell_what_a_choice_would_show(
    edition: Edition, vercel: Upkeep
) -> None:
    found = upkeep(edition, (), UpkeepRequest(id="vercel", field="open_weights", severity="high"))
    assert found.matching == vercel.by_field["open_weights"] > 0
    assert {row.field for row in found.rows} == {"open_weights"}
    assert sum(found.by_severity.values()) == vercel.by_field["open_weights"]
    with pytest.raises(FilterError, match="field"):
        upkeep(edition, (), UpkeepRequest(id="vercel", field="colour"))
    with pytest.raises(MissingError, match="near: vercel"):
        upkeep(edition, (), UpkeepRequest(id="vercl"))


def _change(day: int, field: str | None, kind: ChangeKind = ChangeKind.CONTEXT) -> DatedChange:
    change = Change(
        kind=kind,
        provider=ProviderId("vercel"),
        offering_id=OfferingId("meta/llama-4-maverick"),
        model=None,
        field=field,
        old=None,
        new=128_000,
    )
    return DatedChange(seq=day, number=1, as_of=date(2026, 5, day), change=change)


@pytest.mark.parametrize(
    ("changes", "since"),
    [
        ([_change(3, None, ChangeKind.ADDED)], date(2026, 5, 3)),
        ([_change(3, None, ChangeKind.ADDED), _change(9, "context_window")], date(2026, 5, 9)),
        ([_change(9, "context_window"), _change(12, None, ChangeKind.RETURNED)], date(2026, 5, 12)),
        ([_change(9, "max_output_tokens")], None),
        # What came after the day that is looked at is not known on it.
        ([_change(9, "context_window"), _change(31, "context_window")], date(2026, 5, 9)),
    ],
)
def test_since_when_is_told_by_the_last_change(
    edition: Edition, changes: list[DatedChange], since: date | None
) -> None:
    found = upkeep(edition, changes, UpkeepRequest(id="vercel", field="context_window"))
    assert _row(found, "meta/llama-4-maverick", "context_window").since == since


@pytest.mark.parametrize(
    ("field", "value", "read"),
    [
        ("context_window", 1_048_576, {"limit": {"context": 1_048_576}}),
        ("input_mtok", Decimal("1.10"), {"cost": {"input": 1.1}}),
        ("tool_call", True, {"tool_call": True}),
        ("knowledge_cutoff", "2024-10", {"knowledge": "2024-10"}),
        (
            "modalities",
            Modalities(("text", "image"), ("text",)),
            {"modalities": {"input": ["text", "image"], "output": ["text"]}},
        ),
        ("release_date", 'a"\n[b]', {"release_date": 'a"\n[b]'}),
    ],
)
def test_a_patch_is_toml_that_says_the_value(field: str, value: object, read: object) -> None:
    assert tomllib.loads(patch(field, value, "providers/x/models/m.toml") or "") == read


def test_every_field_on_which_there_can_be_a_finding_has_its_place() -> None:
    assert {*UpkeepRequest.CHOICES["field"]} - {*PLACES} == {"modalities", PRICES}
