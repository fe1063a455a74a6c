"""The table of rejects: which rows, under which columns, and where it goes."""

from __future__ import annotations

import csv
import io

import pytest

import conflictmap as cm
from conflictmap.io.rejects import (
    check_apart,
    rejects_csv,
    rejects_head,
    rejects_line,
    rejects_path,
    write_rejects,
)
from conflictmap.model.errors import Problem


def problem(level="error", **row):
    return Problem(file="t.csv", place="line 2", field="lat", value="v", reason="why", fix="how",
                   level=level, row=row)


def rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode(), newline="")))


def test_standard_columns_come_first_in_their_order_and_further_ones_as_they_come():
    head, columns = rejects_head(["mood", "lon", "id", "rejected_fix", "age", "date"])
    assert columns == ["id", "date", "lon", "mood", "age"]
    assert rows(head) == [[*columns, "rejected_file", "rejected_place", "rejected_field",
                           "rejected_reason", "rejected_fix"]]


def test_only_errors_with_a_row_are_rows():
    found = rows(rejects_csv([problem(id="a"), problem(level="warning", id="b"), problem(),
                              problem(id="c", mood="m")]))
    assert found[0][:2] == ["id", "mood"]
    assert [row[:2] for row in found[1:]] == [["a", ""], ["c", "m"]]
    assert found[1][2:] == ["t.csv", "line 2", "lat", "why", "how"]


def test_what_no_csv_holds_is_a_sign_and_a_formula_is_text():
    line = rejects_line(problem(id="=1", mood="a\0b\ud800c"), ["id", "mood", "none"])
    assert rows(line)[0][:3] == ["'=1", "a\u2400b\ufffdc", ""]


def test_a_file_is_written_when_there_is_a_row(tmp_path):
    path = tmp_path / "r.csv"
    assert write_rejects([problem(level="warning", id="a"), problem()], path) == 0
    assert not path.exists()
    assert write_rejects([problem(id="a"), problem(level="warning", id="b"), problem(id="c")],
                         path) == 2
    assert path.read_bytes() == rejects_csv([problem(id="a"), problem(id="c")])


def test_an_input_is_never_written_over(tmp_path):
    for name in ("x.rejects.csv", "x.rejects-2.csv", "other.csv"):
        (tmp_path / name).write_text("")
    output = tmp_path / "x.html"
    inputs = [tmp_path / name for name in ("x.rejects.csv", "x.rejects-2.csv")]
    assert rejects_path(output, None) == inputs[0]
    assert rejects_path(output, None, inputs[:1]) == inputs[1]
    assert rejects_path(output, None, inputs) == tmp_path / "x.rejects-3.csv"
    given = tmp_path / "given.csv"
    assert rejects_path(output, str(given), inputs) == given
    for wrong in (inputs[0], tmp_path / "given.txt"):
        with pytest.raises(cm.OutputError):
            rejects_path(output, str(wrong), inputs)
    with pytest.raises(cm.OutputError, match="this is an input, which stays as it is"):
        check_apart(inputs[1], inputs)
    check_apart(output, inputs)
