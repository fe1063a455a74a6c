"""Cells of CSV: the cases of `export.json`, which the page's program runs too."""

from __future__ import annotations

import csv
import io
import json

import pytest

from conflictmap.formats.csv_files import as_typed, csv_text
from conftest import ROOT

CASES = json.loads((ROOT / "tests/parity/export.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("text", "written"), CASES, ids=repr)
def test_a_cell_is_written_so_that_no_spreadsheet_runs_it_and_is_read_back(text, written):
    line = csv_text({"a": ["x"], text: [text], "z": ["y"]}).decode()
    cells = next(csv.reader(io.StringIO(f"x,{written},y\n", newline=""), strict=True))
    for row in csv.reader(io.StringIO(line, newline=""), strict=True):
        assert row[1] == cells[1]
    assert as_typed(cells[1]) == text
