"""The places of events as numbers, for the join: points with a radius, and areas."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from conflictmap.model.crs import Bounds, edges_to_local, ground_scale, is_zone, local_crs, to_local

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from conflictmap.model.events import Events
    from conflictmap.model.interval import Days

#: A degree of latitude is never shorter than this, in metres.
_DEGREE_M = 110_500.0
#: Margin around a box, in degrees, so that a straight edge in metres stays in it.
_MARGIN = 0.01
#: Beyond this latitude, in degrees, every longitude is near.
_POLAR = 89.0
_HALF_TURN = 180.0
#: Odd numbers that mix the bits of numbers, one for each.
_MIX = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x85EBCA77C2B2AE63)


@dataclass(frozen=True, kw_only=True)
class Batch:
    """Places and days of events, a row each: what `locate` and the join need of them.

    `lon` (-180 to 180) and `lat` are degrees, NaN without a point; `radius_m` is metres, NaN as 0;
    `start`, `end` are half-open days since 1970-01-01, and `dated` says which rows have them;
    `shapes` gives the place of a row that has no point: an area, or a line (WGS 84).
    """

    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    radius_m: NDArray[np.float64]
    start: Days
    end: Days
    dated: NDArray[np.bool_]
    shapes: dict[int, Any] = field(default_factory=dict)
    _grounds: dict[str, dict[int, Any]] = field(default_factory=dict, init=False, repr=False)

    def __len__(self) -> int:
        return len(self.lon)

    @property
    def placed(self) -> NDArray[np.bool_]:
        """Whether each row has a place."""
        found = ~np.isnan(self.lon)
        found[list(self.shapes)] = True
        return found

    @cached_property
    def spots(self) -> Distinct:
        """The distinct points."""
        return Distinct(self.lon, self.lat)

    def grounds(self, shapes: Sequence[Any], crs: str) -> NDArray[np.object_]:
        """Return some of the areas and lines in metres of CRS; each is moved once."""
        known = self._grounds.setdefault(crs, {})
        # By identity: `shapes` of the batch keeps them, so that no other takes their number.
        new = [shape for shape in {id(s): s for s in shapes}.values() if id(shape) not in known]
        if new:
            known.update(zip(map(id, new), edges_to_local(np.array(new, dtype=object), crs),
                             strict=True))
        return np.array([known[id(shape)] for shape in shapes], dtype=object)


class Places:
    """The distinct places of some rows of a batch, in metres of CRS.

    `cores` are points (where `pointed`), areas and lines; `radius` is metres around them.
    """

    def __init__(
        self, batch: Batch, rows: NDArray[np.int64], crs: str, *, exact: bool = False
    ) -> None:
        """Gather the places; when EXACT, without the radius."""
        self.rows = rows
        lon, lat = batch.lon[rows], batch.lat[rows]
        radius = np.zeros(len(rows)) if exact else np.fmax(batch.radius_m[rows], 0.0)
        shaped = np.flatnonzero(np.isnan(lon))
        lon[shaped], lat[shaped] = 0.0, 0.0
        # Events share areas, too; 0 is a point.
        number, shapes = np.zeros(len(rows)), [batch.shapes[r] for r in rows[shaped]]
        known = {id(shape): i for i, shape in enumerate(shapes, 1)}
        number[shaped] = [known[id(shape)] for shape in shapes]
        self._distinct = Distinct(lon, lat, radius, number)
        first = self._distinct.first
        self.radius = radius[first]
        self.cores: NDArray[np.object_] = np.asarray(to_local(
            np.asarray(shapely.points(lon[first], lat[first])), crs))
        of = number[first].astype(np.int64)
        self.pointed = of == 0
        self.cores[~self.pointed] = batch.grounds(
            [shapes[i - 1] for i in of[~self.pointed].tolist()], crs)

    def __len__(self) -> int:
        return len(self.cores)

    @property
    def which(self) -> NDArray[np.int64]:
        """The number of the place of each row."""
        return self._distinct.which

    @property
    def bodies(self) -> NDArray[np.object_]:
        """The places with their radius around them: discs as polygons."""
        bodies = self.cores.copy()
        wide = np.flatnonzero(self.radius > 0)
        bodies[wide] = shapely.buffer(self.cores[wide], self.radius[wide])
        return bodies

    def spread(self, found: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return (row of the batch, pair): each row with every pair that was FOUND of its place."""
        at, pair = self._distinct.spread(found)
        return self.rows[at], pair


def batch_of(events: Events) -> Batch:
    """Return the places and days of events."""
    return Batch(
        lon=events["lon"], lat=events["lat"], radius_m=events["radius_m"], start=events["start"],
        end=events["end"], dated=events.dated, shapes=dict(events.areas),
    )


