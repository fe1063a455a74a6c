"""The spec: everything a page shows, as plain data that JSON can hold."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from conflictmap.joins.join import bounds_of
from conflictmap.model.crs import Bounds, around
from conflictmap.model.interval import OPEN_END, OPEN_START, Interval, day_number
from conflictmap.model.region import REGION
from conflictmap.model.version import __version__
from conflictmap.pages.event_columns import EventTable, joins_of
from conflictmap.pages.opening import annotation_entry, fullest_year, opening_entry
from conflictmap.pages.recipe import PANELS
from conflictmap.pages.stories import story_entry, view_entry
from conflictmap.pages.styles import clean_style, event_colours, sizes_of, types_of
from conflictmap.places.holding import HOLDERS, unsure_days
from conflictmap.places.layer_files import WORLD
from conflictmap.places.measures import areas_km2

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from conflictmap.model.events import Claim, Events, Statement
    from conflictmap.model.layer import Feature, Layer, Relief
    from conflictmap.pages.recipe import Band, LayerUse, Recipe

#: Version of the format; the page refuses another one.
FORMAT = 2
#: Up to so many events a page holds readable JSON; more travel packed.
PACKED_ABOVE = 3_000
_COPIED = ("id", "title", "kind", "role", "group", "visible", "viewpoint", "source", "source_url",
          "licence", "attribution", "note")


def spec_of(
    recipe: Recipe, events: Events, layers: Sequence[tuple[LayerUse, Layer]], *,
    relief: Relief | None = None,
) -> dict[str, Any]:
    """Return the spec of a map: what the page shows, without the geometry of the layers."""
    order = _by_start(events)
    events = events.take(order)
    found = [layer for _, layer in layers]
    colour, key = event_colours(events)
    size, by = _sizes(events, recipe.events.size_by)
    table = EventTable(events, joins_of(events, _joined(found)), colour | size)
    return {
        "version": FORMAT, "generator": generator(),
        "title": recipe.title, "subtitle": recipe.subtitle, "lang": recipe.lang,
        "names": recipe.names, "viewpoint": recipe.viewpoint,
        "attribution": list(recipe.attribution), "notes": list(recipe.notes), **_look(recipe),
        **_opening(recipe, events, found),
        "accounting": asdict(events.accounting),
        "inputs": list(map(asdict, events.provenance)),
        "bands": list(map(_band, recipe.bands)),
        "layers": [*_relief_entry(relief),
                   *(_layer_entry(use, layer, recipe) for use, layer in layers)],
        "stories": [story_entry(s, set(events.ids), {layer.id for layer in found})
                    for s in recipe.stories if "story" in recipe.panels],
        "types": types_of(events, recipe.events),
        "style": {"name": recipe.events.name, "color": recipe.events.color,
                  "icon": recipe.events.icon, **key, **sizes_of(events), **by},
        "events": table if len(events) > PACKED_ABOVE else dict(table),
        "claims": list(map(_claim, events.claims)),
        "sources": {key: _filled(vars(s), "id") for key, s in events.sources.items()},
        "statements": list(map(_statement, events.statements)),
    }


def _look(recipe: Recipe) -> dict[str, Any]:
    """Return theme, logo, panels and further languages, where a recipe says so."""
    said = {"content_lang": recipe.content_lang} if recipe.content_lang else {}
    logo = said | ({"logo": {"src": recipe.logo, "alt": recipe.title}} if recipe.logo else {})
    theme = {"theme": recipe.theme} if recipe.theme != "auto" else {}
    panels = {"panels": list(recipe.panels)} if recipe.panels != PANELS else {}
    further = {"languages": [one.entry for one in recipe.languages]} if recipe.languages else {}
    return logo | theme | panels | further


def _sizes(events: Events, column: str) -> tuple[dict[str, Any], dict[str, Any]]:
    if not column:
        return {}, {}
    from conflictmap.pages.size_by import sizes_by

    return sizes_by(events, column)


def _joined(layers: Sequence[Layer]) -> list[Layer]:
    """Return the layers with which events are joined: the ground of the world is none."""
    return [layer for layer in layers if layer.id not in WORLD]


def _opening(recipe: Recipe, events: Events, layers: Sequence[Layer]) -> dict[str, Any]:
    """Return which days and which ground the page opens on, and the tiles below."""
    opening = opening_entry(recipe.opening)
    if recipe.window is None:
        opening["window"] = opening["window"] or fullest_year(events)
    return {
        "window": _days(recipe.window or span_of(events)),
        "extent": _days(recipe.extent or recipe.window or span_of(events)),
        "bounds": list(_bounds(events, layers)),
        "center": list(recipe.center) if recipe.center else None, "zoom": recipe.zoom,
        "tiles": asdict(recipe.tiles) if recipe.tiles else None,
        "opening": opening,
        "annotations": list(map(annotation_entry, recipe.annotations)),
    }


def _band(band: Band) -> dict[str, Any]:
    span = band.span
    return {"from": span.first, "to": span.last, "label": band.label, "kind": band.kind}


def generator() -> str:
    """Return the name and version of this program, as pages carry them."""
    return f"conflictmap {__version__}"


def layer_block(layer: Layer) -> dict[str, Any]:
    """Return a layer as a FeatureCollection whose days are numbers: `from`, `to`, null if open.

    What a feature repeats from its layer (source, licence) is left out. Areas that say who held
    ground have `area_km2`, and `area_error_km2`: by how much that may be off, and `inside`, a point
    in them. Days on which a state may have begun are `unsure_from`, `unsure_to`. Of a property
    `style`, only allowed names and values stay.
    """
    ground = areas_km2(layer)
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature", "id": f.id,
                "properties": _properties(f.properties, layer) | {
                    "name": f.name, "from": _open(f.start), "to": _open(f.end)}
                | dict(zip(("area_km2", "area_error_km2"), ground.get(f.id, ()), strict=False))
                | _inside(f, layer),
                "geometry": shapely.geometry.mapping(f.geometry),
            }
            for f in layer.features
        ],
    }


def relief_block(relief: Relief) -> dict[str, Any]:
    """Return a relief as a collection without features: its picture, and the bounds of that."""
    return {"type": "FeatureCollection", "features": [], "image": relief.address,
            "bounds": list(relief.bounds)}


def _relief_entry(relief: Relief | None) -> list[dict[str, Any]]:
    return [{key: getattr(relief, key) for key in _COPIED} | {"color": ""}] if relief else []


def _inside(feature: Feature, layer: Layer) -> dict[str, list[float]]:
    """Return a point inside an area that says who held ground, longitude first: `inside`."""
    if layer.role not in {"district", "control"} or not feature.properties.get("control"):
        return {}
    point = shapely.point_on_surface(feature.geometry)
    return {"inside": [round(point.x, 5), round(point.y, 5)]}


def _properties(properties: Mapping[str, Any], layer: Layer) -> dict[str, Any]:
    repeated = {"source": layer.source, "licence": layer.licence}
    whole = {**properties, **_style(properties), **_unsure(properties, layer)}
    return {
        key: value for key, value in whole.items()
        if key not in {"valid_from", "valid_to"} and value not in (None, "")
        and repeated.get(key) != value
    }


def _style(properties: Mapping[str, Any]) -> dict[str, Any]:
    style = properties.get("style")
    return {"style": clean_style(style) or None} if isinstance(style, dict) else {}


def _unsure(properties: Mapping[str, Any], layer: Layer) -> dict[str, int]:
    """Return the days on which a state may have begun, half-open."""
    days = unsure_days(properties) if layer.role in HOLDERS else None
    return {"unsure_from": days[0], "unsure_to": days[1] + 1} if days else {}


def _layer_entry(use: LayerUse, layer: Layer, recipe: Recipe) -> dict[str, Any]:
    entry = {key: getattr(layer, key) for key in _COPIED}
    entry["title"] = use.name or layer.title
    entry["color"] = use.color
    visible = layer.visible if use.visible is None else use.visible
    entry["visible"] = visible and not (recipe.viewpoint == "de_jure" and _de_facto(layer))
    if layer.key:
        entry["key"] = [list(pair) for pair in layer.key]
    return entry


def _de_facto(layer: Layer) -> bool:
    """Return whether the layer shows who held ground, not what the law says."""
    return layer.role == "control" and any(
        "de facto" in str(f.properties.get("basis", "")) for f in layer.features)


def _by_start(events: Events) -> np.ndarray[Any, Any]:
    """Return the rows sorted by first day, then id; undated ones last."""
    start = np.where(events.dated, events["start"], OPEN_END)
    return np.lexsort((events["event_id"].astype(str), start))


def _claim(claim: Claim) -> dict[str, Any]:
    entry = dict(vars(claim))
    for key in ("locator", "read_on", "whole_or_part"):
        if not entry[key]:
            del entry[key]
    return {"event": entry.pop("event_id"), "source": entry.pop("source_id")} | entry


def _statement(statement: Statement) -> dict[str, Any]:
    """Return a statement for the page: what it rests on, and what shows it where that is said."""
    return _filled({
        "code": statement.code, "order": statement.order, "text": statement.text,
        "verdict": statement.verdict, "known": statement.known,
        "layers": statement.layers.split(), "sources": statement.source_ids.split(),
        "window": [statement.days.first, statement.days.last] if statement.days else None,
        "day": day_number(statement.day) if statement.day else None,
        "view": view_entry(statement.view),
    }) | {"events": statement.event_ids.split()}


def _filled(entry: Mapping[str, Any], *without: str) -> dict[str, Any]:
    return {key: value for key, value in entry.items() if value and key not in without}


def _open(value: int) -> int | None:
    return None if value in {OPEN_START, OPEN_END} else int(value)


def _days(span: Interval) -> list[int | None]:
    return [_open(span.first), _open(span.last)]


def span_of(events: Events) -> Interval:
    """Return the whole years in which the events lie: the axis when a recipe says nothing."""
    from datetime import date

    from conflictmap.model.interval import day_of

    starts = events["start"][events.dated & (events["start"] > OPEN_START)]
    ends = events["end"][events.dated & (events["end"] < OPEN_END)]
    known = np.concatenate([starts, ends])
    first = day_of(int(known.min())) if len(known) else None
    last = day_of(int(known.max()) - 1) if len(known) else None
    return Interval(
        start=date(first.year, 1, 1) if first else date(1988, 1, 1),
        end=date(last.year + 1, 1, 1) if last else date(2026, 1, 1),
    )


def _bounds(events: Events, layers: Sequence[Layer]) -> Bounds:
    """Return the box that the page opens on: the placed events near the layers, or all of them."""
    dated = _that_widen(layers)
    if not dated:
        return events.bounds or (bounds_of(layers) if layers else REGION)
    if all(layer.group == "user" for layer in dated):
        return around([bounds_of(dated), *filter(None, [events.bounds])])
    return bounds_of(dated)


def _that_widen(layers: Sequence[Layer]) -> list[Layer]:
    """Return the layers that the map is about; a set beside it, as that of UCDP, is not."""
    dated = [layer for layer in layers if layer.group != "context"]
    return [layer for layer in dated if layer.group != "other"] or dated
