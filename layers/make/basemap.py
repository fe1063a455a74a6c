"""Make the layers of the group `context`: land, sea, borders, provinces, waters and places.

Country borders are GMT's Digital Chart of the World, the shore is GSHHG. Every border is simplified
once and used by both neighbours, by the provinces and by the border lines, so all of them meet.
"""

from functools import lru_cache
from pathlib import Path
from typing import Any

import shapely
from coverage import Areas, fill_gaps, polygons, shared_edge, simplified, without_overlaps
from inputs import BOX, PACKAGES, dcw, gshhg_coast, natural_earth, write_layer
from places import build_settlements
from shapely.geometry import Point, box
from shapely.geometry.base import BaseGeometry
from shapely.ops import substring
from shapes import table, to_degrees, to_metres
from waters import build_lakes, build_rivers, first_point, names_of, rows_of

LGPL = "LGPL-3.0-or-later"
RETRIEVED = "2026-11-24"
DECIMALS = 4

# Finer borders first: where two disagree by metres, the earlier one is kept.
COUNTRIES = {row["code"]: row for row in table("context") if row["layer"] == "countries"}
_NEAR = box(45.5, 39.0, 47.5, 40.5)  # here borders keep to 100 m of the source
_CREDIT = "Borders: GMT DCW 2.1.1; shore: GSHHG 2.3.7 (LGPL-3.0-or-later)"
_SOURCE = f"{PACKAGES['gmt-dcw'].label} (Debian), shore from {PACKAGES['gmt-gshhg-full'].label}"
_VIEW = ("Internationally recognised borders of states, which follow the republican borders of "
         "1991; not a statement on who held the ground.")
_DCW_ERROR_M = 600
_LOOSE_END = 6e-4  # degrees: ends of Natural Earth's lines miss each other by up to 4e-4
_SAME_LINE = 0.3  # part of a gap's edge that makes it a sliver along the coarse border


def _tolerance(edge: BaseGeometry) -> float:
    """Return how far an edge may move, in degrees: 0.0003 is 33 m."""
    return 0.0003 if edge.intersects(_NEAR) else 0.001


def _states(land: BaseGeometry) -> Areas:
    """Return the states cut to the land, without gaps and overlaps."""
    cut = without_overlaps({code: dcw(code) for code in COUNTRIES}, land)
    gaps = shapely.get_parts(land.difference(shapely.union_all(list(cut.values()))))
    # The file stores Russia in steps of some 200 m: inland slivers on its border are its own.
    russian = cut["RU"].buffer(1e-9)
    coarse = [g for g in gaps if g.boundary.intersection(russian).length > _SAME_LINE * g.length
              and not g.touches(_sea())]
    return fill_gaps({**cut, "RU": shapely.union_all([cut["RU"], *coarse])}, land)


@lru_cache
def _sea() -> BaseGeometry:
    return gshhg_coast()


@lru_cache
def ground() -> Areas:
    """Return land of the six states by two-letter code, and the sea, as one tiling of the box."""
    sea = _sea()
    parts = {**_states(BOX.difference(sea)), "sea": polygons(sea)}
    return simplified(parts, _tolerance, decimals=DECIMALS)


def _layer(name: str, title: str, kind: str, role: str, **more: Any) -> dict[str, Any]:
    common = {
        "id": name, "title": title, "kind": kind, "role": role, "group": "context",
        "visible": True, "viewpoint": _VIEW, "source": _SOURCE, "source_url": None,
        "licence": LGPL, "attribution": _CREDIT, "note": "", "retrieved": RETRIEVED,
    }
    return {**common, **more}


def _feature(name: str, geometry: BaseGeometry, /, **properties: Any) -> dict[str, Any]:
    common = {
        "valid_from": None, "valid_to": None, "basis": "internationally recognised",
        "source": _SOURCE, "licence": LGPL, "positional_error_m": _DCW_ERROR_M, "note": "",
    }
    return {"id": name, "geometry": geometry, "properties": {**common, **properties}}


