"""The README keeps pace with the program."""

import re
from pathlib import Path

import pytest

from modelario.api.admin import ACTS
from modelario.cli import application
from modelario.settings import VARIABLES

README = (Path(__file__).parent.parent / "README.md").read_text("utf-8")
OPERATION = (Path(__file__).parent.parent / "docs/operation.md").read_text("utf-8")


def test_every_command_is_listed_and_every_listed_one_exists():
    listed = set(re.findall(r"^\| `modelario (\w+)` \|", README, re.MULTILINE))
    commands = {name for name in application() if not name.startswith("-")}
    assert listed == commands


@pytest.mark.parametrize("variable", VARIABLES, ids=lambda variable: variable.name)
@pytest.mark.parametrize("page", [README, OPERATION], ids=["README", "operation"])
def test_every_setting_stands_in_the_table(page, variable):
    assert f"| `{variable.name}` | {variable.default} | {variable.meaning} |" in page


def test_the_page_on_operation_names_what_there_is():
    """Acts, files of secrets, and nothing that is not there."""
    assert set(re.findall(r"`(/api/v1/admin/\S+)`", OPERATION)) == {
        f"/api/v1/{act.path}" for act in ACTS
    }
    names = {variable.name for variable in VARIABLES}
    secrets = {f"{variable.name}_FILE" for variable in VARIABLES if variable.secret}
    named = set(re.findall(r"\b(MODELARIO_\w+)", OPERATION))
    assert named == names | secrets


def test_no_other_setting_is_named():
    named = set(re.findall(r"`(MODELARIO_\w+)`", README))
    assert named == {variable.name for variable in VARIABLES}


def test_the_make_targets_exist():
    makefile = (Path(__file__).parent.parent / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"`make ([\w-]+)`", README))
    assert targets
    assert targets <= set(re.findall(r"^([\w-]+):", makefile, re.MULTILINE))


def test_the_python_in_it_runs():
    [program] = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    found = {}
    exec(program.replace("load()", "load(embedded=True)"), found)  # noqa: S102 – our own
    assert found["told"].rows
    assert len(found["picks"].rows) == 3
