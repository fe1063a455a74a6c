"""The verbs that say a little: what they print, where they write, and how they end."""

from __future__ import annotations

import io
import json

import pytest
import typer
from rich.progress import Progress
from typer.testing import CliRunner

import conflictmap as cm
from conflictmap.commands._pieces import goes_in_pieces
from conflictmap.commands._qgis import add_project
from conflictmap.commands._shared import ask_columns, chosen_bounds
from conflictmap.model.errors import PageError
from running import run


class Terminal(io.TextIOWrapper):
    def isatty(self):
        return True


def test_places_are_listed_a_line_each_with_how_many_more():
    done = run("places", "Shushi")
    assert done.returncode == 0
    assert done.stdout == ("39.7583 46.7483  Shusha (Shushi)  [Shusha (Shushi) raion, AZ]"
                           "  Շուշի · Şuşa · Шуша  settlements-shusha\n")
    *listed, rest = run("places", "Sh", "--most", "2").stdout.splitlines()
    assert len(listed) == 2
    count = len(json.loads(run("places", "Sh", "--json").stdout))
    assert rest == f"… and {count - 2} more for 'Sh'"
    assert len(run("places", "Sh", "--most", str(count)).stdout.splitlines()) == count


def test_a_name_that_finds_nothing_is_said_and_ends_with_one():
    done = run("places", "Xyzzyplugh", "Shushi")
    assert (done.returncode, len(done.stdout.splitlines())) == (1, 1)
    assert done.stderr.startswith("no place 'Xyzzyplugh'.")
    assert run("places", "Goris", "--policy", "ours").returncode == 2


def test_a_chart_without_a_name_is_chart_png_and_rows_set_aside_end_with_one(write, tmp_path):
    write("e.csv", "id,date,lat,lon\na,2022-09-13,39.8,45.6\nb,2022-09-13,39.8,45.6,,,,x\n")
    done = run("chart", "e.csv", "--measure", "events", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "chart: chart.png\n")
    assert (tmp_path / "chart.png").read_bytes().startswith(b"\x89PNG")
    write("e.csv", "id,date,lat,lon\na,2022-09-13,39.8,45.6\n")
    done = run("chart", "e.csv", "--measure", "events", "-o", "c.svg", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "chart: c.svg\n")


def test_update_says_whether_the_page_changed(write, tmp_path):
    write("e.csv", "id,date,lat,lon\na,2022-09-13,39.8,45.6\n")
    recipe = write("r.toml", 'title = "T"\nbasemap = false\n[events]\npath = "e.csv"\n')
    first = run("update", recipe, "-o", tmp_path / "m.html")
    assert (first.returncode, first.stdout.splitlines()[0]) == (
        0, f"updated: {tmp_path / 'm.html'}"), first.stderr
    again = run("update", recipe, "-o", tmp_path / "m.html")
    assert again.stdout.splitlines()[0] == f"unchanged: {tmp_path / 'm.html'}"
    assert run("update", recipe, "-o", tmp_path / "m.pdf").returncode == 2


def test_a_demonstration_is_opened_unless_it_is_not_wanted(tmp_path, monkeypatch):
    opened = []
    monkeypatch.setattr(typer, "launch", opened.append)
    assert run("demo", tmp_path / "a", "--no-open").returncode == 0
    assert opened == []
    assert run("demo", tmp_path / "b").returncode == 0
    assert [str(one).rpartition("/")[2] for one in opened] == ["demo.html"]


def test_a_place_has_moved_from_a_tenth_of_a_kilometre(write):
    old = write("a.csv", "id,date,lat,lon\na,2022-09-13,39.8,45.6\nb,2022-09-13,39.8,45.6\n")
    new = write("b.csv", "id,date,lat,lon\na,2022-09-13,39.8005,45.6\nb,2022-09-13,39.805,45.6\n")
    assert "moved: 1\nb moved" in run("diff", old, new).stdout  # 56 m and 560 m
    assert "moved" not in run("diff", old, new, "--km", "1").stdout


def test_only_what_is_asked_for_is_written_beside_an_embedded_page(tmp_path):
    assert run("embed", "m.html", cwd=tmp_path).returncode == 0
    assert not list(tmp_path.iterdir())
    done = run("embed", "m.html", "--oembed", "https://map.example/m.html", cwd=tmp_path)
    assert "oembed: m.oembed.json" in done.stdout.splitlines(), done.stderr
    assert [one.name for one in tmp_path.iterdir()] == ["m.oembed.json"]


