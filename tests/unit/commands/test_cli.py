"""The command: exit codes, the last line, and one line for each refusal."""

from __future__ import annotations

import json
import subprocess
import sys
import time

import pyarrow.parquet as pq
import pytest

from running import run

GOOD = "id,date,lat,lon,title\na,2022-09-13,39.84,45.67,=Jermuk\nb,2022-09-14,,,nowhere\n"


def test_build_with_no_argument_makes_the_karabakh_map(tmp_path):
    done = run("build", "--no-open", cwd=tmp_path)
    assert done.returncode == 0
    assert (tmp_path / "karabakh.html").stat().st_size > 100_000
    assert done.stderr.splitlines()[-1].startswith("read 269 = placed ")


def test_build_from_a_table_says_where_every_row_went(write, tmp_path):
    table = write("e.csv", GOOD + "c,soon,1,1,bad\n")
    done = run("build", "--strict", table, "-o", tmp_path / "x.html", "--no-open")
    assert done.returncode == 1
    *_, problem, last = done.stderr.splitlines()
    assert problem.startswith(f"{table}:4: date: 'soon': not a date")
    assert last == "read 3 = placed 1 + unplaced 1 + undated 0 + set aside 1"


def test_build_keeps_the_row_of_a_cell_that_cannot_be_used(write, tmp_path):
    table = write("e.csv", GOOD + "c,soon,1,1,bad\n")
    done = run("build", table, "-o", tmp_path / "x.html")
    assert done.returncode == 0
    *_, problem, last = done.stderr.splitlines()
    assert problem.startswith(f"{table}:4: date: 'soon': not a date")
    assert problem.endswith("the row is kept without it.")
    assert last == "read 3 = placed 1 + unplaced 1 + undated 1 + set aside 0"


def test_build_says_what_foreign_columns_mean_and_saves_it(write, tmp_path):
    table = write("e.csv", "Datum;Breite;Länge;Was;Tote\n13.9.2022;39,84;45,67;Beschuss;ca. 5\n")
    saved = tmp_path / "m.toml"
    done = run("build", table, "-o", tmp_path / "x.html", "--write-mapping", saved)
    assert done.returncode == 0, done.stderr
    assert "read: date <- 'Datum' (day first, from 1 of 1 cells)" in done.stderr
    assert 'date = "Datum"\nlat = "Breite"' in saved.read_text(encoding="utf-8")
    again = run("convert", table, "--format", saved, "-o", tmp_path / "o.csv")
    assert again.returncode == 0, again.stderr
    assert ",2022-09-13,39.84,45.67," in (tmp_path / "o.csv").read_text(encoding="utf-8")


def test_map_says_which_column_means_what(write, tmp_path):
    table = write("e.csv", "A,B,When\n39.84,45.67,13 September 2022\n")
    done = run("convert", table, "--map", "lat=A", "--map", "lon=B", "-o", tmp_path / "o.csv")
    assert done.returncode == 0, done.stderr
    assert ",2022-09-13,39.84,45.67" in (tmp_path / "o.csv").read_text(encoding="utf-8")
    wrong = run("convert", table, "--map", "lat=C", "-o", tmp_path / "p.csv")
    assert (wrong.returncode, "no column 'C'" in wrong.stderr) == (2, True)
    odd = run("convert", table, "--map", "lta=A", "-o", tmp_path / "p.csv")
    assert (odd.returncode, "Did you mean 'lat'?" in odd.stderr) == (2, True)


def test_build_reports_as_json(write, tmp_path):
    done = run("build", write("e.csv", GOOD), "-o", tmp_path / "x.html", "--json")
    said = json.loads(done.stdout)
    assert said["accounting"]["read"] == 2
    assert said["bytes"] == (tmp_path / "x.html").stat().st_size


