"""Small helpers on shapes and tables, shared by the territory, district and corridor layers.

Coordinates are WGS 84 degrees, longitude first; lengths and areas are measured in UTM zone 38
North.
"""

import csv
import json
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
import shapely
from inputs import natural_earth
from pyproj import Transformer
from shapely.geometry import LineString, MultiPolygon, Point, Polygon, shape
from shapely.geometry.base import BaseGeometry

TABLES = Path(__file__).parent / "tables"
GRID = 1e-4
"""Spacing of the grid, in degrees, on which all edges of areas meet (11 m)."""

_TO_METRES = Transformer.from_crs(4326, 32638, always_xy=True)


def table(name: str) -> list[dict[str, str]]:
    """Return the rows of ``tables/<name>.csv``."""
    with (TABLES / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def vertices(rows: Iterable[dict[str, str]]) -> list[tuple[float, float]]:
    """Return the (lon, lat) pairs of table rows."""
    return [(float(row["lon"]), float(row["lat"])) for row in rows]


def names(key: str) -> dict[str, str]:
    """Return the properties ``name``, ``name_hy``, ``name_az`` and ``name_ru`` where known."""
    row = next(row for row in table("names") if row["key"] == key)
    return {field: text for field, text in row.items() if field != "key" and text}


def own_line(name: str) -> LineString:
    """Return a line of ``tables/own_lines.csv``."""
    return LineString(vertices(row for row in table("own_lines") if row["line"] == name))


@lru_cache
def natural_earth_line(note: str) -> LineString:
    """Return the district line that Natural Earth marks with this ``note``."""
    found = [g for row, g in natural_earth("admin_1_states_provinces_lines") if row["note"] == note]
    merged = shapely.line_merge(shapely.union_all([shapely.set_precision(g, 1e-5) for g in found]))
    return max(shapely.get_parts(merged), key=shapely.length)


def to_metres(geometry: BaseGeometry) -> BaseGeometry:
    """Return the geometry in metres."""
    return shapely.transform(
        geometry, lambda p: np.column_stack(_TO_METRES.transform(p[:, 0], p[:, 1]))
    )


def to_degrees(geometry: BaseGeometry) -> BaseGeometry:
    """Return the geometry, given in metres, in degrees."""
    return shapely.transform(
        geometry,
        lambda p: np.column_stack(_TO_METRES.transform(p[:, 0], p[:, 1], direction="INVERSE")),
    )


def km2(geometry: BaseGeometry) -> float:
    """Return the area in square kilometres."""
    return float(to_metres(geometry).area / 1e6)


def km(geometry: BaseGeometry) -> float:
    """Return the length in kilometres."""
    return float(to_metres(geometry).length / 1e3)


def around(geometry: BaseGeometry, metres: float, *, quarter: int = 8) -> BaseGeometry:
    """Return what lies within a distance of the geometry."""
    return to_degrees(to_metres(geometry).buffer(metres, quad_segs=quarter))


def circle(lon: float, lat: float, metres: float) -> Polygon:
    """Return a circle of 32 corners."""
    return around(Point(lon, lat), metres)


def areas(geometry: BaseGeometry) -> Polygon | MultiPolygon:
    """Return only the polygons of a geometry."""
    parts = [p for p in _leaves(geometry) if p.geom_type == "Polygon"]
    return parts[0] if len(parts) == 1 else MultiPolygon(parts)


def _leaves(geometry: BaseGeometry) -> list[BaseGeometry]:
    if hasattr(geometry, "geoms"):
        return [leaf for part in geometry.geoms for leaf in _leaves(part)]
    return [geometry]


def prolonged(line: LineString, frame: BaseGeometry, *, within: float) -> LineString:
    """Return the line with each end joined to the nearest point of a frame.

    Parameters
    ----------
    line, frame
        In degrees.
    within
        An end farther than this from the frame, in degrees, stays as it is.
    """
    first, last = (_link(line.coords[end], frame, within) for end in (0, -1))
    return LineString([*first, *line.coords, *last])


def _link(end: tuple[float, ...], frame: BaseGeometry, within: float) -> list[tuple[float, ...]]:
    near = shapely.shortest_line(Point(end), frame)
    return [near.coords[-1]] if GRID / 10 < near.length < within else []


def faces(lines: Sequence[BaseGeometry]) -> list[Polygon]:
    """Return the smallest areas that the lines enclose, all edges on one grid."""
    noded = shapely.union_all(list(lines), grid_size=GRID)
    made = shapely.polygonize([noded])
    return [shapely.set_precision(face, GRID) for face in made.geoms]


def smooth(points: Sequence[tuple[float, float]], *, steps: int = 3) -> list[tuple[float, float]]:
    """Return a curve through the points (Catmull-Rom), so that a road bends and has no corners.

    Parameters
    ----------
    points
        Two or more; each stays a vertex of the result.
    steps
        Number of pieces between two points.
    """
    xy = np.asarray(points, dtype=float)
    padded = np.vstack([2 * xy[0] - xy[1], xy, 2 * xy[-1] - xy[-2]])
    t = np.arange(steps)[:, None] / steps
    made = []
    for a, b, c, d in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        cubic = (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2
                 + (3 * b - a - 3 * c + d) * t**3)
        made.append(cubic / 2)
    return [tuple(p) for p in np.vstack([*made, xy[-1:]]).round(5).tolist()]


def features_of(path: Path) -> dict[str, BaseGeometry]:
    """Return the geometry of each feature of a layer file, by feature id."""
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    return {feature["id"]: shape(feature["geometry"]) for feature in features}
