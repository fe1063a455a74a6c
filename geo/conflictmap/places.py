"""The places of events in metres: exact points, discs of a radius, and areas."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from conflictmap.crs import Bounds, edges_to_local

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from conflictmap.events import Events

#: A degree of latitude is never longer than this, in metres; used only to choose what is near.
_DEGREE_M = 110_500.0
#: Margin, in degrees, around a layer within which places are looked at.
_MARGIN = 0.5


@dataclass(frozen=True, kw_only=True)
class Places:
    """The dated events near a layer, sorted by the kind of their place.

    `points` (WGS 84) with `point_rows`: exact points. `blobs` (metres) with `blob_rows`: discs and
    areas. `cores` (metres) with `core_rows`: both, as the point or area itself, for distances.
    """

    points: NDArray[np.object_]
    point_rows: NDArray[np.int64]
    blobs: NDArray[np.object_]
    blob_rows: NDArray[np.int64]
    cores: NDArray[np.object_]
    core_rows: NDArray[np.int64]


def places_of(events: Events, *, near: Bounds, crs: str, reach_m: float = 0.0) -> Places:
    """Return the places of dated events that can lie in a box (degrees), in metres of CRS."""
    radius = np.nan_to_num(events["radius_m"], nan=0.0)
    rows = np.flatnonzero(events.placed & events.dated)
    rows = rows[_in_reach(events.geometry[rows], radius[rows] + reach_m, near)]
    geometry = events.geometry[rows]
    local = edges_to_local(geometry, crs)
    is_point = shapely.get_type_id(geometry) == 0
    exact = is_point & (radius[rows] == 0)
    blobs = _areas(local[~exact], radius[rows][~exact])
    return Places(
        points=geometry[exact], point_rows=rows[exact], blobs=blobs, blob_rows=rows[~exact],
        cores=local, core_rows=rows,
    )


def _areas(local: NDArray[np.object_], radius: NDArray[np.float64]) -> NDArray[np.object_]:
    """Return points with a radius as discs, and areas as they are."""
    found = local.copy()
    discs = shapely.get_type_id(local) == 0
    found[discs] = shapely.buffer(local[discs], radius[discs])
    return found


def _in_reach(
    geometry: NDArray[Any], radius: NDArray[np.float64], near: Bounds
) -> NDArray[np.bool_]:
    """Return which geometries, widened by a radius in metres, can touch a box in degrees."""
    if not len(geometry):
        return np.zeros(0, dtype=bool)
    west, south, east, north = near
    box = shapely.bounds(geometry)
    tall = radius / _DEGREE_M + _MARGIN
    # A degree of longitude shrinks with latitude; near the poles every longitude is near.
    edge = np.minimum(np.maximum(np.abs(box[:, 1]), np.abs(box[:, 3])) + tall, 89.0)
    wide = tall / np.cos(np.radians(edge))
    inside: NDArray[np.bool_] = (
        (box[:, 0] <= east + wide) & (box[:, 2] >= west - wide)
        & (box[:, 1] <= north + tall) & (box[:, 3] >= south - tall)
    )
    return inside
