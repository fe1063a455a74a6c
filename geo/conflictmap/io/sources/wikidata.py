"""Wikidata query results (SPARQL JSON): a day, a point, an item, under any names of variables.

The short form of a date loses its precision: 1992-05-01 can mean May 1992. When the query asked for
`wikibase:timePrecision` it is used; without it the first of a month is read as that month, and the
first of January as that year.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from conflictmap.formats.files import parsed_json
from conflictmap.formats.records import remark
from conflictmap.formats.strict_json import as_text
from conflictmap.io.place_precision import place_cells
from conflictmap.io.rows import Row
from conflictmap.model.errors import EventsError
from conflictmap.model.source_terms import TERMS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from conflictmap.formats.sniff import Head
    from conflictmap.model.errors import Problem

NAME = "wikidata"
LICENCE = TERMS["wikidata"]
# Made up: the items do not exist.
SAMPLE = """{"head": {"vars": ["item", "itemLabel", "date", "precision", "coord"]},
"results": {"bindings": [
{"item": {"type": "uri", "value": "http://www.wikidata.org/entity/Q0001"},
 "itemLabel": {"type": "literal", "value": "A battle"},
 "date": {"type": "literal", "datatype": "http://www.w3.org/2001/XMLSchema#dateTime",
  "value": "1992-05-01T00:00:00Z"}, "precision": {"type": "literal", "value": "10"},
 "coord": {"type": "literal", "datatype": "http://www.opengis.net/ont/geosparql#wktLiteral",
  "value": "Point(46.54 39.63)"}},
{"item": {"type": "uri", "value": "http://www.wikidata.org/entity/Q0002"},
 "date": {"type": "literal", "value": "2020-01-01T00:00:00Z"}},
{"item": {"type": "uri", "value": "http://www.wikidata.org/entity/Q0003"},
 "date": {"type": "literal", "value": "1992-05-01T00:00:00Z"}},
{"item": {"type": "uri", "value": "http://www.wikidata.org/entity/Q0004"},
 "date": {"type": "literal", "value": "1992-05-08T00:00:00Z"}},
{"item": {"type": "uri", "value": "http://www.wikidata.org/entity/Q0005"}}
]}}
"""
_DATE = re.compile(r"\+?(\d{4})-(\d{2})-(\d{2})T[\d:.]+Z?", re.ASCII)
_POINT = re.compile(r"Point\((-?[\d.]+) (-?[\d.]+)\)", re.ASCII | re.IGNORECASE)
_ITEM = re.compile(r"https?://www\.wikidata\.org/entity/(Q\d+)", re.ASCII)
#: wikibase:timePrecision: how many parts of the date are known.
_PARTS = {"11": 3, "10": 2, "9": 1}


def recognises(head: Head) -> bool:
    """Return whether the JSON is a list of SPARQL bindings."""
    return head.kind == "json" and head.has("results", "bindings")


def rows(content: bytes, name: str) -> Iterator[Row | Problem]:
    """Yield one row for each binding."""
    value = parsed_json(content, name, error=EventsError)
    results = value.get("results") if isinstance(value, dict) else None
    bindings = results.get("bindings") if isinstance(results, dict) else None
    if not isinstance(bindings, list):
        raise EventsError(f"{name}: results.bindings: not a list. Save the result as JSON.")
    guessed = 0
    seen: dict[str, int] = {}
    for index, binding in enumerate(bindings):
        place = f"item {index}"
        if not isinstance(binding, dict):
            yield Row(place=place, cells={}, broken="not a JSON object",
                      raw={"item": as_text(binding)})
            continue
        row, sure = _row(place, _texts(binding), seen)
        guessed += not sure
        yield row
    if guessed:
        yield remark(
            name, f"{guessed:,} dates come without their precision; the first of a month or year"
            " was read as the whole of it", "Ask for psv:P585/wikibase:timePrecision in the query.",
        )


def _texts(binding: Mapping[str, Any]) -> dict[str, str]:
    return {
        key: str(item["value"]) for key, item in binding.items()
        if isinstance(item, dict) and isinstance(item.get("value"), (str, int, float))
    }


def _row(place: str, texts: dict[str, str], seen: dict[str, int]) -> tuple[Row, bool]:
    """Return a row, and whether its date came with a precision."""
    variable, item = _item_of(texts)
    date, precise = _date_of(texts)
    lon, lat = _point_of(texts)
    # One item can have several dates or points, and so several rows.
    count = seen[item] = seen.get(item, 0) + 1
    cells = {
        "id": f"wikidata:{item}" + (f"#{count}" if count > 1 else "") if item else "",
        "date": date,
        "title": texts.get(f"{variable}Label", "") or item, "sources": LICENCE.key,
        "source_url": f"https://www.wikidata.org/wiki/{item}" if item else "",
        **place_cells("wikidata", "", lat=lat, lon=lon),
    }
    extra = texts | {"source_dataset": LICENCE.key, "source_id": item}
    return Row(place=place, cells=cells, extra=extra), precise


def _item_of(texts: Mapping[str, str]) -> tuple[str, str]:
    """Return the first variable whose value is an item, and the item; empty without any."""
    found = ((name, _ITEM.fullmatch(text)) for name, text in texts.items())
    return next(((name, item[1]) for name, item in found if item), ("", ""))


def _point_of(texts: Mapping[str, str]) -> tuple[str, str]:
    """Return longitude and latitude of the first point; empty without any."""
    found = map(_POINT.fullmatch, texts.values())
    return next(((point[1], point[2]) for point in found if point), ("", ""))


def _date_of(texts: Mapping[str, str]) -> tuple[str, bool]:
    """Return the first date as EDTF text, and whether its precision is given, or not needed."""
    date = next(filter(_DATE.fullmatch, texts.values()), "")
    code = next((text for name, text in texts.items() if "precision" in name.lower()), "")
    return when_of(date, code), code in _PARTS or not date


def when_of(text: str, code: str) -> str:
    """Return EDTF text for a date of Wikidata and its `timePrecision`.

    >>> when_of("1992-05-01T00:00:00Z", ""), when_of("1992-05-01T00:00:00Z", "11")
    ('1992-05', '1992-05-01')
    """
    found = _DATE.fullmatch(text)
    if not found:
        return text
    year, month, day = found.groups()
    parts = _PARTS.get(code, 3)
    if code not in _PARTS:
        if code:  # a decade or a century
            return f"{year[:3]}X" if code == "8" else f"{year[:2]}XX"
        parts = 1 if (month, day) == ("01", "01") else 2 if day == "01" else 3
    return "-".join((year, month, day)[:parts])
