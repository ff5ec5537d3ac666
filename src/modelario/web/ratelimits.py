"""What an address has left, told as draft 11 of the IETF's draft-ietf-httpapi-ratelimit-headers.

There are two policies: `work`, a bucket of a processor's time that fills with time, told in
requests that take as long as a common one, and `waiting`, how many requests of an address may wait
at once. `q` is the quota, `w` the seconds in which it fills, `qu` its unit where that is not
requests; `r` is what is left, `t` the seconds for which that has to do: until the quota is whole
again, or where nothing is left until there is something, as `Retry-After` says.
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
_MS_A_SECOND = 1000


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
        policies.append(f'"work";q={_requests(burst)};w={ceil(burst / left.share)}')
        missing = burst - left.work if left.work > 0 else -left.work
        now.append(f'"work";r={_requests(left.work)};t={ceil(missing / left.share)}')
    policies.append(f'"waiting";q={places};qu="concurrent-requests"')
    now.append(f'"waiting";r={max(0, left.places)}')
    yield FIELDS[0], ", ".join(policies)
    yield FIELDS[1], ", ".join(now)


def _requests(work: float) -> int:
    """Count how many common requests some seconds of work are enough for."""
    return max(0, int(work * _MS_A_SECOND / figure(Limit.QUESTION)))
