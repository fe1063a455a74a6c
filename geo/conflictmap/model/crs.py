"""Degrees to metres and back: the only module that names a coordinate reference system."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from conflictmap.model.errors import EventsError
from conflictmap.model.region import REGION

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray
    from pyproj import Transformer

# pyproj is imported where it is used: it takes 60 ms, and most tables are in degrees.
WGS84 = "EPSG:4326"
#: What web maps are drawn in; its metres are no measure.
WEB_MERCATOR = "EPSG:3857"
#: UTM zone 38 N, not Web Mercator: at 40° N Mercator metres are 30 % too long, and "within 5 km"
#: would mean 3.8 km. Along the Lachin corridor UTM lengths are 1.8 per 10,000 short.
LOCAL_CRS = "EPSG:32638"

Bounds = tuple[float, float, float, float]
_ZONE = 6.0
#: Longest edge that is projected by its ends alone, in degrees: less than 0.1 m off.
_STEP = 0.02


def around(boxes: Iterable[Bounds]) -> Bounds:
    """Return the box around boxes.

    >>> around([(1.0, 2.0, 3.0, 4.0), (0.0, 3.0, 1.0, 9.0)])
    (0.0, 2.0, 3.0, 9.0)
    """
    west, south, east, north = zip(*boxes, strict=True)
    return min(west), min(south), max(east), max(north)


def local_crs(bounds: Bounds) -> str:
    """Return the metric CRS for a part of the world (west, south, east, north, degrees).

    UTM 38 N in the built-in region, the UTM zone of its centre for anything up to six degrees
    wide, and an equal-area projection about the centre beyond that: areas stay right, distances
    are then good to about one per cent within 1,000 km of the centre.

    >>> local_crs((46.0, 39.0, 47.0, 40.0))
    'EPSG:32638'
    """
    west, south, east, north = bounds
    if REGION[0] <= west and east <= REGION[2] and REGION[1] <= south and north <= REGION[3]:
        return LOCAL_CRS
    lon, lat = (west + east) / 2, (south + north) / 2
    if east - west <= _ZONE:
        zone = int((lon + 180) // 6) % 60 + 1
        return f"EPSG:{(32600 if lat >= 0 else 32700) + zone}"
    return f"+proj=laea +lat_0={lat:.4f} +lon_0={lon:.4f} +datum=WGS84 +units=m"


def is_zone(crs: str) -> bool:
    """Return whether a local CRS is a zone of UTM: of one scale, all but 1."""
    return not crs.startswith("+proj=laea")


def ground_scale(
    bounds: Bounds, lon: NDArray[np.float64], lat: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return how many metres on the ground a metre of `local_crs(bounds)` can be, at most.

    In a UTM zone never over 1.0004 and here, to be safe, 1.01; in the equal-area projection up to
    1 / cos(c / 2), where c is the angle from its centre.
    """
    if is_zone(local_crs(bounds)):
        return np.full(len(lon), 1.01)
    west, south, east, north = bounds
    middle = np.radians((south + north) / 2)
    turn, tilt = np.radians(lon - (west + east) / 2), np.radians(lat)
    cosine = np.sin(middle) * np.sin(tilt) + np.cos(middle) * np.cos(tilt) * np.cos(turn)
    return np.asarray(1.01 / np.sqrt(np.maximum((1 + cosine) / 2, 1e-6)))


@lru_cache(maxsize=32)
def _transformer(source: str, target: str) -> Transformer:
    from pyproj import Transformer

    return Transformer.from_crs(source, target, always_xy=True)


def to_local(geometry: Any, crs: str = LOCAL_CRS) -> Any:
    """Return geometry (one or an array; longitude, latitude in degrees) in metres of CRS."""
    return _moved(geometry, _transformer(WGS84, crs))


def edges_to_local(geometry: Any, crs: str = LOCAL_CRS) -> Any:
    """Return lines or areas in metres, with edges that stay straight in degrees (RFC 7946).

    An edge of one degree is 120 m off its middle when only its ends are projected.
    """
    return to_local(shapely.segmentize(geometry, _STEP), crs)


def to_wgs84(geometry: Any, crs: str = LOCAL_CRS) -> Any:
    """Return geometry in metres of CRS as longitude, latitude in degrees."""
    return _moved(geometry, _transformer(crs, WGS84))


def from_any(geometry: Any, crs: object) -> Any:
    """Return geometry in any CRS that pyproj knows as longitude, latitude in degrees."""
    from pyproj import Transformer

    return _moved(geometry, Transformer.from_crs(crs, WGS84, always_xy=True))


def points_from(
    x: NDArray[np.float64], y: NDArray[np.float64], crs: str
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return points in any CRS that pyproj knows as longitude and latitude in degrees.

    A point that the CRS cannot hold becomes NaN.

    Raises
    ------
    EventsError
        When pyproj does not know the CRS.
    """
    from pyproj.exceptions import CRSError

    try:
        lon, lat = _transformer(crs, WGS84).transform(x, y)
    except CRSError as error:
        raise EventsError(f"{crs}: no coordinate reference system of this name.") from error
    lon, lat = np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)
    fine = np.isfinite(lon) & np.isfinite(lat)
    return np.where(fine, lon, np.nan), np.where(fine, lat, np.nan)


def distance_m(
    lon: NDArray[np.float64], lat: NDArray[np.float64],
    other_lon: NDArray[np.float64], other_lat: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Return, pair by pair, metres along the ellipsoid between points in degrees."""
    from pyproj import Geod

    _, _, metres = Geod(ellps="WGS84").inv(lon, lat, other_lon, other_lat)
    return np.asarray(metres, dtype=np.float64)


def _moved(geometry: Any, transformer: Transformer) -> Any:
    def move(xy: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(transformer.transform(xy[:, 0], xy[:, 1]))

    return shapely.transform(geometry, move)
