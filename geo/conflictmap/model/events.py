"""Events: a checked table of dated, located incidents, with the claims and sources behind it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, overload

import numpy as np
import shapely
from numpy.typing import NDArray

from conflictmap.model.columns import NO_DAY, STANDARD
from conflictmap.model.crs import Bounds, around
from conflictmap.model.interval import OPEN_END, OPEN_START, Interval, day_of, overlap
from conflictmap.model.lazy_columns import LazyColumns
from conflictmap.model.outputs import Outputs, ShortRepr
from conflictmap.model.provenance import Claim as Claim  # noqa: TC001 - known by this name too
from conflictmap.model.provenance import Source as Source  # noqa: TC001
from conflictmap.model.provenance import Statement as Statement  # noqa: TC001
from conflictmap.model.text import text_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geopandas import GeoDataFrame
    from pandas import DataFrame

    from conflictmap.model.errors import Problem
    from conflictmap.model.provenance import Provenance

Columns = Mapping[str, NDArray[Any]]
#: How many events a notebook shows.
_FIRST = 5


@dataclass(frozen=True, kw_only=True, repr=False)
class Accounting(ShortRepr):
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


@dataclass(frozen=True, kw_only=True, repr=False)
class Events(ShortRepr, Outputs):
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
    _writer = "io.write_events:write_events"

    def __len__(self) -> int:
        return len(next(iter(self.columns.values())))

    @overload
    def __getitem__(self, name: str) -> NDArray[Any]: ...

    @overload
    def __getitem__(self, name: NDArray[Any] | slice | Sequence[Any]) -> Events: ...

    def __getitem__(self, name: Any) -> Any:
        """Return one column by its name; or the events where a mask is true, at rows, of a slice.

        A mask may be a NumPy array, a list, or a Series (of `to_frame()`, say).
        """
        if isinstance(name, str):
            return self._column(name)
        if isinstance(name, int):
            raise TypeError("events[number]: use events[number:number + 1], or list(events)")
        return self.take(name if isinstance(name, slice) else _mask(name))

    def _column(self, name: str) -> NDArray[Any]:
        if name not in self.columns:
            raise KeyError(f"no column '{name}': there are {', '.join(self.columns)}; further ones"
                           " of the table are in .extra, all of them in .to_frame()")
        return self.columns[name]

    def __iter__(self) -> Iterator[dict[str, str]]:
        """Yield each event as a dict of text under the names of files, without empty cells."""
        return (row_of(self, row) for row in range(len(self)))

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

    def to_frame(self) -> DataFrame:
        """Return the events as a DataFrame under the names that the columns have in files.

        `id`, `date` (as typed), `lat`, `lon`, … as in `docs/columns.md`, then the first and the
        last possible day as times (`earliest`, `latest`; NaT where open or unknown), then the
        further columns of the file. Numbers that are not known are empty.

        Examples
        --------
        >>> import conflictmap as cm
        >>> frame = cm.read_events().to_frame()
        >>> int((frame["fatalities_best"] > 1_000).sum()) > 0
        True
        """
        from conflictmap.model.event_frames import file_frame

        return file_frame(self.columns, self.extra)

    def to_geodataframe(self) -> GeoDataFrame:
        """Return `to_frame` with the place of each event as geometry (EPSG:4326)."""
        import geopandas as gpd

        return gpd.GeoDataFrame(self.to_frame(), geometry=list(self.geometry), crs="EPSG:4326")

    def _facts(self) -> Mapping[str, Any]:
        """Return what is shown."""
        known = self.dated & (np.abs(self.columns["start"]) < OPEN_END)
        days = self.columns["start"][known]
        return {
            "events": len(self), "rows": str(self.accounting),
            "days": f"{day_of(int(days.min()))} to {day_of(int(days.max()))}"
            if len(days) else "", "further": ", ".join(self.extra), "problems": len(self.problems),
        }

    def _rows(self) -> tuple[Sequence[str], Sequence[Sequence[Any]]]:
        """Return the first events."""
        names = ("event_id", "when", "title")
        return ("id", "date", "title"), [
            [self.columns[name][row] for name in names] for row in range(min(len(self), _FIRST))]

    def take(self, rows: NDArray[Any] | slice) -> Events:
        """Return the events at row numbers, or where a mask is true; the accounting stays."""
        return replace(
            self,
            columns=_taken(self.columns, rows), extra=_taken(self.extra, rows),
            areas=self._areas_at(rows) if self.areas else {},
        )

    def during(self, span: Interval) -> Events:
        """Return the dated events that share a day with a span, or may; the accounting stays."""
        shared = overlap(self.columns["start"], self.columns["end"],
                         np.array(span.first), np.array(span.last))
        return self.take(self.dated & shared)

    def _areas_at(self, rows: NDArray[Any] | slice) -> dict[int, Any]:
        old = np.arange(len(self))[rows]
        new = np.flatnonzero(self.is_area[old])
        return {int(at): self.areas[int(row)] for at, row in zip(new, old[new], strict=True)}

    @property
    def frame(self) -> GeoDataFrame:
        """The events as a GeoDataFrame (EPSG:4326), one row each: the internal view.

        Its columns bear the names that they have in `Events` (`event_id`, `when`, `actor_a`);
        `to_frame` and `to_geodataframe` give those of files.

        Days are dates, `end` is the day after the last; unknown numbers are empty (`Int64`), and
        `geometry` is the point or area of the place.
        """
        import geopandas as gpd

        from conflictmap.model.event_frames import internal_columns

        data = internal_columns(self.columns, self.extra)
        return gpd.GeoDataFrame(data, geometry=list(self.geometry), crs="EPSG:4326")


def _mask(rows: Any) -> NDArray[Any]:
    """Return row numbers or a mask as an array; where a mask does not know, it is false."""
    if str(getattr(rows, "dtype", "")).startswith("bool") and hasattr(rows, "to_numpy"):
        return np.asarray(rows.to_numpy(dtype=bool, na_value=False))
    return np.asarray(rows)


def _taken(columns: Columns, rows: NDArray[Any] | slice) -> Columns:
    """Return some rows of columns; columns that are one array stay one."""
    if isinstance(columns, LazyColumns):
        return columns.take(rows)
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
