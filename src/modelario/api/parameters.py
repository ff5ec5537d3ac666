"""Addresses read into request records, in one way for every resource."""

import dataclasses
import types
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple, Union, get_args, get_origin, get_type_hints
from urllib.parse import parse_qsl, urlencode

import msgspec
from msgspec import NODEFAULT, Struct

from modelario.api.describing import field_text
from modelario.catalogue.checking import CHOICES, Choices, nearest
from modelario.catalogue.circumstances import moment
from modelario.catalogue.counts import amount
from modelario.catalogue.filters import ModelFilter
from modelario.catalogue.questions import QuestionError
from modelario.values import text as visible

#: Longer queries, more parameters and longer values are refused.
LONGEST_QUERY, MOST_PARAMETERS, LONGEST_VALUE = 4_000, 200, 200
#: JSON may be longer: an answer's counts with all of their parts are.
LONGEST_JSON = 2_000

#: Parameters of every resource, and of every table that comes in pages.
AS_OF, FIELDS, LIMIT, AFTER = "as_of", "fields", "limit", "after"
COMMON, PAGING = (AS_OF, FIELDS), (LIMIT, AFTER)

#: Fields that hold several are asked for by the name of one.
_ONE_OF: Mapping[str, str] = {"ids": "id", "models": "model", "providers": "provider"}

#: What is written as a JSON object.
_OBJECT = Mapping[str, Any]
IN_JSON = frozenset({"usage"})

#: Fields of requests that this face does not ask for: it turns pages in its own way.
_NOT_ASKED = frozenset({"limit", "page", "after", "most", "list_names", "counted"})

Pairs = tuple[tuple[str, str], ...]


class ParameterError(QuestionError):
    """A parameter that is not known, has no such value, or is missing; ``field`` is its name."""


class Parameter(NamedTuple):
    """One parameter: where its value goes in the request record, and what it can be."""

    name: str
    #: The record that has the field, and the way to it.
    owner: type
    path: tuple[str, ...]
    kind: Any
    many: bool
    required: bool
    default: Any
    text: str
    choices: tuple[str, ...] = ()


@cache
def parameters_of(request: type | None) -> Mapping[str, Parameter]:
    """List what a request record asks for, by the name that it has in an address."""
    found = _parameters(request, (), NODEFAULT) if request else ()
    return {each.name: each for each in found}


def _parameters(request: type, above: tuple[str, ...], usual: Any) -> Iterable[Parameter]:  # noqa: ANN401 – of that type
    """Take a request record apart; ``usual`` is what stands for it where nothing is said."""
    choices = _choices(request)
    for name, kind, own in _fields(request):
        path, default = (*above, name), own if usual is NODEFAULT else getattr(usual, name)
        if name in _NOT_ASKED:
            continue
        if _is_request(kind):
            yield from _parameters(kind, path, default)
            continue
        plain = _without_none(kind)
        many = get_origin(plain) is tuple
        yield Parameter(
            name=_ONE_OF.get(name, name),
            owner=request,
            path=path,
            kind=_without_none(get_args(plain)[0]) if many else plain,
            many=many,
            required=default is NODEFAULT,
            default=None if default is NODEFAULT or default == () else default,
            text=field_text(request, name),
            choices=choices.get(name, ()),
        )


def _choices(request: type) -> Choices:
    return CHOICES if request is ModelFilter else getattr(request, "CHOICES", {})


def _fields(request: type) -> Iterable[tuple[str, Any, Any]]:
    """Name each field of a request record with its type and its default."""
    hints = get_type_hints(request)
    if issubclass(request, Struct):
        for field in msgspec.structs.fields(request):
            yield field.name, hints[field.name], field.default
    else:
        for each in dataclasses.fields(request):  # type: ignore[arg-type]
            yield each.name, hints[each.name], each.default


def _is_request(kind: Any) -> bool:  # noqa: ANN401 – any annotation
    return isinstance(kind, type) and (issubclass(kind, Struct) or dataclasses.is_dataclass(kind))


def _without_none(kind: Any) -> Any:  # noqa: ANN401 – any annotation
    if get_origin(kind) in (Union, types.UnionType):
        [kind] = (each for each in get_args(kind) if each is not type(None))
    return kind


# --- reading ------------------------------------------------------------------------------


