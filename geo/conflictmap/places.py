"""The places of events as numbers, for the join: points with a radius, and areas."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from conflictmap.crs import Bounds, ground_scale, to_local

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from conflictmap.events import Events
    from conflictmap.interval import Days

#: A degree of latitude is never shorter than this, in metres.
_DEGREE_M = 110_500.0
#: Margin around a box, in degrees, so that a straight edge in metres stays in it.
_MARGIN = 0.01
#: Beyond this latitude, in degrees, every longitude is near.
_POLAR = 89.0


@dataclass(frozen=True, kw_only=True)
class Batch:
    """Places and days of events: degrees (NaN without a point), metres (NaN as 0), half-open days.

    `shapes` gives the place of a row that is an area (WGS 84); `dated` says which rows have days.
    """

    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    radius_m: NDArray[np.float64]
    start: Days
    end: Days
    dated: NDArray[np.bool_]
    shapes: dict[int, Any] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.lon)


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
    west, south, east, north = box
    lon, lat = batch.lon[rows], batch.lat[rows]
    wide, tall = reach_degrees(box, lon, lat, reach_m)
    wide, tall = wide + _MARGIN, tall + _MARGIN
    middle, half = (west + east) / 2, (east - west) / 2
    # The shorter way round: a place just across the date line is near.
    away = np.abs((lon - middle + 180.0) % 360.0 - 180.0)
    found: NDArray[np.bool_] = (away <= half + wide) & (lat <= north + tall) & (lat >= south - tall)
    return found


def points_of(batch: Batch, rows: NDArray[np.int64], crs: str) -> NDArray[np.object_]:
    """Return the points of rows, in metres of CRS."""
    points: NDArray[np.object_] = np.asarray(shapely.points(batch.lon[rows], batch.lat[rows]))
    return np.asarray(to_local(points, crs))
