"""Frames to events: any part of the world, any coordinate reference system.

Nothing is guessed in silence: what was taken for the date, or for the CRS, is listed as a problem
of level `warning`, and a row that cannot be used is listed like one of a file.
"""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import shapely

from conflictmap.io.any_table import Asked
from conflictmap.io.collect import events_of
from conflictmap.io.frame_places import places_of
from conflictmap.io.frame_tables import geo_frame, table_of
from conflictmap.io.frame_values import cell_text, check_column, check_frame, day_text, degrees
from conflictmap.io.loose_frames import loose_events
from conflictmap.io.meaning.names import guess
from conflictmap.io.rows import Row
from conflictmap.io.table_events import DATES, LAST_DAYS, events_of_table, of_source
from conflictmap.model.columns import STANDARD, standard_name
from conflictmap.model.errors import EventsError, Problem
from conflictmap.model.provenance import provenance_of
from conflictmap.places.sectors import KnownAreas

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import numpy as np
    from geopandas import GeoDataFrame
    from numpy.typing import NDArray

    from conflictmap.io.frame_places import Places
    from conflictmap.model.events import Events

#: Names of columns that are taken for the title when there is no column `title`.
_TITLES = ("headline", "source_headline", "dyad_name", "description")
_FATALITIES = {"low": "fatalities_low", "best": "fatalities_best", "high": "fatalities_high"}


class _NoDateError(EventsError):
    """No column of a frame is one of days by its name or type."""


def events_from_frame(
    frame: Any, *, date: str | None = None, end: str | None = None, title: str | None = None,
    name: str = "events", areas: Mapping[str, Any] | None = None,
) -> Events:
    """Return the events of a table in memory, one for each row, in its order.

    Parameters
    ----------
    frame
        A GeoDataFrame: points or areas in any CRS; rows without geometry are events without a
        place. The frame itself is not changed. A frame without a CRS is taken as WGS 84 degrees,
        and this is listed. Or a table without geometry (a pandas or polars DataFrame, an Arrow
        table, a DuckDB relation, any object with `__arrow_c_stream__` or `__dataframe__`, a list
        of dicts, a dict of lists): its columns are found by their names, as in a file.
    date, end
        The columns that hold the (first) day and the last day: dates, datetimes, periods, or EDTF
        text. Of a datetime the day that is written counts, in the time zone that is written. By
        default a column is found by its name (`date`, `event_date`, `date_start`, …) or as the only
        one of a date type, and the choice is listed. The table of a source that `read_events`
        knows (UCDP, ACLED, …) is read as that source's file, unless a column is named here.
    title
        The column that holds the title.
    name
        What the events are called in messages, in the page, and at the start of their ids.
    areas
        Polygons by id (WGS 84) that the column `where` of a table without geometry may name; by
        default the built-in ones.

    Raises
    ------
    EventsError
        When a column that was named does not exist, no column or several can be the date, or the
        coordinates of a frame without a CRS are not degrees.
    """
    day = {"date": date} if end is None else {"date_start": date, "date_end": end}
    named = {key: column for key, column in (*day.items(), ("title", title)) if column}
    known = KnownAreas({}) if areas is None else areas
    return frame_events(frame, Asked(columns=named), areas=known, name=name)


def frame_events(
    frame: Any, asked: Asked, *, areas: Mapping[str, Any], name: str = "events"
) -> Events:
    """Return the events of a table in memory as `events_from_frame` does, as ASKED for tables."""
    shaped = geo_frame(frame)
    if shaped is None:
        return events_of_table(table_of(frame, name), asked, areas=areas)
    return _of_geodata(shaped, asked, name=name)


def _of_geodata(frame: GeoDataFrame, asked: Asked, *, name: str) -> Events:
    """Return the events of a GeoDataFrame: as they stand, or by the meaning of its columns."""
    check_frame(frame, EventsError)
    notes: list[Problem] = []
    geometry = degrees(frame, name, notes, EventsError)
    known = None if asked.columns else source_events(frame, geometry, name)
    if known is not None:
        return _finished(known, frame, name, notes)
    places = places_of(geometry, name)
    return _finished(_by_columns(frame, places, asked, name), frame, name, notes)


