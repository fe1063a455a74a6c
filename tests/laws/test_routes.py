"""`locate` on columns against a slow, plain definition: every place measured against every line."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import shapely

from conflictmap.joins.areas import CERTAINTY
from conflictmap.joins.batch import Batch, Distinct, _touch, near
from conflictmap.joins.lines import RouteKernel
from conflictmap.model.crs import edges_to_local, local_crs, to_local, to_wgs84
from conflictmap.model.interval import held_in_turn
from conflictmap.model.layer import Feature
from toys import layer, road

WORLD = shapely.box(-180, -89.9, 180, 89.9)
#: Where roads are: here, on the equator, by the date line on both sides, and near both poles.
HEARTS = [(46, 39.5), (46, 0), (-179.6, -17), (179.4, 65), (10, 84), (30, -86)]


def roads(rng, heart):
    """Return a layer of crooked roads about a place; some end where they began, some in parts."""
    found = []
    for number, corners in enumerate(rng.choice([2, 5, 60], rng.integers(1, 4))):
        at = np.cumsum(rng.normal(0, 0.25 / corners**0.5, (corners, 2)), axis=0) + heart
        at = np.clip(at, [-180, -89.5], [180, 89.5])
        if corners == 5 and rng.random() < 0.5:
            at[-1] = at[0]
        line = shapely.LineString(at) if rng.random() < 0.7 or corners < 60 else (
            shapely.MultiLineString([at[:30], at[29:]]))
        found.append(Feature(id=f"r{number}", geometry=line, start=int(rng.integers(0, 50)),
                             end=int(rng.integers(60, 120)), properties={}))
    return replace(layer(road("r", (0, 0), (1, 0))), features=tuple(found))


def events(rng, ground, count, reach_m):
    """Return events a hair within and beyond reach of a road, and anywhere; some are vague."""
    crs = local_crs(ground.bounds)
    line = edges_to_local(ground.geometry[rng.integers(0, len(ground.features), count)], crs)
    part = shapely.get_geometry(line, 0)  # the first part, or the line itself
    along = rng.random(count)
    here = shapely.get_coordinates(shapely.line_interpolate_point(part, along, normalized=True))
    ahead = shapely.get_coordinates(shapely.line_interpolate_point(
        part, along + 1e-9, normalized=True))
    turn = np.arctan2(*(ahead - here).T[::-1]) + np.pi / 2 * rng.choice([-1, 1], count)
    radius = np.where(rng.random(count) < .4, rng.choice([0, 40, 2_000, 20_000.0], count), np.nan)
    edge = reach_m + rng.choice([-1, 1], count) * np.nan_to_num(radius) * rng.choice([0, 1], count)
    far = np.where(rng.random(count) < .6, edge + rng.choice([-1e-3, 1e-3, 1.0], count),
                   rng.exponential(2 * reach_m, count))
    at = here + far[:, None] * np.column_stack([np.cos(turn), np.sin(turn)])
    at = shapely.get_coordinates(to_wgs84(np.asarray(shapely.points(at)), crs))
    at[rng.random(count) < .2] += rng.normal(0, 3, 2)
    lon, lat = (at[:, 0] + 180) % 360 - 180, np.clip(at[:, 1], -90, 90)
    none = np.flatnonzero(rng.random(count) < .1)
    lon[none] = lat[none] = np.nan
    blob = shapely.intersection(shapely.buffer(shapely.Point(*ground.bounds[:2]), .1), WORLD)
    stretch = shapely.LineString(shapely.get_coordinates(ground.geometry[0])[:2])
    shapes = {int(r): (blob, stretch)[i % 2] for i, r in enumerate(none) if i % 3}
    start = rng.integers(-10, 130, count)
    return Batch(lon=lon, lat=lat, radius_m=radius, start=start, shapes=shapes,
                 end=start + rng.choice([1, 1, 20], count), dated=rng.random(count) < .95)


def one_line(local):
    """Return a line in one part from its first vertex."""
    parts = shapely.get_parts(shapely.line_merge(local))
    longest = max(parts, key=shapely.length)
    back = longest.coords[-1] == shapely.get_coordinates(local)[0].tolist()
    return longest.reverse() if back and not longest.is_closed else longest


def plainly(ground, batch, row, reach_m):
    """Return the line, certainty, share, chainage, offset, low and high of a row; None if far."""
    place = batch.shapes.get(row)
    if not batch.dated[row] or (place is None and np.isnan(batch.lon[row])):
        return None
    crs = local_crs(ground.bounds)
    core = (to_local(shapely.Point(batch.lon[row], batch.lat[row]), crs) if place is None
            else edges_to_local(place, crs))
    body = shapely.buffer(core, batch.radius_m[row]) if batch.radius_m[row] > 0 else core
    size = shapely.area if body.area else shapely.length
    # A disc's share is that of a round one; where it reaches is found by one of many corners.
    round_body = (shapely.buffer(core, batch.radius_m[row], quad_segs=2_000)
                  if batch.radius_m[row] > 0 and place is None else body)
    found = []
    for number, f in enumerate(ground.features):
        line = one_line(edges_to_local(f.geometry, crs))
        if (f.start >= batch.end[row] or f.end <= batch.start[row]
                or shapely.distance(body, line) > reach_m):
            continue
        held = f.start <= batch.start[row] and batch.end[row] <= f.end
        within = shapely.intersection(round_body, shapely.buffer(line, reach_m))
        share = min(size(within) / size(round_body), 1) if size(body) else 1.0
        share = 1.0 if share > 1 - 1e-9 else share
        found.append((not held, -share, shapely.distance(core, line), number, line))
    if not found:
        return None
    far, share, _, number, line = min(found)
    whole = [ground.features[g[3]] for g in found if g[1] == -1.0]
    turns = [np.array([getattr(f, name) for f in whole]) for name in ("start", "end")]
    held = not far or held_in_turn(*turns, int(batch.start[row]), int(batch.end[row]))
    road = shapely.get_dimensions(core) == 1
    middle = core.interpolate(0.5, normalized=True) if road else core.centroid
    chainage = line.project(middle)
    common = body if shapely.get_dimensions(body) == 1 else shapely.intersection(line, body)
    ends = [line.project(shapely.Point(c)) for c in shapely.get_coordinates(common)]
    if not shapely.get_dimensions(body):
        ends = []
    return (number, held and share == -1, -share, chainage, line.distance(middle),
            min([chainage, *ends]), max([chainage, *ends]))


def compared(seed: int, count: int) -> int:
    """Compare one world; return how many events were on a road."""
    rng = np.random.default_rng(seed)
    ground = roads(rng, HEARTS[seed % len(HEARTS)])
    reach_m = float(rng.choice([2, 60, 900, 5_000]))
    batch = events(rng, ground, count, reach_m)
    found = RouteKernel(ground, reach_m=reach_m).locate(batch)
    at = {int(row): i for i, row in enumerate(found.row)}
    assert list(at) == sorted(at)
    for row in range(count):
        wanted = plainly(ground, batch, row, reach_m)
        assert (wanted is not None) == (row in at), (seed, row)
        if wanted is not None:
            i = at[row]
            assert found.line[i] == wanted[0], (seed, row)
            assert (CERTAINTY[found.certainty[i]] == "inside") == wanted[1], (seed, row)
            assert [found.share[i], found.chainage_m[i], abs(found.offset_m[i]),
                    found.chainage_low_m[i], found.chainage_high_m[i],
                    ] == pytest.approx(wanted[2:], abs=1e-5), (seed, row)
    return len(at)


@pytest.mark.parametrize("seed", range(12))
def test_a_place_is_located_where_the_definition_says(seed):
    assert compared(seed, 120) > 10


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(100, 160))
def test_places_are_located_where_the_definition_says_in_many_worlds(seed):
    compared(seed, 1_000)


@pytest.mark.parametrize("seed", range(30))
def test_the_quick_box_leaves_out_no_place_that_the_slow_one_keeps(seed):
    rng = np.random.default_rng(seed)
    heart, half = rng.uniform([-180, -88], [180, 88]), rng.choice([.01, 1, 2.9, 20], 2)
    low, high = np.clip([heart - half, heart + half], [-180, -90], [180, 90])
    count = 4_000
    reach = rng.choice([1, 5_000, 100_000, 2e6]) * rng.random(count)
    at = rng.uniform(low, high, (count, 2)) + rng.normal(0, 1, (count, 2)) * rng.choice(
        [0, .1, 1, 60], (count, 1))
    lon, lat = (at[:, 0] + 180) % 360 - 180, np.clip(at[:, 1], -90, 90)
    lon[::50] = lat[::50] = np.nan
    box, days = (*low, *high), np.zeros(count, dtype=np.int64)
    batch = Batch(lon=lon, lat=lat, radius_m=reach, start=days, end=days + 1, dated=days == 0)
    rows = np.flatnonzero(rng.random(count) < .7)
    slow = _touch(box, lon[rows], lat[rows], reach[rows])
    assert slow.any()
    np.testing.assert_array_equal(near(batch, rows, box, reach[rows]), slow)


@pytest.mark.parametrize("kinds", [1, 7, 5_000])
def test_distinct_places_lead_back_to_all_of_their_rows(kinds):
    rng = np.random.default_rng(kinds)
    keys = rng.normal(size=(kinds, 3))[rng.integers(0, kinds, 3_000)].T
    places = Distinct(*keys)
    assert len(places) == len(np.unique(keys, axis=1).T)
    for key in keys:
        np.testing.assert_array_equal(key[places.first][places.which], key)
    found = rng.integers(0, len(places), 50)
    row, pair = places.spread(found)
    assert sorted(zip(row.tolist(), pair.tolist(), strict=True)) == [
        (r, p) for r in range(3_000) for p in np.flatnonzero(found == places.which[r])]
