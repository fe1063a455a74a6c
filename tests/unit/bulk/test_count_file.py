"""Counts in pieces: the same as in memory, and both the same as the rules applied to all rows."""

from __future__ import annotations

import csv
import json
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import conflictmap as cm
from conflictmap.analysis.part_whole import Tree, count_rows
from conflictmap.bulk import pieces
from conflictmap.formats import csv_blocks
from conflictmap.io.rejects import rejects_csv
from conflictmap.joins.join import INSIDE, POSSIBLE
from conflictmap.model.interval import Interval, day_of
from conflictmap.model.layer import areas_of
from running import run as command
from toyfiles import EAST, KINDS, LAYERS, WEST, parquet, text
from toys import area, events, layer, square

WINDOW = Interval(start=date(2019, 3, 1), end=date(2020, 10, 1))
BYS = [None, "year", "type", "area", ("year", "type"), ("area", "year", "type")]
TOLLS = ("fatalities_low", "fatalities_best", "fatalities_high")


def years_of(found, span):
    """Yield each year that an event starts or ends in, and its days in the span."""
    ends = [*found["start"][found.dated], *(found["end"][found.dated] - 1)]
    days = [day_of(int(d)) for d in ends if -719_162 <= d <= 2_932_896]
    for year in sorted({d.year for d in days}):
        first, last = date(year, 1, 1), date(year + 1, 1, 1) if year < 9999 else None
        start = max(first, span.start or first)
        end = min((d for d in (last, span.end) if d), default=None)
        if end is None or start < end:
            yield str(year), Interval(start=start, end=end)


def by_the_rules(found, joined, words, span):
    """Return the counts as the rules say, with all rows at hand: slow, and beyond doubt."""
    cuts = list(years_of(found, span)) if "year" in words else [("", span)]
    n, counts = len(found), {}
    for at in range(0, len(joined), max(n, 1)) if "area" in words else [None]:
        part = slice(0, 0) if at is None else slice(at, at + n)
        ids, certainty = joined["area_id"][part], joined["certainty"][part]
        for year, cut in cuts:
            tree = Tree(found, cut)
            for name in sorted(set(ids) - {""}) if "area" in words else [None]:
                for kind in sorted(set(found["type"])) if "type" in words else [None]:
                    maybe = np.ones(n, bool) if kind is None else found["type"] == kind
                    sure = maybe
                    if name is not None:
                        sure = maybe & (ids == name) & (certainty == INSIDE)
                        maybe = maybe & (ids == name) & np.isin(certainty, [INSIDE, POSSIBLE])
                    layer_id = "" if at is None else joined["layer_id"][at]
                    counts[layer_id, name or "", year, kind or ""] = count_rows(tree, (sure, maybe))
    return counts


def compare(path, tmp_path, by, window=None):
    """Count a file in pieces, in memory, and by the rules."""
    found = cm.read_events(path, areas=areas_of(LAYERS), strict=True)
    joined = cm.join(found, LAYERS)
    words = () if by is None else (by,) if isinstance(by, str) else by
    memory = cm.count(found, by=by, window=window, joined=joined if "area" in words else None)
    done = cm.count_file(path, LAYERS, by=by, window=window, rejects=tmp_path / "r.csv",
                         strict=True)
    assert done.counts == memory
    assert done.accounting == found.accounting
    errors = [p for p in found.problems if p.level == "error"]
    assert [str(p) for p in done.problems if p.level == "error"] == [str(p) for p in errors]
    if any(p.row for p in errors):
        assert (tmp_path / "r.csv").read_bytes() == rejects_csv(found.problems)
    rules = by_the_rules(found, joined, words, window or Interval(start=None, end=None))
    for count in memory:
        expected = rules.pop((count.layer_id, count.area_id, count.year, count.type))
        for name in ("events", "possible", "toll", "episodes", "parts", "named", "reports"):
            wanted = getattr(expected, name)
            wanted = wanted.lawful if name == "toll" else wanted
            assert getattr(count, name) == wanted, (name, count, expected)
    for rest in rules.values():  # of several words, groups without events are no rows
        assert len(words) > 1
        assert (rest.possible, rest.episodes, rest.named, rest.reports) == (0, (), (), ())
    return done


@pytest.fixture
def small(monkeypatch):
    """Make pieces so small that every file has several."""
    monkeypatch.setattr(pieces, "BATCH", 3)
    monkeypatch.setattr(csv_blocks, "BLOCK", 200)


