"""Anything tabular in Python is read as a file of the same columns would be."""

from __future__ import annotations

import datetime as dt

import duckdb
import geopandas as gpd
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
import shapely

import conflictmap as cm
from conflictmap.io.frame_tables import table_of
from conflictmap.pages.read_page import page_data
from conflictmap.reports.inputs import views_for

ROWS = [
    {"event_date": dt.date(2022, 9, 13), "latitude": 39.84, "longitude": 45.67, "headline": "One",
     "Deaths": 3, "actor": "A"},
    {"event_date": dt.date(2022, 9, 14), "latitude": 40.2, "longitude": 45.86, "headline": "Two",
     "Deaths": None, "actor": "B"},
]
LISTS = {name: [row[name] for row in ROWS] for name in ROWS[0]}
ARROW = pa.Table.from_pylist(ROWS)


class Interchange:
    """A frame of a library that has only the older protocol, which knows times and no days."""

    def __dataframe__(self, **options):
        return ARROW.set_column(
            0, "event_date", ARROW["event_date"].cast(pa.timestamp("s"))).__dataframe__(**options)


class Stream:
    """A frame of a library that speaks Arrow."""

    def __arrow_c_stream__(self, schema=None):
        return ARROW.__arrow_c_stream__(schema)


def frames() -> dict[str, object]:
    frame = pd.DataFrame(ROWS)
    return {
        "list of dicts": ROWS, "dict of lists": LISTS,
        "dict of arrays": {k: np.array(v, dtype=object) for k, v in LISTS.items()},
        "pandas": frame, "pandas, other index": frame.set_index([[7, 8]]),
        "pandas, date as index": frame.set_index("event_date"),
        "pandas, datetimes": frame.assign(event_date=pd.to_datetime(frame["event_date"])),
        "pandas on arrow": frame.convert_dtypes(dtype_backend="pyarrow"),
        "polars": pl.DataFrame(ROWS), "polars, lazy": pl.LazyFrame(ROWS),
        "polars, categories": pl.DataFrame(ROWS).cast({"actor": pl.Categorical}),
        "arrow": ARROW, "batch": pa.RecordBatch.from_pylist(ROWS), "reader": ARROW.to_reader(),
        "duckdb": duckdb.connect().from_arrow(ARROW),
        "stream": Stream(), "interchange": Interchange(),
        "geopandas": gpd.GeoDataFrame(frame, geometry=gpd.points_from_xy(
            frame["longitude"], frame["latitude"], crs=4326)),
        "geometry in pandas": pd.DataFrame({
            **LISTS, "shape": gpd.GeoSeries.from_xy([45.67, 45.86], [39.84, 40.2], crs=4326)}),
        "geoparquet in memory": ARROW.append_column("geometry", pa.array(shapely.to_wkb(
            shapely.points([45.67, 45.86], [39.84, 40.2])))).replace_schema_metadata(
                {"geo": '{"primary_column": "geometry", "columns": {"geometry": {}}}'}),
    }


@pytest.mark.parametrize("kind", list(frames()))
def test_every_kind_of_table_gives_the_same_events(kind):
    events = cm.read_events(frames()[kind])
    assert str(events.accounting) == "read 2 = placed 2 + unplaced 0 + undated 0 + set aside 0"
    assert events["when"].tolist() == ["2022-09-13", "2022-09-14"]
    assert events["title"].tolist() == ["One", "Two"]
    assert events["lat"].tolist() == [39.84, 40.2]
    np.testing.assert_array_equal(events["fatalities"], [3, np.nan])
    # A further column, or a party where columns are read by what they mean.
    assert events.extra.get("actor", events["actor_a"]).tolist() == ["A", "B"]
    assert events.ids == ["events-0", "events-1"]


def test_each_verb_takes_a_table_as_it_is():
    assert cm.build(ROWS).accounting.placed == 2
    assert cm.build([pd.DataFrame(ROWS), pd.DataFrame(ROWS).assign(id=["a", "b"])]
                    ).accounting.read == 4
    assert cm.join(pl.DataFrame(ROWS), "lachin-district")["event_id"].tolist() == [
        "events-0", "events-1"]
    assert cm.count(ARROW)[0].events == 2
    assert cm.ConflictMap().add_events(LISTS).page().accounting.placed == 2
    assert len(cm.EventOverlay(ROWS).features) == 2


def test_what_was_taken_for_what_is_said_once():
    found = cm.read_events(ROWS)
    assert found.problems == ()
    assert "date <- 'event_date'" in "\n".join(found.reading)
    assert "fatalities_best <- 'Deaths'" in "\n".join(found.reading)
    ours = [{"id": "a", "date": "2022-09-13", "lat": 39.84, "lon": 45.67}]
    assert cm.read_events(ours).problems == ()


