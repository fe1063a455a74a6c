"""GeoJSON features as rows; TopoJSON and the features of ArcGIS as GeoJSON ones."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from conflictmap.formats.json_cells import columns_of, halves_of
from conflictmap.formats.shapes import in_wgs84, table_of_shapes
from conflictmap.formats.strict_json import Numeral, as_text, other_crs
from conflictmap.formats.topojson import features_of_topology
from conflictmap.model.columns import standard_name
from conflictmap.model.errors import EventsError, Problem
from conflictmap.model.geometries import shape_of
from conflictmap.model.limits import beyond, limits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conflictmap.formats.table import Table

#: A coordinate that stands in quotes.
_TYPED = re.compile(r"\s*[+-]?\d{1,3}(\.\d+)?\s*", re.ASCII)


def as_geojson(value: Any, name: str) -> list[Any] | None:
    """Return the features of GeoJSON, TopoJSON, or an answer of ArcGIS; None for other JSON.

    Raises
    ------
    EventsError
        When it says that it is not in WGS 84.
    """
    if isinstance(value, list):
        return value if value and all(map(_is_feature, value)) else None
    if not isinstance(value, dict):
        return None
    if value.get("type") == "Topology":
        return features_of_topology(value, name)
    return _collected(value, name)


def _is_feature(value: Any) -> bool:
    return isinstance(value, dict) and value.get("type") == "Feature"


def _collected(value: dict[str, Any], name: str) -> list[Any] | None:
    """Return the features of a collection, or the one that a value is."""
    features = value.get("features")
    if not isinstance(features, list):
        return [value] if _is_feature(value) else None
    if other_crs(value):
        raise EventsError(f"{name}: crs: GeoJSON is WGS 84. Reproject the file first.")
    return _of_arcgis(value, features, name) if "geometryType" in value else features


def _of_arcgis(value: dict[str, Any], features: list[Any], name: str) -> list[Any]:
    """Return the points of an answer of ArcGIS as GeoJSON features."""
    wkid = str((value.get("spatialReference") or {}).get("wkid", "4326"))
    if value["geometryType"] != "esriGeometryPoint" or wkid != "4326":
        raise EventsError(f"{name}: this is the JSON of ArcGIS, of {value['geometryType']} in the"
                          f" system {wkid}. Ask the service for f=geojson.")
    return [
        {"type": "Feature", "properties": item.get("attributes"), "geometry": {
            "type": "Point", "coordinates": [at.get("x"), at.get("y")]} if at else None}
        for item in features if isinstance(item, dict) for at in (item.get("geometry"),)
    ]


def table_of_features(features: Sequence[Any], name: str) -> Table:
    """Return features as a table: their properties, their id, and their place.

    What the feature itself says goes before a property of the same meaning, which is kept beside
    it: `id (property)`.
    """
    if len(features) > limits().rows:
        raise EventsError(f"{name}: {beyond('rows', f'{len(features):,} features')}")
    broken: dict[int, str] = {}
    rows: list[dict[str, str]] = []
    shapes: list[Any] = []
    for index, feature in enumerate(features):
        cells, shape, why = _row(feature)
        rows.append(cells)
        shapes.append(shape)
        if why:
            broken[index] = why
    broken |= halves_of(rows)
    columns = columns_of(rows, name)
    table = table_of_shapes(name, columns, in_wgs84(shapes, None, name) if shapes else np.array([]),
                            word="feature", broken=broken)
    quoted = sum(_is_quoted(feature) for feature in features)
    return replace(table, remarks=(*table.remarks, _quoted(quoted, name))) if quoted else table


def _is_quoted(feature: Any) -> bool:
    """Return whether the coordinates of a feature begin with a text instead of a number."""
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    first = geometry.get("coordinates") if isinstance(geometry, dict) else None
    while isinstance(first, list) and first:
        first = first[0]
    return isinstance(first, str) and not isinstance(first, Numeral)


def _quoted(count: int, name: str) -> Problem:
    return Problem(file=name, place="", field="geometry", value="", level="warning",
                   reason=f"coordinates stand in quotes, as texts, in {count:,} features",
                   fix="They were taken as numbers; write them without quotes.")


def _row(feature: Any) -> tuple[dict[str, str], Any, str]:
    """Return the cells and the shape of a feature, and why it cannot be read."""
    broken = _misfit(feature)
    properties = feature.get("properties") if isinstance(feature, dict) else None
    cells = {str(key): _text(value) for key, value in properties.items()} if isinstance(
        properties, dict) else {}
    if broken:
        return {**cells, "feature": as_text(feature)}, None, broken
    if feature.get("id") is not None:
        _over(cells, "id", _text(feature["id"]))
    geometry = feature.get("geometry")
    try:
        return cells, None if geometry is None else shape_of(_numbers(geometry)), ""
    except ValueError:
        return ({**cells, "geometry": as_text(geometry)}, None,
                "geometry: not a GeoJSON geometry of finite numbers")


def _misfit(feature: Any) -> str:
    """Return why a value is no GeoJSON feature; empty when it is one."""
    if not isinstance(feature, dict) or feature.get("type", "Feature") != "Feature":
        return "not a GeoJSON feature"
    is_object = isinstance(feature.get("properties"), (dict, type(None)))
    return "" if is_object else "properties: must be an object"


def _over(cells: dict[str, str], name: str, text: str) -> None:
    """Put what the feature itself says; a property that says something else is kept beside it."""
    header = next((key for key in cells if standard_name(key) == name), name)
    if cells.get(header, text) != text:
        cells[f"{header} (property)"] = cells[header]
    cells[header] = text


def _text(value: Any) -> str:
    """Return a JSON value as the text that stands in the file."""
    if value is None:
        return ""
    return str(value) if isinstance(value, str) else as_text(value)


def _numbers(value: Any) -> Any:
    """Return a geometry with numbers for the numerals of its coordinates, typed as text or not.

    Raises
    ------
    ValueError
        When a coordinate is no number.
    """
    if isinstance(value, dict):
        return {key: _numbers(inner) if key in {"coordinates", "geometries"} else inner
                for key, inner in value.items()}
    if isinstance(value, list):
        return [_numbers(inner) for inner in value]
    return _number(value)


def _number(value: Any) -> float:
    """Return a coordinate as a number."""
    if isinstance(value, str) and _TYPED.fullmatch(value):
        return float(value)
    if not isinstance(value, (Numeral, float)) or not math.isfinite(float(value)):
        raise ValueError("no finite number")
    return float(value)
