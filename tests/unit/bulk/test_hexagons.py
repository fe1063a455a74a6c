"""Totals by hexagon lose no event and no death, and say no more than they know."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod

import conflictmap as cm
from conflictmap.bulk.hexagon_pass import hexagon_totals
from conflictmap.bulk.hexagons import Hexagons
from conflictmap.io.sources import importer_named
from conflictmap.joins.batch import Batch
from conflictmap.model.columns import NO_DAY
from conflictmap.model.interval import OPEN_END, OPEN_START
from conflictmap.model.limits import limited
from conflictmap.pages.read_page import page_data

GEOD = Geod(ellps="WGS84")
SPAN = st.one_of(
    st.tuples(st.integers(-9000, 20000), st.integers(1, 100)).map(lambda p: (p[0], p[0] + p[1])),
    st.just((NO_DAY, NO_DAY)), st.just((OPEN_START, 500)), st.just((500, OPEN_END)))
#: Low, best and high as rows that were checked have them: those that are stated rise.
TOLL = st.tuples(st.lists(st.integers(0, 9), min_size=3, max_size=3).map(sorted), st.lists(
    st.booleans(), min_size=3, max_size=3)).map(
        lambda pair: [v if known else None for v, known in zip(*pair, strict=True)])
FIGURES = ("fatalities_low", "fatalities", "fatalities_high")
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
    assert set(events["type"]) == {r["type"] for r in rows}
    for kind in ("", "shelling", "battle"):
        mine = events["type"] == kind
        own = [r for r in rows if r["type"] == kind]
        assert int(events.weight[mine].sum()) == sum(r["weight"] for r in own)
        for i, name in enumerate(FIGURES):
            figures = events[name][mine]
            assert np.nansum(figures) == sum(r["toll"][i] or 0 for r in own)
            # What an event does not state, its total does not state.
            assert int(events.weight[mine][np.isnan(figures)].sum()) == sum(
                r["weight"] for r in own if r["toll"][i] is None)


@settings(max_examples=80, deadline=None)
@given(st.lists(ROW, min_size=1, max_size=20), st.sampled_from([1000, 2]))
def test_each_event_may_have_been_where_and_when_its_total_says(rows, most):
    events, given_ = totals(rows, most=most), batch(rows)
    assert (events["certain_start"] == NO_DAY).all()
    assert (events["certain_end"] == NO_DAY).all()
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
    assert events["when"].tolist() == ["2020-09", "2020-09"]
    assert events["certain_start"].tolist() == [NO_DAY, NO_DAY]
    assert events["title"].tolist() == ["1 event: shelling", "1 event: shelling"]
    np.testing.assert_array_equal(events["fatalities"], [np.nan, 2])
    assert np.isnan(events["fatalities_low"]).all()
    assert events["radius_m"][0] == pytest.approx(11_170, rel=.01)
    # The page draws hexagons by these words; maps/app/marks/hexground.js reads them.
    assert set(events["place_precision"]) == {"total of a hexagon with sides of 0.1°"}


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


NAMES = ("id", "date", "lon", "lat", "type", "fatalities_best", "role", "stands_for")


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    """A file of more than a megabyte, as Parquet and as CSV: 30,000 rows, three of them odd."""
    rng = np.random.default_rng(7)
    rows = [{
        "id": f"event-{i:06}-{rng.integers(10**12)}",
        "date": f"20{i % 20:02}-0{1 + i % 9}-1{i % 9}",
        "lon": round(44 + rng.random() * 3, 5), "lat": round(39 + rng.random() * 2, 5),
        "type": ("shelling", "battle", "")[i % 3], "fatalities_best": i % 4, "role": "",
        "stands_for": 5 if i == 10 else None,
    } for i in range(30_000)]
    rows[7]["date"], rows[8]["role"], rows[9]["date"] = "no date", "aggregate", ""
    folder = tmp_path_factory.mktemp("large")
    table = pa.table({name: pa.array([row[name] for row in rows]) for name in NAMES})
    pq.write_table(table, folder / "large.parquet", compression="none", use_dictionary=False)
    pacsv.write_csv(table, folder / "large.csv")
    return folder


@pytest.mark.parametrize("name", ["large.parquet", "large.csv"])
def test_a_file_beyond_the_limit_is_built_as_totals_and_says_so(large, name):
    with limited(rows=20_000):
        page = cm.build(large / name)
    events = page_data(page).spec["events"]
    assert page.accounting == cm.read_events(large / name, strict=True).accounting
    assert page.accounting.read == 30_000
    assert page.accounting.set_aside == 1
    # One set aside, one a total itself, and one that stands for five.
    assert sum(events["stands_for"]) == 30_000 - 1 - 1 + 4
    dead = sum(i % 4 for i in range(30_000) if i not in {7, 8})
    assert sum(v or 0 for v in events["best"]) == dead
    said = [str(p) for p in page.problems if "totals by hexagon" in p.reason]
    assert len(said) == 1
    assert "the limit 'rows' is 20,000" in said[0]
    assert "1 rows that are totals themselves are left out" in said[0]
    assert page.spec["inputs"][0]["bytes"] == (large / name).stat().st_size
    whole = cm.build(large / name)
    assert "stands_for" in whole.spec["events"]
    assert not [p for p in whole.problems if "totals by hexagon" in p.reason]


def test_totals_are_the_same_bytes_each_time(large):
    with limited(rows=20_000):
        assert cm.build(large / "large.csv").html == cm.build(large / "large.csv").html


def test_a_source_that_forbids_it_is_not_shown_as_totals(tmp_path):
    sample = importer_named("acled").SAMPLE.splitlines()
    body = [line.replace(line.split(",")[0], f"AZE{i}", 1) for i in range(30_000)
            for line in sample[1:2]]
    path = tmp_path / "acled.csv"
    path.write_text("\n".join([sample[0], *body]) + "\n", encoding="utf-8")
    assert path.stat().st_size > 1_000_000
    with limited(rows=25_000), pytest.raises(cm.OutputError, match="which its terms forbid"):
        cm.build(path)


def test_totals_keep_the_credits_of_known_sources_and_no_other_names(tmp_path):
    path = tmp_path / "sources.csv"
    path.write_text("id,date,lat,lon,sources,title\n" + "".join(
        f"e{i},2001-0{1 + i % 9}-11,40,46,{'ucdp-ged-26.1' if i % 2 else f'own-{i}'},{'x' * 40}\n"
        for i in range(21_000)), encoding="utf-8")
    with limited(rows=20_500):
        page = cm.build(path)
    assert {" ".join(s) for s in page_data(page).spec["events"]["sources"]} == {"ucdp-ged-26.1"}
    assert list(page.spec["sources"]) == ["ucdp-ged-26.1"]


@pytest.mark.parametrize("swap_check", [True, False])
def test_exchanged_points_of_a_large_file_are_judged_as_in_a_small_one(tmp_path, swap_check):
    path = tmp_path / "swapped.csv"
    path.write_text("id,date,lat,lon,title\n" + "".join(
        f"e{i},2001-01-11,{'46.5,39.6' if i % 100 == 0 else '39.6,46.5'},{'x' * 40}\n"
        for i in range(21_000)), encoding="utf-8")
    recipe = tmp_path / "r.toml"
    recipe.write_text(f'title = "t"\n[events]\nswap_check = {str(swap_check).lower()}\n',
                      encoding="utf-8")
    small = cm.build(path, recipe=recipe, reading={"strict": True}).accounting
    with limited(rows=20_500):
        assert cm.build(path, recipe=recipe).accounting == small
    assert small.set_aside == (210 if swap_check else 0)


def test_a_large_file_in_another_encoding_is_refused_by_its_limit(tmp_path):
    path = tmp_path / "cyrillic.csv"
    path.write_text("id,date,lat,lon,title\n" + "".join(
        f"e{i},2001-01-11,39.6,46.5,Обстрел {'x' * 40}\n" for i in range(21_000)), "cp1251")
    with limited(rows=20_500), pytest.raises(cm.EventsError, match="the limit 'rows'"):
        cm.build(path, encoding="cp1251")


def one(lon, lat, *, radius=np.nan, day=18536):
    return {"lon": lon, "lat": lat, "span": (day, day + 1), "radius": radius, "type": "battle",
            "placed": True, "near": False, "toll": [None, None, None], "weight": 1}


def test_every_point_is_in_the_hexagon_whose_middle_is_nearest():
    side = .1
    grid = [(46 + x / 37, 39.5 + y / 41) for x in range(12) for y in range(12)]
    rows = [one(*place) | {"type": f"t{i}"} for i, place in enumerate(grid)]
    found = totals(rows)
    middles = np.column_stack([found["lon"], found["lat"]])
    places = np.array([grid[int(kind[1:])] for kind in found["type"]])
    # No point of a hexagon is farther from its middle than a corner, or nearer another's.
    own = np.hypot(*(places - middles).T)
    assert own.max() <= side + 1e-6
    every = np.unique(middles.round(6), axis=0)
    for place, off in zip(places, own, strict=True):
        assert np.hypot(*(every - place).T).min() == pytest.approx(off, abs=1e-5)
    apart = [np.hypot(*(a - b)) for a, b in combinations(every, 2)]
    assert min(apart) == pytest.approx(np.sqrt(3) * side, abs=1e-5)


def test_a_wide_place_stays_as_wide_when_hexagons_grow():
    wide = one(46, 39.5, radius=400_000)
    crowd = [one(46 + i, 39.5 + j) for i in range(12) for j in range(12)]
    (own,) = totals([wide])["radius_m"]
    grown = totals([wide, *crowd], most=20)
    assert len(grown) <= 21
    assert own >= 400_000
    assert own < 900_000
    assert grown["radius_m"].max() >= 400_000
    assert grown["radius_m"].max() < 400_000 + 4 * (grown["radius_m"].min() + 400_000)


def test_events_without_figures_say_nothing_of_fatalities():
    found = Hexagons()
    found.add(batch([one(46, 39.5)] * 3), ["battle"] * 3, None, np.ones(3, np.int64))
    events = found.events(name="big.parquet")
    assert events["stands_for"].tolist() == [3]
    for name in FIGURES:
        assert np.isnan(events[name]).all()


def test_rows_that_are_totals_themselves_are_counted_where_there_are_any(tmp_path):
    path = tmp_path / "large.csv"
    rows = "".join(f"e{i},2020-10-01,46.1,39.5,event\n" for i in range(12))
    for more, said in (("", ""), ("s,2020-10-01,46.1,39.5,aggregate\n",
                                  "; 1 rows that are totals themselves are left out")):
        path.write_text(f"id,date,lon,lat,role\n{rows}{more}", "utf-8")
        events = hexagon_totals(path, areas={}, said="Too many. Take fewer.")
        (note,) = events.problems
        assert note.reason.startswith("Too many: ")
        assert note.reason.endswith("by hexagon, month and type" + said)
        assert note.fix.endswith("Take fewer.")
        assert events["stands_for"].tolist() == [12]
