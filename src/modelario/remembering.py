"""What is worked out once: of each id and entry, and of one catalogue.

Nearly all ids and entries are those of the day before. As long as many days are taken in one after
the other that saves most of the time. A server waits for hours until the next one: it forgets, for
what is remembered holds the document that is gone. What is remembered of one catalogue goes with
it.
"""

from collections.abc import Callable, Hashable
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from functools import _lru_cache_wrapper

_R = TypeVar("_R")

_REMEMBERING: "list[_lru_cache_wrapper[Any]]" = []


def remembered(most: int) -> "Callable[[Callable[..., _R]], _lru_cache_wrapper[_R]]":
    """Remember so many answers of a function, until all are forgotten."""

    def remember(work: Callable[..., _R]) -> "_lru_cache_wrapper[_R]":
        remembering = lru_cache(maxsize=most)(work)
        _REMEMBERING.append(remembering)
        return remembering

    return remember


def forget() -> None:
    """Forget all that is remembered; whoever asks again has it worked out again."""
    for each in _REMEMBERING:
        each.cache_clear()


class Once:
    """What is worked out once of one thing, which keeps it as long as itself.

    With ``most`` all is forgotten where there would be more.
    """

    def __init__(self, most: int | None = None) -> None:
        self._most = most
        self._found: dict[Hashable, Any] = {}

    def found(self, key: Hashable, work: Callable[[], _R]) -> _R:
        """Give what is remembered under a key; the first time some work finds it."""
        try:
            return self._found[key]  # type: ignore[no-any-return]
        except KeyError:
            found = work()
        if self._most is not None and len(self._found) >= self._most:
            self._found = {}
        self._found[key] = found
        return found
