"""Which ids are the same release today, and which are other releases of one name."""

from decimal import Decimal

import pytest
from identity_documents import document, embedded_document, offering
from msgspec.structs import replace

from modelario.identity.resolve import resolve
from modelario.records import Offering, PriceRule, Resolution, TokenPrice

HAIKU = {"release_date": "2025-10-15", "knowledge_cutoff": "2025-02-28"}


def priced(listing: Offering, input_mtok: str) -> Offering:
    return replace(listing, rules=(PriceRule(price=TokenPrice(input_mtok=Decimal(input_mtok))),))


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


NEAR = {
    "a preview": ("xai::grok-video-1.5", "xai::grok-video-1.5-preview", "release_with"),
    "no preview": ("alibaba::qwq-32b-preview", "alibaba::qwq-32b", "release_without"),
    "an experiment": ("deepseek::deepseek-v3.2", "hub::deepseek/deepseek-v3.2-exp", "release_with"),
    "a context size": ("minimax::minimax-m1", "hub::minimax/minimax-m1-80k", "release_with"),
    "two context sizes": (
        "hub::phi-3-8k",
        "hub::phi-3-128k",
        "release_otherwise",
    ),
    "a day": (
        "openai::gpt-4o",
        "openai::gpt-4o-2024-11-20",
        "another_release",
    ),
}


@pytest.mark.parametrize("case", NEAR)
def test_near_names_are_linked_and_told_apart(case: str) -> None:
    """What has nearly the name of a release says in a phrase why it is none of it."""
    first, second, code = NEAR[case]
    days = zip((first, second), ("2025-03-01", "2025-12-01"), strict=True)
    found = resolve(
        document(
            priced(offering(*key.split("::"), release_date=day), price)
            for (key, day), price in zip(days, ("1", "2"), strict=True)
        )
    )
    model = {f"{a.provider}::{a.offering_id}": a.model for a in found.assignments}
    line = found.release_lines[model[first] or ""]
    told = {each.id: each.reason.code for each in line.others}
    assert told == {model[second]: code}


def test_a_date_is_told_as_precisely_as_the_pin_states_it() -> None:
    """A pin of a month is no day, and one without its year has that of its commonest listing."""
    found = resolve(
        document(
            [
                offering("mistral", "codestral-2501", release_date="2025-01-13"),
                offering("mistral", "codestral-2508", release_date="2025-07-30"),
                offering("a", "deepseek/deepseek-v3", release_date="2024-12-26"),
                offering("b", "deepseek/deepseek-v3", release_date="2024-12-26"),
                offering("b", "deepseek/deepseek-v3-0324", release_date="2024-12-26"),
                offering("c", "deepseek/deepseek-v3-0324", release_date="2025-03-24"),
                offering("d", "deepseek/deepseek-v3-0324", release_date="2025-03-24"),
            ]
        )
    )
    told = {
        each.id: each.reason.values.get("day")
        for line in found.release_lines.values()
        for each in line.others
    }
    assert told["mistral/codestral-2501"] == "2025-01"
    assert told["deepseek/deepseek-v3-0324"] == "2025-03-24"


def test_a_latest_of_another_name_joins_the_release_that_its_lab_calls_so() -> None:
    """``devstral-medium-latest`` is called Devstral 2, as ``devstral-2512`` is."""
    facts = {"release_date": "2025-12-09", "knowledge_cutoff": "2025-12"}
    sold = document(
        [
            priced(offering("mistral", "devstral-2512", name="Devstral 2", **facts), "0.4"),
            priced(
                offering("mistral", "devstral-medium-latest", name="Devstral 2 (latest)", **facts),
                "0.4",
            ),
            priced(
                offering(
                    "mistral",
                    "devstral-medium-2507",
                    name="Devstral Medium",
                    release_date="2025-07-10",
                ),
                "0.4",
            ),
        ]
    )
    found = resolve(sold)
    assert set(same(found, "mistral/devstral-2512")) == {
        "mistral/devstral-2512",
        "mistral/devstral-medium-latest",
    }
    (other,) = found.release_lines["mistral/devstral-2512"].others
    assert other.id == "mistral/devstral-medium-2507"


def test_a_gateways_last_update_shows_no_release() -> None:
    """That a gateway updated two listings on one day says nothing of the models."""
    day = "2026-03-15"
    found = resolve(
        document(
            [
                offering(
                    "kilo",
                    "google/gemini-2.5-pro-preview",
                    release_date="2025-06-05",
                    last_updated=day,
                ),
                offering(
                    "kilo",
                    "google/gemini-2.5-pro-preview-05-06",
                    release_date="2025-05-06",
                    last_updated=day,
                ),
                offering("hub", "gemini-2.5-pro-preview-03-25", release_date="2025-03-25"),
            ]
        )
    )
    assert len(found.release_lines["google/gemini-2.5-pro-preview"].same) == 1