def _by_columns(frame: GeoDataFrame, places: Places, asked: Asked, name: str) -> Events:
    """Return the events by the columns as they stand; by their meaning if that loses fewer rows."""
    notes: list[Problem] = []
    exact: Events | _NoDateError
    try:
        exact = _exact(frame, places, asked, name=name, notes=notes)
    except _NoDateError as error:
        exact = error
    lost = math.inf if isinstance(exact, EventsError) else exact.accounting.set_aside
    if lost > len(places.broken) and not asked.strict:
        loose = loose_events(frame, places, asked, name=name)
        if loose is not None and loose.accounting.set_aside < lost:
            return loose
    if isinstance(exact, EventsError):
        raise exact
    return replace(exact, problems=(*notes, *exact.problems))


def _exact(
    frame: GeoDataFrame, places: Places, asked: Asked, *, name: str, notes: list[Problem]
) -> Events:
    """Return the events of a frame whose cells are in the form of files."""
    named = {key: column for key, column in asked.columns.items() if isinstance(column, str)}
    date, end = named.get("date", named.get("date_start")), named.get("date_end")
    title = named.get("title")
    day, last = _date_columns(frame, date, end, name, notes)
    table = _Table(columns=_columns(frame, day, last, title), days=(day, last), places=places)
    values = {column: frame[column].tolist() for column in frame.columns
              if column != frame.geometry.name}
    rows = [table.row(i, {c: v[i] for c, v in values.items()}) for i in range(len(frame))]
    # The CRS of a frame says which number is the latitude: nothing here can be swapped in a file.
    return events_of(rows, file=name, stem=name, areas=places.areas, swap_check=False)


def _finished(found: Events, frame: GeoDataFrame, name: str, notes: list[Problem]) -> Events:
    """Return the events with what was noticed, and where they came from."""
    content = frame.to_json(default=str, to_wgs84=False, drop_id=True).encode()
    provenance = provenance_of(name, content, rows=found.accounting.read)
    return replace(found, problems=tuple(notes) + found.problems, provenance=(provenance,))


def _date_columns(
    frame: GeoDataFrame, date: str | None, end: str | None, name: str, notes: list[Problem]
) -> tuple[Any, Any]:
    """Return the columns of the first and the last day; the second may be None."""
    for column in (date, end):
        check_column(frame, column, EventsError, before=f"{name}: ")
    if date is not None:
        return date, end
    found = _found_date(frame, name)
    last = end or LAST_DAYS.get(str(found).lower())
    last = next((c for c in frame.columns if str(c).lower() == str(last).lower()), None)
    used = f"column '{found}'" + (f" to '{last}'" if last is not None else "")
    notes.append(Problem(
        file=name, place="", field="date", value=str(found), level="warning",
        reason=f"the date is taken from {used}", fix="Give date= to choose another column.",
    ))
    return found, last


def _found_date(frame: GeoDataFrame, name: str) -> Any:
    """Return the column that holds the date, by its name, else the only one of a date type."""
    by_name = {str(c).strip().lower(): c for c in reversed(frame.columns)}
    known = next(filter(by_name.__contains__, DATES), None)
    if known is not None:
        return by_name[known]
    typed = [c for c in frame.columns if _is_date(frame[c])]
    if len(typed) == 1:
        return typed[0]
    columns = ", ".join(map(str, typed or frame.columns))
    if typed:
        raise EventsError(f"{name}: several columns can be the date: {columns}. Give date=.")
    raise _NoDateError(
        f"{name}: no column can be taken for the date. Give date= one of {columns}."
    )


def _is_date(column: Any) -> bool:
    """Return whether a column holds dates, datetimes or periods; geometries are none."""
    if column.dtype.kind == "M" or str(column.dtype).startswith(("datetime64", "period")):
        return True
    first = column.dropna()
    return bool(len(first)) and isinstance(first.iloc[0], dt.date)


