"""From the rows of a file, all text, to checked events.

An importer gives rows whose values are text under the standard column names; `cells` says what
each text means; here rows become events, and what cannot be used is listed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from conflictmap.cells import BadCell, address, choice, days, number, tolls
from conflictmap.crs import REGION
from conflictmap.errors import Problem, nearest
from conflictmap.events import DAYS, NO_DAY, NUMBERS, TEXT, Accounting, Events

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

#: Column in a file: column of `Events`.
STANDARD = {
    "id": "event_id", "date": "when", "lat": "lat", "lon": "lon", "radius_m": "radius_m",
    "where": "where", "place_precision": "place_precision", "title": "title", "type": "type",
    "actor1": "actor_a", "actor2": "actor_b", "fatalities_low": "fatalities_low",
    "fatalities_best": "fatalities", "fatalities_high": "fatalities_high", "role": "role",
    "part_of": "part_of", "place": "place", "place_hy": "place_hy", "place_az": "place_az",
    "status": "status", "coord_code": "coord_code", "article": "article", "sources": "sources",
    "source_url": "source_url", "notes": "note",
}
REQUIRED = ("date", "lat", "lon")
ALIASES = {
    "event_id": "id", "when": "date", "latitude": "lat", "longitude": "lon", "lng": "lon",
    "actor_a": "actor1", "actor_b": "actor2", "fatalities": "fatalities_best", "note": "notes",
    "name": "title", "url": "source_url",
}
ROLES = ("event", "aggregate", "toll")

_MAX_LAT, _MAX_LON = 90.0, 180.0


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row of a file: where it stands, and its cells as text under standard names.

    `broken` says why the row as a whole cannot be read.
    """

    place: str
    cells: Mapping[str, str]
    extra: Mapping[str, str] = field(default_factory=dict)
    broken: str = ""


def standard_name(header: str) -> str:
    """Return the standard column that a header names, or the header itself.

    >>> standard_name(" Latitude ")
    'lat'
    """
    name = header.strip().lower()
    name = ALIASES.get(name, name)
    return name if name in STANDARD else header.strip()


def missing_columns(headers: Iterable[str]) -> str:
    """Return a sentence about required columns that are not there; empty when all are."""
    names = [standard_name(h) for h in headers]
    absent = [name for name in REQUIRED if name not in names]
    if not absent:
        return ""
    unused = [name for name in names if name not in STANDARD]
    first = f"no column '{absent[0]}'.{nearest(absent[0], unused)}"
    rest = f" Missing too: {', '.join(absent[1:])}." if absent[1:] else ""
    return f"{first}{rest} The columns date, lat and lon are needed."


