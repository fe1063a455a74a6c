"""Mending a table: only what has one possible meaning, each mend listed; the input is not touched.

- blanks around cells and column names are taken off
- dates in other spellings become ISO: `2020/9/27`, `27.09.2020`, `27 September 2020`, `2020-27-09`;
  `03/04/2020` only when the caller says which comes first
- a decimal comma in `lat` and `lon` becomes a point
- latitude and longitude that lie in the built-in region only when exchanged are exchanged, in a
  file of which at least half of the points lie there, as they stand or exchanged
- of rows that are the same in every cell, id included, the first is kept

Nothing is guessed about fatalities, names or precision.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from conflictmap.formats.archives import unpacked
from conflictmap.formats.csv_files import csv_bytes
from conflictmap.formats.files import read_bytes, recoded
from conflictmap.formats.sniff import head_of
from conflictmap.io.cells import BadCell, number
from conflictmap.io.read_events import check_columns
from conflictmap.io.rows import MAX_LAT, MAX_LON
from conflictmap.io.sources import importer_for, is_generic
from conflictmap.io.sources.csv_table import headers_of, numbered_cells
from conflictmap.model.errors import EventsError
from conflictmap.model.outputs import ShortRepr
from conflictmap.model.region import exchanged, inside_region, is_regional

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
_LAST_MONTH, _SHORT = 12, 3


@dataclass(frozen=True, kw_only=True, repr=False)
class Mend(ShortRepr):
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


@dataclass(frozen=True, kw_only=True, repr=False)
class Mended(ShortRepr):
    """A mended copy of a table, as CSV in UTF-8, and the list of what was done."""

    content: bytes
    mends: tuple[Mend, ...]


def mend(
    path: str | Path, *, day_first: bool | None = None, encoding: str = ""
) -> Mended:
    """Return a mended copy of a CSV table with the standard columns.

    Parameters
    ----------
    path
        The table, separated by commas, semicolons or tabs, plain or packed; the copy keeps the
        separator.
    day_first
        What `03/04/2020` means: True the 3rd of April, False the 4th of March. By default such a
        date stays as it is.
    encoding
        The encoding of a text that is not UTF-8; the copy is UTF-8.

    Raises
    ------
    EventsError
        When the file is not such a table, or is another source's format: convert it first.
    """
    name = str(path)
    content = unpacked(read_bytes(path, error=EventsError), name)
    if encoding:
        content = recoded(content, encoding, name, error=EventsError)
    head = head_of(content, name)
    if head.kind != "text" or not is_generic(importer_for(head)):
        raise EventsError(
            f"{name}: only CSV tables with the standard columns are mended. Run conflictmap"
            " convert first."
        )
    check_columns(importer_for(head), head)
    table = _Table(content, name, head.separator)
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
        return _year_last(found, day_first=day_first)
    if found := _WORDS.fullmatch(text):
        word = found[2].lower()
        months = [i for i, m in enumerate(_MONTHS, 1) if word in {m, m[:_SHORT]}]
        return _iso(int(found[3]), months[0], int(found[1]), text) if months else text
    return text


def _year_last(found: re.Match[str], *, day_first: bool | None) -> str:
    """Return a date whose year stands last; as typed when day and month may be exchanged."""
    one, two, year = int(found[1]), int(found[3]), int(found[4])
    first = day_first
    if one > _LAST_MONTH or two > _LAST_MONTH or one == two:
        first = two <= _LAST_MONTH
    if first is None:
        return found[0]
    return _iso(year, two, one, found[0]) if first else _iso(year, one, two, found[0])


def _iso(year: int, month: int, day: int, text: str) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return text


class _Table:
    """The cells of a table, mended step by step; `mends` holds what was done."""

    def __init__(self, content: bytes, name: str, separator: str) -> None:
        self.name, self.separator = name, separator
        self.mends: list[Mend] = []
        self.lines: list[int] = []
        self.rows: list[list[str]] = []
        for line, cells in numbered_cells(content, name):
            self.lines.append(line)
            self.rows.append(cells)
        self.names = headers_of(self.rows[0], f"{name}:{self.lines[0]}")

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
        pairs = list(zip(self._cells("lat"), self._cells("lon"), strict=True))
        points = [self._point(row, a, b) for (row, a), (_, b) in pairs]
        lat, lon = np.array(points, dtype=np.float64).reshape(-1, 2).T
        swapped = exchanged(lon, lat)
        known, inside = ~np.isnan(lat), inside_region(lon, lat)
        if not is_regional(int(known.sum()), int((inside | swapped).sum())):
            return
        for at in np.flatnonzero(swapped).tolist():
            (row, a), (_, b) = pairs[at]
            north, east = self.rows[row][a], self.rows[row][b]
            self._put(row, a, east, "exchanged with lon: lies in the region only so")
            self._put(row, b, north, "exchanged with lat: lies in the region only so")

    def _point(self, row: int, a: int, b: int) -> tuple[float, float]:
        """Return latitude and longitude of a row as they are read; NaN when there are none."""
        cells = {"lat": self.rows[row][a], "lon": self.rows[row][b]}
        try:
            lat, lon = (number(cells, name, low=-most, high=most)
                        for name, most in (("lat", MAX_LAT), ("lon", MAX_LON)))
        except BadCell:
            return math.nan, math.nan
        return (math.nan, math.nan) if math.isnan(lat + lon) else (lat, lon)

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
