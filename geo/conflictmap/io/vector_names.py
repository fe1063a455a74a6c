"""Names in regular rows that lead elsewhere: areas by their ids, and addresses of the web."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from conflictmap.formats.arrow_text import as_coded, as_strings, filled, is_coded, values_of
from conflictmap.model.text import PLAIN_LINK, is_link
from conflictmap.places.road_stretches import is_stretch

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Mask = NDArray[np.bool_]


def named_areas(column: Any, areas: Mapping[str, Any]) -> tuple[Mask, dict[int, Any]]:
    """Return where a row names no area, or one that is known, and these areas by row."""
    coded = as_coded(column)
    words, codes = coded.dictionary.to_pylist(), values_of(coded.indices)
    known = {i: areas[word] for i, word in enumerate(words)
             if word.split() == [word] and not is_stretch(word) and word in areas}
    fine = np.array([not word or i in known for i, word in enumerate(words)], dtype=bool)
    rows = np.flatnonzero(np.isin(codes, list(known)))
    return fine[codes], {row: known[code] for row, code in zip(
        rows.tolist(), codes[rows].tolist(), strict=True)}


def of_rows(shapes: Mapping[int, Any], rows: NDArray[np.int64], first: int = 0) -> dict[int, Any]:
    """Return areas by row for some of the ROWS alone, in order: these are counted from FIRST on.

    >>> of_rows({0: "a", 7: "b"}, np.array([2, 7]), 10)
    {11: 'b'}
    """
    held = np.array(list(shapes), dtype=np.int64)
    kept = held[np.isin(held, rows)]
    places = first + np.searchsorted(rows, kept)
    return {place: shapes[row] for place, row in zip(places.tolist(), kept.tolist(), strict=True)}


def addresses(column: Any) -> Mask:
    """Return where an address is one, or empty; those that are not plain are looked at each."""
    import pyarrow.compute as pc

    coded = is_coded(column)
    texts = column.dictionary if coded else filled(as_strings(column))
    fine = values_of(pc.match_substring_regex(texts, rf"\A({PLAIN_LINK})?\z"))
    for row in np.flatnonzero(~fine).tolist():
        text = texts[row].as_py()
        fine[row] = text == text.strip() and is_link(text)
    return fine[values_of(column.indices)] if coded else fine
