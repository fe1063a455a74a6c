"""Totals by hexagon lose no event and no death, and say no more than they know."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod

from conflictmap.events import NO_DAY
from conflictmap.hexagons import Hexagons
from conflictmap.interval import OPEN_END, OPEN_START
from conflictmap.places import Batch

GEOD = Geod(ellps="WGS84")
SPAN = st.one_of(
    st.tuples(st.integers(-9000, 20000), st.integers(1, 100)).map(lambda p: (p[0], p[0] + p[1])),
    st.just((NO_DAY, NO_DAY)), st.just((OPEN_START, 500)), st.just((500, OPEN_END)))
TOLL = st.lists(st.one_of(st.none(), st.integers(0, 9)), min_size=3, max_size=3)
ROW = st.fixed_dictionaries({
    "lon": st.floats(-180, 180), "lat": st.floats(-85, 85), "span": SPAN,
    "radius": st.sampled_from([np.nan, 0.0, 50.0, 30_000.0, 400_000.0]),
    "type": st.sampled_from(["", "shelling", "battle"]), "placed": st.booleans(),
    "near": st.booleans(), "toll": TOLL, "weight": st.sampled_from([1, 1, 7]),
})


def batch(rows):
    """Return rows as a batch; most points lie together."""
    lon = [46 + r["lon"] / 360 if r["near"] else r["lon"] for r in rows]
    lat = [40 + r["lat"] / 360 if r["near"] else r["lat"] for r in rows]
    placed = np.array([r["placed"] for r in rows], dtype=bool)
    start, end = (np.array([r["span"][i] for r in rows], dtype=np.int64) for i in (0, 1))
    return Batch(
        lon=np.where(placed, lon, np.nan), lat=np.where(placed, lat, np.nan), start=start, end=end,
        radius_m=np.array([r["radius"] for r in rows], dtype=float), dated=start != NO_DAY)


def totals(rows, *, most=1000, parts=1):
    found = Hexagons(most=most)
    for part in np.array_split(np.arange(len(rows)), parts):
        some = [rows[i] for i in part]
        tolls = np.array([[np.nan if v is None else v for v in r["toll"]] for r in some],
                         dtype=float).reshape(-1, 3)
        found.add(batch(some), [r["type"] for r in some], tolls,
                  np.array([r["weight"] for r in some], dtype=np.int64))
    return found.events(name="big.parquet")


@settings(max_examples=80, deadline=None)
@given(st.lists(ROW, max_size=40), st.sampled_from([1000, 3]), st.integers(1, 4))
def test_no_event_and_no_death_is_lost(rows, most, parts):
    events = totals(rows, most=most, parts=parts)
    assert not events.problems
    assert int(events.weight.sum()) == sum(r["weight"] for r in rows)
    assert Counter(dict(zip(events["type"], [0] * len(events), strict=True))).keys() == {
        r["type"] for r in rows}
    for kind in ("", "shelling", "battle"):
        mine = events["type"] == kind
        assert int(events.weight[mine].sum()) == sum(
            r["weight"] for r in rows if r["type"] == kind)
        assert np.nansum(events["fatalities"][mine]) == sum(
            r["toll"][1] or 0 for r in rows if r["type"] == kind)
    silent = all(v is None for r in rows for v in [r["toll"][1]])
    assert np.isnan(events["fatalities"]).all() == silent


@settings(max_examples=80, deadline=None)
@given(st.lists(ROW, min_size=1, max_size=20), st.sampled_from([1000, 2]))
def test_each_event_may_have_been_where_and_when_its_total_says(rows, most):
    events, given_ = totals(rows, most=most), batch(rows)
    for row, what in enumerate(rows):
        fits = (events["type"] == what["type"]) & (events.dated == given_.dated[row])
        if given_.dated[row]:
            fits &= (events["start"] <= given_.start[row]) & (events["end"] >= given_.end[row])
        if np.isnan(given_.lon[row]):
            fits &= ~events.placed
        else:
            fits &= events.placed
            here = np.flatnonzero(fits)
            far = GEOD.inv(
                events["lon"][here], events["lat"][here], np.full(len(here), given_.lon[row]),
                np.full(len(here), given_.lat[row]))[2]
            reach = np.array(far) + np.nan_to_num(given_.radius_m[row])
            fits[here] &= reach <= events["radius_m"][here]
        assert fits.any(), what


def test_a_month_is_no_day_and_a_day_in_it_stays_unknown():
    row = {"lon": 46.5, "lat": 39.6, "span": (18532, 18533), "radius": np.nan, "type": "shelling",
           "placed": True, "near": False, "toll": [None, 2, None], "weight": 1}
    events = totals([row, row | {"toll": [None, None, None]}])
    assert events["when"].tolist() == ["2020-09"]
    assert events["certain_start"].tolist() == [NO_DAY]
    assert events["title"].tolist() == ["2 events: shelling"]
    assert events["note"].tolist() == ["1 of 2 state a toll."]
    assert events["fatalities"].tolist() == [2]
    assert np.isnan(events["fatalities_low"]).all()
    assert events["radius_m"][0] == pytest.approx(11_170, rel=.01)


def test_an_area_counts_as_a_disc_around_it():
    shape = shapely.box(46, 39, 47, 40)
    nothing = np.array([np.nan])
    found = Hexagons()
    found.add(Batch(lon=nothing, lat=nothing, radius_m=nothing, start=np.array([10]),
                    end=np.array([11]), dated=np.array([True]), shapes={0: shape}),
              ["battle"], None, np.array([1]))
    events = found.events(name="x")
    disc = events["radius_m"][0]
    far = [GEOD.inv(events["lon"][0], events["lat"][0], x, y)[2] for x, y in shape.exterior.coords]
    assert max(far) <= disc < 3 * max(far)
