"""The command that writes the site as files."""

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from signal import SIGTERM, signal
from urllib.parse import urlsplit

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from modelario.cli.options import Database
from modelario.cli.output import note, progress_console
from modelario.cli.question import UsageError, now, settings
from modelario.editions import open_editions
from modelario.export.exporting import Exported, ExportRequest, OnProgress
from modelario.export.exporting import export as exporting
from modelario.limits import Limit, figure
from modelario.upstream.answers import is_address

#: A path at which a site may stand: its segments need no encoding, and lead nowhere else.
_PATH = re.compile(r"(?:/(?!\.{1,2}(?:/|$))[A-Za-z0-9._~-]+)*/?")
#: So many addresses that were left out are told.
_TOLD = 5


def export(
    folder: Path,
    *,
    base_url: str | None = None,
    base_path: str | None = None,
    languages: str = "",
    since: date | None = None,
    compress: bool = False,
    pictures: bool = False,
    jobs: int | None = None,
    database: Database = None,
) -> None:
    """Write the whole site as files, for any server of files.

    What is there from an earlier export is replaced at once when the new one is whole; files that
    have not changed stay the same.

    Parameters
    ----------
    folder
        Where to: a folder that is empty, not there yet, or of an earlier export.
    base_url
        The site's public address, for absolute links and the sitemap:
        https://example.org/models; MODELARIO_BASE_URL unless given.
    base_path
        The path at which it will stand, such as /models, where its name is not known.
    languages
        Codes of languages with commas between them, such as en,es; all unless given.
    since
        Changes are told from this day on, YYYY-MM-DD; of 90 days unless given.
    compress
        Write each file also as .gz, .zst and, where brotli is installed, .br.
    pictures
        Draw the pictures that social sites show and the documents to print, too: slow.
    jobs
        How many processes draw; as many as there are processors unless given.
    """
    chosen = settings(database)
    request = ExportRequest(
        folder=Path(os.path.abspath(folder)),  # noqa: PTH100 – a link is not followed
        base=_base(base_url or (chosen.base_url if base_path is None else None), base_path),
        languages=tuple(each.strip() for each in languages.split(",") if each.strip()),
        since=since,
        compress=compress,
        pictures=pictures,
        contact=chosen.security_contact,
        jobs=_jobs(jobs),
    )
    editions = open_editions(chosen, now())
    if since is not None:
        editions.check_span(since, None, now())
    with _interruptible(folder), _progress() as told:
        made = exporting(editions, request, now(), told, partial(editions.apart, chosen))
    _tell(folder, request, made)


def _base(url: str | None, path: str | None) -> str | None:
    """Join the address of the site and the path at which it stands."""
    if path is not None and not _PATH.fullmatch(path):
        raise UsageError(f"--base-path {path!r} is no path such as /models")
    if url is None:
        return path and path.rstrip("/")
    parts = urlsplit(url) if is_address(url) else None
    if parts is None or parts.query or parts.fragment or parts.username is not None:
        raise UsageError(f"--base-url {url!r} is no address such as https://example.org/models")
    own = parts.path.rstrip("/")
    if not _PATH.fullmatch(own):
        raise UsageError(f"--base-url {url!r} has a path with characters that would be encoded")
    if path is not None and own not in ("", path.rstrip("/")):
        raise UsageError(f"--base-url {url!r} has another path than --base-path {path!r}")
    return f"{parts.scheme}://{parts.netloc}{own or (path or '').rstrip('/')}"


def _jobs(wanted: int | None) -> int:
    if wanted is None:
        return os.cpu_count() or 1
    most = figure(Limit.WORKERS)
    if not 0 < wanted <= most:
        raise UsageError(f"--jobs is {wanted}, but there are 1 to {most} processes")
    return wanted


@contextmanager
def _interruptible(folder: Path) -> Iterator[None]:
    """End on a supervisor's signal as on Ctrl-C: what was begun is taken away, and one is told."""

    def interrupt(_number: int, _frame: object) -> None:
        raise KeyboardInterrupt

    before = signal(SIGTERM, interrupt)
    try:
        yield
    except KeyboardInterrupt:
        note(f"Interrupted: nothing in {folder} is half written.")
        raise
    finally:
        signal(SIGTERM, before)


@contextmanager
def _progress() -> Iterator[OnProgress]:
    """Show how far the drawing has come."""
    bar = Progress(
        TextColumn("Drawing"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=progress_console(),
        transient=True,
        # Drawn as it is told: a thread of its own would not live on in other processes.
        auto_refresh=False,
    )
    with bar:
        task = bar.add_task("", total=None)

        def told(done: int, every: int) -> None:
            bar.update(task, completed=done, total=every, refresh=True)

        yield told


def _tell(folder: Path, request: ExportRequest, made: Exported) -> None:
    megabytes = made.size / 1_000_000
    note(
        f"{made.files:,} files with {made.pages:,} pages, {megabytes:,.0f} MB, stand in {folder}; "
        f"{made.changed:,} are new or have changed."
    )
    if "://" not in (request.base or ""):
        note("Without --base-url there is no sitemap, and links for other sites have no name.")
    for line in _left_out(made):
        note(line)


def _left_out(made: Exported) -> Sequence[str]:
    refused = made.refused
    lines = [f"Left out: {each.address[:80]!a}: {each.reason}." for each in refused[:_TOLD]]
    more = len(refused) - _TOLD
    return [*lines, f"Left out are {more:,} more."] if more > 0 else lines
