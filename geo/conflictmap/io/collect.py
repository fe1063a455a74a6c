"""From the rows of a file to checked events.

A row is regular when the rules for one row are sure to take it as it stands. Regular rows of a
large file may come by columns; every other row goes through those rules, and what cannot be used is
listed. What comes out is the same, whichever way a row went.
"""

from __future__ import annotations

import math
from array import array
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from conflictmap.io.cells import BadCell
from conflictmap.io.lookalike_ids import doubtful_ids, is_odd
from conflictmap.io.rows import kept_record, lost_cell, problem_of, record_of, typed
from conflictmap.model.columns import DAYS, NUMBERS, TEXT
from conflictmap.model.errors import EventsError, Problem
from conflictmap.model.events import Accounting, Events, repeated
from conflictmap.model.limits import beyond, limits
from conflictmap.model.region import is_inside, is_regional, looks_swapped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from numpy.typing import NDArray

    from conflictmap.io.rows import Row
    from conflictmap.io.vector_rows import RegularRows, RowBatch

#: What a reader raises that meets data of a shape that it does not know.
_MISFIT = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
_READ = tuple(name for name in (*TEXT, *DAYS, *NUMBERS) if name != "file")
_REPEATED = ("type", "when", "place", "place_precision", "actor_a", "actor_b", "status", "sources")


def events_of(
    rows: Iterable[Row], *, file: str, stem: str, areas: Mapping[str, Any],
    swap_check: bool = True, regional: bool | None = None, seen: set[str] | None = None,
    strict: bool = True,
) -> Events:
    """Return checked events, in the order of the rows; each row that cannot be used is listed.

    Parameters
    ----------
    rows
        The rows of one file.
    file, stem
        The file's name for messages, and the start of ids for rows that have none.
    areas
        Polygons by id, for the column `where`.
    swap_check
        Whether points that lie in the built-in region only when latitude and longitude are
        exchanged are set aside, in a file that is about that region.
    regional
        Whether the file is about that region; by default its points say so.
    seen
        Ids of rows before these; those of these rows are added.
    strict
        Whether a row with a cell that cannot be used is set aside; else it loses that cell.
    """
    found = Collected(file=file, stem=stem, areas=areas, swap_check=swap_check, seen=seen,
                      strict=strict)
    found.add_each(enumerate(rows, start=1))
    return found.events(regional=regional)


class Collected:
    """The events of one file on their way: regular rows in columns, the others one by one."""

    def __init__(
        self, *, file: str, stem: str, areas: Mapping[str, Any], swap_check: bool,
        seen: set[str] | None = None, room: int = 0, strict: bool = True,
    ) -> None:
        """Begin; there will be ROOM rows at least, where that is known."""
        self.room, self.strict = room, strict
        self.file, self.stem, self.areas, self.swap_check = file, stem, areas, swap_check
        self.read = 0
        self.seen = set() if seen is None else seen
        self._each = RowColumns(file)
        self._problems: list[Problem] = []
        self._regular: RegularRows | None = None

    def add_batch(self, batch: RowBatch) -> NDArray[np.bool_]:
        """Add the regular rows of a batch, whose ids no other row has; return which they are."""
        from conflictmap.io.vector_rows import RegularRows

        self._regular = self._regular or RegularRows(self.file, room=self.room)
        first = self.read
        self._count(len(batch.ids))
        return self._regular.add(batch, first=first, swap_check=self.swap_check, areas=self.areas)

    def add_each(self, rows: Iterable[tuple[int, Row]], *, counted: bool = False) -> None:
        """Add rows with their numbers, one by one; COUNTED rows are in `read` already."""
        bounds = limits()
        for number, row in rows:
            if not counted:
                self._count(1)
            try:
                record, lost = (
                    (record_of(row, self.stem, self.areas, bounds), []) if self.strict
                    else kept_record(row, self.stem, self.areas, bounds))
                self._check_id(record["event_id"])
            except BadCell as bad:
                self._problems.append(problem_of(self.file, row, bad))
                continue
            self._problems += [lost_cell(self.file, row, bad) for bad in lost]
            record["number"] = number
            if self.swap_check and looks_swapped(record["lat"], record["lon"]):
                record["typed"] = typed(row)
            self._each.add(record, row.extra)

    def _count(self, rows: int) -> None:
        self.read += rows
        if self.read > limits().rows:
            raise EventsError(f"{self.file}: {beyond('rows')}")

    def _check_id(self, event_id: str) -> None:
        if event_id in self.seen:
            raise BadCell("id", event_id, "this id stands twice", "Give each event its own id.")
        self.seen.add(event_id)

    def events(self, *, regional: bool | None = None) -> Events:
        """Return what was collected; REGIONAL as in `events_of`."""
        beside = self._regular.points if self._regular else (0, 0)
        self._problems += self._each.swapped(sure=regional, beside=beside)
        numbers = list(self._each.columns["number"])
        # Ids of regular rows are such that nobody can doubt them.
        doubtful = any(map(is_odd, self._each.columns["event_id"]))
        events = self._each.events(self._problems, self.read)
        if self._regular:
            events = counted(self._regular.merged(events, numbers), self.read)
        places = events["line"].tolist() if doubtful else []
        odd = tuple(doubtful_ids(self.file, events.ids, places)) if doubtful else ()
        return replace(events, problems=events.problems + odd) if odd else events


