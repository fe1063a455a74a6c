"""KML: placemarks with their time, extended data and shape; KMZ is its zip."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from conflictmap.formats.json_cells import columns_of
from conflictmap.formats.kml import cells_of_mark, shape_of_mark
from conflictmap.formats.shapes import features_of_shapes, in_wgs84, table_of_shapes
from conflictmap.formats.sheets import Sheet
from conflictmap.formats.xml_files import has_root, named, xml_root

if TYPE_CHECKING:
    from xml.etree import ElementTree as ET

NAME = "kml"
ENDINGS = (".kml", ".kmz")


def recognises(content: bytes) -> bool:
    """Return whether the content is XML with a root called kml."""
    return has_root(content, b"kml")


def sheets(content: bytes, name: str) -> list[Sheet]:
    """Return the placemarks as one table.

    Raises
    ------
    EventsError
        When the file is broken, or declares a document type.
    """
    marks = list(named(xml_root(content, name, kind="KML"), "Placemark"))
    rows: list[dict[str, str]] = []
    shapes: list[Any] = []
    broken: dict[int, str] = {}
    for at, mark in enumerate(marks):
        shape, why = _shape(mark)
        rows.append(cells_of_mark(mark))
        shapes.append(shape)
        broken |= {at: why} if why else {}
    columns = columns_of(rows, name)
    found = in_wgs84(shapes, None, name) if shapes else np.array([], dtype=object)
    return [Sheet(
        title="placemarks", features=lambda: features_of_shapes(columns, found),
        read=lambda _: table_of_shapes(name, columns, found, word="placemark", first=1,
                                       broken=broken))]


def _shape(mark: ET.Element) -> tuple[Any, str]:
    """Return the shape of a placemark, and why it cannot be read."""
    try:
        return shape_of_mark(mark), ""
    except (ValueError, shapely.errors.ShapelyError):
        return None, "coordinates: not numbers as longitude,latitude"
