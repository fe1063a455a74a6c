"""Build the ground across the state border: exclaves, positions inside Armenia, Shahumyan.

No open geometry of most of it was published. What is drawn is a construction from published places,
lengths and areas, with its error stated; where the line of positions is not known, control is
`front_moved`, and the basis gives the version of each side.
"""

from pathlib import Path
from typing import Any

import shapely
from coverage import shared_edge
from holders import places, states_of
from inputs import write_layer
from shapely.geometry import LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.ops import substring
from shapes import areas, around, circle, table, to_degrees, to_metres
from sources import said
from territory import DCW, LGPL, OWN, Fabric, feature, layer, state

OUTLINED = {"artsvashen": ("arm", 1000), "barkhudarli": ("aze", 1000)}
"""Exclaves that the borders of states draw: the state whose part they are, error in metres."""
MEASURED = {"karki": 19, "yukhari-askipara": 37}
"""Exclaves without an outline: their published area in km², drawn as a circle."""
_CIRCLE_ERROR_M = 3000
_GAIN_M = 1500
"""The line of April 2016 was not published: what lies so near to a named height or the old line."""
_TALISH_M = 4000
_VILLAGE_M = 1000
_SHAHUMYAN_M = 12_000
_SOURCE = f"conflictmap construction from published places, depths and areas; {DCW}"


def _point(place: dict[str, str]) -> Point:
    return Point(float(place["lon"]), float(place["lat"]))


def gain_of_2016(contact: LineString) -> BaseGeometry:
    """Return the ground round Lele Tepe and the heights by Talish: our construction."""
    known = places()
    talish = _point(known["talish"])
    heights = around(contact, _GAIN_M).intersection(around(talish, _TALISH_M))
    village = around(talish, _VILLAGE_M)
    lele = around(_point(known["lele-tepe"]), _GAIN_M)
    return shapely.union_all([heights.difference(village), lele])


# --- exclaves ----------------------------------------------------------------------------------

def _outline(out: Path, town: str) -> tuple[BaseGeometry, int]:
    point = _point(places()[town])
    if town in OUTLINED:
        code, error = OUTLINED[town]
        return next(p for p in shapely.get_parts(state(out, code)) if p.contains(point)), error
    radius = (MEASURED[town] / 3.1416) ** 0.5 * 1000
    return areas(circle(point.x, point.y, radius).intersection(state(out, "arm"))), _CIRCLE_ERROR_M


def _exclaves(out: Path) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    head = layer(
        "exclaves", "control", title="Exclaves of Armenia and Azerbaijan", kind="area",
        role="control", viewpoint="De facto control reported by sources; each exclave is "
        "internationally recognised as part of the state named.", source=_SOURCE, licence=LGPL,
        attribution="GMT DCW; conflictmap",
        note="Artsvashen (Bashkend) and Barkhudarli with Sofulu have the outline of the source of "
             "the state borders; Karki and Yukhari Askipara are circles of their published area. "
             "Days are those of the layer “Who held the towns”.",
    )
    found = []
    for town in (*OUTLINED, *MEASURED):
        shape, error = _outline(out, town)
        place = places()[town]
        texts = {key: place[key] for key in ("name", "name_hy", "name_az", "name_ru") if place[key]}
        found += [
            feature(f"exclaves-{town}-{number}", shape, **texts, valid_from=row["from"],
                    valid_to=row["to"], basis=row["basis"], control=row["control"], **said(row),
                    source=_SOURCE, licence=LGPL, positional_error_m=error)
            for number, row in enumerate(states_of(town), 1)
        ]
    return head, found


# --- positions inside Armenia ------------------------------------------------------------------

def band(border: LineString, at: Point, width_m: float, depth_m: float, land: BaseGeometry
         ) -> Polygon:
    """Return the ground of a state along a stretch of its border.

    Parameters
    ----------
    border
        The border, in degrees.
    at
        The stretch has its middle where the border is nearest to this point.
    width_m, depth_m
        Length of the stretch, and how far from it the ground reaches, in metres.
    land
        The state, in degrees.
    """
    line = to_metres(border)
    middle = line.project(to_metres(at))
    stretch = substring(line, middle - width_m / 2, middle + width_m / 2).simplify(200)
    near = to_degrees(stretch.buffer(depth_m, cap_style="flat"))
    pieces = shapely.get_parts(areas(near.intersection(land)))
    return max(pieces, key=shapely.area)


def _positions(out: Path, made: Fabric) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    armenia = state(out, "arm")
    border = shapely.line_merge(shared_edge(armenia, made.named["country"]))
    line = max(shapely.get_parts(border), key=shapely.length)
    head = layer(
        "border-positions", "control", title="Azerbaijani positions inside Armenia, 2021 to 2025",
        kind="area", role="control", source=_SOURCE, licence=LGPL,
        viewpoint="Inside Armenia by the borders of 1991, which Armenia states and Azerbaijan "
        "disputes: it says that the border is not delimited.", attribution="GMT DCW; conflictmap",
        note="No line was published in numbers. Each area has the depth and, where stated, the "
             "width that a named source gives; Armenia speaks of 41 km² since May 2021 (no change "
             "by the fighting of November 2021), of 139 km² taken in September 2022, and of some "
             "200 km² in all, a part of them since the 1990s, which is not drawn. Azerbaijan calls "
             "these figures unfounded (3 January 2024).",
    )
    return head, [
        feature(f"border-positions-{row['id']}",
                band(line, _point(row), float(row["width_m"]), float(row["depth_m"]), armenia),
                name=row["name"], valid_from=row["from"], valid_to=row["to"], basis=row["basis"],
                control="front_moved", **said(row), event=row["event"], source=_SOURCE,
                licence=LGPL, positional_error_m=int(row["error_m"]), note=row["note"])
        for row in table("border_positions")
    ]


# --- Shahumyan ---------------------------------------------------------------------------------

def _shahumyan(made: Fabric) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    town = places()["shahumyan"]
    name = "Shahumyan (Goranboy), south of the district"
    near = around(_point(town), _SHAHUMYAN_M)
    inside = near.intersection(made.named["country"])
    others = shapely.union_all([made.area("nkao"), made.area("kalbajar"), made.area("held")])
    shape = max(shapely.get_parts(areas(inside.difference(others))), key=shapely.area)
    head = layer(
        "shahumyan-1991", "control", title="Shahumyan and Goranboy, 1991 to 1994", kind="area",
        role="control", viewpoint="De facto control reported by sources; not a statement on "
        "status.", source=_SOURCE, licence=OWN, attribution="conflictmap",
        note="The Soviet district of Shahumyan, joined to Goranboy in January 1991 and claimed by "
             "the NK authorities on 2 September 1991. Its outline was not found: drawn is what "
             "lies within 12 km of its centre, outside the former oblast and Kalbajar.",
    )
    shared: dict[str, Any] = {"name": name, "source": _SOURCE, "licence": OWN,
                              "positional_error_m": 10_000}
    found = [row for row in table("control") if row["unit"] == "shahumyan"]
    return head, [
        feature(f"shahumyan-1991-{number}", shape, valid_from=row["from"], valid_to=row["to"],
                basis=row["basis"], control=row["control"], **said(row), **shared)
        for number, row in enumerate(found, 1)
    ]


def build(out: Path, made: Fabric) -> None:
    """Write the layers of the ground across the border.

    Parameters
    ----------
    out
        Folder of the layers, with ``context/countries.geojson``.
    made
        The common parts.
    """
    for head, features in (_exclaves(out), _positions(out, made), _shahumyan(made)):
        write_layer(out / "control" / f"{head['id']}.geojson", head, features, 4)
