"""Every figure that docs/reliability.md tells is the one that the code has; its tests exist."""

import importlib
import re
from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
TEXT, _, TOLD = (
    (TESTS.parent / "docs/reliability.md").read_text("utf-8").partition("## Which test tells")
)
ROWS = re.findall(r"^\| (.+) \| ([\d.,]+) (\S[^|]*?) \| `([^`]+)` \|$", TEXT, re.MULTILINE)

#: What a unit is made of: of seconds, of bytes, of ones.
UNITS = {
    "s": 1,
    "seconds": 1,
    "min": 60,
    "h": 3600,
    "day": 86400,
    "days": 86400,
    "KiB": 2**10,
    "MiB": 2**20,
    "%": Decimal("0.01"),
}


def found(place):
    """What stands at a place: a module, a name, and attributes and entries after it."""
    names = re.findall(r"[^.\[\]]+|\[[^\]]+\]", place)
    for end in range(len(names), 0, -1):
        try:
            value = importlib.import_module(".".join(["modelario", *names[:end]]))
        except ModuleNotFoundError:
            continue
        for name in names[end:]:
            value = value[name.strip("[]")] if name[0] == "[" else getattr(value, name)
        return value
    raise AssertionError(place)


def amount(value, unit, place):
    """A value of the code's in the base of a unit: its own name tells where that is another."""
    if isinstance(value, timedelta):
        return Decimal(str(value.total_seconds()))
    scale = Decimal("0.001") if place.endswith("_MS") else Decimal(1)
    days = UNITS["day"] if "days" in place and unit in ("day", "days") else 1
    return Decimal(str(value)) * scale * days


@pytest.mark.parametrize(("what", "figure", "unit", "place"), ROWS, ids=lambda each: each[:60])
def test_a_figure_is_that_of_the_code(what, figure, unit, place):
    told = Decimal(figure.replace(",", "")) * UNITS.get(unit, 1)
    assert told == amount(found(place), unit, place), what


def test_every_row_of_a_table_is_checked():
    rows = [line for line in TEXT.splitlines() if line.startswith("| ")]
    heads = [line for line in rows if line in ("| what | figure | where |", "| --- | --- | --- |")]
    assert len(ROWS) == len(rows) - len(heads) > 25
    assert not [each for each in ROWS if isinstance(found(each[3]), Mapping)]


PLAYED = re.findall(r"^\| ([^*|].*) \| (`.*`) \|$", TOLD, re.MULTILINE)


@pytest.mark.parametrize(("what", "tests"), PLAYED, ids=lambda each: each[:60])
def test_what_is_told_to_be_tested_is(what, tests):
    """Each row names files, and test functions in them."""
    file = ""
    for name in re.findall(r"`([^`]+)`", tests):
        if name.endswith(".py"):
            file = (TESTS / name).read_text("utf-8")
        else:
            assert re.search(rf"^(async )?def {name}\(", file, re.MULTILINE), (what, name)


def test_every_row_names_its_tests():
    rows = [line for line in TOLD.splitlines() if line.startswith("| ")]
    parts = [line for line in rows if line.startswith("| **")]
    heads = [line for line in rows if line.endswith(("| tests |", "| --- |"))]
    assert len(parts) == 5
    assert len(PLAYED) == len(rows) - len(parts) - len(heads) > 40
