"""The accounting: every row that was read is an event or is listed, and adds up."""

from __future__ import annotations

import re

import numpy as np
import pytest

import conflictmap as cm
from conflictmap.io.collect import RowColumns, events_of, only_rows
from conflictmap.io.rows import Row
from conflictmap.model.errors import Problem


def row(number, lat=39.8, lon=46.7, date="2020-09-27", *, extra=(), **more):
    cells = {"id": f"e{number}", "date": date, "lat": str(lat), "lon": str(lon), **more}
    return Row(place=f"line {number + 2}", cells=cells, extra=dict(extra))


def collected(*rows, **how):
    return events_of(rows, file="t.csv", stem="t", areas={}, **how)


def test_rows_go_to_one_place_each_and_add_up():
    events = collected(row(0), row(1, lat="", lon=""), row(2, date=""), row(3, date="2020-13"),
                       row(0), row(5, date="", lat="", lon=""), row(6))
    found = events.accounting
    assert (found.read, found.placed, found.unplaced, found.undated, found.set_aside) == (
        7, 2, 1, 2, 2)
    assert events.ids == ["e0", "e1", "e2", "e5", "e6"]
    assert [p.place for p in events.problems] == ["line 5", "line 2"]
    assert events["file"].tolist() == ["t.csv"] * 5
    assert events["line"].tolist() == ["line 2", "line 3", "line 4", "line 7", "line 8"]


def test_the_second_of_two_equal_ids_is_listed_and_ids_of_other_files_count():
    seen = {"e1"}
    events = collected(row(0), row(1), row(2), seen=seen)
    assert events.ids == ["e0", "e2"]
    assert seen == {"e0", "e1", "e2"}
    (problem,) = events.problems
    assert (problem.field, problem.value) == ("id", "e1")
    assert problem.row["lat"] == "39.8"


SWAPPED = {"lat": 46.7, "lon": 39.8}
ELSEWHERE = {"lat": 10, "lon": 10}


@pytest.mark.parametrize(("others", "set_aside"), [
    ([{}], 1), ([{}, {}], 1), ([], 0), ([{}, ELSEWHERE, ELSEWHERE], 0),
    ([{}, {"lat": "", "lon": ""}, {"lat": "", "lon": ""}], 1),
    ([{}, {}, ELSEWHERE], 1),
])
def test_exchanged_points_are_set_aside_where_half_of_the_points_lie_in_the_region(
        others, set_aside):
    rows = [row(i, **cells) for i, cells in enumerate([*others, SWAPPED])]
    events = collected(*rows)
    assert events.accounting.set_aside == set_aside
    assert len(events) == len(rows) - set_aside
    if set_aside:
        problem = events.problems[0]
        assert (problem.field, problem.value, problem.place) == ("lat", "46.7", rows[-1].place)
        assert "latitude and longitude look swapped (lon 39.8)" in problem.reason
        assert problem.row["id"] == f"e{len(others)}"
    assert collected(*rows, swap_check=False).accounting.set_aside == 0
    assert collected(*rows, regional=True).accounting.set_aside == 1
    assert collected(*rows, regional=False).accounting.set_aside == 0


def test_what_stands_behind_a_row_that_is_taken_out_moves_up():
    rows = [row(0), row(1, extra={"mood": "first"}), row(2, **SWAPPED, extra={"mood": "gone"}),
            row(3, extra={"mood": "last", "late": "x"}), row(4)]
    events = collected(*rows)
    assert events.ids == ["e0", "e1", "e3", "e4"]
    assert events.extra["mood"].tolist() == ["", "first", "last", ""]
    assert events.extra["late"].tolist() == ["", "", "x", ""]
    assert list(events.extra) == ["late", "mood"]
    assert np.isclose(events["lat"], 39.8).all()


def test_areas_move_up_with_their_rows():
    import shapely

    box = shapely.box(46, 39, 47, 40)
    rows = [row(0), row(1, **SWAPPED), row(2, where="box"), row(3)]
    events = events_of(rows, file="t.csv", stem="t", areas={"box": box})
    assert events.ids == ["e0", "e2", "e3"]
    assert dict(events.areas) == {1: box}


@pytest.mark.parametrize("error", [ValueError("x"), KeyError("x"), TypeError("x"),
                                   AttributeError("x"), ZeroDivisionError("x"), IndexError("x")])
def test_a_reader_that_cannot_go_on_refuses_the_file(error):
    def rows():
        yield row(0)
        raise error

    with pytest.raises(cm.EventsError, match=re.escape(
            f"t.csv: does not fit the format that its columns show ({type(error).__name__}: ")):
        list(only_rows(rows(), [], "t.csv"))


def test_other_errors_pass_and_what_a_reader_says_is_put_aside():
    def rows():
        yield row(0)
        yield Problem(file="t.csv", place="", field="", value="", reason="said", fix="")
        yield row(1)
        raise MemoryError

    notes, found = [], []
    with pytest.raises(MemoryError):
        found.extend(only_rows(rows(), notes))
    reader = only_rows(rows(), notes)
    assert [next(reader).cells["id"] for _ in range(2)] == ["e0", "e1"]
    assert [note.reason for note in notes] == ["said", "said"]


def test_more_rows_than_the_limit_are_refused(monkeypatch):
    monkeypatch.setenv("CONFLICTMAP_LIMITS", "rows=3")
    rows = [row(i) for i in range(4)]
    assert len(collected(*rows[:3])) == 3
    with pytest.raises(cm.EventsError, match=r"t\.csv: .*rows"):
        collected(*rows)


def test_texts_that_repeat_stand_once():
    gathered = RowColumns("t.csv")
    assert gathered.count == 0
    events = collected(*(row(i, type="".join(["bat", "tle"]), place=f"Town{i}") for i in range(3)))
    assert len({id(text) for text in events["type"]}) == 1
    assert events["place"].tolist() == ["Town0", "Town1", "Town2"]
