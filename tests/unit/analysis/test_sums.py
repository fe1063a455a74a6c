"""Counting by quarter and month: by the rules of years, with shorter pieces."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from typer.testing import CliRunner

import conflictmap as cm
from conflictmap.cli import application

ROWS = """id,date,lat,lon,fatalities_best
a,2022-01-31,39.64,46.547,1
b,2022-02-01,39.64,46.547,2
c,2022-03-30/2022-04-02,39.64,46.547,4
d,2022-12-31,39.64,46.547,8
e,2023-01-01,39.64,46.547,16
"""


def written():
    text = Path("counts.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@pytest.fixture
def events(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("e.csv").write_text(ROWS, encoding="utf-8")
    return cm.read_events("e.csv")


def test_each_month_has_its_events_and_a_span_over_two_is_possible_in_both(events):
    found = {c.month: (c.events, c.possible, c.toll.best) for c in cm.count(events, by="month")}
    assert found == {
        "2022-01": (1, 1, 1), "2022-02": (1, 1, 2), "2022-03": (0, 1, None),
        "2022-04": (0, 1, None), "2022-12": (1, 1, 8), "2023-01": (1, 1, 16)}


def test_quarters_and_years_are_sums_of_the_same(events):
    quarters = {c.quarter: (c.events, c.possible) for c in cm.count(events, by="quarter")}
    assert quarters == {"2022-Q1": (2, 3), "2022-Q2": (0, 1), "2022-Q4": (1, 1),
                        "2023-Q1": (1, 1)}
    assert [(c.year, c.events) for c in cm.count(events, by="year")] == [("2022", 4), ("2023", 1)]


def test_a_window_cuts_a_month(events):
    found = cm.count(events, by="month",
                     window=cm.Interval(start=None, end=events.frame["start"].iloc[1]))
    assert [c.month for c in found] == ["2022-01"]


def test_two_units_of_time_are_refused(events):
    with pytest.raises(ValueError, match="'month' and 'year' are both of time"):
        cm.count(events, by=["month", "year"])


def test_pieces_count_by_month_as_memory_does(events):
    whole = [(c.month, c.events, c.possible) for c in cm.count(events, by="month")]
    runner = CliRunner()
    for stream in ("--stream", "--no-stream"):
        said = runner.invoke(application(), ["count", "e.csv", "--by", "month", stream])
        assert said.exit_code == 0, said.output
        rows = written()
        assert [(r["month"], int(r["events"]), int(r["possible"])) for r in rows] == whole


@pytest.mark.usefixtures("events")
def test_names_stand_beside_ids_and_what_lies_outside_is_said():
    said = CliRunner().invoke(application(), ["count", "e.csv", "--layer", "nkao-1923"])
    assert "nkao-1923: 5 of 5 events are outside its days" in said.stderr
    said = CliRunner().invoke(application(), ["count", "e.csv", "--layer", "lachin-district"])
    assert "outside its days" not in said.stderr
    rows = written()
    assert rows
    assert all(row["area"] and row["area"] != row["area_id"] for row in rows)
