"""Build the sectors: areas that serve as the place of events located only roughly."""

from pathlib import Path
from typing import Any

import shapely
from coverage import shared_edge
from districts import ADJACENT
from inputs import write_layer
from shapely.geometry import Point, box
from shapely.geometry.base import BaseGeometry
from shapes import GRID, areas, around, features_of
from territory import DCW, LGPL, PUBLIC_DOMAIN, Fabric, feature, layer, state

EASTERN_ZANGEZUR = ("jabrayil", "kalbajar", "lachin", "qubadli", "zangilan")
_FRONT_2022 = box(45.6, 39.12, 46.7, 40.33)  # from Sotk by Jermuk and Goris to Kapan
_DASHKASAN = box(45.75, 39.55, 46.3, 40.5)
_BORDER_PROVINCES = ("ararat", "gegharkunik", "syunik", "tavush", "vayots-dzor")
_TAVUSH = Point(45.07, 41.05)
_OWN_BAND = f"conflictmap construction along the border; {DCW}"


def _joined(made: Fabric, units: tuple[str, ...]) -> BaseGeometry:
    return areas(shapely.union_all([made.area(unit) for unit in units], grid_size=GRID))


def _band(line: BaseGeometry, metres: float, within: BaseGeometry) -> BaseGeometry:
    """Return what lies within a distance of a line and in an area, in few vertices."""
    near = around(line.simplify(0.01), metres, quarter=4).simplify(0.003)
    return areas(near.intersection(within.buffer(0)))


def _provinces(out: Path) -> BaseGeometry:
    """Return the provinces of Armenia that touch Azerbaijan, from the layer ``provinces``."""
    found = features_of(out / "context" / "provinces.geojson")
    named = [found[f"provinces-{name}"] for name in _BORDER_PROVINCES]
    return areas(shapely.union_all(named, grid_size=GRID))


def _shapes(out: Path, made: Fabric) -> dict[str, BaseGeometry]:
    armenia, azerbaijan = (state(out, code) for code in ("arm", "aze"))
    border = shared_edge(armenia, azerbaijan)
    mainland = made.named["country"]
    front = shared_edge(armenia, mainland)
    tavush = border.intersection(around(_TAVUSH, 14_000))
    return {
        "nagorno-karabakh": made.area("nkao"),
        "returned-districts": _joined(made, ADJACENT),
        "eastern-zangezur": _joined(made, EASTERN_ZANGEZUR),
        "lachin-corridor": made.area("strip"),
        "line-of-contact": _band(made.contact, 5_000, mainland),
        "border-2022": _band(front.intersection(_FRONT_2022), 20_000, armenia),
        "dashkasan-border": _band(front.intersection(_DASHKASAN), 12_000, mainland),
        "tavush-gazakh": _band(tavush, 4_000, armenia.union(azerbaijan)),
        "armenia-border-provinces": _provinces(out),
    }


_MODEL = "Natural Earth 1:10m"
_SECTORS = {  # id -> (name, source, licence, positional error in metres, note)
    "nagorno-karabakh": (
        "Nagorno-Karabakh (former oblast)", f"{_MODEL}, line of 1991", PUBLIC_DOMAIN, 2000,
        "The outline of the former oblast as a place, at any time; no statement on control."),
    "returned-districts": (
        "Seven districts adjacent to the former oblast", f"{_MODEL}; {DCW}", LGPL, 3000,
        "Agdam, Fuzuli, Jabrayil, Kalbajar, Lachin, Qubadli and Zangilan, whole."),
    "eastern-zangezur": (
        "Eastern Zangezur economic region", f"{_MODEL}; {DCW}", LGPL, 3000,
        "Jabrayil, Kalbajar, Lachin, Qubadli and Zangilan; an Azerbaijani economic region "
        "decreed on 2021-07-07."),
    "lachin-corridor": (
        "Lachin corridor area", f"conflictmap construction; {DCW}", LGPL, 1500,
        "The strip of 2020 to 2022 as a place, at any time."),
    "line-of-contact": (
        "Line of contact area", f"{_MODEL}, “Ceasefire Line 1994”, 5 km each side; {DCW}", LGPL,
        3000, "For events placed only “along the line of contact”."),
    "border-2022": (
        "Border areas of Armenia, Sotk to Kapan", f"{_OWN_BAND}, 20 km deep", LGPL, 5000,
        "Localities struck in September 2022 lie here. Not an area held by anyone: positions after "
        "2022 were not published."),
    "dashkasan-border": (
        "Border areas of Dashkasan, Kalbajar and Lachin", f"{_OWN_BAND}, 12 km deep", LGPL, 5000,
        "Directions named by the Azerbaijani ministry on 13 September 2022."),
    "tavush-gazakh": (
        "Tavush-Gazakh border section", f"{_OWN_BAND}, 4 km each side", LGPL, 5000,
        "Around the four villages of 2024; no geometry of the 12.7 km section was found."),
    "armenia-border-provinces": (
        "Provinces of Armenia bordering Azerbaijan", f"{_MODEL} province lines; {DCW}", LGPL, 3000,
        "Ararat, Gegharkunik, Syunik, Tavush and Vayots Dzor: stands for the area in which the EU "
        "mission works."),
}


def build(out: Path, made: Fabric) -> None:
    """Write the layer of sectors; unlike other areas, sectors may overlap each other.

    Parameters
    ----------
    out
        Folder of the layers, with ``context/countries.geojson``.
    made
        The common parts.
    """
    source = f"conflictmap construction; {_MODEL}; {DCW}"
    head: dict[str, Any] = layer(
        "sectors", "places", title="Sectors", kind="area", role="sector", visible=False,
        viewpoint="Places of events that sources locate only roughly; no statement on status.",
        source=source, licence=LGPL, attribution="conflictmap; Natural Earth; GMT DCW",
        note="Sectors may overlap. They are never drawn as areas of control.",
    )
    shapes = _shapes(out, made)
    features = [
        feature(f"sectors-{key}", shapes[key], name=name, basis="place of events", source=origin,
                licence=licence, positional_error_m=error, note=note)
        for key, (name, origin, licence, error, note) in _SECTORS.items()
    ]
    write_layer(out / "places" / "sectors.geojson", head, features, 4)