def test_a_column_that_is_named_is_taken():
    rows = [{"first": "2022-09-12", "last": "2022-09-14", "told": "x", "lat": 40, "lon": 46}]
    events = cm.events_from_frame(rows, date="first", end="last", title="told", name="mine")
    assert (events["when"][0], events["title"][0], events.ids) == (
        "2022-09-12/2022-09-14", "x", ["mine-0"])
    wrong = r"mine: no column 'frist', named for date\. Did you mean 'first'"
    with pytest.raises(cm.EventsError, match=wrong):
        cm.events_from_frame(rows, date="frist", name="mine")


def test_the_only_column_of_days_is_the_date_whatever_its_name():
    rows = [{"reported": "2022-09-12", "lat": 40, "lon": 46}]
    assert cm.read_events(rows)["when"].tolist() == ["2022-09-12"]
    several = cm.read_events([rows[0] | {"checked": "2022-09-13"}])
    assert several.reading[0] == "date <- 'reported' (guess)"


def test_a_table_of_a_source_is_read_as_that_source():
    row = {"id": 1, "year": 2020, "type_of_violence": 1, "conflict_name": "C", "dyad_name": "D",
           "side_a": "A", "side_b": "B", "where_prec": 1, "latitude": 39.8, "longitude": 46.7,
           "date_prec": 1, "date_start": "2020-10-01", "date_end": "2020-10-01", "deaths_a": 1,
           "deaths_b": 0, "deaths_civilians": 0, "deaths_unknown": 0, "best": 1, "high": 2,
           "low": 1, "source_headline": "H\nnext line", "where_coordinates": "x"}
    events = cm.read_events(pl.DataFrame([row]))
    assert any("read as a table of the source ucdp" in str(p) for p in events.problems)
    assert (events["actor_a"][0], events["fatalities_high"][0]) == ("A", 2)


@pytest.mark.parametrize(("value", "said"), [
    (3, "int: no table of events. Give a path, Events, a GeoDataFrame or DataFrame"),
    ([1, 2], "list of int: no table of events."),
    ({"date": "2022-01-01"}, "dict: 'date' holds one value; give a list, or a list of dicts."),
    ({"date": [1], "lat": [1, 2]}, "columns of different lengths"),
    (pd.Series([1]), "Series has no columns"),
    (pl.Series([1]), "Series: no table of columns"),
    (pd.DataFrame([[1, 2]], columns=["a", "a"]), "duplicate columns: a"),
    ([], "the table is empty"),
    ([{"colour": "red"}], "no column looks like a date or a place"),
])
def test_what_is_no_table_of_events_is_refused_in_one_line(value, said):
    for verb in (cm.read_events, cm.ConflictMap().add_events, cm.events_from_frame):
        with pytest.raises(cm.EventsError, match=r"^[^\n]+$") as error:
            verb(value)
        assert said in str(error.value)


def test_format_and_encoding_are_those_of_files():
    with pytest.raises(cm.EventsError, match="list: format and encoding are those of files"):
        cm.read_events(ROWS, encoding="cp1251")


def test_cells_are_the_text_that_a_person_would_type():
    table = table_of({
        "number": [1.0, 0.1], "none": [None, float("nan")],
        "time": [dt.datetime(2020, 1, 2, 3, tzinfo=dt.UTC)] * 2,
        "list": [[1, "ä"], {"a": 1}], "truth": [True, False]}, "t")
    assert {name: column.to_pylist() for name, column in table.columns.items()} == {
        "number": ["1", "0.1"], "none": ["", ""], "time": ["2020-01-02"] * 2,
        "list": ['[1, "ä"]', '{"a": 1}'], "truth": ["True", "False"]}
    assert table.place(1) == "row 1"


def test_days_are_text_wherever_a_day_is_expected():
    window = ("2022-09-13", np.datetime64("2022-09-14"))
    assert cm.count(ROWS, window=window)[0].events == 1
    assert cm.join(ROWS, "lachin-district", window=window)["event_id"].tolist() == ["events-0"]
    assert cm.build(ROWS, window=window).spec["window"] == [19248, 19249]
    assert cm.balance(cm.read_events(), window=("2020-09-27", "2020-11-10")).events > 0
    district = cm.read_layer("lachin-district")
    assert [f.id for f in cm.at(district, "2005-01-01").features] == [
        f.id for f in cm.at(district, dt.date(2005, 1, 1)).features]
    assert cm.held(46.75, 39.81, pd.Timestamp("2020-10-15")).control == "armenian_forces"


def test_a_figure_opens_on_the_window_that_is_asked_for():
    data = page_data(cm.build(ROWS))
    assert [view.window for view in views_for(data, window=("2022-09-13", None))] == [
        (19248, 19250)]
    assert [view.window for view in views_for(data, dates=[dt.date(2022, 9, 13), "2022-09"])] == [
        (19248, 19249), (19236, 19266)]
