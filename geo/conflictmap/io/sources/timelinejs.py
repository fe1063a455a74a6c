"""TimelineJS sheets: Year, Month, Day, …, Headline, Text. They have days and texts, no places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflictmap.io.cells import Remark, whole
from conflictmap.io.source_rows import Made, mapped
from conflictmap.model.edtf_dates import parse_when

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conflictmap.formats.sniff import Head
    from conflictmap.io.rows import Row
    from conflictmap.model.errors import Problem

NAME = "timelinejs"
# Made up.
SAMPLE = """Year,Month,Day,Time,End Year,End Month,End Day,End Time,Display Date,Headline,Text,Media
2020,9,27,,,,,,27 September 2020,A,Text of a,
2020,9,27,,2020,11,10,,,B,Text of b,https://example.org/
2020,10,,,,,,,October 2020,C,Text of c,
2020,,,,,,,,2020,D,Text of d,
,,,,,,,,,A title,Text without a day,
"""
_PARTS = ("year", "month", "day")
_USED = frozenset({"headline", "text", "", *_PARTS, *(f"end {part}" for part in _PARTS)})


def recognises(head: Head) -> bool:
    """Return whether the columns are those of the sheet's template."""
    return head.has("year", "month", "day", "headline", "text")


def rows(content: bytes, name: str) -> Iterator[Row | Problem]:
    """Yield the entries; a title without a year has no date."""
    return mapped(content, name, _made)


def _made(cells: dict[str, str]) -> Made:
    media = cells.get("media", "").strip()
    span, remarks = _span(cells)
    made = {
        "date": span,
        "title": cells["headline"], "notes": cells["text"],
        "source_url": media if media.startswith(("http://", "https://")) else "",
        "place_precision": "no place",
    }
    return Made(made, {key: text for key, text in cells.items() if key not in _USED and text},
                remarks)


def _span(cells: dict[str, str]) -> tuple[str, list[Remark]]:
    """Return the days of an entry as EDTF, and a remark when its end cannot be used."""
    start, end = _when(cells, ""), _when(cells, "end ")
    span = f"{start}/{end}" if start and end and end != start else start
    try:
        parse_when(span or "2000")
    except ValueError as error:
        # The first day is what the entry is about; without a usable last one it stands alone.
        return start, [("end year", end, str(error), "The end was left out; mend it.")]
    return span, []


def _when(cells: dict[str, str], before: str) -> str:
    """Return year, year-month or day as EDTF, as far as the parts are given."""
    year, month, day = (whole(cells.get(before + part, "")) for part in _PARTS)
    if not year:
        return ""
    if not month:
        return year.zfill(4)
    return "-".join(filter(None, (year.zfill(4), month.zfill(2), day.zfill(2) if day else "")))
