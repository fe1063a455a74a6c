"""Make `world-ocean` and `world-borders`: the outline of the world, for events elsewhere.

Natural Earth 1:50m, simplified to about the detail of 1:110m but with a stated largest error. The
sea is drawn, not the land, so that land is the plain ground on which events are seen.
"""

from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import shapely
from coverage import polygons
from inputs import PACKAGES, data_file, write_layer
from shapely.geometry.base import BaseGeometry

RETRIEVED = "2026-11-24"
DECIMALS = 2
_STEM = "usr/share/magics/50m/ne_50m_"
_SOURCE = f"Natural Earth 1:50m 2.0.0 in {PACKAGES['libmagics++-data'].label} (Debian)"
_ERROR_M = 25_000
_TOLERANCE = 0.15  # degrees of latitude: 17 km, 24 km beyond the polar circles
_SMALLEST = 0.2  # square degrees: smaller islands are left out
_POLAR = 0.7  # how much a degree counts near the poles
_FIRM = ("International boundary (verify)", "International boundary (Magics)")
_COMMON = {
    "valid_from": None, "valid_to": None, "source": _SOURCE,
    "licence": "LicenseRef-public-domain", "positional_error_m": _ERROR_M,
}


def _theme(name: str) -> list[tuple[dict[str, Any], BaseGeometry]]:
    """Return (attributes, geometry) of a theme, longitude and latitude in degrees."""
    path, _ = (data_file("libmagics++-data", f"{_STEM}{name}.{end}") for end in ("shp", "dbf"))
    meta, _, geometry, columns = pyogrio.raw.read(path)
    rows = [dict(zip(meta["fields"], values, strict=True)) for values in zip(*columns, strict=True)]
    return list(zip(rows, shapely.make_valid(shapely.from_wkb(geometry)), strict=True))


def _layer(**own: str) -> dict[str, Any]:
    """Return the members of a layer: those given, and those that both share."""
    return {
        "group": "context", "visible": True, "source": _SOURCE, "source_url": None,
        "licence": "LicenseRef-public-domain", "attribution": "Natural Earth (public domain)",
        "retrieved": RETRIEVED, **own,
    }


_LATITUDES = np.linspace(-90, 90, 1801)
_WEIGHTS = np.clip(np.minimum(1 - (_LATITUDES - 60) / 8, 1 + (_LATITUDES + 50) / 8), _POLAR, 1)
_HEIGHTS = np.concatenate([[0.0], np.cumsum(_WEIGHTS[1:]) * 0.1])


def _flat(points: Any) -> Any:
    """Return degrees as lengths: longitude shrinks, and the polar regions count less."""
    narrow = np.cos(np.radians(np.clip(points[:, 1], -85, 85)))
    x = points[:, 0] * np.interp(points[:, 1], _LATITUDES, _WEIGHTS) * narrow
    return np.column_stack([x, np.interp(points[:, 1], _LATITUDES, _HEIGHTS)])


def _simplified(line: BaseGeometry) -> Any:
    """Return the points of a line that matter, in degrees."""
    points = shapely.get_coordinates(line)
    flat = _flat(points)
    kept = shapely.get_coordinates(shapely.LineString(flat).simplify(
        _TOLERANCE, preserve_topology=False))
    index = {tuple(point): i for i, point in enumerate(flat)}
    index[tuple(flat[0])] = 0
    return points[sorted({index[tuple(point)] for point in kept[:-1]} | {0, len(points) - 1})]


def _ocean() -> BaseGeometry:
    """Return the sea, simplified, without its small islands."""
    whole = shapely.union_all([geometry for _, geometry in _theme("ocean")])
    rings = [
        [r for i, r in enumerate((p.exterior, *p.interiors))
         if i == 0 or shapely.Polygon(r).area * _narrow(r) > _SMALLEST]
        for p in shapely.get_parts(whole) if p.geom_type == "Polygon" and p.area > _SMALLEST
    ]
    lines = [[points for r in ring if len(points := _simplified(r)) > 3] for ring in rings]
    sea = shapely.MultiPolygon([shapely.Polygon(ring[0], ring[1:]) for ring in lines if ring])
    return polygons(shapely.make_valid(sea))


def _narrow(ring: BaseGeometry) -> float:
    return float(np.cos(np.radians(ring.centroid.y)))


def build_ocean(out: Path) -> None:
    """Write the layer `world-ocean`."""
    feature = {"id": "world-ocean-1", "geometry": _ocean(), "properties": {
        **_COMMON, "name": "Sea", "basis": "shoreline",
        "note": "Simplified by at most 17 km, near the poles 24 km; islands below 0.2 square"
                " degrees are left out."}}
    layer = _layer(
        id="world-ocean", title="Seas of the world", kind="area", role="sea",
        viewpoint="Shoreline of the source; no borders in the water.",
        note="For orientation at small scales.")
    write_layer(out / "context" / "world-ocean.geojson", layer, [feature], DECIMALS)


def build_borders(out: Path) -> None:
    """Write the layer `world-borders`: solid where the source has no doubt, dashed where it has."""
    rows = _theme("admin_0_boundary_lines_land")
    kinds = {
        "firm": ("Land borders", True, "as drawn by the source",
                 [g for row, g in rows if row["featurecla"] in _FIRM]),
        "disputed": ("Disputed borders and lines of control", False, "disputed, says the source",
                     [g for row, g in rows if row["featurecla"] not in _FIRM]),
    }
    features = []
    for key, (name, delimited, basis, lines) in kinds.items():
        merged = shapely.MultiLineString([
            points for part in shapely.get_parts(shapely.line_merge(shapely.union_all(lines)))
            if len(np.unique(points := _simplified(part), axis=0)) > 1])
        features.append({
            "id": f"world-borders-{key}", "geometry": merged, "properties": {
                **_COMMON, "name": name, "delimited": delimited, "basis": basis, "note": ""}})
    layer = _layer(
        id="world-borders", title="Borders of the world", kind="line", role="border",
        viewpoint="Land borders as Natural Earth drew them in 2012; no statement on any of them.",
        note="For orientation at small scales. Changes after 2012 are not drawn. Dashed: disputed"
        " or not fixed, according to the source; the line of Western Sahara is among them.")
    write_layer(out / "context" / "world-borders.geojson", layer, features, DECIMALS)


def build(out: Path) -> None:
    """Write both layers below the folder `out`."""
    build_ocean(out)
    build_borders(out)
