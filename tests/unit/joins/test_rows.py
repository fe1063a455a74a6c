"""Which rows of a join are written: those with an area, and one for each event and area."""

from __future__ import annotations

import csv

import pytest

import conflictmap as cm
from conflictmap.io.read_events import read_events
from conflictmap.joins.write import write_joined
from toyfiles import EAST, WEST, text
from toys import layer

ROWS = [{"id": "inside", "date": "2020-09-27", "lat": "39.55", "lon": "46.05"},
        {"id": "border", "date": "2020-09-27", "lat": "39.55", "lon": "46.1", "radius_m": "3000"},
        {"id": "beyond", "date": "2020-09-27", "lat": "10", "lon": "10"}]


@pytest.fixture
def written(tmp_path):
    def rows(**shown):
        events = read_events(text(tmp_path / "e.csv", ROWS))
        path = write_joined(
            cm.join(events, layer(EAST, WEST)), events, tmp_path / "j.csv", **shown)
        with path.open(encoding="utf-8") as stream:
            return list(csv.DictReader(stream))

    return rows


def ids(rows):
    return [row["event_id"] for row in rows]


def test_rows_without_an_area_are_left_out_where_it_is_asked(written):
    assert ids(written()) == ["inside", "border", "beyond"]
    assert ids(written(found=True)) == ["inside", "border"]


def test_each_area_of_an_event_has_a_row_of_which_no_share_is_known(written):
    wide, rows = written()[1], written(long=True)
    assert ids(rows) == ["inside", "border", "border", "beyond"]
    first, other = rows[1:3]
    assert {**wide, "also": ""} == first
    assert other["area_id"] == wide["also"] != first["area_id"]
    assert other["certainty"] == "possible"
    assert not any(other[n] for n in ("valid", "share", "border_m", "border_uncertain", "also"))
    assert all(other[n] == first[n] for n in ("layer_id", "title", "lat", "lon"))
