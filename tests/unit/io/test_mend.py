"""Mending: only what has one meaning, each mend listed, the input as it was."""

from __future__ import annotations

import csv
import json

import pytest

import conflictmap as cm
from conflictmap.io.mend import iso_date
from conflictmap.model.errors import EventsError
from running import run

BAD = """id, date ,lat,lon,title,fatalities_best
a,27.09.2020,39.84,45.67, Shelling ,1
b,03/04/2020,"39,95",46.5,x,
c,2020-10-02,46.75,39.8,y,
d,2020-13-10,39.9,46.7,z,
a,27.09.2020,39.84,45.67, Shelling ,1
"""


@pytest.mark.parametrize(("text", "meaning"), [
    ("27.09.2020", "2020-09-27"), ("27/9/2020", "2020-09-27"), ("9/27/2020", "2020-09-27"),
    ("2020/9/3", "2020-09-03"), ("2020-9-3", "2020-09-03"), ("2020.09.27", "2020-09-27"),
    ("2020-27-09", "2020-09-27"), ("27 September 2020", "2020-09-27"),
    ("27-Sep-2020", "2020-09-27"), ("03/03/2020", "2020-03-03"),
])
def test_a_date_of_one_meaning_becomes_iso(text, meaning):
    assert iso_date(text) == meaning


@pytest.mark.parametrize("text", [
    "03/04/2020", "31/02/2020", "2020-09-27", "2020-09", "2020-09-27/..", "27 Foo 2020",
    "27-Sep-20", "2020-13-13", "40/40/2020", "03-04/2020", "",
])
def test_a_date_of_two_meanings_or_none_stays_as_typed(text):
    assert iso_date(text) == text


def test_the_caller_may_say_which_comes_first():
    assert iso_date("03/04/2020", day_first=True) == "2020-04-03"
    assert iso_date("03/04/2020", day_first=False) == "2020-03-04"
    assert iso_date("27/04/2020", day_first=False) == "2020-04-27"


def test_every_mend_is_listed_and_the_copy_reads_clean(write, tmp_path):
    table = write("bad.csv", BAD)
    found = cm.mend(table, day_first=True)
    assert [(m.line, m.field, m.old, m.new) for m in found.mends] == [
        (1, "date", " date ", "date"), (2, "title", " Shelling ", "Shelling"),
        (6, "title", " Shelling ", "Shelling"), (2, "date", "27.09.2020", "2020-09-27"),
        (3, "date", "03/04/2020", "2020-04-03"), (5, "date", "2020-13-10", "2020-10-13"),
        (6, "date", "27.09.2020", "2020-09-27"), (3, "lat", "39,95", "39.95"),
        (4, "lat", "46.75", "39.8"), (4, "lon", "39.8", "46.75"), (6, "id", "a", ""),
    ]
    copy = tmp_path / "good.csv"
    copy.write_bytes(found.content)
    assert str(cm.read_events(copy).accounting) == (
        "read 4 = placed 4 + unplaced 0 + undated 0 + set aside 0")
    assert cm.mend(copy).mends == ()
    assert table.read_text() == BAD


def test_points_are_not_exchanged_in_a_file_about_another_part_of_the_world(write):
    text = "id,date,lat,lon\na,2020-01-01,46.7,39.8\nb,2020-01-01,1.5,2.5\nc,2020-01-01,3.5,2.5\n"
    assert cm.mend(write("far.csv", text)).mends == ()


def test_the_separator_broken_rows_and_long_cells_are_kept(write):
    text = 'id;date;lat;lon\na;2020/1/2;39,9;46.5\nb;1\nc;2020-01-02;39.9;"4;6\n5"\n'
    found = cm.mend(write("s.csv", text))
    assert found.content.decode() == (
        'id;date;lat;lon\na;2020-01-02;39.9;46.5\nb;1\nc;2020-01-02;39.9;"4;6\n5"\n')


@pytest.mark.parametrize(("name", "text", "said"), [
    ("a.json", "[]", "only CSV tables"),
    ("u.csv", "id,type_of_violence,best,date_start,latitude,longitude\n1,1,1,2020-01-01,1,1\n",
     "Run conflictmap convert first"),
    ("h.csv", "id,when,where\n1,2,3\n", "no column 'lat'"),
    ("q.csv", 'id,date,lat,lon\na,b,"c,d\n', "broken CSV"),
])
def test_what_is_no_standard_table_is_refused(write, name, text, said):
    with pytest.raises(EventsError, match=said):
        cm.mend(write(name, text))


def test_the_command_writes_the_copy_and_the_list(write, tmp_path):
    table = write("bad.csv", BAD)
    done = run("check", table, "--fix", tmp_path / "good.csv", "--day-first")
    assert done.returncode == 0, done.stderr
    assert "bad.csv:4: lat: '46.75' → '39.8'" in done.stdout
    rows = list(csv.DictReader((tmp_path / "good.mends.csv").read_text().splitlines()))
    assert len(rows) == 11
    said = json.loads(run("check", table, "--fix", tmp_path / "o.csv", "--json").stdout)
    # The date that stays in doubt is read as one of two days.
    assert (len(said["mends"]), len(said["problems"])) == (10, 0)


@pytest.mark.parametrize(("args", "said"), [
    (("bad.csv", "--fix", "bad.csv"), "this is the input"),
    (("bad.csv", "bad.csv", "--fix", "o.csv"), "Mend one file at a time"),
    (("bad.csv", "--fix", "o.txt"), "unknown ending"),
])
def test_the_command_refuses_to_touch_the_input(write, tmp_path, args, said):
    write("bad.csv", BAD)
    done = run("check", *args, cwd=tmp_path)
    assert (done.returncode, said in done.stderr) == (2, True)
    assert (tmp_path / "bad.csv").read_text() == BAD
