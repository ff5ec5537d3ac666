"""A catalogue's models as questions go through them: what is read of each is read once.

Every filter, facet and order asks all models for the same few fields, again and again until the
next catalogue comes.
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from functools import cached_property
from itertools import compress
from operator import itemgetter
from typing import Any, TypeVar

from modelario.catalogue.fields import Field, values_of
from modelario.records import Catalogue, Entry, ModelId
from modelario.remembering import Once

_R = TypeVar("_R")

#: At so many choices of offerings a roster is kept.
_MOST_CHOICES = 4


class Roster:
    """Models in their order, and what was read of them."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = tuple(entries)
        self.once, self._narrowed = Once(), Once(_MOST_CHOICES)

    def values(self, read: Callable[[Entry], _R]) -> Sequence[_R]:
        """Read something of every model."""
        return self.once.found(read, lambda: tuple(map(read, self.entries)))

    def having(self, read: Field) -> Sequence[tuple[str, int]]:
        """Give the models that have each value, the values in order; a model's bit is its place."""
        return self.once.found((read,), lambda: _having(self.values(read)))

    def places(self) -> Mapping[ModelId, int]:
        """Tell where each model stands."""
        return self.once.found(
            "places", lambda: {each.model.id: place for place, each in enumerate(self.entries)}
        )

    def narrowed(
        self, to: Hashable, work: Callable[[Sequence[Entry]], Iterable[Entry]]
    ) -> "Roster":
        """Give the models as some of their offerings have them; ``to`` says which these are."""
        return self._narrowed.found(to, lambda: Roster(work(self.entries)))


def roster_of(catalogue: Catalogue) -> Roster:
    """Give the models of a catalogue."""
    return catalogue.once.found(roster_of, lambda: Roster(catalogue.entries.values()))


def _having(values: Sequence[Any]) -> Sequence[tuple[str, int]]:
    found: dict[str, int] = {}
    for place, value in enumerate(values):
        for each in map(str, values_of(value)):
            found[each] = found.get(each, 0) | 1 << place
    return sorted(found.items())


class Selection:
    """Some of the models of a roster: a flag for each."""

    def __init__(self, roster: Roster, flags: Sequence[bool]) -> None:
        self.roster = roster
        self.flags = flags

    @property
    def entries(self) -> list[Entry]:
        """The models in their order."""
        return list(compress(self.roster.entries, self.flags))

    @cached_property
    def _bits(self) -> int:
        return int("".join(["1" if flag else "0" for flag in reversed(self.flags)]) or "0", 2)

    def among(self, shown: Collection[ModelId]) -> "Selection":
        """Those of them that are shown."""
        there = zip(self.flags, self.roster.entries, strict=True)
        return Selection(self.roster, [flag and each.model.id in shown for flag, each in there])

    def counts(self, read: Field) -> dict[str, int]:
        """Count the models by value, the commonest first."""
        bits = self._bits
        counted = [(value, (has & bits).bit_count()) for value, has in self.roster.having(read)]
        counted.sort(key=itemgetter(1), reverse=True)
        return {value: count for value, count in counted if count}
