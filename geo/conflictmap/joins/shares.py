"""How much of an uncertain place lies in an area: the share of its ground."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from conflictmap.joins.batch import Places
from conflictmap.joins.discs import common_area

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from conflictmap.joins.batch import Batch

#: A place is whole inside when no more than this share of it is out: rounding, not geography.
WHOLE = 1 - 1e-9
_NOTHING = 1e-12
#: A little more than the outer radius of a polygon of 64 corners around a circle.
_AROUND = 1 / math.cos(math.pi / 64) + 1e-6

#: Rows, numbers of areas, and the share of the row's place in the area, 0 to 1.
Shares = tuple["NDArray[np.int64]", "NDArray[np.int64]", "NDArray[np.float64]"]


def shares(
    batch: Batch, rows: NDArray[np.int64], areas: NDArray[np.object_], crs: str
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
    ground_area, ground, ground_share = _of_areas(places.cores[grounds], areas)
    row, pair = places.spread(np.concatenate([discs[disc], grounds[ground]]))
    return (row, np.concatenate([area, ground_area])[pair],
            np.concatenate([share, ground_share])[pair])


def _of_discs(
    places: NDArray[Any], radius: NDArray[np.float64], areas: NDArray[Any]
) -> Shares:
    """Return (area, disc, share) wherever a disc, true and round, and an area meet."""
    # The corners of a circle's polygon lie on it; this one holds the whole circle.
    around = shapely.buffer(places, radius * _AROUND)
    tree = shapely.STRtree(around)
    area, disc = tree.query(areas, predicate="intersects")
    inner = tree.query(areas, predicate="covers")
    pair = area * len(places) + disc
    share = np.ones(len(pair))
    cut = np.flatnonzero(~np.isin(pair, inner[0] * len(places) + inner[1]))
    size = radius[disc[cut]]
    middles = shapely.get_coordinates(places)[disc[cut]]
    share[cut] = common_area(middles, size, areas, area[cut]) / (math.pi * size**2)
    return _met(area, disc, share)


def _of_areas(grounds: NDArray[Any], areas: NDArray[Any]) -> Shares:
    """Return (area, ground, share) wherever an area meets a place that is an area or a stretch."""
    area, ground = shapely.STRtree(grounds).query(areas, predicate="intersects")
    own = grounds[ground]
    common = _size(shapely.intersection(own, areas[area]), own)
    return _met(area, ground, common / _size(own, own))


def _size(shapes: NDArray[Any], whole: NDArray[Any]) -> NDArray[np.float64]:
    """Return the area of shapes, or their length where the whole is a stretch of road."""
    long = shapely.get_dimensions(whole) == 1
    return np.where(long, shapely.length(shapes), shapely.area(shapes))


def _met(area: NDArray[Any], place: NDArray[Any], share: NDArray[np.float64]) -> Shares:
    """Return what meets in more than a line or by rounding; all but the whole is the whole."""
    some = share > _NOTHING
    share = np.where(share >= WHOLE, 1.0, share)
    return area[some], place[some], share[some]
