"""What models are called beside one another."""

import pytest
from msgspec import structs

from builders import LAB, model
from modelario.catalogue.titles import titles
from modelario.records import Model, ModelId


def named(slug: str, name: str | None) -> Model:
    """Make a model of a slug that is called something."""
    made = model([], name=name)
    return structs.replace(made, id=ModelId(f"{LAB.id}/{slug}"), title=name or slug)


@pytest.mark.parametrize(
    ("models", "called"),
    [
        ({"one": "One", "two": "Two"}, ["One", "Two"]),
        ({"one": None, "two": "Two"}, ["one", "Two"]),
        # The dated one is told by its day; the other one then has the name to itself.
        ({"one": "One", "one-20250929": "One"}, ["One", "One (2025-09-29)"]),
        ({"one": "One", "one-2026-01-23": "one"}, ["One", "one (2026-01-23)"]),
        # Where no day tells them apart, the id does.
        ({"one-2512": "One", "one-new": "One"}, ["One (one-2512)", "One (one-new)"]),
        ({"one-20259999": "One", "one": "One"}, ["One (one-20259999)", "One (one)"]),
        (
            {"one-mini-20250101": "One", "one-20250101": "One", "one": "One"},
            ["One (one-mini-20250101)", "One (one-20250101)", "One (one)"],
        ),
    ],
)
def test_no_two_models_have_one_title(models: dict[str, str | None], called: list[str]) -> None:
    """A name that several have is completed with the day of the id, or the id."""
    found = titles([named(slug, name) for slug, name in models.items()])
    assert list(found.values()) == called


def test_equal_slugs_of_two_labs_are_told_apart() -> None:
    """The same name and slug elsewhere gets the whole id."""
    one = named("one", "One")
    other = structs.replace(one, id=ModelId("other/one"))
    assert list(titles([one, other]).values()) == ["One (acme/one)", "One (other/one)"]
