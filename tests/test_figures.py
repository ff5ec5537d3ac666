"""The benchmarks: none is forgotten, and what they find is told as it is."""

import ast
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[1] / "benchmarks"


@pytest.fixture
def _found(monkeypatch):
    monkeypatch.syspath_prepend(str(FOLDER))
    yield
    for name in ("rows", "everything"):
        sys.modules.pop(name, None)


@pytest.mark.usefixtures("_found")
def test_every_benchmark_of_figures_is_in_the_table():
    import everything  # noqa: PLC0415 – it is found only here

    with_figures = {
        path.stem
        for path in FOLDER.glob("*.py")
        for each in ast.parse(path.read_text("utf-8")).body
        if isinstance(each, ast.FunctionDef) and each.name == "measure"
    }
    assert set(everything.NAMES) == with_figures
    assert everything._TABLE.search(everything.README.read_text("utf-8"))


@pytest.mark.usefixtures("_found")
def test_a_figure_stands_beside_its_target():
    from rows import Row, Target  # noqa: PLC0415 – it is found only here

    slow = Row("a page", 312.4, "nothing", Target(250, "ms"))
    quick = Row("pages", 312.4, "nothing", Target(300, "pages/s", at_least=True))
    unknown = Row("a page", None, "nginx is not installed", Target(250, "ms"))
    assert (slow.figure, str(slow.target), slow.verdict) == ("312 ms", "at most 250 ms", "missed")
    assert (quick.figure, str(quick.target), quick.verdict) == (
        "312 pages/s",
        "at least 300 pages/s",
        "met",
    )
    assert (unknown.figure, unknown.verdict) == ("not measured", "")
    assert Row("steps", 3.1449, "").figure == "3.14 x"
