"""The prices inside one offering's JSON, found and set without touching anything else.

A path names a price field: ``cost/input``, ``cost/tiers/200000/output`` (the number is the
tier's size) or ``cost/context_over_200k/input``.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import msgspec
from msgspec import Raw

from modelario.bounds import TOKENS
from modelario.upstream.decoding import MalformedError, untyped, writable
from modelario.upstream.values import number, whole
from modelario.upstream.wire import ECHO_THRESHOLD, WirePrice

FIELDS = WirePrice.__struct_fields__

_OBJECT = msgspec.json.Decoder(dict[str, Raw])
_ENCODER = msgspec.json.Encoder(decimal_format="number")


def prices(body: bytes) -> dict[str, Decimal]:
    """Every price field of an offering that holds a number, by path."""
    return {
        f"{path}/{field}": price
        for path, place in _places(_cost(body))
        for field in FIELDS
        if (price := number(place.get(field))) is not None
    }


def with_prices(body: bytes, wanted: Mapping[str, Decimal | None]) -> bytes:
    """The offering with some price fields set; ``None`` takes a field out."""
    cost = writable(_cost(body))
    places = dict(_places(cost))
    for path, price in wanted.items():
        where, _, field = path.rpartition("/")
        if where not in places:
            continue
        if price is None:
            places[where].pop(field, None)
        else:
            places[where][field] = price
    # Whatever else an offering holds stays as it is, to the byte.
    return _ENCODER.encode(_OBJECT.decode(body) | {"cost": Raw(_ENCODER.encode(cost))})


def price_name(path: str) -> str:
    """Name a price field as records do: ``cost/tiers/9/input`` is ``tiers/9/input_mtok``."""
    place = path.removeprefix("cost/").replace("context_over_200k", f"tiers/{ECHO_THRESHOLD}")
    return f"{place}_mtok"


def _cost(body: bytes) -> Any:  # noqa: ANN401 – any JSON
    """What an offering has for ``cost``; nothing where it cannot be read at all."""
    try:
        cost = _OBJECT.decode(body).get("cost")
        return None if cost is None else untyped(bytes(cost))
    except (msgspec.MsgspecError, RecursionError, MalformedError):
        return None


def _places(cost: Any) -> Iterator[tuple[str, dict[str, Any]]]:  # noqa: ANN401 – any JSON
    """The objects inside a cost that hold price fields, by path."""
    if not isinstance(cost, dict):
        return
    yield "cost", cost
    echo = cost.get("context_over_200k")
    if isinstance(echo, dict):
        yield "cost/context_over_200k", echo
    tiers = cost.get("tiers")
    for tier in tiers if isinstance(tiers, list) else ():
        rule = tier.get("tier") if isinstance(tier, dict) else None
        size = number(rule.get("size")) if isinstance(rule, dict) else None
        if size is not None and (tokens := whole(size, TOKENS)) is not None:
            yield f"cost/tiers/{tokens}", tier
