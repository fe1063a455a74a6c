"""Comparing two releases of a source: added, withdrawn, moved, re-dated, toll revised.

Events are the same when their source gives them the same id, whatever release the file is of; for
events without a source's id, their own id counts. What only one file states at all (a column that
an extract left out) is not compared, and is named.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from conflictmap.analysis.revisions import FATALITY_FIELDS, Point, Revision, Revisions
from conflictmap.model.crs import distance_m
from conflictmap.model.interval import OPEN_END, OPEN_START

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from conflictmap.model.events import Events

#: Places farther apart than this, in kilometres, have moved; the fourth decimal of a degree is
#: about 0.01 km, the third about 0.1 km.
MOVED_KM = 0.1
#: Sources whose ids are those of another source: Candidate events become annual ones.
_ID_SPACE = {"ucdp-candidate": "ucdp-ged"}


def diff(old: Events, new: Events, *, km: float = MOVED_KM) -> Revisions:
    """Return what changed from OLD to NEW: added, withdrawn, moved, re-dated, toll revised.

    Parameters
    ----------
    old, new
        Two releases of one source, or two states of one file. Of two events with one key in one
        file, the later one counts.
    km
        Places farther apart than this have moved, in kilometres along the ellipsoid. Where a
        source publishes a point for an area, the points are compared as published.

    Raises
    ------
    ValueError
        When `km` is negative or not a number.
    """
    if not km >= 0:
        raise ValueError(f"km is {km}; the tolerance is 0 or more kilometres")
    before, after = rows_by_key(old), rows_by_key(new)
    shared = [key for key in before if key in after]
    pair = np.array([(before[key], after[key]) for key in shared], dtype=np.int64).reshape(-1, 2)
    one, two = _Side(old, pair[:, 0]), _Side(new, pair[:, 1])
    found = [
        *_alone(new, _only_in(after, before), "added"),
        *_alone(old, _only_in(before, after), "withdrawn"),
        *_moves(shared, one, two, km), *_dates(shared, one, two),
        *_fatalities(shared, one, two),
    ]
    absent = [
        field for name, field in FATALITY_FIELDS.items()
        if len(pair) and (one.states(name) != two.states(name))
    ]
    return Revisions(
        old_events=len(old), new_events=len(new), shared=len(shared), revisions=tuple(found),
        not_compared=tuple(absent),
    )


class _Side:
    """The shared events of one of the two files, in the order of the keys."""

    def __init__(self, events: Events, rows: NDArray[np.int64]) -> None:
        self.events, self.rows = events, rows
        self.lon, self.lat = _points(events, rows)

    def __getitem__(self, name: str) -> NDArray[Any]:
        values: NDArray[Any] = self.events[name][self.rows]
        return values

    def states(self, name: str) -> bool:
        """Return whether any of the events states a number."""
        return bool((~np.isnan(self[name])).any())


def rows_by_key(events: Events) -> dict[str, int]:
    """Return the row of each event by the key by which two releases are compared."""
    keys = events.ids
    if "source_id" in events.extra and "source_dataset" in events.extra:
        named = zip(events.extra["source_dataset"], events.extra["source_id"], keys, strict=True)
        keys = [f"{_ID_SPACE.get(s, s)}:{i}" if s and i else key for s, i, key in named]
    return {key: row for row, key in enumerate(keys)}


def _only_in(rows: dict[str, int], other: dict[str, int]) -> list[tuple[str, int]]:
    """Return the keys, and their rows, that the other file lacks."""
    return [(key, row) for key, row in rows.items() if key not in other]


def _points(
    events: Events, rows: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return longitude and latitude: as the source published them, else the middle of the place."""
    places = shapely.centroid(events.geometry[rows])
    lon, lat = shapely.get_x(places), shapely.get_y(places)
    if "source_lat" in events.extra and "source_lon" in events.extra:
        said = [_numbers(events.extra[name][rows]) for name in ("source_lon", "source_lat")]
        known = ~np.isnan(said[0]) & ~np.isnan(said[1])
        lon, lat = np.where(known, said[0], lon), np.where(known, said[1], lat)
    return lon, lat


