"""Columns that are made when they are asked for behave as a dict of arrays does."""

from __future__ import annotations

import numpy as np
import pytest

from conflictmap.model.lazy_columns import LazyColumns, arrow_of, joined, renamed


class Held:
    """A column of numbers as text that counts how often it is made."""

    def __init__(self):
        self.made = 0

    def objects(self, rows):
        self.made += 1
        return np.array(["a", "b", "c"], dtype=object)[slice(None) if rows is None else rows]

    def arrow(self, rows):
        return f"arrow {rows}"


@pytest.fixture
def held():
    return Held()


def test_a_column_is_made_once_and_only_when_asked_for(held):
    columns = LazyColumns({"x": held, "y": np.array([1, 2, 3])}, 3)
    more = joined(renamed(columns, str.upper).take(np.array([2, 0])), {"z": np.array([7, 8])})
    assert list(more) == ["X", "Y", "z"]
    assert "X" in more
    assert "x" not in more
    assert held.made == 0
    assert more["X"].tolist() == ["c", "a"]
    assert more["X"] is more["X"]
    assert held.made == 1
    assert more["Y"].tolist() == [3, 1]
    assert len(more) == 3


@pytest.mark.parametrize("rows", [slice(1, None), np.array([False, True, True]), [1, 2]])
def test_rows_of_rows_are_taken_of_what_is_held(held, rows):
    once = LazyColumns({"x": held}, 3).take(np.array([2, 1, 0])).take(rows)
    assert once["x"].tolist() == ["b", "a"]
    assert arrow_of(once, "x") == "arrow [1 0]"


def test_what_is_an_array_is_not_held_by_arrow(held):
    columns = LazyColumns({"x": held, "y": np.array([1])}, 1)
    assert arrow_of(columns, "y") is None
    assert arrow_of({"x": np.array([1])}, "x") is None
    assert joined({"x": 1}, {"y": 2}) == {"x": 1, "y": 2}
    assert renamed({"x": 1}, str.upper) == {"X": 1}
