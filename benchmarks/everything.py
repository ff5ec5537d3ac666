"""Every benchmark, each in a process of its own, and the table of them in the README.

    python benchmarks/everything.py [NAME ...]

With names only these are measured, and the README stays as it is.
"""

import os
import platform
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from rows import FOR_PROGRAMS, Row

HERE = Path(__file__).parent
README = HERE.parent / "README.md"
#: Each file of figures, in the order of the table.
NAMES = (
    *("build", "tenfold", "identity", "sync", "replay", "cost", "beside_peers", "prompt"),
    *("pages", "export", "cached", "search", "start", "visitors", "weight", "keystroke"),
)
_TABLE = re.compile(r"(?<=<!-- figures begin -->\n).*(?=<!-- figures end -->)", re.DOTALL)


def main() -> None:
    """Measure all, or those that are named."""
    named = sys.argv[1:]
    rows = [row for name in named or NAMES for row in _measured(name)]
    missed = [row.what.strip() for row in rows if row.verdict == "missed"]
    if not named:
        text = README.read_text("utf-8")
        README.write_text(_TABLE.sub(lambda _: _table(rows), text), "utf-8")
    print(f"{len(missed)} targets missed" + "".join(f"\n  {each}" for each in missed))


def _measured(name: str) -> Iterator[Row]:
    print(f"# {name}", flush=True)
    command = [sys.executable, HERE / f"{name}.py", FOR_PROGRAMS]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        for line in process.stdout or ():
            row = msgspec.json.decode(line, type=Row)
            print(f"{row.what:<52} {row.figure:>14}  {row.beside}  {row.verdict}", flush=True)
            yield row
    if process.returncode:
        yield Row(name, None, f"the benchmark ended with {process.returncode}")


def _table(rows: list[Row]) -> str:
    day = datetime.now(UTC).date()
    lines = [
        f"Measured on {day}, on {_machine()}.\n",
        "| what | figure | beside | target | |",
        "| --- | ---: | --- | --- | --- |",
        *(
            f"| {row.what} | {row.figure} | {row.beside} | {row.target or ''} | {row.verdict} |"
            # What is indented explains the row below.
            for row in rows
            if not row.what.startswith(" ")
        ),
    ]
    return "\n".join(lines) + "\n"


def _machine() -> str:
    found = Path("/proc/cpuinfo")
    names = re.findall(r"model name\s*:\s*(.+)", found.read_text()) if found.exists() else []
    processor = names[0] if names else platform.machine()
    return f"{os.cpu_count()} × {processor}, Python {platform.python_version()}"


if __name__ == "__main__":
    main()
