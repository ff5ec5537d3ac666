"""Which ids can have an address: the one rule at the door, for everything that is published."""

from collections import defaultdict
from collections.abc import Collection, Mapping

from modelario.records import Reason

#: Parts of an id that lead elsewhere when they stand in an address or in a path of files.
_LEADING_AWAY = frozenset({"", ".", ".."})


def address_fault(id_: str) -> Reason | None:
    """Why an id can have no address, or ``None``; slashes part it, as in ``lab/model``."""
    if "\\" in id_ or not _LEADING_AWAY.isdisjoint(id_.split("/")):
        return Reason("id_leads_away")
    return None


def case_clashes(ids: Collection[str]) -> Mapping[str, Reason]:
    """Ids that differ from another one only by capitals, where files and people see no difference.

    The one in small letters stays, or else the first: no newcomer takes a known one's place.
    """
    if len({id_.casefold() for id_ in ids}) == len(ids):
        return {}
    alike: defaultdict[str, list[str]] = defaultdict(list)
    for id_ in ids:
        alike[id_.casefold()].append(id_)
    found = {}
    for small, spelt in alike.items():
        stays = small if small in spelt else min(spelt)
        found.update({each: Reason("id_clashes", id=stays) for each in spelt if each != stays})
    return found
