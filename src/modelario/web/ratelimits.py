"""What an address has left, told as the IETF's draft has it (draft-ietf-httpapi-ratelimit-headers).

There are two policies: `work`, a bucket of milliseconds of a processor that fills with time, and
`waiting`, how many requests of an address may wait at once. `q` is the quota, `qu` its unit, `w`
the seconds in which it fills; `r` is what is left, `t` the seconds until the quota is whole again.
"""

from collections.abc import Iterator
from math import ceil
from typing import NamedTuple, TypeVar

from modelario.limits import Limit, figure
from modelario.web.cache import Finished
from modelario.web.streaming import Streamed

M = TypeVar("M", Finished, Streamed, Finished | Streamed)

#: The fields, so that scripts of other sites may read them, too.
FIELDS = ("ratelimit-policy", "ratelimit", "retry-after")
_MS = 1000


class Allotment(NamedTuple):
    """What is left of an address' quotas: seconds of work, and places to wait in."""

    #: Seconds of work that come back a second; ``None`` where work has no limit.
    share: float | None
    #: Seconds of work that may be done at once; below 0 what has to be waited for.
    work: float
    places: int


def limited(made: M, left: Allotment) -> M:
    """Tell with an answer what its asker has left."""
    for name, value in rate_limits(left):
        made = made.also(name, value)
    return made


def rate_limits(left: Allotment) -> Iterator[tuple[str, str]]:
    """Give the fields of an answer."""
    burst, places = figure(Limit.BURST), figure(Limit.PLACES)
    policies, now = [], []
    if left.share is not None:
        policies.append(f'"work";q={burst * _MS};qu="milliseconds";w={ceil(burst / left.share)}')
        whole = ceil((burst - left.work) / left.share)
        now.append(f'"work";r={max(0, int(left.work * _MS))};t={whole}')
    policies.append(f'"waiting";q={places};qu="concurrent-requests"')
    now.append(f'"waiting";r={max(0, left.places)}')
    yield FIELDS[0], ", ".join(policies)
    yield FIELDS[1], ", ".join(now)
