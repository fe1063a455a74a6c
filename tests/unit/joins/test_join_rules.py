"""The join: which area, on which day, and how sure."""

from __future__ import annotations

import pytest

import conflictmap as cm
from toys import area, event, events, layer, road, square

WEST, EAST = area("west", square(0, 0)), area("east", square(1, 0))


def test_an_exact_point_is_inside_one_area():
    rows = cm.join(events([{"x": .5, "y": .5}, {"x": 1.5, "y": .5}, {"x": 9, "y": .5}]),
                   layer(WEST, EAST))
    assert rows["area_id"].tolist() == ["west", "east", ""]
    assert rows["certainty"].tolist() == ["inside", "inside", "outside"]
    assert rows["share"].tolist() == [1, 1, 0]


def test_an_event_on_a_shared_border_is_counted_once():
    rows = cm.join(event(x=1, y=.5), layer(WEST, EAST))
    assert rows["area_id"].tolist() == ["west"]
    assert rows["certainty"].tolist() == ["inside"]


def test_a_border_nearer_than_its_error_is_marked_on_both_sides():
    west = area("west", square(0, 0), positional_error_m=1000)
    rows = cm.join(events([{"x": .95, "y": .5}, {"x": 1.05, "y": .5}, {"x": .5, "y": .5}]),
                   layer(west))
    assert rows["certainty"].tolist() == ["inside", "outside", "inside"]
    assert rows["border_uncertain"].tolist() == [True, True, False]
    assert 400 < rows["border_m"][0] < 450


def test_a_place_with_a_radius_over_the_border_is_possible_with_its_share():
    rows = cm.join(event(x=1, y=.5, radius_m=2000), layer(WEST))
    assert rows["certainty"].tolist() == ["possible"]
    assert rows["share"][0] == pytest.approx(.5, abs=.001)


def test_a_place_with_a_radius_that_fits_is_inside():
    assert cm.join(event(x=.5, y=.5, radius_m=2000), layer(WEST))["certainty"][0] == "inside"


def test_a_point_without_a_radius_says_that_it_was_taken_at_its_point():
    rows = cm.join(events([{"x": .5, "y": .5}, {"x": .5, "y": .5, "radius_m": 0}]), layer(WEST))
    assert rows["radius_stated"].tolist() == [False, True]


@pytest.mark.parametrize(("when", "certainty", "valid"), [
    ("1994-05-11", "outside", "no"), ("1994-05-12", "inside", "certain"),
    ("2020-09-26", "inside", "certain"), ("2020-09-27", "outside", "no"),
    ("2020-09", "possible", "possible"), ("1994-05-11/1994-05-12", "possible", "possible"),
    ("2000/2001", "inside", "certain"),
])
def test_an_area_counts_only_on_the_days_it_held(when, certainty, valid):
    held = layer(area("held", square(0, 0), "1994-05-12", "2020-09-27"))
    rows = cm.join(event(x=.5, y=.5, date=when), held)
    assert (rows["certainty"][0], rows["valid"][0]) == (certainty, valid)


def test_an_event_that_lasts_over_a_change_of_areas_is_inside_all_the_time():
    two = layer(area("one", square(0, 0), None, "2000-01-02"),
                area("two", square(0, 0), "2000-01-02", None))
    rows = cm.join(event(x=.5, y=.5, date="2000-01-01/2000-01-03"), two)
    assert (rows["certainty"][0], rows["area_id"][0], rows["also"][0]) == ("inside", "one", "two")
    gap = layer(area("one", square(0, 0), None, "2000-01-02"),
                area("two", square(0, 0), "2000-01-03", None))
    assert cm.join(event(x=.5, y=.5, date="2000-01-01/2000-01-03"), gap)["certainty"][0] == (
        "possible")


def test_a_place_over_two_areas_names_the_larger_share_and_the_other():
    rows = cm.join(event(x=1.1, y=.5, radius_m=3000), layer(WEST, EAST))
    assert (rows["area_id"][0], rows["also"][0]) == ("east", "west")


def test_events_without_a_place_or_date_keep_their_row():
    rows = cm.join(events([{}, {"x": .5, "y": .5, "date": ""}]), layer(WEST))
    assert rows["certainty"].tolist() == ["unplaced", "undated"]


