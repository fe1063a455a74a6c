"""The first steps: version, help, demo, init, and what build is told without a recipe."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from typer.testing import CliRunner

import conflictmap as cm
from conflictmap.cli import application, verbs
from conflictmap.model.version import __version__

OWN = """id,date,lat,lon,type,actor1,fatalities_best
a,2022-03-13,48.0,37.8,artillery,Army A,0
b,2022-03-14,48.3,38.4,looting,Army B,3
c,2022-03-15,48.6,37.2,artillery,Army A,7
"""


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "own.csv").write_text(OWN, encoding="utf-8")
    runner = CliRunner()
    return lambda *words: runner.invoke(application(), list(words))


def spec_of(path):
    text = Path(path).read_text(encoding="utf-8")
    return json.loads(re.search(r'id="conflictmap-spec">(.*?)</script>', text, re.S)[1])


def test_the_version_and_the_module(run):
    assert run("--version").output == f"conflictmap {__version__}\n"
    done = subprocess.run([sys.executable, "-m", "conflictmap", "--version"], check=True,
                          capture_output=True, text=True)
    assert done.stdout == f"conflictmap {__version__}\n"


@pytest.mark.parametrize("verb", verbs())
def test_every_help_has_examples_that_call_the_verb(run, verb):
    for flag in ("-h", "--help"):
        said = run(verb, flag)
        assert said.exit_code == 0
        assert re.search(rf"Examples:\s+conflictmap {verb}\b", said.output)


def test_completion_is_offered(run):
    assert "--install-completion" in run("-h").output


def test_demo_writes_a_map_and_a_table_that_builds(run):
    said = run("demo", "trial", "--no-open")
    assert said.exit_code == 0
    events = cm.read_events("trial/demo-events.csv")
    assert len(events) > 10
    assert events.accounting.set_aside == 0
    assert "conflictmap build trial/demo-events.csv" in said.output
    assert spec_of("trial/demo.html")["accounting"]["placed"] == len(events)
    again = run("demo", "trial", "--no-open")
    assert "is there already" in str(again.exception)


def test_init_writes_a_recipe_that_builds(run):
    assert run("init", "own.csv").exit_code == 0
    text = Path("own-map.toml").read_text(encoding="utf-8")
    assert tomllib.loads(text) == {"title": "Ukraine, 2022", "events": {"path": "own.csv"}}
    assert not Path("own.csv.toml").exists()
    # What is commented out means something, too.
    wanted = re.sub(r"^# (?=[a-z\[])", "", text, flags=re.M)
    wanted = wanted.replace('[[layers]]', "", 1).replace('path = "my-area.geojson"', "").replace(
        'name = "My area"', "").replace("basemap = false", "")
    Path("all.toml").write_text(wanted, encoding="utf-8")
    found = cm.build(recipe="all.toml").spec
    assert found["zoom"] == 8
    assert [t["color"] for t in found["types"]] == ["#7a5195", "#7a5195"]
    assert "is there already" in str(run("init", "own.csv").exception)


def test_init_writes_a_mapping_for_columns_of_other_names(run):
    Path("fremd.csv").write_text("Datum,Enlem,Boylam,X1\n2022-03-13,48.0,37.8,z\n", "utf-8")
    assert "mapping: fremd.csv.toml" in run("init", "fremd.csv").output
    found = tomllib.loads(Path("fremd.csv.toml").read_text("utf-8"))["columns"]
    assert found == {"date": "Datum", "lat": "Enlem", "lon": "Boylam"}


def test_build_is_told_what_a_recipe_would_say(run):
    said = run("build", "own.csv", "-o", "o.html", "--title", "Mine", "--subtitle", "S", "--lang",
               "ru", "--window", "2022-03-01/2022-04-01", "--zoom", "8", "--center", "48,37",
               "--color-by", "actor1", "--no-open")
    assert said.exit_code == 0
    spec = spec_of("o.html")
    assert (spec["title"], spec["subtitle"], spec["lang"]) == ("Mine", "S", "ru")
    assert (spec["window"], spec["zoom"], spec["center"]) == ([19052, 19083], 8.0, [48.0, 37.0])
    assert spec["style"]["key"] == [["#0072b2", "Army A"], ["#e69f00", "Army B"]]
    assert len(spec["layers"]) == 4  # the base map stays
    assert run("verify", "o.html").exit_code == 0


@pytest.mark.parametrize(("option", "said"), [
    (("--lang", "de"), "lang: 'de': must be one of en, hy, az, ru"),
    (("--zoom", "x"), "zoom: 'x': must be a number"),
    (("--window", "2022-03-01"), "window"), (("--center", "48"), "latitude, longitude"),
    (("--color-by", "actr1"), "no column 'actr1'. Did you mean 'actor1'"),
    (("-o", "x.pdf"), "'conflictmap report' or 'conflictmap figure' writes PDF"),
    (("-o", "x.docx"), "'conflictmap report' writes Word"),
    (("-o", "x.png"), "'conflictmap figure' writes pictures"),
])
def test_what_means_nothing_is_refused_in_one_line(run, option, said):
    error = str(run("build", "own.csv", *option).exception)
    assert said in error
    assert "\n" not in error


def test_a_table_of_a_data_package_is_checked_with_its_neighbours(run):
    folder = Path(cm.__file__).parents[2] / "layers/events"
    if not folder.is_dir():
        pytest.skip("no checkout")
    said = run("check", str(folder / "events.csv"))
    assert "no source has this id" not in said.output
    assert said.exit_code == 0


def test_a_future_date_is_said_at_build(run):
    Path("f.csv").write_text("id,date,lat,lon\na,2092-03-13,48.0,37.8\nb,2022-03-13,48.0,37.9\n",
                             encoding="utf-8")
    said = run("build", "f.csv", "-o", "f.html")
    assert said.exit_code == 1
    assert "after today" in said.stderr
