"""KML placemarks: cells as plain text, and shapes. A document type in the file is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import shapely

from conflictmap.formats.xml_files import named, tag_of, text_in, xml_root

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree import ElementTree as ET

_DAYS, _DATA = frozenset({"when", "begin", "end"}), frozenset({"Data", "SimpleData"})


def placemarks(content: bytes, name: str) -> Iterator[dict[str, str]]:
    """Yield each placemark: name, description, when, lat, lon (degrees) and its extended data.

    Raises
    ------
    EventsError
        When the file is not well-formed, nested too deeply, or declares a document type.
    """
    for mark in named(xml_root(content, name, kind="KML"), "Placemark"):
        cells = cells_of_mark(mark)
        cells["when"] = cells.pop("date", cells.get("when", "")).partition("/")[0]
        yield {"id": "", **cells, **_point(mark)}


def cells_of_mark(mark: ET.Element) -> dict[str, str]:
    """Return what a placemark says of itself: id, name, description, date and further data."""
    cells = {"id": mark.get("id", "")} if mark.get("id") else {}
    days: dict[str, str] = {}
    for element in mark.iter():
        tag, text = tag_of(element), (element.text or "").strip()
        if tag in {"name", "description"}:
            cells.setdefault(tag, text)
        elif tag in _DAYS:
            days.setdefault(tag, text)
        elif tag in _DATA:
            cells[element.get("name", "")] = text_in(element)
    cells.pop("", None)
    when = _when(days)
    return {"date": when, **cells} if when else cells


def _when(days: dict[str, str]) -> str:
    """Return the time of a placemark; empty when it has none."""
    return days.get("when") or _span(days.get("begin", ""), days.get("end", ""))


def _span(begin: str, end: str) -> str:
    """Return the days of a TimeSpan as EDTF; an open side stays open.

    >>> _span("2022-09-12", "2022-09-14"), _span("2022-09-12", "")
    ('2022-09-12/2022-09-14', '2022-09-12/..')
    """
    if not begin and not end:
        return ""
    first, last = begin.partition("T")[0] or "..", end.partition("T")[0] or ".."
    return first if first == last else f"{first}/{last}"


def _point(element: ET.Element) -> dict[str, str]:
    """Return the point of a placemark: longitude stands first in KML."""
    for point in named(element, "Point"):
        for inner in named(point, "coordinates"):
            parts = (inner.text or "").strip().split(",")
            if len(parts) > 1:
                return {"lon": parts[0].strip(), "lat": parts[1].strip()}
    return {}


def shape_of_mark(mark: ET.Element) -> Any:
    """Return the shape of a placemark in degrees, None when it has none.

    Raises
    ------
    ValueError
        When its coordinates are no numbers.
    """
    parts = list(filter(None, map(_part, named(mark, "Point", "LineString", "Polygon"))))
    if len(parts) <= 1:
        return parts[0] if parts else None
    return shapely.GeometryCollection(parts)


def _part(element: ET.Element) -> Any:
    """Return one geometry, None when it has no coordinates."""
    if tag_of(element) == "Polygon":
        rings = [_ring(ring) for ring in named(element, "LinearRing")]
        return shapely.Polygon(rings[0], rings[1:]) if rings else None
    line = _ring(element)
    if not line:
        return None
    return shapely.Point(line[0]) if tag_of(element) == "Point" else shapely.LineString(line)


def _ring(element: ET.Element) -> list[tuple[float, float]]:
    text = next((inner.text or "" for inner in named(element, "coordinates")), "")
    pairs = [chunk.split(",") for chunk in text.split()]
    return [(float(pair[0]), float(pair[1])) for pair in pairs if len(pair) > 1]
