"""A guard of speed: the join against plain shapely, beside each other in one run, never seconds."""

from __future__ import annotations

import statistics
import time

import numpy as np
import pytest
import shapely

from conflictmap.kernel import AreaKernel
from conflictmap.layer import Feature, Layer
from conflictmap.places import Batch
from conflictmap.provenance import Provenance

COUNT = 300_000
#: What the join may cost at most, as a part of the plain way; it measures about 0.5.
AT_MOST = 0.9


def wedge(x: int, y: int):
    """Return an area of some 800 corners that shares its wavy borders with its neighbours."""
    t = np.linspace(0, 1, 200, endpoint=False)
    wave = 0.03 * np.sin(2 * np.pi * t * 9)
    ring = [(x + t, y + wave), (x + 1 + wave, y + t), (x + 1 - t, y + 1 + wave[::-1]),
            (x + wave[::-1], y + 1 - t)]
    return shapely.Polygon(np.concatenate([np.column_stack(side) for side in ring])).buffer(0)


@pytest.fixture(scope="module")
def world():
    rng = np.random.default_rng(3)
    areas = [wedge(x, y) for x in range(8) for y in range(5)]
    words = dict.fromkeys(
        ("viewpoint", "source", "source_url", "licence", "attribution", "note"), "")
    layer = Layer(
        id="a", title="A", kind="area", role="user", group="user", visible=True,
        provenance=Provenance(name="", sha256="", bytes=0, rows=0), **words,
        features=tuple(Feature(id=str(i), geometry=g, start=0, end=900, properties={})
                       for i, g in enumerate(areas)))
    start = rng.integers(0, 1000, COUNT)
    # As in real tables, most events stand on one of a few thousand places.
    places = rng.uniform([-1, -1], [9, 6], (2_000, 2))[rng.integers(0, 2_000, COUNT)]
    free = rng.uniform([-1, -1], [9, 6], (COUNT, 2))
    at = np.where((rng.random(COUNT) < .3)[:, None], free, places)
    batch = Batch(
        lon=at[:, 0], lat=at[:, 1],
        radius_m=np.full(COUNT, np.nan), start=start, end=start + 1, dated=np.ones(COUNT, bool))
    return layer, batch


def plain(layer: Layer, batch: Batch) -> int:
    """Join the careful way: box and days first, then prepared areas asked about arrays."""
    hits = 0
    for f in layer.features:
        west, south, east, north = f.geometry.bounds
        near = np.flatnonzero(
            (batch.lon >= west) & (batch.lon <= east) & (batch.lat >= south)
            & (batch.lat <= north) & (batch.start >= f.start) & (batch.start < f.end))
        shapely.prepare(f.geometry)
        hits += int(shapely.intersects_xy(f.geometry, batch.lon[near], batch.lat[near]).sum())
    return hits


def ours(layer: Layer, batch: Batch) -> int:
    kernel = AreaKernel(layer, np.arange(len(layer.features)), points=len(batch))
    return int((kernel.join(batch).area >= 0).sum())


def test_the_join_costs_a_part_of_the_plain_way(world):
    assert abs(ours(*world) - plain(*world)) <= COUNT // 100  # the waves of neighbours overlap
    ratios = []
    for _ in range(5):
        begin = time.process_time()
        ours(*world)
        middle = time.process_time()
        plain(*world)
        ratios.append((middle - begin) / (time.process_time() - middle))
    assert statistics.median(ratios) < AT_MOST, ratios
