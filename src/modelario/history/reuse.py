"""An id used anew for another model: what it stood for stays until somebody has looked."""

import re
from collections.abc import Iterator

from modelario.history.arrival import Arrival
from modelario.history.gates import GATES
from modelario.history.journal import Gate
from modelario.history.suspects import Suspect
from modelario.upstream.field_paths import NAME, decoded, stated

_WORDS = re.compile(r"[^\W\d_]+|\d+")
#: Facts of which another name needs one more that differs; each by where it may stand.
_TELLING = (
    (("family",),),
    (("release_date",),),
    (("modalities", "output"), ("output_modalities",)),
)


def reused(arrival: Arrival) -> Iterator[Suspect]:
    """Listings whose name shares no word with the old one, and a fact that tells models apart."""
    for each in arrival.moved:
        if each.key not in arrival.published.offerings:
            continue
        was, now = (
            decoded(arrival.published.offerings[each.key]),
            decoded(arrival.new.offerings[each.key]),
        )
        old, new = was.get(NAME), now.get(NAME)
        if not (isinstance(old, str) and isinstance(new, str)) or _words(old) & _words(new):
            continue
        differing = sum(_differs(was, now, places) for places in _TELLING)
        if 1 + differing >= GATES[Gate.IDENTITY].figure:
            yield Suspect(Gate.IDENTITY, each.key, NAME, old, new)


def _words(name: str) -> set[str]:
    return set(_WORDS.findall(name.lower()))


def _differs(
    was: dict[str, object], now: dict[str, object], places: tuple[tuple[str, ...], ...]
) -> bool:
    old, new = (
        next((value for place in places if (value := stated(offering, *place))), None)
        for offering in (was, now)
    )
    return old is not None and new is not None and old != new
