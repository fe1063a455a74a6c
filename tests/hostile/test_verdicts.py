"""What would make a false map is said at build as at check: every line of the table in the docs."""

from __future__ import annotations

import csv
import json
from datetime import date

import pytest
from typer.testing import CliRunner

import conflictmap as cm
import verdicts
from conflictmap.cli import application
from conftest import ROOT

HEAD = "id,date,lat,lon,title\n"
GOOD = HEAD + "a,2022-09-13,39.84,45.67,one\nb,2022-09-14,39.71,46.52,two\n"


def ring(lon: float, lat: float, size: float = 0.5) -> list[list[float]]:
    a, b = lon + size, lat + size
    return [[lon, lat], [a, lat], [a, b], [lon, b], [lon, lat]]


def polygon(*rings) -> dict:
    return {"type": "Polygon", "coordinates": list(rings)}


def layer(*geometries, ids=(), **more) -> str:
    """Return a layer of geometries before a sound area; without IDS no feature has one."""
    features = [{"type": "Feature", "properties": {}, "geometry": g}
                for g in (*geometries, polygon(ring(46, 39)))]
    for feature, feature_id in zip(features, ids, strict=False):
        feature["id"] = feature_id
    return json.dumps({"type": "FeatureCollection", "features": features, **more})


def turned(size: int = 1, **more) -> str:
    """Return a layer whose positions are latitude, longitude."""
    areas = [polygon(ring(39.5, 46.2 - i)) for i in range(size)]
    return json.dumps({"type": "FeatureCollection", **more, "features": [
        {"type": "Feature", "properties": {}, "geometry": g} for g in areas]})


FLAT = [[46, 39], [46.1, 39.1], [46.2, 39.2], [46, 39]]
POINT = {"type": "Point", "coordinates": [46.5, 39.5]}
LINE = {"type": "LineString", "coordinates": [[46, 39], [47, 40]]}
EVENT_DATE = json.dumps({"type": "FeatureCollection", "features": [
    {"type": "Feature", "properties": {"event_date": f"2020-10-{i + 1:02d}"},
     "geometry": {"type": "Point", "coordinates": [46 + i / 7, 39.5123]}} for i in range(6)]})
UKRAINE = HEAD + "".join(
    f"e{i},2022-03-{i + 1:02d},{47.1 + i / 5},{33.2 + i / 3},x\n" for i in range(9))
#: Case in the table of the docs: the files; of a layer beside good events.
CASES = {
    "all latitudes and longitudes exchanged":
        [HEAD + "a,2022-09-13,45.67,39.84,one\nb,2022-09-14,46.52,39.71,two\n"],
    "all latitudes beyond 90":
        [HEAD + "a,2022-09-13,120.51,15.01,x\nb,2022-09-14,121.33,14.02,y\n"],
    "one of the two exchanged":
        [UKRAINE, json.dumps(polygon([[44, 22], [52, 22], [52, 40], [44, 40], [44, 22]]))],
    "points at 0, 0": [HEAD + "a,2022-09-13,0,0.0,x\nb,2022-09-14,39.71,46.52,y\n"],
    "a date in the future": [HEAD + "a,2098-09-13,39.71,46.51,x\n"],
    "ids in some rows only": [HEAD + ",2022-09-13,39.81,46.11,x\nb,2022-09-14,39.71,46.52,y\n"],
    "an id twice": [HEAD + "b,2022-09-13,39.81,46.11,x\nb,2022-09-14,39.71,46.52,y\n"],
    "a misspelt column": ["id,date,lat,lon,fatalites_best\na,2022-09-13,39.81,46.11,4\n"],
    "the date under another name": [EVENT_DATE],
    "nothing with a date and a place": [HEAD + "a,2022-09-13,,,Jermuk\n"],
    "a header and no rows": [HEAD],
    "latitude first": [GOOD, turned()],
    "latitude first, as EPSG:4326 has it": [GOOD, turned(2, crs={
        "type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4326"}})],
    "an open ring": [GOOD, layer(polygon(ring(46, 40)[:-1]))],
    "a bow-tie": [GOOD, layer(polygon([[46, 39], [47, 40], [47, 39], [46, 40], [46, 39]]))],
    "a hole outside its area": [GOOD, layer(polygon(ring(46, 40), ring(48, 41, .1)))],
    "a flat ring beside others": [GOOD, layer(
        {"type": "MultiPolygon", "coordinates": [[ring(46, 40)], [FLAT]]})],
    "an area without extent": [GOOD, layer(polygon(FLAT))],
    "a feature without geometry": [GOOD, layer(None)],
    "an empty geometry": [GOOD, layer({"type": "MultiPolygon", "coordinates": []})],
    "an empty part": [GOOD, layer({"type": "GeometryCollection", "geometries": [
        LINE, {"type": "LineString", "coordinates": []}]})],
    "a collection of several kinds":
        [GOOD, layer({"type": "GeometryCollection", "geometries": [LINE, POINT]})],
    "a position at 0, 0": [GOOD, layer({"type": "Point", "coordinates": [0, 0]})],
    "ids in some features only": [GOOD, layer(POINT, ids=["a"])],
    "an id twice (layer)": [GOOD, layer(POINT, ids=["a", "a"])],
}
CLEAN = {
    "good": [GOOD], "layer": [GOOD, layer()], "kinds": [GOOD, layer(POINT, LINE)],
    "ids": [GOOD, layer(POINT, ids=["a", 7])],
    "the Donbas is the region exchanged":
        [HEAD + "a,2022-09-13,48.51,39.33,x\nb,2022-09-14,48.02,38.81,y\n"],
    "Abkhazia is the region exchanged":
        [HEAD + "a,1992-09-13,43.02,41.03,x\nb,1992-09-14,43.12,40.61,y\n"],
    "ships in one sea": [HEAD + "".join(
        f"e{i},2024-03-{i % 28 + 1:02d},{12.3 + i / 7},{42.9 - i / 11},x\n" for i in range(30))],
    "further columns": ["id,date,lat,lon,source,actor,places,tile\n"
                        "a,2022-09-13,39.84,45.67,BBC,army,two,3\n"],
    "no ids": ["date,lat,lon\n2022-09-13,39.84,45.67\n2022-09-14,39.71,46.52\n"],
}


