"""From the rows of a file, all text, to checked events: every rule about a cell stands here.

An importer gives rows whose values are text under the standard column names; nothing else in the
package reads a number, a date or an address from data.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import numpy as np
import shapely

from conflictmap.crs import REGION
from conflictmap.errors import Problem, nearest
from conflictmap.events import DAYS, NO_DAY, NUMBERS, TEXT, Accounting, Events
from conflictmap.when import parse_when

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

_DECIMAL = re.compile(r"[+-]?\d{1,9}(\.\d{1,17})?", re.ASCII)
_WHOLE = re.compile(r"\d{1,12}", re.ASCII)
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


class _Bad(Exception):  # noqa: N818 - not an error that leaves this module
    """A cell that cannot be used: the row is set aside."""

    def __init__(self, column: str, value: str, reason: str, fix: str) -> None:
        super().__init__(reason)
        self.column, self.value, self.reason, self.fix = column, value, reason, fix


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
        except _Bad as bad:
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
        raise _Bad("", "", row.broken, "Mend the row.")
    cells = {name: value.strip() for name, value in row.cells.items()}
    record: dict[str, Any] = {
        column: cells.get(name, "") for name, column in STANDARD.items() if column in TEXT
    }
    record["event_id"] = record["event_id"] or f"{stem}-{row.place.rpartition(' ')[2]}"
    record["role"] = _choice(cells, "role", ROLES)
    record["line"] = row.place
    record |= _days(cells.get("date", ""))
    record |= _tolls(cells)
    record["radius_m"] = _number(cells, "radius_m", low=0, high=20_000_000)
    record |= _place(cells, areas)
    _address(cells.get("source_url", ""))
    record["extra"] = row.extra
    return record


def _check_id(record: Mapping[str, Any], seen: set[str]) -> None:
    event_id = record["event_id"]
    if event_id in seen:
        raise _Bad("id", event_id, "this id stands twice", "Give each event its own id.")
    seen.add(event_id)


def _choice(cells: Mapping[str, str], column: str, known: tuple[str, ...]) -> str:
    value = cells.get(column, "")
    if value and value not in known:
        raise _Bad(column, value, "not a word this column knows", f"Use {', '.join(known)}.")
    return value or known[0]


def _days(text: str) -> dict[str, Any]:
    """Return the days of a date; `NO_DAY` when there is none."""
    if not text:
        return dict.fromkeys(DAYS, NO_DAY) | {"date_precision": ""}
    try:
        when = parse_when(text)
    except ValueError as error:
        raise _Bad(
            "date", text, str(error), "Write YYYY-MM-DD, YYYY-MM, YYYY or a span START/END."
        ) from error
    sure = when.certain_start is not None and when.certain_end is not None
    return {
        "start": when.start, "end": when.end, "date_precision": when.precision,
        "certain_start": when.certain_start if sure else NO_DAY,
        "certain_end": when.certain_end if sure else NO_DAY,
    }


def _number(cells: Mapping[str, str], column: str, *, low: float, high: float) -> float:
    """Return a decimal number, NaN when the cell is empty."""
    text = cells.get(column, "")
    if not text:
        return float("nan")
    if not _DECIMAL.fullmatch(text):
        fix = "Write a number like 39.64, with a point; leave unknown empty."
        raise _Bad(column, text, "not a plain decimal number", fix)
    value = float(text)
    if not low <= value <= high:
        raise _Bad(column, text, f"outside {low:g} to {high:g}", _range_fix(column))
    return value


def _range_fix(column: str) -> str:
    if column in {"lat", "lon"}:
        return "Write degrees in WGS 84; are the two swapped, or is it metres?"
    return "Write metres."


def _tolls(cells: Mapping[str, str]) -> dict[str, float]:
    """Return low, best and high as numbers, NaN where unknown, in order."""
    found = {}
    for name in ("fatalities_low", "fatalities_best", "fatalities_high"):
        text = cells.get(name, "")
        if text and not _WHOLE.fullmatch(text):
            fix = "Write digits only; leave unknown empty (empty is not zero)."
            raise _Bad(name, text, "not a whole number", fix)
        found[STANDARD[name]] = float(text) if text else float("nan")
    known = [(n, found[STANDARD[n]]) for n in ("fatalities_low", "fatalities_best",
                                               "fatalities_high") if cells.get(n, "")]
    for (name, value), (above, more) in itertools.pairwise(known):
        if value > more:
            raise _Bad(
                name, f"{value:.0f}", f"above {above} ({more:.0f})",
                "Low, best and high must rise; swap them, or leave one empty.",
            )
    return found


def _place(cells: Mapping[str, str], areas: Mapping[str, Any]) -> dict[str, Any]:
    """Return the place of a row: an area, a point, or None."""
    where = cells.get("where", "")
    if where:
        return {"lat": float("nan"), "lon": float("nan"), "geometry": _area(where, areas)}
    lat = _number(cells, "lat", low=-_MAX_LAT, high=_MAX_LAT)
    lon = _number(cells, "lon", low=-_MAX_LON, high=_MAX_LON)
    if np.isnan(lat) != np.isnan(lon):
        column = "lat" if np.isnan(lat) else "lon"
        raise _Bad(column, "", "empty, while the other one is given", "Give both, or neither.")
    point = None if np.isnan(lat) else shapely.Point(lon, lat)
    return {"lat": lat, "lon": lon, "geometry": point}


def _area(where: str, areas: Mapping[str, Any]) -> Any:
    """Return the area that a list of area ids names."""
    ids = where.split()
    for area_id in ids:
        if area_id not in areas:
            hint = nearest(area_id, areas)
            raise _Bad("where", area_id, f"no area has this id.{hint}",
                       "'conflictmap layers' lists the layers; add yours with --layer.")
    return areas[ids[0]] if len(ids) == 1 else shapely.union_all([areas[i] for i in ids])


def _address(text: str) -> None:
    if text and (urlsplit(text).scheme not in {"http", "https"} or not urlsplit(text).netloc):
        fix = "Mend it, or leave it empty."
        raise _Bad("source_url", text, "not an http or https address", fix)


def _problem(file: str, place: str, bad: _Bad) -> Problem:
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
