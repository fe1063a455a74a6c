"""Columns of Arrow as lines of CSV, each different value written once: the bytes of `csv_text`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from conflictmap.formats.arrow_text import (
    as_strings,
    bytes_of,
    coded_texts,
    filled,
    numbers_of,
    one_text,
    texts_of,
    values_of,
)
from conflictmap.formats.csv_files import FORMULA, csv_bytes, inert

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

#: What makes a cell stand in quotes. A row that holds a carriage return goes another way.
_QUOTED = frozenset(',"\n')
_MARKS, _RETURN = tuple(map(ord, sorted(_QUOTED))), ord("\r")
#: First bytes of texts that a spreadsheet may run, and texts of these that are plain numbers.
_RUN = np.isin(np.arange(256), list(map(ord, (*FORMULA, "'"))))
_PLAIN = r"\A[+-]?[0-9]+(\.[0-9]+)?\z"


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
    written = [_written(column, number) for column in columns]
    lines = pc.binary_join_element_wise(*(cells for cells, _ in written), one_text(","))
    lines = pc.binary_join_element_wise(lines, one_text(""), one_text("\n"))
    careful = np.logical_or.reduce([returns for _, returns in written])
    return _bytes(lines) if not careful.any() else _bytes(
        _replaced(lines, np.flatnonzero(careful), columns, number))


def _written(column: Any, number: Callable[[Any], str]) -> tuple[Any, NDArray[np.bool_]]:
    """Return the cells of a column as they stand in a line, and which hold a carriage return."""
    import pyarrow as pa

    is_coded = hasattr(column, "dictionary")
    kind = column.type.value_type if is_coded else column.type
    if pa.types.is_string(kind) and not (is_coded and len(column.dictionary) <= len(column)):
        return _texts(filled(as_strings(column)))
    return _by_word(column, number)


def _texts(texts: Any) -> tuple[Any, NDArray[np.bool_]]:
    """Return texts as cells, most of which stand as they are."""
    ends, data = bytes_of(texts)
    rows = np.zeros(len(texts), dtype=bool), np.zeros(len(texts), dtype=bool)
    (quoted, returns), begun = rows, np.flatnonzero(np.diff(ends))
    for found, marks in zip(rows, (_MARKS, (_RETURN,)), strict=True):
        at = np.flatnonzero(np.logical_or.reduce([data == mark for mark in marks]))
        found[np.searchsorted(ends, at, side="right") - 1] = True
    run = begun[_RUN[data[ends[begun]]]]
    run = run[~_are_numbers(texts, run)]
    quoted[run] = False
    cells = _put(texts, np.flatnonzero(quoted), _in_quotes)
    return _put(cells, run, _each_cell), returns


def _put(texts: Any, rows: NDArray[np.int64], made: Callable[[Any], Any]) -> Any:
    """Return texts with those at some rows as MADE of them."""
    import pyarrow.compute as pc

    if not len(rows):
        return texts
    mask = np.zeros(len(texts), dtype=bool)
    mask[rows] = True
    return pc.replace_with_mask(texts, numbers_of(mask), made(texts.take(numbers_of(rows))))


def _in_quotes(texts: Any) -> Any:
    import pyarrow.compute as pc

    quote, doubled = one_text('"'), pc.replace_substring(texts, '"', '""')
    return pc.binary_join_element_wise(quote, doubled, quote, one_text(""))


def _each_cell(texts: Any) -> Any:
    return texts_of(_cell(_plain(text, repr)) for text in texts.to_pylist())


def _are_numbers(texts: Any, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
    import pyarrow.compute as pc

    some = texts.take(numbers_of(rows))
    return np.asarray(values_of(pc.match_substring_regex(some, _PLAIN)))


def _by_word(column: Any, number: Callable[[Any], str]) -> tuple[Any, NDArray[np.bool_]]:
    """Return the cells of a column of few different values."""
    import pyarrow as pa

    coded = column if hasattr(column, "dictionary") else column.dictionary_encode()
    words = [_plain(value, number) for value in coded.dictionary.to_pylist()]
    codes = values_of(coded.indices)
    if coded.null_count:
        codes, words = np.nan_to_num(codes, nan=len(words)), [*words, ""]
    codes = codes.astype(np.int32)
    returns = np.array(["\r" in word for word in words], dtype=bool)
    cells = coded_texts(codes, map(_cell, words)).cast(pa.string())
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
    return bytes(bytes_of(texts)[1])
