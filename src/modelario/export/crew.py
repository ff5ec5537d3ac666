"""Several processes that draw an export at once; each has its share from the beginning."""

import multiprocessing
from collections.abc import Callable, Collection, Iterator, Sequence
from multiprocessing.connection import Connection, wait
from signal import SIG_DFL, SIGTERM, signal

from modelario.export.press import Press
from modelario.export.staging import ExportError, Staging
from modelario.export.work import Batch, Task, work


def drawn(
    here: Press,
    there: Callable[[], Press],
    staging: Staging,
    tasks: Collection[Task],
    jobs: int,
    *,
    compress: bool,
) -> Iterator[Batch]:
    """Have everything drawn: in this process, or by so many others, each with a press of its own.

    Raises :class:`ExportError` where something cannot be written.
    """
    tasks = tuple(tasks)
    if jobs == 1 or "fork" not in multiprocessing.get_all_start_methods():
        try:
            yield from work(here, staging, tasks, compress=compress)
        except OSError as error:
            raise staging.failed(error) from None
        return
    context = multiprocessing.get_context("fork")
    readers: list[Connection] = []
    crew = []
    try:
        for place in range(jobs):
            reader, writer = context.Pipe(duplex=False)
            readers.append(reader)
            share = tasks[place::jobs]
            member = context.Process(
                target=_member,
                args=(tuple(readers), writer, there, staging, share),
                kwargs={"compress": compress},
                daemon=True,
            )
            member.start()
            writer.close()
            crew.append(member)
        yield from _heard(readers)
    finally:
        for member in crew:
            member.terminate()
            member.join()


def _heard(readers: list[Connection]) -> Iterator[Batch]:
    """Give what the others have done, until each has said that it is at its end."""
    while readers:
        for reader in wait(readers):
            assert isinstance(reader, Connection)  # noqa: S101 – nothing else was waited for
            try:
                told = reader.recv()
            except EOFError:
                raise ExportError("a process that draws pages was ended; try again") from None
            if told is None:
                readers.remove(reader)
            elif isinstance(told, Exception):
                raise told
            else:
                yield told


def _member(
    readers: Sequence[Connection],
    writer: Connection,
    press: Callable[[], Press],
    staging: Staging,
    tasks: Sequence[Task],
    *,
    compress: bool,
) -> None:
    """Draw a share and tell of it; nobody who listens is left is an end, too."""
    # How the one that began ends on a signal is none of a member's.
    signal(SIGTERM, SIG_DFL)
    # Where these stayed open here, nobody would notice that the other end is gone.
    for each in readers:
        each.close()
    try:
        for batch in work(press(), staging, tasks, compress=compress):
            writer.send(batch)
        writer.send(None)
    except (BrokenPipeError, KeyboardInterrupt):
        return
    except OSError as error:
        writer.send(staging.failed(error))
    except Exception as error:  # noqa: BLE001 – it is raised where one waits for it
        writer.send(error)
