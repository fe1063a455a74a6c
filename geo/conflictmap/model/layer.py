"""Layers: dated areas, lines and points, with what their file says of them."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import shapely

from conflictmap.model.interval import DayLike, Days, Interval, day_of, overlap, single_day
from conflictmap.model.outputs import ShortRepr

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence

    from geopandas import GeoDataFrame
    from numpy.typing import NDArray

    from conflictmap.model.crs import Bounds
    from conflictmap.model.errors import Problem
    from conflictmap.model.provenance import Provenance

Kind = Literal["area", "line", "route", "point", "mixed"]
UNKNOWN = "unknown"
KINDS: tuple[Kind, ...] = ("area", "line", "route", "point", "mixed")
#: What a layer is to the page, and so how it is drawn; any other word is `user`.
ROLES = (
    "land", "sea", "lake", "river", "border", "province", "district", "control", "contact-line",
    "strip", "road", "road-status", "corridor-point", "settlement", "town", "holder", "sector",
    "user",
)
#: Kind of layer that a type of geometry makes.
KIND_OF: dict[str, Kind] = {
    "Point": "point", "MultiPoint": "point", "LineString": "line", "LinearRing": "line",
    "MultiLineString": "line", "Polygon": "area", "MultiPolygon": "area",
    "GeometryCollection": "mixed",
}


@dataclass(frozen=True, kw_only=True, repr=False)
class Feature(ShortRepr):
    """One feature: its id, its geometry in WGS 84, and the days on which it held.

    `start`/`end` are days since 1970-01-01, half-open, `OPEN_START`/`OPEN_END` where open.
    `properties` are those of the file, untouched.
    """

    id: str
    geometry: Any
    start: int
    end: int
    properties: Mapping[str, Any]

    @property
    def name(self) -> str:
        """The feature's name: of the property that holds names, else its id.

        Files name it `name`, `NAME`, `shapeName`, `ADM1_EN`, `NAME_1`; of several levels, the last.
        """
        return str(self.properties.get("name") or _named(self.properties) or self.id)

    @property
    def positional_error_m(self) -> float:
        """How far the drawn line may be from the true one, in metres; NaN when not stated."""
        value = self.properties.get("positional_error_m")
        return float(value) if isinstance(value, (int, float)) else float("nan")


#: Names of properties that hold a name, without case, `_` and `-`: the first that is there counts.
#: Levels of administration (`ADM2_EN`, `NAME_2`) come before, the deepest first.
_NAME_KEYS = ("name", "shapename", "nameen", "namelong", "fullname", "title", "label", "nam",
              "admin", "nom", "nombre", "naam", "nazwa", "isim", "ad")
_LEVEL = re.compile(r"(?:name|adm)(\d)(?:en|name)?|adm(\d)name")


def _named(properties: Mapping[str, Any]) -> str:
    """Return the text of the property that holds a name; empty when there is none."""
    folded = {re.sub(r"[\W_]", "", str(key)).lower(): value
              for key, value in properties.items() if isinstance(value, str) and value.strip()}
    levels = sorted(filter(_LEVEL.fullmatch, folded), key=lambda key: re.sub(r"\D", "", key))
    known = [*reversed(levels), *filter(folded.__contains__, _NAME_KEYS)]
    return str(folded[known[0]]).strip() if known else ""


@dataclass(frozen=True, kw_only=True, repr=False)
class Layer(ShortRepr):
    """A layer: what the file says of itself, and its features.

    Geometry is WGS 84, longitude and latitude in degrees. What a file does not say is `unknown`.
    """

    id: str
    title: str
    kind: Kind
    role: str
    group: str
    visible: bool
    viewpoint: str
    source: str
    source_url: str
    licence: str
    attribution: str
    note: str
    features: tuple[Feature, ...]
    provenance: Provenance
    problems: tuple[Problem, ...] = field(default=())
    #: Colours and labels that explain the styles of its features, for the key.
    key: tuple[tuple[str, str], ...] = ()

    @cached_property
    def geometry(self) -> NDArray[np.object_]:
        """The geometries, one for each feature."""
        return np.array([f.geometry for f in self.features], dtype=object)

    @cached_property
    def start(self) -> Days:
        """First days of validity, one for each feature."""
        return np.array([f.start for f in self.features], dtype=np.int64)

    @cached_property
    def end(self) -> Days:
        """Days after the last, one for each feature."""
        return np.array([f.end for f in self.features], dtype=np.int64)

    @cached_property
    def positional_error_m(self) -> NDArray[np.float64]:
        """Positional errors in metres, one for each feature; NaN when not stated."""
        return np.array([f.positional_error_m for f in self.features], dtype=np.float64)

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north in degrees."""
        west, south, east, north = shapely.total_bounds(self.geometry)
        return float(west), float(south), float(east), float(north)

    def _facts(self) -> Mapping[str, Any]:
        """Return what is shown."""
        return {"id": self.id, "title": self.title, "features": len(self.features),
                "kind": self.kind, "role": self.role, "source": self.source,
                "licence": self.licence}

    @property
    def frame(self) -> GeoDataFrame:
        """The features as a GeoDataFrame (EPSG:4326): feature_id, start, end, properties.

        `start` and `end` are dates, empty where open.
        """
        import geopandas as gpd

        rows = [
            {"feature_id": f.id, "start": day_of(f.start), "end": day_of(f.end), **f.properties}
            for f in self.features
        ]
        return gpd.GeoDataFrame(rows, geometry=list(self.geometry), crs="EPSG:4326")


