"""Workbooks (.xlsx, .xls, .ods): the sheet that holds events, under the standard columns."""

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

NAME = "workbook"
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
    """Return whether the file is a workbook, of any columns."""
    return head.kind == "workbook"


def rows(content: bytes, name: str) -> Iterator[Row | Problem]:
    """Yield the rows of the sheet that holds events.

    Raises
    ------
    EventsError
        When a standard column that is needed is not there.
    """
    lacking = missing_columns(head_of(content, name).columns)
    if lacking:
        raise EventsError(f"{name}:1: {lacking}")
    return standard_rows(content, name)
