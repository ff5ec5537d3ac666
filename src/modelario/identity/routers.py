"""Routers: offerings that choose a model for each request."""

from fnmatch import fnmatchcase
from functools import lru_cache

from modelario.identity.tables import table
from modelario.records import ProviderId


@lru_cache(maxsize=16384)
def router_reason(provider: ProviderId, offering_id: str) -> str | None:
    """Why an offering is a router, or ``None`` where it is a model."""
    name = offering_id.lower()
    for row in table("routers")["routers"]:
        if any(fnmatchcase(provider, pattern) for pattern in row["providers"]) and any(
            fnmatchcase(name, pattern) for pattern in row["ids"]
        ):
            return str(row["reason"])
    return None
