"""Counting: wholes and parts, tolls reported, unknowns."""

from __future__ import annotations

from datetime import date

import pytest

import conflictmap as cm
from conflictmap.figures.quick_svg import svg_of
from conflictmap.pages.read_page import page_data
from toys import area, events, layer, square


def toll(low="", best="", high=""):
    return {"fatalities_low": low, "fatalities_best": best, "fatalities_high": high}


WAR = [
    {"id": "war", "date": "2000-01-01/2000-01-10", "role": "aggregate", **toll(80, 90, 100)},
    {"id": "town", "date": "2000-01-02", "part_of": "war", **toll(5, 5, 9)},
    {"id": "day", "date": "2000-01-02", "part_of": "war", "role": "toll", **toll(30, 30, 30)},
    {"id": "alone", "date": "2000-01-03", **toll(1, 2, 3)},
]


def total(rows, start, end):
    found = cm.count(events(rows), window=(date(*start), date(*end)))[0]
    return (found.toll.low, found.toll.best, found.toll.high), found


def test_a_whole_in_the_window_counts_and_its_parts_do_not():
    numbers, found = total(WAR, (2000, 1, 1), (2000, 1, 11))
    assert numbers == (81, 92, 103)
    assert found.episodes == ("war",)
    assert found.parts == ("town", "day")


def test_a_whole_that_reaches_beyond_is_named_and_its_parts_count():
    numbers, found = total(WAR, (2000, 1, 3), (2000, 1, 11))
    assert numbers == (1, 2, 3)
    assert found.named == ("war",)
    assert found.episodes == ()


def test_a_toll_so_far_is_never_added_to_what_it_may_hold():
    numbers, found = total(WAR, (2000, 1, 2), (2000, 1, 3))
    assert numbers == (30, 30, 30)
    assert found.reports == ("day",)


def test_an_event_that_only_overlaps_adds_to_high_alone():
    rows = [{"id": "long", "date": "2000-01-01/2000-03-01", **toll(10, 20, 30)}]
    numbers, found = total(rows, (2000, 2, 1), (2000, 4, 1))
    assert numbers == (None, None, 30)
    assert (found.events, found.possible) == (0, 1)


def test_unknown_is_never_zero():
    rows = [{"id": "a", **toll(161, "", 1000)}, {"id": "b", **toll("", "", 50)}, {"id": "c"}]
    found = cm.count(events(rows))[0].toll
    assert (found.low, found.best, found.high) == (161, None, 1050)
    assert (found.without_low, found.without_best, found.without_high) == (1, 2, 0)
    assert cm.count(events([{"id": "c"}]))[0].toll.low is None


def test_parts_of_parts_do_not_count_either():
    rows = [
        {"id": "all", "date": "2000", "role": "aggregate", **toll(9, 9, 9)},
        {"id": "war", "date": "2000-01", "role": "aggregate", "part_of": "all", **toll(5, 5, 5)},
        {"id": "day", "date": "2000-01-02", "part_of": "war", **toll(2, 2, 2)},
    ]
    assert total(rows, (2000, 1, 1), (2001, 1, 1))[0] == (9, 9, 9)
    assert total(rows, (2000, 1, 1), (2000, 2, 1))[0] == (5, 5, 5)
    assert total(rows, (2000, 1, 2), (2000, 1, 3))[0] == (2, 2, 2)


def test_a_circle_of_parts_ends():
    rows = [{"id": "a", "part_of": "b", **toll(1, 1, 1)}, {"id": "b", "part_of": "a"}]
    assert cm.count(events(rows))[0].toll.best == 1


def test_undated_events_are_not_counted():
    assert cm.count(events([{"date": "", **toll(1, 1, 1)}]))[0].events == 0


def test_groups_by_type_year_and_area():
    rows = [{"id": "a", "type": "battle", "x": .5, "y": .5, **toll(1, 1, 1)},
            {"id": "b", "type": "mine", "x": .95, "y": .5, "radius_m": 2000, "date": "2001-05-05",
             **toll(2, 2, 2)}]
    found = events(rows)
    assert [(c.group, c.toll.best) for c in cm.count(found, by="type")] == [("battle", 1),
                                                                            ("mine", 2)]
    assert [(c.group, c.events) for c in cm.count(found, by="year")] == [("2000", 1), ("2001", 1)]
    joined = cm.join(found, layer(area("west", square(0, 0))))
    west = cm.count(found, by="area", joined=joined)[0]
    assert (west.events, west.possible) == (1, 2)
    assert (west.toll.low, west.toll.high) == (1, 3)
    with pytest.raises(ValueError, match="needs `joined`"):
        cm.count(found, by="area")


def test_a_row_counts_as_many_events_as_it_stands_for():
    found = events([
        {"id": "a", "x": 0, "y": 0, "stands_for": 12, "fatalities_best": 3, "type": "battle"},
        {"id": "b", "x": 0, "y": 0, "type": "battle"},
        {"id": "c", "x": 0, "y": 0, "date": "", "stands_for": 4, "type": "shelling"},
    ])
    whole, = cm.count(found)
    assert (whole.events, whole.toll.best, whole.toll.silent) == (13, 3, 1)
    assert whole.toll.without_low == 12
    assert [(c.type, c.events) for c in cm.count(found, by="type")] == [
        ("battle", 13), ("shelling", 0)]
    unknown = cm.unknowns(found)
    assert (unknown.events, unknown.undated, unknown.no_toll) == (17, 4, 5)
    assert unknown.kinds["no_toll"] == 5
    assert cm.balance(found).events == cm.balance(found).neither == 17
    data = page_data(cm.build(found.take(slice(0, 2))))
    assert data.events_in(range(2)) == 13
    assert "13 events on the map" in svg_of(data)


@pytest.mark.parametrize("ask", [
    lambda counts: counts.to_geodataframe(), lambda counts: counts.to_geojson("c.geojson"),
    lambda counts: counts.to_gpkg("c.gpkg")])
def test_counts_have_no_place_and_say_what_to_do(ask):
    with pytest.raises(cm.OutputError, match="merge them with the areas of the layer by area_id"):
        ask(cm.count(cm.read_events(), by="type"))
