"""The map, the glossary and the rules of the house keep pace with the code."""

import ast
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "modelario"
MAP = (ROOT / "docs/map.md").read_text("utf-8")
GLOSSARY = (ROOT / "docs/glossary.md").read_text("utf-8")
MODULES = {path: ast.parse(path.read_text("utf-8")) for path in sorted(SOURCE.rglob("*.py"))}

#: Lines that a module may have.
LONGEST = 350


def dotted(path: Path) -> str:
    """Name a module as the glossary does."""
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


# --- the map


class Place(NamedTuple):
    """A path that answers a question, and the names that are to be found there."""

    question: str
    path: str
    names: list[str]


_PATH = re.compile(r"/|\.(py|md|toml)$|^Makefile$")


def places() -> Iterator[Place]:
    """Every path of the map; on a line, names belong to the path before them."""
    question = ""
    for line in MAP.splitlines():
        question = line[4:] if line.startswith("### ") else question
        if re.match(r"\d+\. ", line):
            told = re.findall(r"`([^`]+)`", line)
            starts = [at for at, each in enumerate(told) if _PATH.search(each)]
            for at, end in pairwise([*starts, len(told)]):
                yield Place(question, told[at], told[at + 1 : end])


def there(path: str) -> Path | None:
    """The file or folder of a path, in the package or from the top."""
    return next((found for top in (SOURCE, ROOT) if (found := top / path).exists()), None)


@pytest.mark.parametrize("place", list(places()), ids=lambda each: f"{each.question}: {each.path}")
def test_what_the_map_names_is_there(place):
    found = there(place.path)
    assert found is not None
    text = found.read_text("utf-8")
    assert [name for name in place.names if not re.search(rf"\b{re.escape(name)}\b", text)] == []


def test_every_question_of_the_map_has_files_and_a_test():
    asked = re.findall(r"^### (.+)$", MAP, re.MULTILINE)
    by_question = defaultdict(list)
    for place in places():
        by_question[place.question].append(place.path)
    assert len(asked) == len(set(asked))
    assert set(asked) == set(by_question)
    untold = {q for q, paths in by_question.items() if not any("test" in p for p in paths)}
    assert untold == {"A wall between layers"}


def test_what_is_planned_is_not_there_yet():
    planned = re.findall(r"\(planned\) `([^`]+)`", MAP)
    assert planned
    assert [path for path in planned if there(path)] == []


def test_the_layers_are_those_that_are_checked():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    [layers] = [c["layers"] for c in project["tool"]["importlinter"]["contracts"] if "layers" in c]
    drawn = re.search(r"^```\n(.*?)^```", MAP, re.MULTILINE | re.DOTALL)
    assert drawn is not None
    picture = [re.split(r"\s{2,}", row)[0] for row in drawn[1].splitlines()]
    assert [row.split(" · ") for row in picture] == [row.split(" | ") for row in layers]


# --- the glossary


def terms() -> list[tuple[str, str]]:
    """Each term of the glossary, and where it says that it is defined."""
    rows = [line.strip("| ").split(" | ") for line in GLOSSARY.splitlines() if line[:2] == "| "]
    return [(term, where.strip("`")) for term, _, where in rows if term not in ("term", "---")]


def definitions() -> dict[str, list[ast.stmt]]:
    """Everything that modules define at their top, by dotted name."""
    found = defaultdict(list)
    for path, module in MODULES.items():
        for each in module.body:
            for name in _names(each):
                found[f"{dotted(path)}.{name}"].append(each)
    return found


def _names(each: ast.stmt) -> list[str]:
    match each:
        case ast.ClassDef() | ast.FunctionDef():
            return [each.name]
        case ast.Assign():
            return [target.id for target in each.targets if isinstance(target, ast.Name)]
        case ast.AnnAssign(target=ast.Name(id=name)):
            return [name]
    return []


DEFINED = definitions()


@pytest.mark.parametrize(("term", "where"), terms(), ids=lambda value: value)
def test_a_term_is_defined_once_where_the_glossary_says(term, where):
    owner, _, name = where.rpartition(".")
    if where in DEFINED:
        assert len(DEFINED[where]) == 1
    else:
        [of] = DEFINED[owner]
        assert isinstance(of, ast.ClassDef)
        assert name in {each for line in of.body for each in _names(line)}, term


def test_no_term_stands_twice():
    told = Counter(term for term, _ in terms())
    assert [term for term, times in told.items() if times > 1] == []


# --- one meaning a word

#: Folders whose files are called after what they show or keep, as the file that makes it is.
FACES = {
    "api": "a part of the API is called as the site calls its own",
    "cli": "a command is called after the question that it puts",
    "web/views": "a view is called after the query that it shows",
    "web/plots": "a plot is called after what it draws",
    "store": "the SQL of a noun is called after the noun",
}


def types_of(module: ast.Module) -> Iterator[str]:
    """The classes of a module, its type aliases and type variables; underscores do not count."""
    for each in ast.walk(module):
        if isinstance(each, ast.ClassDef):
            yield each.name.lstrip("_")
    for each in module.body:
        if isinstance(each, ast.Assign | ast.AnnAssign):
            yield from (found[1] for name in _names(each) if (found := _TYPE_NAME.match(name)))


_TYPE_NAME = re.compile(r"_*([A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*)$")


def repeated(found: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """The names that stand in several places, and where."""
    where = defaultdict(list)
    for name, place in found:
        where[name].append(place)
    return {name: places for name, places in where.items() if len(places) > 1}


def test_every_type_has_a_name_of_its_own():
    named = [(name, dotted(path)) for path, module in MODULES.items() for name in types_of(module)]
    assert len(named) > 200
    assert repeated(named) == {}


def test_every_module_has_a_name_of_its_own():
    modules = [path.relative_to(SOURCE) for path in MODULES if path.stem != "__init__"]
    assert {each.parent.as_posix() for each in modules} >= FACES.keys()
    apart = [each for each in modules if each.parent.as_posix() not in FACES]
    assert repeated((each.stem, each.as_posix()) for each in apart) == {}


# --- the rest


def test_modules_are_short():
    lengths = {
        path.relative_to(SOURCE).as_posix(): len(path.read_text("utf-8").splitlines())
        for path in MODULES
    }
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST} == {}


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md"])
@pytest.mark.parametrize("document", ["docs/map.md", "docs/glossary.md"])
def test_both_are_linked(name, document):
    assert f"]({document})" in (ROOT / name).read_text("utf-8")


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md"])
def test_paths_that_are_named_are_there(name):
    text = (ROOT / name).read_text("utf-8")
    named = re.findall(r"`((?:src|tests|benchmarks|web)/[\w/.-]*|[a-z_]+(?:\.py|/))`", text)
    assert named
    assert [path for path in named if there(path) is None] == []
