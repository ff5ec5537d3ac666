"""What a benchmark finds: a figure beside its floor or peer, and what it may be."""

import sys
from collections.abc import Callable, Iterable

import msgspec

#: Says on a command line that rows are wanted for a program.
FOR_PROGRAMS = "--rows"
#: Units that are written right behind their number.
_CLOSE = ("%",)


class Target(msgspec.Struct, frozen=True):
    """What a figure may be at most, or must be at least; ``x`` is times the floor or peer."""

    bound: float
    unit: str = "x"
    at_least: bool = False

    def __str__(self) -> str:
        return f"{'at least' if self.at_least else 'at most'} {told(self.bound, self.unit)}"

    def is_met(self, found: float) -> bool:
        """Tell whether a figure is as good as wanted."""
        return found >= self.bound if self.at_least else found <= self.bound


class Row(msgspec.Struct, frozen=True):
    """One figure in its target's unit, and what it was measured beside.

    ``found`` is ``None`` where nothing could be measured; ``beside`` then says what is missing.
    """

    what: str
    found: float | None
    beside: str
    target: Target | None = None

    @property
    def figure(self) -> str:
        """The figure with its unit."""
        if self.found is None:
            return "not measured"
        return told(self.found, self.target.unit if self.target else "x")

    @property
    def verdict(self) -> str:
        """Whether the target is met, in a word."""
        if self.target is None or self.found is None:
            return ""
        return "met" if self.target.is_met(self.found) else "missed"


def told(figure: float, unit: str) -> str:
    """Write a figure with its unit, in as many digits as mean something."""
    digits = f"{figure:,.0f}" if abs(figure) >= 100 else f"{figure:.3g}"  # noqa: PLR2004
    return digits + unit if unit in _CLOSE else f"{digits} {unit}"


def main(measure: Callable[[], Iterable[Row]]) -> None:
    """Print the rows of a benchmark as they come: for people, or as JSON for programs."""
    for row in measure():
        if FOR_PROGRAMS in sys.argv:
            print(msgspec.json.encode(row).decode(), flush=True)
            continue
        target = f"  {row.target}: {row.verdict}" if row.verdict else ""
        print(f"{row.what:<52} {row.figure:>14}  {row.beside}{target}", flush=True)


def arguments() -> list[str]:
    """List what else stands on the command line."""
    return [each for each in sys.argv[1:] if each != FOR_PROGRAMS]
