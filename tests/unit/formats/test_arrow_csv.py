"""Lines of CSV made for whole columns are those that are written row by row."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conflictmap.formats.arrow_csv import csv_lines_of
from conflictmap.formats.csv_files import csv_text

TEXTS = ["", "a", "a, b", 'say "x"', "two\nlines", "one\rline", "cr\r\nlf", "=1+1", "-1", "'=1",
         "@sum", " blank ", "\u0531", "'", '"', "+7 (1)", "\t=1"]
COLUMNS = {
    "text": pa.array(TEXTS), "coded": pa.array(TEXTS[::-1]).dictionary_encode(),
    "number": pa.array([1.5, None, -0.0, 1e-7, 1e20, 46.1234567] * 3)[:len(TEXTS)],
    "whole": pa.array([1, None, -3] * 6)[:len(TEXTS)],
    "truth": pa.array([True, False, None] * 6)[:len(TEXTS)],
    "unknown": pa.nulls(len(TEXTS), pa.float64()),
}


def by_rows(columns):
    return csv_text({str(i): column.to_pylist() for i, column in enumerate(columns)}, header=False)


@pytest.mark.parametrize("names", [
    ["text", "coded"], ["number", "text"], ["whole", "truth", "unknown"], list(COLUMNS)])
def test_lines_are_those_of_rows(names):
    columns = [COLUMNS[name] for name in names]
    assert csv_lines_of(columns) == by_rows(columns)


def test_some_of_the_rows_and_none():
    some = [COLUMNS["text"].slice(2, 5), COLUMNS["coded"].slice(2, 5)]
    assert csv_lines_of(some) == by_rows(some)
    assert csv_lines_of([pa.array([], pa.string())] * 2) == b""


@settings(deadline=None)
@given(st.lists(st.tuples(st.text("a,\"\n\r='\u00e9 ", max_size=6), st.floats() | st.none())))
def test_any_rows(rows):
    texts = pa.array([text for text, _ in rows], type=pa.string())
    numbers = pa.array([x if x is None or np.isfinite(x) else None for _, x in rows], pa.float64())
    assert csv_lines_of([texts, numbers]) == by_rows([texts, numbers])
