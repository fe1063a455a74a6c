"""CSV: lines, quotes, formulas, and lists as files."""

from __future__ import annotations

import csv
import json

import pytest

import conflictmap as cm
from conflictmap.formats.csv_files import (
    as_typed,
    csv_bytes,
    csv_lines,
    csv_of,
    csv_text,
    inert,
    json_of,
    write_list,
)


def test_rows_come_with_the_line_they_begin_on_and_empty_lines_are_left_out():
    text = 'a,b\n\n"x\ny",2\r\nlast,3'
    assert list(csv_lines(text, "t")) == [(1, ["a", "b"]), (3, ["x\ny", "2"]), (5, ["last", "3"])]
    assert list(csv_lines("a;b\n1;2\n", "t", separator=";", first=11)) == [
        (11, ["a", "b"]), (12, ["1", "2"])]
    assert list(csv_lines(iter(["a\n", "b\n"]), "t")) == [(1, ["a"]), (2, ["b"])]


@pytest.mark.parametrize(("text", "said"), [
    ('a\n"b\nc\n', r"t:2: broken CSV: a quote is opened here and never closed"),
    ('a\nb"\n"c"d\n', r"t:3: broken CSV: .*Check the quotes"),
    ('a\n"b\nc"d\n', r"t:2: broken CSV: .* \(the row ends on line 3\)\. Check"),
])
def test_broken_quotes_are_said_with_their_line(text, said):
    with pytest.raises(cm.EventsError, match=said):
        list(csv_lines(text, "t"))


def test_a_cell_beyond_the_limit(monkeypatch):
    monkeypatch.setenv("CONFLICTMAP_LIMITS", "cell=5")
    assert list(csv_lines("a\n12345\n", "t"))[1] == (2, ["12345"])
    with pytest.raises(cm.EventsError, match=r"t:2: a cell of more than 5 characters"):
        list(csv_lines("a\n123456\n", "t"))


@pytest.mark.parametrize(("cell", "safe"), [
    ("=1", "'=1"), ("+x", "'+x"), ("-x", "'-x"), ("@a", "'@a"), ("\tx", "'\tx"), ("\rx", "'\rx"),
    ("'=1", "''=1"), ("''@", "'''@"), ("'plain", "'plain"), ("", ""), ("x=1", "x=1"),
])
def test_a_formula_gets_an_apostrophe_that_is_taken_away_again(cell, safe):
    assert inert(cell) == safe
    assert as_typed(safe) == cell


@pytest.mark.parametrize("number", ["-1", "+1", "-1.5", "+0.25", "-10"])
def test_a_number_is_no_formula(number):
    assert inert(number) == number


@pytest.mark.parametrize("text", ["-1-1", "+1e5", "-.5", "-1.", "--1", "-1,5", "-\u0661"])
def test_what_is_nearly_a_number_is_one(text):
    assert inert(text) == f"'{text}"


def test_other_values_stay():
    assert [inert(value) for value in (True, False, 1, -1.5, None)] == [
        "true", "false", 1, -1.5, None]


def test_a_lone_carriage_return_is_quoted_and_the_others_only_where_needed():
    rows = [["a", 1, None], ["x\ry", 2, ""], ["p,q", 'r"s', "t\nu"]]
    content = csv_bytes(rows)
    assert content == b'a,1,\n"x\ry","2",""\n"p,q","r""s","t\nu"\n'
    assert csv_bytes(rows[:1], quoted=True) == b'"a","1",""\n'
    assert csv_bytes(rows[:1], separator=";") == b"a;1;\n"


def test_columns_and_rows_and_lists_as_csv():
    table = {"n": [1, 2], "=f": ["=1", None]}
    assert csv_text(table) == b"n,'=f\n1,'=1\n2,\n"
    assert csv_text(table, header=False) == b"1,'=1\n2,\n"
    rows = [{"a": None, "b": ["x", "y"]}, {"a": "=1", "b": (), "c": 9}]
    assert csv_of(["a", "b"], rows) == b"a,b\n,x; y\n'=1,\n"
    assert json.loads(json_of([{"a": None, "b": "ä"}])) == [{"a": None, "b": "ä"}]
    assert json_of([{"a": "ä"}, {}]).decode() == '[\n{"a": "ä"},\n{}\n]\n'


def test_a_list_is_written_by_the_ending(tmp_path):
    rows = [{"a": 1}]
    assert write_list(tmp_path / "x.CSV", ["a"], rows).read_bytes() == b"a\n1\n"
    assert json.loads(write_list(tmp_path / "x.json", ["a"], rows).read_bytes()) == rows
    with pytest.raises(cm.OutputError, match=r"unknown ending. Use .csv, .json"):
        write_list(tmp_path / "x.txt", ["a"], rows)


def test_reading_leaves_the_limit_of_pythons_csv_module_as_it_was(write):
    before = csv.field_size_limit(7)
    try:
        path = write("e.csv", "date,lat,lon,title\n2020-10-01,39.8,46.7,longer than seven\n")
        assert cm.read_events(path)["title"].tolist() == ["longer than seven"]
        one, other = (csv_lines("a,b\n" + "long enough,c\n" * 3, "t.csv") for _ in range(2))
        next(one)
        assert len(list(other)) == 4
        assert len(list(one)) == 3
        assert csv.field_size_limit() == 7
    finally:
        csv.field_size_limit(before)
