"""Arrow columns of any type as columns of text."""

from __future__ import annotations

import json
from typing import Any

from conflictmap.model.text import text_of


def as_texts(column: Any) -> Any:
    """Return an Arrow array of any type as one of strings; unknown is empty.

    >>> import pyarrow as pa
    >>> as_texts(pa.array([1.0, None, 0.5])).to_pylist()
    ['1', '', '0.5']
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks()
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    kind = column.type
    plain = (pa.types.is_string, pa.types.is_large_string, pa.types.is_integer, pa.types.is_boolean,
             pa.types.is_date32)
    if any(fits(kind) for fits in plain):
        texts = column.cast(pa.string())
        return pc.fill_null(texts, "")
    return pa.array([cell_of(value) for value in column.to_pylist()], type=pa.string())


def cell_of(value: Any) -> str:
    """Return a value of any type as a cell of text."""
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, (list, dict)):
        return json.dumps(value, ensure_ascii=False, default=text_of)
    return text_of(value)
