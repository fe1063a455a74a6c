"""Build the layers of control: the former oblast, the line of contact, the areas either side held.

All areas are unions of the same small parts (``Fabric.parts``), so that an edge which two areas
share is the same line in both, vertex by vertex.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import shapely
from inputs import write_layer
from shapely.geometry import LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry
from shapes import GRID, areas, faces, features_of, names, own_line, prolonged, table, vertices
from sources import said

NATURAL_EARTH = "Natural Earth 1:10m"
NE_URL = "https://www.naturalearthdata.com/"
PUBLIC_DOMAIN = "LicenseRef-public-domain"
LGPL = "LGPL-3.0-or-later"
OWN = "CC-BY-4.0"
RETRIEVED = "2026-11-24"
DCW = "state border: GMT Digital Chart of the World 2.1.1"
STEPANAKERT = Point(46.7519, 39.8153)
AGDAM = Point(46.9274, 39.9910)


@dataclass(frozen=True, kw_only=True)
class Fabric:
    """The parts from which areas are put together, and the named areas."""

    parts: tuple[Polygon, ...]
    named: dict[str, BaseGeometry]
    contact: LineString

    def area(self, *names: str, without: Sequence[str] = ()) -> BaseGeometry:
        """Return what lies in all of the named areas and in none of ``without``."""
        def within(part: Polygon) -> bool:
            point = part.representative_point()
            return (all(self.named[n].contains(point) for n in names)
                    and not any(self.named[n].contains(point) for n in without))
        found = [part for part in self.parts if within(part)]
        return areas(shapely.union_all(found, grid_size=GRID))


def state(out: Path, code: str) -> BaseGeometry:
    """Return a country from the layer ``context/countries``, as drawn on the map."""
    return features_of(out / "context" / "countries.geojson")[f"countries-{code}"]


def mainland(out: Path) -> Polygon:
    """Return Azerbaijan without Nakhchivan and the enclaves."""
    return next(p for p in shapely.get_parts(state(out, "aze")) if p.contains(AGDAM))


def contact_line() -> LineString:
    """Return the line of contact of 1994, 79 vertices from west to south."""
    return LineString(vertices(table("line_of_contact_1994")))


def nkao_ring() -> Polygon:
    """Return the oblast: the 97-vertex ring, with the bends of the line of contact it shares."""
    ring = vertices(table("nkao_1923"))
    contact = list(contact_line().coords)
    made = ring[:1]
    for a, b in pairwise(ring):
        made += [*_shared_bends(a, b, contact), b]
    return Polygon(made)


def _shared_bends(
    a: tuple[float, float], b: tuple[float, float], contact: list[tuple[float, float]]
) -> list[tuple[float, float]]:
    if a not in contact or b not in contact:
        return []
    i, j = contact.index(a), contact.index(b)
    between = contact[min(i, j) + 1:max(i, j)]
    return between if i < j else between[::-1]


def piece(area: BaseGeometry, cuts: Sequence[BaseGeometry], seed: Point) -> Polygon:
    """Return the piece of an area, cut along lines, that holds a point."""
    made = shapely.polygonize([shapely.union_all([area.boundary, *cuts], grid_size=GRID)])
    return next(p for p in made.geoms if p.contains(seed))


def territory_areas(country: Polygon, contact: LineString) -> dict[str, BaseGeometry]:
    """Return the named areas of this module, not yet on the common grid."""
    nkao = nkao_ring()
    held = piece(country, [contact], AGDAM)
    inside = areas(nkao.intersection(held))
    inside = max(shapely.get_parts(inside), key=shapely.area)
    cuts = [prolonged(own_line(f"{name}-2020"), inside.boundary, within=0.03)
            for name in ("north-west", "north", "south")]
    zone = piece(inside, cuts, STEPANAKERT)
    parukh = prolonged(own_line("parukh-2022"), zone.boundary, within=0.03)
    return {"nkao": nkao, "held": held, "zone": zone,
            "zone-2022": piece(zone, [parukh], STEPANAKERT)}


def fabric(country: Polygon, more: dict[str, BaseGeometry], lines: Sequence[LineString]) -> Fabric:
    """Return the parts made by the areas of this module, further areas and further lines."""
    contact = prolonged(contact_line(), country.boundary, within=0.05)
    named = {"country": country, **territory_areas(country, contact), **more}
    edges = [shape.boundary for shape in named.values()]
    parts = tuple(p for p in faces([*edges, contact, *lines])
                  if country.contains(p.representative_point()))
    return Fabric(parts=parts, named=named, contact=contact)


def layer(name: str, group: str, **members: Any) -> dict[str, Any]:
    """Return the members of a layer, with what is the same in all layers of these modules."""
    same = {"id": name, "group": group, "visible": True, "source_url": None,
            "attribution": "conflictmap", "retrieved": RETRIEVED}
    return {**same, **members}


def feature(name: str, geometry: BaseGeometry, /, **properties: Any) -> dict[str, Any]:
    """Return a feature; empty days become open ends."""
    for key in ("valid_from", "valid_to"):
        properties[key] = properties.get(key) or None
    return {"id": name, "properties": properties, "geometry": geometry}


# --- the four layers ---------------------------------------------------------------------------

def _nkao(made: Fabric) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    source = f"{NATURAL_EARTH}, line “Former USSR oblast in 1991”, simplified to 1 km"
    head = layer(
        "nkao-1923", "control", title="Former Nagorno-Karabakh Autonomous Oblast", kind="area",
        role="control", viewpoint="Unit of the Azerbaijan SSR, as Natural Earth draws it.",
        source=source, source_url=NE_URL, licence=PUBLIC_DOMAIN, attribution="Natural Earth",
        note="4,270 km² against 4,388 km² published. Lachin and the other adjacent districts were "
             "never part of it. Drawn without later changes of its border.",
    )
    return head, [feature(
        "nkao-1923", made.area("nkao"), **names("nkao"),
        valid_from="1923-07-07", valid_to="1991-11-26", basis="de jure (USSR)", control="soviet",
        **said({"source": "wikipedia-nagorno-karabakh-autonomous-oblast", "since": ""}),
        source=source, licence=PUBLIC_DOMAIN, positional_error_m=2000,
        note="Abolished by Azerbaijan's parliament on 1991-11-26; not accepted by the NK "
             "authorities. One Armenian encyclopaedia dates the act 23 November.",
    )]


def _contact() -> tuple[dict[str, Any], list[dict[str, Any]]]:
    source = f"{NATURAL_EARTH}, line “Ceasefire Line 1994”"
    head = layer(
        "line-of-contact-1994", "control", title="Line of contact 1994 to 2020", kind="line",
        role="contact-line", viewpoint="Positions at the ceasefire of 12 May 1994.", source=source,
        source_url=NE_URL, licence=PUBLIC_DOMAIN, attribution="Natural Earth",
        note="Generalised. The gains of April 2016 are drawn as ground on which the front moved.",
    )
    return head, [feature(
        "line-of-contact-1994", contact_line(), name="Line of contact",
        valid_from="1994-05-12", valid_to="2020-09-27", basis="de facto (ceasefire)",
        source=source, licence=PUBLIC_DOMAIN, positional_error_m=2000,
        note="79 published vertices; published length 180 to 200 km.",
    )]


def _held(made: Fabric) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    source = f"{NATURAL_EARTH}, line “Ceasefire Line 1994”; {DCW}"
    head = layer(
        "held-1994", "control", title="Area held by Armenian forces 1994 to 2020", kind="area",
        role="control", source=source,
        viewpoint="De facto control reported by sources; not a statement on status.",
        licence=LGPL, attribution="Natural Earth; GMT DCW",
        note="Most of the former oblast and all or part of seven adjacent districts, "
             "internationally recognised as part of Azerbaijan.",
    )
    said_so = said({"source": "karabakhfacts-ceasefire-1994", "since": ""})
    shared: dict[str, Any] = {"source": source, "licence": LGPL, "positional_error_m": 2000}
    held = {**shared, **said_so, "name": "Area held by Armenian forces", "basis": "de facto",
            "control": "armenian_forces", "note": "Between the line of contact and the borders "
            "with Armenia and Iran. Withdrawal from the adjacent districts demanded by UN Security "
            "Council resolutions 822, 853, 874 and 884."}
    gain = {**shared, **said({"source": "panarmenian-2016-05-17", "since": ""}),
            "name": "Heights near Talish and Lele Tepe", "control": "front_moved",
            "basis": "gains of April 2016 by Azerbaijan: more than 2,000 hectares by its ministry "
            "of defence, some 800 by the president of Armenia; the line was not published",
            "note": "Our construction: what lies within 1.5 km of the named height or of the line "
            "of contact by Talish, without the village."}
    return head, [
        feature("held-1994", made.area("held"), valid_from="1994-05-12", valid_to="2016-04-02",
                **held),
        feature("held-1994-2016", made.area("held", without=("gain",)), valid_from="2016-04-02",
                valid_to="2020-09-27", **held),
        feature("held-1994-gain", made.area("held", "gain"), valid_from="2016-04-02",
                valid_to="2020-09-27", **gain),
    ]


_TRANSITION = "[2023-09-20..2023-10-01]"
_VERSIONS = (  # key, part, from, to, control, source, basis, note
    ("2020", "zone", "2020-11-10", "2022-03-24", "russian_peacekeepers",
     "gov-armenia-2020-11-10", "statement of 9/10 November 2020, point 3",
     "Deployment 10 to 20 November 2020. The pocket of Khtsaberd and Hin Tagher, under Azerbaijan "
     "from 11 to 13 December 2020, is left out; a Russian map showed it inside for a day."),
    ("2022", "zone-2022", "2022-03-24", "2023-09-20", "russian_peacekeepers",
     "crisis-group-casualties", "statement of 9/10 November 2020, point 3",
     "Without Parukh, entered by Azerbaijani troops on 2022-03-24. Russia spoke of a breach; "
     "Azerbaijan said positions were clarified. Heights taken on 2022-08-03 are not drawn."),
    ("2023", "zone-2022", "2023-09-20", "2024-06-12", "azerbaijan",
     "oc-media-2023-09-20",
     "peacekeepers still present; area under Azerbaijan after the ceasefire of 20 September 2023",
     "Withdrawal announced on 2024-04-17, complete on 2024-06-12."),
)


def _peacekeepers(made: Fabric) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    source = ("conflictmap construction from Natural Earth 1:10m lines of 1991, 1994 and 2020, "
              "corrected by hand after the places held on either side")
    head = layer(
        "peacekeepers-2020", "control", title="Area patrolled by Russian peacekeepers", kind="area",
        role="control", viewpoint="De facto positions of 10 November 2020 reported by sources; "
                                  "not a statement on status.",
        source=source, licence=OWN, attribution="conflictmap; Natural Earth",
        note="No official map of the line was published. Between the places named in "
             "layers/README.md the line may be off by kilometres.",
    )
    return head, [
        feature(f"peacekeepers-2020-{key}", made.area(area), name="Area patrolled by Russian "
                "peacekeepers", valid_from=start, valid_to=end, basis=basis, control=control,
                **said({"source": says, "since": _TRANSITION if key == "2023" else ""}),
                source=source, licence=OWN, positional_error_m=2500, note=note)
        for key, area, start, end, control, says, basis, note in _VERSIONS
    ]


def build(out: Path, made: Fabric) -> None:
    """Write the layers of the group control.

    Parameters
    ----------
    out
        Folder of the layers.
    made
        The common parts.
    """
    for head, features in (_nkao(made), _contact(), _held(made), _peacekeepers(made)):
        write_layer(out / "control" / f"{head['id']}.geojson", head, features, 4)
