"""Build the Lachin corridor: the strip of 2020, the roads, their status over time, points."""

from pathlib import Path
from typing import Any

import shapely
from inputs import write_layer
from shapely.geometry import LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry
from shapes import (
    areas,
    around,
    circle,
    features_of,
    names,
    smooth,
    table,
    to_degrees,
    to_metres,
    vertices,
)
from sources import said
from territory import DCW, LGPL, OWN, Fabric, feature, layer, nkao_ring

HALF_WIDTH_M = 2500
"""The statement of 9/10 November 2020 gives a width of 5 km."""

ROUTES = {
    "old": ("goris-tegh", "tegh-zabukh", "zabukh-lisagor", "lisagor-stepanakert"),
    "link": ("goris-tegh", "tegh-zabukh", "old-road-junction", "junction-bridge", "bridge-lisagor",
             "lisagor-stepanakert"),
    "kornidzor": ("goris-tegh", "tegh-junction", "junction-bridge", "bridge-lisagor",
                  "lisagor-stepanakert"),
    "agdam": ("agdam-stepanakert",),
    "vardenis": ("vardenis-martakert",),
}
_HANDED_OVER = ((46.5469, 39.6408, 1000), (46.5433, 39.5897, 700), (46.5128, 39.6269, 700))
_ROAD_SOURCE = ("conflictmap construction through published coordinates of places (encyclopaedia "
                "pages, GeoNames) and published descriptions; bends between them are our own")
_STRIP_SOURCE = f"conflictmap construction: 2.5 km each side of the old road; {DCW}"


def waypoints(route: str) -> list[dict[str, str]]:
    """Return the table rows of a route in order; where pieces meet, the place occurs once."""
    rows: list[dict[str, str]] = []
    for name in ROUTES[route]:
        piece = [row for row in table("road_points") if row["piece"] == name]
        place = (piece[0]["lon"], piece[0]["lat"])
        at = next((i for i, row in enumerate(rows) if (row["lon"], row["lat"]) == place), len(rows))
        rows = [*rows[:at], *piece]
    return rows


def road(route: str) -> LineString:
    """Return a route as a curve through its points."""
    line = LineString(smooth(vertices(waypoints(route))))
    return _with_places(line.simplify(2e-4), route)


def _with_places(line: LineString, route: str) -> LineString:
    """Return the line with every published place as a vertex, whatever thinning removed."""
    points = list(line.coords)
    for row in _published(route):
        place = (float(row["lon"]), float(row["lat"]))
        if place not in points:
            at = line.project(Point(place))
            later = (i for i, p in enumerate(points) if line.project(Point(p)) > at)
            points.insert(next(later, len(points)), place)
    return LineString(points)


def _published(route: str) -> list[dict[str, str]]:
    return [row for row in waypoints(route) if row["place"]]


def _posts(route: str, line: LineString) -> list[list[Any]]:
    """Return [name, vertex number] of the published places on a route."""
    points = list(line.coords)
    return [[row["place"], points.index((float(row["lon"]), float(row["lat"])))]
            for row in _published(route)]


def strip_area(country: Polygon) -> BaseGeometry:
    """Return the strip between the state border and the line of the former oblast.

    It holds what is nearest to that section of the road: the road in Armenia and in the former
    oblast has no strip.
    """
    nkao = nkao_ring()
    section = road("old").intersection(country).difference(nkao)
    longest = max(shapely.get_parts(section), key=shapely.length)
    band = around(longest, HALF_WIDTH_M, quarter=6)
    left = band.intersection(country).difference(nkao)
    return max(shapely.get_parts(areas(left)), key=shapely.area)


def handed_over() -> BaseGeometry:
    """Return the surroundings of Lachin town, Zabukh and Sus."""
    return shapely.union_all([circle(*place) for place in _HANDED_OVER])


# --- the layers --------------------------------------------------------------------------------

def _strip(made: Fabric) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    head = layer(
        "corridor-strip-2020", "corridor", title="Lachin corridor 2020 to 2022", kind="area",
        role="strip", viewpoint="Statement of 9/10 November 2020, point 6: 5 km wide, not touching "
        "Shusha.", source=_STRIP_SOURCE, licence=LGPL, attribution="conflictmap; GMT DCW",
        note="No official map was published. Only the part in Lachin district; from the former "
             "oblast's line on the road lay in the area of the peacekeepers. The 2022 route has no "
             "stated width, so no strip is drawn along it.",
    )
    shared: dict[str, Any] = {
        **names("strip"), "source": _STRIP_SOURCE, "licence": LGPL,
        "positional_error_m": 1500,
        "basis": "statement of 9/10 November 2020, point 6",
    }
    strip = made.area("strip")
    return head, [
        feature("corridor-strip-2020", strip, **shared, valid_from="2020-11-10",
                valid_to="2022-08-26", note="From 2020-12-01 the exception inside the district "
                "that passed to Azerbaijan."),
        feature("corridor-strip-2020-handover", areas(strip.difference(handed_over())), **shared,
                valid_from="2022-08-26", valid_to="2022-08-30", note="Lachin, Zabukh and Sus "
                "passed to Azerbaijan and are left out; traffic still uses the old road, through "
                "them, under peacekeepers."),
    ]


def _road(name: str, route: str, **properties: Any) -> dict[str, Any]:
    line = road(route)
    return feature(
        name, line, **names(route), waypoints=_posts(route, line), source=_ROAD_SOURCE,
        licence=OWN, **{"positional_error_m": 1000, **properties},
    )