@pytest.mark.parametrize(("args", "said"), [
    (["build", "none.csv"], "none.csv: there is no such file"),
    (["build", "--recipe", "karabkh"], "Did you mean 'karabakh'?"),
    (["build", "-o", "x.pdf"], "x.pdf: unknown ending. Use .html, .htm, .gpkg."),
    (["build", "--layer", "none.geojson"], "none.geojson: there is no such file"),
    (["join", "-o", "x.xls"], "unknown ending"),
    (["check", "none.toml"], "there is no such file"),
])
def test_a_refusal_is_one_line_and_exit_2(args, said, tmp_path):
    done = run(*args, cwd=tmp_path)
    assert done.returncode == 2
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_join_writes_the_same_rows_in_three_formats(write, tmp_path):
    table = write("e.csv", GOOD)
    for ending in ("csv", "geojson", "parquet"):
        done = run("join", table, "--layer", "nkao-1923", "--layer", "road-old",
                   "-o", tmp_path / f"j.{ending}")
        assert done.returncode == 0, done.stderr
    lines = (tmp_path / "j.csv").read_text().splitlines()
    assert len(lines) == 5
    assert "'=Jermuk" in lines[1]
    geojson = json.loads((tmp_path / "j.geojson").read_text())
    rows = pq.read_table(tmp_path / "j.parquet").to_pylist()
    assert [f["properties"] for f in geojson["features"]] == rows
    assert rows[1]["certainty"] == "unplaced"


def test_layers_lists_every_layer_with_its_licence():
    done = run("layers")
    assert "nkao-1923" in done.stdout
    assert "LGPL-3.0-or-later" in done.stdout


def test_check_names_what_is_wrong_and_exits_1(write):
    bad = write("l.geojson", '{"type": "Polygon", "coordinates": '
                "[[[46, 39], [47, 40], [47, 39], [46, 40], [46, 39]]]}")
    assert run("check", bad).returncode == 1
    assert run("check", write("e.csv", GOOD), "nkao-1923").returncode == 0
    table = write("e.csv", "date,lat,lon\nx,1,1\n")
    said = json.loads(run("check", "--strict", "--json", table).stdout)
    assert said[0]["field"] == "date"


def test_the_built_in_layers_and_events_pass_the_checks():
    import conflictmap as cm

    done = run("check", "karabakh", *cm.layers())
    assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.serial
def test_help_answers_at_once():
    start = time.monotonic()
    done = run("--help")
    assert done.returncode == 0
    assert time.monotonic() - start < 2  # 0.1 s here; the bound only guards against imports
    assert "Exit codes" in done.stdout


def test_help_imports_nothing_heavy():
    code = ("import sys, conflictmap.cli\n"
            "print([m for m in ('numpy', 'shapely', 'geopandas', 'folium', 'pandas')"
            " if m in sys.modules])")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_build_does_not_import_geopandas_or_folium():
    code = ("import sys, conflictmap as cm\ncm.build()\n"
            "print([m for m in ('geopandas', 'folium', 'pandas', 'pyarrow') if m in sys.modules])")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_check_sums_problems_of_one_kind_and_lists_all_when_asked(write):
    table = write("e.csv", "date,lat,lon\n" + "soon,1,1\n" * 25)
    lines = run("check", "--strict", table).stdout.splitlines()
    assert len(lines) == 1
    assert "25 rows: date: not a date" in lines[0]
    assert "first: line 2, 'soon'" in lines[0]
    assert len(run("check", "--strict", "--all", table).stdout.splitlines()) == 25
    assert len(json.loads(run("check", "--strict", "--json", table).stdout)) == 25


@pytest.mark.parametrize(("word", "hint"), [("biuld", " Did you mean 'build'?"), ("xyzzy", "")])
def test_a_mistyped_command_is_one_line_with_the_nearest(tmp_path, word, hint):
    done = run(word, cwd=tmp_path)
    said = f"conflictmap: no command '{word}'.{hint} conflictmap --help lists all.\n"
    assert (done.returncode, done.stdout, done.stderr) == (2, "", said)
