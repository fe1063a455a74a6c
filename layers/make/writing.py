"""Write a layer as a GeoJSON file of one fixed form, refusing what would not be a sound layer."""

import json
from collections.abc import Sequence
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

LAYER_KEYS = (
    "id", "title", "kind", "role", "group", "visible", "viewpoint", "source", "source_url",
    "licence", "attribution", "note", "retrieved",
)
ALWAYS = ("name", "valid_from", "valid_to", "basis", "source", "licence", "positional_error_m")
LEADING = ("name", "name_hy", "name_az", "name_ru", "names", "class", "rank", "country",
           "valid_from", "valid_to", "basis", "control", "status", "symbol", "delimited")
TRAILING = ("source", "source_url", "licence", "positional_error_m", "note")
TYPES = {
    "area": {"Polygon", "MultiPolygon"}, "line": {"LineString", "MultiLineString"},
    "route": {"LineString"}, "point": {"Point"},
}


class LayerProblemError(ValueError):
    """A layer that must not be written, with what, where and what to do."""


def write_layer(
    path: Path, layer: dict[str, Any], features: Sequence[dict[str, Any]], decimals: int
) -> None:
    """Write a layer file: one feature per line, keys in fixed order, coordinates rounded.

    Parameters
    ----------
    path
        ``.../<group>/<layer-id>.geojson``.
    layer
        The layer's own members (``LAYER_KEYS``).
    features
        Mappings with ``id``, ``properties`` and ``geometry`` (shapely or GeoJSON).
    decimals
        Decimal places of a degree: 4 is 11 m, 5 is 1.1 m.

    Raises
    ------
    LayerProblemError
        When a key is missing, an id is not unique or does not begin with the layer's id, a
        geometry is invalid after rounding, or two areas valid on the same day overlap.
    """
    _check_layer(path, layer)
    made = [_feature(layer, feature, decimals) for feature in features]
    _check_ids(layer, made)
    if layer["kind"] == "area" and layer["role"] != "sector":  # sectors may overlap
        _check_overlaps(layer, made, decimals)
    lines = ",\n".join(" " + _dump(feature) for feature in made)
    head = _dump({key: layer[key] for key in LAYER_KEYS})
    text = f'{{"type":"FeatureCollection",\n "layer":{head},\n "features":[\n{lines}\n]}}\n'
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def rounded(geometry: BaseGeometry, decimals: int) -> BaseGeometry:
    """Return the geometry with rounded coordinates, without repeated points, valid."""
    moved = shapely.transform(geometry, lambda points: points.round(decimals))
    moved = shapely.remove_repeated_points(moved)
    if not moved.is_valid:  # a narrow part has collapsed: let GEOS rebuild it on the same grid
        moved = shapely.set_precision(geometry, 10.0**-decimals)
    if moved.geom_type in TYPES["area"]:
        # normalize gives one fixed starting point; RFC 7946 wants outer rings counterclockwise
        moved = shapely.orient_polygons(shapely.normalize(moved), exterior_cw=False)
    return moved


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _feature(layer: dict[str, Any], feature: dict[str, Any], decimals: int) -> dict[str, Any]:
    geometry = feature["geometry"]
    geometry = shape(geometry) if isinstance(geometry, dict) else geometry
    geometry = rounded(geometry, decimals) if geometry.is_valid else geometry
    if geometry.geom_type not in TYPES[layer["kind"]] or geometry.is_empty or not geometry.is_valid:
        raise LayerProblemError(
            f"{feature['id']}: a layer of kind '{layer['kind']}' cannot hold this "
            f"{geometry.geom_type} ({shapely.is_valid_reason(geometry)}). Mend the geometry first."
        )
    return {
        "type": "Feature", "id": feature["id"],
        "properties": _properties(feature["id"], feature["properties"]),
        "geometry": _coordinates(geometry, decimals),
    }


def _coordinates(geometry: BaseGeometry, decimals: int) -> dict[str, Any]:
    def plain(value: Any) -> Any:
        if isinstance(value, tuple | list):
            return [plain(item) for item in value]
        return round(float(value), decimals) + 0.0  # no negative zero
    found = mapping(geometry)
    return {"type": found["type"], "coordinates": plain(found["coordinates"])}


def _properties(name: str, given: dict[str, Any]) -> dict[str, Any]:
    missing = [key for key in ALWAYS if key not in given]
    if missing:
        raise LayerProblemError(f"{name}: properties {missing} are missing. Give them.")
    for key in ("valid_from", "valid_to"):
        _check_day(name, key, given[key])
    between = [key for key in given if key not in LEADING + TRAILING]
    order = [*LEADING, *between, *TRAILING]
    return {key: given[key] for key in order if key in given}


def _check_day(name: str, key: str, day: str | None) -> None:
    try:
        if day is not None:
            date.fromisoformat(day)
    except ValueError as error:
        raise LayerProblemError(
            f"{name}: {key} is '{day}', not a day ({error}). Write it as 2020-11-10, or None."
        ) from error


def _check_layer(path: Path, layer: dict[str, Any]) -> None:
    missing = [key for key in LAYER_KEYS if key not in layer]
    extra = [key for key in layer if key not in LAYER_KEYS]
    if missing or extra:
        raise LayerProblemError(f"{path}: layer members missing {missing}, unknown {extra}. Mend.")
    if path.stem != layer["id"] or path.parent.name != layer["group"]:
        raise LayerProblemError(
            f"{path}: should be {layer['group']}/{layer['id']}.geojson. Rename the file."
        )


def _check_ids(layer: dict[str, Any], features: list[dict[str, Any]]) -> None:
    ids = [feature["id"] for feature in features]
    strange = [i for i in ids if not i.startswith(layer["id"]) or ids.count(i) > 1]
    if strange:
        raise LayerProblemError(
            f"{layer['id']}: ids {strange} are repeated or do not begin with the layer's id. "
            "Give each feature its own id."
        )


def _together(a: dict[str, Any], b: dict[str, Any]) -> bool:
    """Say whether both features hold on some common day (half-open, None is open)."""
    def before(end: str | None, start: str | None) -> bool:
        return end is not None and start is not None and end <= start
    one, two = a["properties"], b["properties"]
    return not (before(one["valid_to"], two["valid_from"])
                or before(two["valid_to"], one["valid_from"]))


def _check_overlaps(layer: dict[str, Any], features: list[dict[str, Any]], decimals: int) -> None:
    areas = [shape(feature["geometry"]) for feature in features]
    unit = 10.0**-decimals
    for (a, one), (b, two) in combinations(zip(features, areas, strict=True), 2):
        if not _together(a, b) or not one.intersects(two):
            continue
        shared = one.intersection(two)
        if shared.area > 0 and not shared.buffer(-unit).is_empty:
            raise LayerProblemError(
                f"{layer['id']}: {a['id']} and {b['id']} overlap near "
                f"{shared.representative_point().wkt} while both are valid. Cut one by the other."
            )