def pairs_of(query: bytes) -> Pairs:
    """Read a query string, sorted by name; empty parameters are left out.

    Raises :class:`ParameterError` for one that is too long.
    """
    try:
        found = parse_qsl(query.decode("latin-1"), max_num_fields=MOST_PARAMETERS, errors="replace")
    except ValueError:
        found = None
    if found is None or len(query) > LONGEST_QUERY:
        raise ParameterError(
            f"an address may have {MOST_PARAMETERS} parameters and {LONGEST_QUERY:,} characters"
        )
    for name, value in found:
        check_length(name, value)
    # What cannot be seen of a value is left out: nobody means it, and answers say values again.
    kept = [(name, seen) for name, value in found if (seen := visible(value))]
    return tuple(sorted(kept, key=lambda pair: pair[0]))


def check_length(name: str, value: str) -> None:
    """Raise :class:`ParameterError` for a value that is too long."""
    most = LONGEST_JSON if name in IN_JSON else LONGEST_VALUE
    if len(value) > most:
        raise ParameterError(f"{name} has {len(value)} characters, but at most {most}", field=name)


def encoded(pairs: Iterable[tuple[str, str]]) -> str:
    """Write a query string, the same for the same question."""
    return urlencode(tuple(pairs))


def grouped(pairs: Pairs, known: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """Sort values by name; raises :class:`ParameterError` for a name that is not known."""
    found: dict[str, tuple[str, ...]] = {}
    known = tuple(known)
    for name, value in pairs:
        if name not in known:
            near = nearest(name, known)
            hint = f"; near: {', '.join(near)}" if near else f", only {', '.join(known)}"
            raise ParameterError(f"there is no parameter {name!r}{hint}", field=name, near=near)
        found[name] = (*found.get(name, ()), value)
    return found


#: What stands for parts of a request where nothing of them is said, by their type.
Usual = Mapping[type, Any]
_NOTHING_USUAL: Usual = {}


def filled(
    request: type, values: Mapping[str, Sequence[str]], usual: Usual = _NOTHING_USUAL
) -> Any:  # noqa: ANN401 – of that type
    """Fill a request record in; raises :class:`ParameterError`, or what the record raises.

    ``usual`` stands for parts of it in place of their own defaults.
    """
    given: dict[tuple[str, ...], Any] = {}
    for name, parameter in parameters_of(request).items():
        texts = values.get(name, ())
        if texts:
            given[parameter.path] = _value(parameter, texts)
        elif parameter.required:
            raise ParameterError(f"{name} is missing", field=name)
    return _made(request, given, (), NODEFAULT, usual)


def _made(
    request: type,
    given: Mapping[tuple[str, ...], Any],
    above: tuple[str, ...],
    own: Any,  # noqa: ANN401 – of that type, and what is returned too
    usual: Usual,
) -> Any:  # noqa: ANN401
    values = {} if own is NODEFAULT else {n: getattr(own, n) for n, _, _ in _fields(request)}
    for name, kind, default in _fields(request):
        path = (*above, name)
        if path in given:
            values[name] = given[path]
        elif _is_request(kind) and (
            kind in usual or any(each[: len(path)] == path for each in given)
        ):
            values[name] = _made(kind, given, path, usual.get(kind, default), usual)
    return request(**values)


def _value(parameter: Parameter, texts: Sequence[str]) -> Any:  # noqa: ANN401 – of the parameter's type
    if parameter.many:
        return tuple(read(parameter.name, each, parameter.kind) for each in texts)
    return read(parameter.name, only(parameter.name, texts), parameter.kind)


def only(name: str, texts: Sequence[str]) -> str:
    """Take the one value of a parameter; raises :class:`ParameterError` for more."""
    if len(texts) > 1:
        raise ParameterError(f"{name} is given {len(texts)} times, but holds one", field=name)
    return texts[0]


def read(name: str, text: str, kind: Any) -> Any:  # noqa: ANN401 – a value of any type
    """Read a value of a type; raises :class:`ParameterError` for what is none."""
    if kind is datetime:
        return moment(text)
    try:
        if kind == _OBJECT:
            return msgspec.json.decode(text, type=dict[str, Any])
        return msgspec.convert(amount(text) if kind in _NUMBERS else text, kind, strict=False)
    except (msgspec.MsgspecError, ArithmeticError, RecursionError, UnicodeError):
        told = _NAMES.get(kind, "a value of its kind")
        raise ParameterError(f"{name} {text!r} is not {told}", field=name) from None


#: What may be written with a unit: 200k, 1M.
_NUMBERS = (int, Decimal)
#: What a value should have been.
_NAMES: Mapping[Any, str] = {
    int: "a whole number",
    bool: "true or false",
    Decimal: "a number",
    date: "a day such as 2026-05-31",
    _OBJECT: "a JSON object",
}
