"""Build the districts: the seven adjacent to the former oblast, and its own five raions."""

from pathlib import Path
from typing import Any

import shapely
from inputs import write_layer
from shapely.geometry import LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry
from shapes import areas, around, circle, names, natural_earth_line, own_line, prolonged, table
from sources import said
from territory import DCW, LGPL, OWN, Fabric, contact_line, feature, layer, nkao_ring

ADJACENT = ("agdam", "fuzuli", "jabrayil", "kalbajar", "lachin", "qubadli", "zangilan")
RAIONS = ("askeran", "hadrut", "mardakert", "martuni", "shusha")
LACHIN_TOWN = (46.5469, 39.6408)
POCKET_M = 3000
"""Its limits were not published: what lies so near to one of its two villages."""
_SOURCE = f"Natural Earth 1:10m district lines and line of the former oblast; {DCW}"
_RAION_SOURCE = ("conflictmap construction: Natural Earth 1:10m outline of the oblast, cut along "
                 "modern district lines and lines of our own")
_STEPS = {  # control in part of a unit -> (areas it lies in, areas it does not lie in)
    "all": ((), ()), "held": (("held",), ()), "unheld": ((), ("held",)),
    "strip": (("strip",), ()), "outside-strip": ((), ("strip",)),
    "zone": (("zone",), ()), "outside-zone": ((), ("zone",)),
    "zone-2022": (("zone-2022",), ()), "outside-zone-2022": ((), ("zone-2022",)),
    "gain": (("gain",), ()), "outside-gain": ((), ("gain",)),
    "held-gain": (("held", "gain"), ()), "held-outside-gain": (("held",), ("gain",)),
    "pocket": (("pocket",), ("zone",)), "outside-zone-pocket": ((), ("zone", "pocket")),
}

_ERRORS = {part: {"positional_error_m": 1500} for part in ("gain", "held-gain")}
"""Of parts that do not have the error of their layer: circles and bands of our own."""


def _units(layer_id: str) -> dict[str, dict[str, str]]:
    return {row["unit"]: row for row in table("units") if row["layer"] == layer_id}


def _crest() -> LineString:
    """Return the northern border of Kalbajar: the line of contact, which follows the same crest."""
    contact = list(contact_line().coords)
    return LineString(contact[:contact.index((46.323, 40.254)) + 1])


def _partition(country: Polygon) -> list[Polygon]:
    """Return the districts outside the oblast as the areas between borders and district lines."""
    nkao = nkao_ring()
    frame = shapely.union_all([country.boundary, nkao.boundary, _crest()])
    lines = [frame, prolonged(_crest(), country.boundary, within=0.05)]
    found = []
    for row in table("district_lines"):
        window = shapely.box(float(row["west"] or 43), 38, 51, 43)
        outside = natural_earth_line(row["note"]).intersection(country & window).difference(nkao)
        found.append(max(shapely.get_parts(outside), key=shapely.length))
    joined = [_joined(line, [o for o in found if o is not line], frame) for line in found]
    return list(shapely.polygonize([shapely.union_all([*lines, *joined], grid_size=1e-5)]).geoms)


def _joined(line: LineString, others: list[LineString], frame: BaseGeometry) -> LineString:
    """Return the line with each end joined to another line, else prolonged to the frame."""
    near = shapely.union_all(others)
    ends = [Point(line.coords[at]) for at in (0, -1)]
    targets = [near if near.distance(end) < 0.002 else frame for end in ends]
    start, stop = (
        shapely.shortest_line(end, target).coords[-1]
        for end, target in zip(ends, targets, strict=True)
    )
    return LineString([start, *line.coords, stop])


def adjacent_areas(country: Polygon) -> dict[str, BaseGeometry]:
    """Return the seven adjacent districts, without the oblast, up to the state border."""
    made = _partition(country)
    units = _units("districts-adjacent")
    return {u: next(p for p in made if p.contains(_seed(units[u]))) for u in ADJACENT}


def raion_areas() -> dict[str, BaseGeometry]:
    """Return the five raions of the oblast as in Soviet times."""
    nkao = nkao_ring()
    lines = [
        natural_earth_line(row["note"]).intersection(
            shapely.box(43, 38, 51, float(row["north"] or 43))
        )
        for row in table("raion_lines")
    ]
    lines += [own_line(n) for n in ("askeran-martuni", "martuni-hadrut", "shusha-hadrut")]
    frame = nkao.boundary
    joined = [_joined(line, [o for o in lines if o is not line], frame) for line in lines]
    made = shapely.polygonize([shapely.union_all([frame, *joined], grid_size=1e-5)]).geoms
    inside = [p for p in made if nkao.contains(p.representative_point())]
    units = _units("districts-nkao")
    return {u: next(p for p in inside if p.contains(_seed(units[u]))) for u in RAIONS}


def pocket() -> BaseGeometry:
    """Return the ground around Khtsaberd and Hin Tagher, held until December 2020: our circles."""
    seeds = [r for r in table("settlements") if r["id"] in {"khtsaberd", "hin-tagher"}]
    return shapely.union_all([around(_seed(row), POCKET_M) for row in seeds])


def _seed(row: dict[str, str]) -> Point:
    return Point(float(row["lon"]), float(row["lat"]))


# --- the layers --------------------------------------------------------------------------------

def _features(made: Fabric, layer_id: str, shared: dict[str, Any]) -> list[dict[str, Any]]:
    return [one for unit, row in _units(layer_id).items()
            for one in _states(made, f"{layer_id}-{unit}", row, shared)]