def reach_degrees(
    bounds: Bounds, lon: NDArray[np.float64], lat: NDArray[np.float64], reach_m: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return how far, in degrees of longitude and latitude, metres of a local CRS can reach."""
    tall = (reach_m + 1.0) * ground_scale(bounds, lon, lat) / _DEGREE_M
    # A degree of longitude shrinks with latitude; near the poles every longitude is near.
    polar = np.abs(lat) + tall > _POLAR
    wide = tall / np.cos(np.radians(np.minimum(np.abs(lat) + tall, _POLAR)))
    return np.where(polar, 360.0, wide), tall


def near(
    batch: Batch, rows: NDArray[np.int64], box: Bounds, reach_m: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """Return which rows can touch a box in degrees when widened by their reach in metres."""
    lon, lat = batch.lon[rows], batch.lat[rows]
    found = _about(box, lon, lat, float(reach_m.max(initial=0.0)))
    some = np.flatnonzero(found)
    found[some] = _touch(box, lon[some], lat[some], reach_m[some])
    return found


def _about(
    box: Bounds, lon: NDArray[np.float64], lat: NDArray[np.float64], most_m: float
) -> NDArray[np.bool_]:
    """Return which points lie in a box widened by the farthest reach: all that touch, and more."""
    west, south, east, north = box
    most, middle = np.array([most_m]), np.array([(west + east) / 2])
    # A point that touches lies no farther from the equator than this.
    rim = np.array([max(abs(south), abs(north))])
    rim = rim + reach_degrees(box, middle, rim, most)[1] + _MARGIN
    (wide,), (tall,) = reach_degrees(box, middle, rim, most)
    wide, tall = wide + 2 * _MARGIN, tall + 2 * _MARGIN
    if not is_zone(local_crs(box)) or west - wide < -_HALF_TURN or east + wide > _HALF_TURN:
        return np.ones(len(lon), dtype=bool)
    found: NDArray[np.bool_] = (lat >= south - tall) & (lat <= north + tall)
    found &= lon >= west - wide
    found &= lon <= east + wide
    return found


def _touch(
    box: Bounds, lon: NDArray[np.float64], lat: NDArray[np.float64], reach_m: NDArray[np.float64]
) -> NDArray[np.bool_]:
    west, south, east, north = box
    wide, tall = reach_degrees(box, lon, lat, reach_m)
    wide, tall = wide + _MARGIN, tall + _MARGIN
    middle, half = (west + east) / 2, (east - west) / 2
    # The shorter way round: a place just across the date line is near.
    away = np.abs((lon - middle + 180.0) % 360.0 - 180.0)
    found: NDArray[np.bool_] = (away <= half + wide) & (lat <= north + tall) & (lat >= south - tall)
    return found


class Distinct:
    """The distinct places of rows, and the way back from places to rows.

    Parameters
    ----------
    *keys
        The numbers that make a place, for each row.
    """

    def __init__(self, *keys: NDArray[np.float64]) -> None:
        mixed = np.zeros(len(keys[0]), dtype=np.uint64)
        for key, odd in zip(keys, _MIX, strict=False):
            mixed = (mixed ^ np.ascontiguousarray(key).view(np.uint64)) * np.uint64(odd)
            mixed ^= mixed >> np.uint64(31)
        # By 16 bits and then by 16 more: of so few, a stable sort takes no comparisons.
        order = np.argsort(mixed.astype(np.uint16), kind="stable")
        high = (mixed >> np.uint64(16)).astype(np.uint16)
        self._order = order[np.argsort(high[order], kind="stable")]
        new = np.zeros(len(mixed), dtype=bool)
        new[:1] = True
        # Should two places be mixed to one number, one of them is only met twice.
        for key in keys:
            new[1:] |= np.diff(key[self._order]) != 0
        self._starts = np.append(np.flatnonzero(new), len(new))
        #: One row for each distinct place.
        self.first = self._order[self._starts[:-1]]

    def __len__(self) -> int:
        return len(self.first)

    @cached_property
    def which(self) -> NDArray[np.int64]:
        """The number of the place of each row."""
        which = np.empty(len(self._order), dtype=np.int64)
        which[self._order] = np.repeat(np.arange(len(self)), np.diff(self._starts))
        return which

    def spread(self, found: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return (row, pair): each row with every pair that was FOUND of its place."""
        start = self._starts[found]
        times = self._starts[found + 1] - start
        turn = np.arange(times.sum()) - np.repeat(np.cumsum(times) - times, times)
        return self._order[np.repeat(start, times) + turn], np.repeat(np.arange(len(found)), times)


def distinct_rows(rows: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the different rows of a table of numbers, and which of them each row is."""
    order = np.lexsort(rows.T)
    ordered = rows[order]
    fresh = np.ones(len(rows), dtype=bool)
    fresh[1:] = (ordered[1:] != ordered[:-1]).any(axis=1)
    inverse = np.empty(len(rows), dtype=np.int64)
    inverse[order] = np.cumsum(fresh) - 1
    return ordered[fresh], inverse
