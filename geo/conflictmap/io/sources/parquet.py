"""Parquet and GeoParquet with the standard columns; a point of the geometry gives the place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflictmap.formats.sniff import head_of
from conflictmap.io.source_rows import standard_rows
from conflictmap.model.columns import missing_columns
from conflictmap.model.errors import EventsError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conflictmap.formats.sniff import Head
    from conflictmap.io.rows import Row
    from conflictmap.model.errors import Problem

NAME = "parquet"
GENERIC = True
# The rows of the sample; the tests pack them.
SAMPLE = """id,date,lat,lon,title,fatalities_best
a,2022-09-13,39.8417,45.6723,Shelling at Jermuk,
b,2022-09-12/2022-09-14,40.2031,45.8647,Artillery fire at Sotk,3
c,1988-11,40.6828,46.3606,Unrest in Ganja,
d,2020-11-10,,,Statement with no place,
e,,39.7583,46.7483,Event with no date,
"""


def recognises(head: Head) -> bool:
    """Return whether the file is Parquet, of any columns."""
    return head.kind == "parquet"


def rows(content: bytes, name: str) -> Iterator[Row | Problem]:
    """Yield the rows.

    Raises
    ------
    EventsError
        When a standard column that is needed is not there.
    """
    columns = head_of(content, name).columns
    points = () if "geometry" not in columns else ("lat", "lon")
    lacking = missing_columns([*columns, *points])
    if lacking:
        raise EventsError(f"{name}: {lacking}")
    return standard_rows(content, name)