def _states(
    made: Fabric, name: str, unit: dict[str, str], shared: dict[str, Any]
) -> list[dict[str, Any]]:
    """Return a feature for each state of each part of a unit; NAME begins their ids."""
    found = []
    for row in table("control"):
        if row["unit"] != unit["unit"]:
            continue
        inside, without = _STEPS[row["part"]]
        shape = made.area(row["unit"], *inside, without=without)
        if shape.is_empty:
            continue
        part = "" if row["part"] == "all" else f"-{row['part']}"
        since = row["from"][:4] or "soviet"
        found.append(_unit(f"{name}-{since}{part}", shape, unit, row, shared))
    return _numbered(found)


def _numbered(features: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the features with a month added to ids that would occur twice."""
    ids = [f["id"] for f in features]
    return [
        {**f, "id": f"{f['id']}-{f['properties']['valid_from'][5:7]}"}
        if ids.index(f["id"]) < at else f
        for at, f in enumerate(features)
    ]


def _unit(
    name: str, shape: BaseGeometry, unit: dict[str, str], row: dict[str, str],
    shared: dict[str, Any],
) -> dict[str, Any]:
    texts = {key: unit[key] for key in ("name", "name_hy", "name_az", "name_ru")}
    return feature(
        name, shape, **texts, valid_from=row["from"], valid_to=row["to"], basis=row["basis"],
        control=row["control"], **said(row), **{**shared, **_ERRORS.get(row["part"], {})},
    )


def _adjacent(made: Fabric) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    head = layer(
        "districts-adjacent", "districts", title="Seven districts adjacent to the former oblast",
        kind="area", role="district", viewpoint="Districts of Azerbaijan as before 1991; "
        "control as reported by sources.", source=_SOURCE, licence=LGPL,
        attribution="Natural Earth; GMT DCW; conflictmap",
        note="Not part of the former oblast. Modern district lines outside the oblast stand in for "
             "those of 1991. Control changes on single days; fighting lasted longer.",
    )
    shared = {"source": _SOURCE, "licence": LGPL, "positional_error_m": 3000}
    return head, _features(made, "districts-adjacent", shared)


def _nkao(made: Fabric) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    head = layer(
        "districts-nkao", "districts", title="Raions of the former oblast", kind="area",
        visible=False,
        role="district", viewpoint="Soviet raions until 1991; control as reported by sources.",
        source=_RAION_SOURCE, licence=OWN, attribution="conflictmap; Natural Earth",
        note="No open geometry of the Soviet raions was found. The lines between them are fitted "
             "to known places and published areas.",
    )
    shared = {"source": _RAION_SOURCE, "licence": OWN, "positional_error_m": 4000}
    return head, _features(made, "districts-nkao", shared)


def _lachin(made: Fabric) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    unit = _units("districts-adjacent")["lachin"]
    source = f"{_SOURCE}; border with the oblast: its line of 1991"
    head = layer(
        "lachin-district", "districts", title="Lachin (Kashatagh) district", kind="area",
        visible=False,
        role="district", viewpoint="District of Azerbaijan; control as reported by sources.",
        source=source, licence=LGPL, attribution="Natural Earth; GMT DCW; conflictmap",
        note="The same states and parts as in districts-adjacent, for the one district. Lachin is "
             "not part of the former oblast.",
    )
    shared = {"source": source, "licence": LGPL, "positional_error_m": 2500}
    return head, _states(made, "lachin-district", unit, shared)


_TOWN = (
    ("soviet", "", "1992-05-18", "azerbaijan", "chicagotribune-lachin-1992-05-27",
     "Azerbaijan SSR, from 1991 Azerbaijan"),
    ("1992", "1992-05-18", "2020-11-10", "armenian_forces", "qarabag-com-lachin",
     "taken by Armenian forces in battle"),
    ("2020", "2020-11-10", "2022-08-26", "russian_peacekeepers", "tass-2020-11-15",
     "in the corridor of the 2020 statement"),
    ("2022", "2022-08-26", "", "azerbaijan", "ap-2022-08-26",
     "passed to Azerbaijan after the new route was built"),
)


def _town(made: Fabric) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    assert made.named["lachin"].contains(Point(LACHIN_TOWN))
    source = "circle of 1 km around the published coordinate of the town"
    head = layer(
        "lachin-town", "districts", title="Lachin (Berdzor) town", kind="area", role="town",
        viewpoint="Town of Azerbaijan; control as reported by sources.", source=source, licence=OWN,
        attribution="conflictmap", note="A nominal circle, not the built-up area.",
    )
    shape = circle(*LACHIN_TOWN, 1000)
    return head, [
        feature(f"lachin-town-{key}", shape, **names("town"), valid_from=start, valid_to=end,
                basis=basis, control=control, **said({"source": says, "since": ""}),
                source=source, licence=OWN, positional_error_m=500)
        for key, start, end, control, says, basis in _TOWN
    ]


def build(out: Path, made: Fabric) -> None:
    """Write the layers of the group districts.

    Parameters
    ----------
    out
        Folder of the layers.
    made
        The common parts, with the seven districts, the five raions and the strip named.
    """
    for (head, features), decimals in (
        (_adjacent(made), 4), (_nkao(made), 4), (_lachin(made), 4), (_town(made), 5)
    ):
        write_layer(out / "districts" / f"{head['id']}.geojson", head, features, decimals)


def area_table(made: Fabric) -> list[tuple[str, BaseGeometry, float]]:
    """Return each unit with its area on the map and its published area in km²."""
    rows = {row["unit"]: float(row["published_km2"]) for row in table("units")}
    return [(unit, areas(made.area(unit)), rows[unit]) for unit in (*ADJACENT, *RAIONS)]
