"""Measures along lines in metres: how far from the first vertex, how far beside, which stretch."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

if TYPE_CHECKING:
    from numpy.typing import NDArray

_STEP_M = 1.0


class Ruler:
    """One line in metres, made ready to measure along it."""

    def __init__(self, line: Any) -> None:
        self.line = line
        self._at = shapely.get_coordinates(line)
        self._edges = np.asarray(
            shapely.linestrings(np.stack([self._at[:-1], self._at[1:]], axis=1)))
        self._starts = np.append(0.0, np.cumsum(shapely.length(self._edges)))
        self._tree = shapely.STRtree(self._edges)

    def measure(
        self, points: NDArray[np.object_]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return chainage and offset of points: metres along, and beside (left is negative)."""
        edge = self._nearest(points)
        chainage = self._chainage(points, edge)
        behind = self._point_at(np.maximum(chainage - _STEP_M, 0.0))
        along = self._point_at(chainage + _STEP_M) - behind
        away = shapely.get_coordinates(points) - behind
        left = along[:, 0] * away[:, 1] - along[:, 1] * away[:, 0] > 0
        offset = shapely.distance(points, self._edges[edge])
        return chainage, np.where(left, -offset, offset)

    def stretch(
        self, bodies: NDArray[np.object_]
    ) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Return (body, chainage) of the points of the line that bound what bodies can mean.

        Of an area it is the part of the line in it; of a stretch of road, all of its vertices.
        """
        road = shapely.get_dimensions(bodies) == 1
        common = bodies.copy()
        common[~road] = shapely.intersection(self.line, bodies[~road])
        parts, body = shapely.get_parts(common, return_index=True)
        at, part = shapely.get_coordinates(parts, return_index=True)
        body = body[part]
        if self._straight:
            # Along a part of the line chainage only grows: its ends say all.
            last = np.diff(part, append=-1) != 0
            used = np.flatnonzero(last | np.roll(last, 1) | road[body])
            at, body = at[used], body[used]
        points = np.asarray(shapely.points(at))
        return body, self._chainage(points, self._nearest(points))

    @cached_property
    def _straight(self) -> bool:
        """Whether the line never comes to a place where it was before."""
        return bool(shapely.is_simple(self.line)) and not bool(shapely.is_closed(self.line))

    def _nearest(self, points: NDArray[np.object_]) -> NDArray[np.int64]:
        """Return the number of the nearest edge of each point, the first of several."""
        (point, edge), gap = self._tree.query_nearest(points, return_distance=True)
        order = np.lexsort((edge, gap, point))
        _, first = np.unique(point[order], return_index=True)
        return np.asarray(edge[order[first]])

    def _chainage(
        self, points: NDArray[np.object_], edge: NDArray[np.int64]
    ) -> NDArray[np.float64]:
        return np.asarray(
            self._starts[edge] + shapely.line_locate_point(self._edges[edge], points))

    def _point_at(self, chainage: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the points of the line at chainages, shape (n, 2); beyond its end, the end."""
        return np.column_stack([
            np.interp(chainage, self._starts, self._at[:, 0]),
            np.interp(chainage, self._starts, self._at[:, 1])])


def single_lines(lines: NDArray[Any]) -> NDArray[Any]:
    """Return each line as one LineString from its first vertex: parts joined, or the longest."""
    out = lines.copy()
    for i in np.flatnonzero(shapely.get_type_id(lines) != 1):
        parts = shapely.get_parts(shapely.line_merge(lines[i]))
        longest = parts[np.argmax(shapely.length(parts))]
        first = shapely.get_coordinates(lines[i])[0]
        out[i] = longest if (first != longest.coords[-1]).any() else shapely.reverse(longest)
    return out


def middles(cores: NDArray[Any]) -> NDArray[np.object_]:
    """Return the middle of each place: its centroid, or half way along a stretch of road."""
    middle = np.asarray(shapely.centroid(cores))
    roads = np.flatnonzero(shapely.get_dimensions(cores) == 1)
    middle[roads] = shapely.line_interpolate_point(cores[roads], 0.5, normalized=True)
    return middle
