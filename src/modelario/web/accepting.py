"""In which form a reader wants a page whose address names none (RFC 9110, 12.5.1)."""

from collections.abc import Iterable
from functools import lru_cache

from modelario.web.drawing import FORMS, HTML

#: What each form is called in an Accept header; a page for people goes before all others.
_TYPES = {HTML: "text/html", **{form: kind.partition(";")[0] for form, (kind, _) in FORMS.items()}}


def accepted(headers: Iterable[tuple[bytes, bytes]]) -> str:
    """Choose the form that a reader wants most; HTML for who does not care.

    Of equals what is named goes before what a wildcard lets pass.
    """
    for name, value in headers:
        if name == b"accept":
            return _accepted(value)
    return HTML


# Browsers and programs say the same few things over and over again.
@lru_cache(maxsize=256)
def _accepted(header: bytes) -> str:
    if not header:
        return HTML
    offers = dict(map(_offer, header.decode("latin-1").lower().split(",")))
    wants = {form: _want(kind, offers) for form, kind in _TYPES.items()}
    best = max(wants, key=lambda form: wants[form])
    return best if wants[best][0] > 0 else HTML


def _offer(text: str) -> tuple[str, float]:
    kind, *parameters = (part.strip() for part in text.split(";"))
    for each in parameters:
        if each.startswith("q="):
            try:
                return kind, float(each[2:])
            except ValueError:
                return kind, 0.0
    return kind, 1.0


def _want(kind: str, offers: dict[str, float]) -> tuple[float, bool]:
    """How much a media type is wanted, and whether it is named."""
    if kind in offers:
        return offers[kind], True
    for wildcard in (f"{kind.partition('/')[0]}/*", "*/*"):
        if wildcard in offers:
            return offers[wildcard], False
    return 0.0, False
