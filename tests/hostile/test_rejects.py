"""Rows that were set aside: kept as typed in a file that, mended, reads back."""

from __future__ import annotations

import csv
import io

import pytest

import conflictmap as cm
from conflictmap.io.rejects import rejects_csv
from running import run

TABLE = '''id,date,lat,lon,title,fatalities_best,mood
a,2022-09-13,39.84,45.67,good,1,
b,03/04/2020,39.84,45.67,=1+1,2,'quoted
c,2020-01-01,"39,5",45.67,"two
lines, and ""quotes""",3,
d,2020-01-01,39.5
a,2020-01-01,39.5,45.67,again,4,
  e ,2020-01-01,45.67,39.84,swapped,5,007
'''


def rejected(text: str | bytes) -> list[dict[str, str]]:
    text = text.decode() if isinstance(text, bytes) else text
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_the_rows_stand_in_it_as_typed_with_the_reason(write):
    events = cm.read_events(write("t.csv", TABLE), strict=True)
    rows = rejected(rejects_csv(events.problems))
    assert [r["id"] for r in rows] == ["b", "c", "d", "a", "  e "]
    assert rows[0]["title"] == "'=1+1"
    assert rows[0]["mood"] == "'quoted"
    assert rows[1]["title"] == 'two\nlines, and "quotes"'
    assert rows[2]["rejected_reason"] == "3 cells under 7 columns"
    assert (rows[2]["lat"], rows[2]["lon"]) == ("39.5", "")
    assert rows[4]["mood"] == "007"
    assert [r["rejected_place"] for r in rows] == ["line 3", "line 4", "line 6", "line 7", "line 8"]
    assert rows[4]["rejected_field"] == "lat"


def test_mended_it_reads_back_and_nothing_is_missing(write):
    events = cm.read_events(write("t.csv", TABLE), strict=True)
    rows = rejected(rejects_csv(events.problems))
    mends = [{"date": "2020-04-03"}, {"lat": "39.5"}, {"lon": "45.67"}, {"id": "f"},
             {"lat": "39.84", "lon": "45.67"}]
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0])
    writer.writeheader()
    writer.writerows(row | mend for row, mend in zip(rows, mends, strict=True))
    back = cm.read_events(write("mended.csv", text.getvalue().encode()))
    assert back.accounting.set_aside == 0
    assert back.ids == ["b", "c", "d", "f", "  e "]
    assert back["title"].tolist() == ["=1+1", 'two\nlines, and "quotes"', "", "again", "swapped"]
    assert back["fatalities"][[0, 1, 3, 4]].tolist() == [2, 3, 4, 5]
    assert set(back.extra) == {"mood"}
    assert len(events) + len(back) == events.accounting.read


def test_unmended_it_is_set_aside_for_the_same_reasons(write):
    first = cm.read_events(write("t.csv", TABLE), strict=True)
    path = write("rejects.csv", rejects_csv(first.problems))
    again = cm.read_events(path, strict=True)
    reasons = {p.row["id"]: p.reason for p in first.problems if p.level == "error"}
    for p in again.problems:
        if p.level == "error" and p.reason != "this id stands twice":
            assert reasons[p.row["id"]] in p.reason or p.field in {"lat", "lon"}


@pytest.mark.parametrize("args", [
    ("build", "--strict", "t.csv", "-o", "out.html"),
    ("join", "--strict", "t.csv", "--layer", "nkao-1923", "-o", "out.csv"),
    ("convert", "--strict", "t.csv", "-o", "out.csv"),
])
def test_a_command_writes_it_beside_its_output_or_where_it_is_told(args, write):
    folder = write("t.csv", TABLE).parent
    done = run(*args, cwd=folder)
    assert done.returncode == 1
    assert "set aside: out.rejects.csv: 5 rows" in done.stderr
    assert done.stderr.splitlines()[-1].startswith("read 6 = ")
    assert len(rejected((folder / "out.rejects.csv").read_bytes())) == 5
    done = run(*args, "--rejects", "mine.csv", cwd=folder)
    assert (folder / "mine.csv").read_bytes() == (folder / "out.rejects.csv").read_bytes()


def test_a_clean_run_writes_none(write):
    folder = write("t.csv", "date,lat,lon\n2020,39,46\n").parent
    assert run("build", "--strict", "t.csv", "-o", "out.html", cwd=folder).returncode == 0
    assert {p.name for p in folder.iterdir()} == {"t.csv", "out.html"}


def test_a_rejects_file_that_is_an_input_is_not_written_over(write):
    folder = write("t.rejects.csv", TABLE).parent
    done = run("build", "--strict", "t.rejects.csv", "-o", "t.html", cwd=folder)
    assert "set aside: t.rejects-2.csv: 5 rows" in done.stderr
    assert (folder / "t.rejects.csv").read_text() == TABLE


def test_rows_of_a_second_file_with_a_taken_id_are_kept_too(write):
    one = write("one.csv", "id,date,lat,lon,title\na,2020,39,46,first\n")
    two = write("two.csv", "id,date,lat,lon,title,x\na,2021,39.5,46,second,y\n")
    run("build", one, two, "-o", "out.html", cwd=one.parent)
    (row,) = rejected((one.parent / "out.rejects.csv").read_bytes())
    assert (row["date"], row["lat"], row["title"], row["x"]) == ("2021", "39.5", "second", "y")


def test_what_no_csv_can_hold_is_a_visible_sign(write):
    path = write("t.geojson", '{"type":"FeatureCollection","features":[{"type":"Feature",'
                 '"properties":{"date":"2020","title":"a\\u0000b\\ud800c"},"geometry":null}]}')
    (row,) = rejected(rejects_csv(cm.read_events(path).problems))
    assert row["title"] == "a\u2400b\ufffdc"
