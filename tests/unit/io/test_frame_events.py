"""GeoDataFrames: any column of dates, any CRS, any part of the world, nothing dropped."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely.geometry import LineString, MultiPoint, Point, box

import conflictmap as cm
import conflictmap.accessor
from conflictmap.model.interval import day_number
from conflictmap.places.layer_files import WORLD


def frame(geometry=None, crs="EPSG:4326", **columns) -> gpd.GeoDataFrame:
    size = len(next(iter(columns.values())))
    return gpd.GeoDataFrame(columns, geometry=geometry or [Point(46.5, 39.6)] * size, crs=crs)


def days(events: cm.Events) -> list[int]:
    return events["start"].tolist()


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:3857", "EPSG:32638", "EPSG:2154"])
def test_any_crs_gives_the_same_places(crs):
    own = frame(date=["2020-10-01"]).to_crs(crs)
    found = cm.events_from_frame(own)
    assert found.geometry[0].distance(Point(46.5, 39.6)) < 1e-6
    assert own.crs == crs


@pytest.mark.parametrize("values", [
    ["2020-10-01"], [date(2020, 10, 1)], [datetime(2020, 10, 1, 23, 59)],  # noqa: DTZ001
    [pd.Timestamp("2020-10-01 12:00")], [np.datetime64("2020-10-01")], ["2020-10-01T23:30:00Z"],
    [datetime(2020, 10, 1, 23, 30, tzinfo=timezone(timedelta(hours=4)))],
    pd.PeriodIndex(["2020-10-01"], freq="D"), ["2020-10-01 00:00:00.000"],
])
def test_a_day_is_a_day_however_it_is_written(values):
    assert days(cm.events_from_frame(frame(date=values))) == [day_number(date(2020, 10, 1))]


def test_months_years_and_edtf_stay_what_they_are():
    found = cm.events_from_frame(frame(when=["2020-10", "2020", "2020-10~", "2020-09-27/.."]))
    assert found["date_precision"].tolist() == ["month", "year", "month", "day"]
    assert cm.events_from_frame(frame(year=[2020.0]))["when"].tolist() == ["2020"]


def test_the_column_that_was_taken_is_said():
    found = cm.events_from_frame(frame(a=["x"], happened=[pd.Timestamp("2020-10-01")]), name="mine")
    assert str(found.problems[0]) == (
        "mine: date: 'happened': the date is taken from column 'happened':"
        " Give date= to choose another column.")
    assert cm.events_from_frame(frame(date=["2020"]), date="date").problems == ()


def test_a_first_and_a_last_day_make_a_span():
    found = cm.events_from_frame(frame(date_start=["2020-10-01"], date_end=["2020-10-04"]))
    assert found["when"].tolist() == ["2020-10-01/2020-10-04"]


def test_several_or_no_columns_that_can_be_the_date_are_refused():
    day = pd.Timestamp("2020-10-01")
    with pytest.raises(cm.EventsError, match="several columns can be the date: a, b"):
        cm.events_from_frame(frame(a=[day], b=[day]))
    with pytest.raises(cm.EventsError, match=r"no column can be taken for the date"):
        cm.events_from_frame(frame(a=["x"]))
    with pytest.raises(cm.EventsError, match=r"no column 'dat'\. Did you mean 'date'"):
        cm.events_from_frame(frame(date=["2020"]), date="dat")
    assert cm.events_from_frame(pd.DataFrame({"date": ["2020"]})).accounting.unplaced == 1


def test_every_row_is_placed_unplaced_undated_or_listed():
    own = frame(
        geometry=[Point(46, 39), None, Point(46, 39), box(46, 39, 47, 40), LineString([(0, 0), (
            1, 1)]), MultiPoint([(46, 39), (47, 39)]), MultiPoint([(46, 39)]), Point(46, 39)],
        date=["2020", "2020", None, "2020", "2020", "2020", "2020", "03/04/2020"])
    found = cm.events_from_frame(own)
    assert str(found.accounting) == "read 8 = placed 4 + unplaced 1 + undated 1 + set aside 2"
    errors = [p for p in found.problems if p.level == "error"]
    assert [p.place for p in errors] == ["row 4", "row 5"]
    assert found["when"][5] == "[2020-03-04,2020-04-03]"
    assert "events are points or areas, not a LineString" in errors[0].reason


def test_a_frame_without_crs_is_degrees_or_refused():
    found = cm.events_from_frame(frame(date=["2020"], crs=None))
    assert "no CRS: taken as WGS 84 degrees" in [p.reason for p in found.problems]
    with pytest.raises(cm.EventsError, match=r"has no CRS, and its coordinates are not degrees"):
        cm.events_from_frame(frame(date=["2020"], crs=None, geometry=[Point(5e6, 5e6)]))


def test_two_lines_give_a_right_map_of_another_conflict(shared):
    table = pd.read_csv(shared / "data/events/ucdp_ged_ukraine_iso_date.csv.gz").head(400)
    own = gpd.GeoDataFrame(table, crs=4326, geometry=gpd.points_from_xy(
        table.longitude, table.latitude)).to_crs(3857)

    page = own.conflictmap.map(name="Ukraine").page()

    assert page.accounting.read == 400
    assert "read as a table of the source ucdp-ged" in [p.reason for p in page.problems]
    assert any(r and r > 1000 for r in page.spec["events"]["radius_m"])
    assert page.accounting.placed == len(page.spec["events"]["lat"])
    by_id = dict(zip(table.id.astype(str), zip(table.latitude, table.longitude, strict=True),
                     strict=True))
    for i, event_id in enumerate(page.spec["events"]["id"]):
        lat, lon = by_id[event_id.rpartition(":")[2]]
        assert page.spec["events"]["lat"][i] == pytest.approx(lat, abs=1e-5)
        assert page.spec["events"]["lon"][i] == pytest.approx(lon, abs=1e-5)
    assert [layer["id"] for layer in page.spec["layers"]] == list(WORLD)
    assert page.spec["bounds"][0] == pytest.approx(table.longitude.min(), abs=1e-5)


def test_events_take_their_colour_from_a_column():
    own = frame(date=["2020"] * 3, side=["b", "a", None], deaths=[1, 2, 30])
    style = own.conflictmap.map(column="side").page().spec
    assert style["style"]["key"] == [["#0072b2", "a"], ["#e69f00", "b"]]
    assert sorted(style["events"]["color"]) == ["#0072b2", "#bdbdbd", "#e69f00"]
    spec = own.conflictmap.map(column="deaths", cmap=["white", "black"], vmax=2).page().spec
    assert set(spec["events"]["color"]) == {"#ffffff", "#000000"}
    assert "color" not in own.conflictmap.map().page().spec["events"]
    with pytest.raises(cm.EventsError, match=r"no column 'dead'\. Did you mean 'deaths'"):
        own.conflictmap.map(column="dead")
    with pytest.raises(TypeError, match=r"unknown option 'cmpa'\. Did you mean 'cmap'"):
        own.conflictmap.map(column="side", cmpa="x")


def test_a_scheme_and_a_colour_map_come_from_the_packages_that_have_them():
    pytest.importorskip("mapclassify")
    pytest.importorskip("matplotlib")
    own = frame(date=["2020"] * 10, n=range(10))
    spec = own.conflictmap.map(column="n", scheme="quantiles", k=2, cmap="viridis").page().spec
    assert [color for color, _ in spec["style"]["key"]] == ["#440154", "#fde725"]
    assert spec["events"]["color"].count("#440154") == 5
    with pytest.raises(cm.LayerError, match=r"no colour map 'viridiss'\. Did you mean 'viridis'"):
        own.conflictmap.map(column="n", cmap="viridiss")


def test_a_layer_takes_dates_names_and_styles_from_a_frame():
    own = frame(geometry=[box(46, 39, 47, 40), box(47, 39, 48, 40), None], who=["A", "B", "C"],
                since=[date(2020, 1, 1), None, None], held=["x", "y", "x"])
    m = own.conflictmap.areas(name="Zones", label="who", valid_from="since", column="held",
                              weight=3, fill_opacity=0.5)
    page = m.page()
    entry = page.spec["layers"][-1]
    assert (entry["title"], entry["key"]) == ("Zones", [["#0072b2", "x"], ["#e69f00", "y"]])
    assert [p.reason for p in page.problems] == ["no geometry"]
    first = own.conflictmap.layer(label="who", valid_from="since").features[0]
    assert (first.name, first.start) == ("A", day_number(date(2020, 1, 1)))
    with pytest.raises(cm.LayerError, match=r"unknown name 'colour'\. Did you mean 'color'"):
        own.conflictmap.areas(colour="red")
    with pytest.raises(cm.LayerError, match=r"color: 'url.x.' is not a color"):
        own.conflictmap.areas(color="url(x)")
    with pytest.raises(cm.LayerError, match="valid_to is not after valid_from"):
        cm.layer_from_frame(own.assign(until="2019"), valid_from="since", valid_to="until")


def test_a_layer_elsewhere_without_events_has_the_world_below_it():
    page = frame(geometry=[box(18, 4, 19, 5)], a=[1]).conflictmap.areas(name="CAR").page()
    assert [entry["id"] for entry in page.spec["layers"]] == [*WORLD, "car"]
    assert page.accounting.read == 0


def test_the_accessor_adds_to_any_map():
    import folium

    plain = folium.Map(tiles=None)
    own = frame(date=["2020"])
    assert own.conflictmap.map(m=plain) is plain
    assert own.conflictmap.areas(m=plain) is plain
    ours = cm.ConflictMap()
    assert own.conflictmap.map(m=ours) is ours
    assert own.conflictmap.events().accounting.placed == 1


LOOSE = {"Datum": ["13.09.2022", "14.9.22"], "Breite": ["1,5", "2,5"], "Tote": ["ca. 50", "3"],
         "Link": ["https://example.org/1", "see above"]}


@pytest.mark.parametrize("names", [{}, {"Datum": "date"}])
def test_cells_as_people_write_them_cost_no_row_of_a_geodataframe(names):
    own = gpd.GeoDataFrame(LOOSE, geometry=[Point(46.7, 39.8), box(46, 39, 47, 40)], crs=4326)
    found = cm.read_events(own.rename(columns=names))
    assert str(found.accounting) == "read 2 = placed 2 + unplaced 0 + undated 0 + set aside 0"
    assert list(found["when"]) == ["2022-09-13", "2022-09-14"]
    assert list(found["fatalities"]) == [50, 3]
    assert (found["lat"][0], found["lon"][0]) == (39.8, 46.7)
    assert list(found.extra["Breite"]) == ["1,5", "2,5"]


def test_strict_reading_of_a_geodataframe_sets_such_rows_aside():
    own = gpd.GeoDataFrame(LOOSE, geometry=[Point(46.7, 39.8), Point(46, 39)], crs=4326)
    found = cm.read_events(own.rename(columns={"Datum": "date"}), strict=True)
    assert found.accounting.set_aside == 2


def test_a_column_that_there_is_not_is_named_with_those_that_there_are():
    with pytest.raises(KeyError, match=r"no column 'deaths': there are .*fatalities"):
        cm.events_from_frame(frame(date=["2020"]))["deaths"]
