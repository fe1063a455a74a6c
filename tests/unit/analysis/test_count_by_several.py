"""Counting by what an event may have several of: its actors and its sources."""

from __future__ import annotations

import pytest

import conflictmap as cm
from conflictmap.bulk.count_file import count_file
from toys import area, events, layer, square

ROWS = [
    {"id": "a", "date": "2000-01-02", "actor1": "Army A", "actor2": "Army B", "fatalities_best": 3},
    {"id": "b", "date": "2001-01-02", "actor1": "Army B", "actor2": "Army B", "fatalities_best": 4},
    {"id": "c", "date": "2001-01-03", "actor2": "Army A", "type": "raid"},
    {"id": "d", "date": "2001-01-04", "fatalities_best": 1},
]


def by(rows, words, **how):
    return {c.group: (c.events, c.toll.best) for c in cm.count(events(rows), by=words, **how)}


def test_an_event_counts_once_for_each_party_that_it_names():
    assert by(ROWS, "actor") == {"": (1, 1), "Army A": (2, 3), "Army B": (2, 7)}
    assert by(ROWS, None) == {"": (4, 8)}


def test_actors_go_with_time_and_type():
    assert by(ROWS, ["actor", "year"]) == {
        "2000, Army A": (1, 3), "2000, Army B": (1, 3), "2001": (1, 1), "2001, Army A": (1, None),
        "2001, Army B": (1, 4)}
    assert by(ROWS, ["actor", "type"])["raid, Army A"] == (1, None)


def test_sources_are_ids_and_both_may_be_asked_for():
    rows = [ROWS[0] | {"sources": "bbc oc"}, ROWS[1] | {"sources": "oc"}]
    assert by(rows, "source") == {"bbc": (1, 3), "oc": (2, 7)}
    assert by(rows, ["source", "actor"]) == {
        "Army A, bbc": (1, 3), "Army A, oc": (1, 3), "Army B, bbc": (1, 3), "Army B, oc": (2, 7)}


def test_without_ids_a_column_called_source_says_it(tmp_path):
    path = tmp_path / "e.csv"
    path.write_text("date,lat,lon,Source\n2000-01-02,39,46,BBC\n2000-01-03,39,46,\n", "utf-8")
    assert [(c.source, c.events) for c in cm.count(path, by="source")] == [("", 1), ("BBC", 1)]


def test_a_part_is_not_added_to_its_whole_for_its_actors_either():
    rows = [
        {"id": "w", "date": "2000-01-01/2000-01-10", "role": "aggregate", "actor1": "Army A",
         "actor2": "Army B", "fatalities_best": 90},
        {"id": "p", "date": "2000-01-02", "part_of": "w", "actor1": "Army A", "fatalities_best": 5},
        {"id": "x", "date": "2000-01-02", "actor1": "Army A", "fatalities_best": 2},
    ]
    found = {c.actor: c for c in cm.count(events(rows), by="actor")}
    assert {name: c.toll.best for name, c in found.items()} == {"Army A": 92, "Army B": 90}
    assert found["Army A"].parts == ("p",)
    assert found["Army B"].parts == ()


def test_actors_are_counted_by_area_too():
    toy = layer(area("west", square(0, 0)))
    rows = [ROWS[0] | {"x": 0.5, "y": 0.5}, ROWS[1] | {"x": 5, "y": 5}]
    found = events(rows)
    counts = cm.count(found, by=["area", "actor"], joined=cm.join(found, [toy]))
    assert [(c.area_id, c.actor, c.events) for c in counts] == [
        ("west", "Army A", 1), ("west", "Army B", 1)]


def test_the_table_names_them():
    frame = cm.count(events(ROWS), by="actor").to_frame()
    assert list(frame["actor"]) == ["", "Army A", "Army B"]
    assert set(frame["source"]) == {""}


def test_in_pieces_they_are_refused(tmp_path):
    path = tmp_path / "e.csv"
    path.write_text("date,lat,lon\n2000-01-02,39,46\n", "utf-8")
    with pytest.raises(ValueError, match="'actor' is counted in memory alone"):
        count_file(path, by="actor")
