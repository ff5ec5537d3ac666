"""Single values of upstream's: text made harmless, ids, addresses, sets of modalities."""

import unicodedata
from collections.abc import Collection, Iterator
from decimal import Decimal

from modelario.records import MODALITIES, Reason
from modelario.upstream.addressable import address_fault, case_clashes

#: Longer ids and names are not published.
MAX_ID_LENGTH, MAX_TEXT_LENGTH = 200, 300


def text(value: str | None) -> str | None:
    """One line of plain text: no control, bidi or other format characters."""
    if value is None:
        return None
    if not value.isascii() or not value.isprintable():
        value = "".join(c for c in value if unicodedata.category(c) not in _UNPRINTABLE)
    return value.strip()[:MAX_TEXT_LENGTH] or None


_UNPRINTABLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def id_fault(value: str) -> Reason | None:
    """Why a key cannot be an id, or ``None``."""
    if not value or value.strip() != value or not value.isprintable():
        return Reason("id_unprintable")
    if len(value) > MAX_ID_LENGTH:
        return Reason("id_too_long", most=MAX_ID_LENGTH)
    return address_fault(value)


def id_faults(ids: Collection[str]) -> Iterator[tuple[str, Reason | None]]:
    """Give each of some ids in order, with why it cannot be one beside the others, or ``None``."""
    clashes = case_clashes(ids)
    for id_ in sorted(ids):
        yield id_, id_fault(id_) or clashes.get(id_)


def https(value: str | None) -> str | None:
    """An https address without user info or odd characters, else ``None``."""
    if not value or not value.startswith("https://") or not value.isascii():
        return None
    host = value[8:].split("/", 1)[0]
    odd = any(c.isspace() or c in "\"'<>`\\" or not c.isprintable() for c in value)
    return None if odd or not host or "@" in host else value


def shown_path(path: str) -> str:
    """A path that can be stored and shown, whatever the id in it holds."""
    return (text(path) or "")[:MAX_ID_LENGTH]


def shortened(value: Decimal) -> str:
    """A number as it stands, the first digits of a very long one."""
    digits = str(value)
    return digits if len(digits) <= 24 else f"{digits[:20]}…"  # noqa: PLR2004 – what fits a line


def modalities(values: list[str] | None) -> tuple[str, ...] | None:
    """A set of modalities in our order; others follow by name."""
    if not values:
        return None
    known = _KNOWN_MODALITIES.get(tuple(values))
    if known is not None:
        return known
    named = {name.lower()[:20] for value in values if (name := text(value))}
    order = {name: place for place, name in enumerate(MODALITIES)}
    return tuple(sorted(named, key=lambda name: (order.get(name, len(order)), name)))


#: The commonest spelling, already in order.
_KNOWN_MODALITIES = {("text",): ("text",), ("text", "image"): ("text", "image")}
