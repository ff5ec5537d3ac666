"""The prices inside one offering's JSON, found and set without touching anything else.

A path names a price field: ``cost/input``, ``cost/tiers/200000/output`` (the number is the
tier's size) or ``cost/context_over_200k/input``.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

import msgspec

from modelario.upstream.wire import ECHO_THRESHOLD, WirePrice

FIELDS = WirePrice.__struct_fields__

_DECODER = msgspec.json.Decoder(float_hook=Decimal)
_ENCODER = msgspec.json.Encoder(decimal_format="number")


def prices(body: bytes) -> dict[str, Decimal]:
    """Every price field of an offering that holds a number, by path."""
    return {
        f"{path}/{field}": price
        for path, place in _places(_decoded(body))
        for field in FIELDS
        if (price := _number(place.get(field))) is not None
    }


def with_prices(body: bytes, wanted: Mapping[str, Decimal | None]) -> bytes:
    """The offering with some price fields set; ``None`` takes a field out."""
    offering = _decoded(body)
    places = dict(_places(offering))
    for path, price in wanted.items():
        where, _, field = path.rpartition("/")
        if where not in places:
            continue
        if price is None:
            places[where].pop(field, None)
        else:
            places[where][field] = price
    return _ENCODER.encode(offering)


def price_name(path: str) -> str:
    """Name a price field as records do: ``cost/tiers/9/input`` is ``tiers/9/input_mtok``."""
    place = path.removeprefix("cost/").replace("context_over_200k", f"tiers/{ECHO_THRESHOLD}")
    return f"{place}_mtok"


def _decoded(body: bytes) -> Any:  # noqa: ANN401 – any JSON
    try:
        return _DECODER.decode(body)
    except msgspec.MsgspecError:
        # The reader of documents sets such an offering aside as a whole.
        return None


def _places(offering: Any) -> Iterator[tuple[str, dict[str, Any]]]:  # noqa: ANN401
    """The objects of an offering that hold price fields, by path."""
    cost = offering.get("cost") if isinstance(offering, dict) else None
    if not isinstance(cost, dict):
        return
    yield "cost", cost
    echo = cost.get("context_over_200k")
    if isinstance(echo, dict):
        yield "cost/context_over_200k", echo
    tiers = cost.get("tiers")
    for tier in tiers if isinstance(tiers, list) else ():
        rule = tier.get("tier") if isinstance(tier, dict) else None
        if isinstance(rule, dict) and isinstance(rule.get("size"), int):
            yield f"cost/tiers/{rule['size']}", tier


def _number(value: Any) -> Decimal | None:  # noqa: ANN401
    if isinstance(value, bool) or not isinstance(value, int | Decimal | str):
        return None
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    # A signalling NaN cannot even be compared.
    return Decimal("NaN") if number.is_nan() else number
