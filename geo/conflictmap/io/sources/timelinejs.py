"""TimelineJS sheets: Year, Month, Day, …, Headline, Text. They have days and texts, no places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflictmap.io.cells import Remark, whole
from conflictmap.io.column_rules import Rule, Rules
from conflictmap.io.source_rows import SourceRows, mapped
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


def source(name: str) -> SourceRows:  # noqa: ARG001 - as every reader
    """Return how the tables of a file are read."""
    return SourceRows(rules=lambda _: _RULES, needs=("headline", "text"))


def rows(content: bytes, name: str) -> Iterator[Row | Problem]:
    """Yield the entries; a title without a year has no date."""
    return mapped(content, name, source(name))


def _span(*parts: str) -> tuple[str, list[Remark]]:
    """Return the days of an entry as EDTF, and a remark when its end cannot be used."""
    start, end = _when(*parts[:3]), _when(*parts[3:])
    span = f"{start}/{end}" if start and end and end != start else start
    try:
        parse_when(span or "2000")
    except ValueError as error:
        # The first day is what the entry is about; without a usable last one it stands alone.
        return start, [("end year", end, str(error), "The end was left out; mend it.")]
    return span, []


def _when(*parts: str) -> str:
    """Return year, year-month or day as EDTF, as far as the parts are given."""
    year, month, day = map(whole, parts)
    if not year:
        return ""
    if not month:
        return year.zfill(4)
    return "-".join(filter(None, (year.zfill(4), month.zfill(2), day.zfill(2) if day else "")))


def _link(media: str) -> tuple[str]:
    text = media.strip()
    return (text if text.startswith(("http://", "https://")) else "",)


_RULES = Rules(
    cells=(
        Rule(("date",), (*_PARTS, *(f"end {part}" for part in _PARTS)),
             lambda *parts: _span(*parts)[:1], lambda *parts: _span(*parts)[1]),
        Rule(("source_url",), ("media",), _link),
        Rule(("place_precision",), (), lambda: ("no place",)),
    ),
    same={"title": "headline", "notes": "text"}, used=_USED, filled=True,
)
