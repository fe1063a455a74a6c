"""folium's objects as our layers: shapes, GeoJSON, markers, groups and tiles, with their text.

What is taken over is data: geometry, a style from an allowed list, and text. What folium draws with
a program of its own (a heat map, a draw tool) is passed through; see `folium_plugins`.
"""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import folium
from branca.colormap import ColorMap
from branca.element import MacroElement
from folium.plugins import FeatureGroupSubGroup, Fullscreen, MarkerCluster

from conflictmap.io.frame_layers import features_of, layer_of
from conflictmap.io.frame_values import json_value
from conflictmap.model.errors import LayerError, OutputError
from conflictmap.model.geometries import shape_of as geometry_of
from conflictmap.notebook.folium_plugins import plugin_of, refused
from conflictmap.notebook.folium_shapes import RADIUS, marker_style, reader_of, shape
from conflictmap.notebook.folium_texts import (
    NAMELESS,
    text_of_html,
    texts_of,
    with_legends,
    with_scale,
)
from conflictmap.pages.recipe import Tiles
from conflictmap.pages.styles import clean_style

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from conflictmap.model.errors import Problem
    from conflictmap.model.layer import Feature, Layer
    from conflictmap.pages.plugin import Plugin

_GROUPS = (folium.FeatureGroup, MarkerCluster, FeatureGroupSubGroup)
#: What the page has by itself.
_HAD = (folium.LayerControl, Fullscreen, folium.FitBounds)
#: What becomes a layer, tiles, a key or text.
_DRAWN = (folium.TileLayer, folium.GeoJson, ColorMap, folium.Popup, folium.Tooltip, *_HAD)
#: Leaflet's own look, which folium leaves to it.
_LOOK = {"color": "#3388ff", "weight": 3, "fillOpacity": 0.2}
#: The name that folium gives to a layer without one.
_UNNAMED = re.compile(r"[a-z_]*_[0-9a-f]{32}")
_RAW = re.compile(r"\{% raw %\}(\{{2,})\{% endraw %\}")
#: Properties that are not taken over: the style apart, what `GeoDataFrame.explore` adds.
_LEFT_OUT = frozenset({"style", "__folium_color", "__plottable_column"})


@dataclass(kw_only=True)
class Drawn:
    """What the objects on a map become: layers in order, tiles below them, plugins above."""

    layers: list[Layer] = field(default_factory=list)
    tiles: Tiles | None = None
    plugins: list[Plugin] = field(default_factory=list)


def drawn(folium_map: Any) -> Drawn:
    """Return what was added to a map as layers, tiles and plugins; raises as `check` does."""
    found = Drawn()
    loose: list[Any] = []
    for child in folium_map._children.values():  # noqa: SLF001 - folium keeps them nowhere else
        check(child, say=False)
        if reader_of(child):
            loose.append(child)
        else:
            _add(found, child)
    if loose:
        found.layers.append(_loose_layer(loose, f"folium-{len(found.layers) + 1}"))
    found.layers = with_legends(found.layers, folium_map.get_root())
    return found


def _add(found: Drawn, child: Any) -> None:
    """Add one object of a map that is neither a shape nor a marker."""
    if isinstance(child, folium.TileLayer):
        found.tiles = _tiles(child, found.tiles)
    elif isinstance(child, ColorMap):
        found.layers[-1:] = [with_scale(layer, child) for layer in found.layers[-1:]]
    elif isinstance(child, (*_GROUPS, folium.GeoJson)):
        made = _group(child, f"folium-{len(found.layers) + 1}")
        found.layers += [made] if made else []
    elif not isinstance(child, _DRAWN) and type(child) is not MacroElement:
        found.plugins.append(plugin_of(child, len(found.plugins) + 1))


def _loose_layer(shapes: Sequence[Any], name: str) -> Layer:
    """Return shapes and markers that are in no group as one layer."""
    notes: list[Problem] = []
    features = [f for i, child in enumerate(shapes)
                for f in _one(child, f"{name}-{i}", name, notes)]
    return layer_of(features, name=name, title="Added shapes and markers", problems=notes)


def check(child: Any, *, say: bool = True, inside: bool = False) -> None:
    """Raise OutputError, naming the class and what it loads from where, for what is not drawn.

    With SAY, a warning says what is passed through, drawn otherwise than by folium, or left out.
    """
    note = _note(child, inside=inside)
    if say and note:
        _say(note)
    if isinstance(child, _GROUPS):
        for inner in child._children.values():  # noqa: SLF001 - folium keeps them nowhere else
            check(inner, say=say, inside=True)


def _note(child: Any, *, inside: bool) -> str:
    """Return what to say of an object, if anything; raise OutputError for what is not drawn."""
    if isinstance(child, (MarkerCluster, FeatureGroupSubGroup)):
        return f"{type(child).__name__}: its markers are drawn one by one."
    if type(child) is MacroElement:
        return "A legend or script in a template is left out: the page runs only its own."
    if isinstance(child, (*_GROUPS, *_DRAWN)) or reader_of(child):
        return ""
    return _plugin(child, inside=inside).line


def _plugin(child: Any, *, inside: bool) -> Plugin:
    if inside:
        raise refused(child, "in a group it works on a layer, which the page draws itself")
    return plugin_of(child)


