"""Columns of events: their names in files and in `Events`, and what they hold."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from conflictmap.model.errors import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Columns of text; empty means not stated.
TEXT = (
    "event_id", "title", "type", "when", "date_precision", "where", "place", "place_hy",
    "place_az", "place_precision", "actor_a", "actor_b", "role", "part_of", "status",
    "coord_code", "article", "sources", "source_url", "note", "file", "line",
)
#: Columns of whole numbers, days since 1970-01-01; `NO_DAY` means not known.
DAYS = ("start", "end", "certain_start", "certain_end")
#: Columns of numbers; NaN means not known. Degrees, degrees, metres, persons, and how many events
#: a row stands for, where it is a total: NaN is one.
NUMBERS = ("lat", "lon", "radius_m", "fatalities_low", "fatalities", "fatalities_high",
           "stands_for")
#: The value of a day that is not known (undated events; no certain day).
NO_DAY = -(2**31) - 1
#: Column in a file: column of `Events`.
STANDARD = {
    "id": "event_id", "date": "when", "lat": "lat", "lon": "lon", "radius_m": "radius_m",
    "where": "where", "place_precision": "place_precision", "title": "title", "type": "type",
    "actor1": "actor_a", "actor2": "actor_b", "fatalities_low": "fatalities_low",
    "fatalities_best": "fatalities", "fatalities_high": "fatalities_high",
    "stands_for": "stands_for", "role": "role",
    "part_of": "part_of", "place": "place", "place_hy": "place_hy", "place_az": "place_az",
    "status": "status", "coord_code": "coord_code", "article": "article", "sources": "sources",
    "source_url": "source_url", "notes": "note",
}
REQUIRED = ("date", "lat", "lon")
ALIASES = {
    "event_id": "id", "when": "date", "latitude": "lat", "longitude": "lon", "lng": "lon",
    "actor_a": "actor1", "actor_b": "actor2", "fatalities": "fatalities_best", "note": "notes",
    "name": "title", "url": "source_url",
}
#: Columns whose text is kept with the blanks around it: ids are never changed.
AS_TYPED = ("id", "part_of")
#: Columns of a rejects file that say why a row was set aside; they are no data.
REJECTED = ("rejected_file", "rejected_place", "rejected_field", "rejected_reason", "rejected_fix")
ROLES = ("event", "aggregate", "toll")
#: The three columns of a toll in a file, and in `Events`.
TOLLS = {
    "fatalities_low": "fatalities_low", "fatalities_best": "fatalities",
    "fatalities_high": "fatalities_high",
}
#: Standard columns that hold numbers; all other columns hold text as it was typed.
NUMERIC = ("radius_m", "fatalities_low", "fatalities_best", "fatalities_high")


@lru_cache(maxsize=1024)
def standard_name(header: str) -> str:
    """Return the standard column that a header names, or the header itself.

    >>> standard_name(" Latitude ")
    'lat'
    """
    name = header.strip().lower()
    name = ALIASES.get(name, name)
    return name if name in STANDARD else header.strip()


def missing_columns(headers: Iterable[str]) -> str:
    """Return a sentence about required columns that are not there; empty when all are."""
    names = [standard_name(h) for h in headers]
    absent = [name for name in REQUIRED if name not in names]
    if not absent:
        return ""
    unused = [name for name in names if name not in STANDARD]
    first = f"no column '{absent[0]}'.{nearest(absent[0], unused)}"
    rest = f" Missing too: {', '.join(absent[1:])}." if absent[1:] else ""
    return f"{first}{rest} The columns date, lat and lon are needed."


#: The column that carries the credit of each row into every table that is written.
CREDIT = "credit"
