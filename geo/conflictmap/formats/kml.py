"""KML placemarks as plain text. A document type or an entity in the file is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from conflictmap.formats.files import MAX_NESTING
from conflictmap.model.errors import EventsError

if TYPE_CHECKING:
    from collections.abc import Iterator


def placemarks(content: bytes, name: str) -> Iterator[dict[str, str]]:
    """Yield each placemark: name, description, when, lat, lon (degrees) and its extended data.

    Raises
    ------
    EventsError
        When the file is not well-formed, nested too deeply, or declares a document type.
    """
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise EventsError(f"{name}: a document type is declared; KML has none. Delete the line.")
    try:
        root = ET.fromstring(content)  # noqa: S314 - no document type, so no entity, gets here
    except ET.ParseError as error:
        raise EventsError(f"{name}: broken KML: {error}. Is the file complete?") from error
    _check_depth(root, name)
    for mark in root.iter():
        if _tag(mark) == "Placemark":
            yield _placemark(mark)


def _check_depth(root: ET.Element, name: str) -> None:
    level = [root]
    for _ in range(MAX_NESTING):
        level = [child for element in level for child in element]
        if not level:
            return
    raise EventsError(f"{name}: nested deeper than {MAX_NESTING} levels.")


def _placemark(mark: ET.Element) -> dict[str, str]:
    cells = {"id": mark.get("id", "")}
    for element in mark.iter():
        tag, text = _tag(element), (element.text or "").strip()
        if tag in {"name", "description", "when", "begin"}:
            cells.setdefault("when" if tag == "begin" else tag, text)
        elif tag == "Data":
            cells[element.get("name", "")] = " ".join("".join(element.itertext()).split())
        elif tag == "SimpleData":
            cells[element.get("name", "")] = text
        elif tag == "Point":
            cells |= _point(element)
    cells.pop("", None)
    return cells


def _point(element: ET.Element) -> dict[str, str]:
    """Return the point of a placemark: longitude stands first in KML."""
    for inner in element.iter():
        if _tag(inner) == "coordinates":
            parts = (inner.text or "").strip().split(",")
            if len(parts) > 1:
                return {"lon": parts[0].strip(), "lat": parts[1].strip()}
    return {}


def _tag(element: ET.Element) -> str:
    return str(element.tag).rpartition("}")[2]
