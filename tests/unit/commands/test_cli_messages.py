"""What is said of mistakes: what, where, what to do, in one line, and the exit code."""

from __future__ import annotations

import subprocess
import sys
import time

import geopandas as gpd
import pytest

import conflictmap as cm
from conflictmap import cli
from conflictmap.io.sources import ucdp

TABLE = "date,lat,lon\n2022-09-13,39.8,45.6\n"
POINT = """{"type": "FeatureCollection", "features": [{"type": "Feature", "properties":
 {"date": "2022-09-13"}, "geometry": {"type": "Point", "coordinates": %s}}]}"""
CLAIM = "event_id,by,side,on,measure,who,low,best,high,statement,source_id"
#: Files by name, the words of the command, and what it says: exit code 2, and one line.
REFUSED = {
    "language": ({}, "build e.csv --lang de --no-open", "--lang: 'de': must be one of en, hy"),
    "colour by": ({}, "build e.csv --color-by side --no-open", "side"),
    "days": ({}, "build e.csv --window 2022-13-01/2022-01-01 --no-open", "--window: '2022-13-01"),
    "clip": ({}, "figure e.csv -o x.gif", "Use .png, .svg, .pdf. 'conflictmap animate' writes"),
    "page": ({}, "figure e.csv -o x.html", "'conflictmap build' writes pages."),
    "table": ({}, "build e.csv -o x.csv", "'conflictmap convert' writes tables."),
    "no folder": ({}, "build e.csv -o /proc/none/x.html --no-open", "cannot be written: No such"),
    "no file": ({}, "check missing.csv", "there is no such file. Check the name and the folder."),
    "recipe's days": ({"w.toml": 'window = ["2022-13-01", "2022-01-01"]\n'}, "check w.toml",
                      "w.toml: window: '2022-13-01, 2022-01-01': must be two days"),
    "TOML": ({"t.toml": "title = \n"}, "check t.toml", "t.toml: broken TOML"),
    "JSON": ({"b.geojson": '{"type": "FeatureCollection" "features": []}'}, "check b.geojson",
             "b.geojson:1: column 30: broken JSON: Expecting ',' delimiter. Is the file complete?"),
    "claims": ({"p/events.csv": "id,date,lat,lon\na,2022-09-13,39.8,45.6\n",
                "p/claims.csv": "event_id,measure,toll\na,killed,1\n"}, "check p",
               "claims.csv:1: no column 'by'. Columns that are needed: event_id, by, side"),
}
#: Files, and what `check` says of them with exit code 1.
FOUND = {
    "swapped, all": ({"s.csv": "date,lat,lon\n2022-09-13,45.6,39.8\n2022-09-14,45.7,39.9\n"},
                     "check s.csv", "s.csv: lat: latitude and longitude are exchanged"),
    "swapped, one": ({"s.csv": TABLE + "2022-09-14,45.7,39.9\n"}, "check s.csv",
                     "s.csv:3: lat: '45.7': latitude and longitude look swapped (lon 39.9): Swap"),
    "swapped layer": ({"l.geojson": POINT.replace('"Point"', '"Polygon"').replace(
        '"date": "2022-09-13"', '"name": "a"') % "[[[39,46],[39,47],[40,47],[39,46]]]"},
        "check l.geojson", "l.geojson: geometry: latitude and longitude look exchanged"),
    "future": ({"f.csv": TABLE.replace("2022", "2122")}, "check f.csv",
               "f.csv:2: date: '2122-09-13': after today"),
    "a list too many": ({"p.geojson": POINT % "[[46, 39]]"}, "check p.geojson",
                        "geometry: not a GeoJSON geometry of finite numbers"),
    "a column too many": (
        {"p/events.csv": "id,date,lat,lon\na,2022-09-13,39.8,45.6\n",
         "p/claims.csv": f"{CLAIM},locatr\na,x,compiled,2020-01-01,killed,all,,1,,s,p,7\n"},
        "check p", "claims.csv:1: locatr: no column of claims.csv: it was left out: Did you mean"
        " 'locator'?"),
}


