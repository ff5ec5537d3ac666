"""The fields of one offering's JSON that gates look at: prices and facts, by path.

Paths of prices are those of :mod:`~modelario.upstream.costs`; others are ``limit/context`` and
the like. ``cost`` means everything that it holds.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from decimal import Decimal
from typing import Any

import msgspec

from modelario.bounds import LIST_LENGTH, TEXT_LENGTH, WORD_LENGTH
from modelario.records import CAPABILITIES
from modelario.upstream.costs import price_name, prices, with_prices
from modelario.upstream.decoding import MalformedError, untyped, writable

#: A price or limit, a flag, a text.
Value = Decimal | bool | str

COST, NAME, ID, STATUS, OPEN_WEIGHTS = "cost", "name", "id", "status", "open_weights"
_LIMITS = {
    "limit/context": "context_window",
    "limit/input": "max_input_tokens",
    "limit/output": "max_output_tokens",
}
LIMITS = tuple(_LIMITS)
DATES = (RELEASED, KNOWLEDGE) = ("release_date", "knowledge")
MODALITIES = (READS, WRITES) = ("modalities/input", "modalities/output")
#: What records call otherwise.
_NAMES = {
    **_LIMITS,
    KNOWLEDGE: "knowledge_cutoff",
    READS: "input_modalities",
    WRITES: "output_modalities",
}
FLAGS = (*CAPABILITIES, OPEN_WEIGHTS)
#: The status of what states none.
IN_USE = "current"

_ENCODER = msgspec.json.Encoder(decimal_format="number")


def is_price_path(path: str) -> bool:
    """Whether a path names a price."""
    return path.startswith(f"{COST}/")


def field_name(path: str) -> str:
    """Name a path as records do: ``cost/input`` is ``input_mtok``."""
    return price_name(path) if is_price_path(path) else _NAMES.get(path, path)


def is_number_path(path: str) -> bool:
    """Whether a path names a price or a limit."""
    return is_price_path(path) or path in LIMITS


def values(body: bytes) -> dict[str, Value]:
    """Every price, and the facts of :func:`facts`, that an offering states, by path."""
    return {**prices(body), **facts(body)}


def facts(body: bytes) -> dict[str, Value]:
    """Every limit, flag and text that an offering states, by path.

    A limit of 0 is none; without a status an offering is in use. Families and days of the last
    update are left out: they are put in order, and told anew, for all of a provider at once.
    """
    offering = decoded(body)
    found: dict[str, Value] = {STATUS: IN_USE}
    for path in LIMITS:
        number = stated(offering, *path.split("/"))
        if isinstance(number, int | Decimal) and not isinstance(number, bool) and number:
            found[path] = Decimal(number)
    found |= {name: value for name in FLAGS if isinstance(value := offering.get(name), bool)}
    found |= {
        name: value
        for name in (NAME, STATUS, *DATES)
        if isinstance(value := offering.get(name), str) and 0 < len(value) <= TEXT_LENGTH.most
    }
    return found | dict(_modalities(offering))


def _modalities(offering: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What an offering reads and writes, in one order, where it says so in a list."""
    for path in MODALITIES:
        listed = stated(offering, *path.split("/"))
        if not isinstance(listed, list) or len(listed) > LIST_LENGTH.most:
            continue
        kinds = {k for k in listed if isinstance(k, str) and 0 < len(k) <= WORD_LENGTH.most}
        if kinds:
            yield path, kinds_text(kinds)


def kinds_text(kinds: Iterable[str]) -> str:
    """Write modalities as one text."""
    return ", ".join(sorted(kinds))


def kinds_in(text: Value | None) -> AbstractSet[str]:
    """The modalities that :func:`kinds_text` wrote, of nothing none."""
    return frozenset(text.split(", ")) if isinstance(text, str) else frozenset()


def restored(body: bytes, good: bytes, paths: Collection[str]) -> bytes:
    """The offering with some paths as another of its states has them, or lacks them."""
    was = decoded(good)
    offering = writable(decoded(body))
    known = prices(good)
    for path in paths:
        if not is_price_path(path):
            _copy(offering, was, path.split("/"))
    wanted = {path: known.get(path) for path in paths if is_price_path(path)}
    body = _ENCODER.encode(offering)
    return with_prices(body, wanted) if wanted else body


def _copy(target: dict[str, Any], source: dict[str, Any], parts: list[str]) -> None:
    """Set what lies at a path as it is in another object, or take it out."""
    *way, last = parts
    for part in way:
        inner = source.get(part)
        source = inner if isinstance(inner, dict) else {}
        if not isinstance(target.get(part), dict):
            target[part] = {}
        target = target[part]
    if last in source:
        target[last] = source[last]
    else:
        target.pop(last, None)


def decoded(body: bytes) -> dict[str, Any]:
    """An offering's JSON, its numbers exact and of any length; nothing where it is no object."""
    try:
        offering = untyped(body)
    except MalformedError:
        # The reader of documents sets such an offering aside as a whole.
        return {}
    return offering if isinstance(offering, dict) else {}


def stated(offering: Mapping[str, Any], *path: str) -> Any:  # noqa: ANN401 – any JSON
    """What stands at a path of an offering, or nothing."""
    found: Any = offering
    for part in path:
        found = found.get(part) if isinstance(found, dict) else None
    return found
