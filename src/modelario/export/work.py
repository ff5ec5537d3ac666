"""One process's share of an export: things drawn, and written as they come."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from modelario.collecting import set_aside
from modelario.export.leaves import UnwritableError
from modelario.export.outlets import OUTLETS, Varying
from modelario.export.press import Press
from modelario.export.staging import Staging
from modelario.web.addresses import PACKED
from modelario.web.cache import ENCODERS, WORTH_COMPRESSING

#: After so many things it is told how far the work is.
_AT_ONCE = 8


class Task(NamedTuple):
    """One thing to be drawn: its outlet, and what tells it from others there."""

    outlet: str
    names: Varying


class Refused(NamedTuple):
    """An address that was left out, and why."""

    address: str
    reason: str


class Batch(NamedTuple):
    """Some things that were drawn, and what came of them."""

    #: How many things.
    things: int
    #: The files, and how many of them are pages.
    paths: tuple[tuple[str, ...], ...]
    pages: int
    #: Bytes of the files.
    size: int
    #: How many files are not the same as before.
    changed: int
    refused: tuple[Refused, ...]


def work(
    press: Press, staging: Staging, tasks: Sequence[Task], *, compress: bool
) -> Iterator[Batch]:
    """Draw and write; raises ``OSError`` where something cannot be written."""
    # The catalogue stays until all is drawn: to look through it for cycles takes a tenth of it.
    set_aside()
    for place in range(0, len(tasks), _AT_ONCE):
        yield _batch(press, staging, tasks[place : place + _AT_ONCE], compress=compress)


def _batch(press: Press, staging: Staging, tasks: Sequence[Task], *, compress: bool) -> Batch:
    paths: list[tuple[str, ...]] = []
    refused: list[Refused] = []
    pages = size = changed = 0
    for leaf in (leaf for task in tasks for leaf in OUTLETS[task.outlet].draw(press, task.names)):
        try:
            parts = leaf.parts
            new = staging.write(parts, leaf.body)
        except UnwritableError as error:
            refused.append(Refused(leaf.address, str(error)))
            continue
        paths.append(parts)
        pages, size, changed = pages + leaf.is_page, size + len(leaf.body), changed + new
        if compress and leaf.is_read:
            refused += _compressed(staging, parts, leaf.body, new=new)
    return Batch(len(tasks), tuple(paths), pages, size, changed, tuple(refused))


def _compressed(
    staging: Staging, parts: tuple[str, ...], body: bytes, *, new: bool
) -> Iterator[Refused]:
    """Write a file once more in every way that makes it smaller; tells what cannot be written."""
    if len(body) < WORTH_COMPRESSING:
        return
    *folders, name = parts
    for encoding, encode in ENCODERS.items():
        beside = (*folders, f"{name}.{PACKED[encoding]}")
        try:
            if not new and staging.keep(beside):
                continue
            if len(smaller := encode(body)) < len(body):
                staging.write(beside, smaller)
        except UnwritableError as error:
            yield Refused("/".join(beside), str(error))
