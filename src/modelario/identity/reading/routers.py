"""Routers: offerings that choose a model for each request."""

import re
from fnmatch import fnmatchcase, translate
from functools import cache

from modelario.identity.reading.curated import table
from modelario.records import ProviderId
from modelario.remembering import remembered


@remembered(16384)
def router_reason(provider: ProviderId, offering_id: str) -> str | None:
    """Why an offering is a router, or ``None`` where it is a model."""
    for pattern, reason in _patterns(provider):
        if pattern.fullmatch(offering_id.lower()):
            return reason
    return None


@cache
def _patterns(provider: ProviderId) -> tuple[tuple[re.Pattern[str], str], ...]:
    """What a provider's routers are called, each with the reason."""
    return tuple(
        (pattern, reason)
        for names, pattern, reason in _rows()
        if any(fnmatchcase(provider, name) for name in names)
    )


@cache
def _rows() -> tuple[tuple[tuple[str, ...], re.Pattern[str], str], ...]:
    return tuple(
        (
            tuple(row["providers"]),
            re.compile("|".join(translate(name) for name in row["ids"])),
            row["reason"],
        )
        for row in table("routers")["routers"]
    )
