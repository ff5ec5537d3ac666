"""When garbage is collected: not in the midst of making a catalogue, and once it is served.

A document becomes hundreds of thousands of small tuples and lists, none of which is part of a
cycle. To look at them for cycles again and again takes a third of the time.
"""

import gc
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

_P = ParamSpec("_P")
_R = TypeVar("_R")


def uncollected(work: Callable[_P, _R]) -> Callable[_P, _R]:
    """Do some work of a few seconds without looking for cycles, those of other threads neither."""

    @wraps(work)
    def spared(*args: _P.args, **kwargs: _P.kwargs) -> _R:
        if not gc.isenabled():
            return work(*args, **kwargs)
        gc.disable()
        try:
            return work(*args, **kwargs)
        finally:
            gc.enable()

    return spared


def set_aside() -> None:
    """Collect what is garbage by now, and have the rest passed over until this is called again.

    A server keeps nearly all of it, and so does an export: to look through it takes a tenth of a
    second each time. What is passed over is freed all the same once nobody refers to it.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()
