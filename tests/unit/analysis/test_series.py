"""Series of a chart: bars as `count` counts them, a panel for each group, doubt where there is."""

from __future__ import annotations

import geopandas as gpd
import pytest
from shapely.geometry import box

import conflictmap as cm
from conflictmap.analysis.series import Bar, series_of

ROWS = [
    {"date": "2022-08-30/2022-09-02", "lat": 40, "lon": 45.5, "type": "battle",
     "fatalities_low": 2, "fatalities_best": 4, "fatalities_high": 8},
    {"date": "2022-09-13", "lat": 40, "lon": 45.5, "type": "shelling", "fatalities_low": 1,
     "fatalities_best": 1, "fatalities_high": 3},
    {"date": "2022-09-14", "lat": 40, "lon": 46.5, "type": "shelling", "fatalities_low": 5,
     "fatalities_best": 5, "fatalities_high": 5},
]


@pytest.fixture(scope="module")
def halves():
    frame = gpd.GeoDataFrame({"name": ["West", "East"]}, crs="EPSG:4326",
                             geometry=[box(45, 39, 46, 41), box(46, 39, 47, 41)])
    return cm.layer_from_frame(frame, name="halves")


def test_bars_by_month_are_those_of_count_with_doubt_between():
    one, = series_of(ROWS)
    assert [bar.label for bar in one.bars] == ["2022-08", "2022-09"]
    august, september = one.bars
    assert (august.low, august.best, august.high) == (None, None, 8)
    assert (august.mean, august.middle) == (2.0, (0, 4))
    counted = cm.count(ROWS, by="month")[1].toll
    assert (september.low, september.best, september.high) == (
        counted.low, counted.best, counted.high)
    assert (september.mean, september.middle) == (8.0, (6, 10))


def test_events_are_certain_and_possible():
    one, = series_of(ROWS, measure="events")
    assert one.bars[1] == Bar(label="2022-09", low=2, best=None, high=3, mean=2.5, middle=(2, 3))


def test_two_words_make_panels_with_time_along(halves):
    found = series_of(ROWS, by=["area", "month"], layers=halves)
    assert [(s.name, [b.label for b in s.bars]) for s in found] == [
        ("West", ["2022-08", "2022-09"]), ("East", ["2022-08", "2022-09"])]
    # Nothing is in doubt in the east, and nothing happened there in August.
    assert [(b.best, b.mean, b.silent) for b in found[1].bars] == [
        (None, None, False), (5, None, False)]
    kinds = series_of(ROWS, by=["type", "year"])
    assert [(s.name, s.bars[0].best) for s in kinds] == [("battle", 4), ("shelling", 6)]
    assert [b.label for b in series_of(ROWS, by="type")[0].bars] == ["battle", "shelling"]


def test_by_side_each_speaker_has_its_own_figures():
    one, = series_of(cm.read_events(), by="side", window=("2020-09-27", "2020-11-11"))
    assert [bar.label for bar in one.bars][:2] == ["armenian", "azerbaijani"]
    told = cm.count(cm.read_events(), window=("2020-09-27", "2020-11-11"), claims="armenian")[0]
    assert (one.bars[0].low, one.bars[0].high) == (told.toll.low, told.toll.high)
    assert all(bar.mean is None for bar in one.bars)


def test_by_source_each_has_the_events_that_name_it():
    rows = [row | {"actor1": "A", "actor2": "B" if i else ""} for i, row in enumerate(ROWS)]
    one, = series_of(rows, by="actor", measure="events")
    assert [(b.label, b.low, b.high, b.mean) for b in one.bars] == [
        ("A", 3, 3, None), ("B", 2, 2, None)]
    events = cm.read_events()
    window = ("2022-09-12", "2022-09-16")
    one, = series_of(events, by="source", window=window)
    counted = {c.source: c.toll.high for c in cm.count(events, by="source", window=window)}
    assert {bar.label: bar.high for bar in one.bars} == counted


def test_whose_dead_they_are_is_kept_apart():
    events = cm.read_events()
    found = series_of(events, by=["year", "whose"], window=("2020-01-01", "2021-01-01"))
    assert [one.name for one in found] == list(cm.peoples(events))
    assert {(one.kind, one.bar_kind) for one in found} == {("whose", "year")}
    told = cm.count(events, by="year", window=("2020-01-01", "2021-01-01"), claims="latest",
                    whose="armenian")[0].toll
    bar, = next(one for one in found if one.name == "armenian").bars
    assert (bar.low, bar.best, bar.high) == (told.low, told.best, told.high)


@pytest.mark.parametrize(("unit", "labels"), [
    ("month", ["2021-11", "2021-12", "2022-01", "2022-02"]),
    ("quarter", ["2021-Q4", "2022-Q1"]), ("year", ["2021", "2022"])])
def test_time_runs_evenly(unit, labels):
    rows = [{"date": day, "lat": 40, "lon": 45.5} for day in ("2021-11-03", "2022-02-27")]
    one, = series_of(rows, by=unit)
    assert [bar.label for bar in one.bars] == labels
    assert [bar.silent for bar in one.bars] == [True, *[False] * (len(labels) - 2), True]


@pytest.mark.parametrize(("how", "said"), [
    ({"by": "colour"}, "'colour' is none of"), ({"by": ["month", "year"]}, "both of time"),
    ({"by": ["month", "area", "type"]}, "one word or two"), ({"by": []}, "one word or two"),
    ({"by": ["side", "whose"]}, "one word or two"),
    ({"by": "area"}, "needs areas"), ({"measure": "tears"}, "'tears' is none of")])
def test_what_no_chart_can_be_is_refused(how, said):
    with pytest.raises(cm.EventsError, match=said):
        series_of(ROWS, **how)
