"""Events: a checked table of dated, located incidents, with the claims and sources behind it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from numpy.typing import NDArray

from conflictmap.model.columns import COUNTS, DAYS, NO_DAY, NUMBERS, STANDARD, TEXT
from conflictmap.model.crs import Bounds, around
from conflictmap.model.interval import OPEN_END, OPEN_START, day_of
from conflictmap.model.text import text_of

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from conflictmap.model.errors import Problem
    from conflictmap.model.provenance import Provenance

Columns = Mapping[str, NDArray[Any]]


@dataclass(frozen=True, kw_only=True)
class Claim:
    """What one speaker says of one event, on one day: a figure, a range, or words.

    `side` is armenian, azerbaijani, allied (a state bound by treaty to one of the two),
    third_party or compiled; `measure` is killed, wounded, missing, killed_or_missing, displaced,
    captured or statement. `who` is what they were (all, military, civilian); `whose` is the people
    that they belonged to: armenian, azerbaijani or any other name, `all` for the dead of all sides
    together, empty when the claim does not say. Numbers are None when unknown. `locator` says where
    on the page of the source it stands, `read_on` on which day it was read there, and
    `whole_or_part` how much of the page; empty when not stated.
    """

    event_id: str
    by: str
    side: str
    on: str
    measure: str
    who: str
    low: int | None
    best: int | None
    high: int | None
    statement: str
    source_id: str
    whose: str = ""
    locator: str = ""
    read_on: str = ""
    whole_or_part: str = ""


@dataclass(frozen=True, kw_only=True)
class Source:
    """A page that was read: title, publisher, date, address, and whose voice it is.

    `grade` is primary, agency, research, reference, partisan or mirror; `archive_path`,
    `archive_sha256` and `captured_at` tell of a copy that was kept. Empty when not stated.
    """

    id: str
    title: str
    publisher: str
    date: str
    url: str
    archive_url: str
    licence: str
    side: str
    note: str
    kind: str = ""
    grade: str = ""
    language: str = ""
    read_date: str = ""
    archive_path: str = ""
    archive_sha256: str = ""
    captured_at: str = ""


@dataclass(frozen=True, kw_only=True)
class Statement:
    """A checkable statement of the source article, its verdict, and what is known now."""

    code: str
    text: str
    verdict: str
    known: str
    event_ids: str


@dataclass(frozen=True, kw_only=True)
class Accounting:
    """Where every row went: read = placed + unplaced + undated + set aside."""

    read: int = 0
    placed: int = 0
    unplaced: int = 0
    undated: int = 0
    set_aside: int = 0

    def __str__(self) -> str:
        return (
            f"read {self.read} = placed {self.placed} + unplaced {self.unplaced}"
            f" + undated {self.undated} + set aside {self.set_aside}"
        )

    def __add__(self, other: Accounting) -> Accounting:
        return Accounting(**{
            f.name: getattr(self, f.name) + getattr(other, f.name) for f in fields(self)
        })


@dataclass(frozen=True, kw_only=True)
class Events:
    """A checked table of events, one row each, and where it came from.

    `columns` holds one array for each name in `TEXT`, `DAYS` and `NUMBERS`. `areas` holds, by row,
    the place of an event that is an area or a line (WGS 84); the others are points, by `lon` and
    `lat`, or have no place. `extra` holds columns of the file that have no meaning here, as typed.
    Rows that could not be used are in `problems`; `accounting` says where every row went.
    `reading` says in lines what the columns of a table were taken for, where it was not ours.
    """

    columns: Columns
    areas: Mapping[int, Any] = field(default_factory=dict)
    extra: Columns = field(default_factory=dict)
    claims: tuple[Claim, ...] = ()
    sources: Mapping[str, Source] = field(default_factory=dict)
    statements: tuple[Statement, ...] = ()
    problems: tuple[Problem, ...] = ()
    accounting: Accounting = Accounting()
    provenance: tuple[Provenance, ...] = ()
    reading: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(next(iter(self.columns.values())))

    def __getitem__(self, name: str) -> NDArray[Any]:
        """Return one column."""
        return self.columns[name]

    @property
    def ids(self) -> list[str]:
        """The ids, in order."""
        return [str(i) for i in self.columns["event_id"]]

    @cached_property
    def dated(self) -> NDArray[np.bool_]:
        """Whether each event has a date."""
        known: NDArray[np.bool_] = self.columns["start"] != NO_DAY
        return known

    @cached_property
    def placed(self) -> NDArray[np.bool_]:
        """Whether each event has a place."""
        found: NDArray[np.bool_] = ~np.isnan(self.columns["lon"]) | self.is_area
        return found

    @cached_property
    def weight(self) -> NDArray[np.int64]:
        """How many events each row stands for."""
        found: NDArray[np.int64] = np.nan_to_num(self.columns["stands_for"], nan=1).astype(np.int64)
        return found

    @cached_property
    def is_area(self) -> NDArray[np.bool_]:
        """Whether the place of each event is an area or a line."""
        found = np.zeros(len(self), dtype=bool)
        found[list(self.areas)] = True
        return found

    @cached_property
    def geometry(self) -> NDArray[np.object_]:
        """The place of each event in WGS 84: a point, an area, a line, or None."""
        lon, lat = self.columns["lon"], self.columns["lat"]
        found = np.full(len(self), None, dtype=object)
        known = ~np.isnan(lon)
        found[known] = shapely.points(lon[known], lat[known])
        for row, area in self.areas.items():
            found[row] = area
        return found

    @property
    def bounds(self) -> Bounds | None:
        """West, south, east and north of all places, in degrees; None without a place."""
        lon, lat = (self.columns[name] for name in ("lon", "lat"))
        known = ~np.isnan(lon)
        boxes: list[Bounds] = [area.bounds for area in self.areas.values()]
        if known.any():
            points = lon[known], lat[known]
            west, south, east, north = *map(np.min, points), *map(np.max, points)
            boxes.append((float(west), float(south), float(east), float(north)))
        return around(boxes) if boxes else None

    def take(self, rows: NDArray[Any] | slice) -> Events:
        """Return the events at row numbers, or where a mask is true; the accounting stays."""
        return replace(
            self,
            columns=_taken(self.columns, rows), extra=_taken(self.extra, rows),
            areas=self._areas_at(rows) if self.areas else {},
        )

    def _areas_at(self, rows: NDArray[Any] | slice) -> dict[int, Any]:
        old = np.arange(len(self))[rows]
        new = np.flatnonzero(self.is_area[old])
        return {int(at): self.areas[int(row)] for at, row in zip(new, old[new], strict=True)}

    @property
    def frame(self) -> GeoDataFrame:
        """The events as a GeoDataFrame (EPSG:4326), one row each.

        Days are dates, `end` is the day after the last; unknown numbers are empty (`Int64`), and
        `geometry` is the point or area of the place.
        """
        import geopandas as gpd
        import pandas as pd

        data: dict[str, Any] = {name: self.columns[name] for name in TEXT}
        for name in DAYS:
            data[name] = list(map(day_of, self.columns[name].tolist()))
        for name in NUMBERS:
            values = pd.array(self.columns[name], dtype="Float64")
            data[name] = values.astype("Int64") if name in COUNTS.values() else values
        data |= {name: values for name, values in self.extra.items() if name not in data}
        return gpd.GeoDataFrame(data, geometry=list(self.geometry), crs="EPSG:4326")


def _taken(columns: Columns, rows: NDArray[Any] | slice) -> Columns:
    """Return some rows of columns; columns that are one array stay one."""
    distinct = {id(values): values for values in columns.values()}
    once = {key: values[rows] for key, values in distinct.items()}
    return {name: once[id(values)] for name, values in columns.items()}


def repeated(text: str, count: int) -> NDArray[Any]:
    """Return one text, so many times; numpy would make a text of its own for each."""
    found = np.empty(count, dtype=object)
    found.fill(text)
    return found


def is_open(day: int) -> bool:
    """Return whether a day number stands for an open start or end."""
    return day in {OPEN_START, OPEN_END}


def row_of(events: Events, row: int) -> dict[str, str]:
    """Return one event as a row of text under the standard columns."""
    cells = {name: _cell(events[column][row]) for name, column in STANDARD.items()}
    extra = {name: str(values[row]) for name, values in events.extra.items()}
    return _filled(cells) | _filled(extra)


def _cell(value: Any) -> str:
    """Return a value of a column as text; empty when the number is not known."""
    if isinstance(value, str):
        return text_of(value)
    return "" if math.isnan(value) else text_of(float(value))


def _filled(cells: Mapping[str, str]) -> dict[str, str]:
    return {name: text for name, text in cells.items() if text}
