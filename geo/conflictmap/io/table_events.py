"""A `Table` in memory to events: that of a known source as its file, any other by its columns."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from conflictmap.formats.sniff import head_of
from conflictmap.io.any_table import table_events
from conflictmap.io.collect import events_of, only_rows
from conflictmap.io.sources import importer_for, is_generic
from conflictmap.model.errors import EventsError, Problem
from conflictmap.model.provenance import provenance_of
from conflictmap.model.source_terms import with_sources

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from conflictmap.formats.table import Table
    from conflictmap.io.any_table import Asked
    from conflictmap.model.events import Events

#: Names of columns that are taken for the date, and for the last day beside it.
DATES = ("date", "when", "event_date", "date_start", "start_date", "start", "datetime", "timestamp",
         "day", "month", "year")
LAST_DAYS = {"date_start": "date_end", "start_date": "end_date", "start": "end"}


def events_of_table(table: Table, asked: Asked, *, areas: Mapping[str, Any]) -> Events:
    """Return the events of a table in memory, one for each row that can be used.

    Parameters
    ----------
    table
        Columns of text under any headers. The table of a source that `read_events` knows (UCDP,
        ACLED, …) is read as that source's file, unless a column is named.
    asked
        What the caller says of its columns.
    areas
        Polygons by id (WGS 84) that the column `where` may name.

    Raises
    ------
    EventsError
        When a column that was named does not exist, or none can be taken for the date or the place.
    """
    content = csv_content(table)
    found = None if asked.columns else of_source(content, table.name)
    if found is None:
        found = table_events(table, asked, stem=table.name, areas=areas, swap_check=True)
    return replace(found, provenance=(provenance_of(table.name, content, rows=len(table)),))


def of_source(content: bytes, name: str) -> Events | None:
    """Return the events of a table as CSV that a source's reader recognises; None when none does.

    Lines in messages count from 2, as in a file.
    """
    try:
        reader = importer_for(head_of(content, f"{name}.csv"))
    except EventsError:
        return None
    if is_generic(reader):
        return None
    notes: list[Problem] = [_note(
        name, reason=f"read as a table of the source {reader.NAME}",
        fix="Give date= to have the columns read as they stand.")]
    rows = only_rows(reader.rows(content, f"{name}.csv"), notes, name)
    found = events_of(rows, file=name, stem=name, areas={}, swap_check=False)
    return with_sources(replace(found, problems=(*notes, *found.problems)))


def csv_content(table: Table) -> bytes:
    """Return a table as CSV with one line for each row."""
    import pyarrow as pa
    import pyarrow.compute as pc
    from pyarrow import csv

    columns: Sequence[Any] = [
        pc.replace_substring_regex(column, pattern=r"[\r\n]+", replacement=" ")
        for column in table.columns.values()]
    sink = io.BytesIO()
    csv.write_csv(pa.table(columns, names=list(table.columns)), sink)
    return sink.getvalue()


def _note(name: str, *, reason: str, fix: str, field: str = "") -> Problem:
    return Problem(file=name, place="", field=field, value="", reason=reason, fix=fix,
                   level="warning")
