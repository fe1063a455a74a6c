"""Lengths: along lines in metres, along the Lachin corridor, on the ground."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from conflictmap.model.crs import edges_to_local, local_crs, to_wgs84
from conflictmap.model.errors import LayerError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from conflictmap.model.layer import Layer

_STEP_M = 1.0
#: Roles of layers whose areas say who held ground.
_ROLES = frozenset({"control", "district", "strip"})
_M, _M2 = 1e3, 1e6


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


def strip_layer(route: Layer, reach_m: float) -> Layer:
    """Return the strip of REACH_M metres on each side of the lines of a layer (WGS 84).

    Each line gives one area, with its days and its name.

    Raises
    ------
    LayerError
        When the layer holds no line, or the reach is not above zero.
    """
    lines = np.flatnonzero(shapely.get_dimensions(route.geometry) == 1)
    if not len(lines):
        raise LayerError(f"layer '{route.id}' holds no line; a strip follows a line.")
    if not reach_m > 0:
        raise LayerError(f"reach_m: {reach_m:g}: must be above zero, in metres.")
    crs = local_crs(route.bounds)
    local = shapely.buffer(edges_to_local(route.geometry[lines], crs), reach_m, quad_segs=8)
    areas = to_wgs84(shapely.simplify(local, 20.0), crs)
    name = f"{route.id}-strip"
    return replace(
        route, id=name, title=f"Within {reach_m / 1000:g} km of {route.title}", kind="area",
        role="user", group="user", features=tuple(
            replace(route.features[i], id=f"{name}-{i}", geometry=area,
                    properties={**route.features[i].properties, "name": route.features[i].name})
            for i, area in zip(lines, areas, strict=True)
        ),
    )


def areas_km2(layer: Layer) -> dict[str, tuple[float, float]]:
    """Return, by feature id, the area in km² and by how much it may be off, in km².

    Areas are those of the outline in the local metric CRS (UTM zone 38 N in the built-in region;
    its areas are right to 0.1 per cent). The second number takes the outline to be off by its
    stated error E, in or out, independently over stretches of 2 E: E times the root of 2 E times
    its length.
    """
    if layer.role not in _ROLES or not len(layer.features):
        return {}
    local = edges_to_local(layer.geometry, local_crs(layer.bounds))
    found = {}
    for feature, area, edge in zip(
        layer.features, shapely.area(local) / _M2, shapely.length(local) / _M, strict=True
    ):
        error = float(feature.properties.get("positional_error_m") or 0.0) / _M
        if np.isfinite(area) and area > 0:
            off = error * math.sqrt(2 * error * float(edge))
            found[feature.id] = (round(float(area), 1), round(off, 1))
    return found