def _road_layer(name: str, title: str, **members: Any) -> dict[str, Any]:
    note = members.pop("note")
    return layer(
        name, "corridor", title=title, source=_ROAD_SOURCE, licence=OWN, role="road",
        attribution="conflictmap", note=f"Schematic between the places listed as waypoints. {note}",
        **{"kind": "line", "viewpoint": "A road, without a claim on status.", **members},
    )


def _roads() -> list[tuple[dict[str, Any], list[dict[str, Any]]]]:
    old = _road_layer("road-old", "Old road by Lachin", kind="route",
                      note="Used as the main link from 1992 to 2022.")
    new = _road_layer("road-2022", "Route of 2022, past Lachin", kind="route",
                      note="Published lengths: 32 km from Tegh, 22 km of it on the Azerbaijani "
                           "side, the bridge at km 22.")
    agdam = _road_layer("road-agdam", "Agdam-Stepanakert road",
                        note="Offered by Azerbaijan for deliveries in 2023.")
    sotk = _road_layer("road-vardenis", "Vardenis-Martakert road",
                       note="Second link with Armenia from 2017 to 2020.")
    link_note = ("A published text gives the link 4.5 km and its upper end about 3 km from Zabukh; "
                 "both cannot be met exactly with the published places.")
    return [
        (old, [_road("road-old", "old", valid_from="1992-05-18", valid_to="2022-08-30",
                     basis="main road in use")]),
        (new, [
            _road("road-2022-zabukh-link", "link", valid_from="2022-08-30", valid_to="2023-04-01",
                  basis="route in use", positional_error_m=2000, note=link_note),
            _road("road-2022-kornidzor", "kornidzor", valid_from="2023-04-01", valid_to=None,
                  basis="route in use", positional_error_m=2000, note="As a corridor under the "
                  "2020 statement until the departure of 24 September to 3 October 2023."),
        ]),
        (agdam, [_road("road-agdam", "agdam", valid_from="2023-09-12", valid_to=None,
                       basis="first lorry 2023-09-12, ICRC 2023-09-18")]),
        (sotk, [_road("road-vardenis", "vardenis", valid_from="2017-09-01", valid_to="2020-11-25",
                      basis="second link in use", positional_error_m=4000)]),
    ]


def _agreed(out: Path) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return the route of August 2025: the railway that followed the Araks, not built again."""
    source = f"conflictmap construction: 600 m inside the border of Armenia with Iran; {DCW}"
    border = features_of(out / "context" / "state-borders.geojson")["state-borders-arm-irn"]
    river = shapely.line_merge(to_metres(border)).simplify(150)
    sides = [river.offset_curve(metres) for metres in (600, -600)]
    north = max(sides, key=lambda side: side.centroid.y)
    head = layer(
        "route-2025", "corridor", title="Route agreed in August 2025 (not built)", kind="line",
        role="user", viewpoint="A planned way through Armenia, without a claim on status.",
        source=source, licence=LGPL, attribution="conflictmap; GMT DCW",
        note="Agreed is that there be a way (declaration of Washington, 8 August 2025); the "
             "railway is to follow the Soviet one, pipeline and power lines run farther north. By "
             "the end of 2025 nothing was built; building was planned for the second half of 2026.",
    )
    return head, [feature(
        "route-2025", to_degrees(north), name="Railway by Meghri along the Araks, planned",
        valid_from="2025-08-08", valid_to=None, basis="agreed and not built", source=source,
        licence=LGPL, positional_error_m=2000, style={"color": "#666666", "dashArray": "2 7"},
        **said({"source": "1lurer-2025-11-12", "since": ""}), note="Published length: about 42 km.",
    )]


def _status() -> tuple[dict[str, Any], list[dict[str, Any]]]:
    head = layer(
        "road-status", "corridor", title="State of the Lachin road", kind="line",
        role="road-status", viewpoint="As reported by sources of both sides and third parties.",
        source=_ROAD_SOURCE, licence=OWN, attribution="conflictmap",
        note="One period at a time; a closure of hours counts as a day.",
    )
    return head, [
        feature(row["id"], road(row["road"]), **names(row["road"]), valid_from=row["from"],
                valid_to=row["to"], basis="reported", status=row["status"],
                events=row["events"].split(), source=_ROAD_SOURCE, licence=OWN,
                positional_error_m=1000 if row["road"] == "old" else 2000, note=row["note"])
        for row in table("road_status")
    ]


def _points() -> tuple[dict[str, Any], list[dict[str, Any]]]:
    source = "published coordinates of places and published descriptions"
    head = layer(
        "corridor-points", "corridor", title="Bridge, checkpoint, closures and posts", kind="point",
        role="corridor-point", viewpoint="As reported; see each point.", source=source, licence=OWN,
        attribution="conflictmap", note="Positions are approximate; each has its error.",
    )
    return head, [
        feature(f"corridor-points-{row['id']}", Point(float(row["lon"]), float(row["lat"])),
                name=row["name"], valid_from=row["from"], valid_to=row["to"], basis="reported",
                symbol=row["symbol"], events=row["events"].split(), source=source, licence=OWN,
                positional_error_m=int(row["positional_error_m"]), note=row["note"])
        for row in table("corridor_points")
    ]


def build(out: Path, made: Fabric) -> None:
    """Write the layers of the group corridor.

    Parameters
    ----------
    out
        Folder of the layers.
    made
        The common parts, with the strip named.
    """
    for head, features in (_strip(made), *_roads(), _status(), _points(), _agreed(out)):
        write_layer(out / "corridor" / f"{head['id']}.geojson", head, features, 5)
