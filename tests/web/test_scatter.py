"""The scatter plot's geometry."""

from decimal import Decimal
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from modelario.queries.explore import Explore, Point
from modelario.records import LabId, ModelId
from modelario.web.plots.scatter import (
    BOTTOM,
    HEIGHT,
    LEFT,
    RIGHT,
    TOP,
    WIDTH,
    Anchor,
    Box,
    Scale,
    labels,
    logarithmic,
    scatter,
)

FRAME = Box(0, 0, WIDTH, HEIGHT)


@pytest.mark.parametrize(
    ("values", "span"),
    [
        ([0.0031, 262.5], (0.002, 500)),
        ([1, 10], (1, 10)),
        ([4_096, 10_000_000], (2_000, 10_000_000)),
        ([5], (5, 50)),
        ([], (1, 10)),
    ],
)
def test_a_logarithmic_scale_begins_and_ends_round(
    values: list[float], span: tuple[float, float]
) -> None:
    """At 1, 2 or 5 times a power of ten, with room for every value."""
    scale = logarithmic(values, 0, 100)
    assert (scale.low, scale.high) == pytest.approx(span)


@pytest.mark.parametrize(
    ("scale", "expected"),
    [
        (Scale(0.002, 500, 0, 1, logarithmic=True), (0.01, 0.1, 1, 10, 100)),
        (Scale(0.5, 20, 0, 1, logarithmic=True), (0.5, 1, 2, 5, 10, 20)),
        (Scale(0, 100, 0, 1, logarithmic=False), (0, 20, 40, 60, 80, 100)),
    ],
)
def test_ticks_are_few_and_round(scale: Scale, expected: tuple[float, ...]) -> None:
    """Decades over a long span, 1-2-5 over a short one, twenties for scores."""
    assert scale.ticks() == pytest.approx(expected)


def test_equal_ratios_are_equally_far_apart() -> None:
    """That is what logarithmic means."""
    scale = Scale(1, 100, 0, 200, logarithmic=True)
    assert [scale.place(value) for value in (1, 10, 100)] == pytest.approx([0, 100, 200])


@given(st.lists(st.floats(min_value=1e-3, max_value=1e7), min_size=1))
def test_every_value_has_its_place(values: list[float]) -> None:
    """No value lies outside of the scale that is made for it."""
    scale = logarithmic(values, LEFT, WIDTH)
    assert all(LEFT - 1e-6 <= scale.place(value) <= WIDTH + 1e-6 for value in values)


@given(
    st.lists(
        st.builds(
            Anchor,
            st.floats(min_value=LEFT, max_value=WIDTH - RIGHT),
            st.floats(min_value=TOP, max_value=HEIGHT - BOTTOM),
            st.text("abc", min_size=1, max_size=40),
        ),
        max_size=20,
    )
)
def test_labels_keep_apart(anchors: list[Anchor]) -> None:
    """No label lies on another, on a labelled point, or outside of the drawing."""
    points = [Box(a.x - 4, a.y - 4, a.x + 4, a.y + 4) for a in anchors]
    placed = labels(anchors, FRAME, points)
    assert all(label.box.within(FRAME) for label in placed)
    assert not any(a.box.meets(b.box) for a, b in combinations(placed, 2))
    assert not any(label.box.meets(point) for label in placed for point in points)


def _point(id_: str, price: str, value: int, *, frontier: bool) -> Point:
    return Point(
        id=ModelId(id_),
        name=id_,
        lab=LabId("x"),
        lab_name="X",
        status="current",
        blended_mtok=Decimal(price),
        value=value,
        frontier=frontier,
    )


RECORD = Explore(
    axis="coding",
    logarithmic=False,
    points=(
        _point("a", "0.1", 50, frontier=True),
        _point("b", "1", 40, frontier=False),
        _point("c", "10", 100, frontier=True),
    ),
    unpriced=0,
    unmeasured=0,
    as_of="2026-05-21",
)


def test_the_frontier_is_drawn_in_steps() -> None:
    """Across from each point to the next price, then up to it, and on to the edge."""
    plot = scatter(RECORD)
    assert plot.frontier == "M56 280H940V48H940"


def test_what_stands_out_is_labelled_and_drawn_last() -> None:
    """The frontier and the reader's model have labels and lie on top of the others."""
    plot = scatter(RECORD, "b")
    assert {label.text for label in plot.labels} == {"a", "b", "c"}
    assert [mark.point.id for mark in plot.marks] == ["a", "c", "b"]
    assert {label.text for label in scatter(RECORD).labels} == {"a", "c"}


def test_no_model_makes_an_empty_plot() -> None:
    """A filter that nothing passes is no fault."""
    plot = scatter(structs.replace(RECORD, points=()))
    assert (plot.marks, plot.frontier, plot.labels) == ((), "", ())