@pytest.mark.parametrize("by", BYS)
@pytest.mark.parametrize("window", [None, WINDOW])
@pytest.mark.usefixtures("small")
def test_rows_of_every_kind_are_counted_as_in_memory(tmp_path, by, window):
    rows = [{**row, "fatalities_high": 9.0 * (i % 3)} for i, row in enumerate(KINDS)]
    rows += [
        {"id": "war", "date": "2020", "role": "aggregate", "type": "battle",
         "fatalities_low": 5.0, "fatalities_best": 6.0, "lon": 46.05, "lat": 39.55},
        {"id": "part", "date": "2020-09-27", "part_of": "war", "lon": 46.05, "lat": 39.55,
         "fatalities_best": 2.0},
        {"id": "report", "date": "2020-09-27", "role": "toll", "part_of": "war",
         "fatalities_best": 4.0, "lon": 46.05, "lat": 39.55},
        {"id": "lone report", "date": "2020-09-27", "role": "toll", "fatalities_best": 70.0},
        {"id": "open", "date": "2019-05-05/..", "lon": 46.15, "lat": 39.55},
        {"id": "long", "date": "1994/2020", "lon": 46.15, "lat": 39.55, "fatalities_high": 3.0},
    ]
    done = compare(parquet(tmp_path / "all.parquet", rows), tmp_path, by, window)
    assert done.accounting.set_aside == 9
    texts = [{k: int(v) if k in TOLLS else v for k, v in row.items()} for row in rows]
    compare(text(tmp_path / "all.csv", texts), tmp_path, by, window)


CELLS = {
    "id": st.one_of(st.sampled_from(["a", "b", "", " c", "é", None]), st.text(max_size=3)),
    "date": st.one_of(
        st.dates(date(2019, 11, 1), date(2021, 2, 1)).map(str), st.sampled_from(
            ["", None, "2020-02-30", "2019/2021", "2020-09~", "2020", "2020-09-27/..",
             "../2020-09-27", "0001-01-01", "9999-12-31", "1999-12-31/2020-01-01"])),
    "lat": st.one_of(st.floats(39.4, 39.7), st.sampled_from([None, 1e-7, 99.0])),
    "lon": st.one_of(st.floats(45.9, 46.3), st.none()),
    "radius_m": st.one_of(st.none(), st.floats(0, 2e4)),
    "fatalities_low": st.one_of(st.none(), st.integers(-1, 5).map(float)),
    "fatalities_best": st.one_of(st.none(), st.integers(0, 5).map(float)),
    "fatalities_high": st.one_of(st.none(), st.integers(0, 5).map(float)),
    "type": st.sampled_from(["", None, "battle", "mine", " mine"]),
    "role": st.sampled_from(["", None, "event", "toll", " aggregate", "aggregate", "else"]),
    "part_of": st.sampled_from(["", None, "a", "b", " c", "  ", "nothing"]),
    "where": st.sampled_from(["", "", None, "west", "east west", "nowhere"]),
}


