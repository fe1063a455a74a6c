"""Mending a table: only what has one possible meaning, each mend listed; the input is not touched.

- blanks around cells and column names are taken off
- dates in other spellings become ISO: `2020/9/27`, `27.09.2020`, `27 September 2020`, `2020-27-09`;
  `03/04/2020` only when the caller says which comes first
- a decimal comma in `lat` and `lon` becomes a point
- latitude and longitude that lie in the built-in region only when exchanged are exchanged, in a
  file of which at least half of the points lie there, as they stand or exchanged
- of rows that are the same in every cell, id included, the first is kept

Nothing is guessed about tolls, names or precision.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from conflictmap.formats.csv_files import csv_bytes, csv_lines
from conflictmap.formats.files import decoded, read_bytes
from conflictmap.formats.sniff import head_of
from conflictmap.io.sources import importer_for, is_generic
from conflictmap.model.columns import missing_columns, standard_name
from conflictmap.model.errors import EventsError
from conflictmap.model.region import is_inside

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

COLUMNS = ("file", "line", "field", "old", "new", "reason")
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})", re.ASCII)
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})", re.ASCII)
_WORDS = re.compile(r"(\d{1,2})[ -]([A-Za-z]{3,9})[ -](\d{4})", re.ASCII)
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september",
           "october", "november", "december")
_COMMA = re.compile(r"[+-]?\d{1,3},\d{1,17}", re.ASCII)
_POINT = re.compile(r"[+-]?\d{1,3}(\.\d{1,17})?", re.ASCII)
_LAST_MONTH, _SHORT = 12, 3


@dataclass(frozen=True, kw_only=True)
class Mend:
    """One change to a table: where, what stood there, what stands there now, and why."""

    file: str
    line: int
    field: str
    old: str
    new: str
    reason: str

    def __str__(self) -> str:
        new = f"'{self.new}'" if self.new else "left out"
        return f"{self.file}:{self.line}: {self.field}: '{self.old}' → {new}: {self.reason}"


@dataclass(frozen=True, kw_only=True)
class Mended:
    """A mended copy of a table, as CSV in UTF-8, and the list of what was done."""

    content: bytes
    mends: tuple[Mend, ...]


def mend(path: str | Path, *, day_first: bool | None = None) -> Mended:
    """Return a mended copy of a CSV table with the standard columns.

    Parameters
    ----------
    path
        The table, separated by commas, semicolons or tabs; the copy keeps the separator.
    day_first
        What `03/04/2020` means: True the 3rd of April, False the 4th of March. By default such a
        date stays as it is.

    Raises
    ------
    EventsError
        When the file is not such a table, or is another source's format: convert it first.
    """
    content, name = read_bytes(path, error=EventsError), str(path)
    head = head_of(content, name)
    if head.kind != "text" or not is_generic(importer_for(head)):
        raise EventsError(
            f"{name}: only CSV tables with the standard columns are mended. Run conflictmap"
            " convert first."
        )
    lacking = missing_columns(head.columns)
    if lacking:
        raise EventsError(f"{name}:1: {lacking}")
    table = _Table(name, decoded(content, name, error=EventsError), head.separator)
    table.trim()
    table.dates(day_first=day_first)
    table.commas()
    table.swaps()
    table.repeats()
    return Mended(content=table.content(), mends=tuple(table.mends))


def iso_date(text: str, *, day_first: bool | None = None) -> str:
    """Return a date as YYYY-MM-DD when it can mean one day only; otherwise the text.

    >>> iso_date("27.09.2020"), iso_date("03/04/2020"), iso_date("03/04/2020", day_first=True)
    ('2020-09-27', '03/04/2020', '2020-04-03')
    """
    if found := _YEAR_FIRST.fullmatch(text):
        year, month, day = int(found[1]), int(found[3]), int(found[4])
        exchanged = month > _LAST_MONTH >= day
        return _iso(year, day, month, text) if exchanged else _iso(year, month, day, text)
    if found := _YEAR_LAST.fullmatch(text):
        one, two, year = int(found[1]), int(found[3]), int(found[4])
        first = day_first
        if one > _LAST_MONTH or two > _LAST_MONTH or one == two:
            first = two <= _LAST_MONTH
        return text if first is None else _iso(year, *((two, one) if first else (one, two)), text)
    if found := _WORDS.fullmatch(text):
        word = found[2].lower()
        months = [i for i, m in enumerate(_MONTHS, 1) if word in {m, m[:_SHORT]}]
        return _iso(int(found[3]), months[0], int(found[1]), text) if months else text
    return text


def _iso(year: int, month: int, day: int, text: str) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return text


class _Table:
    """The cells of a table, mended step by step; `mends` holds what was done."""

    def __init__(self, name: str, text: str, separator: str) -> None:
        self.name, self.separator = name, separator
        self.mends: list[Mend] = []
        found = list(csv_lines(text, name, separator=separator))
        self.lines = [line for line, _ in found]
        self.rows = [cells for _, cells in found]
        self.names = [standard_name(cell) for cell in self.rows[0]]

    def content(self) -> bytes:
        """Return the table as CSV."""
        return csv_bytes(self.rows, separator=self.separator)

    def trim(self) -> None:
        """Take blanks off every cell and column name."""
        for row in range(len(self.rows)):
            for column, cell in enumerate(self.rows[row]):
                self._put(row, column, cell.strip(), "blanks around it")

    def dates(self, *, day_first: bool | None) -> None:
        """Write dates of one possible meaning as ISO dates."""
        for row, column in self._cells("date"):
            cell = self.rows[row][column]
            self._put(row, column, iso_date(cell, day_first=day_first), "written as an ISO date")

    def commas(self) -> None:
        """Write decimal commas of coordinates as points."""
        for name in ("lat", "lon"):
            for row, column in self._cells(name):
                cell = self.rows[row][column]
                if _COMMA.fullmatch(cell):
                    self._put(row, column, cell.replace(",", "."), "a decimal comma")

    def swaps(self) -> None:
        """Exchange latitude and longitude that lie in the region only when exchanged."""
        lats, lons = list(self._cells("lat")), list(self._cells("lon"))
        swapped, inside, total = [], 0, 0
        for (row, a), (_, b) in zip(lats, lons, strict=True):
            lat, lon = self.rows[row][a], self.rows[row][b]
            if not (_POINT.fullmatch(lat) and _POINT.fullmatch(lon)):
                continue
            total += 1
            if is_inside(float(lon), float(lat)):
                inside += 1
            elif is_inside(float(lat), float(lon)):
                swapped.append((row, a, b))
        if (inside + len(swapped)) * 2 < total:
            return
        for row, a, b in swapped:
            lat, lon = self.rows[row][a], self.rows[row][b]
            self._put(row, a, lon, "exchanged with lon: lies in the region only so")
            self._put(row, b, lat, "exchanged with lat: lies in the region only so")

    def repeats(self) -> None:
        """Keep the first of rows that are the same in every cell, in a table with ids."""
        if "id" not in self.names:
            return
        seen: dict[tuple[str, ...], int] = {}
        kept = []
        for row, cells in enumerate(self.rows):
            first = seen.setdefault(tuple(cells), row)
            if first == row:
                kept.append(row)
                continue
            column = self.names.index("id")
            self.mends.append(Mend(
                file=self.name, line=self.lines[row], field="id",
                old=cells[column] if column < len(cells) else "", new="",
                reason=f"the row is the same as line {self.lines[first]} in every cell",
            ))
        self.rows = [self.rows[row] for row in kept]
        self.lines = [self.lines[row] for row in kept]

    def _cells(self, name: str) -> Iterator[tuple[int, int]]:
        """Yield row and column of the filled rows of a standard column."""
        if name in self.names:
            column = self.names.index(name)
            for row in range(1, len(self.rows)):
                if len(self.rows[row]) == len(self.names):
                    yield row, column

    def _put(self, row: int, column: int, new: str, reason: str) -> None:
        old = self.rows[row][column]
        if new == old:
            return
        self.rows[row][column] = new
        field = self.names[column] if column < len(self.names) else f"column {column + 1}"
        self.mends.append(Mend(file=self.name, line=self.lines[row], field=field, old=old, new=new,
                               reason=reason))