def only_rows(
    rows: Iterator[Row | Problem], notes: list[Problem], name: str = "the file"
) -> Iterator[Row]:
    """Yield the rows; what a reader says of the file is put aside in NOTES.

    A reader that cannot go on refuses the file: no shape of data may end the program.
    """
    try:
        for row in rows:
            if isinstance(row, Problem):
                notes.append(row)
            else:
                yield row
    except _MISFIT as error:
        said = f"{type(error).__name__}: {error}"
        raise EventsError(
            f"{name}: does not fit the format that its columns show ({said}). Is it complete?"
        ) from error


class RowColumns:
    """The columns of a file, row by row."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.columns: dict[str, Any] = {name: [] for name in _READ}
        # Numbers stand in machine form, and a text that many rows repeat stands once.
        self.columns |= {name: array("d") for name in NUMBERS}
        self.columns |= {name: array("q") for name in (*DAYS, "number")}
        self._once: dict[str, str] = {}
        self.areas: dict[int, Any] = {}
        self.extra: dict[str, list[str]] = {}
        self.count = 0
        self._typed: dict[int, Mapping[str, str]] = {}

    def add(self, record: Mapping[str, Any], extra: Mapping[str, str]) -> None:
        """Add a checked row; `number` counts rows, and `typed` is given where it may be swapped."""
        for name, values in self.columns.items():
            values.append(record[name])
        for name in _REPEATED:
            text = self.columns[name][-1]
            if text:
                self.columns[name][-1] = self._once.setdefault(text, text)
        if record["area"] is not None:
            self.areas[self.count] = record["area"]
        if "typed" in record:
            self._typed[self.count] = record["typed"]
        for name, value in extra.items():
            column = self.extra.setdefault(name, [])
            if len(column) < self.count:
                column.extend([""] * (self.count - len(column)))
            column.append(value)
        self.count += 1

    def swapped(
        self, *, sure: bool | None = None, beside: tuple[int, int] = (0, 0)
    ) -> list[Problem]:
        """Take out the rows whose latitude and longitude look exchanged, and return why.

        SURE says whether the file is about the built-in region, where that is known already.
        BESIDE counts points of the file that are not here: all, and those in the region.

        Only in a file that is about the built-in region: at least half of its points lie there as
        they stand. Elsewhere such a point may be right: the Donbas is this region exchanged.
        """
        pairs = list(zip(self.columns["lon"], self.columns["lat"], strict=True))
        inside = beside[1] + sum(is_inside(lon, lat) for lon, lat in pairs)
        points = beside[0] + sum(not math.isnan(lat) for _, lat in pairs)
        about = is_regional(points, inside) if sure is None else sure
        if not self._typed or not about:
            return []
        problems = [
            Problem(
                file=self.file, place=self.columns["line"][row], field="lat",
                value=f"{pairs[row][1]:g}", row=cells,
                reason=f"latitude and longitude look swapped (lon {pairs[row][0]:g})",
                fix="Swap the two; if the point is right, set swap_check = false in the recipe.",
            )
            for row, cells in self._typed.items()
        ]
        self._drop(set(self._typed))
        return problems

    def _drop(self, gone: set[int]) -> None:
        kept = [row for row in range(self.count) if row not in gone]
        self.columns = {name: _at(values, kept) for name, values in self.columns.items()}
        self.extra = {
            name: _at(_padded(values, self.count), kept) for name, values in self.extra.items()
        }
        self.areas = {new: self.areas[old] for new, old in enumerate(kept) if old in self.areas}
        self.count = len(kept)

    def events(self, problems: list[Problem], read: int) -> Events:
        """Return the columns as events, with the accounting; the lists are emptied on the way."""
        types: dict[str, Any] = {**dict.fromkeys(DAYS, np.int64), **dict.fromkeys(NUMBERS, float)}
        columns = {
            name: np.array(self.columns.pop(name), dtype=types.get(name, object))
            for name in _READ
        }
        columns["file"] = repeated(self.file, self.count)
        extra = {}
        for name in sorted(self.extra):
            values = _padded(self.extra.pop(name), self.count)
            extra[name] = np.array(values, dtype=object)
        events = Events(
            columns={name: columns[name] for name in (*TEXT, *DAYS, *NUMBERS)},
            areas=self.areas, extra=extra, problems=tuple(problems),
        )
        return counted(events, read)


def _padded(values: list[str], count: int) -> list[str]:
    """Extend texts by empty ones to COUNT, and return them."""
    values.extend([""] * (count - len(values)))
    return values


def _at(values: Any, rows: list[int]) -> Any:
    """Return some values of a list or array, as one of the same type."""
    left = [values[row] for row in rows]
    return array(values.typecode, left) if isinstance(values, array) else left


def counted(events: Events, read: int) -> Events:
    """Return the events with the accounting of the READ rows that they were made of."""
    dated, placed = events.dated, events.placed
    return replace(events, accounting=Accounting(
        read=read, placed=int((dated & placed).sum()), unplaced=int((dated & ~placed).sum()),
        undated=int((~dated).sum()), set_aside=read - len(events),
    ))
