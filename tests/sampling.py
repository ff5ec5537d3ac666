"""How much is tried of what has no end: a fixed sample, or everything (`make test-all`)."""

import os

#: Everything is tried where MODELARIO_TESTS is `all`.
EVERYTHING = os.environ.get("MODELARIO_TESTS") == "all"


def amount(usual: int, all_: int) -> int:
    """How many are tried: as many as usual, or all of them."""
    return all_ if EVERYTHING else usual
