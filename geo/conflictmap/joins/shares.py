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

    Edges = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]

#: A place is whole inside when no more than this share of it is out: rounding, not geography.
WHOLE = 1 - 1e-9
_NOTHING = 1e-12
#: A little more than the outer radius of a polygon of 64 corners around a circle.
_AROUND = 1 / math.cos(math.pi / 64) + 1e-6

#: Rows, numbers of areas, and the share of the row's place in the area, 0 to 1.
Shares = tuple["NDArray[np.int64]", "NDArray[np.int64]", "NDArray[np.float64]"]
#: So many pairs are worked on at a time: their edges stay in the processor's cache.
_PAIRS = 128
#: Edges of a ring that are looked at together.
_CHAIN = 24


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


def common_area(
    middles: NDArray[np.float64], radius: NDArray[np.float64], areas: NDArray[Any],
    which: NDArray[np.int64],
) -> NDArray[np.float64]:
    """Return, pair by pair, the area that a disc and a polygon have in common.

    Parameters
    ----------
    middles
        Centres of the discs, shape (n, 2), in the units of the polygons.
    radius
        Their radii.
    areas
        Polygons, or several as one.
    which
        For each disc, which of the areas.

    Returns
    -------
    array of n areas
        Each edge of a polygon and the centre span a triangle; what the disc holds of it is a
        triangle and two sectors. With their signs they add up to the common area (Green).
    """
    chains = _Chains(areas)
    parts = [slice(i, i + _PAIRS) for i in range(0, len(which), _PAIRS)]
    return np.concatenate([np.empty(0), *(
        _common(chains, middles[part], radius[part], which[part]) for part in parts)])


class _Chains:
    """The rings of areas in chains of a few edges, each chain with the box that holds it."""

    def __init__(self, areas: NDArray[Any]) -> None:
        polygons, area = shapely.get_parts(areas, return_index=True)
        rings, polygon = shapely.get_rings(shapely.orient_polygons(polygons), return_index=True)
        at, ring = shapely.get_coordinates(rings, return_index=True)
        self.x, self.y = np.ascontiguousarray(at.T)
        size = np.bincount(ring, minlength=len(rings))
        turn = np.arange(len(at)) - np.repeat(np.cumsum(size) - size, size)
        # A chain starts at every so many vertices of a ring, but not at its last one.
        self.first = np.flatnonzero((turn % _CHAIN == 0) & (turn < size[ring] - 1))
        self.last = np.minimum(
            self.first + _CHAIN, np.cumsum(size)[ring[self.first]] - 1)
        whose = area[polygon[ring[self.first]]]
        #: The chains of an area are those from one number up to the next.
        self.of = np.searchsorted(whose, np.arange(len(areas) + 1))
        self.west, self.east = self._ends(self.x)
        self.south, self.north = self._ends(self.y)

    def _ends(self, z: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return the least and the most of each chain along an axis."""
        end = z[self.last]
        return (np.minimum(np.minimum.reduceat(z, self.first), end),
                np.maximum(np.maximum.reduceat(z, self.first), end))

    def edges(
        self, x: NDArray[np.float64], y: NDArray[np.float64], radius: NDArray[np.float64],
        which: NDArray[np.int64],
    ) -> Edges:
        """Return (pair, start, end) of the edges that matter to discs, by numbers of vertices.

        A chain whose box the disc does not touch is one edge: seen from the centre, it turns as
        far as the straight line from its start to its end.
        """
        pair, chain = _each(self.of[which], self.of[which + 1])
        across = np.maximum(self.west[chain] - x[pair], x[pair] - self.east[chain])
        up = np.maximum(self.south[chain] - y[pair], y[pair] - self.north[chain])
        far = np.maximum(across, 0) ** 2 + np.maximum(up, 0) ** 2 > radius[pair] ** 2
        first, last = self.first[chain], self.last[chain]
        near, edge = _each(first[~far], last[~far])
        return (np.concatenate([pair[far], pair[~far][near]]),
                np.concatenate([first[far], edge]), np.concatenate([last[far], edge + 1]))


def _each(
    first: NDArray[np.int64], last: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return (span, number) for every number of spans from FIRST up to LAST."""
    times = last - first
    span = np.repeat(np.arange(len(first)), times)
    return span, np.arange(len(span)) + np.repeat(first - (np.cumsum(times) - times), times)


def _common(
    chains: _Chains, middles: NDArray[np.float64], radius: NDArray[np.float64],
    which: NDArray[np.int64],
) -> NDArray[np.float64]:
    x, y = np.ascontiguousarray(middles.T)
    pair, start, end = chains.edges(x, y, radius, which)
    ax, ay = chains.x[start] - x[pair], chains.y[start] - y[pair]
    bx, by = chains.x[end] - x[pair], chains.y[end] - y[pair]
    squared = radius[pair] ** 2
    cross, dot = ax * by - ay * bx, ax * bx + ay * by
    one, other = ax * ax + ay * ay, bx * bx + by * by
    whole = (one <= squared) & (other <= squared)
    # The foot of the centre on the edge, where it lies between the ends.
    length = np.maximum(one + other - 2 * dot, 1e-300)
    pierced = (cross**2 < squared * length) & (dot < one) & (dot < other)
    cut = np.flatnonzero(~whole & ((one < squared) | (other < squared) | pierced))
    out = np.flatnonzero(~whole)
    doubled = cross
    doubled[out] = squared[out] * np.arctan2(cross[out], dot[out])
    doubled[cut] = _cut(
        np.column_stack([ax[cut], ay[cut]]), np.column_stack([bx[cut], by[cut]]), squared[cut])
    return np.asarray(np.bincount(pair, doubled, minlength=len(which)) / 2)


def _cut(
    start: NDArray[np.float64], end: NDArray[np.float64], squared: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return twice what discs about 0 hold of the triangles of 0 and edges that they cut."""
    reach, along = end - start, _dot(start, end - start)
    length = np.maximum(_dot(reach, reach), 1e-300)
    root = along**2 - length * (_dot(start, start) - squared)
    half = np.sqrt(np.maximum(root, 0.0))
    enter = np.clip((-along - half) / length, 0.0, 1.0)
    leave = np.clip((-along + half) / length, 0.0, 1.0)
    enter, leave = np.where(root > 0, enter, 0.0), np.where(root > 0, leave, 0.0)
    first, last = start + enter[:, None] * reach, start + leave[:, None] * reach
    return np.asarray(squared * (_angle(start, first) + _angle(last, end)) + _cross(first, last))


def _dot(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(a[:, 0] * b[:, 0] + a[:, 1] * b[:, 1])


def _cross(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0])


def _angle(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the angle from one point to the other, seen from the centre."""
    return np.arctan2(_cross(a, b), _dot(a, b))
