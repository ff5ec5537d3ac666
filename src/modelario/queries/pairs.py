"""Models to compare: what is on offer widely of late, beside what comes nearest from elsewhere."""

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta

from msgspec import Struct

from modelario.catalogue.alternatives import MOST_OF_ONE_LAB, Alternative, alternatives
from modelario.queries.model import ModelLine, model_line
from modelario.records import Catalogue, Entry, LabId, ModelId, Reason

#: A model is of late for so long, and so many pairs are named.
_LATE, _PAIRS = timedelta(days=365), 12


class PairRow(Struct, frozen=True, kw_only=True):
    """Two models worth comparing, and what tells the second from the first."""

    first: ModelLine
    second: ModelLine
    reasons: tuple[Reason, ...]


def suggested_pairs(catalogue: Catalogue, most: int = _PAIRS) -> tuple[PairRow, ...]:
    """Pair the late models that most providers serve with their nearest from another lab."""
    found: dict[frozenset[ModelId], PairRow] = {}
    labs = Counter[LabId]()
    for entry in _popular(catalogue):
        nearest = _nearest(catalogue, entry)
        if nearest is None or labs[entry.model.lab.id] == MOST_OF_ONE_LAB:
            continue
        labs[entry.model.lab.id] += 1
        pair = PairRow(
            first=model_line(entry), second=model_line(nearest.entry), reasons=nearest.reasons
        )
        found.setdefault(frozenset((pair.first.id, pair.second.id)), pair)
        if len(found) == most:
            break
    return tuple(found.values())


def partners(catalogue: Catalogue, id_: ModelId) -> tuple[ModelLine, ...]:
    """Name what a model may be compared with, the nearest first."""
    groups = alternatives(catalogue.profiles[id_], catalogue.profiles.values())
    found = {each.entry.model.id: each.entry for group in groups for each in group}
    return tuple(model_line(entry) for entry in found.values())


def _popular(catalogue: Catalogue) -> Iterable[Entry]:
    since = (catalogue.origin.as_of - _LATE).isoformat()
    late = (
        profile.entry
        for profile in catalogue.profiles.values()
        if profile.candidate
        and profile.entry.recommended is not None
        and (profile.entry.model.facts.release_date or "") >= since
    )
    return sorted(late, key=lambda entry: (-_providers(entry), entry.model.id))


def _providers(entry: Entry) -> int:
    return len({serving.offering.provider for serving in entry.model.servings})


def _nearest(catalogue: Catalogue, entry: Entry) -> Alternative | None:
    closest = alternatives(catalogue.profiles[entry.model.id], catalogue.profiles.values()).closest
    elsewhere = (each for each in closest if each.entry.model.lab.id != entry.model.lab.id)
    return next(elsewhere, None)
