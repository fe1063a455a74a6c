"""Reading layers: built-in ones by id, and any GeoJSON file, with nothing dropped."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from conflictmap.formats.files import is_file, parsed_json, read_bytes
from conflictmap.formats.strict_json import other_crs
from conflictmap.model.edtf_dates import parse_when
from conflictmap.model.errors import LayerError, Problem, nearest
from conflictmap.model.interval import OPEN_END, OPEN_START
from conflictmap.model.layer import KIND_OF, KINDS, ROLES, UNKNOWN, Feature, Kind, Layer, areas_of
from conflictmap.model.limits import beyond, limits
from conflictmap.model.provenance import provenance_of
from conflictmap.model.resources import bundled

if TYPE_CHECKING:
    from collections.abc import Mapping

_META = ("title", "kind", "role", "group", "viewpoint", "source", "source_url", "licence",
         "attribution", "note")
_DEFAULTS = {"role": "user", "group": "user", "viewpoint": UNKNOWN, "source": UNKNOWN,
             "licence": UNKNOWN, "source_url": "", "attribution": "", "note": ""}


def layers() -> tuple[str, ...]:
    """Return the ids of the built-in layers, sorted."""
    return tuple(sorted(_bundled_paths()))


@lru_cache(maxsize=1)
def _bundled_paths() -> dict[str, Any]:
    folders = [entry for entry in bundled("layers").iterdir() if entry.is_dir()]
    return {
        entry.name.removesuffix(".geojson"): entry
        for folder in folders
        for entry in folder.iterdir()
        if entry.name.endswith(".geojson")
    }


def read_layer(layer: str | Path) -> Layer:
    """Return a built-in layer by its id, or any GeoJSON file by its path.

    Raises
    ------
    LayerError
        When there is no such layer or file, or the file is not GeoJSON in WGS 84.
    """
    if isinstance(layer, str) and layer in _bundled_paths():
        return _bundled_layer(layer)
    path = Path(layer)
    if path.suffix.lower() not in {".geojson", ".json"} and not is_file(path):
        hint = nearest(str(layer), layers())
        raise LayerError(
            f"No layer '{layer}'.{hint} 'conflictmap layers' lists all {len(layers())}."
        )
    return parse_layer(read_bytes(path, error=LayerError), name=str(layer), stem=path.stem)


@lru_cache(maxsize=64)
def _bundled_layer(layer_id: str) -> Layer:
    content = _bundled_paths()[layer_id].read_bytes()
    return parse_layer(content, name=f"{layer_id}.geojson", stem=layer_id)


def parse_layer(content: bytes, *, name: str, stem: str) -> Layer:
    """Return the layer that a GeoJSON text holds.

    NAME stands in messages; STEM is the layer's id unless the file gives one. A feature without an
    id gets `STEM-1`, `STEM-2`, …; geometry alone is enough.

    Raises
    ------
    LayerError
        When the text is not GeoJSON, not in WGS 84, or holds no geometry.
    """
    value = parsed_json(content, name, error=LayerError)
    raw = _raw_features(value, name)
    meta = value.get("layer") if isinstance(value.get("layer"), dict) else {}
    layer_id = str(meta.get("id") or stem)
    if not layer_id.isprintable():
        raise LayerError(f"{name}: id: '{layer_id}': holds what cannot be seen. Rename it.")
    if len(raw) > limits().rows:
        raise LayerError(f"{name}: {beyond('rows', f'{len(raw):,} features')}")
    problems: list[Problem] = []
    features = [_feature(item, i, layer_id, name, problems) for i, item in enumerate(raw)]
    kept = tuple(feature for feature in features if feature is not None)
    if not kept:
        raise LayerError(f"{name}: no feature has a geometry. Is this the right file?")
    _check_ids(kept, name)
    vertices = int(shapely.get_num_coordinates([f.geometry for f in kept]).sum())
    if vertices > limits().vertices:
        raise LayerError(f"{name}: {beyond('vertices', f'{vertices:,} vertices')}")
    _check_degrees(kept, value, name)
    texts = {key: str(meta.get(key) or _DEFAULTS.get(key, "")) for key in _META}
    texts["title"] = texts["title"] or layer_id
    texts["kind"] = texts["kind"] if texts["kind"] in KINDS else _kind(kept)
    texts["role"] = texts["role"] if texts["role"] in ROLES else "user"
    return Layer(
        id=layer_id, visible=bool(meta.get("visible", True)), features=kept,
        provenance=provenance_of(Path(name).name, content, rows=len(raw)),
        problems=tuple(problems), **texts,  # type: ignore[arg-type]
    )


def _raw_features(value: Any, name: str) -> list[Any]:
    """Return the features of a FeatureCollection, a Feature or a bare geometry."""
    if not isinstance(value, dict) or not isinstance(value.get("type"), str):
        raise LayerError(f"{name}: this is not GeoJSON: no member 'type' at the top.")
    if value["type"] == "FeatureCollection":
        found = value.get("features")
        if not isinstance(found, list):
            raise LayerError(f"{name}: features: a FeatureCollection needs a list of features.")
        return found
    if value["type"] == "Feature":
        return [value]
    return [{"type": "Feature", "properties": {}, "geometry": value}]


def _feature(
    item: Any, index: int, layer_id: str, name: str, problems: list[Problem]
) -> Feature | None:
    """Return one feature; None, with a problem listed, when it has no geometry."""
    place = f"feature {index}"
    if not isinstance(item, dict) or item.get("type", "Feature") != "Feature":
        raise LayerError(f"{name}: {place}: not a GeoJSON feature.")
    properties = item.get("properties") or {}
    if not isinstance(properties, dict):
        raise LayerError(f"{name}: {place}: properties: must be an object.")
    if item.get("geometry") is None:
        problems.append(Problem(
            file=name, place=place, field="geometry", value="", reason="no geometry",
            fix="Add one, or delete the feature.",
        ))
        return None
    geometry = _geometry(item["geometry"], name, place, problems)
    given = item.get("id", properties.get("id"))
    start, end = _validity(properties, name, place)
    return Feature(
        id=f"{layer_id}-{index + 1}" if given in (None, "") else str(given),
        geometry=geometry, start=start, end=end, properties=properties,
    )


def _geometry(value: Any, name: str, place: str, problems: list[Problem]) -> Any:
    """Return a valid geometry in two dimensions; what had to be mended is listed."""
    if not _only_numbers(value):
        raise LayerError(f"{name}: {place}: geometry: coordinates must be numbers.")
    try:
        geometry = shapely.force_2d(shapely.geometry.shape(value))
        broken = geometry.is_empty or not np.isfinite(shapely.get_coordinates(geometry)).all()
    except (shapely.errors.ShapelyError, ValueError, TypeError, KeyError, AttributeError,
            IndexError) as error:
        raise LayerError(f"{name}: {place}: geometry: not GeoJSON geometry.") from error
    if broken:
        raise LayerError(f"{name}: {place}: geometry: empty, or not finite numbers.")
    if not shapely.is_valid(geometry):
        problems.append(Problem(
            file=name, place=place, field="geometry", value="",
            reason=shapely.is_valid_reason(geometry).split("[")[0].lower(),
            fix="It was mended for this run; mend the file.", level="warning",
        ))
        geometry = shapely.make_valid(geometry, method="structure")
    return geometry


def _only_numbers(value: Any) -> bool:
    """Return whether all coordinates of a geometry are numbers, not text that looks like one."""
    if not isinstance(value, dict):
        return True
    waiting: list[Any] = [value.get("coordinates"), value.get("geometries")]
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict):
            waiting += [item.get("coordinates"), item.get("geometries")]
        elif isinstance(item, list):
            if not all(type(inner) in {float, int} for inner in item):
                waiting += item
        elif item is not None:
            return False
    return True


def _validity(properties: Mapping[str, Any], name: str, place: str) -> tuple[int, int]:
    """Return the half-open days that `valid_from` and `valid_to` give."""
    days = []
    for key, open_day in (("valid_from", OPEN_START), ("valid_to", OPEN_END)):
        text = properties.get(key)
        if text in (None, ""):
            days.append(open_day)
            continue
        try:
            days.append(parse_when(str(text)).start)
        except ValueError as error:
            raise LayerError(
                f"{name}: {place}: {key}: '{text}': {error}. Write YYYY-MM-DD or null."
            ) from error
    if days[1] <= days[0]:
        raise LayerError(
            f"{name}: {place}: valid_to: '{properties['valid_to']}': not after valid_from."
            " valid_to is the first day on which the feature no longer holds."
        )
    return days[0], days[1]


def _check_ids(features: tuple[Feature, ...], name: str) -> None:
    seen: set[str] = set()
    for feature in features:
        if feature.id in seen:
            raise LayerError(f"{name}: id: '{feature.id}' stands twice. Ids must differ.")
        seen.add(feature.id)


def _check_degrees(features: tuple[Feature, ...], value: Mapping[str, Any], name: str) -> None:
    if other_crs(value):
        raise LayerError(f"{name}: crs: GeoJSON is WGS 84. Reproject the file first.")
    west, south, east, north = shapely.total_bounds([f.geometry for f in features])
    if west < -180 or east > 180 or south < -90 or north > 90:  # noqa: PLR2004 - degrees
        far = max((west, east), key=abs) if max(abs(west), abs(east)) > 180 else max(  # noqa: PLR2004
            (south, north), key=abs)
        raise LayerError(
            f"{name}: coordinates lie outside the world ({far:,.0f}); GeoJSON is longitude,"
            " latitude in degrees. Reproject the file to WGS 84, or swap the two."
        )


def _kind(features: tuple[Feature, ...]) -> Kind:
    """Return the kind of a layer whose file does not say."""
    kinds = {KIND_OF[f.geometry.geom_type] for f in features}
    return kinds.pop() if len(kinds) == 1 else "mixed"


@lru_cache(maxsize=1)
def bundled_areas() -> Mapping[str, Any]:
    """Return every polygon feature of the built-in layers by its id (WGS 84)."""
    return areas_of(read_layer(layer_id) for layer_id in layers())
