"""CSV: what is wrong with one, and writing one that no spreadsheet runs and every reader reads."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conflictmap.formats.files import check_output, write_whole
from conflictmap.model.limits import beyond, limits

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

#: A cell that begins with one of these could be run by a spreadsheet; it gets an apostrophe, which
#: our reader takes away again.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)


def broken_csv(error: csv.Error, first: int, last: int) -> str:
    """Return line, reason and remedy for an error of the csv module.

    Parameters
    ----------
    error
        The error.
    first, last
        The line on which the row begins, and the line that was read last.
    """
    said = str(error)
    if "field larger" in said:
        found = f"a cell of more than {limits().cell:,} characters"
        return f"{first}: {beyond('cell', found)} Is a quote left open?"
    if "unexpected end of data" in said:
        return f"{first}: broken CSV: a quote is opened here and never closed. Check the quotes."
    lines = f" (the row ends on line {last})" if last > first else ""
    return f"{first}: broken CSV: {said}{lines}. Check the quotes."


def csv_text(table: dict[str, list[Any]], *, header: bool = True) -> bytes:
    """Return columns as CSV in UTF-8 that no spreadsheet runs; None is an empty cell."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    # A lone carriage return is not quoted by the csv module, and would end the row on reading.
    careful = csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_ALL)
    if header:
        writer.writerow(table)
    for row in zip(*table.values(), strict=True):
        cells = [inert(v) for v in row]
        (careful if any("\r" in str(cell) for cell in cells) else writer).writerow(cells)
    return text.getvalue().encode()


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


def csv_of(columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> bytes:
    """Return rows as CSV; unknown is empty, and no cell can be run by a spreadsheet.

    >>> csv_of(["a"], [{"a": None}, {"a": "=1+1"}]).decode().split()
    ['a', '""', "'=1+1"]
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([inert(_cell(row.get(name))) for name in columns])
    return text.getvalue().encode()


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
