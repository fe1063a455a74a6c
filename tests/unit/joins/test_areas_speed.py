"""A guard of speed: join and `locate` against plain shapely in the same run, never in seconds."""

from __future__ import annotations

import statistics
import time

import numpy as np
import pytest
import shapely

from conflictmap.joins.areas import AreaKernel
from conflictmap.joins.batch import Batch
from conflictmap.joins.lines import RouteKernel
from conflictmap.model.crs import to_local
from conflictmap.model.layer import Feature, Layer
from conflictmap.model.provenance import Provenance

COUNT = 300_000
#: What each may cost at most, as a part of the plain way. Medians on a busy machine: 0.25 to 0.29,
#: and 0.11 to 0.12.
AT_MOST, ROAD_AT_MOST = 0.5, 0.3
REACH_M = 3_000.0


def wedge(x: int, y: int):
    """Return an area of some 800 corners that shares its wavy borders with its neighbours."""
    t = np.linspace(0, 1, 200, endpoint=False)
    wave = 0.03 * np.sin(2 * np.pi * t * 9)
    ring = [(x + t, y + wave), (x + 1 + wave, y + t), (x + 1 - t, y + 1 + wave[::-1]),
            (x + wave[::-1], y + 1 - t)]
    return shapely.Polygon(np.concatenate([np.column_stack(side) for side in ring])).buffer(0)


def layer(kind: str, *shapes: object) -> Layer:
    """Return a layer of shapes that held for 900 days."""
    words = dict.fromkeys(
        ("viewpoint", "source", "source_url", "licence", "attribution", "note"), "")
    return Layer(
        id="a", title="A", kind=kind, role="user", group="user", visible=True,
        provenance=Provenance(name="", sha256="", bytes=0, rows=0), **words,
        features=tuple(Feature(id=str(i), geometry=g, start=0, end=900, properties={})
                       for i, g in enumerate(shapes)))


@pytest.fixture(scope="module")
def batch():
    rng = np.random.default_rng(3)
    start = rng.integers(0, 1000, COUNT)
    # As in real tables, most events stand on one of a few thousand places.
    places = rng.uniform([-1, -1], [9, 6], (2_000, 2))[rng.integers(0, 2_000, COUNT)]
    free = rng.uniform([-1, -1], [9, 6], (COUNT, 2))
    at = np.where((rng.random(COUNT) < .3)[:, None], free, places)
    return Batch(
        lon=at[:, 0], lat=at[:, 1],
        radius_m=np.full(COUNT, np.nan), start=start, end=start + 1, dated=np.ones(COUNT, bool))


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


def plain_road(layer: Layer, batch: Batch) -> int:
    """Locate the careful way: box and days first, then a prepared line in metres."""
    west, south, east, north = layer.bounds
    near = np.flatnonzero(
        (batch.lon >= west - .1) & (batch.lon <= east + .1) & (batch.lat >= south - .1)
        & (batch.lat <= north + .1) & (batch.start >= 0) & (batch.start < 900))
    line = to_local(layer.geometry[0], "EPSG:32631")
    shapely.prepare(line)
    points = to_local(shapely.points(batch.lon[near], batch.lat[near]), "EPSG:32631")
    close = points[shapely.dwithin(line, points, REACH_M)]
    return len(shapely.line_locate_point(line, close))


def our_road(layer: Layer, batch: Batch) -> int:
    return len(RouteKernel(layer, reach_m=REACH_M).locate(batch).row)


def cost(one, other, layer: Layer, batch: Batch) -> list[float]:
    """Return CPU times of one way as parts of those of the other, run in turn."""
    ratios = []
    for _ in range(5):
        begin = time.process_time()
        one(layer, batch)
        middle = time.process_time()
        other(layer, batch)
        ratios.append((middle - begin) / (time.process_time() - middle))
    return ratios


@pytest.mark.serial
def test_the_join_costs_a_part_of_the_plain_way(batch):
    areas = layer("area", *[wedge(x, y) for x in range(8) for y in range(5)])
    # The waves of neighbours overlap.
    assert abs(ours(areas, batch) - plain(areas, batch)) <= COUNT // 100
    ratios = cost(ours, plain, areas, batch)
    assert statistics.median(ratios) < AT_MOST, ratios


@pytest.mark.serial
def test_a_road_costs_a_part_of_the_plain_way(batch):
    t = np.linspace(0, 1, 800)
    road = layer("route", shapely.LineString(np.column_stack(
        [1 + 3 * t, 1 + 3 * t + .05 * np.sin(2 * np.pi * t * 9)])))
    found = our_road(road, batch)
    assert found == pytest.approx(plain_road(road, batch), rel=.01)  # edges straight in degrees
    ratios = cost(our_road, plain_road, road, batch)
    assert statistics.median(ratios) < ROAD_AT_MOST, (found, ratios)
