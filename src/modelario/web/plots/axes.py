"""What the axes of every plot are made of."""

from typing import NamedTuple


class Tick(NamedTuple):
    """A value of an axis, and where it stands."""

    value: float
    at: float
