"""Events of a file that was opened: of our columns, of a source, under a mapping, or of any."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from conflictmap.io.any_table import Asked, is_foreign, needs_more
from conflictmap.io.any_table import table_events as any_events
from conflictmap.io.collect import events_of, only_rows
from conflictmap.io.sources import is_generic
from conflictmap.io.streamed_events import text_in_blocks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conflictmap.formats.sniff import Head
    from conflictmap.formats.table import Table
    from conflictmap.io.column_mapping import ColumnMapping
    from conflictmap.io.open_table import Opened
    from conflictmap.io.rows import Row
    from conflictmap.model.errors import Problem
    from conflictmap.model.events import Events

#: Members of GeoJSON that are no properties of a feature.
_GEOJSON = frozenset({"type", "features", "geometry", "coordinates", "properties", "geometries"})


def opened_events(
    found: Opened, mapping: ColumnMapping | None, asked: Asked, notes: list[Problem],
    **options: Any,
) -> Events:
    """Return the events of a file.

    Parameters
    ----------
    found
        What was opened.
    mapping
        What its columns mean, where somebody says it.
    asked
        What else the caller says of tables.
    notes
        What is said of the file as a whole is added.
    **options
        `stem`, `areas` and `swap_check` of `events_of`.
    """
    if asked.strict or not (mapping or is_generic(found.reader) or asked.columns):
        return _strict_events(found, mapping, notes, **options)
    if mapping is not None:
        return _mapped_events(found, mapping, asked, **options)
    return _any_events(found, asked, notes, **options)


def _any_events(
    found: Opened, asked: Asked, notes: list[Problem], **options: Any
) -> Events:
    """Return the events of a table of any columns; of one with ours, as it stands where it can."""
    said = tuple(notes)
    if not asked.columns and not is_foreign(_headers(found.head)):
        events = _strict_events(found, None, notes, **options)
        if not needs_more(events):
            return events
    try:
        table = _table_of(found)
    except UnicodeEncodeError:
        # Half of a pair of UTF-16 units: no table holds it, and its row is set aside.
        notes[:] = said
        return _strict_events(found, None, notes, **options)
    notes[:] = said
    return any_events(table, asked, **options)


def _table_of(found: Opened) -> Table:
    """Return the table of what was opened; containers are known only where one is needed."""
    from conflictmap.formats.tables import table_of

    return table_of(found.content, found.head.name)


def _headers(head: Head) -> tuple[str, ...]:
    """Return the columns of a table; of features with geometry those of their points, too."""
    if head.has("features") and head.kind == "json":
        return (*(name for name in head.columns if name not in _GEOJSON), "lat", "lon")
    points = ("lat", "lon") if "geometry" in head.columns else ()
    return (*head.columns, *points)


def _mapped_events(
    found: Opened, mapping: ColumnMapping, asked: Asked, **options: Any
) -> Events:
    """Return the events of a table whose columns a mapping explains; no other is guessed."""
    from conflictmap.io.column_mapping import check_headers, dated_by

    table = _table_of(found)
    check_headers(table.columns, table.name, mapping)
    table = replace(table, columns=dated_by(mapping, table.columns))
    said = {key: columns[0] if key == "crs" else columns
            for key, columns in mapping.columns.items()}
    return any_events(table, replace(asked, columns={**said, **asked.columns}, guess=False),
                      **options)


def _strict_events(
    found: Opened, mapping: ColumnMapping | None, notes: list[Problem], **options: Any
) -> Events:
    """Return the events of a file as it stands: by columns where that can be, else row by row."""
    name, reader = found.head.name, found.reader

    def rows(content: bytes | Table) -> Iterator[Row]:
        given = _mapped_rows(content, name, mapping) if mapping else reader.rows(content, name)
        return only_rows(given, notes, name)

    if isinstance(found.content, bytes) and mapping is None:
        events = text_in_blocks(found.content, found.head, reader, mapping, notes, **options)
        if events is not None:
            return events
        if reader.NAME == "parquet":
            from conflictmap.io.vector_parquet import parquet_events

            events = parquet_events(found.content, name, rows=rows, **options)
            if events is not None:
                return events
    return events_of(rows(found.content), file=name, **options)


def _mapped_rows(
    content: bytes | Table, name: str, mapping: ColumnMapping
) -> Iterator[Row | Problem]:
    """Yield the rows of a table as a mapping says."""
    from conflictmap.io.column_mapping import mapped_rows

    yield from mapped_rows(content, name, mapping)
