"""Timemap events (Forensic Architecture, Bellingcat): server files, `api.json`, and downloads.

Every value is text. Dates are M/D/YYYY, a decimal comma may stand for the point, and points are
moved by up to 150 m on purpose.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, Any

from conflictmap.formats.files import parsed_json
from conflictmap.formats.record import Record
from conflictmap.formats.records import cells_of, list_in, records, remark
from conflictmap.formats.sniff import head_of
from conflictmap.formats.strict_json import as_text
from conflictmap.io.place_precision import place_cells
from conflictmap.io.rows import Row
from conflictmap.model.errors import EventsError
from conflictmap.model.source_terms import TERMS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from conflictmap.formats.sniff import Head
    from conflictmap.model.errors import Problem

NAME = "timemap"
LICENCE = TERMS["timemap"]
# Made up.
SAMPLE = """[
{"id": "CIV0001", "date": "2/24/2022", "time": "", "latitude": "39,8", "longitude": "46,7",
 "location": "A town", "description": "Text", "sources": ["S1"], "associations": []},
{"id": "CIV0002", "date": "2/25/2022", "latitude": "39.81", "longitude": "46.71",
 "location": "", "description": "Text", "sources": [], "associations": []},
{"id": "CIV0003", "date": "2/26/2022", "latitude": "", "longitude": "", "location": "",
 "description": "Text", "sources": [], "associations": []},
{"id": "CIV0004", "date": "", "latitude": "39.8", "longitude": "46.7", "location": "",
 "description": "Text", "sources": [], "associations": []},
{"id": "CIV0005", "date": "2/28/2022", "lat": "39.8", "long": "46.7", "location": "",
 "desc": "Text", "source": "S2", "filters": []}
]
"""
_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)
_COMMA = re.compile(r"-?\d+,\d+", re.ASCII)
_LINK = re.compile(r"https?://[^\s,;\"\]]+")


def recognises(head: Head) -> bool:
    """Return whether the names are those of a timemap, or of what its Download button gives."""
    place = head.has("latitude", "longitude") or head.has("lat", "long")
    words = head.has("description") or head.has("desc")
    links = head.names & {"associations", "filters"}
    return place and words and bool(links) and head.has("date", "location")


def rows(content: bytes, name: str) -> Iterator[Row | Problem]:
    """Yield the events; the sources in the same file give their links."""
    if head_of(content, name).kind == "json":
        value = parsed_json(content, name, error=EventsError)
        found = value.get("sources") if isinstance(value, dict) else None
        links = _links(found)
        member, items = list_in(value, name)
        del member
        for index, item in enumerate(items):
            place = f"item {index}"
            if not isinstance(item, dict):
                yield Row(place=place, cells={}, broken="not a JSON object",
                          raw={"item": as_text(item)})
            else:
                yield _row(place, cells_of(item), links)
    else:
        for record in records(content, name):
            yield record if not isinstance(record, Record) else Row(
                place=record.place, cells={}, broken=record.broken, raw=record.cells,
            ) if record.broken else _row(record.place, record.cells, {})
    yield remark(name, "timemaps move points by up to 150 m on purpose",
                 "Nothing; each point has that radius.")


def _links(sources: Any) -> dict[str, str]:
    """Return the first http address of each source, by its id."""
    items = sources.values() if isinstance(sources, dict) else sources
    found = {}
    for item in items if isinstance(items, (list, type({}.values()))) else []:
        if isinstance(item, dict):
            link = _LINK.search(str(item.get("paths", "")) + " " + str(item.get("url", "")))
            if link:
                found[str(item.get("id", ""))] = link[0].rstrip("'")
    return found


def _row(place: str, cells: dict[str, str], links: Mapping[str, str]) -> Row:
    get = cells.get
    lat, lon = (_point(_first(cells, *names)) for names in
                (("latitude", "lat"), ("longitude", "long")))
    identity = _first(cells, "civid", "civId", "id")
    text = _first(cells, "description", "desc")
    standard = {
        "id": f"timemap:{identity}" if identity else "", "date": day_of_text(get("date", "")),
        "title": get("title", "") or text[:80], "notes": text, "type": get("type", ""),
        "place": get("location", ""), "sources": LICENCE.key,
        "source_url": _link_of(_first(cells, "sources", "source"), links),
        **place_cells("timemap", "", lat=lat, lon=lon),
    }
    used = {"description", "desc", "latitude", "longitude", "lat", "long", "date", "title",
            "type", "location", "id"}
    extra = {f"timemap_{k}" if k in {"sources", "source"} else k: v for k, v in cells.items()
             if k not in used and v not in {"", "[]"}}
    return Row(place=place, cells=standard, extra=extra | {
        "source_dataset": LICENCE.key, "source_id": identity, "source_type": get("category", ""),
    })


def _first(cells: Mapping[str, str], *names: str) -> str:
    """Return the first of some cells that is filled; empty when none is."""
    return next(filter(None, (cells.get(name, "") for name in names)), "")


def _link_of(sources: str, links: Mapping[str, str]) -> str:
    """Return the first link of the sources that a row names, or that stands in the row itself."""
    named = [links[key] for key in re.findall(r"[\w-]+", sources) if key in links]
    link = _LINK.search(sources)
    return named[0] if named else link[0] if link else ""


def _point(text: str) -> str:
    return text.replace(",", ".") if _COMMA.fullmatch(text.strip()) else text.strip()


def day_of_text(text: str) -> str:
    """Return M/D/YYYY, which timemaps use, as YYYY-MM-DD; other text as typed.

    >>> day_of_text("2/24/2022"), day_of_text("24/2/2022")
    ('2022-02-24', '24/2/2022')
    """
    found = _DAY.fullmatch(text.strip())
    if not found:
        return text.strip()
    try:
        return datetime(int(found[3]), int(found[1]), int(found[2])).date().isoformat()  # noqa: DTZ001
    except ValueError:
        return text