@pytest.mark.parametrize("text", ["46,39,47,95", "46,-91,47,40", "-181,39,47,40", "46,39,181,40",
                                  "47,39,46,40", "46,40,47,39", "46,39,47", "a,b,c,d"])
def test_a_box_that_is_none_is_refused(text):
    with pytest.raises(PageError, match=r"^bounds: "):
        chosen_bounds(text)


def test_a_box_may_be_the_world():
    assert chosen_bounds("-180,-90,180,90") == (-180, -90, 180, 90)
    assert chosen_bounds("") is None


def test_a_column_that_is_only_a_guess_is_asked_for_on_the_channel_of_messages(write):
    """A dash denies the guess, an empty answer takes it, a name puts another in its place."""
    table = write("t.csv", "a,b,c,Ort\n3.9.2022,40.20,45.87,x\n4.10.2022,39.51,46.34,y\n")
    found = []
    cm.read_events(table, ask=lambda plan: found.append(plan) or {})
    app = typer.Typer()
    app.command()(lambda: typer.echo(json.dumps(ask_columns(found[0]))))
    doubts = [use.meaning for use in found[0].doubts] if found else []
    assert doubts, "the table has a column that is only a guess"
    for said, answer in (("-", ""), ("", found[0].doubts[0].column), (" Ort ", "Ort")):
        done = CliRunner().invoke(app, [], input=f"{said}\n" * len(doubts))
        assert done.exit_code == 0, done.output
        assert json.loads(done.stdout.splitlines()[-1])[doubts[0]] == answer
        assert f"Which column is {doubts[0]}?" in done.stderr


def test_what_can_only_be_read_whole_is_never_read_in_pieces(write, monkeypatch):
    monkeypatch.setattr("conflictmap.bulk.pieces.LARGE", 10)
    table = write("e.csv", "date,lat,lon\n2022-09-13,39.8,45.6\n")
    assert goes_in_pieces([table], stream=None)
    assert not goes_in_pieces([table], stream=None, can=False)
    assert not goes_in_pieces([table], stream=False)
    assert goes_in_pieces([table], stream=True, can=False)


def test_a_project_that_needs_a_library_is_said_among_the_messages(tmp_path, monkeypatch, capsys):
    import builtins

    real = builtins.__import__

    def without(name, *rest):
        if name == "conflictmap.reports.qgis":
            raise ModuleNotFoundError("No module named 'matplotlib'", name="matplotlib")
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    events = cm.read_events([{"date": "2022-09-13", "lat": 39, "lon": 46}])
    add_project(events, tmp_path / "e.csv", table="events")
    assert capsys.readouterr() == ("", "")
    add_project(events, tmp_path / "e.gpkg", table="events")
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("no project of QGIS: ")


def test_a_file_is_no_terminal_and_gets_no_bar(write, tmp_path):
    write("e.csv", "date,lat,lon\n2022-09-13,39.8,45.6\n")
    done = run("count", "e.csv", cwd=tmp_path)
    assert "\x1b" not in done.stdout + done.stderr


@pytest.mark.parametrize("words", [
    ("count",), ("build", "--no-open", "-o", "m.html"),
    ("join", "--layer", "lachin-district", "-o", "j.csv")], ids=lambda words: words[0])
def test_the_bar_on_a_terminal_is_full_at_the_end(write, tmp_path, monkeypatch, words):
    """Each verb says as many stages as it has, with one file and with two."""
    bars = []
    ended = Progress.stop

    def stop(bar):
        bars.extend(bar.tasks)
        ended(bar)

    monkeypatch.setattr(Progress, "stop", stop)
    monkeypatch.setattr("io.TextIOWrapper", Terminal)
    write("e.csv", "id,date,lat,lon\na,2022-09-13,39.8,45.6\n")
    write("f.csv", "id,date,lat,lon\nb,2022-09-14,39.8,45.6\n")
    for files in (["e.csv"], ["e.csv", "f.csv"]):
        verb, *rest = words
        run(verb, *files, *rest, cwd=tmp_path)
    assert [(bar.completed, bar.total) for bar in bars] == [(bar.total,) * 2 for bar in bars]
    assert len(bars) == 2
