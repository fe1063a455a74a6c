"""How much of an uncertain place lies in an area: the share of its ground."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from conflictmap.joins.batch import Places

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from conflictmap.joins.batch import Batch
    from conflictmap.joins.discs import CommonAreas

#: A place is whole inside when no more than this share of it is out: rounding, not geography.
WHOLE = 1 - 1e-9
_NOTHING = 1e-12

#: Rows, numbers of areas, and the share of the row's place in the area, 0 to 1.
Shares = tuple["NDArray[np.int64]", "NDArray[np.int64]", "NDArray[np.float64]"]


def shares(
    batch: Batch, rows: NDArray[np.int64], areas: CommonAreas, crs: str
) -> Shares:
    """Return (row, area, share) wherever a place and an area meet.

    Parameters
    ----------
    batch
        The places.
    rows
        Those whose place is a point with a radius, or an area.
    areas
        Polygons in metres of CRS.
    """
    places = Places(batch, rows, crs)
    discs, grounds = np.flatnonzero(places.pointed), np.flatnonzero(~places.pointed)
    area, disc, share = _of_discs(places.cores[discs], places.radius[discs], areas)
    ground_area, ground, ground_share = _of_areas(places.cores[grounds], areas.areas)
    row, pair = places.spread(np.concatenate([discs[disc], grounds[ground]]))
    return (row, np.concatenate([area, ground_area])[pair],
            np.concatenate([share, ground_share])[pair])


def _of_discs(
    places: NDArray[Any], radius: NDArray[np.float64], areas: CommonAreas
) -> Shares:
    """Return (area, disc, share) wherever a disc, true and round, and an area meet."""
    middles = shapely.get_coordinates(places)
    area, disc = _boxed(middles, radius, areas.bounds)
    common = areas.of(middles[disc], radius[disc], area)
    return _met(area, disc, common / (math.pi * radius[disc] ** 2))


def _boxed(
    middles: NDArray[np.float64], radius: NDArray[np.float64], boxes: NDArray[np.float64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return (box, disc) wherever a disc touches a box."""
    x, y = np.ascontiguousarray(middles.T)
    found = []
    for west, south, east, north in boxes:
        across = np.maximum(np.maximum(west - x, x - east), 0.0)
        up = np.maximum(np.maximum(south - y, y - north), 0.0)
        found.append(np.flatnonzero(across**2 + up**2 <= radius**2))
    return (np.repeat(np.arange(len(boxes)), [len(discs) for discs in found]),
            np.concatenate([np.empty(0, dtype=np.int64), *found]))


def _of_areas(grounds: NDArray[Any], areas: NDArray[Any]) -> Shares:
    """Return (area, ground, share) wherever an area meets a place that is an area or a stretch."""
    area, ground = shapely.STRtree(grounds).query(areas, predicate="intersects")
    # Layers hold an area once for each span of days: what it has in common is found once.
    pairs, at = np.unique(_same(grounds)[ground] * len(areas) + _same(areas)[area],
                          return_inverse=True)
    one, other = np.divmod(pairs, len(areas))
    own = grounds[one]
    common = _size(shapely.intersection(own, areas[other]), own)
    return _met(area, ground, (common / _size(own, own))[at])


def _same(shapes: NDArray[Any]) -> NDArray[np.int64]:
    """Return, for each shape, the number of the first that is the same, corner by corner."""
    first: dict[bytes, int] = {}
    return np.array([first.setdefault(wkb, i) for i, wkb in enumerate(shapely.to_wkb(shapes))],
                    dtype=np.int64)


def _size(shapes: NDArray[Any], whole: NDArray[Any]) -> NDArray[np.float64]:
    """Return the area of shapes, or their length where the whole is a stretch of road."""
    long = shapely.get_dimensions(whole) == 1
    return np.where(long, shapely.length(shapes), shapely.area(shapes))


def _met(area: NDArray[Any], place: NDArray[Any], share: NDArray[np.float64]) -> Shares:
    """Return what meets in more than a line or by rounding; all but the whole is the whole."""
    some = share > _NOTHING
    share = np.where(share >= WHOLE, 1.0, share)
    return area[some], place[some], share[some]