def _say(text: str) -> None:
    warnings.warn(text, UserWarning, stacklevel=4)


def _tiles(layer: Any, before: Tiles | None) -> Tiles | None:
    """Return the tiles of a layer, with a line that names their host; only one set is drawn."""
    url = layer.tiles.replace("{r}", "")
    host = urlsplit(url).netloc
    if before is not None:
        _say(f"TileLayer: the page draws one set of tiles; {host} is left out.")
        return before
    if urlsplit(url).scheme != "https" or "{z}" not in url or not host:
        raise OutputError(f"TileLayer: '{url}' is not an https address with {{z}}, {{x}}, {{y}}.")
    _say(f"TileLayer: the page will load tiles from {host}; without a network it shows none.")
    return Tiles(url=url, attribution=text_of_html(str(layer.options.get("attribution", host))))


def _group(group: Any, name: str) -> Layer | None:
    """Return a group or a GeoJson as one layer; None when it is empty."""
    notes: list[Problem] = []
    features = list(_members(group, name, name, notes))
    if not features:
        for note in notes:
            _say(str(note))
        return None
    made = layer_of(features, name=name, title=_title_of(group), visible=bool(group.show),
                    problems=notes)
    scales = [c for c in group._children.values() if isinstance(c, ColorMap)]  # noqa: SLF001
    return with_scale(made, scales[0]) if scales else made


def _title_of(group: Any) -> str:
    """Return the name that a group was given, else what it is."""
    given = str(group.layer_name or "")
    title = "" if _UNNAMED.fullmatch(given) else text_of_html(given)
    return title or f"{NAMELESS}{type(group).__name__}"


def _members(
    element: Any, prefix: str, name: str, notes: list[Problem]
) -> Iterator[Feature]:
    if isinstance(element, _GROUPS):
        own = texts_of(element)
        for i, child in enumerate(element._children.values()):  # noqa: SLF001
            for made in _members(child, f"{prefix}-{i}", name, notes):
                yield replace(made, properties={**own, **made.properties})
    elif isinstance(element, folium.GeoJson):
        yield from _of_geojson(element, prefix, name, notes)
    elif reader_of(element):
        yield from _one(element, prefix, name, notes)


def _one(element: Any, feature_id: str, name: str, notes: list[Problem]) -> Iterator[Feature]:
    geometry, style = shape(element)
    texts = texts_of(element)
    yield from _features(feature_id, geometry, {**texts, "style": style}, name, notes)


def _features(
    feature_id: str, geometry: Any, properties: dict[str, Any], name: str, notes: list[Problem]
) -> list[Feature]:
    """Return features, one for each kind of geometry, whose name is the first line they say."""
    says = properties.get("tooltip") or properties.get("popup") or feature_id
    properties.setdefault("name", str(says).split("\n", 1)[0][:120])
    west, south, east, north = (0, 0, 0, 0) if geometry is None else geometry.bounds
    if west < -360 or east > 360 or south < -90 or north > 90:  # noqa: PLR2004 - degrees
        raise LayerError(f"{name}: {feature_id}: coordinates are not degrees. Use to_crs(4326).")
    return features_of(feature_id, geometry, properties, name, notes, place=feature_id)


def _of_geojson(
    layer: Any, prefix: str, name: str, notes: list[Problem]
) -> Iterator[Feature]:
    """Yield the features of a GeoJson with the style that its function gives them."""
    for i, item in enumerate(_raw_features(layer.data)):
        try:
            geometry = None if item.get("geometry") is None else geometry_of(item["geometry"])
        except ValueError as error:
            raise LayerError(f"GeoJson: feature {i}: geometry: {error}.") from error
        given = {k: _unescaped(v) for k, v in (item.get("properties") or {}).items()}
        own = {str(k): json_value(v) for k, v in given.items() if k not in _LEFT_OUT}
        style = _style(layer, item, point="Point" in str(getattr(geometry, "geom_type", "")))
        yield from _features(f"{prefix}-{i}", geometry,
                             {**own, **texts_of(layer, given), "style": style}, name, notes)


def _raw_features(data: Mapping[str, Any]) -> Sequence[Any]:
    """Return the features of GeoJSON: a collection, one feature, or a geometry alone."""
    if data.get("type") == "FeatureCollection":
        return data.get("features") or ()
    return [data if data.get("type") == "Feature" else {"properties": {}, "geometry": data}]


def _unescaped(value: Any) -> Any:
    """Return text without the marks by which geopandas keeps braces from folium's templates."""
    return _RAW.sub(r"\1", value) if isinstance(value, str) else value


def _style(layer: Any, item: Mapping[str, Any], *, point: bool) -> dict[str, Any]:
    own = (item.get("properties") or {}).get("style")
    given = clean_style(layer.style_function(item) if layer.style else own)
    if not point:
        return _LOOK | given
    marker = layer.marker
    if isinstance(marker, (folium.Circle, folium.CircleMarker)):
        look = clean_style(marker.options)
        return _LOOK | look | {"radius": look.get("radius", RADIUS)} | given
    return marker_style(folium.Marker() if marker is None else marker) | given
