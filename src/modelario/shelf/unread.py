"""Mappings and sequences whose values are made when they are asked for, and then stay."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeVar, overload

K = TypeVar("K")
V = TypeVar("V")


class UnreadMapping(Mapping[K, V]):
    """Values by their keys, each read once, when somebody wants it."""

    __slots__ = ("_known", "_packed", "_read")

    def __init__(self, packed: Mapping[K, bytes], read: Callable[[bytes], V]) -> None:
        self._packed = packed
        self._read = read
        self._known: dict[K, V] = {}

    def __getitem__(self, key: K) -> V:
        try:
            return self._known[key]
        except KeyError:
            # Of two that read it at once, both get the first one's.
            return self._known.setdefault(key, self._read(self._packed[key]))

    def __contains__(self, key: object) -> bool:
        return key in self._packed

    def __iter__(self) -> Iterator[K]:
        return iter(self._packed)

    def __len__(self) -> int:
        return len(self._packed)


class UnreadSequence(Sequence[V]):
    """A sequence that is made as a whole, when somebody wants any of it."""

    __slots__ = ("_known", "_make")

    def __init__(self, make: Callable[[], Sequence[V]]) -> None:
        self._make = make
        self._known: Sequence[V] | None = None

    def _whole(self) -> Sequence[V]:
        if self._known is None:
            self._known = self._make()
        return self._known

    @overload
    def __getitem__(self, index: int) -> V: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[V]: ...
    def __getitem__(self, index: int | slice) -> V | Sequence[V]:
        return self._whole()[index]

    def __iter__(self) -> Iterator[V]:
        return iter(self._whole())

    def __len__(self) -> int:
        return len(self._whole())
