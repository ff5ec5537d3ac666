"""Decoding that keeps what it does not know, and loses only the fields that it cannot read."""

import json
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any, Generic, NamedTuple, TypeVar, get_args, get_origin

import msgspec
from msgspec import Struct

from modelario.bounds import LIST_LENGTH
from modelario.records import Reason
from modelario.values import excerpt

_S = TypeVar("_S", bound=Struct)

#: Numbers keep every digit on the way through.
_UNTYPED = msgspec.json.Decoder(float_hook=Decimal)

#: What a field should have been, by the type that its values have.
_WANTED: Mapping[Any, str] = {
    bool: "no_flag",
    str: "no_text",
    Decimal: "no_number",
    list: "no_list",
}


class MalformedError(Exception):
    """An entry is no JSON object; ``reason`` says what it is."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.code)
        self.reason = reason


class Decoded(NamedTuple, Generic[_S]):
    """An entry as its type has it."""

    wire: _S
    #: The fields that its type does not name.
    extra: dict[str, Any]
    #: The fields that cannot be read, by path, and why; the entry is without them.
    faults: Mapping[str, Reason]


def decode(decoder: msgspec.json.Decoder[_S], body: bytes) -> Decoded[_S]:
    """Decode one entry; raises :class:`MalformedError` for what is no JSON object."""
    try:
        return Decoded(decoder.decode(body), {}, {})
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        # Nearly every entry is as it should be: only others are looked at field by field.
        value = untyped(body)
    if not isinstance(value, dict):
        raise MalformedError(Reason("no_object", value=excerpt(value)))
    faults: dict[str, Reason] = {}
    wire, extra = _field_by_field(value, decoder.type, "", faults)
    return Decoded(wire, extra, faults)


def untyped(body: bytes) -> Any:  # noqa: ANN401 – any JSON
    """Any JSON, numbers as exact decimals; raises :class:`MalformedError` where it is none."""
    try:
        return _UNTYPED.decode(body)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, InvalidOperation):
        pass
    try:
        # Slower, but it knows numbers of any length.
        return json.loads(body, parse_int=_decimal, parse_float=_decimal)
    except (ValueError, RecursionError) as error:
        raise MalformedError(Reason("unreadable", detail=str(error))) from None


def writable(value: Any) -> Any:  # noqa: ANN401 – any JSON
    """The same with nothing in place of numbers that are beyond all that JSON can be given."""
    match value:
        case dict():
            return {key: writable(each) for key, each in value.items()}
        case list():
            return [writable(each) for each in value]
        case Decimal() if not value.is_finite():
            return None
    return value


def _decimal(digits: str) -> Decimal:
    try:
        return Decimal(digits)
    except InvalidOperation:
        # Its exponent alone is beyond what decimals hold.
        return Decimal("Infinity")


def _field_by_field(
    value: Mapping[str, Any], struct: type[_S], path: str, faults: dict[str, Reason]
) -> tuple[_S, dict[str, Any]]:
    """Read what can be read of an object, and keep apart what ``struct`` does not name."""
    fields = _fields(struct)
    known: dict[str, Any] = {}
    extra: dict[str, Any] = {}
    for key, item in value.items():
        if key not in fields:
            extra[key] = item
        elif item is not None:
            place = f"{path}{key}"
            found, left = _field(item, fields[key], place, faults)
            if place not in faults:
                known[key] = found
            if left:
                extra[key] = left
    return struct(**known), extra


class _WireField(NamedTuple):
    """The type of a field: a struct, a list of structs, or something plain."""

    annotation: Any
    struct: type[Struct] | None
    many: bool
    wanted: str


def _field(
    item: Any,  # noqa: ANN401 – any JSON
    field: _WireField,
    path: str,
    faults: dict[str, Reason],
) -> tuple[Any, Any]:
    """Read one field; what is found, and what was left over of it."""
    if field.struct is None:
        try:
            return msgspec.convert(item, field.annotation), None
        except msgspec.ValidationError:
            faults[path] = Reason(field.wanted, value=excerpt(item))
            return None, None
    if not field.many:
        return _object(item, field.struct, path, faults)
    if isinstance(item, list) and len(item) > LIST_LENGTH.most:
        faults[path] = Reason("too_many", most=LIST_LENGTH.most)
        return None, None
    if not isinstance(item, list) or (item and not any(isinstance(e, dict) for e in item)):
        faults[path] = Reason("no_list", value=excerpt(item))
        return None, None
    parts = [_object(e, field.struct, f"{path}/{n}", faults) for n, e in enumerate(item)]
    found = [part for part, _ in parts if part is not None]
    left = [rest for _, rest in parts]
    return found, left if any(left) else None


def read_part(
    item: Any,  # noqa: ANN401 – any JSON
    struct: type[_S],
    path: str,
    faults: dict[str, Reason],
) -> _S | None:
    """Read an object that is part of an entry; ``None`` and a fault where it is none."""
    return _object(item, struct, path, faults)[0]


def _object(
    item: Any,  # noqa: ANN401
    struct: type[_S],
    path: str,
    faults: dict[str, Reason],
) -> tuple[_S | None, dict[str, Any]]:
    if isinstance(item, dict):
        return _field_by_field(item, struct, f"{path}/", faults)
    faults[path] = Reason("no_object", value=excerpt(item))
    return None, {}


@cache
def _fields(struct: type[Struct]) -> Mapping[str, _WireField]:
    return {field.encode_name: _described(field.type) for field in msgspec.structs.fields(struct)}


def _described(annotation: Any) -> _WireField:  # noqa: ANN401 – any annotation
    """Tell a field's type, which may be optional."""
    inner = next((each for each in get_args(annotation) if each is not type(None)), None)
    plain = annotation if get_origin(annotation) is list or inner is None else inner
    many = get_origin(plain) is list
    element = get_args(plain)[0] if many else plain
    is_struct = isinstance(element, type) and issubclass(element, Struct)
    return _WireField(
        annotation=annotation,
        struct=element if is_struct else None,
        many=many,
        wanted=_WANTED.get(list if many else plain, "no_object"),
    )
