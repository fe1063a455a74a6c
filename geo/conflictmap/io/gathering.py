"""From checked rows to columns: one list for each column, so that a million rows stay small."""

from __future__ import annotations

import math
from array import array
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from conflictmap.model.crs import REGION
from conflictmap.model.errors import Problem
from conflictmap.model.events import DAYS, NUMBERS, TEXT, Accounting, Events, repeated

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

_READ = tuple(name for name in (*TEXT, *DAYS, *NUMBERS) if name != "file")
_REPEATED = ("type", "when", "place", "place_precision", "actor_a", "actor_b", "status", "sources")


class Gathered:
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
        inside = beside[1] + sum(_inside(lon, lat) for lon, lat in pairs)
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
        self.columns = {
            n: type(values)(values.typecode, [values[row] for row in kept])
            if isinstance(values, array) else [values[row] for row in kept]
            for n, values in self.columns.items()
        }
        self.extra = {
            n: [values[row] if row < len(values) else "" for row in kept]
            for n, values in self.extra.items()
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
            values = self.extra.pop(name)
            values.extend([""] * (self.count - len(values)))
            extra[name] = np.array(values, dtype=object)
        events = Events(
            columns={name: columns[name] for name in (*TEXT, *DAYS, *NUMBERS)},
            areas=self.areas, extra=extra, problems=tuple(problems),
        )
        return counted(events, read)


def counted(events: Events, read: int) -> Events:
    """Return the events with the accounting of the READ rows that they were made of."""
    dated, placed = events.dated, events.placed
    return replace(events, accounting=Accounting(
        read=read, placed=int((dated & placed).sum()), unplaced=int((dated & ~placed).sum()),
        undated=int((~dated).sum()), set_aside=read - len(events),
    ))


def is_regional(points: int, inside: int) -> bool:
    """Return whether at least half of the points lie in the built-in region."""
    return inside * 2 >= points


def looks_swapped(lat: float, lon: float) -> bool:
    """Return whether a point lies in the built-in region only with its numbers exchanged.

    >>> looks_swapped(46.5, 39.6), looks_swapped(39.6, 46.5)
    (True, False)
    """
    return not _inside(lon, lat) and _inside(lat, lon)


def _inside(lon: float, lat: float) -> bool:
    west, south, east, north = REGION
    return west <= lon <= east and south <= lat <= north


def exchanged(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return which points lie in the built-in region only with their numbers exchanged."""
    found: NDArray[np.bool_] = inside_region(lat, lon) & ~inside_region(lon, lat)
    return found


def inside_region(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return which points lie in the built-in region."""
    west, south, east, north = REGION
    found: NDArray[np.bool_] = (west <= lon) & (lon <= east) & (south <= lat) & (lat <= north)
    return found
