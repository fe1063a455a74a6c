"""Limits: each is named in its error, and can be set."""

from __future__ import annotations

import gzip
import json

import pytest

import conflictmap as cm
from conflictmap.model.limits import Limits, limited, limits
from running import run

HEAD = "id,date,lat,lon,title\n"
ROW = "a,2020,39,46,x\n"


def square(points: int) -> str:
    ring = [[46 + i / 1000, 39] for i in range(points)] + [[46, 40], [46, 39]]
    return json.dumps({"type": "Polygon", "coordinates": [ring]})


@pytest.mark.parametrize(("limit", "name", "text"), [
    ("file_bytes", "t.csv", HEAD + ROW * 20),
    ("cell", "t.csv", HEAD + f"a,2020,39,46,{'x' * 300}\n"),
    ("columns", "t.csv", "date,lat,lon," + ",".join(f"c{i}" for i in range(300)) + "\n"),
    ("rows", "t.csv", HEAD + "".join(f"{i},2020,39,46,\n" for i in range(300))),
    ("nesting", "t.geojson", '{"type":"FeatureCollection","features":' + "[" * 300 + "]" * 300
     + "}"),
    ("rows", "t.json", json.dumps({"type": "FeatureCollection", "features": [None] * 300})),
])
def test_a_file_beyond_a_limit_is_refused_by_its_name(limit, name, text, write):
    path = write(name, text)
    with limited(**{limit: 200}), pytest.raises(cm.EventsError) as caught:
        cm.read_events(path)
    assert f"the limit '{limit}' is 200. Raise it with CONFLICTMAP_LIMITS={limit}=N." in str(
        caught.value)


@pytest.mark.parametrize(("limit", "name", "text"), [
    ("vertices", "l.geojson", square(300)),
    ("rows", "l.geojson", json.dumps({"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": {}, "geometry": None}] * 300})),
    ("file_bytes", "l.geojson", square(300)),
    ("vertices", "l.geojson", '{"type":"Polygon","coordinates":[' + "[]," * 2000 + "[]]}"),
])
def test_a_layer_beyond_a_limit_is_refused_by_its_name(limit, name, text, write):
    path = write(name, text)
    more = {"rows": 200} if limit == "vertices" else {}
    with limited(**{limit: 200} | more), pytest.raises(cm.LayerError) as caught:
        cm.read_layer(path)
    assert f"the limit '{limit}' is 200" in str(caught.value)


def test_a_row_beyond_its_limits_is_set_aside(write):
    path = write("t.json", json.dumps({"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": {"date": "2020", "title": "x" * 300}, "geometry": None},
        {"type": "Feature", "properties": {"date": "2020", **{f"n{i}": "x" * 90 for i in range(9)}},
         "geometry": None}]}))
    with limited(cell=200, row=500):
        events = cm.read_events(path)
    said = [str(p) for p in events.problems]
    assert events.accounting.set_aside == 2
    assert "title: 'xx" in said[0]
    assert "300 characters; the limit 'cell' is 200" in said[0]
    assert "the limit 'row' is 500" in said[1]


@pytest.mark.parametrize(("limit", "values"), [
    ("unpacked_bytes", {"unpacked_bytes": 200_000}), ("unpacked_ratio", {}),
])
def test_a_packed_file_beyond_a_limit_is_refused_by_its_name(limit, values, write):
    packed = write("t.csv.gz", gzip.compress(HEAD.encode() + ROW.encode() * 200_000))
    with limited(**values), pytest.raises(cm.EventsError, match=f"the limit '{limit}' is"):
        cm.read_events(packed)


def test_the_limits_are_those_that_are_promised():
    assert limits() == Limits(
        file_bytes=200_000_000, cell=1_000_000, row=4_000_000, columns=500, rows=2_000_000,
        nesting=64, vertices=5_000_000, unpacked_ratio=100, unpacked_bytes=500_000_000)


def test_a_cell_of_a_megabyte_names_the_limit(write):
    path = write("t.csv", HEAD + f'a,2020,39,46,"{"x" * 1_000_001}"\n')
    with pytest.raises(cm.EventsError, match=r":2: a cell of more than 1,000,000 characters"):
        cm.read_events(path)


def test_a_file_of_200_megabytes_is_not_opened(tmp_path):
    path = tmp_path / "large.csv"
    with path.open("wb") as stream:
        stream.truncate(200_000_001)
    with pytest.raises(cm.EventsError, match="200,000,001 bytes; the limit 'file_bytes'"):
        cm.read_events(path)


def test_the_environment_sets_limits(write, monkeypatch):
    path = write("t.csv", HEAD + ROW)
    monkeypatch.setenv("CONFLICTMAP_LIMITS", "rows=5, file_bytes=10")
    with pytest.raises(cm.EventsError, match="the limit 'file_bytes' is 10"):
        cm.read_events(path)
    for text, said in (("row=5", "set"), ("lines=5", "unknown limit 'lines'"), ("rows=0", "above"),
                       ("rows=x", "'x'")):
        monkeypatch.setenv("CONFLICTMAP_LIMITS", text)
        if said == "set":
            assert limits().row == 5
            continue
        done = run("check", path)
        assert done.returncode == 2
        assert said in done.stderr
