"""The area that a disc and a polygon have in common, against shapely and by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely
import shapely.affinity
from hypothesis import given, settings
from hypothesis import strategies as st

from conflictmap.joins.discs import common_area

SQUARE = shapely.box(0, 0, 10, 10)
RING = shapely.difference(shapely.box(-50, -50, 50, 50), shapely.Point(0, 0).buffer(20))
STAR = shapely.Polygon([(math.cos(a) * r, math.sin(a) * r) for a, r in zip(
    np.linspace(0, 2 * math.pi, 120, endpoint=False), [30, 12] * 60, strict=True)])
SEVERAL = shapely.MultiPolygon([shapely.box(0, 0, 5, 5), shapely.box(20, 0, 30, 40)])
SHAPES = np.array([SQUARE, RING, STAR, SEVERAL], dtype=object)


def common(x, y, radius, shape=0):
    return common_area(np.array([[x, y]], float), np.array([radius], float), SHAPES,
                       np.array([shape]))[0]


@pytest.mark.parametrize(("x", "y", "radius", "share"), [
    (5, 5, 1, 1), (5, 5, 5, 1), (0, 5, 2, .5), (0, 0, 2, .25), (10, 5, 2, .5), (5, 10, .001, .5),
    (-2, 5, 2, 0), (-3, 5, 2, 0), (20, 20, 5, 0), (5, 5, .25, 1), (9.9, 9.9, .05, 1),
])
def test_shares_of_a_square_by_hand(x, y, radius, share):
    assert common(x, y, radius) == pytest.approx(share * math.pi * radius**2, abs=1e-9)


def test_a_disc_that_holds_the_polygon_has_its_area():
    for shape, whole in enumerate(SHAPES):
        assert common(0, 0, 1000, shape) == pytest.approx(whole.area, rel=1e-9)


def test_a_disc_across_an_edge_is_a_segment():
    for depth in (.1, .5, 1.0, 1.9):
        half = math.acos(1 - depth)
        segment = half - math.sin(2 * half) / 2
        assert common(depth - 1, 5, 1) == pytest.approx(segment, abs=1e-9)


@pytest.mark.parametrize("radius", [.01, .4, 1.5, 6.0, 25.0, 60.0])
def test_any_disc_and_any_polygon(radius):
    rng = np.random.default_rng(5)
    n = 300
    middles = rng.uniform(-60, 60, (n, 2))
    near = shapely.get_coordinates(shapely.segmentize(shapely.boundary(SHAPES), 1.7))
    middles[: n // 2] = near[rng.integers(0, len(near), n // 2)] + rng.normal(0, radius / 2,
                                                                               (n // 2, 2))
    which = rng.integers(0, len(SHAPES), n)
    found = common_area(middles, np.full(n, radius), SHAPES, which)
    discs = shapely.buffer(shapely.points(middles), radius, quad_segs=400)
    expected = shapely.area(shapely.intersection(discs, SHAPES[which]))
    assert np.abs(found - expected).max() < 1e-4 * math.pi * radius**2


def test_no_discs_have_no_areas():
    none = common_area(np.empty((0, 2)), np.empty(0), SHAPES, np.empty(0, dtype=np.int64))
    assert len(none) == 0


@pytest.mark.parametrize("corners", [*range(3, 10), *range(22, 30), *range(46, 53), 71, 72, 73, 74])
def test_rings_of_any_number_of_corners(corners):
    """Rings are worked on in chains of edges: none may be lost where a chain ends."""
    turns = np.linspace(0, 2 * math.pi, corners, endpoint=False)
    shape = np.array([shapely.Polygon(np.column_stack([np.cos(turns), np.sin(turns)]))])
    middles = np.array([[0, 0], [.7, -.1], [.95, -.05], [-1, 0]])
    for radius in (.3, 1.1, 5):
        found = common_area(middles, np.full(4, radius), shape, np.zeros(4, dtype=np.int64))
        discs = shapely.buffer(shapely.points(middles), radius, quad_segs=400)
        assert found == pytest.approx(shapely.area(shapely.intersection(discs, shape)), abs=1e-4)


def test_a_hole_in_the_disc_is_taken_out_and_a_disc_in_a_hole_has_nothing():
    hole = shapely.Polygon(RING.interiors[0])
    assert common(0, 0, 30, 1) == pytest.approx(math.pi * 900 - hole.area, rel=1e-9)
    assert common(0, 0, 19, 1) == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("turn", np.linspace(0, 2 * math.pi, 16, endpoint=False))
@pytest.mark.parametrize("scale", [1e-4, 1, 1e5])
def test_a_half_plane_holds_half_of_a_disc_whichever_way_it_faces(turn, scale):
    """Angles are counted from the west: no arc may be lost or doubled where it passes there."""
    half = shapely.affinity.rotate(shapely.box(-50, 0, 50, 50), turn, (0, 0), use_radians=True)
    shape = np.array([shapely.transform(half, lambda at: at * scale)])
    found = common_area(np.zeros((1, 2)), np.array([7 * scale]), shape, np.array([0]))
    assert found[0] == pytest.approx(math.pi * 49 * scale**2 / 2, rel=1e-9)


@settings(deadline=None)
@given(st.integers(0, 10**6), st.floats(0.05, 80), st.floats(-60, 60), st.floats(-60, 60))
def test_parts_of_the_plane_share_a_disc_among_them(seed, radius, x, y):
    """What areas side by side have in common with a disc adds up to what they have together."""
    rng = np.random.default_rng(seed)
    corners = rng.uniform(-50, 50, (rng.integers(3, 60), 2))
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.MultiPoint(corners)))
    whole = shapely.union_all(cells)
    areas = np.array([whole, *cells])
    n = len(areas)
    found = common_area(np.full((n, 2), (x, y)), np.full(n, radius), areas, np.arange(n))
    assert (found > -1e-6).all()
    assert found[1:].sum() == pytest.approx(found[0], rel=1e-7, abs=1e-6)
