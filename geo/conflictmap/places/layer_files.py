"""Reading layers: built-in ones by id, and any GeoJSON file, with nothing dropped."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import fields
from functools import lru_cache
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

import shapely

from conflictmap.formats.files import is_file, parsed_json, read_bytes
from conflictmap.formats.strict_json import other_crs
from conflictmap.model.errors import LayerError, Problem, nearest
from conflictmap.model.layer import (
    KIND_OF,
    KINDS,
    ROLES,
    UNKNOWN,
    Feature,
    Kind,
    Layer,
    Relief,
    areas_of,
)
from conflictmap.model.limits import beyond, limits
from conflictmap.model.provenance import provenance_of
from conflictmap.model.resources import bundled
from conflictmap.places.features import features_of, raw_features

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from conflictmap.model.crs import Bounds
    from conflictmap.model.errors import Problem

#: The layers that `places/world.py` cuts for each map, from below; events are not joined with them.
WORLD = ("world-countries", "world-ocean", "world-borders", "world-towns")
_META = ("title", "kind", "role", "group", "viewpoint", "source", "source_url", "licence",
         "attribution", "note")
_DEFAULTS = {"role": "user", "group": "user", "viewpoint": UNKNOWN, "source": UNKNOWN,
             "licence": UNKNOWN, "source_url": "", "attribution": "", "note": ""}

#: The id of the built-in relief.
RELIEF = "relief"
#: Level ground in the grey picture; lighter lies in the light, darker in the shade.
LEVEL = 128
#: Largest picture, in bytes: a page carries it.
MOST_BYTES = 2_000_000
#: First bytes of a picture, and what it is. WebP has its name after a length.
_MEDIA = ((b"\x89PNG\r\n\x1a\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg"))


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
    """Return a built-in layer by its id, or any file of features by its path.

    A file is GeoJSON, TopoJSON, KML, KMZ, GPX, GeoPackage, FlatGeobuf, GeoParquet, or a shapefile
    (alone with its parts beside it, or in a zip); other systems than WGS 84 are reprojected. Of
    several layers in a file the first is read.

    Raises
    ------
    LayerError
        When there is no such layer or file, or no features in it.
    """
    if not isinstance(layer, (str, PathLike)):
        raise LayerError(f"{type(layer).__name__}: not a layer. Give a Layer, the id of a built-in"
                         " one, or the path of a file.")
    if isinstance(layer, str) and layer in _bundled_paths():
        return _bundled_layer(layer)
    path = Path(layer)
    if path.suffix.lower() not in {".geojson", ".json"} and not is_file(path):
        hint = nearest(str(layer), layers())
        raise LayerError(
            f"No layer '{layer}'.{hint} 'conflictmap layers' lists all {len(layers())}."
        )
    # Built-in layers need no other container.
    from conflictmap.places.vector_files import as_geojson

    content = read_bytes(path, error=LayerError)
    return parse_layer(as_geojson(content, path), name=str(layer), stem=path.name.split(".")[0])


def layer_list(layers: Layer | str | Path | Iterable[Layer | str | Path]) -> list[Layer]:
    """Return one or several layers, ids of built-in ones or paths of files, as layers.

    Raises
    ------
    LayerError
        When one of them is none.
    """
    return [item if isinstance(item, Layer) else read_layer(item) for item in items_of(layers)]


def items_of(layers: Any) -> list[Any]:
    """Return one or several layers, ids or paths, as they are given, in a list."""
    several = isinstance(layers, Iterable) and not isinstance(layers, (Layer, str, PathLike))
    return list(layers) if several else [layers]


@lru_cache(maxsize=64)
def _bundled_layer(layer_id: str) -> Layer:
    content = _bundled_paths()[layer_id].read_bytes()
    return parse_layer(content, name=f"{layer_id}.geojson", stem=layer_id)


def parse_layer(content: bytes, *, name: str, stem: str) -> Layer:
    """Return the layer that a GeoJSON text holds.

    NAME stands in messages; STEM is the layer's id unless the file gives one. A feature without an
    id gets `STEM-1`, `STEM-2`, …; geometry alone is enough. A feature `a` whose geometry is a
    collection becomes one for each kind: `a`, `a/lines`, `a/points`. What was closed, mended, split
    or dropped is in the layer's `problems`.

    Raises
    ------
    LayerError
        When the text is not GeoJSON, not in WGS 84, or holds no geometry.
    """
    value = parsed_json(content, name, error=LayerError)
    raw = raw_features(value, name)
    meta = value.get("layer") if isinstance(value.get("layer"), dict) else {}
    layer_id = str(meta.get("id") or stem)
    if not layer_id.isprintable():
        raise LayerError(f"{name}: id: '{layer_id}': holds what cannot be seen. Rename it.")
    if len(raw) > limits().rows:
        raise LayerError(f"{name}: {beyond('rows', f'{len(raw):,} features')}")
    problems: list[Problem] = []
    kept = features_of(raw, layer_id, name, problems)
    if not kept:
        raise LayerError(_nothing(name, problems))
    _check_vertices(kept, name)
    _check_degrees(kept, value, name)
    return Layer(
        id=layer_id, visible=bool(meta.get("visible", True)), features=kept,
        provenance=provenance_of(Path(name).name, content, rows=len(raw)),
        problems=tuple(problems), **_texts(meta, layer_id, kept),
    )


def _texts(
    meta: Mapping[str, Any], layer_id: str, features: tuple[Feature, ...]
) -> dict[str, Any]:
    """Return what a layer says of itself in words, with what stands where it says nothing."""
    texts: dict[str, Any] = {key: str(meta.get(key) or _DEFAULTS.get(key, "")) for key in _META}
    texts["title"] = texts["title"] or layer_id
    texts["kind"] = texts["kind"] if texts["kind"] in KINDS else _kind(features)
    texts["role"] = texts["role"] if texts["role"] in ROLES else "user"
    return texts


def _nothing(name: str, problems: Sequence[Problem]) -> str:
    """Return why a layer has nothing to draw; with the first reason."""
    first = f" {problems[0].place}: {problems[0].field}: {problems[0].reason}." if problems else ""
    return f"{name}: no feature has a geometry.{first} Is this the right file?"


def _check_vertices(features: tuple[Feature, ...], name: str) -> None:
    vertices = int(shapely.get_num_coordinates([f.geometry for f in features]).sum())
    if vertices > limits().vertices:
        raise LayerError(f"{name}: {beyond('vertices', f'{vertices:,} vertices')}")


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


def built_in_relief() -> Relief:
    """Return the relief of the built-in region (NOAA's GLOBE, public domain)."""
    card = json.loads(bundled("layers", "context", "relief.json").read_text(encoding="utf-8"))
    content = bundled("layers", "context", card["image"]).read_bytes()
    known = {f.name for f in fields(Relief)}
    kept = {key: value for key, value in card.items() if key in known}
    kept["bounds"] = tuple(card["bounds"])
    return _relief(content, card["image"], **kept)


def read_relief(path: str, *, bounds: Bounds | None = None, **said: str) -> Relief:
    """Return the built-in relief by its id, or an author's own picture.

    Parameters
    ----------
    path
        `relief`, or a grey WebP, PNG or JPEG whose rows are those of Web Mercator.
    bounds
        West, south, east, north of the picture in degrees; needed for an author's own.
    said
        Title, source, licence, attribution of an author's own.

    Raises
    ------
    LayerError
        When the file is no such picture, is too large, or its bounds are missing.
    """
    if path == RELIEF:
        return built_in_relief()
    if bounds is None:
        raise LayerError(f"{path}: relief.bounds is missing. Give [west, south, east, north].")
    content = read_bytes(path, error=LayerError)
    return _relief(content, path, bounds=bounds, **said)


def _relief(content: bytes, name: str, **members: Any) -> Relief:
    if len(content) > MOST_BYTES:
        raise LayerError(
            f"{name}: a relief of {len(content):,} bytes is too large for a page (most:"
            f" {MOST_BYTES:,}). Make the picture smaller.")
    return Relief(media_type=_media_type(content, name), content=content,
                  provenance=provenance_of(Path(name).name, content, rows=0), **members)


def _media_type(content: bytes, name: str) -> str:
    for head, kind in _MEDIA:
        if content.startswith(head):
            return kind
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    raise LayerError(f"{name}: not a WebP, PNG or JPEG picture. Save the relief as one.")
