"""Small worlds for the tests: squares, roads, and events on a grid near 46° E, 39.5° N."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from conflictmap.io.collect import events_of
from conflictmap.io.rows import Row
from conflictmap.places.layer_files import parse_layer

if TYPE_CHECKING:
    from collections.abc import Iterable

    import conflictmap as cm

LON, LAT = 46.0, 39.5


def square(x: float, y: float, size: float = 0.1) -> list[list[list[float]]]:
    """Return the ring of a square whose south-west corner is x, y tenths of a degree away."""
    a, b = LON + x / 10, LAT + y / 10
    return [[[a, b], [a + size, b], [a + size, b + size], [a, b + size], [a, b]]]


def area(feature_id: str, ring: Any, start: str | None = None, end: str | None = None, **more: Any):
    """Return a polygon feature."""
    return {
        "type": "Feature", "id": feature_id,
        "properties": {"valid_from": start, "valid_to": end, **more},
        "geometry": {"type": "Polygon", "coordinates": ring},
    }


def road(name: str, *points: tuple[float, float], start: str | None = None, end: str | None = None):
    """Return a line feature through points in tenths of a degree."""
    line = [[LON + x / 10, LAT + y / 10] for x, y in points]
    return {
        "type": "Feature", "id": name, "properties": {"valid_from": start, "valid_to": end},
        "geometry": {"type": "LineString", "coordinates": line},
    }


def layer(*features: Any, name: str = "toy") -> cm.Layer:
    """Return a layer of features."""
    text = json.dumps({"type": "FeatureCollection", "features": features})
    return parse_layer(text.encode(), name=f"{name}.geojson", stem=name)


def events(rows: Iterable[dict[str, Any]]) -> cm.Events:
    """Return events from cells; x and y (tenths of a degree) give the point."""
    found = []
    for number, cells in enumerate(rows):
        texts = {k: str(v) for k, v in cells.items() if k not in {"x", "y"}}
        if "x" in cells:
            texts["lon"] = f"{LON + cells['x'] / 10:.9f}"
            texts["lat"] = f"{LAT + cells['y'] / 10:.9f}"
        texts.setdefault("date", "2000-01-01")
        texts.setdefault("id", f"e{number}")
        found.append(Row(place=f"line {number + 2}", cells=texts))
    return events_of(found, file="toy.csv", stem="toy", areas={})


def event(**cells: Any) -> cm.Events:
    """Return one event."""
    return events([cells])
