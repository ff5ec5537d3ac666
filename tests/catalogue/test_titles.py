"""What models are called beside one another."""

import pytest
from msgspec import structs

from builders import LAB, model
from modelario.catalogue.titles import plain_name, titles
from modelario.records import Facts, Model, ModelId


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


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Baidu: CoBuddy", "CoBuddy"),
        ("Qwen/Qwen3.5-4B", "Qwen3.5-4B"),
        ("Z-Ai/Autoglm Phone 9b", "Autoglm Phone 9b"),
        ("Gemini 2.5 Flash Preview (09/2025)", "Gemini 2.5 Flash Preview (09/2025)"),
        ("Baidu: ", "slug"),
        (None, "slug"),
    ],
)
def test_names_do_not_say_whose_they_are(name: str | None, plain: str) -> None:
    """A lab, or a path, in front of a name is not part of it."""
    assert plain_name(ModelId("lab/slug"), Facts(name=name)) == plain


def test_the_name_of_another_model_is_a_slip() -> None:
    """A name that spells another model's id is that model's; the id speaks for this one."""
    found = titles([named("v-flash", "V FlashX"), named("v-flashx", "V-FlashX")])
    assert list(found.values()) == ["v-flash", "V-FlashX"]
