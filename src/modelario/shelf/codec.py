"""Records ↔ plain values that msgpack can hold, without loss: types and sharing stay.

A record becomes a list: the number of its class, then its fields. Only the classes of
:data:`CLASSES` are ever made of what is read, so that a file can bring nothing but data. Of what
occurs more than once in a value, further occurrences refer to the first.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, TypeAlias

import msgspec

from modelario import records
from modelario.history.journal import Gate
from modelario.queries.holds import HoldRow
from modelario.records import Lab, Part, Provenance, Reason

#: What msgpack holds as it is, and lists of a tag and such values.
Plain: TypeAlias = Any

_TUPLE, _LIST, _SET, _DECIMAL, _DATE, _MOMENT, _SEEN, _SHARED, _FIRST_CLASS = range(9)

#: What a file may be about: the vocabulary, and what else an edition holds.
CLASSES: tuple[type[Any], ...] = (
    *(
        found
        for name in sorted(records.__all__)
        if isinstance(found := getattr(records, name), type)
    ),
    Gate,
    HoldRow,
)
_TAGS = {kind: tag for tag, kind in enumerate(CLASSES, start=_FIRST_CLASS)}
#: What many entries have in common: the same object, or one that is equal in every way.
_COMMON: Mapping[type, Callable[[Any], Hashable]] = {
    Part: id,
    Lab: id,
    Provenance: lambda value: (Provenance, value),
}
_PLAIN = frozenset((type(None), bool, int, float, str))
_NESTED = frozenset((list, dict))
#: What is written as a text, and how.
_TEXTS: Mapping[type, tuple[int, Callable[[Any], str]]] = {
    Decimal: (_DECIMAL, str),
    datetime: (_MOMENT, datetime.isoformat),
    date: (_DATE, date.isoformat),
}
_ROWS: Mapping[type, int] = {tuple: _TUPLE, list: _LIST, frozenset: _SET}


class RecordWriter:
    """Makes values plain; what entries have in common is set apart in :attr:`shared`."""

    def __init__(self) -> None:
        self.shared: list[Plain] = []
        self._numbers: dict[Hashable, int] = {}
        #: Whatever is known by its address in memory has to stay there.
        self._alive: list[object] = []

    def plain(self, value: object) -> Plain:
        """Make a value plain; raises ``TypeError`` for what no class of ours holds."""
        return self._plain(value, {})

    def _plain(self, value: Any, seen: dict[int, int]) -> Plain:  # noqa: ANN401 – any value
        kind = type(value)
        if kind in _PLAIN:
            return value
        if kind in _TAGS:
            return self._ours(value, seen)
        if kind in _TEXTS:
            tag, text = _TEXTS[kind]
            return [tag, text(value)]
        if kind in _ROWS:
            rows = sorted(value) if kind is frozenset else value
            return [_ROWS[kind], *(self._plain(each, seen) for each in rows)]
        if isinstance(value, Mapping) and all(type(key) is str for key in value):
            return {key: self._plain(each, seen) for key, each in value.items()}
        raise TypeError(f"{kind.__name__} cannot be kept")

    def _ours(self, value: Any, seen: dict[int, int]) -> Plain:  # noqa: ANN401 – of our classes
        kind = type(value)
        if issubclass(kind, Enum):
            return [_TAGS[kind], value.value]
        return self._common(value) if kind in _COMMON else self._record(value, seen)

    def _record(self, value: Any, seen: dict[int, int]) -> Plain:  # noqa: ANN401 – any record
        if (number := seen.get(id(value))) is not None:
            return [_SEEN, number]
        made = [_TAGS[type(value)], *(self._plain(each, seen) for each in _fields(value))]
        # Numbered as it is finished: so does the reader.
        seen[id(value)] = len(seen)
        return made

    def _common(self, value: object) -> Plain:
        key = _COMMON[type(value)](value)
        if (number := self._numbers.get(key)) is None:
            self.shared.append(self._record(value, {}))
            number = self._numbers[key] = len(self.shared) - 1
            self._alive.append(value)
        return [_SHARED, number]


def _fields(value: Any) -> Iterator[Any]:  # noqa: ANN401 – any record
    if isinstance(value, Reason):
        return iter((value.code, value.values))
    if isinstance(value, msgspec.Struct):
        return (getattr(value, name) for name in value.__struct_fields__)
    return iter(value)


class RecordReader:
    """Makes records of plain values again."""

    def __init__(self, shared: Sequence[bytes]) -> None:
        self._shared = shared
        self._known: dict[int, Any] = {}

    def read(self, packed: bytes) -> Any:  # noqa: ANN401 – any value
        """Make the value of which these bytes are the plain form."""
        plain = msgspec.msgpack.decode(packed)
        return self._value(plain, []) if plain.__class__ in _NESTED else plain

    def _value(self, plain: Plain, seen: list[Any]) -> Any:  # noqa: ANN401 – any value
        if plain.__class__ is dict:
            return {
                key: self._value(each, seen) if each.__class__ in _NESTED else each
                for key, each in plain.items()
            }
        tag = plain[0]
        if tag == _SHARED:
            return self._common(plain[1])
        if tag == _SEEN:
            return seen[plain[1]]
        made = _MAKERS[tag](
            [self._value(each, seen) if each.__class__ in _NESTED else each for each in plain[1:]]
        )
        if tag in _RECORDS:
            seen.append(made)
        return made

    def _common(self, number: int) -> Any:  # noqa: ANN401 – any record
        try:
            return self._known[number]
        except KeyError:
            return self._known.setdefault(number, self.read(self._shared[number]))


def _maker(kind: type[Any]) -> Callable[[list[Any]], Any]:
    """How one of our classes is made of its fields."""
    if issubclass(kind, Enum):
        return lambda told: kind(told[0])
    if kind is Reason:
        return lambda told: Reason(told[0], **told[1])
    if issubclass(kind, msgspec.Struct):
        names = kind.__struct_fields__
        return lambda told: kind(**dict(zip(names, told, strict=True)))
    return lambda told: kind(*told)


_MAKERS: Mapping[int, Callable[[list[Any]], Any]] = {
    _TUPLE: tuple,
    _LIST: list,
    _SET: frozenset,
    _DECIMAL: lambda told: Decimal(told[0]),
    _DATE: lambda told: date.fromisoformat(told[0]),
    _MOMENT: lambda told: datetime.fromisoformat(told[0]),
    **{tag: _maker(kind) for kind, tag in _TAGS.items()},
}
#: What can be referred to once it is made.
_RECORDS = frozenset(tag for kind, tag in _TAGS.items() if not issubclass(kind, Enum))
