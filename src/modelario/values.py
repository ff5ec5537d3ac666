"""Single values of others: numbers as they were meant, text made harmless, ids, addresses."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from decimal import ROUND_HALF_EVEN, Context, Decimal, InvalidOperation
from typing import Any

import msgspec

from modelario.addressable import address_fault, case_clashes
from modelario.bounds import EXCERPT_LENGTH, ID_LENGTH, SIGNIFICANT_DIGITS, WORD_LENGTH, Bound
from modelario.records import MODALITIES, STANDARD, Reason

#: What stands for a character that could not be read.
REPLACEMENT = "\ufffd"

_ZERO = Decimal(0)
#: Powers of ten beyond which a number is out of all bounds as it stands.
_FARTHEST = 24
_RECKONED = 99
_SHORT = Context(prec=SIGNIFICANT_DIGITS.most, rounding=ROUND_HALF_EVEN, traps=[])
#: So many digits fit in a line.
_LINE = 24
_ENCODER = msgspec.json.Encoder(decimal_format="number")


# --- numbers --------------------------------------------------------------------------


def meant(number: Decimal) -> Decimal:
    """The short decimal that was meant by one that went through binary floating point.

    0.13999999999999999 is 0.14, and 1E+6 is 1000000; others stay as they are.
    """
    if number.is_finite() and not number:
        # Upstream also writes 0.0 and -0.0.
        return _ZERO
    if not number.is_finite() or abs(number.adjusted()) > _FARTHEST:
        return number
    short = _SHORT.plus(number)
    if short != number:
        short = short.normalize(_SHORT)
    return short.quantize(_ZERO) if short == short.to_integral_value() else short


def number(value: object) -> Decimal | None:
    """The number that a JSON value is, be it written as text; ``None`` where it is none."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal | str):
        return None
    try:
        found = Decimal(value)
    except InvalidOperation:
        return None
    # A signalling NaN cannot even be compared, nor can every exponent be reckoned with.
    if found.is_nan():
        return Decimal("NaN")
    if found.adjusted() > _RECKONED:
        return Decimal("Infinity").copy_sign(found)
    return meant(found)


def is_within(value: Decimal, bound: Bound) -> bool:
    """Whether a number can be; what is not finite cannot."""
    return value.is_finite() and bound.least <= value <= bound.most


def whole(value: Decimal, bound: Bound) -> int | None:
    """The whole number that can be, be it written as 128000.0 or 1E+6; ``None`` for others."""
    if not is_within(value, bound) or value != value.to_integral_value():
        return None
    return int(value)


def shortened(value: Decimal) -> str:
    """A number as people write it, the first digits of a very long one."""
    plain = value.is_finite() and abs(value.adjusted()) <= _FARTHEST
    digits = f"{value:f}" if plain else str(value)
    return digits if len(digits) <= _LINE else f"{digits[: _LINE - 4]}…"


# --- text -----------------------------------------------------------------------------


def text(value: str | None) -> str | None:
    """One line of plain text: no control, bidi or other format characters."""
    if value is None:
        return None
    if not value.isascii() or not value.isprintable():
        value = "".join(c for c in value if unicodedata.category(c) not in _UNPRINTABLE)
    return value.strip() or None


_UNPRINTABLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def id_fault(value: str) -> Reason | None:
    """Why a key cannot be an id, or ``None``."""
    if not value or value.strip() != value or not value.isprintable() or REPLACEMENT in value:
        return Reason("id_unprintable")
    if len(value) > ID_LENGTH.most:
        return Reason("id_too_long", most=ID_LENGTH.most)
    return address_fault(value)


def id_faults(ids: Collection[str]) -> Iterator[tuple[str, Reason | None]]:
    """Give each of some ids in order, with why it cannot be one beside the others, or ``None``."""
    clashes = case_clashes(ids)
    for id_ in sorted(ids):
        yield id_, id_fault(id_) or clashes.get(id_)


def is_mode(value: str) -> bool:
    """Whether a key can name a mode; the standard one has no name."""
    return value != STANDARD and _MODE.fullmatch(value) is not None


#: Such as ``batch`` or ``fast``; also a part of a path.
_MODE = re.compile(rf"[a-z0-9][a-z0-9_-]{{0,{WORD_LENGTH.most - 1}}}")


def https(value: str | None) -> str | None:
    """An https address without user info or odd characters, else ``None``."""
    if not value or not value.startswith("https://") or not value.isascii():
        return None
    host = value[8:].split("/", 1)[0]
    odd = any(c.isspace() or c in "\"'<>`\\" or not c.isprintable() for c in value)
    return None if odd or not host or "@" in host else value


def shown_path(path: str) -> str:
    """A path that can be stored and shown, whatever the id in it holds."""
    return (text(path) or "")[: ID_LENGTH.most]


def excerpt(value: Any) -> str:  # noqa: ANN401 – any JSON
    """So much of a value that cannot be read as one can show."""
    written = value if isinstance(value, str) else _written(value)
    plain = text(written[: 2 * EXCERPT_LENGTH.most]) or ""
    return plain if len(plain) <= EXCERPT_LENGTH.most else f"{plain[: EXCERPT_LENGTH.most - 1]}…"


def _written(value: Any) -> str:  # noqa: ANN401
    if isinstance(value, Decimal):
        return shortened(value)
    return _ENCODER.encode(value).decode()


def modalities(values: Iterable[str]) -> tuple[str, ...]:
    """A set of modalities in our order; others follow by name."""
    known = _KNOWN_MODALITIES.get(tuple(values))
    if known is not None:
        return known
    named = {name.lower() for value in values if (name := text(value))}
    order = {name: place for place, name in enumerate(MODALITIES)}
    return tuple(sorted(named, key=lambda name: (order.get(name, len(order)), name)))


#: The commonest spelling, already in order.
_KNOWN_MODALITIES = {("text",): ("text",), ("text", "image"): ("text", "image")}
