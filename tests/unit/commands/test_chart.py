"""`conflictmap chart`: a chart from a table, and its numbers."""

from __future__ import annotations

from running import run


def test_chart_writes_a_figure_and_its_numbers(write, tmp_path):
    table = write("e.csv", "id,date,lat,lon,fatalities_best\na,2022-08-31/2022-09-01,39.8,45.6,4\n")
    done = run("chart", table, "-o", tmp_path / "x.svg", "--data", tmp_path / "x.csv")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [f"chart: {tmp_path / 'x.svg'}",
                                        f"numbers: {tmp_path / 'x.csv'}"]
    assert (tmp_path / "x.svg").read_text(encoding="utf-8").startswith("<?xml")
    head, august, september = (tmp_path / "x.csv").read_text(encoding="utf-8").splitlines()
    assert head.startswith("layer_id,area_id,period,type,events_certain,events_possible")
    assert august == ",,2022-08,,0,1,0.5,0,1,0,4,2.0,0,4,0"
    assert september.startswith(",,2022-09,")


def test_chart_refuses_in_one_line(write, tmp_path):
    table = write("e.csv", "id,date,lat,lon\na,2022-09-13,39.8,45.6\n")
    done = run("chart", table, "--by", "area", "-o", tmp_path / "x.svg")
    assert done.returncode == 2
    assert done.stderr == "conflictmap: a chart by area needs areas: name a layer.\n"
