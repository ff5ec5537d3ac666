"""Which ids are the same release today, and which are other releases of one name."""

from decimal import Decimal

import pytest
from identity_documents import document, embedded_document, offering
from msgspec.structs import replace

from modelario.identity.resolve import resolve
from modelario.records import Offering, Resolution, TokenPrice

HAIKU = {"release_date": "2025-10-15", "knowledge_cutoff": "2025-02-28"}


def priced(listing: Offering, input_mtok: str) -> Offering:
    return replace(listing, price=TokenPrice(input_mtok=Decimal(input_mtok)))


def same(resolution: Resolution, model: str) -> dict[str, str]:
    """The ids that are a model's release, with the codes of their reasons."""
    return {each.id: each.reason.code for each in resolution.release_lines[model].same}


def test_a_floating_id_and_its_pin_are_one_release() -> None:
    """Both ids show the same set, with the floating one as the canonical id."""
    found = resolve(
        document(
            [
                priced(offering("anthropic", "claude-haiku-4-5", **HAIKU), "1"),
                priced(offering("anthropic", "claude-haiku-4-5-20251001", **HAIKU), "1"),
            ]
        )
    )
    assert same(found, "anthropic/claude-haiku-4-5") == {
        "anthropic/claude-haiku-4-5": "release_canonical",
        "anthropic/claude-haiku-4-5-20251001": "release_same_day",
    }
    sets = {each.canonical for each in found.release_lines.values()}
    assert sets == {"anthropic/claude-haiku-4-5"}


@pytest.mark.parametrize(
    ("changed", "price"),
    [
        ({"knowledge_cutoff": "2025-07-31"}, "1"),
        ({"release_date": "2026-05-01"}, "1"),
        ({}, "2"),
    ],
)
def test_what_the_lab_says_otherwise_denies_it(changed: dict[str, str], price: str) -> None:
    """Another cutoff, another season or another price is another release, and is said to be."""
    found = resolve(
        document(
            [
                priced(offering("anthropic", "claude-haiku-4-5", **(HAIKU | changed)), price),
                priced(offering("anthropic", "claude-haiku-4-5-20251001", **HAIKU), "1"),
            ]
        )
    )
    assert list(same(found, "anthropic/claude-haiku-4-5")) == ["anthropic/claude-haiku-4-5"]
    (other,) = found.release_lines["anthropic/claude-haiku-4-5"].others
    assert other.id == "anthropic/claude-haiku-4-5-20251001"
    assert dict(other.reason.values) == {"day": "2025-10-01"}


def test_of_several_pins_the_day_decides() -> None:
    """The pin that the floating id was last updated on is the one behind it."""
    days = {"2024-05-13": "5", "2024-08-06": "2.5", "2024-11-20": "2.5"}
    found = resolve(
        document(
            [
                priced(
                    offering(
                        "openai", "gpt-4o", release_date="2024-05-13", last_updated="2024-08-06"
                    ),
                    "2.5",
                ),
                *(
                    priced(offering("openai", f"gpt-4o-{day}", release_date=day), price)
                    for day, price in days.items()
                ),
            ]
        )
    )
    assert list(same(found, "openai/gpt-4o")) == ["openai/gpt-4o", "openai/gpt-4o-2024-08-06"]
    others = [each.id for each in found.release_lines["openai/gpt-4o"].others]
    assert others == ["openai/gpt-4o-2024-05-13", "openai/gpt-4o-2024-11-20"]


def test_every_release_is_listed_once() -> None:
    """In a real document sets of one release never overlap, and each holds its canonical id."""
    found = resolve(embedded_document())
    assert found.release_lines
    for model, known in found.release_lines.items():
        ids = [each.id for each in known.same]
        assert model in ids
        assert known.canonical in ids
        assert all(found.release_lines[each] == known for each in ids)
        assert not {each.id for each in known.others} & {*ids}