def _columns(frame: GeoDataFrame, day: Any, last: Any, title: str | None) -> dict[Any, str]:
    """Return the standard name of each column that has one; no name is given twice."""
    check_column(frame, title, EventsError)
    free = [c for c in frame.columns if c not in {day, last, title, frame.geometry.name}]
    found: dict[Any, str] = {} if title is None else {title: "title"}
    found |= _standard_columns(free, {"date", "lat", "lon", "where", *found.values()})
    rest = {str(c).lower(): c for c in free if c not in found}
    found |= _usual_columns(rest, set(found.values()))
    return found | _guessed_columns([c for c in free if c not in found], set(found.values()))


def _standard_columns(free: Iterable[Any], taken: set[str]) -> dict[Any, str]:
    """Return the columns that are called by a standard name or an alias that is not TAKEN."""
    found: dict[Any, str] = {}
    for column in free:
        known = standard_name(str(column))
        if known in STANDARD and known not in taken:
            found[column] = known
            taken.add(known)
    return found


def _guessed_columns(free: Sequence[Any], taken: set[str]) -> dict[Any, str]:
    """Return the columns whose names say in some language what they hold, but for days and places.

    What is TAKEN stays.
    """
    by_name = {str(c).strip(): c for c in reversed(free)}
    return {by_name[header]: known for known, header in guess(list(by_name)).items()
            if known in STANDARD and known not in {*taken, "date", "lat", "lon", "where"}}


def _usual_columns(lower: Mapping[str, Any], taken: set[str]) -> dict[Any, str]:
    """Return fatalities and a title by the names that sources give them, where none is TAKEN."""
    found: dict[Any, str] = {}
    if not taken & set(_FATALITIES.values()) and lower.keys() >= _FATALITIES.keys():
        found |= {lower[c]: known for c, known in _FATALITIES.items()}
    titles = [lower[c] for c in _TITLES if c in lower]
    if titles and "title" not in taken:
        found[titles[0]] = "title"
    return found


@dataclass(frozen=True, kw_only=True)
class _Table:
    """How the columns of one frame are read, and the places of its rows."""

    columns: Mapping[Any, str]
    days: tuple[Any, Any]
    places: Places

    def row(self, index: int, values: Mapping[Any, Any]) -> Row:
        """Return one row of the frame as text."""
        cells = {known: cell_text(values[column]) for column, known in self.columns.items()}
        cells["date"] = _span(*(None if c is None else values[c] for c in self.days))
        used = {*self.columns, *self.days}
        rest = {str(c): cell_text(v) for c, v in values.items() if c not in used}
        broken = self.places.broken.get(index, "")
        return Row(place=f"row {index}", cells=cells | self.places.cells[index], broken=broken,
                   extra={} if broken else rest)


def _span(first: Any, last: Any) -> str:
    """Return one date or a span as EDTF text; empty when there is none."""
    start, end = day_text(first), day_text(last)
    if end and start and end != start and "/" not in start + end:
        return f"{start}/{end}"
    return start or (f"../{end}" if end else "")


def source_events(
    frame: GeoDataFrame, geometry: NDArray[np.object_], name: str
) -> Events | None:
    """Return the events of a source's table; None when it is none.

    The point of a row (longitude, latitude in degrees) stands for what its columns of coordinates
    say. Lines in messages count from 2, as in a file.
    """
    content = _as_csv(frame, geometry)
    return None if content is None else of_source(content, name)


def _as_csv(frame: GeoDataFrame, geometry: NDArray[np.object_]) -> bytes | None:
    """Return the table with its points as columns, one line for each row; None without points."""
    if any(g is not None and g.geom_type != "Point" for g in geometry):
        return None
    table = frame.drop(columns=frame.geometry.name).copy()
    given = {str(c).lower(): c for c in table.columns}
    for column, values in (("latitude", shapely.get_y(geometry)),
                           ("longitude", shapely.get_x(geometry))):
        table[given.get(column, column)] = values
    text = table.select_dtypes(exclude="number").columns
    for column in text:
        table[column] = table[column].map(
            lambda v: " ".join(v.splitlines()) if isinstance(v, str) else v)
    return bytes(table.to_csv(index=False, lineterminator="\n", float_format="%.9g").encode())
