"""Events and layers: columns, what is taken of them, and several as one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
import shapely

import conflictmap as cm
import toys
from conflictmap.model.columns import (
    COUNTS,
    DECIMALS,
    NO_DAY,
    NUMERIC,
    missing_columns,
    standard_name,
)
from conflictmap.model.combine import combine, without
from conflictmap.model.events import is_open, row_of
from conflictmap.model.interval import OPEN_END, OPEN_START, Interval
from conflictmap.model.layer import areas_of, at, with_distinct_ids
from conflictmap.model.limits import beyond, limited, limits
from conflictmap.model.provenance import provenance_of, provenance_of_file

BOX = shapely.box(46, 39, 46.5, 39.5)


def some() -> cm.Events:
    """Return a point, an area, no place, no day; with a further column."""
    events = toys.events([{"id": "a", "x": 1, "y": 2, "stands_for": 3}, {"id": "b"}, {"id": "c"},
                          {"id": "d", "x": 9, "y": 9, "date": ""}])
    return replace(events, areas={1: BOX}, extra={"mood": np.array(list("wxyz"), dtype=object)})


def test_what_each_row_has():
    events = some()
    assert (len(events), events.ids) == (4, ["a", "b", "c", "d"])
    assert events.dated.tolist() == [True, True, True, False]
    assert events.placed.tolist() == [True, True, False, True]
    assert events.is_area.tolist() == [False, True, False, False]
    assert events.weight.tolist() == [3, 1, 1, 1]
    assert [g and g.geom_type for g in events.geometry] == ["Point", "Polygon", None, "Point"]
    assert (events.geometry[0].x, events.geometry[0].y) == (46.1, 39.7)
    assert events.bounds == (46, 39, 46.9, 40.4)
    assert events.take(slice(0, 1)).bounds == (46.1, 39.7, 46.1, 39.7)
    assert events.take(slice(2, 3)).bounds is None
    assert events.take(slice(1, 2)).bounds == (46, 39, 46.5, 39.5)


@pytest.mark.parametrize(("rows", "ids", "area"), [
    (np.array([3, 1]), ["d", "b"], 1), (np.array([False, True, True, False]), ["b", "c"], 0),
    (slice(0, 2), ["a", "b"], 1), (np.array([0, 3]), ["a", "d"], None),
])
def test_rows_are_taken_with_their_areas_and_further_columns(rows, ids, area):
    taken = some().take(rows)
    assert taken.ids == ids
    assert taken.extra["mood"].tolist() == [dict(zip("abcd", "wxyz", strict=True))[i] for i in ids]
    assert dict(taken.areas) == ({} if area is None else {area: BOX})
    assert taken.accounting == some().accounting


def test_a_frame_has_dates_and_empty_cells():
    frame = some().frame
    assert frame.crs.to_epsg() == 4326
    assert frame["start"].tolist()[0] == date(2000, 1, 1)
    assert frame["end"].tolist()[0] == date(2000, 1, 2)
    assert frame["start"].tolist()[3] is None or frame["start"].isna()[3]
    assert str(frame["fatalities"].dtype) == "Int64"
    assert str(frame["stands_for"].dtype) == "Int64"
    assert str(frame["lat"].dtype) == "Float64"
    assert frame["mood"].tolist() == list("wxyz")


def test_a_row_as_text_leaves_out_what_is_not_known():
    found = row_of(some(), 0)
    assert found == {"id": "a", "date": "2000-01-01", "lat": "39.7", "lon": "46.1", "role": "event",
                     "stands_for": "3", "mood": "w"}
    assert "lat" not in row_of(some(), 2)


def test_open_days():
    assert [is_open(day) for day in (OPEN_START, OPEN_END, NO_DAY, 0)] == [True, True, False, False]


def test_several_are_one_and_the_first_of_an_id_stays():
    one, two = some(), toys.events([{"id": "c", "x": 1, "y": 1}, {"id": "e", "x": 1, "y": 1},
                                    {"id": "d"}, {"id": "a", "date": ""}])
    two = replace(two, areas={1: BOX})
    whole = combine([one, two])
    assert whole.ids == ["a", "b", "c", "d", "e"]
    assert dict(whole.areas) == {1: BOX, 4: BOX}
    assert whole.extra["mood"].tolist() == [*"wxyz", ""]
    found = whole.accounting
    assert found.read == one.accounting.read + two.accounting.read == 8
    assert found.set_aside == 3
    assert found.placed + found.unplaced + found.undated + found.set_aside == 8
    assert (found.placed, found.undated) == (2, 1)
    said = [(p.value, p.field, p.reason) for p in whole.problems]
    assert said == [(i, "id", "this id stands in an earlier file too") for i in "cda"]
    assert whole.problems[0].row["id"] == "c"
    assert combine([one]) is one


def test_rows_left_out_are_set_aside_by_kind():
    events = some()
    events = replace(events, accounting=cm.Accounting(read=4, placed=2, unplaced=1, undated=1))
    mask = np.array([True, False, False, False])
    found = without(events, mask)
    assert found.accounting == cm.Accounting(read=4, placed=1, set_aside=3)
    assert found.ids == ["a"]
    assert without(events, np.ones(4, bool)) is events


def test_an_accounting_says_where_every_row_went_and_adds_up():
    one = cm.Accounting(read=10, placed=1, unplaced=2, undated=3, set_aside=4)
    assert str(one) == "read 10 = placed 1 + unplaced 2 + undated 3 + set aside 4"
    assert one + one == cm.Accounting(read=20, placed=2, unplaced=4, undated=6, set_aside=8)


def test_where_a_file_came_from(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"abc")
    found = provenance_of("a.csv", b"abc", rows=7)
    assert found == provenance_of_file(path, rows=7)
    assert (found.name, found.bytes, found.rows) == ("a.csv", 3, 7)
    assert found.sha256.startswith("ba7816bf8f01cfea414140de5dae2223")


# Columns

def test_columns_of_files_by_kind():
    assert set(COUNTS) == {"fatalities_low", "fatalities_best", "fatalities_high", "stands_for"}
    assert set(DECIMALS) == {"lat", "lon", "radius_m"}
    assert set(NUMERIC) == {"radius_m", "fatalities_low", "fatalities_best", "fatalities_high"}


@pytest.mark.parametrize(("header", "name"), [
    (" Latitude ", "lat"), ("LNG", "lon"), ("When", "date"), ("id", "id"), ("Event_ID", "id"),
    (" Mood ", "Mood"), ("name", "title"), ("url", "source_url"), ("", ""),
])
def test_the_column_that_a_header_names(header, name):
    assert standard_name(header) == name


@pytest.mark.parametrize(("headers", "said"), [
    (["date", "lat", "lon"], ""), (["When", "latitude", "lng"], ""),
    (["lat", "lon"], "no column 'date'. The columns date, lat and lon are needed."),
    (["datum", "lat", "lon"], "no column 'date'. Did you mean 'datum'?"),
    (["date"], "no column 'lat'. Missing too: lon. The"), ([], "no column 'date'. Missing too: "
                                                               "lat, lon. The"),
])
def test_what_is_missing(headers, said):
    found = missing_columns(headers)
    assert found.startswith(said) if said else found == ""


# Layers

LAYER = toys.layer(toys.area("a", toys.square(0, 0), "2000-01-01", "2000-02-01"),
                   toys.area("b", toys.square(1, 0), "2000-02-01"),
                   toys.road("r", (0, 0), (1, 2)))


@pytest.mark.parametrize(("when", "ids"), [
    (date(1999, 12, 31), "r"), (date(2000, 1, 1), "ar"), (date(2000, 1, 31), "ar"),
    (date(2000, 2, 1), "br"), (Interval(start=date(2000, 1, 31), end=date(2000, 2, 2)), "abr"),
    (Interval(start=None, end=date(2000, 1, 1)), "r"), (Interval(start=None, end=None), "abr"),
])
def test_features_that_held_on_a_day(when, ids):
    assert "".join(f.id for f in at(LAYER, when).features) == ids


def test_a_layer_knows_its_box_days_and_areas():
    assert LAYER.bounds == pytest.approx((46, 39.5, 46.2, 39.7))
    assert set(areas_of([LAYER])) == {"a", "b"}
    frame = LAYER.frame
    assert frame["feature_id"].tolist() == ["a", "b", "r"]
    assert frame["start"].tolist()[0] == date(2000, 1, 1)
    assert frame["end"].isna().tolist() == [False, True, True]
    assert np.isnan(LAYER.positional_error_m).all()
    odd = toys.layer(toys.area("x", toys.square(0, 0), positional_error_m="far"))
    assert np.isnan(odd.positional_error_m[0])


def test_layers_and_features_get_ids_of_their_own():
    def ids(layers):
        return [(one.id, [f.id for f in one.features]) for one in layers]

    one = toys.layer(toys.area("a", toys.square(0, 0)), name="x")
    other = toys.layer(toys.area("b", toys.square(0, 0)), name="x")
    assert ids(with_distinct_ids([one])) == [("x", ["a"])]
    assert ids(with_distinct_ids([one, other, one])) == [
        ("x", ["a"]), ("x-2", ["x-2/b"]), ("x-3", ["x-3/a"])]
    assert ids(with_distinct_ids([one], [other])) == [("x-2", ["x-2/a"])]
    same = replace(one, id="y")
    assert ids(with_distinct_ids([one, same])) == [("x", ["a"]), ("y", ["y/a"])]


# Limits

def test_limits_are_those_of_the_block_then_of_the_environment(monkeypatch):
    assert limits().rows == 2_000_000
    monkeypatch.setenv("CONFLICTMAP_LIMITS", " rows = 7 , cell=9,")
    assert (limits().rows, limits().cell, limits().row) == (7, 9, 4_000_000)
    with limited(rows=10) as found:
        assert (found.rows, limits().rows, limits().cell) == (10, 10, 9)
    assert limits().rows == 7
    assert beyond("rows") == ("more than 7 rows; the limit 'rows' is 7. Raise it with"
                              " CONFLICTMAP_LIMITS=rows=N.")
    assert beyond("file_bytes").startswith("more than 200,000,000 file bytes; the limit 'file_b")


@pytest.mark.parametrize(("text", "said"), [
    ("row=0", "row: '0': must be a whole number above 0"), ("row=-1", "must be a whole number"),
    ("row=x", "must be"), ("row", "must be"), ("rwo=1", "unknown limit 'rwo'.*row"),
    ("row=\u0661", "must be"), ("row=1.5", "must be"),
])
def test_limits_that_mean_nothing_are_refused(monkeypatch, text, said):
    monkeypatch.setenv("CONFLICTMAP_LIMITS", text)
    with pytest.raises(cm.RecipeError, match=said):
        limits()


def test_a_limit_may_be_one(monkeypatch):
    monkeypatch.setenv("CONFLICTMAP_LIMITS", "row=1")
    assert limits().row == 1
