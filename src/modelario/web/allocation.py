"""How a worker's memory is allocated: so that what was needed for a moment goes back."""

import ctypes
from contextlib import suppress

#: Of glibc's ``mallopt``: a page's large pieces are in no arena, of which there are few; otherwise
#: a large page that was drawn once leaves holes that stay. ``malloc.h`` has the numbers.
_SPARING = {
    "M_MMAP_THRESHOLD": (-3, 128 * 2**10),
    "M_ARENA_MAX": (-8, 2),
}


def allocate_sparingly() -> None:
    """Tell the C library so, where it is one that can be told."""
    # Linux with another C library, and other systems, have no such call or no such name for it.
    with suppress(OSError, AttributeError, TypeError):
        told = ctypes.CDLL(None).mallopt
        for number, value in _SPARING.values():
            told(number, value)
