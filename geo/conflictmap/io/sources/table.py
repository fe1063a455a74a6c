"""Any other container: GeoPackage, SQLite, shapefile, FlatGeobuf, Arrow, KML, GPX, JSON records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflictmap.formats.sniff import head_of
from conflictmap.formats.tables import table_of
from conflictmap.io.source_rows import standard_rows
from conflictmap.model.columns import missing_columns
from conflictmap.model.errors import EventsError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conflictmap.formats.sniff import Head
    from conflictmap.formats.table import Table
    from conflictmap.io.rows import Row
    from conflictmap.model.errors import Problem

NAME = "table"
GENERIC = True
SAMPLE = """<kml xmlns="http://www.opengis.net/kml/2.2"><Document>
<Placemark id="a"><name>Shelling at Jermuk</name><TimeStamp><when>2022-09-13</when></TimeStamp>
<Point><coordinates>45.6723,39.8417</coordinates></Point></Placemark>
<Placemark id="b"><name>Artillery fire at Sotk</name>
<TimeSpan><begin>2022-09-12</begin><end>2022-09-14</end></TimeSpan>
<ExtendedData><Data name="fatalities_best"><value>3</value></Data></ExtendedData>
<Point><coordinates>45.8647,40.2031</coordinates></Point></Placemark>
<Placemark id="c"><name>Unrest in Ganja</name><TimeStamp><when>1988-11</when></TimeStamp>
<Point><coordinates>46.3606,40.6828</coordinates></Point></Placemark>
<Placemark id="d"><name>Statement with no place</name>
<TimeStamp><when>2020-11-10</when></TimeStamp></Placemark>
<Placemark id="e"><name>Event with no date</name>
<Point><coordinates>46.7483,39.7583</coordinates></Point></Placemark>
</Document></kml>
"""


def recognises(head: Head) -> bool:
    """Return whether the file is a table in another container than text, of any columns."""
    return head.kind == "table" or (head.kind == "xml" and (head.has("kml") or head.has("gpx")))


def rows(content: bytes | Table, name: str) -> Iterator[Row | Problem]:
    """Yield the rows.

    Raises
    ------
    EventsError
        When a standard column that is needed is not there.
    """
    table = table_of(content, name)
    lacking = missing_columns(table.columns)
    if lacking:
        raise EventsError(f"{name}{head_of(table, name).at}: {lacking}")
    return standard_rows(table, name)
