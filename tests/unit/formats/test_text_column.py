"""Texts that Arrow holds in parts are the same texts as objects, whichever rows are taken."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from conflictmap.formats.text_column import TextColumn

WORDS = [f"word {i % 7}" if i % 3 else f"only {i}" for i in range(1000)]
PARTS = {
    "plain": [pa.array(WORDS[:400]), pa.array(WORDS[400:])],
    "coded": [pa.array(WORDS[:9]).dictionary_encode(), pa.array(WORDS[9:]).dictionary_encode()],
    "both": [pa.array(WORDS[:300]).dictionary_encode(), pa.array(WORDS[300:])],
}
ALL = np.arange(1000)
ROWS = {
    "all": None, "none": ALL[:0], "backwards": ALL[::-1], "even": ALL[::2],
    "one moved": np.array([*range(500), 999, *range(500, 999)]), "across parts": ALL[290:420],
}


@pytest.mark.parametrize("parts", PARTS)
@pytest.mark.parametrize("rows", ROWS)
def test_rows_are_those_of_a_list(parts, rows):
    column, at = TextColumn(PARTS[parts]), ROWS[rows]
    expected = WORDS if at is None else [WORDS[i] for i in at]
    assert column.objects(at).tolist() == expected
    assert column.arrow(at).to_pylist() == expected


def test_repeated_texts_are_one_object():
    made = TextColumn([pa.array(["a b", "a b"]), pa.array(["a b"])]).objects(None)
    assert len({id(text) for text in made}) == 1
