"""The Pareto frontier: what nothing else beats at its price."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelario.catalogue.frontier import Placed, frontier

PLACED = st.lists(
    st.builds(
        Placed,
        st.decimals(min_value="0.001", max_value=600, places=3),
        st.integers(min_value=0, max_value=20),
    ),
    max_size=40,
)


def _beats(one: Placed, other: Placed) -> bool:
    return (one.price < other.price and one.value >= other.value) or (
        one.price <= other.price and one.value > other.value
    )


@pytest.mark.parametrize(
    ("placed", "expected"),
    [
        ([], set()),
        ([(1, 1)], {0}),
        # Cheaper and as good; better at the same price.
        ([(1, 5), (2, 5)], {0}),
        ([(1, 5), (1, 6)], {1}),
        # Dearer and better both stand; what lies between is beaten.
        ([(1, 5), (2, 4), (3, 6)], {0, 2}),
        # Equals stand together, in any order.
        ([(2, 6), (1, 5), (2, 6)], {0, 1, 2}),
        ([(1, 0)], {0}),
    ],
)
def test_frontier(placed: list[tuple[int, int]], expected: set[int]) -> None:
    """Each case by places in the list."""
    assert frontier([Placed(Decimal(price), value) for price, value in placed]) == expected


@given(PLACED)
def test_it_is_all_that_nothing_beats(placed: list[Placed]) -> None:
    """A point stands on it exactly if no other point beats it."""
    found = frontier(placed)
    for place, each in enumerate(placed):
        assert (place in found) is not any(_beats(other, each) for other in placed)


@given(PLACED, st.randoms(use_true_random=False))
def test_order_does_not_count(placed: list[Placed], random: object) -> None:
    """The same points, shuffled, make the same frontier."""
    shuffled = placed.copy()
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    stand = sorted(placed[place] for place in frontier(placed))
    assert sorted(shuffled[place] for place in frontier(shuffled)) == stand
