"""What is worked out once of each id and entry, because nearly all are those of the day before.

As long as many days are taken in one after the other that saves most of the time. A server waits
for hours until the next one: it forgets, for what is remembered holds the document that is gone.
"""

from collections.abc import Callable
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
