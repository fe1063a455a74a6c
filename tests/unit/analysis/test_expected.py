"""Counts with doubt: against a plain sum where nothing is in doubt, and against drawn worlds."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from shapely.geometry import box

import conflictmap as cm
from conflictmap.analysis.expected_numbers import write_expected
from conftest import ROOT

UCDP = ROOT / "layers/make/tables/ucdp_ged_211.csv"
DRAWS = 10_000


@pytest.fixture(scope="module")
def halves():
    """Two areas that share a border at 46 E; the second holds only from 11 September 2022 on."""
    import geopandas as gpd

    frame = gpd.GeoDataFrame(
        {"name": ["west", "east"], "valid_from": ["", "2022-09-11"], "valid_to": ["", ""]},
        geometry=[box(45, 39, 46, 41), box(46, 39, 47, 41)], crs="EPSG:4326")
    return cm.layer_from_frame(frame, name="halves")


def doubtful():
    """Return events whose days and places are in doubt."""
    rng = np.random.default_rng(7)
    rows = [{"id": f"e{i}", "lat": 40.0, "lon": float(lon), "radius_m": 20_000, "type": "battle",
             "date": "2022-09" if i % 3 else f"2022-{8 + i % 2:02d}-25/2022-10-05",
             "fatalities_best": int(dead)}
            for i, (lon, dead) in enumerate(zip(rng.uniform(45.7, 46.3, 24),
                                                rng.integers(0, 40, 24), strict=True))]
    rows += [{"id": "sure", "lat": 40.0, "lon": 45.5, "date": "2022-09-13", "fatalities_best": 5},
             {"id": "silent", "lat": 40.0, "lon": 45.5, "date": "2022-09-14"},
             {"id": "sum", "lat": 40.0, "lon": 45.5, "date": "2022-09", "role": "aggregate",
              "fatalities_best": 999}]
    return cm.read_events(rows)


def test_where_nothing_is_in_doubt_it_is_the_plain_sum_of_the_ucdp_extract():
    table = pd.read_csv(UCDP)
    plain = table.groupby(table["date_start"].str[:7])["best"].agg(["size", "sum"])
    found = cm.expected(cm.read_events(UCDP), by="month").to_frame().set_index("period")
    assert len(table) == 543
    # The file says no precision of its days: a few reach into the next month.
    sure = found[found["events_certain"] == found["events_possible"]]
    plain_sure = plain.loc[sure.index]
    assert len(sure) >= 150
    for column in ("events_certain", "events_expected", "events_from", "events_to"):
        assert sure[column].to_dict() == plain_sure["size"].to_dict()
    for column in ("deaths_certain", "deaths_expected", "deaths_from", "deaths_to"):
        assert sure[column].to_dict() == plain_sure["sum"].to_dict()
    # Nobody is lost between the months.
    assert found["events_expected"].sum() == pytest.approx(543, abs=0.01)
    assert found["deaths_expected"].sum() == pytest.approx(table["best"].sum(), abs=0.01)


def test_the_counting_rules_find_the_same_certain_events():
    events = cm.read_events(UCDP)
    counted = {c.month: (c.events, c.possible) for c in cm.count(events, by="month")}
    found = {e.period: e.events for e in cm.expected(events, by="month")}
    assert {month: pair for month, pair in counted.items() if pair[1]} == found


def drawn(events, layer, month):
    """Return numbers of events and deaths in an area and month in worlds drawn by chance."""
    rng = np.random.default_rng(20)
    from pyproj import Transformer

    areas = {f.id: f for f in layer.features}
    first, last = (np.datetime64(f"2022-{m:02d}-01").astype(int) for m in (month, month + 1))
    to_m = Transformer.from_crs(4326, "+proj=aeqd +lat_0=40 +lon_0=46", always_xy=True)
    counts, deaths = np.zeros(DRAWS), np.zeros(DRAWS)
    edge = 0.0  # metres: the border at 46 E is the middle of the projection
    for i in np.flatnonzero(events["role"] == "event"):
        day = rng.integers(events["start"][i], events["end"][i], DRAWS)
        radius = np.nan_to_num(events["radius_m"][i]) * np.sqrt(rng.random(DRAWS))
        turn = rng.random(DRAWS) * 2 * math.pi
        x = to_m.transform(events["lon"][i], events["lat"][i])[0] + radius * np.cos(turn)
        here = (x > edge) & (day >= areas["halves-2"].start) & (day >= first) & (day < last)
        counts += here
        deaths += here * np.nan_to_num(events["fatalities"][i])
    return counts, deaths


@pytest.mark.parametrize("month", [9, 10])
def test_ten_thousand_drawn_worlds_agree(halves, month):
    events = doubtful()
    groups = {(e.area_id, e.period): e for e in cm.expected(
        events, by=["area", "month"], layers=halves)}
    found = groups["halves-2", f"2022-{month:02d}"]
    for worlds, mean, (low, high) in zip(
            drawn(events, halves, month), (found.mean_events, found.mean_deaths),
            (found.range_events, found.range_deaths), strict=True):
        # Four standard errors of the mean of so many draws, and two for the share in the range.
        assert mean == pytest.approx(worlds.mean(), abs=4 * worlds.std() / math.sqrt(DRAWS))
        inside = ((worlds >= low) & (worlds <= high)).mean()
        assert inside >= 0.9 - 2 * math.sqrt(0.09 / DRAWS)
        assert (worlds < low).mean() <= 0.05 + 0.005
        assert (worlds > high).mean() <= 0.05 + 0.005
        assert low < mean < high


def test_certain_and_possible_stand_beside_and_sums_are_left_out(halves):
    events = doubtful()
    all_of, = cm.expected(events)
    assert all_of.events == (26, 26)
    assert (all_of.silent, all_of.mean_events) == (1, 26.0)
    west = next(e for e in cm.expected(events, by="area", layers=halves) if e.area_id == "halves-1")
    assert west.events[0] < west.mean_events < west.events[1]
    assert west.deaths[0] >= 5
    assert west.range_deaths[0] <= west.mean_deaths <= west.range_deaths[1]
    # Both halves together hold no more than there is.
    both = cm.expected(events, by="area", layers=halves)
    assert sum(e.mean_events for e in both) < 26


def test_days_go_to_their_months_and_windows_cut():
    row = {"date": "2022-08-31/2022-09-03", "lat": 40, "lon": 46, "fatalities_best": 8}
    august, september = cm.expected([row], by="month")
    assert (august.mean_events, september.mean_events) == (0.25, 0.75)
    assert (august.deaths, august.mean_deaths, august.range_deaths) == ((0, 8), 2.0, (0, 8))
    cut, = cm.expected([row], window=("2022-09-02", "2022-10-01"))
    assert (cut.events, cut.mean_events) == ((0, 1), 0.5)
    assert cm.expected([row], window=("2023-01-01", None)) == ()


def test_a_row_that_stands_for_many_adds_them_at_once():
    rows = [{"date": "2022-08-31/2022-09-01", "lat": 40, "lon": 46, "stands_for": 12}]
    august, _ = cm.expected(rows, by="month")
    assert (august.events, august.mean_events, august.range_events) == ((0, 12), 6.0, (0, 12))


def test_areas_need_layers_and_a_table_is_written(halves, tmp_path):
    with pytest.raises(ValueError, match="needs `layers`"):
        cm.expected(doubtful(), by="area")
    with pytest.raises(ValueError, match="none of"):
        cm.expected(doubtful(), by="colour")
    with pytest.raises(ValueError, match="may have several"):
        cm.expected(doubtful(), by="actor")
    found = cm.expected(doubtful(), by=["area", "type"], layers=halves)
    assert [(e.area_id, e.type) for e in found] == [
        ("halves-1", ""), ("halves-1", "battle"), ("halves-2", "battle")]
    write_expected(found, tmp_path / "x.csv")
    read = pd.read_csv(tmp_path / "x.csv")
    assert list(read["events_certain"]) == [e.events[0] for e in found]


def test_an_area_held_for_two_spans_is_one():
    import geopandas as gpd

    frame = gpd.GeoDataFrame(
        {"name": ["a", "a"], "valid_from": ["2022-09-01", "2022-09-03"],
         "valid_to": ["2022-09-02", "2022-09-05"]},
        geometry=[box(45, 39, 46, 41)] * 2, crs="EPSG:4326")
    layer = cm.layer_from_frame(frame, name="twice")
    layer = replace(layer, features=tuple(replace(f, id="a") for f in layer.features))
    row = {"date": "2022-09-01/2022-09-04", "lat": 40, "lon": 45.5}
    found, = cm.expected([row], by="area", layers=layer)
    assert found.mean_events == 0.75
