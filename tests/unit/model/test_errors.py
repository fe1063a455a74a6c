"""Problems on one line, cut and counted."""

from __future__ import annotations

import pytest

from conflictmap.model.errors import Problem, nearest, printable, quoted


def problem(**more):
    return Problem(**{"file": "t.csv", "place": "line 7", "field": "lat", "value": "x",
                      "reason": "no number", "fix": "Write one.", **more})


@pytest.mark.parametrize(("more", "line"), [
    ({}, "t.csv:7: lat: 'x': no number: Write one."),
    ({"place": "feature 3"}, "t.csv:feature 3: lat: 'x': no number: Write one."),
    ({"place": ""}, "t.csv: lat: 'x': no number: Write one."),
    ({"field": "", "value": ""}, "t.csv:7: no number: Write one."),
    ({"value": "a\nb"}, "t.csv:7: lat: 'a\\nb': no number: Write one."),
])
def test_a_problem_is_one_line(more, line):
    assert str(problem(**more)) == line


def test_the_row_of_a_problem_is_no_part_of_what_it_is():
    assert problem(row={"a": "b"}) == problem()
    assert "row" not in repr(problem(row={"a": "b"}))
    assert problem().level == "error"


@pytest.mark.parametrize(("value", "said"), [
    ("x" * 60, "'" + "x" * 60 + "'"), ("x" * 61, "'" + "x" * 59 + "…'"), ("", ""),
])
def test_a_long_value_is_cut(value, said):
    assert quoted(value) == said
    assert quoted("abcdef", limit=4) == "'abc…'"
    assert quoted("abcd", limit=4) == "'abcd'"


def test_control_characters_are_escaped_and_letters_are_not():
    assert printable("a\x1b[2J\u202eä\u0301'\"") == "a\\x1b[2J\\u202eä\u0301'\""


def test_the_nearest_name():
    assert nearest("lattitude", ["longitude", "latitude"]) == " Did you mean 'latitude'?"
    assert nearest("xyz", ["latitude"]) == ""
