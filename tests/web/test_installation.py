"""What is built here installs elsewhere on a bare Python, and does there what it does here."""

import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
from email.message import Message
from email.parser import HeaderParser
from pathlib import Path
from zipfile import ZipFile

import httpx
import pytest
from posting import heads, message
from trove_classifiers import classifiers

import modelario
from modelario.web.words.i18n import languages
from serving import PATIENCE_S, serving

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src"
#: The newest Python that it has to run on; the oldest is that of the tests.
NEWEST = "3.14"
#: Nothing of this checkout is found by what is installed.
_APART = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}


def ran(*command: str | Path, cwd: Path) -> str:
    """Run a program to its good end, and give what it wrote."""
    done = subprocess.run(
        command, cwd=cwd, env=_APART, capture_output=True, text=True, check=False, timeout=180
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def build(target: str, source: Path, into: Path) -> Path:
    """Build a wheel or an sdist, and give it."""
    ran(sys.executable, "-m", "hatchling", "build", "-t", target, "-d", into, cwd=source)
    [made] = into.iterdir()
    return made


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What people install."""
    return build("wheel", ROOT, tmp_path_factory.mktemp("wheel"))


def packed(wheel: Path) -> dict[str, bytes]:
    """The files of the package in a wheel."""
    with ZipFile(wheel) as archive:
        names = [name for name in archive.namelist() if name.startswith("modelario/")]
        return {name: archive.read(name) for name in names}


# --- what is in it


def test_the_wheel_has_every_file_of_the_package(wheel: Path) -> None:
    """Templates, languages, tables, styles and migrations too."""
    files = [each for each in (SOURCE / "modelario").rglob("*") if each.is_file()]
    ours = {
        each.relative_to(SOURCE).as_posix(): each.read_bytes()
        for each in files
        if each.parent.name != "__pycache__"
    }
    assert {Path(name).suffix for name in ours} > {".html", ".po", ".toml", ".css", ".js", ".mako"}
    assert packed(wheel) == ours


def test_the_source_builds_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    """Whoever packages it from the sdist has what we have."""
    sdist = build("sdist", ROOT, tmp_path / "sdist")
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path, filter="data")
    [unpacked] = tmp_path.glob("modelario-*")
    assert packed(build("wheel", unpacked, tmp_path / "again")) == packed(wheel)
    assert (unpacked / "tests" / "conftest.py").exists()


def metadata(wheel: Path) -> Message:
    """What an index shows of it."""
    with ZipFile(wheel) as archive:
        [name] = [each for each in archive.namelist() if each.endswith(".dist-info/METADATA")]
        return HeaderParser().parsestr(archive.read(name).decode())


def test_an_index_is_told_what_it_is(wheel: Path) -> None:
    """The licence, the Pythons, words that indexes know, and the README."""
    told = metadata(wheel)
    assert (told["License-Expression"].split()[0], told["Requires-Python"]) == ("MIT", ">=3.11")
    assert set(told.get_all("Classifier", [])) <= set(classifiers)
    assert f"Programming Language :: Python :: {NEWEST}" in told.get_all("Classifier", [])
    assert told["Description-Content-Type"] == "text/markdown"
    assert told.get_payload() == (ROOT / "README.md").read_text("utf-8")


def test_there_is_one_version_and_the_changelog_has_it(wheel: Path) -> None:
    """It stands in pyproject.toml; all others take it from there."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert metadata(wheel)["Version"] == project["version"] == modelario.__version__
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert f"[{project['version']}]" in re.findall(r"^## (\[.+?\])", changelog, re.MULTILINE)


# --- what it does elsewhere


def python(version: str | None) -> str:
    """A Python of this machine: that of the tests, or another one if there is one."""
    if version is None:
        return sys.executable
    found = shutil.which(f"python{version}")
    # What pyenv lays into the path may lead to nothing.
    if found and not subprocess.run([found, "-c", ""], capture_output=True, check=False).returncode:
        return found
    how = f"uv python install {version}"
    return pytest.skip(f"no python{version} in the path, which CI need not have: {how}")


@pytest.fixture(params=[None, NEWEST], ids=["this Python", NEWEST])
def elsewhere(request: pytest.FixtureRequest, wheel: Path, tmp_path: Path) -> Path:
    """The programs of a new environment into which the wheel was installed, and nothing else."""
    ran(python(request.param), "-m", "venv", tmp_path / "venv", cwd=tmp_path)
    programs = tmp_path / "venv" / "bin"
    install(programs, str(wheel))
    return programs


def install(programs: Path, what: str) -> None:
    """Install something, with the versions that are pinned."""
    pinned = programs.parent / "pinned.txt"
    lines = (ROOT / "requirements-dev.lock").read_text("utf-8").splitlines()
    # A constraint of pip's has no hashes: those would be asked of our wheel, too.
    pinned.write_text("\n".join(line.removesuffix(" \\") for line in lines if line[:1].isalnum()))
    command = (programs / "python", "-m", "pip", "install", "--no-compile", "--only-binary=:all:")
    try:
        ran(*command, "--quiet", "--constraint", pinned, what, cwd=programs)
    except AssertionError as failed:
        if os.environ.get("MODELARIO_REQUIRE_ALL_TESTS"):
            raise
        pytest.skip(f"what it needs cannot be installed here: {str(failed)[-200:]}")


def pinned(lock: str) -> set[str]:
    """The packages that a lock names."""
    return set(re.findall(r"^([a-z][a-z0-9-]*)==", (ROOT / lock).read_text("utf-8"), re.MULTILINE))


def test_it_is_installed_and_served_elsewhere(elsewhere: Path, wheel: Path, tmp_path: Path) -> None:
    """Commands, pages in every language, the API; and tools for agents once they are wanted."""
    program = elsewhere / "modelario"
    assert ran(program, "--version", cwd=tmp_path).strip() == modelario.__version__
    assert "openai/o4-mini" in ran(program, "show", "o4-mini", cwd=tmp_path)
    listed = ran(elsewhere / "python", "-m", "pip", "list", "--format", "freeze", cwd=tmp_path)
    brought = {re.sub("[_.]", "-", line.partition("==")[0].lower()) for line in listed.split()}
    assert brought - {"modelario", "pip", "setuptools"} <= pinned("requirements.lock")
    home = tmp_path / "home"
    home.mkdir()
    with serving(home, program=program, PYTHONPATH="") as server:
        address = f"http://127.0.0.1:{server.port}"
        with httpx.Client(base_url=address, timeout=PATIENCE_S) as client:
            for code in languages():
                page = client.get(f"/{code}/models/openai/o4-mini")
                assert (page.status_code, page.text.count("</html>")) == (200, 1)
                styles = re.findall(r'(?:src|href)="(/static/[^"]+)"', page.text)
                assert styles
                assert {client.get(each).status_code for each in styles} == {200}
            told = client.get("/api/v1/models/openai/o4-mini").json()
            assert told["context_window"] == 200_000
            assert client.get("/readyz").json()["source"] == "embedded"
            told = rb"The data is of \d{4}-\d\d-\d\d, \d+ days old, from: embedded"
            assert re.search(told, server.log.read_bytes())
            for each in ("/api/v1/openapi.json", "/en/explore", "/sitemap.xml", "/en/status.md"):
                assert client.get(each).status_code == 200, each
            missing = client.post("/mcp", json=message("tools/list"), headers=heads("tools/list"))
            assert "modelario[mcp]" in missing.text
    install(elsewhere, f"{wheel}[mcp]")
    with serving(home, program=program, PYTHONPATH="") as server:
        address = f"http://127.0.0.1:{server.port}/mcp"
        asked = {"json": message("tools/list"), "headers": heads("tools/list")}
        answer = httpx.post(address, timeout=PATIENCE_S, **asked)
        assert "get_model" in answer.text
