"""Curated exceptions: ids that are read as if they were spelt otherwise."""

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from modelario.identity.reading.curated import table


class Exceptional(NamedTuple):
    """One curated reading and why it is needed."""

    provider: str
    offering_id: str
    reads_as: str
    reason: str


@cache
def exceptions() -> Mapping[tuple[str, str], Exceptional]:
    """Every curated exception by provider and id."""
    rows = table("exceptions")["exceptions"]
    read = [Exceptional(row["provider"], row["id"], row["as"], row["reason"]) for row in rows]
    return {(entry.provider, entry.offering_id): entry for entry in read}