def at(layer: Layer, when: DayLike | Interval) -> Layer:
    """Return the layer with only the features that held on a day, or on some day of an interval.

    Parameters
    ----------
    layer
        The layer; it is not changed.
    when
        A date, a datetime, text such as `2020-09-27`, or an `Interval`.

    Raises
    ------
    ValueError
        When `when` is no day.
    """
    interval = when if isinstance(when, Interval) else single_day(when)
    first = np.full(len(layer.features), interval.first)
    held = overlap(layer.start, layer.end, first, np.full(len(layer.features), interval.last))
    return replace(layer, features=tuple(f for f, h in zip(layer.features, held, strict=True) if h))


def with_distinct_ids(layers: Iterable[Layer], taken: Sequence[Layer] = ()) -> list[Layer]:
    """Return the layers with ids that none of TAKEN and none before has, for layers and features.

    A layer whose id, or the id of a feature, is taken gets a number, and its features its id.
    """
    names = {layer.id for layer in taken}
    ids = {i for layer in taken for i in _feature_ids(layer)}
    found = []
    for layer in layers:
        name = free_id(layer.id, names)
        if name != layer.id or ids & _feature_ids(layer):
            layer = _renamed(layer, name)
        names.add(name)
        ids |= _feature_ids(layer)
        found.append(layer)
    return found


def free_id(text: str, taken: Container[str]) -> str:
    """Return an id, or with the first number from 2 on that makes one that is not TAKEN.

    >>> free_id("a", {"a", "a-2"})
    'a-3'
    """
    found, number = text, 1
    while found in taken:
        number += 1
        found = f"{text}-{number}"
    return found


def _feature_ids(layer: Layer) -> set[str]:
    return {feature.id for feature in layer.features}


def _renamed(layer: Layer, name: str) -> Layer:
    features = tuple(replace(f, id=f"{name}/{f.id}") for f in layer.features)
    return replace(layer, id=name, features=features)


def areas_of(found: Iterable[Layer]) -> Mapping[str, Any]:
    """Return the polygon features of layers by their ids."""
    return {
        feature.id: feature.geometry
        for layer in found
        for feature in layer.features
        if KIND_OF[feature.geometry.geom_type] == "area"
    }


@dataclass(frozen=True, kw_only=True)
class Relief:
    """Shaded ground as a grey picture, in rows of Web Mercator.

    `bounds` are west, south, east, north in degrees (WGS 84); level ground is grey 128.
    """

    bounds: Bounds
    media_type: str
    content: bytes
    provenance: Provenance
    id: str = "relief"
    title: str = "Relief"
    kind: str = "image"
    role: str = "relief"
    group: str = "context"
    visible: bool = True
    viewpoint: str = ""
    source: str = UNKNOWN
    source_url: str | None = None
    licence: str = UNKNOWN
    attribution: str = ""
    note: str = ""

    @property
    def address(self) -> str:
        """The picture as a `data:` address."""
        return f"data:{self.media_type};base64,{base64.b64encode(self.content).decode()}"
