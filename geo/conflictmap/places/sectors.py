"""Sectors between named places: areas made from built-in ones, for events placed only by sector.

A sector is the ground within some kilometres of two areas (their common border), or several areas
together. It says where an event may have been, and nothing about control.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import shapely

from conflictmap.model.crs import LOCAL_CRS, edges_to_local, to_wgs84
from conflictmap.model.interval import OPEN_END, OPEN_START
from conflictmap.model.layer import Feature, Layer
from conflictmap.model.provenance import provenance_of
from conflictmap.places.layer_files import bundled_areas, layers, read_layer
from conflictmap.places.road_stretches import is_stretch, stretch_feature

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from conflictmap.model.events import Events

#: Depth of a border sector on each side, in metres: the range of the artillery and small arms
#: reported there, and the depth of `sectors-dashkasan-border`, rounded down.
DEPTH_M = 10_000.0
#: East and north end, in degrees, of the box in which Azerbaijan is its exclave Nakhchivan.
_NAKHCHIVAN = (46.3, 40.0)
#: Rounding of the areas, in degrees: about 10 m.
_GRID = 1e-4


@dataclass(frozen=True, kw_only=True)
class Sector:
    """A sector: its name, areas that belong to it whole, and pairs of areas it lies between."""

    name: str
    whole: tuple[str, ...] = ()
    between: tuple[tuple[str, str], ...] = ()


_D, _N, _P = "districts-adjacent", "districts-nkao", "provinces"
NAKHCHIVAN = "sector-nakhchivan"
SECTORS: Mapping[str, Sector] = {
    "sector-goris-lachin": Sector(
        name="Goris - Lachin (Berdzor)", between=((f"{_P}-syunik", f"{_D}-lachin-soviet"),)),
    "sector-kapan-kubatli": Sector(
        name="Kapan - Qubadli (Sanasar)", between=((f"{_P}-syunik", f"{_D}-qubadli-soviet"),)),
    "sector-vardenis-kelbajar": Sector(
        name="Vardenis - Kalbajar (Karvachar)",
        between=((f"{_P}-gegharkunik", f"{_D}-kalbajar-soviet"),)),
    "sector-ijevan-gazakh-tovuz": Sector(
        name="Ijevan - Gazakh and Tovuz", between=((f"{_P}-tavush", "countries-aze"),)),
    "sector-armenia-nakhchivan": Sector(
        name="Armenia - Nakhchivan", between=(("countries-arm", NAKHCHIVAN),)),
    "sector-agdam-askeran": Sector(
        name="Agdam (Akna) - Askeran", whole=(f"{_D}-agdam-soviet", f"{_N}-askeran-1923")),
    "sector-hadrut-jebrail-fizuli": Sector(
        name="Hadrut - Jabrayil (Jrakan) - Fuzuli (Varanda)",
        whole=(f"{_N}-hadrut-1923", f"{_D}-jabrayil-soviet", f"{_D}-fuzuli-soviet")),
    "sector-martuni-hadrut": Sector(
        name="Martuni (Khojavend) - Hadrut", whole=(f"{_N}-martuni-1923", f"{_N}-hadrut-1923")),
    "sector-shusha-stepanakert": Sector(
        name="Shusha (Shushi) - Stepanakert (Khankendi)",
        whole=(f"{_N}-shusha-1923", f"{_N}-askeran-1923")),
    "sector-martakert-terter": Sector(
        name="Martakert (Aghdara) - Tartar", whole=(f"{_N}-mardakert-1923",),
        between=((f"{_N}-mardakert-1923", "countries-aze"),)),
}
#: The layers whose areas the sectors are made of.
_CREDIT = ("districts-adjacent", "districts-nkao", "provinces", "countries")


@cache
def sector_area(sector_id: str) -> Any:
    """Return the area of a sector in WGS 84.

    Raises
    ------
    KeyError
        When there is no such sector.
    """
    sector = SECTORS[sector_id]
    parts = [edges_to_local(_area(i), LOCAL_CRS) for i in sector.whole]
    for one, two in sector.between:
        reach = [
            shapely.buffer(edges_to_local(_area(i), LOCAL_CRS), DEPTH_M) for i in (one, two)
        ]
        parts.append(shapely.intersection(*reach))
    area = shapely.simplify(shapely.union_all(parts), 20.0)
    return shapely.make_valid(shapely.set_precision(to_wgs84(area, LOCAL_CRS), _GRID))


def _area(area_id: str) -> Any:
    if area_id != NAKHCHIVAN:
        return bundled_areas()[area_id]
    parts = shapely.get_parts(bundled_areas()["countries-aze"])
    return shapely.union_all([
        p for p in parts if p.bounds[2] < _NAKHCHIVAN[0] and p.bounds[3] < _NAKHCHIVAN[1]
    ])


def layer_of_places(events: Events, drawn: Iterable[Layer]) -> Layer | None:
    """Return a layer of the areas that events name and no drawn layer holds; None when all are.

    Without it the page could say in which area an event was, and not show it.
    """
    known = {feature.id for layer in drawn for feature in layer.features}
    wanted = sorted({i for text in set(events["where"]) for i in str(text).split()} - known)
    features = list(filter(None, map(_feature, wanted)))
    if not features:
        return None
    licences, credit = (_distinct(features, key) for key in ("licence", "source"))
    return Layer(
        id="places-of-events", title="Places of events", kind="area", role="sector",
        group="places", visible=False, source="; ".join(credit), source_url="",
        viewpoint="Places of events that sources locate only roughly; no statement on status.",
        licence=" AND ".join(licences), attribution="; ".join(credit),
        note="Areas may overlap. They are never drawn as areas of control.",
        features=tuple(features), provenance=provenance_of("places-of-events", b"", rows=0),
    )


def _distinct(features: Sequence[Feature], key: str) -> list[str]:
    """Return the different values of a property, sorted."""
    return sorted({str(feature.properties[key]) for feature in features})


def _feature(area_id: str) -> Feature | None:
    if is_stretch(area_id):
        return stretch_feature(area_id)
    if area_id in SECTORS:
        licences = {read_layer(layer).licence for layer in _CREDIT}
        return Feature(
            id=area_id, geometry=sector_area(area_id), start=OPEN_START, end=OPEN_END,
            properties={
                "name": SECTORS[area_id].name, "basis": "place of events",
                "source": "conflictmap construction from its own layers",
                "licence": " AND ".join(sorted(licences)),
            },
        )
    for layer in map(read_layer, layers()):
        for feature in layer.features:
            if feature.id == area_id and area_id in bundled_areas():
                properties = {"source": layer.source, "licence": layer.licence}
                return Feature(
                    id=area_id, geometry=feature.geometry, start=OPEN_START, end=OPEN_END,
                    properties=properties | {"name": feature.name, "basis": "place of events"},
                )
    return None


class KnownAreas(dict[str, Any]):
    """Areas by id; the built-in layers are read only when an id is not among the caller's."""

    def __missing__(self, area_id: str) -> Any:
        return sector_area(area_id) if area_id in SECTORS else bundled_areas()[area_id]

    def __iter__(self) -> Iterator[str]:
        return iter({**SECTORS, **bundled_areas(), **dict(self.items())})

    def __contains__(self, area_id: object) -> bool:
        known = area_id in SECTORS or area_id in bundled_areas()
        return super().__contains__(area_id) or known
