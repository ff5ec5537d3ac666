"""The prices inside one offering's JSON, found and set without touching anything else.

A path names a price field: ``cost/input``, ``cost/tiers/200000/output`` (the number is the
tier's size), ``cost/context_over_200k/input``, or ``cost/modes/fast/input`` and the like, which
stands elsewhere in the JSON.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import msgspec
from msgspec import Raw

from modelario.bounds import TOKENS
from modelario.upstream.decoding import MalformedError, untyped, writable
from modelario.upstream.wire import ECHO_THRESHOLD, WirePrice, mode_name
from modelario.values import is_mode, number, whole

FIELDS = WirePrice.__struct_fields__
_PRICED = ("cost", "experimental")
_MODES = "cost/modes/"

_OBJECT = msgspec.json.Decoder(dict[str, Raw])
_ENCODER = msgspec.json.Encoder(decimal_format="number")


def prices(body: bytes) -> dict[str, Decimal]:
    """Every price field of an offering that holds a number, by path."""
    return {
        f"{path}/{field}": price
        for path, place in _places(_priced(body))
        for field in FIELDS
        if (price := number(place.get(field))) is not None
    }


def with_prices(body: bytes, wanted: Mapping[str, Decimal | None]) -> bytes:
    """The offering with some price fields set; ``None`` takes a field out."""
    priced = writable(_priced(body))
    places = dict(_places(priced))
    touched = set()
    for path, price in wanted.items():
        where, _, field = path.rpartition("/")
        if where not in places:
            continue
        if price is None:
            places[where].pop(field, None)
        else:
            places[where][field] = price
        touched.add("experimental" if where.startswith(_MODES) else "cost")
    # Whatever else an offering holds stays as it is, to the byte.
    changed = {name: Raw(_ENCODER.encode(priced[name])) for name in touched}
    return _ENCODER.encode(_OBJECT.decode(body) | changed)


def price_name(path: str) -> str:
    """Name a price field as records do: ``cost/tiers/9/input`` is ``tiers/9/input_mtok``."""
    place = path.removeprefix("cost/").replace("context_over_200k", f"tiers/{ECHO_THRESHOLD}")
    return f"{place}_mtok"


def _priced(body: bytes) -> dict[str, Any]:
    """The fields of an offering that hold prices, as far as they can be read."""
    try:
        offering = _OBJECT.decode(body)
    except (msgspec.MsgspecError, RecursionError):
        return {}
    found = {}
    for name in _PRICED:
        if name in offering:
            try:
                found[name] = untyped(bytes(offering[name]))
            except (msgspec.MsgspecError, RecursionError, MalformedError):
                continue
    return found


def _places(priced: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The objects that hold price fields, by path."""
    yield from _cost_places("cost", priced.get("cost"))
    experimental = priced.get("experimental")
    modes = experimental.get("modes") if isinstance(experimental, dict) else None
    for name, mode in modes.items() if isinstance(modes, dict) else ():
        if is_mode(name) and isinstance(mode, dict):
            yield from _cost_places(f"{_MODES}{mode_name(name, mode)}", mode.get("cost"))


def _cost_places(path: str, cost: Any) -> Iterator[tuple[str, dict[str, Any]]]:  # noqa: ANN401 – any JSON
    if not isinstance(cost, dict):
        return
    yield path, cost
    echo = cost.get("context_over_200k")
    if isinstance(echo, dict):
        yield f"{path}/context_over_200k", echo
    tiers = cost.get("tiers")
    for tier in tiers if isinstance(tiers, list) else ():
        rule = tier.get("tier") if isinstance(tier, dict) else None
        size = number(rule.get("size")) if isinstance(rule, dict) else None
        if size is not None and (tokens := whole(size, TOKENS)) is not None:
            yield f"{path}/tiers/{tokens}", tier
