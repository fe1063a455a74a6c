"""How a text is laid out: where its rows end, which hold anything, and their cells by columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from conflictmap.formats.arrow_text import filled, numbers_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

#: Bytes that Arrow splits at once: more is slower.
_SPLIT = 1 << 20
LF, _CR, _QUOTE, _CRLF = 10, 13, 34, 2


def row_ends(data: bytes, separator: str, *, last: bool) -> NDArray[np.int64] | None:
    r"""Return the bytes behind the rows of a text; None when its layout is not that of RFC 4180.

    Without SEPARATOR quotes mean nothing. What stands behind the end of the last row is no whole
    row, unless it is the LAST text of its file.

    >>> row_ends(b'a,"b\nc"\nd', ",", last=False).tolist()
    [8]
    >>> row_ends(b'a,5" gun\n', ",", last=True)
    """
    if b"\0" in data or _has_lone_returns(data, last=last):
        return None
    text = np.frombuffer(data, dtype=np.uint8)
    ends, is_open = np.flatnonzero(text == LF) + 1, False
    if separator and b'"' in data:
        quotes = np.flatnonzero(text == _QUOTE)
        if not _well_placed(text, quotes, ord(separator)):
            return None
        ends, is_open = ends[np.searchsorted(quotes, ends) % 2 == 0], len(quotes) % 2 == 1
    return _with_last(ends, len(data), is_open=is_open) if last else ends


def _with_last(
    ends: NDArray[np.int64], size: int, *, is_open: bool
) -> NDArray[np.int64] | None:
    """Return the ends of rows with that of the text; None when a quote IS_OPEN there."""
    if is_open:
        return None
    return ends if len(ends) and ends[-1] == size else np.append(ends, size)


def _has_lone_returns(data: bytes, *, last: bool) -> bool:
    """Return whether a carriage return stands without a line feed; one at the end may get it."""
    if b"\r" not in data:
        return False
    held = data.endswith(b"\r") and not last
    return data.count(b"\r") - held != data.count(b"\r\n")


def _well_placed(text: NDArray[np.uint8], quotes: NDArray[np.int64], separator: int) -> bool:
    """Return whether every quote opens a cell, closes one, or is one of two inside it."""
    opening, closing = quotes[0::2], quotes[1::2]
    before = text[opening[opening > 0] - 1]
    behind = text[closing[closing < len(text) - 1] + 1]
    fine = (before == separator) | (before == LF) | (before == _QUOTE)
    after = (behind == separator) | (behind == LF) | (behind == _CR) | (behind == _QUOTE)
    return bool(fine.all() and after.all())


def filled_rows(
    data: memoryview, starts: NDArray[np.int64], ends: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return which rows hold anything."""
    text = np.frombuffer(data, dtype=np.uint8)
    first = text[starts]
    return np.flatnonzero(~((first == LF) | ((first == _CR) & (ends - starts <= _CRLF))))


class Shape(NamedTuple):
    """How many columns a text has, which are wanted, how it is written, its longest row."""

    width: int
    wanted: Sequence[int]
    separator: str
    quoted: bool
    longest: int


def split(
    data: memoryview, shape: Shape, rows: int
) -> tuple[dict[int, Any], list[int]] | None:
    """Return the columns of a text, and the rows of another width; None where Arrow is at odds."""
    import pyarrow as pa
    import pyarrow.csv as pv

    names = list(map(str, range(shape.width)))
    wanted = [names[i] for i in shape.wanted]
    ragged: list[int] = []

    def skip(row: Any) -> str:
        ragged.append(row.number - 1)
        return "skip"

    try:
        # One thread: only it numbers the rows that are skipped.
        table = pv.read_csv(
            pa.BufferReader(pa.py_buffer(data)),
            pv.ReadOptions(column_names=names, use_threads=False,
                           block_size=max(_SPLIT, 2 * shape.longest)),
            pv.ParseOptions(delimiter=shape.separator, newlines_in_values=shape.quoted,
                            quote_char='"' if shape.quoted else False, invalid_row_handler=skip),
            pv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()),
                              strings_can_be_null=False, include_columns=wanted))
    except pa.ArrowInvalid:
        return None
    if table.num_rows + len(ragged) != rows:
        return None
    columns = {at: column.combine_chunks() for at, column in zip(
        shape.wanted, table.columns, strict=True)}
    return (_with_gaps(columns, ragged, rows) if ragged else columns), ragged


def _with_gaps(columns: dict[int, Any], gaps: list[int], rows: int) -> dict[int, Any]:
    """Return columns with an empty text at some rows."""
    at = np.zeros(rows, dtype=np.int64)
    missing = np.zeros(rows, dtype=bool)
    missing[gaps] = True
    at[~missing] = np.arange(rows - len(gaps))
    taken = numbers_of(at, unknown=missing)
    return {name: filled(column.take(taken)) for name, column in columns.items()}