def test_a_statement_on_the_other_side_of_the_world_is_outside():
    rows = cm.join(events([{"lat": 38.9, "lon": -77.04}, {"lat": -41.3, "lon": 174.8},
                           {"lat": 90, "lon": 0, "radius_m": 1000}]), layer(WEST))
    assert rows["certainty"].tolist() == ["outside"] * 3


def test_each_layer_gets_its_own_rows_in_order():
    rows = cm.join(events([{"x": .5, "y": .5}] * 1), [layer(WEST, name="a"), layer(EAST, name="b")])
    assert rows["layer_id"].tolist() == ["a", "b"]
    assert list(rows.frame.columns)[:4] == ["event_id", "layer_id", "area_id", "certainty"]


def test_a_road_gives_kilometres_from_its_first_vertex():
    line = layer(road("r", (0, 0), (10, 0)))
    rows = cm.join(event(x=5, y=.1), line)
    assert rows["certainty"][0] == "inside"
    assert rows["chainage_m"][0] == pytest.approx(43_000, abs=300)
    assert rows["offset_m"][0] == pytest.approx(-1110, abs=20)  # left of the line
    assert cm.join(event(x=5, y=-.1), line)["offset_m"][0] > 0
    assert cm.join(event(x=5, y=5), line)["certainty"][0] == "outside"


def test_an_imprecise_place_on_a_road_gives_a_stretch():
    rows = cm.join(event(x=5, y=0, radius_m=1000), layer(road("r", (0, 0), (10, 0))))
    low, at, high = (rows[c][0] for c in ("chainage_low_m", "chainage_m", "chainage_high_m"))
    assert (at - low, high - at) == (pytest.approx(1000, abs=5), pytest.approx(1000, abs=5))


def test_an_event_is_located_on_the_road_as_it_ran_then():
    both = layer(road("old", (0, 0), (10, 0), end="2022-08-30"),
                 road("new", (0, .1), (10, .1), start="2022-08-30"))
    rows = cm.join(events([{"x": 5, "y": 0, "date": d} for d in ("2022-08-29", "2022-08-30")]),
                   both)
    assert rows["area_id"].tolist() == ["old", "new"]
    lasting = cm.join(event(x=5, y=0, date="2022-08-01/2022-09-30"), both)
    assert (lasting["certainty"][0], lasting["valid"][0]) == ("inside", "certain")


def test_a_road_of_several_parts_is_measured_from_its_first_vertex():
    parts = road("r", (0, 0), (5, 0))
    parts["geometry"] = {"type": "MultiLineString", "coordinates": [
        [[47, 39.5], [46.5, 39.5]], [[46.5, 39.5], [46, 39.5]]]}
    assert cm.join(event(x=9, y=0), layer(parts))["chainage_m"][0] == pytest.approx(8600, abs=100)


def test_points_cannot_be_joined_with():
    point = {"type": "Feature", "properties": {}, "geometry": {"type": "Point",
                                                               "coordinates": [46, 39]}}
    with pytest.raises(cm.LayerError, match="holds only points"):
        cm.join(event(x=0, y=0), layer(point))
    with pytest.raises(cm.LayerError, match="holds no line"):
        cm.locate(event(x=0, y=0), layer(WEST))
    with pytest.raises(cm.LayerError, match="at least one layer"):
        cm.join(event(x=0, y=0), [])


def test_a_place_that_is_an_area_is_joined_by_its_whole_area():
    place = layer(area("district", square(0, 0, .2)))
    found = cm.join(_in_area(place), layer(WEST, area("all", square(-1, -1, .5)), name="other"))
    assert (found["area_id"][0], found["certainty"][0]) == ("all", "inside")
    assert cm.join(_in_area(place), layer(WEST))["share"][0] == pytest.approx(.25, abs=.001)


def _in_area(place: cm.Layer) -> cm.Events:
    from conflictmap.io.collect import events_of
    from conflictmap.io.rows import Row

    row = Row(place="line 2", cells={"date": "2000-01-01", "where": "district"})
    areas = {f.id: f.geometry for f in place.features}
    return events_of([row], file="t.csv", stem="t", areas=areas)