def files(write, texts) -> list[str]:
    paths = []
    for number, text in enumerate(texts):
        ending = "geojson" if text.startswith("{") else "csv"
        paths.append(str(write(f"f{number}.{ending}", text.encode())))
    return paths


def said(write, tmp_path, texts, *, strictly=()):
    """Return exit code and lines of `build` and of `check`."""
    events, *layers = files(write, texts)
    options = [o for path in layers for o in ("--layer", path)]
    runner = CliRunner()
    for args in (["build", *strictly, events, *options, "-o", str(tmp_path / "o.html")],
                 ["check", *strictly, events, *layers]):
        done = runner.invoke(application(), args)
        yield done.exit_code, done.output.splitlines()


def test_every_line_of_the_table_has_its_files_and_no_other_has():
    assert set(verdicts.said()) == set(CASES)


#: Cases that are mended, and said, where a table is not read strictly.
STRICT = {"all latitudes and longitudes exchanged", "all latitudes beyond 90", "a misspelt column",
          "the date under another name"}


@pytest.mark.parametrize("case", sorted(STRICT))
def test_what_is_wrong_in_one_way_only_is_mended_and_said(write, tmp_path, case):
    (code, lines), _ = said(write, tmp_path, CASES[case])
    assert code == 0, lines
    assert any(line.startswith("read: ") for line in lines), lines
    assert "set aside 0" in lines[-1]
    assert " = placed 0" not in lines[-1]


@pytest.mark.parametrize("case", CASES)
def test_what_would_make_a_false_map_is_said_at_build_as_at_check(write, tmp_path, case):
    words = verdicts.said()[case]
    strictly = ["--strict"] if case in STRICT else []
    for code, lines in said(write, tmp_path, CASES[case], strictly=strictly):
        assert code == 1, lines
        assert len([line for line in lines if words in line]) == 1, lines
    assert (tmp_path / "o.html").stat().st_size > 100_000


@pytest.mark.parametrize("case", CLEAN)
def test_what_is_right_is_clean_at_build_as_at_check(write, tmp_path, case):
    for code, lines in said(write, tmp_path, CLEAN[case]):
        doubts = [line for line in lines if line.count(": ") > 1 and not line.startswith("read: ")]
        assert (code, doubts) == (0, []), lines


def test_a_table_of_the_whole_atlas_exchanged_is_found_in_spite_of_talks_abroad(write, tmp_path):
    with (ROOT / "layers/events/first_coding.csv").open(encoding="utf-8") as file:
        rows = [f'"{row["id"]}",2020-01-01,{row["lon"]},{row["lat"]}'
                for row in csv.DictReader(file) if row["lat"]]
    text = "id,date,lat,lon\n" + "\n".join(rows) + "\n"
    for code, lines in said(write, tmp_path, [text], strictly=["--strict"]):
        assert code == 1
        assert "152 of 188 points lie in the South Caucasus only when" in "".join(lines)


def test_a_table_of_a_continent_exchanged_is_found_by_land_and_sea(write, tmp_path):
    text = HEAD + "".join(  # towns of Africa, longitude under lat
        f"e{i},2020-01-01,{lon},{lat},x\n" for i, (lat, lon) in enumerate(AFRICA))
    (code, lines), _ = said(write, tmp_path, [text])
    assert code == 1
    assert "points lie on land as they stand" in "".join(lines)
    right = HEAD + "".join(
        f"e{i},2020-01-01,{lat},{lon},x\n" for i, (lat, lon) in enumerate(AFRICA))
    (code, lines), _ = said(write, tmp_path, [right])
    assert code == 0, lines


AFRICA = [
    (12.6, -8.0), (14.7, -17.3), (13.5, -15.6), (9.6, -13.6), (8.4, -13.1), (6.4, -10.7),
    (7.7, -5.0), (6.7, -1.6), (12.4, -1.5), (6.5, 2.6), (9.1, 7.4), (13.5, 2.1), (12.1, 15.1),
    (4.4, 18.6), (3.9, 11.5), (0.3, 10.4), (-4.3, 15.3), (-8.8, 13.4), (-22.6, 17.1),
    (-26.2, 28.0), (-17.8, 31.1), (-13.9, 33.8), (-1.3, 36.8), (0.3, 32.6), (9.0, 38.7),
    (15.6, 32.5), (30.0, 31.2), (32.8, 13.3), (36.7, 9.9), (33.9, -6.7),
]


def test_in_python_mistakes_stand_on_the_page_object_and_never_in_the_page(write):
    events = write("e.csv", HEAD + "a,2098-09-13,39.71,46.51,x\n")
    early = cm.build(events, today=date(2097, 1, 1))
    late = cm.build(events, today=date(2099, 1, 1))
    assert [p.reason for p in early.mistakes] == ["after today (2097-01-01)"]
    assert (early.clean, late.clean, late.mistakes) == (False, True, ())
    assert early.html == late.html


def test_the_atlas_is_clean():
    assert cm.build().clean
