"""A table of text columns, and its rows one by one."""

from __future__ import annotations

import dataclasses

from conflictmap.formats.record import Record
from conflictmap.formats.table import Table


def test_rows_are_called_by_their_numbers_and_come_one_by_one():
    table = Table.of_rows("t.csv", ["id", "n"], [(2, ["a", "1"]), (5, ["b", ""])], word="line")
    assert len(table) == 2
    assert list(table.records()) == [
        Record("line 2", {"id": "a", "n": "1"}), Record("line 5", {"id": "b", "n": ""})]
    odd = dataclasses.replace(table, broken={1: "3 cells under 2 columns"})
    assert list(odd.records())[1] == Record(
        "line 5", {"id": "b", "n": ""}, "3 cells under 2 columns")


def test_a_table_without_rows_keeps_its_columns():
    table = Table.of_rows("t.csv", ["id", "n"], [], word="row")
    assert (len(table), list(table.columns), list(table.records())) == (0, ["id", "n"], [])