@settings(max_examples=80, deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(rows=st.lists(st.fixed_dictionaries({}, optional=CELLS), max_size=9),
       by=st.sampled_from(BYS), window=st.sampled_from([None, WINDOW]))
@pytest.mark.usefixtures("small")
def test_whatever_stands_in_a_file_all_ways_agree(tmp_path, rows, by, window):
    for row in rows:  # Arrow holds no half of a pair of UTF-16 units
        for name, value in row.items():
            if isinstance(value, str):
                row[name] = value.encode("utf-8", "replace").decode()
    numbers = {"lat", "lon", "radius_m", *TOLLS}
    names = {"id", "date", "lat", "lon", *(n for row in rows for n in row)}
    path = tmp_path / "any.parquet"
    pq.write_table(pa.table({
        n: pa.array([row.get(n) for row in rows],
                    type=pa.float64() if n in numbers else pa.string()) for n in sorted(names)
    }), path)
    compare(path, tmp_path, by, window)


@pytest.mark.usefixtures("small")
def test_exchanged_points_are_judged_by_the_whole_file(tmp_path):
    swapped = {"date": "2020-09-27", "lon": 39.55, "lat": 46.05}
    there, far = {**swapped, "lon": 46.05, "lat": 39.55}, {**swapped, "lon": 10.0, "lat": 10.0}
    for few, many in ((there, far), (far, there)):
        rows = [{"id": f"e{i}", **row} for i, row in enumerate(
            [swapped, few, few, swapped, *[many] * 20])]
        compare(parquet(tmp_path / "s.parquet", rows), tmp_path, "area")


def test_an_event_in_two_areas_that_overlap_is_counted_once():
    found = events([{"x": .5, "y": .5, "fatalities_best": 3}])
    both = layer(area("one", square(0, 0)), area("two", square(0, 0, .2)))
    counts = cm.count(found, by="area", joined=cm.join(found, both))
    assert [(c.area_id, c.events, c.toll.best) for c in counts] == [("one", 1, 3)]


def test_open_ends_are_in_every_year_and_make_none():
    found = events([{"date": "2020-05-01/.."}, {"date": "2022-01-01"}, {"date": "../2021-03-03"}])
    assert [(c.year, c.events, c.possible) for c in cm.count(found, by="year")] == [
        ("2020", 0, 2), ("2021", 0, 2), ("2022", 1, 2)]


def test_words_and_areas_that_are_not_there_are_refused(tmp_path):
    with pytest.raises(ValueError, match="'week' is none of area, year, quarter, month, type"):
        cm.count(events([{}]), by="week")
    with pytest.raises(ValueError, match="needs a layer"):
        cm.count_file(parquet(tmp_path / "in.parquet", KINDS[:1]), by="area")


def test_more_wholes_and_parts_than_the_limit_are_refused(tmp_path, monkeypatch):
    rows = [{"id": f"e{i}", "date": "2020", "part_of": "x"} for i in range(9)]
    monkeypatch.setattr(pieces, "BATCH", 3)
    monkeypatch.setenv("CONFLICTMAP_LIMITS", "rows=8")
    with pytest.raises(cm.EventsError, match="wholes, parts and reports"):
        cm.count_file(parquet(tmp_path / "in.parquet", rows))


def test_the_command_writes_the_same_table_both_ways(tmp_path):
    path = parquet(tmp_path / "in.parquet", [*KINDS[:6], {**KINDS[6], "id": "bad"}])
    (tmp_path / "areas.geojson").write_text(json.dumps(
        {"type": "FeatureCollection", "features": [WEST, EAST]}), encoding="utf-8")
    tables = []
    for way in ("--stream", "--no-stream"):
        said = command("count", "--strict", path, "--layer", tmp_path / "areas.geojson",
                       "--by", "area,year",
                       "--window", "1990-01-01/", way, "-o", tmp_path / "out.csv")
        assert said.returncode == 1, said.stderr
        assert "out.rejects.csv: 1 rows" in said.stderr
        assert said.stderr.endswith(
            "read 7 = placed 4 + unplaced 1 + undated 1 + set aside 1\n")
        tables.append((tmp_path / "out.csv").read_text())
    assert tables[0] == tables[1]
    rows = list(csv.DictReader(tables[0].splitlines()))
    assert [(r["area_id"], r["year"], r["events"], r["fatalities_best"]) for r in rows] == [
        ("east", "2020", "0", ""), ("west", "2020", "1", "")]


@pytest.mark.parametrize(("args", "said"), [
    (["--by", "week"], "'week' is none of"), (["--by", "area"], "needs areas"),
    (["--window", "2020"], "START/END"), (["--window", "2020-02-01/2020-01-01"], "START/END"),
    (["-o", "x.xls"], "unknown ending"),
])
def test_the_command_refuses_what_it_cannot_count(tmp_path, args, said):
    done = command("count", "--strict", *args, cwd=tmp_path)
    assert done.returncode == 2
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_part_that_reaches_beyond_the_window_is_not_added_to_its_whole():
    """The doubt of a day may carry a part past the end of its whole: it is no further death."""
    rows = [{"id": "w", "x": 1, "y": 1, "date": "2020-09-27/2020-11-10", "role": "aggregate",
             "fatalities_low": 20, "fatalities_best": 20, "fatalities_high": 20},
            {"id": "p", "x": 1, "y": 1, "date": "2020-09-27/2020-11-10?", "part_of": "w",
             "fatalities_high": 8}]
    found = cm.count(events(rows), window=(date(2020, 9, 27), date(2020, 11, 11)))[0]
    assert (found.toll.low, found.toll.best, found.toll.high) == (20, 20, 20)
    assert found.possible == 1