def build_countries(out: Path) -> None:
    """Write the layer `countries`."""
    features = [
        _feature(f"countries-{row['key']}", ground()[code], **names_of(row), country=code,
                 note="Clipped to 43-51 E, 38-42.5 N. A border of the Soviet Union or between its "
                      "republics before 1991.")
        for code, row in COUNTRIES.items()
    ]
    note = ("Mended: false bend at 46.0 E on the Iranian border cut out; Nakhchivan west of 45.0 E "
            "filled from its neighbours; the enclaves at Artsvashen (Armenia) and Barkhudarli "
            "(Azerbaijan), which the source counts to the surrounding state, given to the "
            "recognised one; smaller enclaves are missing. Simplified by at most 33 m near the "
            "area of conflict, 110 m elsewhere.")
    layer = _layer("countries", "Countries", "area", "land", note=note)
    write_layer(out / "context" / "countries.geojson", layer, features, DECIMALS)


def build_sea(out: Path) -> None:
    """Write the layer `sea`."""
    source = f"{PACKAGES['gmt-gshhg-full'].label} (Debian)"
    feature = _feature(
        "sea-caspian", ground()["sea"], **names_of(rows_of("sea")[0]), source=source,
        basis="shoreline", positional_error_m=1000,
        note="The level of the sea has changed since the shore was drawn.",
    )
    layer = _layer("sea", "Sea", "area", "sea", source=source,
                   viewpoint="Shoreline of the source; no borders in the water.",
                   attribution="GSHHG 2.3.7 (LGPL-3.0-or-later)")
    write_layer(out / "context" / "sea.geojson", layer, [feature], DECIMALS)


# --- border lines -------------------------------------------------------------------------------

def _armenia_azerbaijan() -> dict[str, BaseGeometry]:
    """Return the border of Armenia and Azerbaijan: main line, Nakhchivan, enclaves."""
    lines = shapely.get_parts(shared_edge(ground()["AM"], ground()["AZ"]))
    rings = [line for line in lines if line.is_closed]
    west, east = sorted((line for line in lines if not line.is_closed), key=shapely.length)
    return {"": east, "-nakhchivan": west, "-enclaves": shapely.multilinestrings(rings)}


def _other_borders() -> dict[str, tuple[str, BaseGeometry]]:
    codes = list(COUNTRIES)
    pairs = [(a, b) for i, a in enumerate(codes) for b in codes[i + 1:] if {a, b} != {"AM", "AZ"}]
    edges = {pair: shared_edge(ground()[pair[0]], ground()[pair[1]]) for pair in pairs}
    return {
        "-".join(COUNTRIES[code]["key"] for code in pair):
            ("-".join(COUNTRIES[code]["name"] for code in pair), edge)
        for pair, edge in edges.items() if edge.length > 0
    }


_OPEN_NOTE = "Not delimited, but for 12.7 km between Tavush and Gazakh, drawn apart."
_SECTIONS = {  # of the 12.7 km of 2024: a place by which each lies, its length in metres
    "baghanis-voskepar": ("ashaghi-askipara", 4600), "kirants": ("kheyrimli", 5800),
    "berkaber": ("gizilhajili", 2200),
}
_FIXED = "2024-05-24"
_TRANSITION_END = "2024-07-24"


def _sections(border: BaseGeometry) -> tuple[BaseGeometry, Areas]:
    """Return the border without the stretches fixed in 2024, and those: places and lengths only."""
    line = to_metres(border)
    known = {row["id"]: row for row in table("settlements")}
    found, rest, last = {}, [], 0.0
    for key, (village, length) in _SECTIONS.items():  # along the border, from the north
        at = to_metres(Point(float(known[village]["lon"]), float(known[village]["lat"])))
        start = line.project(at) - length / 2
        found[key] = to_degrees(substring(line, start, start + length))
        rest.append(substring(line, last, start))
        last = start + length
    rest.append(substring(line, last, line.length))
    return to_degrees(shapely.multilinestrings(rest)), found


