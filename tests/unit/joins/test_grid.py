"""The grid answers as the plain predicate does, for every point."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

import conflictmap as cm
from conflictmap.joins.grid import Grid, holding


def plainly(areas, x, y) -> set[tuple[int, int]]:
    """Return (point, area) by asking each pair."""
    points = shapely.points(x, y)
    return {(p, a) for a in range(len(areas)) for p in np.flatnonzero(
        shapely.intersects(areas[a], points))}


def asked(areas, x, y, points=400) -> set[tuple[int, int]]:
    point, area = Grid(areas, points=points).query(np.asarray(x, float), np.asarray(y, float))
    assert len(point) == len(set(zip(point.tolist(), area.tolist(), strict=True)))
    return set(zip(point.tolist(), area.tolist(), strict=True))


def worst_points(areas):
    """Return vertices, middles of edges, and points a hair beside them."""
    rings = shapely.segmentize(shapely.boundary(areas), 0.37)
    at = shapely.get_coordinates(rings)
    near = [at, at + 1e-12, at - 1e-12, np.nextafter(at, 1e9), np.nextafter(at, -1e9)]
    return np.concatenate(near).T


STEP = st.integers(0, 12)
QUARTERS = st.tuples(STEP, STEP, STEP, STEP).filter(lambda b: b[0] != b[2] and b[1] != b[3])


@given(st.lists(QUARTERS, min_size=1, max_size=6))
@settings(deadline=None, max_examples=60)
def test_boxes_that_touch_overlap_and_share_edges(boxes):
    areas = np.array([shapely.box(min(a, c), min(b, d), max(a, c), max(b, d))
                      for a, b, c, d in boxes], dtype=object)
    x, y = np.meshgrid(np.arange(-1, 14, 0.5), np.arange(-1, 14, 0.5))
    assert asked(areas, x.ravel(), y.ravel()) == plainly(areas, x.ravel(), y.ravel())
    x, y = worst_points(areas)
    assert asked(areas, x, y) == plainly(areas, x, y)


@given(st.integers(0, 10_000))
@settings(deadline=None, max_examples=40)
def test_slivers_holes_and_islands(seed):
    rng = np.random.default_rng(seed)
    blobs = shapely.buffer(shapely.points(rng.random((5, 2)) * 10), rng.random(5) * 3 + .01)
    ring = shapely.difference(blobs[0], shapely.buffer(shapely.centroid(blobs[0]), .3))
    sliver = shapely.Polygon([(0, 0), (10, 1e-7), (10, 2e-7)])
    many = shapely.union_all(blobs[1:3])
    areas = np.array([ring, sliver, many, *blobs[3:]], dtype=object)
    areas = areas[~shapely.is_empty(areas)]
    x, y = rng.random((2, 500)) * 12 - 1
    assert asked(areas, x, y) == plainly(areas, x, y)
    x, y = worst_points(areas)
    assert asked(areas, x, y) == plainly(areas, x, y)


@pytest.mark.parametrize("layer", ["districts-adjacent", "countries", "held-1994"])
def test_the_built_in_layers(layer):
    areas = cm.read_layer(layer).geometry
    rng = np.random.default_rng(7)
    x, y = rng.uniform(43, 51, 120_000), rng.uniform(38, 42.5, 120_000)
    points = np.asarray(shapely.points(x, y))
    point, area = holding(areas, points)
    hit, at = shapely.STRtree(points).query(areas, predicate="intersects")
    assert set(zip(point.tolist(), area.tolist(), strict=True)) == set(
        zip(at.tolist(), hit.tolist(), strict=True))
