"""Tables as text: CSV with a header line, separated by commas, semicolons or tabs."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from conflictmap.errors import EventsError
from conflictmap.export import FORMULA
from conflictmap.files import decoded
from conflictmap.rows import STANDARD, Row, missing_columns, standard_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conflictmap.heads import Head

NAME = "csv"
GENERIC = True
SAMPLE = """id,date,lat,lon,title,fatalities_best
a,2022-09-13,39.8417,45.6723,Shelling at Jermuk,
b,2022-09-12/2022-09-14,40.2031,45.8647,Artillery fire at Sotk,3
c,1988-11,40.6828,46.3606,Unrest in Ganja,
d,2020-11-10,,,Statement with no place,
e,,39.7583,46.7483,Event with no date,
"""

#: Longest cell, in characters.
MAX_CELL = 1_000_000
MAX_COLUMNS = 500


def recognises(head: Head) -> bool:
    """Return whether the file is text, of any columns."""
    return head.kind == "text"


def rows(content: bytes, name: str) -> Iterator[Row]:
    """Yield the rows of a table.

    The separator is the first of comma, semicolon and tab with which the header names a date.
    """
    text = decoded(content, name, error=EventsError)
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise EventsError(f"{name}:{line}: a zero byte. Is this a text file?")
    separator = _separator(text.split("\n", 1)[0])
    csv.field_size_limit(MAX_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    yield from _rows(reader, name)


def _rows(reader: csv._reader, name: str) -> Iterator[Row]:  # type: ignore[name-defined]
    headers: list[str] = []
    before = 0
    try:
        for cells in reader:
            place, before = f"line {before + 1}", reader.line_num
            if not cells:
                continue
            if not headers:
                headers = _headers(cells, name)
                continue
            yield _row(place, headers, cells)
    except csv.Error as error:
        raise EventsError(
            f"{name}:{reader.line_num}: broken CSV: {error}. Check the quotes."
        ) from error
    if not headers:
        raise EventsError(f"{name}: the file is empty. It needs a header line.")


def _separator(header: str) -> str:
    for separator in (",", ";", "\t"):
        names = [standard_name(cell.strip('" \r')) for cell in header.split(separator)]
        if "date" in names:
            return separator
    return ","


def _headers(cells: list[str], name: str) -> list[str]:
    """Return the standard name of each column."""
    if len(cells) > MAX_COLUMNS:
        raise EventsError(f"{name}:1: {len(cells)} columns; the limit is {MAX_COLUMNS}.")
    lacking = missing_columns(cells)
    if lacking:
        raise EventsError(f"{name}:1: {lacking}")
    headers = [standard_name(cell) for cell in cells]
    for header in headers:
        if headers.count(header) > 1:
            raise EventsError(f"{name}:1: two columns mean '{header}'. Rename or delete one.")
    return headers


def _row(place: str, headers: list[str], cells: list[str]) -> Row:
    """Return one row; one of another length than the header is broken."""
    if len(cells) != len(headers):
        found = f"{len(cells)} cells under {len(headers)} columns"
        return Row(place=place, cells={}, broken=found)
    pairs = dict(zip(headers, map(_typed, cells), strict=True))
    return Row(
        place=place,
        cells={name: value for name, value in pairs.items() if name in STANDARD},
        extra={name: value for name, value in pairs.items() if name not in STANDARD},
    )


def _typed(cell: str) -> str:
    """Return a cell without the apostrophe that keeps a spreadsheet from running it."""
    # A cell that had apostrophes before its formula got one more.
    marked = cell.startswith("'") and cell.lstrip("'").startswith(FORMULA)
    return cell[1:] if marked else cell
