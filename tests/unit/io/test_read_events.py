"""Reading events: what is accepted, and how a mistake in a row is said."""

from __future__ import annotations

import numpy as np
import pytest

import conflictmap as cm
from conflictmap.io.sources import importers
from conflictmap.model.columns import ALIASES, REQUIRED

HEAD = "id,date,lat,lon,fatalities_low,fatalities_best,fatalities_high,source_url\n"


def read(write, *rows, strict=True):
    text = HEAD + "\n".join(rows) + "\n"
    return cm.read_events(write("events.csv", text), strict=strict)


@pytest.mark.parametrize("name", ["csv", "geojson"])
def test_the_plain_readers_read_their_samples(name, write):
    reader = importers()[name]
    events = cm.read_events(write("sample.txt", reader.SAMPLE), format=name)
    assert str(events.accounting) == "read 5 = placed 3 + unplaced 1 + undated 1 + set aside 0"
    assert events.ids == ["a", "b", "c", "d", "e"]


def test_only_date_and_place_are_needed(write):
    events = cm.read_events(write("mine.csv", "date,lat,lon\n2022-09-13,39.84,45.67\n"))
    assert events.ids == ["mine-2"]
    assert np.isnan(events["fatalities"][0])
    assert events["title"][0] == ""


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_separator_is_the_one_of_the_header(separator, write):
    text = "date,lat,lon,title\n2022-09-13,39.84,45.67,Jermuk\n".replace(",", separator)
    assert cm.read_events(write("t.csv", text))["title"].tolist() == ["Jermuk"]


@pytest.mark.parametrize(("row", "said"), [
    ("a,13/09/2022,39.8,45.6,,,,", "events.csv:2: date: '13/09/2022': not a date"),
    ("a,2022-09-13,139.8,45.6,,,,", "events.csv:2: lat: '139.8': outside -90 to 90"),
    ("a,2022-09-13,39.8,245.6,,,,", "events.csv:2: lon: '245.6': outside -180 to 180"),
    ("a,2022-09-13,39.8,,,,,", "events.csv:2: lon: empty, while the other one is given"),
    ("a,2022-09-13,\"39,8\",45.6,,,,", "events.csv:2: lat: '39,8': not a plain decimal number"),
    ("a,2022-09-13,NaN,45.6,,,,", "events.csv:2: lat: 'NaN': not a plain decimal number"),
    ("a,2022-09-13,39.8,45.6,5,3,9,", "events.csv:2: fatalities_low: '5': above fatalities_best"),
    ("a,2022-09-13,39.8,45.6,,9,3,", "fatalities_best: '9': above fatalities_high (3)"),
    ("a,2022-09-13,39.8,45.6,,-3,,", "fatalities_best: '-3': not a whole number"),
    ("a,2022-09-13,39.8,45.6,,n/a,,", "fatalities_best: 'n/a': not a whole number"),
    ("a,2022-09-13,39.8,45.6,,,,javascript:alert(1)", "source_url: 'javascript:alert(1)': not an"),
    ("a,2022-09-13,39.8,45.6,,,", "events.csv:2: 7 cells under 8 columns"),
])
def test_a_bad_row_is_set_aside_and_listed_on_one_line(row, said, write):
    events = read(write, row)
    assert len(events) == 0
    assert events.accounting.set_aside == 1
    line = str(events.problems[0])
    assert said in line
    assert "\n" not in line


def test_a_row_after_a_bad_one_keeps_its_line_number(write):
    events = read(write, '"x\ny",2022-09-13,39.8,45.6,,,,', "b,bad,39.8,45.6,,,,")
    assert str(events.problems[0]).startswith(f"{events.problems[0].file}:4: date: 'bad'")


def test_an_id_that_stands_twice_is_set_aside(write):
    events = read(write, "a,2022-09-13,39.8,45.6,,,,", "a,2022-09-14,39.8,45.6,,,,")
    assert events.accounting.set_aside == 1
    assert "this id stands twice" in str(events.problems[0])


def test_swapped_coordinates_are_set_aside_in_a_file_about_the_region(write):
    events = read(write, "a,2022-09-13,39.8,45.6,,,,", "b,2022-09-13,46.5,39.6,,,,")
    assert events.ids == ["a"]
    assert "latitude and longitude look swapped" in str(events.problems[0])


def test_a_point_elsewhere_in_the_world_is_not_taken_for_a_swapped_one(write):
    rows = [f"k{i},2022-09-13,50.45,30.52,,,," for i in range(5)]
    events = read(write, *rows, "luhansk,2022-09-13,48.57,39.31,,,,")
    assert events.accounting.set_aside == 0


