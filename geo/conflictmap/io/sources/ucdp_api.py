"""Pages of the UCDP REST service, saved as JSON: one page, or a list of pages in one file."""

from __future__ import annotations

import json
import re
from itertools import chain
from typing import TYPE_CHECKING, Any

from conflictmap.formats.files import parsed_json
from conflictmap.formats.record import Record
from conflictmap.formats.records import cells_of, remark
from conflictmap.formats.strict_json import as_text
from conflictmap.io.rows import Row
from conflictmap.io.source_rows import SourceRows, row_of
from conflictmap.io.sources._ucdp import COLUMNS, Mapping, version_of
from conflictmap.model.errors import EventsError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from conflictmap.formats.sniff import Head
    from conflictmap.model.errors import Problem

NAME = "ucdp-api"
_VERSION = re.compile(r"/gedevents/([\d.]+)")


def _sample() -> str:
    """Return a made-up page of five events."""
    empty: dict[str, Any] = dict.fromkeys(COLUMNS, "")
    result = [
        empty | {
            "id": number, "relid": f"X-2020-1-1-{number}", "active_year": True,
            "code_status": "Clear", "type_of_violence": 1, "dyad_name": "A - B", "side_a": "A",
            "side_b": "B", "where_prec": number, "latitude": 39.9, "longitude": 46.9,
            "country": "Azerbaijan", "date_prec": 1, "date_start": "2020-10-01T00:00:00",
            "date_end": "2020-10-01T00:00:00", "best": 1, "high": 1, "low": 1, "gwnob": None,
        }
        for number in range(1, 6)
    ]
    return json.dumps({"TotalCount": 5, "TotalPages": 1, "PreviousPageUrl": "",
                       "NextPageUrl": "", "Result": result})


SAMPLE = _sample()


def recognises(head: Head) -> bool:
    """Return whether the JSON has the members of a page."""
    return head.kind == "json" and head.has("totalcount", "result")


def rows(content: bytes, name: str) -> Iterator[Row | Problem]:
    """Yield the rows of each page; a gap against `TotalCount` is reported.

    `NextPageUrl` is read for the version it names; it is never requested.
    """
    value = parsed_json(content, name, error=EventsError)
    pages = [_page(item, name) for item in (value if isinstance(value, list) else [value])]
    mapping = Mapping(file=name, version=_version(pages) or version_of(name))
    seen: set[str] = set()
    source = mapping.source()
    items = chain.from_iterable(page["Result"] for page in pages)
    for found in _rows(items, name, source):
        if isinstance(found, Row) and not found.broken:
            seen.add(found.cells["id"])
        yield found
    yield from _gaps(pages, len(seen), name)
    yield from mapping.remarks()


def _rows(items: Iterable[Any], name: str, source: SourceRows) -> Iterator[Row | Problem]:
    """Yield the row of each event, and remarks on it."""
    for number, item in enumerate(items):
        place = f"item {number}"
        if isinstance(item, dict):
            yield from row_of(Record(place, cells_of(item)), name, source)
        else:
            yield Row(place=place, cells={}, broken="not a JSON object",
                      raw={"item": as_text(item)})


def _page(item: Any, name: str) -> dict[str, Any]:
    if not isinstance(item, dict) or not isinstance(item.get("Result"), list):
        raise EventsError(f"{name}: Result: a page of the UCDP service has a list of events there.")
    return item


def _version(pages: list[dict[str, Any]]) -> str:
    for page in pages:
        for key in ("NextPageUrl", "PreviousPageUrl"):
            found = _VERSION.search(str(page.get(key) or ""))
            if found:
                return found[1]
    return ""


def _gaps(pages: list[dict[str, Any]], found: int, name: str) -> Iterator[Problem]:
    """Yield what is missing against the counts that the pages themselves state."""
    totals = {page.get("TotalCount") for page in pages}
    if len(totals) > 1:
        yield remark(
            name, f"the pages state different totals ({', '.join(sorted(map(str, totals)))})",
            "Fetch all pages of one release anew.", field="TotalCount",
        )
    for total in totals:
        if isinstance(total, int) and total != found:
            yield remark(
                name, f"{found:,} different events are here, the service has {total:,}:"
                f" {abs(total - found):,} {'missing' if total > found else 'too many'}",
                "Save the other pages too, and put them into one JSON list.", field="TotalCount",
                value=str(total),
            )
