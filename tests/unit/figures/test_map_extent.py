"""The frame of a map: what it covers, at which scale, and that north is where it should be."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from conflictmap.figures.map_extent import Frame, frame_of, round_length
from conflictmap.model.crs import local_crs, to_local


@pytest.fixture
def data(world):
    return world.event(46.5, 39.9).data()


def frame(data, bounds):
    import conflictmap as cm

    return frame_of(data, cm.view_of(data), 400, bounds=bounds)


def test_one_place_alone_gets_ground_around_it(data):
    made = frame(data, (46.5, 39.9, 46.5, 39.9))
    west, south, east, north = made.degrees
    assert .15 < east - west < .5
    assert .15 < north - south < .5
    assert made.center == pytest.approx((46.5, 39.9), abs=.01)


def test_bounds_that_are_wide_enough_stay_as_they_are(data):
    made = frame(data, (46, 39.5, 47, 40.25))
    ends = made.points([(46, 39.5), (47, 40.25)])
    assert ends.min() > 0
    assert ends[1, 0] < made.width
    assert ends[1, 0] - ends[0, 0] > .88 * made.width


@pytest.mark.parametrize("size", [(300, 200), (300, 460)])
def test_marks_at_the_edge_of_what_a_page_opens_on_have_their_room(data, size):
    import conflictmap as cm

    west, south, east, north = data.spec["bounds"]
    made = frame_of(data, cm.view_of(data), size[0], height=size[1], room=30)
    ends = made.points([(west, south), (east, north), (west, north), (east, south)])
    assert ends.min() >= 21
    assert (np.array(size) - ends).min() >= 21
    bare = frame_of(data, cm.view_of(data), size[0], height=size[1])
    assert bare.points([(west, south)]).min() < ends.min()


@pytest.mark.parametrize("bounds", [(46, 39.5, 47, 40.25), (44, 39, 49, 39.2), (46, 36, 46.2, 43)])
def test_a_map_is_no_flatter_or_taller_than_a_page_likes(data, bounds):
    made = frame(data, bounds)
    assert .62 - 1e-9 <= made.height / made.width <= 1.15 + 1e-9
    west, south, east, north = made.metres
    assert (east - west) / made.width == pytest.approx((north - south) / made.height)
    assert made.metres_per_point == pytest.approx((east - west) / made.width)


def test_what_lies_outside_is_cut_off(data):
    made = frame(data, (46, 39.5, 47, 40.25))
    assert shapely.is_empty(made.on_paper(shapely.box(10, 10, 11, 11)))
    inside = made.on_paper(shapely.box(40, 30, 50, 50))
    assert shapely.bounds(inside)[2] < 1.3 * made.width
    assert shapely.contains(inside, shapely.box(0, 0, made.width, made.height))


def test_the_zoom_is_that_of_the_page_at_the_same_scale():
    crs = local_crs((45, 39.5, 46, 40.5))
    middle = to_local(shapely.Point(45.5, 40), crs)
    at = [156_543.034 * np.cos(np.radians(40)) / 2**zoom / .6 for zoom in (8, 9)]
    for zoom, metres in zip((8, 9), at, strict=True):
        half = 200 * metres
        made = Frame(crs=crs, width=400, height=400, metres=(
            middle.x - half, middle.y - half, middle.x + half, middle.y + half))
        assert made.zoom == pytest.approx(zoom, abs=.01)


@pytest.mark.parametrize(("metres", "length"), [
    (1, 1), (1.99, 1), (2, 2), (4.9, 2), (5, 5), (9.9, 5), (10, 10), (77_000, 50_000)])
def test_lengths_of_the_scale_are_one_two_or_five(metres, length):
    assert round_length(metres) == length