def _delimited(key: str, line: BaseGeometry) -> list[dict[str, Any]]:
    """Return a stretch before and after it was fixed; at Kirants, with its transition."""
    name = "Armenia-Azerbaijan"
    note = ("Description agreed on 15 May 2024. Coordinates were not published: the middle is the "
            "point of the border nearest to the village, the length is a part of the 12.7 km.")
    source = {"control_source": "Trend, 24 May 2024", "positional_error_m": 4000, "note": note,
              "control_source_url": "https://en.trend.az/azerbaijan/politics/3903507.html"}
    before = _feature(f"state-borders-arm-aze-{key}-before", line, name=name, delimited=False,
                      valid_to=_FIXED, basis="internationally recognised, not delimited",
                      **source)
    changed = _TRANSITION_END if key == "kirants" else _FIXED
    after = _feature(f"state-borders-arm-aze-{key}", line, name=name, delimited=True,
                     valid_from=changed, basis="delimited in 2024", **source)
    if key != "kirants":
        return [before, after]
    basis = "delimited in 2024, guarded by a transitional scheme until 24 July 2024"
    return [before, _feature(f"state-borders-arm-aze-{key}-transition", line, name=name,
                             delimited=True, valid_from=_FIXED, valid_to=changed, basis=basis,
                             **source), after]


def build_borders(out: Path) -> None:
    """Write the layer `state-borders`."""
    titles = {"": "Armenia-Azerbaijan", "-nakhchivan": "Armenia-Azerbaijan (Nakhchivan)",
              "-enclaves": "Armenia-Azerbaijan (enclaves)"}
    lines = _armenia_azerbaijan()
    lines[""], fixed = _sections(lines[""])
    own = [
        _feature(f"state-borders-arm-aze{key}", line, name=titles[key], delimited=False,
                 basis="internationally recognised, not delimited", note=_OPEN_NOTE)
        for key, line in lines.items()
    ]
    own += [one for key, line in fixed.items() for one in _delimited(key, line)]
    others = [
        _feature(f"state-borders-{key}", line, name=name, delimited=True)
        for key, (name, line) in _other_borders().items()
    ]
    layer = _layer(
        "state-borders", "State borders", "line", "border",
        note="Dashed: not delimited. A solid line says only that this map makes no statement on "
             "the delimitation of that border.",
    )
    write_layer(out / "context" / "state-borders.geojson", layer, [*own, *others], DECIMALS)


# --- provinces of Armenia -----------------------------------------------------------------------

def _provinces() -> Areas:
    themes = ("admin_1_states_provinces_lines", "admin_0_boundary_lines_land")
    lines = [g for theme in themes for _, g in natural_earth(theme)]
    noded = shapely.union_all([shapely.set_precision(g, 1e-6) for g in [*lines, BOX.boundary]])
    ends = [Point(line.coords[i]) for line in shapely.get_parts(noded) for i in (0, -1)]
    bridges = [shapely.shortest_line(e, noded.difference(e.buffer(1e-5))) for e in ends]
    closed = shapely.union_all([noded, *(b for b in bridges if b.length < _LOOSE_END)])
    faces = shapely.get_parts(shapely.polygonize(list(shapely.get_parts(closed))))
    inside = {row["key"]: next(f for f in faces if f.contains(first_point(row)))
              for row in rows_of("provinces")}
    armenia = ground()["AM"]
    filled = fill_gaps(inside, armenia)
    return simplified(filled, lambda _: 0.001, decimals=DECIMALS, frame=armenia.boundary)


def build_provinces(out: Path) -> None:
    """Write the layer `provinces`."""
    ne = PACKAGES["libmagics++-data"].label
    source = f"Natural Earth 1:10m in {ne}, cut to the border of {PACKAGES['gmt-dcw'].label}"
    areas = _provinces()
    features = [
        _feature(f"provinces-{row['key']}", areas[row["key"]], **names_of(row), source=source,
                 basis="law of Armenia", positional_error_m=2000,
                 note="In force since 1995; shown for orientation at all times.")
        for row in rows_of("provinces")
    ]
    layer = _layer(
        "provinces", "Provinces of Armenia", "area", "province", source=source,
        viewpoint="Division of the Republic of Armenia, inside its recognised borders.",
        attribution="Natural Earth (public domain); GMT DCW 2.1.1 (LGPL-3.0-or-later)",
        note="Ground between the state borders of the two sources is given to the nearest one.",
    )
    write_layer(out / "context" / "provinces.geojson", layer, features, DECIMALS)


def build(out: Path) -> None:
    """Write all layers of the group `context` below the folder `out`."""
    build_countries(out)
    build_sea(out)
    build_borders(out)
    build_provinces(out)
    build_rivers(out, ground())
    build_lakes(out)
    build_settlements(out, ground())