def test_a_point_at_sochi_is_no_swapped_one_beside_points_of_the_region(write):
    events = read(write, "a,2022-09-13,39.8,45.6,,,,", "b,2019-10-03,43.597,39.7248,,,,")
    assert events.ids == ["a", "b"]


def test_a_file_about_the_donbas_is_not_taken_for_this_region_exchanged(write):
    events = read(write, *(f"d{i},2022-09-13,48.{i},38.{i},,,," for i in range(1, 9)))
    assert events.accounting.set_aside == 0


def test_a_control_character_cannot_break_the_line(write):
    events = read(write, "a,\x1b[2Jx,39.8,45.6,,,,")
    assert "\x1b" not in str(events.problems[0])


@pytest.mark.parametrize(("text", "said"), [
    ("date,latt,lon\n", r"no column 'lat'\. Did you mean 'latt'\?"),
    ("when,where\n", "no column 'lat'"),
    ("", "needs a header line"),
    ("date,lat,lon,lat\n", "two columns mean 'lat'"),
    (b"date,lat,lon\n2022-09-13,39.8,45.6\xc5\x9e\xc5\x9e\xe9\n", "byte 37 is not UTF-8"),
    ('date,lat,lon\n"2022-09-13,39.8,45.6\n', "broken CSV"),
    ("date,lat,lon\n2022\0,1,1\n", "events.csv:2: a zero byte at 17"),
    ("date,lat,lon\n" + "2022,1,1\n" * 200 + "2022\0,1,1\n", "events.csv:202: a zero byte"),
])
def test_a_file_that_is_no_table_of_events_is_refused(text, said, write):
    with pytest.raises(cm.EventsError, match=said):
        cm.read_events(write("events.csv", text), strict=True)


def test_read_by_meaning_a_bad_cell_is_lost_and_its_row_kept(write):
    events = read(write, "a,2022-09-13,39.8,45.6,,ca. 50,,", "b,2022-09-14,46.5,39.6,,,,",
                  "c,2022-09-15,139.8,45.6,,,,", "d,soon,39.8,45.6,,,,javascript:alert(1)",
                  strict=False)
    assert events.ids == ["a", "b", "c", "d"]
    assert events["fatalities"][0] == 50
    assert events.placed.tolist()[2:] == [False, True]
    assert {problem.level for problem in events.problems} == {"warning"}
    assert all("kept" in problem.fix for problem in events.problems)


def test_a_missing_file_and_an_address_are_refused(tmp_path):
    with pytest.raises(cm.EventsError, match="there is no such file"):
        cm.read_events(tmp_path / "none.csv")
    with pytest.raises(cm.EventsError, match="only files on this machine"):
        cm.read_events("https://example.org/events.csv")
    (tmp_path / "x.doc").write_bytes(b"\xd0\xcf\x11\xe0\0\0")
    with pytest.raises(cm.EventsError, match=r"no reader for '.doc' files"):
        cm.read_events(tmp_path / "x.doc")
    with pytest.raises(cm.EventsError, match="Did you mean 'csv'"):
        cm.read_events(tmp_path / "x.doc", format="cvs")


def test_an_apostrophe_before_a_formula_is_taken_away_again(write):
    events = cm.read_events(write("t.csv", "id,date,lat,lon,title\n'=a,2022-09-13,1,1,'+x\n"))
    assert (events.ids, events["title"].tolist()) == (["=a"], ["+x"])


def test_columns_without_a_meaning_are_kept_as_typed(write):
    events = cm.read_events(write("t.csv", "date,lat,lon,mood\n2022-09-13,1,1,007\n"))
    assert events.extra["mood"].tolist() == ["007"]
    assert events.frame["mood"].tolist() == ["007"]


def test_the_area_of_a_row_takes_the_place_of_its_point(write):
    events = cm.read_events(write("t.csv", "date,lat,lon,where\n2022-09-13,,,nkao-1923\n"))
    assert events.geometry[0].geom_type == "Polygon"
    problem = cm.read_events(write("t.csv", "date,lat,lon,where\n2022,,,nkao-1932\n")).problems[0]
    assert "Did you mean 'nkao-1923'?" in str(problem)


def test_undated_rows_are_kept_and_counted_apart(write):
    events = read(write, "a,,39.8,45.6,,,,", "b,,,,,,,")
    assert str(events.accounting) == "read 2 = placed 0 + unplaced 0 + undated 2 + set aside 0"


def test_standard_columns_have_one_meaning_each():
    assert set(ALIASES).isdisjoint(REQUIRED)
