"""Make the layers `rivers` and `lakes` of the group `context`."""

import math
from pathlib import Path
from typing import Any

import shapely
from coverage import Areas, shared_edge
from inputs import PACKAGES, gshhg_lakes, gshhg_rivers, natural_earth, write_layer
from shapely.affinity import scale
from shapely.geometry import LineString, Point
from shapely.geometry.base import BaseGeometry
from shapely.ops import substring
from shapes import table

LGPL = "LGPL-3.0-or-later"
_SOURCE = f"{PACKAGES['gmt-gshhg-full'].label} (Debian)"
_WITH_BORDER = (f"{_SOURCE}; where the river is the state border, {PACKAGES['gmt-dcw'].label}; "
                f"lower Araks from Natural Earth 1:10m in {PACKAGES['libmagics++-data'].label}")
_SIMPLER = 0.0008  # degrees, some 80 m
_LEAVES_BORDER = Point(47.99, 39.69)  # where the border with Iran turns away from the Araks
_SEVAN_DRAWN_IN_M = 600
_BESIDE = 0.06  # degrees: a table's point lies at most so far from its river



def rows_of(layer: str) -> list[dict[str, str]]:
    """Return the rows of the table of names that belong to a layer."""
    return [row for row in table("context") if row["layer"] == layer]


def names_of(row: dict[str, str]) -> dict[str, Any]:
    """Return the names of a table row as properties, without empty ones."""
    keys = ("name", "name_hy", "name_az", "name_ru")
    more = [name for name in row["names"].split("; ") if name]
    return {**{key: row[key] for key in keys if row[key]}, **({"names": more} if more else {})}


def _points(row: dict[str, str]) -> list[Point]:
    return [Point(*map(float, pair.split())) for pair in row["points"].split("; ") if pair]


def first_point(row: dict[str, str]) -> Point:
    """Return the first point of a table row, which lies inside the area it names."""
    return _points(row)[0]


def _layer(name: str, title: str, kind: str, role: str, **more: Any) -> dict[str, Any]:
    common = {
        "id": name, "title": title, "kind": kind, "role": role, "group": "context",
        "visible": True, "viewpoint": "Waters as the source has them; no statement on borders.",
        "source": _SOURCE, "source_url": None, "licence": LGPL,
        "attribution": "GSHHG 2.3.7 (LGPL-3.0-or-later)", "note": "", "retrieved": "2026-11-24",
    }
    return {**common, **more}


def _feature(name: str, geometry: BaseGeometry, /, **properties: Any) -> dict[str, Any]:
    common = {
        "valid_from": None, "valid_to": None, "basis": "course of water", "source": _SOURCE,
        "licence": LGPL, "positional_error_m": 2500, "note": "",
    }
    return {"id": name, "geometry": geometry, "properties": {**common, **properties}}


def _through(point: Point) -> LineString:
    """Return the line of the source that passes nearest to a point."""
    line = min((line for _, line in gshhg_rivers()), key=lambda line: float(line.distance(point)))
    if line.distance(point) > _BESIDE:
        raise ValueError(f"No river of {_SOURCE} near {point}. Mend tables/context.csv.")
    return line


def _eastward(line: LineString) -> LineString:
    return line if line.coords[0][0] < line.coords[-1][0] else line.reverse()


def _border_river(ground: Areas) -> LineString:
    """Return the border from Georgia to the Caspian, which Akhurian and Araks follow in part."""
    pairs = [("AM", "TR"), ("AZ", "TR"), ("AZ", "IR"), ("AM", "IR")]
    edges = [shapely.get_parts(shared_edge(ground[a], ground[b])) for a, b in pairs]
    merged = shapely.line_merge(shapely.multilinestrings([g for edge in edges for g in edge]))
    return _eastward(max(shapely.get_parts(merged), key=shapely.length))


def _natural_earth_araks() -> LineString:
    """Return Natural Earth's Araks; GSHHG's lower course is an old bed that misses the Kura."""
    found = [g for row, g in natural_earth("rivers_lake_centerlines") if row["name"] == "Aras"]
    merged = shapely.line_merge(shapely.union_all(found))
    return max(shapely.get_parts(merged), key=shapely.length)


