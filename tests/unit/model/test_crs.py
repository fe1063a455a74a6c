"""Coordinates: which projection, axes, and how far metres reach; and the built-in region."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from conflictmap.model.crs import (
    LOCAL_CRS,
    around,
    distance_m,
    edges_to_local,
    from_any,
    ground_scale,
    is_zone,
    local_crs,
    to_local,
    to_wgs84,
)
from conflictmap.model.region import (
    REGION,
    exchanged,
    inside_region,
    is_inside,
    is_regional,
    looks_swapped,
)


@pytest.mark.parametrize(("bounds", "crs"), [
    (REGION, "EPSG:32638"), ((42.9, 38, 51, 42.5), "+proj=laea"), ((43, 38, 51.1, 42.5), "+proj"),
    ((43, 37.9, 51, 42.5), "+proj"), ((43, 38, 51, 42.6), "+proj=laea +lat_0=40.3000"),
    ((36, 47, 38, 49), "EPSG:32637"), ((36, -49, 38, -47), "EPSG:32737"),
    ((-1, -1, 1, 1), "EPSG:32631"), ((-3, -1, -1, .5), "EPSG:32730"), ((0, 0, 6, 1), "EPSG:32631"),
    ((0, 0, 6.1, 1), "+proj=laea +lat_0=0.5000 +lon_0=3.0500"), ((179, 0, 180, 1), "EPSG:32660"),
    ((-180, 0, -179, 1), "EPSG:32601"), ((180, 0, 180, 1), "EPSG:32601"),
    ((5.9, 0, 6.3, 1), "EPSG:32632"),
])
def test_the_projection_of_a_part_of_the_world(bounds, crs):
    found = local_crs(bounds)
    assert found.startswith(crs)
    assert is_zone(found) is not crs.startswith("+proj")


def test_a_box_around_boxes():
    assert around([(1, 2, 3, 4)]) == (1, 2, 3, 4)
    assert around([(1, 2, 3, 4), (0, 3, 1, 9), (2, 1, 5, 2)]) == (0, 1, 5, 9)


def test_points_go_to_metres_and_back_with_x_to_the_east():
    here = shapely.Point(46.75, 39.76)
    metres = to_local(here)
    assert 640_000 < metres.x < 660_000
    assert 4_400_000 < metres.y < 4_410_000
    east, north = to_local(shapely.Point(46.76, 39.76)), to_local(shapely.Point(46.75, 39.77))
    assert 800 < east.x - metres.x < 900
    assert 1100 < north.y - metres.y < 1120
    back = to_wgs84(metres)
    assert (back.x, back.y) == (pytest.approx(46.75), pytest.approx(39.76))
    again = from_any(metres, LOCAL_CRS)
    assert (again.x, again.y) == (pytest.approx(46.75), pytest.approx(39.76))
    many = to_local(np.array([here, here], dtype=object), "EPSG:32637")
    assert len(many) == 2
    assert many[0].x > 900_000


def test_edges_stay_straight_in_degrees():
    edge = shapely.LineString([(45, 40), (46, 40)])
    middle = to_local(shapely.Point(45.5, 40))
    assert to_local(edge).distance(middle) > 100
    assert edges_to_local(edge).distance(middle) < .1


def test_metres_along_the_ellipsoid():
    one = distance_m(*(np.array([v]) for v in (46.0, 39.0, 46.0, 40.0)))
    assert one[0] == pytest.approx(111_026, abs=5)
    across = distance_m(*(np.array([v, 0]) for v in (46.0, 0.0, 47.0, 0.0)))
    assert across[0] == pytest.approx(111_319, abs=5) or across[0] > 0
    assert distance_m(*(np.array([v]) for v in (0.0, 60.0, 1.0, 60.0)))[0] == pytest.approx(
        55_800, abs=10)


def test_how_many_metres_of_ground_a_metre_can_be():
    lon, lat = np.array([45.0, 47.0]), np.array([39.0, 40.0])
    assert ground_scale((45, 39, 47, 40), lon, lat).tolist() == [1.01, 1.01]
    world = (-180.0, -90.0, 180.0, 90.0)
    found = ground_scale(world, np.array([0.0, 90.0, 0.0, 60.0, 180.0]),
                         np.array([0.0, 0.0, 90.0, 0.0, 0.0]))
    expected = [1.01, 1.01 * 2**.5, 1.01 * 2**.5, 1.01 / np.cos(np.radians(30)), 1010]
    assert found == pytest.approx(expected)
    off = ground_scale((0.0, 40.0, 40.0, 80.0), np.array([20.0, 20.0]), np.array([60.0, 0.0]))
    assert off == pytest.approx([1.01, 1.01 / np.cos(np.radians(30))])


@pytest.mark.parametrize(("lon", "lat", "inside", "swapped"), [
    (46.5, 39.5, True, False), (39.5, 46.5, False, True), (43, 38, True, False),
    (51, 42.5, True, False), (42.9, 40, False, False), (51.1, 40, False, False),
    (45, 37.9, False, False), (45, 42.6, False, False),
    (42.5, 51, False, True), (42.6, 45, False, False), (10, 10, False, False),
])
def test_points_in_the_region_and_exchanged_ones(lon, lat, inside, swapped):
    assert is_inside(lon, lat) is inside
    assert looks_swapped(lat, lon) is swapped
    arrays = np.array([float(lon)]), np.array([float(lat)])
    assert inside_region(*arrays).tolist() == [inside]
    assert exchanged(*arrays).tolist() == [swapped]


@pytest.mark.parametrize(("points", "inside", "about"), [(2, 1, True), (3, 1, False), (3, 2, True),
                                                         (0, 0, True), (1, 0, False)])
def test_half_of_the_points_make_a_file_regional(points, inside, about):
    assert is_regional(points, inside) is about
