"""Columns of Arrow as lines of CSV, each different value written once: the bytes of `csv_text`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from conflictmap.formats.arrow_text import coded_texts, one_text, texts_of, values_of
from conflictmap.formats.csv_files import csv_bytes, inert

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

#: What makes a cell stand in quotes. A row that holds a carriage return goes another way.
_QUOTED = frozenset(',"\n')


def csv_lines_of(columns: Sequence[Any], *, number: Callable[[Any], str] = repr) -> bytes:
    r"""Return columns as lines of CSV that no spreadsheet runs; what is not known is empty.

    Parameters
    ----------
    columns
        Arrow arrays of text, numbers or truths, two at least.
    number
        How a number is written.

    Examples
    --------
    >>> import pyarrow as pa
    >>> csv_lines_of([pa.array(["a, b", "=1"]), pa.array([1.5, None])])
    b'"a, b",1.5\n\'=1,\n'
    """
    import pyarrow.compute as pc

    if not len(columns[0]):
        return b""
    written = [_written(column, number, end="") for column in columns[:-1]]
    written.append(_written(columns[-1], number, end="\n"))
    lines = pc.binary_join_element_wise(*(cells for cells, _ in written), one_text(","))
    careful = np.logical_or.reduce([returns for _, returns in written])
    return _bytes(lines) if not careful.any() else _bytes(
        _replaced(lines, np.flatnonzero(careful), columns, number))


def _written(
    column: Any, number: Callable[[Any], str], *, end: str
) -> tuple[Any, NDArray[np.bool_]]:
    """Return the cells of a column as they stand in a line, and which hold a carriage return."""
    import pyarrow as pa

    coded = column if hasattr(column, "dictionary") else column.dictionary_encode()
    words = [_plain(value, number) for value in coded.dictionary.to_pylist()]
    codes = values_of(coded.indices)
    if coded.null_count:
        codes, words = np.nan_to_num(codes, nan=len(words)), [*words, ""]
    codes = codes.astype(np.int32)
    returns = np.array(["\r" in word for word in words], dtype=bool)
    cells = coded_texts(codes, (_cell(word) + end for word in words)).cast(pa.string())
    return cells, returns[codes]


def _plain(value: Any, number: Callable[[Any], str]) -> str:
    """Return a value as text that no spreadsheet runs."""
    return str(inert(value)) if isinstance(value, (str, bool)) else number(value)


def _cell(text: str) -> str:
    return text if _QUOTED.isdisjoint(text) else '"' + text.replace('"', '""') + '"'


def _replaced(
    lines: Any, rows: NDArray[np.int64], columns: Sequence[Any], number: Callable[[Any], str]
) -> Any:
    """Return lines with those of some rows as the `csv` module writes them."""
    found = lines.to_pylist()
    for row in rows.tolist():
        values = (column[row].as_py() for column in columns)
        cells = ["" if value is None else _plain(value, number) for value in values]
        found[row] = csv_bytes([cells]).decode()
    return texts_of(found)


def _bytes(texts: Any) -> bytes:
    """Return texts, one behind the other."""
    ends = np.frombuffer(texts.buffers()[1], dtype=np.int32)[texts.offset:]
    return bytes(memoryview(texts.buffers()[2])[ends[0]:ends[len(texts)]])
