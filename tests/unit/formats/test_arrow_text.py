"""Numbers and texts of Arrow and NumPy, back and forth, are those that pyarrow itself makes."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from conflictmap.formats.arrow_text import (
    coded_texts,
    filled,
    numbers_of,
    texts_of,
    values_of,
)

ARRAYS = {
    "whole": np.array([3, -1, 7]), "short": np.array([1, 2], dtype=np.int32),
    "decimal": np.array([.5, np.nan, 2]), "none": np.array([]), "strided": np.arange(9)[::3],
    "truths": np.array([True, False, True] * 5), "no truths": np.array([], dtype=bool),
}


@pytest.mark.parametrize("name", ARRAYS)
def test_numbers_are_those_of_pyarrow_and_come_back(name):
    made, values = numbers_of(ARRAYS[name]), ARRAYS[name]
    made.validate(full=True)
    assert made.type == pa.array(values).type
    assert len(made) == len(values)
    np.testing.assert_array_equal(values_of(made), values)
    np.testing.assert_array_equal(values_of(made.slice(1)), values[1:])


@pytest.mark.parametrize("name", ["whole", "decimal", "truths"])
def test_numbers_that_are_not_known_are_null(name):
    values = ARRAYS[name]
    unknown = np.arange(len(values)) % 2 == 1
    made = numbers_of(values, unknown=unknown)
    assert made.to_pylist() == pa.array(values, mask=unknown).to_pylist()
    back = values_of(made)
    assert not back[unknown].any() if values.dtype == bool else np.isnan(back[unknown]).all()
    np.testing.assert_array_equal(back[~unknown], values[~unknown])


@pytest.mark.parametrize("words", [[], [""], ["a", "", "\u00e9\u0531", "\U0001f600", "b\0c"]])
def test_texts_are_those_of_pyarrow(words):
    made = texts_of(words)
    made.validate(full=True)
    assert made.equals(pa.array(words, type=pa.string()))


def test_texts_by_their_numbers_and_unknown_ones():
    made = coded_texts(np.array([1, 0, 1]), ["a", "b"])
    assert made.to_pylist() == ["b", "a", "b"]
    assert filled(pa.array(["a", None])).to_pylist() == ["a", ""]
    assert values_of(pa.chunked_array([pa.array([1]), pa.array([2])])).tolist() == [1, 2]
