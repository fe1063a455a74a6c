"""CSV: the one reader and the one writer, and the apostrophe that keeps cells from being run."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conflictmap.formats.files import check_output, write_whole
from conflictmap.model.errors import EventsError
from conflictmap.model.limits import beyond, limits

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

#: A cell that begins with one of these could be run by a spreadsheet; it gets an apostrophe, which
#: our reader takes away again.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
#: How files begin that are no text, whatever their bytes.
_BINARY = (b"PK\x03\x04", b"PAR1", b"ARROW1", b"fgb\x03", b"SQLite format 3", b"\xff\xff\xff\xff",
           b"\xd0\xcf\x11\xe0")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)


def is_plain_text(content: bytes) -> bool:
    """Return whether a content seems to be text, and neither JSON nor XML.

    >>> is_plain_text(b"id,date"), is_plain_text(b'[{"id": 1}]'), is_plain_text(b"PAR1")
    (True, False, False)
    """
    start = content[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    return (b"\0" not in content[:4096] and start[:1] not in {b"{", b"[", b"<"}
            and not content.startswith(_BINARY))


def csv_lines(
    text: str | Iterable[str], name: str, *, separator: str = ",", first: int = 1
) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a CSV, each with the line on which it begins; empty ones are left out.

    Parameters
    ----------
    text
        The text, or its lines with their ends.
    name
        The file's name, for messages.
    separator
        What stands between cells.
    first
        The number of the first line.

    Raises
    ------
    EventsError
        At the line where the text is no CSV, or a cell passes the limit `cell`.
    """
    lines = io.StringIO(text, newline="") if isinstance(text, str) else text
    reader = csv.reader(lines, delimiter=separator, strict=True)
    at = first
    try:
        for cells in cells_within(reader, limits().cell):
            begin, at = at, first + reader.line_num
            if cells:
                yield begin, cells
    except csv.Error as error:
        raise EventsError(f"{name}:{_broken(error, at, first + reader.line_num - 1)}") from error


def cells_within(rows: Iterator[list[str]], most: int) -> Iterator[list[str]]:
    """Yield the rows of Python's csv reader, whose cells have up to MOST letters.

    The limit is one of the whole process: what it was is put back after each row.

    Raises
    ------
    csv.Error
        At a longer cell.
    """
    while True:
        before = csv.field_size_limit(most)
        try:
            cells = next(rows)
        except StopIteration:
            return
        finally:
            csv.field_size_limit(before)
        yield cells


def _broken(error: csv.Error, first: int, last: int) -> str:
    """Return line, reason and remedy for an error in a row that begins on the line FIRST."""
    said = str(error)
    if "field larger" in said:
        found = f"a cell of more than {limits().cell:,} characters"
        return f"{first}: {beyond('cell', found)} Is a quote left open?"
    if "unexpected end of data" in said:
        return f"{first}: broken CSV: a quote is opened here and never closed. Check the quotes."
    lines = f" (the row ends on line {last})" if last > first else ""
    return f"{first}: broken CSV: {said}{lines}. Check the quotes."


def csv_bytes(
    rows: Iterable[Sequence[Any]], *, separator: str = ",", quoted: bool = False,
    returns: bool = True,
) -> bytes:
    """Return rows as CSV in UTF-8, cells as they are given; None is an empty cell.

    RETURNS is whether a cell may hold a carriage return.
    """
    text = io.StringIO()
    # A lone carriage return is not quoted by the csv module, and would end the row on reading.
    careful = csv.writer(
        text, delimiter=separator, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer = careful if quoted else csv.writer(text, delimiter=separator, lineterminator="\n")
    if not returns:
        writer.writerows(rows)
        return text.getvalue().encode()
    for cells in rows:
        (careful if any("\r" in str(cell) for cell in cells) else writer).writerow(cells)
    return text.getvalue().encode()


def csv_text(table: dict[str, list[Any]], *, header: bool = True) -> bytes:
    """Return columns as CSV that no spreadsheet runs; None is an empty cell."""
    rows = zip(*table.values(), strict=True)
    return csv_bytes(map(_inert, (table, *rows) if header else rows))


def _inert(cells: Iterable[Any]) -> list[Any]:
    return [inert(cell) for cell in cells]


def inert(value: Any) -> Any:
    """Return a cell that no spreadsheet runs as a formula; a plain number is none.

    >>> inert("=1+1"), inert("-1"), inert("'=1")
    ("'=1+1", '-1', "''=1")
    """
    if isinstance(value, str) and value.lstrip("'").startswith(FORMULA):
        return value if _NUMBER.fullmatch(value) else f"'{value}"
    if isinstance(value, bool):
        return "true" if value else "false"
    return value


def as_typed(cell: str) -> str:
    """Return a cell without the apostrophe that keeps a spreadsheet from running it."""
    # A cell that had apostrophes before its formula got one more.
    marked = cell.startswith("'") and cell.lstrip("'").startswith(FORMULA)
    return cell[1:] if marked else cell


def csv_of(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> bytes:
    """Return rows as CSV; unknown is empty, and no cell can be run by a spreadsheet.

    >>> csv_of(["a"], [{"a": None}, {"a": "=1+1"}]).decode().split()
    ['a', '""', "'=1+1"]
    """
    cells = ([_cell(row.get(name)) for name in columns] for row in rows)
    return csv_bytes(map(_inert, (columns, *cells)))


def json_of(rows: Sequence[Mapping[str, Any]]) -> bytes:
    """Return rows as a JSON list, one row per line; unknown is null."""
    lines = ",\n".join(json.dumps(row, ensure_ascii=False, allow_nan=False) for row in rows)
    return f"[\n{lines}\n]\n".encode()


def write_list(path: str | Path, columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> Path:
    """Write rows as .csv or .json by the ending of the path, whole or not at all.

    Raises
    ------
    OutputError
        When the ending is another one, or the file cannot be written.
    """
    check_output(path, (".csv", ".json"))
    as_json = Path(path).suffix.lower() == ".json"
    write_whole(path, json_of(rows) if as_json else csv_of(columns, rows))
    return Path(path)


def _cell(value: Any) -> Any:
    """Return a value as a cell; a list of words is joined with semicolons."""
    if value is None:
        return ""
    return "; ".join(map(str, value)) if isinstance(value, (list, tuple)) else value