def _between(line: LineString, start: Point, end: Point) -> list[tuple[float, float]]:
    return list(substring(line, line.project(start), line.project(end)).coords)


def _araks(border: LineString) -> dict[str, LineString]:
    """Return Akhurian and Araks: the source's course, and the border where they are the border."""
    upper, whole = _eastward(_through(Point(43.3, 40.10))), _eastward(_natural_earth_araks())
    lower = substring(whole, whole.project(_LEAVES_BORDER), whole.length)
    north, mouth = _through(Point(43.77, 40.9)), Point(upper.coords[-1])
    if north.coords[0][1] < north.coords[-1][1]:
        north = north.reverse()
    meets = Point(north.interpolate(north.project(Point(43.73, 40.74))))
    joint = border.interpolate(border.project(mouth))
    return {
        "akhurian": LineString(
            [*_between(north, Point(north.coords[0]), meets), *_between(border, meets, joint)]),
        "araks": LineString(
            [*upper.coords[:-1], *_between(border, joint, _LEAVES_BORDER), *lower.coords]),
    }


def _river(row: dict[str, str], border_rivers: dict[str, LineString]) -> dict[str, Any]:
    found = border_rivers.get(row["key"])
    if found is not None:
        return _feature(f"rivers-{row['key']}", found.simplify(_SIMPLER / 2), **names_of(row),
                        source=_WITH_BORDER, positional_error_m=1500)
    lines = [_through(point).simplify(_SIMPLER) for point in _points(row)]
    line = shapely.line_merge(shapely.multilinestrings(lines)) if len(lines) > 1 else lines[0]
    return _feature(f"rivers-{row['key']}", line, **names_of(row))


def build_rivers(out: Path, ground: Areas) -> None:
    """Write the layer `rivers`; `ground` is the tiling of states whose borders follow the Araks."""
    layer = _layer(
        "rivers", "Rivers", "line", "river", source=_WITH_BORDER,
        attribution="GSHHG 2.3.7, GMT DCW 2.1.1 (LGPL-3.0-or-later); Natural Earth",
        note="The sources have only the larger rivers: Hakari, Tartar and Vorotan are missing. "
             "Small feeders outside the basins of Kura and Araks are left out.",
    )
    border_rivers = _araks(_border_river(ground))
    features = [_river(row, border_rivers) for row in rows_of("rivers")]
    write_layer(out / "context" / "rivers.geojson", layer, features, 4)


def _drawn_in(lake: BaseGeometry, metres: float) -> BaseGeometry:
    """Return the lake with its shore moved inwards."""
    flat = math.cos(math.radians(lake.centroid.y))  # length of a degree east to one north
    smaller = scale(lake, xfact=flat, origin=(0, 0)).buffer(-metres / 111_000)
    return max(shapely.get_parts(scale(smaller, xfact=1 / flat, origin=(0, 0))), key=shapely.area)


def build_lakes(out: Path) -> None:
    """Write the layer `lakes`."""
    features = []
    for row in rows_of("lakes"):
        area = next(area for _, area in gshhg_lakes() if area.contains(first_point(row)))
        more = {}
        if row["key"] == "sevan":
            area = _drawn_in(area, _SEVAN_DRAWN_IN_M)
            more = {"note": f"The source has the shore from before the level fell; drawn in by "
                            f"{_SEVAN_DRAWN_IN_M} m all round, to some 1,260 km2."}
        features.append(_feature(f"lakes-{row['key']}", area.simplify(0.001), **names_of(row),
                                 basis="shoreline", positional_error_m=1000, **more))
    layer = _layer("lakes", "Lakes", "area", "lake",
                   note="Lakes under some 8 km2 are missing. Shores are those of the source; Urmia "
                        "and the reservoirs change from year to year.")
    write_layer(out / "context" / "lakes.geojson", layer, features, 4)
