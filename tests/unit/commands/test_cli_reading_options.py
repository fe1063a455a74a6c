"""The options by which the command reads tables, and what its refusals say to do."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import re
import select
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

import conflictmap as cm
from conflictmap import cli
from conflictmap.bulk.pieces import is_large
from conflictmap.commands._pieces import goes_in_pieces
from conflictmap.io.sources import ucdp
from running import run

if TYPE_CHECKING:
    from pathlib import Path

TABLE = "Wann;Ort;Breite;Länge;Tote\n13.9.2022;Sotk;40,20;45,87;3\n14.9.2022;Goris;39,51;46,34;\n"


def events_of(path: Path) -> dict:
    text = path.read_text(encoding="utf-8")
    return json.loads(re.search(r'id="conflictmap-spec">(.*?)</script>', text, re.S)[1])["events"]


def test_a_gazetteer_of_ones_own_places_rows_and_says_so(write, tmp_path):
    write("e.csv", "date,place\n2022-09-13,Xyzzy\n2022-09-14,Plugh\n")
    write("g.csv", "name,lat,lon,error\nXyzzy,39.8,45.6,500\n")
    done = run("build", "e.csv", "--gazetteer", "g.csv", "-o", "m.html", cwd=tmp_path)
    events = events_of(tmp_path / "m.html")
    assert (events["lat"], events["radius_m"]) == ([39.8, None], [500, None])
    assert "Xyzzy = " in done.stderr
    assert "e.csv:3: place: 'Plugh': no place of this name is known" in done.stderr


def test_a_gazetteer_that_is_not_there_is_a_refusal(write, tmp_path):
    write("e.csv", "date,place\n2022-09-13,Xyzzy\n")
    done = run("build", "e.csv", "--gazetteer", "none.csv", "-o", "m.html", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith("conflictmap: none.csv: there is no such file.")


@pytest.mark.parametrize("verb", ["build", "count", "join", "convert", "check"])
def test_points_of_ucdp_are_taken_as_given_when_asked(write, tmp_path, verb):
    rows = list(csv.reader(io.StringIO(ucdp.SAMPLE)))
    kept = [i for i, name in enumerate(rows[0]) if name != "where_prec"]
    text = io.StringIO()
    csv.writer(text).writerows([[row[i] for i in kept] for row in rows])
    write("ged.csv", text.getvalue())
    out = {"build": "m.html", "count": "c.csv", "join": "j.csv", "convert": "e.csv"}
    args = ["-o", out[verb]] if verb in out else []
    layers = ["--layer", "lachin-district"] if verb == "join" else []
    plain = run(verb, "ged.csv", *args, *layers, cwd=tmp_path)
    given = run(verb, "ged.csv", *args, *layers, "--points-as-given", cwd=tmp_path)
    assert "or take its points as they stand: --points-as-given." in plain.stdout + plain.stderr
    assert "points without where_prec are taken as given" in given.stderr
    if verb == "build":
        assert None in events_of(tmp_path / "m.html")["radius_m"]


def test_a_sheet_is_chosen_by_name_and_a_wrong_one_is_refused(tmp_path):
    import openpyxl

    book = openpyxl.Workbook()
    for name, title in (("North", "n"), ("South", "s")):
        sheet = book.create_sheet(name)
        sheet.append(["date", "lat", "lon", "title"])
        sheet.append(["2022-09-13", 39.5, 46.5, title])
    book.remove(book.worksheets[0])
    book.save(tmp_path / "b.xlsx")
    run("build", "b.xlsx", "--sheet", "South", "-o", "m.html", cwd=tmp_path)
    assert events_of(tmp_path / "m.html")["title"] == ["s"]
    done = run("build", "b.xlsx", "--sheet", "Suth", "-o", "m.html", cwd=tmp_path)
    assert done.returncode == 2
    assert "Suth" in done.stderr
    assert "South" in done.stderr


def test_a_mapping_that_was_written_reads_the_same_table_again(write, tmp_path):
    path = write("t.csv", TABLE)
    run("build", "t.csv", "--write-mapping", "m.toml", "-o", "m.html", cwd=tmp_path)
    found, again = cm.read_events(path), cm.read_events(path, format=str(tmp_path / "m.toml"))
    for name in ("start", "end", "lat", "lon", "fatalities", "place", "event_id"):
        assert found[name].tolist() == pytest.approx(again[name].tolist(), nan_ok=True), name
    assert found["fatalities"][0] == 3


@pytest.mark.parametrize("verb", ["build", "count", "convert"])
def test_standard_input_is_a_table(tmp_path, verb):
    out = {"build": "map.html", "count": "c.csv", "convert": "e.csv"}[verb]
    done = subprocess.run(
        [sys.executable, "-m", "conflictmap", verb, "-", "-o", out], cwd=tmp_path, check=False,
        input=TABLE.encode("cp1252"), capture_output=True)
    assert done.returncode == 0, done.stderr
    assert b"read 2 = placed 2" in done.stderr
    assert (tmp_path / out).is_file()


def asked(tmp_path, answer: str) -> tuple[str, int]:
    """Build from a terminal, answer each question, and return what was said."""
    ours, theirs = pty.openpty()
    done = subprocess.Popen(
        [sys.executable, "-m", "conflictmap", "build", "t.csv", "-o", "m.html"], cwd=tmp_path,
        stdin=theirs, stdout=theirs, stderr=theirs, env=os.environ | {"TERM": "dumb"})
    os.close(theirs)
    said, end, told = "", time.monotonic() + 60, 0
    while time.monotonic() < end:
        if select.select([ours], [], [], 0.2)[0]:
            try:
                said += os.read(ours, 4096).decode(errors="replace")
            except OSError:
                break
        while told < said.count("]: "):
            os.write(ours, f"{answer}\n".encode())
            told += 1
        if done.poll() is not None and not select.select([ours], [], [], 0)[0]:
            break
    os.close(ours)
    return said, done.wait(30)


@pytest.fixture
def doubtful(write):
    return write("t.csv", "x1,x2,x3,b\n2022-09-13,39.84,45.67,Fire\n2022-09-14,39.85,45.68,Fog\n")


@pytest.mark.usefixtures("doubtful")
def test_on_a_terminal_a_guess_is_asked_about_and_the_answer_taken(tmp_path):
    said, code = asked(tmp_path, "")
    assert "(a column, or - for none)" in said
    assert code == 0, said
    assert said.count("Which column is") == 2
    assert events_of(tmp_path / "m.html")["lat"] == [39.84, 39.85]


@pytest.mark.usefixtures("doubtful")
def test_what_is_denied_on_a_terminal_is_not_taken(tmp_path):
    said, code = asked(tmp_path, "-")
    assert code == 1, said  # without a place nothing is on the map, which is said
    assert events_of(tmp_path / "m.html")["lat"] == [None, None]


@pytest.mark.usefixtures("doubtful")
def test_the_pipe_is_never_asked(tmp_path):
    done = run("build", "t.csv", "-o", "m.html", cwd=tmp_path)
    assert done.returncode == 0
    assert "Which column" not in done.stdout + done.stderr


def test_a_file_that_cannot_be_written_says_what_to_do(write, tmp_path):
    write("e.csv", "date,lat,lon\n2022-09-13,39,46\n")
    write("file", "x")
    done = run("build", "e.csv", "-o", "file/m.html", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.endswith(". Name another file or folder.\n")
    assert done.stderr.count("\n") == 1


def test_files_without_ids_are_named_where_they_are_compared(write, tmp_path):
    write("a.csv", "date,lat,lon\n2022-09-13,39,46\n")
    write("b.csv", "date,lat,lon\n2022-09-13,39,46\n")
    said = run("diff", "a.csv", "b.csv", cwd=tmp_path).stderr
    assert "a.csv: its rows have no ids, so that none is found again: add a column id" in said
    write("b.csv", "id,date,lat,lon\nx,2022-09-13,39,46\n")
    assert "b.csv: its rows" not in run("diff", "a.csv", "b.csv", cwd=tmp_path).stderr


def test_a_column_that_became_a_standard_one_is_named(write, tmp_path):
    write("ged.csv", ucdp.SAMPLE)
    done = run("join", "ged.csv", "--layer", "lachin-district", "--keep", "side_a", "-o", "j.csv",
               cwd=tmp_path)
    assert done.returncode == 2
    assert "no column 'side_a' to keep. It became 'actor1'." in done.stderr


def test_the_rows_that_are_asked_for_are_written_and_counted(write, tmp_path):
    write("e.csv", "id,date,lat,lon\na,2022-09-13,39.64,46.55\nb,2022-09-13,10,10\n")
    words = ("join", "e.csv", "--layer", "lachin-district", "-o", "j.csv", "--found", "--long")
    done = run(*words, cwd=tmp_path)
    assert "joined: j.csv: 1 rows, 1 layers" in done.stdout
    assert (tmp_path / "j.csv").read_text("utf-8").splitlines()[1].startswith("a,lachin-district,")
    done = run(*words, "--scheduler", "local", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (
        2, "conflictmap: --found: not with --scheduler. Leave one of the two away.\n")


def test_an_option_that_there_is_not_is_refused():
    with pytest.raises(cm.RecipeError, match=r"options: unknown key 'sizeby'\. Did you mean 'size"):
        cm.build([{"date": "2022-09-13", "lat": 39, "lon": 46}], options={"sizeby": "x"})


@pytest.mark.parametrize("reason", [SystemExit(130), KeyboardInterrupt()], ids=["exit", "keys"])
def test_a_stop_by_hand_is_said(monkeypatch, capsys, reason):
    def stopped(**_):
        raise reason

    monkeypatch.setattr("sys.argv", ["conflictmap"])
    monkeypatch.setattr(cli, "application", stopped)
    with pytest.raises(SystemExit) as end:
        cli.main()
    assert end.value.code == 130
    assert capsys.readouterr().err == (
        "conflictmap: stopped. What was to be written is as it was before; run it again.\n")


def test_another_end_is_as_it_was(monkeypatch, capsys):
    def ended(**_):
        raise SystemExit(1)

    monkeypatch.setattr("sys.argv", ["conflictmap"])
    monkeypatch.setattr(cli, "application", ended)
    with pytest.raises(SystemExit) as end:
        cli.main()
    assert (end.value.code, capsys.readouterr().err) == (1, "")


@pytest.mark.parametrize("verb", ["count", "join"])
def test_a_large_table_of_any_columns_is_read_leniently(
    write, tmp_path, verb, monkeypatch
):
    monkeypatch.setattr("conflictmap.bulk.pieces.LARGE", 10)
    monkeypatch.chdir(tmp_path)
    write("t.csv", TABLE)
    write("d.csv", "date,lat,lon\n13/09/2022,39.5,46.5\n14/09/2022,39.6,46.6\n")
    write("ours.csv", "date,lat,lon\n2022-09-13,39.5,46.5\n")
    assert all(is_large([name]) for name in ("t.csv", "d.csv", "ours.csv"))
    args = ["-o", "o.csv"] + (["--layer", "lachin-district"] if verb == "join" else [])
    for name in ("t.csv", "d.csv"):
        done = CliRunner().invoke(cli.application(), [verb, name, *args])
        assert done.exit_code == 0, done.output
        assert "read 2 = placed 2" in done.output


@pytest.mark.parametrize("verb", ["count", "join"])
def test_options_of_reading_hold_in_pieces_and_a_sheet_is_read_whole(
    write, tmp_path, monkeypatch, verb
):
    monkeypatch.setattr("conflictmap.bulk.pieces.LARGE", 10)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "o.csv").write_bytes("sep=;\nWann;Ort\n13.09.2022;Länge\n".encode("cp850"))
    write("g.csv", "name,lat,lon,error\nLänge,39.5,46.5,100\n")
    asked = ["--map", "date=Wann", "--gazetteer", "g.csv", "--encoding", "cp850",
             "--points-as-given"]
    outputs = []
    for way in ("--stream", "--no-stream"):
        done = CliRunner().invoke(cli.application(), [verb, "o.csv", "-o", f"o{way}.csv", *asked,
                                                      "--layer", "lachin-district", way])
        assert done.exit_code == 0, done.output
        assert "read 1 = placed 1" in done.output
        outputs.append((tmp_path / f"o{way}.csv").read_bytes())
    assert outputs[0] == outputs[1]
    done = CliRunner().invoke(cli.application(), [verb, "o.csv", "--stream", "--sheet", "x"])
    assert "--sheet: a workbook, or a file of several tables, is read whole." in str(done.exception)
    assert not goes_in_pieces(["o.csv"], stream=None, reading={"sheet": "x"})
