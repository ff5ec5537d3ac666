"""Models to compare: what is widely served of late, beside what comes nearest from elsewhere."""

from itertools import islice

from msgspec import Struct

from modelario.catalogue.alternatives import alternatives
from modelario.catalogue.pairs import pairs
from modelario.queries.model_lines import ModelLine, model_line
from modelario.records import Catalogue, ModelId, Reason

#: So many pairs are named.
_PAIRS = 12


class PairRow(Struct, frozen=True, kw_only=True):
    """Two models worth comparing, on what ground, and what tells the second from the first."""

    first: ModelLine
    second: ModelLine
    ground: Reason
    reasons: tuple[Reason, ...]


def suggested_pairs(catalogue: Catalogue, most: int = _PAIRS) -> tuple[PairRow, ...]:
    """Pair the late models that most providers serve with their nearest from another lab."""
    return tuple(
        PairRow(
            first=model_line(catalogue, catalogue.profiles[pair.first]),
            second=model_line(catalogue, catalogue.profiles[pair.second]),
            ground=pair.ground,
            reasons=pair.reasons,
        )
        for pair in islice(pairs(catalogue.profiles, catalogue.origin.as_of), most)
    )


def partners(catalogue: Catalogue, id_: ModelId) -> tuple[ModelLine, ...]:
    """Name what a model may be compared with, the nearest first."""
    groups = alternatives(catalogue.profiles[id_], catalogue.profiles)
    found = dict.fromkeys(each.model for group in groups for each in group)
    return tuple(model_line(catalogue, catalogue.profiles[id_]) for id_ in found)
