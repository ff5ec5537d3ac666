"""How much each thing that ranks counts."""

from decimal import Decimal

from modelario.catalogue.questions import QuestionError


class PickError(QuestionError):
    """Weights that do not go with the ranking; the message says why."""


_HEAVIEST = 1_000_000


def weights_of(rank: tuple[str, ...], weight: tuple[Decimal, ...]) -> dict[str, Decimal]:
    """Give what ranks its weight, all the same where none is told; raises :class:`PickError`."""
    weights = weight or (Decimal(1),) * len(rank)
    if len(weights) != len(rank) or len(set(rank)) != len(rank):
        raise PickError(
            f"{len(weights)} weights are given for {len(rank)} that rank", field="weight"
        )
    if not all(each.is_finite() and 0 < each <= _HEAVIEST for each in weights):
        raise PickError(f"a weight is above 0 and at most {_HEAVIEST:,}", field="weight")
    return dict(zip(rank, weights, strict=True))
