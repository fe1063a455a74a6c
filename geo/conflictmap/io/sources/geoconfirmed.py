"""GeoConfirmed: placemarks as JSON, or as KML (also in a zip).

In its JSON the coordinates are latitude first. Broken dates occur: they are kept as typed, and the
placemark has no date.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from conflictmap.formats.files import parsed_json
from conflictmap.formats.kml import placemarks
from conflictmap.formats.records import cells_of, remark
from conflictmap.formats.sniff import head_of
from conflictmap.io.place_precision import place_cells
from conflictmap.io.rows import Row
from conflictmap.model.errors import EventsError
from conflictmap.model.source_terms import TERMS
from conflictmap.model.text import text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conflictmap.formats.sniff import Head
    from conflictmap.model.errors import Problem

NAME = "geoconfirmed"
LICENCE = TERMS["geoconfirmed"]
# Made up.
SAMPLE = """[
{"id": "a-1", "date": "2022-09-13T00:00:00", "dateCreated": "2022-09-14T00:00:00", "name": "A",
 "description": "Text", "coordinates": [39.84, 45.67], "originalSource": "https://example.org/1",
 "geolocation": "x", "icon": "icons/1.png", "plusCode": ""},
{"id": "a-2", "date": "2022-09-14T00:00:00", "name": "B", "description": "",
 "coordinates": [40.2, 45.86], "originalSource": "", "geolocation": "", "icon": ""},
{"id": "a-3", "date": "1527-09-14T00:00:00", "name": "C", "description": "",
 "coordinates": [40.2, 45.86], "originalSource": "", "geolocation": "", "icon": ""},
{"id": "a-4", "date": "1569700000000000000", "name": "D", "description": "",
 "coordinates": [40.2, 45.86], "originalSource": "", "geolocation": "", "icon": ""},
{"id": "a-5", "date": "2022-09-15T00:00:00", "name": "E", "description": "",
 "coordinates": null, "originalSource": "", "geolocation": "", "icon": ""}
]
"""
_DAY = re.compile(r"((?:19[5-9]|20)\d{1,2}-\d{2}-\d{2})(?:T[\d:.]+Z?)?", re.ASCII)
_SPELLED = re.compile(
    r"\b(\d{1,2}) (jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* (\d{4})", re.IGNORECASE
)
_LINK = re.compile(r"https?://[^\s<>\"']+")
_TAG = re.compile(r"<[^>]{0,500}>")
_USED = frozenset({"id", "name", "description", "coordinates", "lat", "lon", "date"})


def recognises(head: Head) -> bool:
    """Return whether the JSON holds placemarks, or the file is a KML with any."""
    if head.kind == "xml":
        return head.has("kml", "placemark", "geoconfirmed")
    return head.kind == "json" and head.has("coordinates", "date", "originalsource", "geolocation")


def rows(content: bytes, name: str) -> Iterator[Row | Problem]:
    """Yield one row for each placemark."""
    found = _from_kml if head_of(content, name).kind == "xml" else _from_json
    for index, cells in enumerate(found(content, name)):
        place = f"item {index}"
        row, bad = _row(place, cells)
        yield row
        if bad:
            yield remark(name, "not a date of this conflict; the placemark was kept without one",
                         "Mend the date.", place=place, field="date", value=bad)


def _from_json(content: bytes, name: str) -> Iterator[dict[str, str]]:
    value = parsed_json(content, name, error=EventsError)
    items = value if isinstance(value, list) else next(
        (v for v in value.values() if isinstance(v, list)), None)
    if items is None:
        raise EventsError(f"{name}: no list of placemarks in this JSON.")
    for item in items:
        if not isinstance(item, dict):
            raise EventsError(f"{name}: a placemark is not a JSON object.")
        cells = cells_of(item)
        lat, lon = _pair(item.get("coordinates"))
        yield cells | {"lat": lat, "lon": lon}


def _pair(value: Any) -> tuple[str, str]:
    """Return latitude and longitude, in that order in the file."""
    match value:
        case [lat, lon, *_]:
            return text_of(lat), text_of(lon)
    return "", ""


def _from_kml(content: bytes, name: str) -> Iterator[dict[str, str]]:
    for mark in placemarks(content, name):
        text = mark.get("date", "") or mark.get("when", "")
        words = f"{mark.get('name', '')} {mark.get('description', '')}"
        yield mark | {"date": text or _spelled(words)}


def _spelled(words: str) -> str:
    """Return the first day that a text names, empty when it names none."""
    found = _DAY.search(words)
    if found:
        return found[1]
    spelled = _SPELLED.search(words)
    if not spelled:
        return ""
    month = "janfebmaraprmayjunjulaugsepoctnovdec".index(spelled[2].lower()[:3]) // 3 + 1
    return f"{spelled[3]}-{month:02d}-{int(spelled[1]):02d}"


def _row(place: str, cells: dict[str, str]) -> tuple[Row, str]:
    """Return a row, and the date as typed when it cannot be one."""
    get = cells.get
    date = _DAY.fullmatch(get("date", "").strip())
    link = _LINK.search(get("originalSource", "") or get("description", ""))
    identity = get("id", "")
    standard = {
        "id": f"geoconfirmed:{identity}" if identity else "", "date": date[1] if date else "",
        "title": get("name", ""), "notes": _TAG.sub(" ", get("description", "")).strip(),
        "sources": LICENCE.key, "source_url": link[0] if link else "",
        **place_cells("geoconfirmed", "", lat=get("lat", ""), lon=get("lon", "")),
    }
    extra = {k: v for k, v in cells.items() if k not in _USED}
    extra |= {"source_dataset": LICENCE.key, "source_id": identity,
              "source_date": get("date", ""), "source_type": get("icon", "")}
    return Row(place=place, cells=standard, extra=extra), "" if date else get("date", "")
