"""Strict decoding that keeps what it does not know, and says what it cannot read."""

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar, get_args

import msgspec
from msgspec import Struct

_S = TypeVar("_S", bound=Struct)

#: Numbers keep every digit on the way through.
_UNTYPED = msgspec.json.Decoder(float_hook=Decimal)
_ENCODER = msgspec.json.Encoder(decimal_format="number")


class MalformedError(Exception):
    """One entry cannot be read; the message says which field and why."""


def decode(decoder: msgspec.json.Decoder[_S], body: bytes) -> tuple[_S, dict[str, Any]]:
    """Decode one entry and keep apart the fields that its type does not name."""
    try:
        return decoder.decode(body), {}
    except msgspec.ValidationError as error:
        first = error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise MalformedError(str(error)) from None
    try:
        known, extra = _without_unknown(_UNTYPED.decode(body), decoder.type)
        if extra:
            return decoder.decode(_ENCODER.encode(known)), extra
    except msgspec.MsgspecError as error:
        raise MalformedError(str(error)) from None
    raise MalformedError(str(first))


def _without_unknown(value: Any, struct: type[Struct]) -> tuple[Any, dict[str, Any]]:  # noqa: ANN401
    """Split untyped JSON into what ``struct`` names and what it does not, at every depth."""
    if not isinstance(value, dict):
        return value, {}
    nested = _nested_structs(struct)
    known: dict[str, Any] = {}
    extra: dict[str, Any] = {}
    for key, item in value.items():
        if key not in nested:
            extra[key] = item
        elif (inner := nested[key]) is None:
            known[key] = item
        elif isinstance(item, list):
            parts = [_without_unknown(each, inner) for each in item]
            known[key] = [part for part, _ in parts]
            if any(left for _, left in parts):
                extra[key] = [left for _, left in parts]
        else:
            known[key], left = _without_unknown(item, inner)
            if left:
                extra[key] = left
    return known, extra


@cache
def _nested_structs(struct: type[Struct]) -> Mapping[str, type[Struct] | None]:
    """Each field of a struct, with the struct that its value is or lists."""

    def inside(annotation: Any) -> type[Struct] | None:  # noqa: ANN401 – any annotation
        if isinstance(annotation, type) and issubclass(annotation, Struct):
            return annotation
        return next((s for a in get_args(annotation) if (s := inside(a)) is not None), None)

    return {f.encode_name: inside(f.type) for f in msgspec.structs.fields(struct)}
