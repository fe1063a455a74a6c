"""A column of texts in parts, as Arrow has them: made into Python's texts when it is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from conflictmap.formats.arrow_text import as_coded, as_strings, is_coded, numbers_of, values_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

#: Rows by which a column is taken for one whose texts mostly differ.
SOME = 2_000
#: Bytes of text that Arrow takes rows from at once.
_AT_ONCE = 1 << 30
#: Rows that a run has on average, at least, where runs are taken.
_LONG = 64


class TextColumn:
    """Texts in parts, none of them unknown.

    >>> import pyarrow as pa
    >>> column = TextColumn([pa.array(["a", "b"]), pa.array(["b"]).dictionary_encode()])
    >>> column.objects(np.array([2, 0])).tolist(), column.arrow(None).to_pylist()
    (['b', 'a'], ['a', 'b', 'b'])
    """

    def __init__(self, parts: Sequence[Any]) -> None:
        """Hold Arrow arrays of strings, or of numbers of them."""
        self._parts = parts

    def objects(self, rows: NDArray[np.int64] | None) -> NDArray[Any]:
        """Return the texts at rows, by default all; those that are repeated are one object."""
        once: dict[str, str] = {}
        parts = [_objects(part, once) for part in self._parts]
        found = np.concatenate(parts) if len(parts) != 1 else parts[0]
        return found if rows is None else found[rows]

    def arrow(self, rows: NDArray[np.int64] | None) -> Any:
        """Return the texts at rows, by default all, as an Arrow array in parts."""
        import pyarrow as pa

        coded = all(map(is_coded, self._parts))
        whole = pa.chunked_array(self._parts if coded else map(as_strings, self._parts))
        if rows is None:
            return whole
        if whole.nbytes > _AT_ONCE and not coded:
            whole = whole.cast(pa.large_string())
        runs = [] if coded else _runs(rows)
        return _pieces(whole, runs) if runs else whole.take(numbers_of(rows))


def _runs(rows: NDArray[np.int64]) -> list[tuple[int, int]]:
    """Return the first of each run of rows that follow each other, and how many; [] if many."""
    breaks = np.flatnonzero(np.diff(rows) != 1) + 1
    if not len(rows) or len(breaks) * _LONG > len(rows):
        return []
    ends = np.concatenate([[0], breaks, [len(rows)]])
    return list(zip(rows[ends[:-1]].tolist(), np.diff(ends).tolist(), strict=True))


def _pieces(texts: Any, runs: list[tuple[int, int]]) -> Any:
    """Return runs of texts, one behind the other: far quicker than to take each text."""
    import pyarrow as pa

    return pa.chunked_array(
        [part for first, count in runs for part in texts.slice(first, count).chunks],
        type=texts.type).combine_chunks()


def _objects(part: Any, once: dict[str, str]) -> NDArray[Any]:
    """Return a part as an array of objects; repeated texts are those of ONCE."""
    if not is_coded(part) and len(part.slice(0, SOME).unique()) > SOME // 2:
        return objects(part.to_pylist())
    coded = as_coded(part)
    words = objects([once.setdefault(word, word) for word in coded.dictionary.to_pylist()])
    found: NDArray[Any] = words[values_of(coded.indices)]
    return found


def objects(values: Sequence[str]) -> NDArray[Any]:
    """Return texts as an array of objects."""
    found = np.empty(len(values), dtype=object)
    found[:] = values
    return found
