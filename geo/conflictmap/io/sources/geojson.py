"""GeoJSON with a point for each event, and the standard columns as properties."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflictmap.io.source_rows import standard_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conflictmap.formats.sniff import Head
    from conflictmap.formats.table import Table
    from conflictmap.io.rows import Row
    from conflictmap.model.errors import Problem

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


def rows(content: bytes | Table, name: str) -> Iterator[Row | Problem]:
    """Yield one row for each feature; numbers stay as they are written.

    Raises
    ------
    EventsError
        When the text is no GeoJSON, or not in WGS 84.
    """
    return standard_rows(content, name)
