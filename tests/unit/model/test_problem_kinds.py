"""Problems of like kind are told of in one line."""

from __future__ import annotations

from conflictmap.model.errors import Problem
from conflictmap.model.problem_kinds import ProblemKinds, summed


def problem(line, *, reason="below the best estimate (2)", field="high", file="a.csv"):
    return Problem(file=file, place=f"line {line}", field=field, value="1", reason=reason,
                   fix="Look.")


def test_few_problems_are_listed_each():
    some = [problem(line) for line in range(20)]
    assert summed(some) == [str(p) for p in some]
    assert summed([]) == []


def test_many_of_a_kind_are_one_line_whatever_their_numbers():
    many = [problem(line + 14, reason=f"below the best estimate ({line})")
            for line in range(12_431)]
    other = problem(7, reason="outside 0 to 9", field="lat")
    assert summed([*many, other]) == [
        "a.csv: 12,431 rows: high: below the best estimate (0): Look.; first: line 14, '1'",
        str(other)]
    assert len(summed([*many, problem(3, file="b.csv")])) == 2


def test_kinds_beyond_the_lines_asked_for_are_counted():
    kinds = ProblemKinds()
    words = "abcdefghij"
    kinds.add(problem(line, reason=words[line % 10] * 3) for line in range(100))
    kinds.add([Problem(file="a.csv", place="", field="", value="", reason="of the file", fix="")])
    lines = kinds.lines(first=4)
    assert len(lines) == 5
    assert lines[0] == "a.csv: 10 rows: high: aaa: Look.; first: line 0, '1'"
    assert lines[-1] == "… and 61 more"
    assert kinds.lines(first=20)[-1] == "a.csv: of the file"
