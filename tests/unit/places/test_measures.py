"""Lengths and areas on small lines whose answers are plain."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely

import conflictmap as cm
import toys
from conflictmap.model.crs import edges_to_local, local_crs
from conflictmap.places.measures import Ruler, areas_km2, middles, single_lines, strip_layer

#: East, north, and back west: 10, 5 and 4 km.
LINE = shapely.LineString([(0, 0), (10_000, 0), (10_000, 5_000), (6_000, 5_000)])


def points(*at):
    return np.array([shapely.Point(x, y) for x, y in at], dtype=object)


@pytest.mark.parametrize(("at", "chainage", "offset"), [
    ((0, 0), 0, 0), ((3000, 0), 3000, 0), ((3000, 500), 3000, -500), ((3000, -500), 3000, 500),
    ((9500, 2000), 12_000, -500), ((10_500, 2000), 12_000, 500), ((8000, 5200), 17_000, 200),
    ((8000, 4800), 17_000, -200), ((-300, 400), 0, -500), ((6000, 5000), 19_000, 0),
    ((5700, 4600), 19_000, -500), ((5700, 5400), 19_000, 500), ((10_000, 0), 10_000, 0),
    ((0, -1), 0, 1),
])
def test_metres_along_and_beside(at, chainage, offset):
    along, beside = Ruler(LINE).measure(points(at))
    assert along[0] == pytest.approx(chainage, abs=.01)
    assert beside[0] == pytest.approx(offset, abs=.01)


def test_of_several_edges_that_are_as_near_the_first_counts():
    back = shapely.LineString([(0, 0), (1000, 0), (0, 0)])
    along, _ = Ruler(back).measure(points((400, 0), (400, 50), (0, 0)))
    assert along.tolist() == [400, 400, 0]


def test_a_stretch_is_bounded_by_the_ends_of_what_lies_in_a_body():
    bodies = np.array([shapely.box(2000, -100, 4000, 100), shapely.box(9000, -100, 11_000, 1000),
                       shapely.box(7000, 4900, 8000, 5100), shapely.box(0, 2000, 100, 2100),
                       shapely.LineString([(2000, 0), (2500, 0), (3000, 0)])], dtype=object)
    body, chainage = Ruler(LINE).stretch(bodies)
    found = {b: sorted(chainage[body == b].tolist()) for b in set(body.tolist())}
    assert found[0] == [2000, 4000]
    assert (min(found[1]), max(found[1])) == (9000, 11_000)
    assert (min(found[2]), max(found[2])) == (17_000, 18_000)
    assert 3 not in found
    assert found[4] == [2000, 2500, 3000]
    ring = shapely.LineString([(0, 0), (1000, 0), (1000, 1000), (0, 0)])
    body, chainage = Ruler(ring).stretch(np.array([shapely.box(900, -10, 1100, 500)], dtype=object))
    assert (chainage.min(), chainage.max()) == (900, 1500)


def test_lines_of_parts_are_one_from_the_first_vertex_or_the_longest():
    parts = shapely.MultiLineString([[(0, 0), (1, 0)], [(1, 0), (5, 0)]])
    turned = shapely.MultiLineString([[(9, 0), (5, 0)], [(0, 0), (5, 0)]])
    apart = shapely.MultiLineString([[(0, 0), (1, 0)], [(2, 0), (9, 0)]])
    one = shapely.LineString([(3, 3), (4, 4)])
    found = single_lines(np.array([parts, turned, apart, one], dtype=object))
    assert [line.geom_type for line in found] == ["LineString"] * 4
    assert [line.coords[0] for line in found] == [(0, 0), (9, 0), (2, 0), (3, 3)]
    assert [line.length for line in found[:3]] == [5, 9, 7]
    assert found[3] is one


def test_the_middle_of_an_area_and_of_a_road():
    cores = np.array([shapely.box(0, 0, 4, 2), shapely.LineString([(0, 0), (4, 0), (4, 4)]),
                      shapely.Point(7, 8)], dtype=object)
    found = middles(cores)
    assert [(p.x, p.y) for p in found] == [(2, 1), (4, 0), (7, 8)]


ROAD = toys.layer(toys.road("r", (0, 0), (10, 0), start="2000-01-01"),
                  toys.road("s", (0, 5), (5, 5)), name="road")


def test_a_strip_is_as_wide_as_asked_on_each_side():
    strip = strip_layer(ROAD, 2000)
    assert (strip.id, strip.kind, strip.role, strip.group) == ("road-strip", "area", "user", "user")
    assert strip.title == "Within 2 km of road"
    assert [f.id for f in strip.features] == ["road-strip-0", "road-strip-1"]
    assert [f.start for f in strip.features] == [f.start for f in ROAD.features]
    assert strip.features[0].properties["name"] == ROAD.features[0].name
    crs = local_crs(ROAD.bounds)
    line = edges_to_local(ROAD.features[0].geometry, crs)
    area = edges_to_local(strip.features[0].geometry, crs)
    assert area.area == pytest.approx(line.length * 4000 + math.pi * 2000**2, rel=.01)
    assert strip_layer(ROAD, 1500).title == "Within 1.5 km of road"


@pytest.mark.parametrize("reach", [0, -1, math.nan])
def test_a_strip_without_width_or_line_is_refused(reach):
    with pytest.raises(cm.LayerError, match="must be above zero, in metres"):
        strip_layer(ROAD, reach)
    with pytest.raises(cm.LayerError, match="holds no line"):
        strip_layer(toys.layer(toys.area("a", toys.square(0, 0))), 5)


def test_areas_and_their_margins():
    from dataclasses import replace

    ground = toys.layer(toys.area("a", toys.square(0, 0), positional_error_m=500),
                        toys.area("b", toys.square(1, 0)))
    assert areas_km2(ground) == {}
    for role in ("control", "district", "strip"):
        found = areas_km2(replace(ground, role=role))
        assert set(found) == {"a", "b"}
        area, margin = found["a"]
        assert area == pytest.approx(95.4, abs=.2)
        edge = 2 * (11.1 + 8.6)
        assert margin == pytest.approx(.5 * math.sqrt(2 * .5 * edge), abs=.1)
        assert found["b"][1] == 0
    line = replace(ROAD, role="control")
    assert areas_km2(line) == {}
    assert areas_km2(replace(ground, role="control", features=())) == {}
