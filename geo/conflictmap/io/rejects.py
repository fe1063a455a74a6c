"""Rows that were set aside, as a table: mended, it reads back like any other."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from conflictmap.formats.csv_files import csv_bytes, inert
from conflictmap.formats.files import check_output, same_file, write_whole
from conflictmap.model.columns import REJECTED, STANDARD
from conflictmap.model.errors import OutputError, printable
from conflictmap.model.text import SURROGATE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from conflictmap.model.errors import Problem


def rejects_csv(problems: Sequence[Problem]) -> bytes:
    """Return the rows that were set aside as CSV: their cells as typed, and why.

    A cell that a spreadsheet could run begins with an apostrophe, which the reader takes away.
    What no CSV can hold (a zero byte, half a pair of UTF-16 units) stands as a visible sign.
    """
    rows = [p for p in problems if p.level == "error" and p.row]
    head, columns = rejects_head(dict.fromkeys(name for p in rows for name in p.row))
    return head + b"".join(rejects_line(p, columns) for p in rows)


def rejects_head(names: Iterable[str]) -> tuple[bytes, list[str]]:
    """Return the header line of a table of rejects, and its columns of data in their order."""
    names = list(names)
    columns = [name for name in STANDARD if name in names]
    columns += [name for name in names if name not in STANDARD and name not in REJECTED]
    return _line([*columns, *REJECTED]), columns


def rejects_line(problem: Problem, columns: Sequence[str]) -> bytes:
    """Return one row of a table of rejects."""
    p = problem
    where = (p.file, p.place, p.field, p.reason, p.fix)
    return _line([*(p.row.get(name, "") for name in columns), *map(printable, where)])


def _line(cells: Iterable[str]) -> bytes:
    return csv_bytes([list(map(_cell, cells))], quoted=True)


def _cell(text: str) -> str:
    return str(inert(SURROGATE.sub("\ufffd", text.replace("\0", "\u2400"))))


def write_rejects(problems: Sequence[Problem], path: str | Path) -> int:
    """Write the rows that were set aside, if there are any, and return how many.

    Raises
    ------
    OutputError
        When the file cannot be written.
    """
    count = sum(1 for p in problems if p.level == "error" and p.row)
    if count:
        write_whole(path, rejects_csv(problems))
    return count


def rejects_path(output: str | Path, given: str | None, inputs: Sequence[str | Path] = ()) -> Path:
    """Return where the rows go that were set aside: as given, or beside the output.

    A file that is an input is never written over: beside the output the name gets a number.

    >>> rejects_path("maps/x.html", None).as_posix()
    'maps/x.rejects.csv'
    """
    if given:
        check_apart(given, inputs)
        check_output(given, (".csv",))
        return Path(given)
    path, number = Path(output).with_suffix(".rejects.csv"), 1
    while any(same_file(path, item) for item in inputs):
        number += 1
        path = Path(output).with_suffix(f".rejects-{number}.csv")
    return path


def check_apart(output: str | Path, inputs: Sequence[str | Path]) -> None:
    """Raise OutputError when the output is an input: inputs stay as they are."""
    if any(same_file(output, item) for item in inputs):
        raise OutputError(f"{output}: this is an input, which stays as it is. Name another file.")
