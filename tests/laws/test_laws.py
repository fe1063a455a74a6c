"""Laws that hold for any data: nothing lost, doubt never shrinks, order does not matter."""

from __future__ import annotations

import csv
import io
import json
import string

import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import conflictmap as cm
from conflictmap import testing
from conflictmap.model.crs import edges_to_local, to_local, to_wgs84
from conflictmap.pages.html import json_for_html
from toys import LAT, LON, area, events, layer, square

settings.register_profile("laws", deadline=None, max_examples=60,
                          suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("laws")

DAYS = st.dates(min_value=__import__("datetime").date(1990, 1, 1),
                max_value=__import__("datetime").date(2025, 12, 31)).map(str)
EVENTS = st.lists(st.fixed_dictionaries({
    "x": st.floats(-1, 4), "y": st.floats(-1, 3), "radius_m": st.integers(0, 12_000),
    "date": st.one_of(DAYS, DAYS.map(lambda d: d[:7]), DAYS.map(lambda d: d[:4]),
                      DAYS.map(lambda d: d + "~")),
    "fatalities_low": st.integers(0, 9), "fatalities_high": st.integers(9, 99),
}), min_size=1, max_size=12)
GRID = layer(*[
    area(f"a{x}{y}{when}", square(x, y), *(("1988", "2005") if when else ("2005", None)))
    for x in range(3) for y in range(2) for when in (0, 1)
])
RANK = {"outside": 0, "possible": 1, "inside": 2}


@given(EVENTS)
def test_a_join_has_one_row_for_each_event_in_order(rows):
    found = events(rows)
    assert cm.join(found, GRID)["event_id"].tolist() == found.ids


@given(testing.events(), testing.layers())
def test_so_has_one_with_events_without_day_or_place_and_any_areas(found, areas):
    assert cm.join(found, areas)["event_id"].tolist() == found.ids


@given(EVENTS, st.randoms())
def test_the_order_of_rows_and_features_does_not_matter(rows, random):
    rows = [{"id": f"e{i}", **row} for i, row in enumerate(rows)]
    mixed = random.sample(rows, len(rows))
    one, two = cm.join(events(rows), GRID), cm.join(events(mixed), GRID)

    def by_id(joined):
        return dict(zip(joined["event_id"], zip(joined["area_id"], joined["certainty"],
                                                np.round(joined["share"], 9), strict=True),
                        strict=True))
    assert by_id(one) == by_id(two)


@given(EVENTS, st.integers(1, 20_000))
def test_a_larger_radius_never_makes_a_place_more_certain(rows, more):
    wide = [row | {"radius_m": row["radius_m"] + more} for row in rows]
    for before, after in zip(_levels(rows), _levels(wide), strict=True):
        if before >= RANK["possible"]:
            assert after >= RANK["possible"]
        if before == RANK["outside"]:
            assert after != RANK["inside"]


@given(EVENTS)
def test_a_wider_date_never_makes_an_event_more_certain(rows):
    wide = [row | {"date": row["date"][:4]} for row in rows]
    for before, after in zip(_levels(rows), _levels(wide), strict=True):
        assert (before < RANK["possible"]) or (after >= RANK["possible"])
        assert (before != RANK["outside"]) or (after != RANK["inside"])


def _levels(rows) -> list[int]:
    return [RANK[c] for c in cm.join(events(rows), GRID)["certainty"]]


@given(EVENTS)
def test_the_fast_join_agrees_with_the_plain_definition(rows):
    found = events(rows)
    joined = cm.join(found, GRID)
    for i in range(len(found)):
        assert joined["certainty"][i] == _plainly(found, i)


def _plainly(found, i) -> str:
    """Return the certainty of one event by the definition, one area and day at a time."""
    radius = float(found["radius_m"][i])
    point = to_local(found.geometry[i])
    place = shapely.buffer(point, radius) if radius else found.geometry[i]
    possible = inside = False
    covered = []
    for f in GRID.features:
        ground = edges_to_local(f.geometry) if radius else f.geometry
        start, end = found["start"][i], found["end"][i]
        if f.start >= end or f.end <= start or not shapely.intersects(ground, place):
            continue
        size = shapely.area(place)
        share = shapely.area(shapely.intersection(ground, place)) / size if size else 1.0
        possible |= share > 0
        if share >= 1 - 1e-9:
            covered.append((max(f.start, start), min(f.end, end)))
    days = sum(b - a for a, b in set(covered))
    inside = bool(covered) and days >= found["end"][i] - found["start"][i]
    return "inside" if inside else "possible" if possible else "outside"


@given(EVENTS)
def test_tolls_by_area_and_outside_sum_to_the_whole(rows):
    exact = events([row | {"radius_m": 0, "date": "2010-01-01"} for row in rows])
    joined = cm.join(exact, GRID)
    areas = sum(c.toll.low or 0 for c in cm.count(exact, by="area", joined=joined))
    out = exact["fatalities_low"][joined["certainty"] == "outside"].sum()
    assert areas + out == cm.count(exact)[0].toll.low


@given(st.floats(43, 51), st.floats(38, 42.5))
def test_degrees_to_metres_and_back_is_the_same_point(lon, lat):
    back = to_wgs84(to_local(shapely.Point(lon, lat)))
    assert (back.x, back.y) == (pytest.approx(lon, abs=1e-7), pytest.approx(lat, abs=1e-7))


CELL = st.text(alphabet=st.characters(blacklist_categories=("Cs",), blacklist_characters="\0"),
               max_size=12)


@example([[""] * 5, ["", "", "", "", ":"]])
@given(st.lists(st.lists(CELL, min_size=5, max_size=5), max_size=8))
def test_every_row_read_is_accounted_for(tmp_path_factory, rows):
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerows([["id", "date", "lat", "lon", "fatalities_best"], *rows])
    path = tmp_path_factory.mktemp("law") / "t.csv"
    path.write_bytes(text.getvalue().encode())
    found = cm.read_events(path)
    a = found.accounting
    assert a.read == a.placed + a.unplaced + a.undated + a.set_aside
    assert len(found) == a.read - a.set_aside
    assert a.set_aside == sum(p.level == "error" for p in found.problems)
    # Lines around the rows that are none, such as a note below them, are listed; empty ones go.
    notes = sum(p.field == "" and "left out" in p.fix for p in found.problems)
    filled = sum(any(cell.strip() for cell in row) for row in rows)
    assert filled <= a.read + notes <= len(rows)


JSON = st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: (
    st.lists(inner) | st.dictionaries(st.text(alphabet=string.printable), inner)), max_leaves=8)


@given(JSON)
def test_json_in_the_page_cannot_end_its_element_and_reads_back(value):
    text = json_for_html(value)
    assert "<" not in text
    assert json.loads(text) == value


@given(st.floats(0, 80_000))
def test_a_point_so_far_along_a_road_is_located_there(along):
    from toys import road

    line = layer(road("r", (0, 0), (4, 1), (9, 3)))
    local = edges_to_local(line.geometry[0])
    if along > local.length:
        return
    point = to_wgs84(shapely.line_interpolate_point(local, along))
    found = cm.locate(events([{"x": (point.x - LON) * 10, "y": (point.y - LAT) * 10}]), line)
    assert found["chainage_m"][0] == pytest.approx(along, abs=.05)
    assert abs(found["offset_m"][0]) < .05