def _numbers(texts: NDArray[Any]) -> NDArray[np.float64]:
    def number(text: str) -> float:
        try:
            return float(text)
        except ValueError:
            return float("nan")

    return np.array([number(text) for text in texts], dtype=np.float64)


def _at(lon: NDArray[np.float64], lat: NDArray[np.float64], i: int) -> Point:
    return None if np.isnan(lon[i]) else (float(lon[i]), float(lat[i]))


def _alone(events: Events, rows: list[tuple[str, int]], change: str) -> Iterator[Revision]:
    """Yield the events that only one file holds."""
    numbers = np.array([row for _, row in rows], dtype=np.int64)
    lon, lat = _points(events, numbers)
    for i, (key, row) in enumerate(rows):
        point, when = _at(lon, lat, i), str(events["when"][row])
        added = change == "added"
        yield Revision(
            id=key, change=change, field="", old="" if added else when, new=when if added else "",
            old_point=None if added else point, new_point=point if added else None,
            title=str(events["title"][row]),
        )


def _moves(keys: list[str], old: _Side, new: _Side, km: float) -> Iterator[Revision]:
    far = distance_m(old.lon, old.lat, new.lon, new.lat) / 1000 if keys else np.zeros(0)
    gone, come = np.isnan(old.lon), np.isnan(new.lon)
    for i in np.flatnonzero((far > km) | (gone != come)).tolist():
        start, end = _at(old.lon, old.lat, i), _at(new.lon, new.lat, i)
        yield Revision(
            id=keys[i], change="moved", field="place", old=_place(start), new=_place(end),
            by=None if gone[i] or come[i] else round(float(far[i]), 3), unit="km",
            old_point=start, new_point=end, title=str(new["title"][i]),
        )


def _place(point: Point) -> str:
    return "" if point is None else f"{point[1]:.6f} {point[0]:.6f}"


def _dates(keys: list[str], old: _Side, new: _Side) -> Iterator[Revision]:
    spans = [(side["start"], side["end"]) for side in (old, new)]
    (start, end), (other_start, other_end) = spans
    differ = (start != other_start) | (end != other_end)
    apart = (start >= other_end) | (other_start >= end) | (
        (old["when"] == "") != (new["when"] == ""))
    for i in np.flatnonzero(differ).tolist():
        step = int(other_start[i] - start[i])
        known = all(OPEN_START < day < OPEN_END for day in (start[i], other_start[i]))
        yield Revision(
            id=keys[i], change="re-dated" if apart[i] else "date restated", field="date",
            old=str(old["when"][i]), new=str(new["when"][i]), by=step if known else None,
            unit="days", old_point=_at(old.lon, old.lat, i), new_point=_at(new.lon, new.lat, i),
            title=str(new["title"][i]),
        )


def _fatalities(keys: list[str], old: _Side, new: _Side) -> Iterator[Revision]:
    for name, field in FATALITY_FIELDS.items():
        if not (old.states(name) and new.states(name)):
            continue
        one, two = old[name], new[name]
        same = (one == two) | (np.isnan(one) & np.isnan(two))
        for i in np.flatnonzero(~same).tolist():
            unknown = np.isnan(one[i]) or np.isnan(two[i])
            yield Revision(
                id=keys[i], change="toll revised", field=field, old=_count(one[i]),
                new=_count(two[i]), by=None if unknown else int(two[i] - one[i]), unit="deaths",
                old_point=_at(old.lon, old.lat, i), new_point=_at(new.lon, new.lat, i),
                title=str(new["title"][i]),
            )


def _count(value: float) -> str:
    return "" if np.isnan(value) else f"{value:.0f}"
