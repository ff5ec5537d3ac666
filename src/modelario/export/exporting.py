"""The story of an export: list what there is, have it drawn by several processes, swap it in."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple
from unicodedata import normalize

from modelario import __version__
from modelario.catalogue.questions import QuestionError
from modelario.editions import Editions
from modelario.export.crew import drawn
from modelario.export.outlets import OUTLETS, compared
from modelario.export.press import Press
from modelario.export.staging import Staging
from modelario.export.turning import FileAddresses
from modelario.export.work import Batch, Refused, Task
from modelario.queries.edition import Edition
from modelario.web.addresses import compare_path
from modelario.web.drawing import Drawing, Files
from modelario.web.words.i18n import languages as known_languages


@dataclass(frozen=True, kw_only=True)
class ExportRequest:
    """What is exported: where to, at which address it will stand, and how it is written."""

    folder: Path
    #: The site's own address, or the path alone at which it stands; nothing for the root.
    base: str | None = None
    #: Codes of the languages; all of them where none is told.
    languages: tuple[str, ...] = ()
    #: The day from which on changes are told.
    since: date | None = None
    compress: bool = False
    #: Whether pictures to share and documents to print are drawn, too.
    pictures: bool = False
    #: Whom security.txt names.
    contact: str | None = None
    #: How many processes draw.
    jobs: int = 1


class Exported(NamedTuple):
    """What an export has written."""

    #: Pages for people.
    pages: int
    #: All files; what is compressed beside them is left aside.
    files: int
    #: Bytes of all files.
    size: int
    #: How many are not the same as before.
    changed: int
    refused: tuple[Refused, ...]


#: Hears how many of how many things are drawn.
OnProgress = Callable[[int, int], None]


def export(
    editions: Editions,
    request: ExportRequest,
    moment: datetime,
    told: OnProgress = lambda _done, _all: None,
    apart: Callable[[], Editions] | None = None,
) -> Exported:
    """Write the site as it is at a moment; ``told`` hears how far that is.

    ``apart`` gives the editions to a process of its own, where several draw. Raises
    :class:`~modelario.export.staging.ExportError` where nothing can be written: what was there is
    as it was.
    """
    if unknown := [code for code in request.languages if code not in known_languages()]:
        raise QuestionError(
            f"there are no pages in {unknown[0]!r}, only in {', '.join(known_languages())}",
            field="languages",
        )
    staging = Staging(request.folder)
    staging.open()
    try:
        comparisons = frozenset(map(compare_path, compared(editions.now)))
        drawing = Drawing(
            FileAddresses(request.base), Files(request.languages, comparisons, request.pictures)
        )

        def press(of: Editions) -> Press:
            return Press(of, drawing, moment, request.since, request.contact)

        found = []
        tasks, done = _tasks(editions.now), 0
        here, jobs = press(editions), request.jobs if apart else 1
        there = (lambda: press(apart())) if apart else (lambda: here)
        for batch in drawn(here, there, staging, tasks, jobs, compress=request.compress):
            found.append(batch)
            done += batch.things
            told(done, len(tasks))
        made = _made(staging, found)
        staging.finish(
            {
                "version": __version__,
                "as_of": editions.now.catalogue.origin.as_of.isoformat(),
                "base": request.base,
                "files": made.files,
            }
        )
    except BaseException:
        staging.discard()
        raise
    return made


def _tasks(edition: Edition) -> list[Task]:
    """List everything that there is to be drawn."""
    return [
        Task(name, names) for name, outlet in OUTLETS.items() for names in outlet.names(edition)
    ]


def _made(staging: Staging, found: Sequence[Batch]) -> Exported:
    """Sum up what was written, without what some systems could not tell apart."""
    refused = [each for batch in found for each in batch.refused]
    clashing = _clashing(path for batch in found for path in batch.paths)
    for path in clashing:
        staging.remove(path)
        refused.append(Refused("/".join(path), "another address differs by capitals alone"))
    return Exported(
        pages=sum(batch.pages for batch in found),
        files=sum(len(batch.paths) for batch in found) - len(clashing),
        size=sum(batch.size for batch in found),
        changed=sum(batch.changed for batch in found),
        refused=tuple(refused),
    )


def _clashing(paths: Iterator[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Find files that some systems cannot tell from others; of several the first stays."""
    seen: dict[str, tuple[str, ...]] = {}
    found = []
    for path in sorted(paths, reverse=True):
        name = normalize("NFC", "/".join(path)).casefold()
        if seen.setdefault(name, path) != path:
            found.append(path)
    return found
