"""Whatever a user has as events or a layer: ours, a file, or a GeoDataFrame."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from conflictmap.io.frame_events import events_from_frame
from conflictmap.io.frame_layers import layer_from_frame
from conflictmap.io.read_events import read_events
from conflictmap.model.events import Events
from conflictmap.model.layer import Layer
from conflictmap.places.layer_files import read_layer

if TYPE_CHECKING:
    from geopandas import GeoDataFrame


def as_events(
    events: Events | GeoDataFrame | str | Path, *, date: str | None = None, end: str | None = None,
    title: str | None = None, name: str = "",
) -> Events:
    """Return events from `Events`, a file, or a GeoDataFrame (with its columns by name)."""
    if isinstance(events, Events):
        return events
    if isinstance(events, (str, Path)):
        return read_events(events)
    return events_from_frame(events, date=date, end=end, title=title, name=slug(name) or "events")


def as_layer(layer: Layer | GeoDataFrame | str | Path, *, name: str = "", **columns: Any) -> Layer:
    """Return a layer from a `Layer`, the id of a built-in one, a file, or a GeoDataFrame."""
    if isinstance(layer, Layer):
        return layer
    if isinstance(layer, (str, Path)):
        return read_layer(layer)
    return layer_from_frame(layer, name=slug(name) or "layer", title=name, **columns)


def slug(text: str) -> str:
    """Return a word of letters, digits and hyphens for ids.

    >>> slug("My events, 2022")
    'my-events-2022'
    """
    return "-".join("".join(c if c.isalnum() else " " for c in text.lower()).split())
