"""A `Table` of any headers to events: the columns are found by their names."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from conflictmap.formats.sniff import head_of
from conflictmap.io.collect import events_of, only_rows
from conflictmap.io.column_mapping import ColumnMapping, guess, mapped_row
from conflictmap.io.sources import importer_for, is_generic
from conflictmap.model.columns import STANDARD, standard_name
from conflictmap.model.errors import EventsError, Problem, nearest
from conflictmap.model.provenance import provenance_of
from conflictmap.model.source_terms import with_sources

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from conflictmap.formats.table import Table
    from conflictmap.io.rows import Row
    from conflictmap.model.events import Events

#: Names of columns that are taken for the date, and for the last day beside it.
DATES = ("date", "when", "event_date", "date_start", "start_date", "start", "datetime", "timestamp",
         "day", "month", "year")
LAST_DAYS = {"date_start": "date_end", "start_date": "end_date", "start": "end"}
_PLACES = ("lat", "where", "latlon", "lonlat", "wkt", "place")
_DAY = r"^\d{4}-\d{2}-\d{2}([T ].*)?$"


def events_of_table(
    table: Table, *, areas: Mapping[str, Any], date: str | None = None, end: str | None = None,
    title: str | None = None, swap_check: bool = True,
) -> Events:
    """Return the events of a table, one for each row that can be used.

    Parameters
    ----------
    table
        Columns of text under any headers. The table of a source that `read_events` knows (UCDP,
        ACLED, …) is read as that source's file, unless a column is named here.
    areas
        Polygons by id (WGS 84) that the column `where` may name.
    date, end, title
        The columns of the first day, the last day and the title; by default found by their names.
    swap_check
        As in `events_of`.

    Raises
    ------
    EventsError
        When a column that was named does not exist, or none can be taken for the date or the place.
    """
    content = csv_content(table)
    found = None if date or end or title else of_source(content, table.name)
    if found is None:
        named = {"date": date, "end": end, "title": title}
        notes: list[Problem] = list(table.remarks)
        rows = standard_rows(table, {k: v for k, v in named.items() if v is not None}, notes)
        found = events_of(rows, file=table.name, stem=table.name, areas=areas,
                          swap_check=swap_check)
        found = replace(found, problems=(*notes, *found.problems))
    return replace(found, provenance=(provenance_of(table.name, content, rows=len(table)),))


def standard_rows(
    table: Table, named: Mapping[str, str], notes: list[Problem]
) -> Iterator[Row]:
    """Return the rows under the standard columns; how they were read is added to NOTES.

    NAMED says which headers hold the date, its end and the title.
    """
    mapping = _mapping(table, named)
    taken = {key: column for key, (column,) in mapping.columns.items() if key != column}
    if taken:
        said = ", ".join(f"{key} from '{column}'" for key, column in taken.items())
        notes.append(_note(table.name, field="columns", reason=f"read by their names: {said}",
                           fix="Rename what is wrong, or give date=, end=, title=."))
    used = {column for columns in mapping.columns.values() for column in columns}
    return (mapped_row(record, mapping, used) for record in table.records())


def _mapping(table: Table, named: Mapping[str, str]) -> ColumnMapping:
    """Return which column means what: those that were named, then by name, then by language."""
    _check_named(table, named)
    free = [header for header in table.columns if header not in named.values()]
    found = _with_dates(table, _meanings(free), named)
    if "title" in named:
        found["title"] = named["title"]
    if found.keys().isdisjoint(_PLACES):
        raise EventsError(f"{table.name}: no column can be taken for the place. Name one lat and"
                          f" one lon; there are {', '.join(table.columns)}.")
    return ColumnMapping(columns={key: (column,) for key, column in found.items()})


def _meanings(headers: Sequence[str]) -> dict[str, str]:
    """Return what headers mean: standard names and their aliases first, then other words."""
    found = _by_name(headers)
    found = guess([header for header in headers if header not in found.values()]) | found
    return _without(found, "latlon", "wkt") if {"lat", "lon"} <= found.keys() else found


def _check_named(table: Table, named: Mapping[str, str]) -> None:
    for header in named.values():
        if header not in table.columns:
            hint = nearest(header, list(table.columns))
            raise EventsError(f"{table.name}: no column '{header}'.{hint}")


def _by_name(headers: Sequence[str]) -> dict[str, str]:
    """Return the headers that are a standard name or an alias of one; the first counts."""
    return {standard_name(header): header for header in reversed(headers)
            if standard_name(header) in STANDARD}


def _without(found: Mapping[str, str], *keys: str) -> dict[str, str]:
    return {key: header for key, header in found.items() if key not in keys}


def _with_dates(
    table: Table, found: Mapping[str, str], named: Mapping[str, str]
) -> dict[str, str]:
    """Return the columns with those of the first and the last day."""
    rest = _without(found, "date")
    first = named.get("date") or found.get("date") or _date_column(table, set(rest.values()))
    beside = {header.lower(): header for header in table.columns}
    last = named.get("end") or beside.get(LAST_DAYS.get(first.lower(), ""))
    rest = {key: header for key, header in rest.items() if header != last}
    return {"date": first, **rest} if last is None else {
        "date_start": first, "date_end": last, **rest}


def _date_column(table: Table, taken: set[str]) -> str:
    """Return the column that holds the date, by its name, else the only one that holds days."""
    days = _may_be_dates(table, [header for header in table.columns if header not in taken])
    if len(days) == 1:
        return days[0]
    what = "several columns" if days else "no column"
    columns = ", ".join(days or table.columns)
    raise EventsError(f"{table.name}: {what} can be taken for the date. Give date= one of"
                      f" {columns}.")


def _may_be_dates(table: Table, headers: Sequence[str]) -> list[str]:
    """Return the header whose name says that it holds the date, else all that hold days."""
    by_name = {header.strip().lower(): header for header in reversed(headers)}
    known = [by_name[name] for name in DATES if name in by_name]
    return known[:1] or [header for header in headers if _holds_days(table, header)]


def _holds_days(table: Table, header: str) -> bool:
    filled = [cell for cell in table.columns[header].to_pylist() if cell]
    return bool(filled) and all(re.match(_DAY, cell) for cell in filled)


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
