"""Overlays for any `folium.Map`: our events, areas and the strip along a road.

On a `ConflictMap` they become events and layers of the page. On any other folium map they are drawn
by Leaflet as folium loads it; they add no address to load from. Data go in as one JSON string that
neither ends its script, nor is read by Jinja (folium renders its result as a template once more),
and their text is never markup.
"""

from __future__ import annotations

import html
import json
import math
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from folium.map import Layer as FoliumLayer
from folium.template import Template

from conflictmap.figures.road_strip_svg import strip_svg
from conflictmap.io.frame_layers import as_events, as_layer
from conflictmap.model.outputs import cut
from conflictmap.model.resources import bundled
from conflictmap.pages.html import json_for_html
from conflictmap.pages.spec import layer_block
from conflictmap.pages.styles import checked_style, hex_color
from conflictmap.places.measures import strip_layer

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from geopandas import GeoDataFrame

    from conflictmap.model.events import Events
    from conflictmap.model.layer import Layer

_COLOR = "#b2182b"
_AREA = {"color": "#5b3f8c", "weight": 1.5, "fillOpacity": 0.15}
_STRIP = {"color": "#8a6d1f", "weight": 1.2, "fillOpacity": 0.18}


def json_for_folium(value: object) -> str:
    r"""Return VALUE as a JavaScript string that holds it as JSON, inert for HTML and for Jinja.

    >>> json_for_folium(["{{7*7}}</script>"])
    '"[\\"\\u007b{7*7}}\\u003c/script>\\"]"'
    """
    text = json_for_html(json.dumps(value, ensure_ascii=False, allow_nan=False))
    return re.sub(r"\{(?=[{%#])", r"\\u007b", text)


class _Overlay(FoliumLayer):
    """What the three overlays share: a folium layer that draws GeoJSON features."""

    _template = Template("""
        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = {{ this.program }}(
                {{ this._parent.get_name() }}, {{ this.data }});
        {% endmacro %}
    """)

    def __init__(self, name: str, features: list[dict[str, Any]], *, show: bool) -> None:
        # Leaflet's layer control writes names as HTML, and Jinja reads what folium renders.
        safe = re.sub(r"\{(?=[{%#])", "{ ", html.escape(name))
        super().__init__(name=safe, overlay=True, control=True, show=show)
        self._name = type(self).__name__
        self.title = name
        self.features = features
        self.data = json_for_folium({"features": features})

    @property
    def program(self) -> str:
        """The program that draws the features, as a JavaScript function."""
        return bundled("maps", "overlay.js").read_text(encoding="utf-8").strip()

    def __repr__(self) -> str:
        return f"{self._name}({cut(repr(self.title), 80)}, features={len(self.features)})"

    def _repr_html_(self, **_: Any) -> str | None:
        """Return what it is in one line; `add_to` shows it on a map."""
        title = html.escape(cut(self.title, 80))
        return f"<b>{self._name}</b> {title}: {len(self.features)} features"

    def _get_self_bounds(self) -> list[list[float | None]]:
        """Return south-west and north-east as folium's `fit_bounds` wants them."""
        shapes = [shapely.geometry.shape(f["geometry"]) for f in self.features]
        if not shapes:
            return [[None, None], [None, None]]
        west, south, east, north = (float(v) for v in shapely.total_bounds(shapes))
        return [[south, west], [north, east]]


class EventOverlay(_Overlay):
    """Events as circles whose area goes with the fatalities; `add_to` takes any folium map.

    Parameters
    ----------
    events
        What `read_events` takes: `Events`, a file, a frame with a column of dates.
    date, end, title
        Columns of a frame, as in `ConflictMap.add_events`.
    name, color, show
        What the layer control calls them, their colour, and whether they are on at first.

    Raises
    ------
    ConflictMapError
        When the events cannot be read, or the colour is none.

    Examples
    --------
    >>> import folium
    >>> import conflictmap as cm
    >>> m = folium.Map(tiles=None)
    >>> len(cm.EventOverlay(cm.read_events()).add_to(m).features) > 100
    True
    """

    def __init__(
        self, events: Any, *, date: str | None = None, end: str | None = None,
        title: str | None = None, name: str = "Events", color: str = _COLOR, show: bool = True,
    ) -> None:
        self.events = as_events(events, date=date, end=end, title=title, name=name)
        self.color = checked_style({"color": color})["color"]
        super().__init__(name, _event_features(self.events, hex_color(color)), show=show)

    def give_to(self, target: Any) -> None:
        """Add the events to a `ConflictMap`."""
        target.add_events(self.events, name=self.title, color=self.color)


