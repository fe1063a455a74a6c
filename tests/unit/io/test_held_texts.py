"""Texts that stay as a file has them are those that Python would have made of them at once."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from conflictmap.io.held_texts import HeldTexts, roles, tidy

WORDS = ["a", " a", "b ", "", "  ", "\x1cunseen", "ա\u2028", "\u00a0é\u00a0", "\tt", "x\x85"]


@pytest.mark.parametrize("column", [
    pa.array(WORDS), pa.array(WORDS).dictionary_encode(), pa.array([*WORDS, None]),
    pa.array(["plain", "words"]), pa.array([], pa.string())],
    ids=["texts", "coded", "unknown", "plain", "empty"])
def test_blanks_are_those_of_python(column):
    assert tidy(column).to_pylist() == [(w or "").strip() for w in column.to_pylist()]


def test_a_role_that_is_not_stated_is_the_first():
    assert roles(pa.array(["", " ", "toll", None])).to_pylist() == ["event", "event", "toll",
                                                                   "event"]


def test_columns_that_come_and_go_are_blank_where_a_batch_lacks_them():
    texts = HeldTexts()
    texts.add({"title": pa.array(["a", "b"])}, np.array([True, False]))
    texts.add({"title": pa.array(["never"])}, np.array([False]))
    texts.add({"role": pa.array(["toll"])}, np.array([True]))
    others = {"title": np.array(["c"], dtype=object), "note": np.array(["n"], dtype=object)}
    rows = texts.rows(1, np.array([2, 0, 1]))
    found = {name: column.objects(rows).tolist()
             for name, column in texts.further(others, 1).items()}
    assert found == {"note": ["n", "", ""], "role": ["event", "event", "toll"],
                     "title": ["c", "a", ""]}
