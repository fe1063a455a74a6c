"""Texts of regular rows as they come from a file: nothing is made of them until somebody asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from conflictmap.formats.arrow_text import (
    as_coded,
    as_strings,
    bytes_of,
    filled,
    is_coded,
    texts_of,
)
from conflictmap.formats.text_column import TextColumn
from conflictmap.io.column_rules import constant
from conflictmap.model.columns import ROLES
from conflictmap.model.text import text_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

#: What stands where a row says nothing, where that is not an empty text.
_ELSE = {"role": ROLES[0]}
#: Bytes that are neither blank nor a part of a longer letter, which may be a blank, lie between.
_BLANK, _DELETE = 32, 127


class HeldTexts:
    """Columns of texts, batch by batch."""

    def __init__(self) -> None:
        self._parts: dict[str, list[Any]] = {}
        self._rows: list[NDArray[np.int64]] = []
        self._size = 0

    def add(self, columns: Mapping[str, Any], regular: NDArray[np.bool_]) -> None:
        """Add the REGULAR rows of a batch; a column that is new has been blank until now."""
        rows = np.flatnonzero(regular)
        if not len(rows):
            return
        for name in columns.keys() - self._parts.keys():
            self._parts[name] = [_blank(name, self._size)] if self._size else []
        for name, parts in self._parts.items():
            parts.append(columns[name] if name in columns else _blank(name, len(regular)))
        self._rows.append(self._size + rows)
        self._size += len(regular)

    def rows(self, others: int, order: NDArray[np.int64] | None) -> NDArray[np.int64] | None:
        """Return which rows of `merged` the regular ones and OTHERS are, in order; None for all."""
        rows = np.concatenate([*self._rows, self._size + np.arange(others)]).astype(np.int64)
        whole = len(rows) == self._size + others and order is None
        return None if whole else rows if order is None else rows[order]

    def merged(self, others: Mapping[str, NDArray[Any]], count: int) -> dict[str, TextColumn]:
        """Return the columns of all rows, with those of COUNT other rows behind them."""
        found = {}
        for name, parts in self._parts.items():
            more = texts_of(others[name]) if name in others else _blank(name, count)
            found[name] = TextColumn([*parts, more] if count else parts)
        return found

    def further(self, others: Mapping[str, NDArray[Any]], count: int) -> dict[str, TextColumn]:
        """Return `merged` with the columns that only the OTHERS have, by their names."""
        for name in others.keys() - self._parts.keys():
            self._parts[name] = [_blank(name, self._size)]
        found = self.merged(others, count)
        return {name: found[name] for name in sorted(found)}


def _blank(name: str, count: int) -> Any:
    """Return texts of a column that say nothing."""
    import pyarrow as pa

    if name in _ELSE:
        return constant(_ELSE[name], count)
    return pa.StringArray.from_buffers(
        count, pa.py_buffer(np.zeros(count + 1, dtype=np.int32)), pa.py_buffer(b""))


def as_typed(column: Any) -> Any:
    """Return a column of any type as a person would type it."""
    import pyarrow.types as t

    kind = column.type.value_type if t.is_dictionary(column.type) else column.type
    if t.is_string(kind) or t.is_large_string(kind):
        return column if is_coded(column) else filled(as_strings(column))
    return texts_of(text_of(value) for value in column.to_pylist())


def tidy(column: Any) -> Any:
    r"""Return texts without the blanks around them, as Python's `strip` has it.

    >>> tidy(texts_of(["a", " b\x1c", "", "é"])).to_pylist()
    ['a', 'b', '', 'é']
    """
    import pyarrow as pa

    texts = column if is_coded(column) else filled(as_strings(column))
    words = texts.dictionary if is_coded(column) else texts
    ends, data = bytes_of(words)
    begun = np.flatnonzero(np.diff(ends))
    edges = np.concatenate([data[ends[begun]], data[ends[begun + 1] - 1]])
    if ((edges > _BLANK) & (edges < _DELETE)).all():
        return texts
    stripped = texts_of(map(str.strip, words.to_pylist()))
    return pa.DictionaryArray.from_arrays(texts.indices, stripped) if is_coded(column) else stripped


def roles(column: Any) -> Any:
    """Return a column of roles; one that is not stated is the first."""
    import pyarrow as pa

    coded = as_coded(column)
    words = texts_of(word.strip() or ROLES[0] for word in coded.dictionary.to_pylist())
    return pa.DictionaryArray.from_arrays(coded.indices, words)
