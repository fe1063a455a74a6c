"""GeoJSON with a point for each event, and the standard columns as properties."""

from __future__ import annotations

from types import NoneType
from typing import TYPE_CHECKING, Any

from conflictmap.formats.files import parsed_json
from conflictmap.formats.strict_json import Numeral, as_text, other_crs
from conflictmap.io.rows import Row
from conflictmap.model.columns import STANDARD, standard_name
from conflictmap.model.errors import EventsError
from conflictmap.model.text import text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conflictmap.formats.sniff import Head

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
    """Yield one row for each feature; numbers stay as they are written."""
    value = parsed_json(content, name, error=EventsError, numerals=True, halves=True)
    features = value.get("features") if isinstance(value, dict) else None
    if not isinstance(features, list):
        raise EventsError(f"{name}: features: events in GeoJSON are a FeatureCollection.")
    if other_crs(value):
        raise EventsError(f"{name}: crs: GeoJSON is WGS 84. Reproject the file first.")
    for index, feature in enumerate(features):
        yield _row(f"feature {index}", feature)


def _row(place: str, feature: Any) -> Row:
    broken = _misfit(feature)
    if broken:
        return Row(place=place, cells={}, broken=broken, raw={"feature": as_text(feature)})
    cells, extra = _cells(feature)
    geometry = feature.get("geometry")
    # A row that names its area needs no geometry here: the area of that name is its place.
    if geometry is not None and not cells.get("where"):
        point = _point(geometry)
        if point is None:
            return Row(place=place, cells={}, broken="geometry: events are points, or have none",
                       raw={**cells, **extra, "geometry": as_text(geometry)})
        for column, text in zip(("lon", "lat"), point, strict=True):
            _over(cells, extra, column, text)
    return Row(place=place, cells=cells, extra=extra)


def _misfit(feature: Any) -> str:
    """Return why a value is no GeoJSON feature; empty when it is one."""
    if not isinstance(feature, dict) or feature.get("type", "Feature") != "Feature":
        return "not a GeoJSON feature"
    is_object = isinstance(feature.get("properties"), (dict, NoneType))
    return "" if is_object else "properties: must be an object"


def _cells(feature: dict[str, Any]) -> tuple[dict[str, str], dict[str, str]]:
    """Return the standard and the further cells of a feature's properties and id."""
    cells: dict[str, str] = {}
    extra: dict[str, str] = {}
    for key, value in (feature.get("properties") or {}).items():
        _put(cells, extra, str(key), _text(value))
    if feature.get("id") is not None:
        _over(cells, extra, "id", _text(feature["id"]))
    return cells, extra


def _put(cells: dict[str, str], extra: dict[str, str], key: str, text: str) -> None:
    """Put a property under its standard name; a second of one meaning stays under its own."""
    name = standard_name(key)
    if name in STANDARD and name not in cells:
        cells[name] = text
    else:
        extra[key if name in STANDARD else name] = text


def _over(cells: dict[str, str], extra: dict[str, str], name: str, text: str) -> None:
    """Put what the feature itself says; a property that says something else is kept beside it."""
    if cells.get(name, text) != text:
        extra[f"{name} (property)"] = cells[name]
    cells[name] = text


def _point(geometry: Any) -> tuple[str, str] | None:
    """Return longitude and latitude of a Point as text."""
    if not isinstance(geometry, dict) or geometry.get("type") != "Point":
        return None
    match geometry.get("coordinates"):
        case [Numeral() as lon, Numeral() as lat, *_]:
            return _degrees(lon), _degrees(lat)
    return None


def _degrees(number: Numeral) -> str:
    """Return a number as decimal text: JSON may write it with a power of ten, or at length."""
    return text_of(float(number))


def _text(value: Any) -> str:
    """Return a JSON value as the text that stands in the file."""
    if value is None:
        return ""
    return str(value) if isinstance(value, str) else as_text(value)