def events_of(
    rows: Iterable[Row], *, file: str, stem: str, areas: Mapping[str, Any], swap_check: bool = True
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
    """
    records: list[dict[str, Any]] = []
    problems: list[Problem] = []
    seen: set[str] = set()
    read = 0
    for read, row in enumerate(rows, start=1):  # noqa: B007 - the count of rows is used below
        try:
            record = _record(row, stem, areas)
            _check_id(record, seen)
        except BadCell as bad:
            problems.append(_problem(file, row.place, bad))
            continue
        record["file"] = file
        records.append(record)
    if swap_check:
        records, swapped = _unswapped(records, file)
        problems += swapped
    return _table(records, problems, read)


def _record(row: Row, stem: str, areas: Mapping[str, Any]) -> dict[str, Any]:
    """Return the checked values of one row."""
    if row.broken:
        raise BadCell("", "", row.broken, "Mend the row.")
    cells = {name: value.strip() for name, value in row.cells.items()}
    record: dict[str, Any] = {
        column: cells.get(name, "") for name, column in STANDARD.items() if column in TEXT
    }
    record["event_id"] = record["event_id"] or f"{stem}-{row.place.rpartition(' ')[2]}"
    record["role"] = choice(cells, "role", ROLES)
    record["line"] = row.place
    record |= days(cells.get("date", ""))
    record |= tolls(cells)
    record["radius_m"] = number(cells, "radius_m", low=0, high=20_000_000)
    record |= _place(cells, areas)
    address(cells.get("source_url", ""))
    record["extra"] = row.extra
    return record


def _check_id(record: Mapping[str, Any], seen: set[str]) -> None:
    event_id = record["event_id"]
    if event_id in seen:
        raise BadCell("id", event_id, "this id stands twice", "Give each event its own id.")
    seen.add(event_id)


def _place(cells: Mapping[str, str], areas: Mapping[str, Any]) -> dict[str, Any]:
    """Return the place of a row: an area, a point, or None."""
    where = cells.get("where", "")
    if where:
        return {"lat": float("nan"), "lon": float("nan"), "geometry": _area(where, areas)}
    lat = number(cells, "lat", low=-_MAX_LAT, high=_MAX_LAT)
    lon = number(cells, "lon", low=-_MAX_LON, high=_MAX_LON)
    if np.isnan(lat) != np.isnan(lon):
        column = "lat" if np.isnan(lat) else "lon"
        raise BadCell(column, "", "empty, while the other one is given", "Give both, or neither.")
    point = None if np.isnan(lat) else shapely.Point(lon, lat)
    return {"lat": lat, "lon": lon, "geometry": point}


def _area(where: str, areas: Mapping[str, Any]) -> Any:
    """Return the area that a list of area ids names."""
    ids = where.split()
    for area_id in ids:
        if area_id not in areas:
            hint = nearest(area_id, areas)
            raise BadCell("where", area_id, f"no area has this id.{hint}".rstrip("."),
                       "'conflictmap layers' lists the layers; add yours with --layer.")
    return areas[ids[0]] if len(ids) == 1 else shapely.union_all([areas[i] for i in ids])


def _problem(file: str, place: str, bad: BadCell) -> Problem:
    return Problem(file=file, place=place, field=bad.column, value=bad.value, reason=bad.reason,
                   fix=bad.fix)


def _unswapped(
    records: list[dict[str, Any]], file: str
) -> tuple[list[dict[str, Any]], list[Problem]]:
    """Return the records without those whose latitude and longitude look exchanged.

    Only in a file that is about the built-in region: at least half of its points lie there, as
    they stand or exchanged. Elsewhere an exchanged point may be right.
    """
    points = [r for r in records if not np.isnan(r["lat"])]
    swapped = [r for r in points if not _inside(r["lon"], r["lat"]) and _inside(r["lat"], r["lon"])]
    about = len(swapped) + sum(_inside(r["lon"], r["lat"]) for r in points)
    if not swapped or about * 2 < len(points):
        return records, []
    gone = {id(r) for r in swapped}
    problems = [
        Problem(
            file=file, place=r["line"], field="lat", value=f"{r['lat']:g}",
            reason=f"latitude and longitude look swapped (lon {r['lon']:g})",
            fix="Swap the two; if the point is right, set swap_check = false in the recipe.",
        )
        for r in swapped
    ]
    return [r for r in records if id(r) not in gone], problems


def _inside(lon: float, lat: float) -> bool:
    west, south, east, north = REGION
    return west <= lon <= east and south <= lat <= north


def _table(records: list[dict[str, Any]], problems: list[Problem], read: int) -> Events:
    """Return the records as columns, with the accounting."""
    geometry = np.empty(len(records), dtype=object)
    geometry[:] = [r["geometry"] for r in records]
    undated = sum(r["start"] == NO_DAY for r in records)
    unplaced = sum(r["start"] != NO_DAY and r["geometry"] is None for r in records)
    names = sorted({name for r in records for name in r["extra"]})
    return Events(
        columns={
            **{n: np.array([r[n] for r in records], dtype=object) for n in TEXT},
            **{n: np.array([r[n] for r in records], dtype=np.int64) for n in DAYS},
            **{n: np.array([r[n] for r in records], dtype=np.float64) for n in NUMBERS},
        },
        geometry=geometry,
        extra={
            n: np.array([r["extra"].get(n, "") for r in records], dtype=object) for n in names
        },
        problems=tuple(problems),
        accounting=Accounting(
            read=read, placed=len(records) - undated - unplaced, unplaced=unplaced,
            undated=undated, set_aside=read - len(records),
        ),
    )
