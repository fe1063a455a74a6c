"""GPX: waypoints with their time; routes and tracks as lines."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from conflictmap.formats.json_cells import columns_of
from conflictmap.formats.shapes import features_of_shapes, in_wgs84, table_of_shapes
from conflictmap.formats.sheets import Sheet
from conflictmap.formats.xml_files import has_root, named, tag_of, text_in, xml_root
from conflictmap.model.errors import EventsError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from xml.etree import ElementTree as ET

NAME = "gpx"
ENDINGS = (".gpx",)
#: What GPX calls a thing, and what it is called here.
_WORDS = {"time": "date", "desc": "notes", "cmt": "comment", "sym": "symbol", "src": "source"}
_POINTS = frozenset({"trkpt", "rtept", "trkseg", "extensions"})


def recognises(content: bytes) -> bool:
    """Return whether the content is XML with a root called gpx."""
    return has_root(content, b"gpx")


def sheets(content: bytes, name: str) -> list[Sheet]:
    """Return the waypoints as one table, routes and tracks as another.

    Raises
    ------
    EventsError
        When the file is broken, or declares a document type.
    """
    root = xml_root(content, name, kind="GPX")
    points, lines = list(named(root, "wpt")), list(named(root, "trk", "rte"))
    found = [_sheet("waypoints", points, name)] if points else []
    return [*found, *([_sheet("tracks", lines, name)] if lines else [])]


def _sheet(title: str, elements: Sequence[ET.Element], name: str) -> Sheet:
    columns = columns_of([_cells(element) for element in elements], name)
    try:
        shapes = in_wgs84([_shape(element) for element in elements], None, name)
    except (TypeError, ValueError, shapely.errors.ShapelyError) as error:
        raise EventsError(f"{name}: {title}: lat and lon must be degrees.") from error
    return Sheet(
        title=title, features=partial(features_of_shapes, columns, shapes),
        read=lambda _: table_of_shapes(name, columns, shapes, word=title[:-1], first=1))


def _cells(element: ET.Element) -> dict[str, str]:
    return {_WORDS.get(tag_of(inner), tag_of(inner)): inner.get("href") or text_in(inner)
            for inner in element if tag_of(inner) not in _POINTS}


def _shape(element: ET.Element) -> Any:
    if tag_of(element) == "wpt":
        return shapely.Point(_at(element))
    xy = np.array([_at(point) for point in named(element, "trkpt", "rtept")])
    return shapely.LineString(xy) if len(xy) > 1 else None


def _at(element: ET.Element) -> tuple[float, float]:
    return float(element.get("lon", "")), float(element.get("lat", ""))
