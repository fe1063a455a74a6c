"""Events and layers with a colour for each value of a column."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from conflictmap.io.frame_tables import column_of
from conflictmap.model.columns import STANDARD
from conflictmap.model.errors import EventsError, LayerError, nearest
from conflictmap.notebook.colour_scales import Coloured, colours
from conflictmap.pages.styles import checked_style, clean_style

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conflictmap.model.events import Events
    from conflictmap.model.layer import Feature, Layer

_OPTIONS = ("cmap", "scheme", "k", "vmin", "vmax", "categorical")


def colour_events(
    events: Events, column: str, *, frame: Any = None, **options: Any
) -> Events:
    """Return the events with a colour for each value of a column, in `mark_color`.

    Parameters
    ----------
    events
        The events; they are not changed.
    column
        A column of the frame or file they came from, or of `Events`.
    frame
        The table they were made from, row by row, if any.
    options
        As in `colour_scales.colours`: cmap, scheme, k, vmin, vmax, categorical.

    Raises
    ------
    EventsError
        When there is no such column.
    LayerError
        When a colour map or scheme means nothing.
    """
    _refuse(options)
    values = _values(_given(events, column, frame))
    found = colours(values, **options)
    order = {label: f"{i:04d}" for i, (_, label) in enumerate(found.key)}
    return replace(events, extra={
        **events.extra, "mark_color": np.array(found.colors, dtype=object),
        "mark_label": np.array(found.labels, dtype=object),
        "mark_order": np.array([order.get(v, "9999") for v in found.labels], dtype=object),
    })


def _given(events: Events, column: str, frame: Any) -> Iterable[Any]:
    """Return the values of a column, one for each event."""
    cells = None if frame is None else column_of(frame, column)
    if cells is not None:
        return [cells[_row_of(str(line))] for line in events["line"]]
    known = {**events.columns, **events.extra}
    name = column if column in known else STANDARD.get(column, column)
    if name not in known:
        names = [*known, *map(str, getattr(frame, "columns", ()))]
        raise EventsError(f"column: no column '{column}'.{nearest(column, names)}")
    return list(known[name])


def _row_of(line: str) -> int:
    """Return the row that `row 0` or, counted as in a file, `line 2` stands for."""
    kind, _, number = line.rpartition(" ")
    return int(number) - (2 if kind == "line" else 0)


def _values(column: Iterable[Any]) -> list[Any]:
    """Return values as numbers when all of them are; empty text is no value."""
    values = [None if v is None or str(v) in {"", "<NA>", "NaT"} else v for v in column]
    if any(isinstance(v, (bool, np.bool_)) for v in values):
        return values
    try:
        return list(map(_number, values))
    except (TypeError, ValueError):
        return values


def _number(value: Any) -> float | None:
    return None if value is None else float(value)


def colour_layer(layer: Layer, column: str | None, **options: Any) -> Layer:
    """Return the layer with a style for each feature, and the key to its colours.

    Parameters
    ----------
    layer
        The layer; it is not changed.
    column
        A property by whose values the features are coloured; None for none.
    options
        `style_function` (from a GeoJSON feature to a style), cmap, scheme, k, vmin, vmax,
        categorical, and Leaflet's style names for all features alike.

    Raises
    ------
    LayerError
        When no feature has the property, or a style, colour map or scheme means nothing.
    """
    function = options.pop("style_function", None)
    chosen = _taken(options)
    same = checked_style(options)
    if column is None and chosen:
        raise TypeError(f"add_layer: {', '.join(chosen)} need column=.")
    if column is None and not same and function is None:
        return layer
    found = _same_colour(layer, same)
    if column is not None:
        found = colours(_column(layer, column), **chosen)
    features = tuple(
        _styled(feature, same, color, function)
        for feature, color in zip(layer.features, found.colors, strict=True)
    )
    return replace(layer, features=features, key=found.key)


def _taken(options: dict[str, Any]) -> dict[str, Any]:
    """Take what chooses colours out of the options."""
    return {key: options.pop(key) for key in _OPTIONS if key in options}


def _same_colour(layer: Layer, style: dict[str, Any]) -> Coloured:
    """Return the colours without a column: the key names the style's colour, if it has one."""
    color = style.get("fillColor") or style.get("color")
    none = ("",) * len(layer.features)
    return Coloured(colors=none, labels=none, key=((color, layer.title),) if color else layer.key)


def _styled(feature: Feature, same: dict[str, Any], color: str, function: Any) -> Feature:
    """Return a feature with its style: the layer's, then its column's, then its own."""
    style = dict(same)
    if color:
        style |= {"fillColor": color, "fillOpacity": style.get("fillOpacity", 0.7)}
        line = feature.geometry.geom_type.endswith("LineString")
        style = {"color": color, **style} if line or "color" not in style else style
    if function is not None:
        properties = dict(feature.properties)
        style |= clean_style(function({
            "type": "Feature", "id": feature.id, "properties": properties,
            "geometry": feature.geometry.__geo_interface__}))
    return replace(feature, properties={**feature.properties, "style": style})


def _column(layer: Layer, column: str) -> list[Any]:
    names = {name for f in layer.features for name in f.properties}
    if column not in names:
        raise LayerError(f"{layer.id}: no column '{column}'.{nearest(column, sorted(names))}")
    return [f.properties.get(column) for f in layer.features]


def _refuse(options: dict[str, Any]) -> None:
    for name in options:
        if name not in _OPTIONS:
            raise TypeError(
                f"unknown option '{name}'.{nearest(name, _OPTIONS)} Known: {', '.join(_OPTIONS)}."
            )
