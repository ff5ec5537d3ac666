"""How many pages an export writes in a second, and how many bytes, beside what writing alone takes.

    python benchmarks/export.py [LANGUAGES]

The embedded catalogue in every language, unless some are named with commas between them,
uncompressed, by one process, in its time of a processor alone: on two processors two processes
share it. The floor is writing the same bytes into as many files. The target is five times the
pages a second of models.dev's own build, which are 116 on two processors.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

from modelario.building import installed
from modelario.editions import Editions
from modelario.export.exporting import ExportRequest, export
from rows import Row, Target, arguments, main

TARGET = Target(5 * 116, "pages/s", at_least=True)
PROCESSORS = 2


def measure() -> Iterator[Row]:
    """Write everything once, and then its bytes alone."""
    now = datetime.now(UTC)
    editions = Editions(installed(now))
    languages = tuple(code for each in arguments() for code in each.split(","))
    with TemporaryDirectory() as name:
        folder = Path(name) / "site"
        start = process_time()
        request = ExportRequest(
            folder=folder, base="https://models.example.org", languages=languages
        )
        made = export(editions, request, now)
        took = (process_time() - start) / PROCESSORS
        bytes_alone = _written_again(folder, Path(name) / "again") / PROCESSORS
    told = (
        f"{made.files:,} files, {made.files / took:,.0f} a second, {made.size / 1e6:,.0f} MB; "
        f"writing the bytes alone takes {100 * bytes_alone / took:.0f} % of it"
    )
    yield Row("export, pages a second on two processors", made.pages / took, told, TARGET)


def _written_again(folder: Path, to: Path) -> float:
    """Write what was written once more, and tell the time."""
    took = 0.0
    for path in (each for each in folder.rglob("*") if each.is_file()):
        body, there = path.read_bytes(), to / path.relative_to(folder)
        start = process_time()
        there.parent.mkdir(parents=True, exist_ok=True)
        there.write_bytes(body)
        took += process_time() - start
    return took


if __name__ == "__main__":
    main(measure)