@pytest.fixture
def say(tmp_path, monkeypatch, capsys):
    """Return a function that runs a command in a folder with files; its code and its words."""
    def run(files, words):
        for name, text in {"e.csv": TABLE, **files}.items():
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_text(text, encoding="utf-8")
        monkeypatch.chdir(tmp_path)
        monkeypatch.setattr("sys.argv", ["conflictmap", *words.split()])
        with pytest.raises(SystemExit) as end:
            cli.main()
        return end.value.code, capsys.readouterr()
    return run


@pytest.mark.parametrize("case", REFUSED)
def test_a_mistake_of_the_caller_is_one_line_and_exit_code_2(say, case):
    files, words, said = REFUSED[case]
    code, told = say(files, words)
    assert code == 2
    assert len(told.err.splitlines()) == 1
    assert said in told.err


@pytest.mark.parametrize("case", FOUND)
def test_a_mistake_in_the_data_is_listed_and_exit_code_1(say, case):
    files, words, said = FOUND[case]
    code, told = say(files, words)
    assert code == 1
    assert said in told.out


def test_bounds_that_a_source_contradicts_are_one_line(say):
    head, row = (line.split(",") for line in ucdp.SAMPLE.splitlines()[:2])
    rows = [{**dict(zip(head, row, strict=True)), "id": str(i), "relid": f"X-{i}", "low": "9",
             "best": "9", "high": "1"} for i in range(12)]
    table = "\n".join(map(",".join, [head, *(each.values() for each in rows)])) + "\n"
    one = "b.csv: 12 rows: fatalities_high: below the best estimate (9): The bound was left out;"
    for words in ("check b.csv", "convert b.csv -o o.csv", "count b.csv -o c.csv --no-stream",
                  "count b.csv -o c.csv --stream"):
        _, told = say({"b.csv": table}, words)
        assert [line for line in (told.out + told.err).splitlines() if "bound" in line] == [
            f"{one} the best estimate stands.; first: line 2, '1'"]
    assert len(say({}, "check b.csv --all")[1].out.splitlines()) == 12


def test_what_is_no_layer_and_no_colour_is_named_in_python(tmp_path):
    (tmp_path / "e.csv").write_text(TABLE, encoding="utf-8")
    for make in (lambda: cm.build(tmp_path / "e.csv", layers=[5]),
                 lambda: cm.build(tmp_path / "e.csv", layers=5),
                 lambda: cm.join(tmp_path / "e.csv", [5]), lambda: cm.read_layer(5),
                 lambda: cm.join_file(tmp_path / "e.csv", [5], tmp_path / "o.csv")):
        with pytest.raises(cm.LayerError, match=r"int: not a layer\. Give a Layer, the id"):
            make()
    frame = gpd.GeoDataFrame({"actor": ["A"], "event_date": ["2022-09-13"]},
                             geometry=gpd.points_from_xy([45.6], [39.8]), crs=4326)
    with pytest.raises(cm.LayerError, match=r"cmap: 'nocolour' is not a colour\. Give a list"):
        cm.ConflictMap().add_events(frame, column="actor", cmap=["nocolour"])


def test_what_opens_the_browser_is_not_heard(tmp_path):
    opener = tmp_path / "bin" / "xdg-open"
    opener.parent.mkdir()
    opener.write_text('#!/bin/sh\necho noise; echo noise >&2; echo "$1" > "$0.told"\n')
    opener.chmod(0o755)
    (tmp_path / "e.csv").write_text(TABLE, encoding="utf-8")
    code = "import sys; from conflictmap.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, "build", "e.csv", "-o", "m.html", "--open"], cwd=tmp_path,
        capture_output=True, text=True, check=False,
        env={"PATH": f"{opener.parent}:/usr/bin:/bin", "PYTHONPATH": ":".join(sys.path)})
    assert done.returncode == 0, done.stderr
    told, until = opener.with_suffix(".told"), time.monotonic() + 20
    while not (told.exists() and told.read_text().strip()) and time.monotonic() < until:
        time.sleep(0.02)
    assert told.read_text().strip().endswith("/m.html")
    assert "noise" not in done.stdout + done.stderr


def test_a_frame_is_called_as_its_map(say):
    say({}, "build e.csv -o m.html --title Incidents&more --no-open")
    assert 'title="Incidents&amp;more"' in say({}, "embed m.html")[1].out
    assert 'title="other"' in say({}, "embed m.html --title other")[1].out
    assert 'title="far"' in say({}, "embed https://example.org/far.html")[1].out