class AreaOverlay(_Overlay):
    """A layer of areas, lines or points; `add_to` takes any folium map.

    Parameters
    ----------
    layer
        A `Layer`, the id of a built-in one, a GeoJSON file, or a GeoDataFrame.
    name, show
        What the layer control calls it, and whether it is on at first.
    style
        Leaflet's style names (`color`, `weight`, `fillOpacity`, …), also as `fill_opacity`.

    Raises
    ------
    LayerError
        When the layer cannot be read, or a style name or value means nothing.
    """

    def __init__(
        self, layer: Layer | GeoDataFrame | str | Path, *, name: str = "", show: bool = True,
        **style: Any,
    ) -> None:
        found = as_layer(layer, name=name)
        self.layer = replace(found, title=name or found.title)
        self.style = _AREA | checked_style(style)
        super().__init__(self.layer.title, _area_features(self.layer, self.style), show=show)

    def give_to(self, target: Any) -> None:
        """Add the layer to a `ConflictMap`."""
        target.add_layer(self.layer, visible=self.show, **self.style)


class CorridorStrip(_Overlay):
    """The ground within reach of a road, as long as the road ran there, and what happened on it.

    Parameters
    ----------
    route
        A layer of lines, or the id of a built-in one. Each line is measured from its first vertex.
    events
        Events for the diagram (`svg`), which a notebook shows: along the road, over time.
    reach_m
        How far the strip reaches on each side, in metres.
    name, show, style
        As in `AreaOverlay`.

    Raises
    ------
    LayerError
        When the layer holds no line.
    """

    def __init__(
        self, route: Layer | str = "road-old", *, events: Events | None = None,
        reach_m: float = 2_500.0, name: str = "", show: bool = True, **style: Any,
    ) -> None:
        self.route = as_layer(route)
        self.events = events
        self.reach_m = reach_m
        strip = strip_layer(self.route, reach_m)
        self.layer = replace(strip, title=name or strip.title)
        self.style = _STRIP | checked_style(style)
        super().__init__(self.layer.title, _area_features(self.layer, self.style), show=show)

    def give_to(self, target: Any) -> None:
        """Add the strip to a `ConflictMap`."""
        target.add_layer(self.layer, visible=self.show, **self.style)

    def svg(self) -> str:
        """Return the diagram as SVG: kilometres along the road to the right, time downwards."""
        return strip_svg(self.events, self.route, reach_m=self.reach_m)

    def _repr_svg_(self) -> str | None:
        """Return the diagram for a notebook; None without events."""
        return None if self.events is None else self.svg()

    def _repr_html_(self, **_: Any) -> None:
        """Return nothing: the diagram is the picture."""


def _event_features(events: Events, color: str) -> list[dict[str, Any]]:
    """Return a feature for each event with a place; the others cannot be drawn on a map."""
    features = []
    for row in np.flatnonzero(events.placed):
        point = shapely.point_on_surface(events.geometry[row])
        head = f"{events['when'][row] or 'no date'}: {events['title'][row] or events.ids[row]}"
        properties: dict[str, Any] = {
            "tooltip": head, "popup": "\n".join([head, *_event_lines(events, int(row))]),
            "style": {"color": "#ffffff", "weight": 1, "fillColor": color, "fillOpacity": 0.85,
                      "radius": _radius(events, int(row))},
        }
        radius = float(events["radius_m"][row])
        if math.isfinite(radius):
            properties["radius_m"] = round(radius)
        features.append({"type": "Feature", "id": events.ids[row], "properties": properties,
                         "geometry": {"type": "Point", "coordinates": [
                             round(point.x, 6), round(point.y, 6)]}})
    return features


def _radius(events: Events, row: int) -> float:
    """Return the radius in pixels: its square goes with the fatalities, from 5 to 20."""
    fatalities = np.nan_to_num(events["fatalities"][row], nan=0.0)
    return round(min(20.0, max(5.0, 0.95 * math.sqrt(float(fatalities)))), 1)


def _event_lines(events: Events, row: int) -> list[str]:
    place = str(events["place"][row])
    precision = str(events["place_precision"][row])
    where = f"place: {place}" + (f" ({precision})" if precision else "") if place else ""
    lines = (_fatalities_text(events, row), where, str(events["source_url"][row]))
    return [line for line in lines if line]


def _fatalities_text(events: Events, row: int) -> str:
    numbers = [events[name][row] for name in ("fatalities_low", "fatalities", "fatalities_high")]
    known = [f"{n:.0f}" for n in numbers if not math.isnan(n)]
    return "fatalities: " + (" / ".join(dict.fromkeys(known)) if known else "not stated")


def _area_features(layer: Layer, style: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the features of a layer with style, name and days as text."""
    features: list[dict[str, Any]] = layer_block(layer)["features"]
    for feature, own in zip(features, layer.features, strict=True):
        properties = feature["properties"]
        said = [own.name, _days_text(own.properties), f"source: {layer.source}"]
        feature["properties"] = {
            "style": style | properties.get("style", {}),
            "tooltip": properties.get("tooltip") or own.name,
            "popup": properties.get("popup") or "\n".join(line for line in said if line),
        }
    return features


def _days_text(properties: Mapping[str, Any]) -> str:
    """Return from when to when a feature held; nothing when it says neither."""
    days = [properties.get(key) for key in ("valid_from", "valid_to")]
    return " to ".join(str(day or "…") for day in days) if any(days) else ""
