"""One row: which values it gives, and the reason when it gives none."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely

import conflictmap as cm
from conflictmap.io.cells import BadCell
from conflictmap.io.rows import Row, id_of, made_id, problem_of, record_of, typed
from conflictmap.model.interval import day_number
from conflictmap.model.limits import Limits, limits

AREAS = {"west": shapely.box(46, 39, 46.1, 39.1), "east": shapely.box(46.1, 39, 46.2, 39.1)}
CELLS = {"id": "a", "date": "2020-09-27", "lat": "39.5", "lon": "46.5"}


def record(bounds: Limits | None = None, /, *, extra=(), **cells):
    row = Row(place="line 7", cells={**CELLS, **cells}, extra=dict(extra))
    return record_of(row, "stem", AREAS, bounds or limits())


def refused(bounds: Limits | None = None, /, **cells):
    with pytest.raises(BadCell) as found:
        record(bounds, **cells)
    return found.value


def test_a_row_gives_its_values_under_their_columns():
    found = record(title="  T  ", type="battle", actor1="A", notes=" n ", radius_m="1500",
                   fatalities_low="1", fatalities_best="2", fatalities_high="3", stands_for="4",
                   part_of="w")
    from datetime import date
    day = day_number(date(2020, 9, 27))
    assert (found["event_id"], found["line"], found["part_of"]) == ("a", "line 7", "w")
    assert (found["start"], found["end"]) == (day, day + 1)
    assert (found["lat"], found["lon"], found["area"]) == (39.5, 46.5, None)
    assert (found["radius_m"], found["stands_for"]) == (1500, 4)
    assert (found["fatalities_low"], found["fatalities"], found["fatalities_high"]) == (1, 2, 3)
    assert (found["actor_a"], found["type"], found["role"]) == ("A", "battle", "event")


@pytest.mark.parametrize(("where", "area"), [(-90.0, "lat"), (90.0, "lat"), (-180.0, "lon"),
                                             (180.0, "lon")])
def test_the_ends_of_the_world_are_places(where, area):
    assert record(**{area: str(where)})[area] == where


@pytest.mark.parametrize(("name", "value"), [("lat", "90.001"), ("lat", "-90.001"),
                                             ("lon", "180.001"), ("lon", "-180.001"),
                                             ("radius_m", "-1"), ("radius_m", "20000001")])
def test_beyond_them_is_none(name, value):
    assert (refused(**{name: value}).column, refused(**{name: value}).value) == (name, value)


def test_a_radius_may_be_nothing_and_as_wide_as_the_world():
    assert record(radius_m="0")["radius_m"] == 0
    assert record(radius_m="20000000")["radius_m"] == 20_000_000
    assert math.isnan(record()["radius_m"])


@pytest.mark.parametrize(("cells", "column"), [({"lat": ""}, "lat"), ({"lon": ""}, "lon"),
                                               ({"lat": " "}, "lat")])
def test_half_of_a_point_is_refused(cells, column):
    bad = refused(**cells)
    assert (bad.column, bad.reason) == (column, "empty, while the other one is given")


def test_no_point_is_no_place():
    found = record(lat="", lon="")
    assert math.isnan(found["lat"])
    assert math.isnan(found["lon"])
    assert found["area"] is None


def test_an_area_takes_the_place_of_a_point_and_several_are_one():
    one = record(where="west")
    assert one["area"] is AREAS["west"]
    assert math.isnan(one["lat"])
    assert record(where=" west  east ")["area"].equals(shapely.box(46, 39, 46.2, 39.1))
    bad = refused(where="west wst")
    assert (bad.column, bad.value) == ("where", "wst")
    assert "no area has this id" in bad.reason
    assert "west" in bad.reason


@pytest.mark.parametrize(("cells", "found"), [
    ({"id": "x"}, "x"), ({"id": " x "}, " x "), ({"id": ""}, "stem-7"), ({"id": "  "}, "stem-7"),
    ({}, "stem-7"),
])
def test_an_id_is_as_typed_or_of_the_file_and_the_row(cells, found):
    assert id_of(Row(place="line 7", cells=cells), "stem") == found


def test_an_id_is_made_of_the_number_alone():
    assert made_id("row 12", "s") == "s-12"
    assert made_id("12", "s") == "s-12"


def test_a_row_that_cannot_be_read_says_why_and_keeps_what_stands_there():
    row = Row(place="line 3", cells={"id": "a"}, extra={"mood": "b"}, broken="3 cells under 7",
              raw={"lat": "x"})
    with pytest.raises(BadCell) as found:
        record_of(row, "stem", {}, limits())
    problem = problem_of("t.csv", row, found.value)
    assert (problem.file, problem.place, problem.field) == ("t.csv", "line 3", "")
    assert (problem.reason, problem.fix) == ("3 cells under 7", "Mend the row.")
    assert problem.row == typed(row) == {"id": "a", "mood": "b", "lat": "x"}


def bounds(**more: int) -> Limits:
    from dataclasses import replace

    return replace(limits(), **more)


def test_a_cell_and_a_row_may_be_as_long_as_the_limit_and_no_longer():
    small = bounds(cell=10, row=40)
    assert record(small, title="x" * 10)["title"] == "x" * 10
    bad = refused(small, title="x" * 11)
    assert bad.column == "title"
    assert "11 characters" in bad.reason
    assert bad.fix == "Shorten it."
    length = len("a2020-09-2739.546.5")
    assert record(bounds(cell=10, row=length + 10), title="x" * 10)
    bad = refused(bounds(cell=10, row=length + 9), title="x" * 10)
    assert bad.column == ""
    assert f"a row of {length + 10:,} characters" in bad.reason
    long = {"further": "y" * 11}
    with pytest.raises(BadCell, match="11 characters"):
        record(small, extra=long)


@pytest.mark.parametrize("text", ["a\0b", "a\ud800b", "\udfff"])
def test_a_text_that_no_table_can_hold_is_refused(text):
    bad = refused(title=text)
    assert bad.column == "title"
    assert "zero byte" in bad.reason
    with pytest.raises(BadCell, match="zero byte"):
        record(extra={"further": text})
    with pytest.raises(BadCell, match="zero byte"):
        record(extra={text.replace("\0", "\ud800"): "x"})
    assert record(title="ä 💥 \u0001")["title"]


@pytest.mark.parametrize("strict", [True, False])
def test_the_radius_of_a_place_reaches_half_around_the_earth_and_no_farther(write, strict):
    head = "id,date,lat,lon,radius_m\n"
    path = write("e.csv", head + "a,2022-09-13,39.8,45.6,20000000\nb,2022-09-13,39.8,45.6,1\n"
                 "c,2022-09-13,39.8,45.6,20000001\nd,2022-09-13,39.8,-180,5\n"
                 "e,2022-09-13,39.8,-180.5,5\nf,2022-09-13,-90,180,5\n")
    events = cm.read_events(path, strict=strict)
    known = dict(zip(events.ids, zip(events["lon"], events["radius_m"], strict=True), strict=True))
    assert (known["a"][1], known["b"][1]) == (20_000_000, 1)
    assert (known["d"][0], known["f"][0]) == (-180, 180)
    assert {"c:radius_m", "e:lon"} <= {
        f"{chr(ord('a') + int(p.place.split()[-1]) - 2)}:{p.field}" for p in events.problems}
    assert "e" not in known or np.isnan(known["e"][0])


def test_a_row_that_lost_its_day_is_kept_where_an_area_is_its_place(write, areas_file):
    layers = cm.read_layer(areas_file)
    areas = {f.id: f.geometry for f in layers.features}
    path = write("e.csv", "id,date,where\na,2022-99-99,zone\nb,2022-99-99,\n")
    events = cm.read_events(path, areas=areas)
    assert events.ids == ["a"]
    assert events.accounting.set_aside == 1


@pytest.fixture
def areas_file(write):
    return write("z.geojson", '{"type":"FeatureCollection","features":[{"type":"Feature",'
                 '"id":"zone","properties":{},"geometry":{"type":"Polygon","coordinates":'
                 "[[[46,39],[47,39],[47,40],[46,39]]]}}]}")
