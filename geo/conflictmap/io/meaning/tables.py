"""Any file as a `Table`, and a `Table` as rows."""

from __future__ import annotations

import io
import itertools
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from conflictmap.formats.csv_files import as_typed, csv_lines
from conflictmap.formats.files import decoded
from conflictmap.formats.record import Record
from conflictmap.formats.records import records
from conflictmap.formats.sniff import head_of
from conflictmap.formats.table import Table
from conflictmap.io.rows import Row
from conflictmap.io.sources import geojson
from conflictmap.model.columns import REJECTED, STANDARD
from conflictmap.model.errors import EventsError, Problem
from conflictmap.model.limits import beyond, limits

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence


def table_of(content: bytes, name: str) -> Table:
    """Return the table that a file holds (not packed), whatever its container.

    Raises
    ------
    EventsError
        When the file holds no table.
    """
    head = head_of(content, name)
    if head.kind == "text":
        return _of_text(content, name, head.separator)
    if head.kind == "json" and head.has("features"):
        return _of_rows(name, "feature", geojson.rows(content, name))
    return _of_rows(name, "row", records(content, name, lower=False))


def _of_text(content: bytes, name: str, separator: str) -> Table:
    decoded(content, name, error=EventsError)
    stream = io.TextIOWrapper(io.BytesIO(content), encoding="utf-8-sig", newline="")
    lines = csv_lines(stream, name, separator=separator or ",")
    first = next(lines, None)
    if first is None:
        raise EventsError(f"{name}: the file is empty. It needs a header line.")
    if len(first[1]) > limits().columns:
        raise EventsError(f"{name}:{first[0]}: {beyond('columns', f'{len(first[1])} columns')}")
    found = list(itertools.islice(lines, limits().rows + 1))
    if len(found) > limits().rows:
        raise EventsError(f"{name}: {beyond('rows')}")
    return _of_cells(name, distinct_headers([as_typed(cell).strip() for cell in first[1]]), found)


def _of_cells(name: str, headers: list[str], found: list[tuple[int, list[str]]]) -> Table:
    """Return the table of numbered rows; one of another length than the header is broken."""
    wide = len(headers)
    broken = {row: f"{len(cells)} cells under {wide} columns"
              for row, (_, cells) in enumerate(found) if len(cells) != wide}
    rows = [(number, [*map(as_typed, cells), *[""] * wide][:wide]) for number, cells in found]
    return replace(Table.of_rows(name, headers, rows, word="line"), broken=broken)


def distinct_headers(headers: Sequence[str]) -> list[str]:
    """Return headers of which none stands twice, and none is empty.

    >>> distinct_headers(["Name", "", "Name"])
    ['Name', 'column 2', 'Name (2)']
    """
    found: list[str] = []
    for at, header in enumerate(headers, start=1):
        name, times = header or f"column {at}", 1
        while name in found:
            times += 1
            name = f"{header or f'column {at}'} ({times})"
        found.append(name)
    return found


def _of_rows(name: str, word: str, items: Iterator[Record | Row | Problem]) -> Table:
    """Return the table of rows that stand under names of their own."""
    remarks: list[Problem] = []
    rows: list[Mapping[str, str]] = []
    numbers: list[int] = []
    broken: dict[int, str] = {}
    for item in items:
        if isinstance(item, Problem):
            remarks.append(item)
            continue
        if len(rows) >= limits().rows:
            raise EventsError(f"{name}: {beyond('rows')}")
        if item.broken:
            broken[len(rows)] = item.broken
        rows.append(item.cells if isinstance(item, Record) else
                    {**item.cells, **item.extra, **item.raw})
        word, _, number = item.place.rpartition(" ")
        numbers.append(int(number))
    return Table(name=name, columns=_columns(rows), word=word or "row",
                 numbers=np.array(numbers, dtype=np.int64), broken=broken, remarks=tuple(remarks))


def _columns(rows: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    import pyarrow as pa

    names = dict.fromkeys(name for row in rows for name in row)
    return {name: pa.array([row.get(name, "") for row in rows], type=pa.string())
            for name in names}


def rows_of(table: Table, typed: Table) -> Iterator[Row]:
    """Yield the rows of a table under the standard columns; TYPED is the table as it was."""
    ours = list(filter(STANDARD.__contains__, table.columns))
    others = list(itertools.filterfalse({*STANDARD, *REJECTED}.__contains__, table.columns))
    before = _lists(typed, list(typed.columns)) if table.broken else {}
    known, further = _lists(table, ours), _lists(table, others)
    for row in range(len(table)):
        place = table.place(row)
        if row in table.broken:
            yield Row(place=place, cells={}, broken=table.broken[row], raw=_at(before, row))
        else:
            yield Row(place=place, cells=_at(known, row), extra=_at(further, row))


def _lists(table: Table, names: list[str]) -> dict[str, list[str]]:
    return {name: table.columns[name].to_pylist() for name in names}


def _at(lists: Mapping[str, list[str]], row: int) -> dict[str, str]:
    return {name: cells[row] for name, cells in lists.items()}
