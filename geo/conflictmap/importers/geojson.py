"""GeoJSON with a point for each event, and the standard columns as properties."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conflictmap.errors import EventsError
from conflictmap.files import parsed_json
from conflictmap.rows import STANDARD, Row, standard_name
from conflictmap.workbooks import text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conflictmap.heads import Head

NAME = "geojson"
GENERIC = True
SAMPLE = """{"type": "FeatureCollection", "features": [
{"type": "Feature", "id": "a", "properties": {"date": "2022-09-13", "title": "Shelling at Jermuk"},
 "geometry": {"type": "Point", "coordinates": [45.6723, 39.8417]}},
{"type": "Feature", "id": "b", "properties": {"date": "2022-09-12/2022-09-14"},
 "geometry": {"type": "Point", "coordinates": [45.8647, 40.2031]}},
{"type": "Feature", "id": "c", "properties": {"date": "1988-11", "fatalities_low": 7},
 "geometry": {"type": "Point", "coordinates": [46.3606, 40.6828]}},
{"type": "Feature", "id": "d", "properties": {"date": "2020-11-10"}, "geometry": null},
{"type": "Feature", "id": "e", "properties": {"title": "Event with no date"},
 "geometry": {"type": "Point", "coordinates": [46.7483, 39.7583]}}
]}
"""


def recognises(head: Head) -> bool:
    """Return whether the file is JSON, of any members."""
    return head.kind == "json"


def rows(content: bytes, name: str) -> Iterator[Row]:
    """Yield one row for each feature."""
    value = parsed_json(content, name, error=EventsError)
    features = value.get("features") if isinstance(value, dict) else None
    if not isinstance(features, list):
        raise EventsError(f"{name}: features: events in GeoJSON are a FeatureCollection.")
    for index, feature in enumerate(features):
        yield _row(f"feature {index}", feature)


def _row(place: str, feature: Any) -> Row:
    if not isinstance(feature, dict):
        return Row(place=place, cells={}, broken="not a GeoJSON feature")
    properties = feature.get("properties")
    properties = properties if isinstance(properties, dict) else {}
    texts = {standard_name(str(k)): _text(v) for k, v in properties.items()}
    if feature.get("id") is not None:
        texts["id"] = _text(feature["id"])
    geometry = feature.get("geometry")
    # A row that names its area needs no geometry here: the area of that name is its place.
    if geometry is not None and not texts.get("where"):
        point = _point(geometry)
        if point is None:
            return Row(place=place, cells={}, broken="geometry: events are points, or have none")
        texts["lon"], texts["lat"] = point
    return Row(
        place=place,
        cells={name: text for name, text in texts.items() if name in STANDARD},
        extra={name: text for name, text in texts.items() if name not in STANDARD},
    )


def _point(geometry: Any) -> tuple[str, str] | None:
    """Return longitude and latitude of a Point as text."""
    if not isinstance(geometry, dict) or geometry.get("type") != "Point":
        return None
    match geometry.get("coordinates"):
        case [lon, lat, *_]:
            return _text(lon), _text(lat)
    return None


def _text(value: Any) -> str:
    """Return a JSON value as the text a person would type."""
    return str(value) if isinstance(value, bool) else text_of(value)
