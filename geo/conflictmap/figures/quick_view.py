"""A page in the pixels of a picture: Web Mercator, and path data of what lies in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

#: Degrees of latitude beyond which Web Mercator draws nothing.
_FAR = 85.0


@dataclass(frozen=True, kw_only=True)
class MapView:
    """Web Mercator within a picture: scale in pixels per degree of longitude."""

    west: float
    top: float
    scale: float
    width: int
    height: int

    def pixels(self, points: Any) -> Any:
        """Return longitude and latitude in degrees as pixels of the map."""
        lat = np.clip(points[:, 1], -_FAR, _FAR)
        x = (points[:, 0] - self.west) * self.scale
        return np.column_stack([x, (self.top - _mercator(lat)) * self.scale])

    def place(self, lon: float, lat: float) -> tuple[float, float]:
        """Return one place in pixels."""
        (x, y), = self.pixels(np.array([[lon, lat]]))
        return float(x), float(y)

    def holds(self, x: float, y: float) -> bool:
        """Return whether a pixel lies in the picture."""
        return 0 <= x <= self.width and 0 <= y <= self.height


def _mercator(lat: Any) -> Any:
    return np.degrees(np.log(np.tan(np.pi / 4 + np.radians(lat) / 2)))


def view_of_spec(spec: dict[str, Any], width: int, height: int) -> MapView:
    """Return the view that the page opens on, fitted into the picture."""
    if spec["center"] and spec["zoom"] is not None:
        lat, lon = spec["center"]
        scale = 256 * 2 ** spec["zoom"] / 360
        middle = float(_mercator(lat))
    else:
        west, south, east, north = (spec.get("opening") or {}).get("bounds") or spec["bounds"]
        low, high = (float(_mercator(np.clip(v, -_FAR, _FAR))) for v in (south, north))
        scale = 0.92 * min(width / max(east - west, 0.02), height / max(high - low, 0.02))
        lon, middle = (west + east) / 2, (low + high) / 2
    return MapView(west=lon - width / 2 / scale, top=middle + height / 2 / scale, scale=scale,
                 width=width, height=height)


def path_data(geometry: Any, view: MapView) -> str:
    """Return path data, cut to the picture and simplified to what can be seen."""
    moved = shapely.transform(geometry, view.pixels)
    if not moved.is_valid:
        moved = shapely.make_valid(moved)
    cut = shapely.clip_by_rect(moved, -5, -5, view.width + 5, view.height + 5)
    parts = shapely.get_parts(shapely.simplify(cut, 0.5, preserve_topology=False))
    return "".join(_line_path(line) for part in parts for line in _lines(part))


def _lines(part: Any) -> list[Any]:
    """Return a line, or the rings of a polygon."""
    return [part.exterior, *part.interiors] if part.geom_type == "Polygon" else [part]


def _line_path(line: Any) -> str:
    """Return path data of a line or a closed ring; nothing for anything else."""
    if line.geom_type not in {"LineString", "LinearRing"} or line.is_empty:
        return ""
    closed = line.geom_type == "LinearRing"
    points = shapely.get_coordinates(line).round(1)[:-1 if closed else None]
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in points) + ("Z" if closed else "")
