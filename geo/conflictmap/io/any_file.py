"""Events of a file with any columns, in any container, or of one that a mapping explains."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from conflictmap.formats.files import recoded
from conflictmap.io.any_table import is_foreign, table_events
from conflictmap.io.column_mapping import check_headers, dated_by, needs_more
from conflictmap.io.meaning.tables import table_of
from conflictmap.model.errors import EventsError

if TYPE_CHECKING:
    from collections.abc import Callable

    from conflictmap.formats.sniff import Head
    from conflictmap.io.column_mapping import Asked, ColumnMapping
    from conflictmap.model.errors import Problem
    from conflictmap.model.events import Events

#: Members of GeoJSON that are no properties of a feature.
_GEOJSON = frozenset({"type", "features", "geometry", "coordinates", "properties", "geometries"})


def any_events(
    content: bytes, head: Head, asked: Asked, notes: list[Problem], strictly: Callable[[], Events],
    **options: Any,
) -> Events:
    """Return the events of a table of any columns; of one with ours, as it stands where it can.

    Parameters
    ----------
    content, head
        The file, not packed, and its head.
    asked
        What the caller says.
    notes
        What a reader said of the file when it was read strictly.
    strictly
        Reads the file under the standard columns.
    options
        Those of `table_events`.
    """
    is_list = head.kind == "json" and not head.has("features")
    if not (asked.columns or is_list or is_foreign(_headers(head))):
        events = strictly()
        if not needs_more(events):
            return events
    try:
        table = table_of(content, head.name)
    except UnicodeEncodeError:
        # Half of a pair of UTF-16 units: no table holds it, and its row is set aside.
        notes.clear()
        return strictly()
    notes.clear()
    return table_events(table, asked, **options)


def _headers(head: Head) -> tuple[str, ...]:
    """Return the columns of a table; of features with geometry those of their points, too."""
    if head.has("features") and head.kind == "json":
        return (*(name for name in head.columns if name not in _GEOJSON), "lat", "lon")
    points = ("lat", "lon") if "geometry" in head.columns else ()
    return (*head.columns, *points)


def mapped_events(
    content: bytes, name: str, mapping: ColumnMapping, asked: Asked, **options: Any
) -> Events:
    """Return the events of a table whose columns a mapping explains; no other is guessed."""
    if mapping.encoding != "utf-8":
        content = recoded(content, mapping.encoding, name, error=EventsError)
    table = table_of(content, name)
    check_headers(table.columns, name, mapping)
    table = replace(table, columns=dated_by(mapping, table.columns))
    told = {key: columns[0] if key == "crs" else columns
            for key, columns in mapping.columns.items()}
    return table_events(table, replace(asked, columns={**told, **asked.columns}, guess=False),
                        **options)
