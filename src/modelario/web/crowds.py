"""Connections that one address holds: where there is little room left, nobody holds most of it."""

import logging
import time
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager

from starlette.types import Scope

from modelario.limits import Limit, figure
from modelario.web.askers import Askers
from modelario.web.readers import End, cut, end_of, ends, open_files

try:
    import resource
except ImportError:  # Windows bounds files otherwise
    resource = None  # type: ignore[assignment]

log = logging.getLogger(__name__)

_LOOK_EVERY_S = 1.0


class Crowds:
    """Tells which connections are too many of one address; those that are answered stay."""

    def __init__(self, askers: Askers) -> None:
        self._askers = askers
        self._answered: Counter[End] = Counter()

    @contextmanager
    def answering(self, scope: Scope) -> Iterator[None]:
        """Leave a connection alone for as long as a request of it is answered."""
        end = end_of(scope)
        self._answered[end] += 1
        try:
            yield
        finally:
            self._answered[end] -= 1
            if not self._answered[end]:
                del self._answered[end]

    def too_many(self, held: Collection[End], room: int) -> set[End]:
        """Choose what to cut of the connections that are held, the oldest first."""
        if not _is_crowded(len(held), room):
            return set()
        of_one: defaultdict[str, list[End]] = defaultdict(list)
        for end in held:
            if not self._askers.trusts(end[0]):
                of_one[self._askers.counted(end[0])].append(end)
        most = room * figure(Limit.OF_ONE) // 100
        return {end for each in of_one.values() for end in self._idle(each, len(each) - most)}

    def _idle(self, those: Iterable[End], number: int) -> list[End]:
        return [each for each in those if each not in self._answered][: max(0, number)]


def _is_crowded(held: int, room: int) -> bool:
    return held * 100 > room * figure(Limit.CROWDED)


def room() -> int:
    """How many connections this process can take."""
    wanted = figure(Limit.CONNECTIONS)
    if resource is None:
        return wanted
    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return wanted if files <= 0 else min(wanted, files - figure(Limit.OWN_FILES))


def thin_out(crowds: Crowds) -> None:
    """Run for ever; cut what is too much of one address, as often as it comes again."""
    while True:
        time.sleep(_LOOK_EVERY_S)
        # To look at each takes a moment.
        if _is_crowded(open_files(), room()) and (late := crowds.too_many(list(ends()), room())):
            log.info("%s connections of one address too many, and cut.", len(late))
            cut(late)
