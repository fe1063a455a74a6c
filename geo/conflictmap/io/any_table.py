"""Events of a table with any columns: what its columns mean is found, and said."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from conflictmap.formats.files import write_whole
from conflictmap.io.collect import events_of
from conflictmap.io.column_mapping import WRITTEN, Asked
from conflictmap.io.meaning.apply import applied
from conflictmap.io.meaning.names import meanings_of
from conflictmap.io.meaning.plan import Plan, mapping_toml, plan_of, without
from conflictmap.io.meaning.tables import rows_of
from conflictmap.model.columns import STANDARD, missing_columns, standard_name
from conflictmap.model.errors import EventsError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from conflictmap.formats.table import Table
    from conflictmap.model.events import Events


def is_foreign(headers: Iterable[str]) -> bool:
    """Return whether a header is not one of ours, as it stands, but may mean a standard column.

    >>> is_foreign(["date", "lat", "lon", "weapon"]), is_foreign(["date", "lat", "lon", "Killed"])
    (False, True)
    """
    names = list(headers)
    if WRITTEN & set(names):
        return False
    if missing_columns(names):
        return True
    ours = {standard_name(name) for name in names} & set(STANDARD)
    others = (name for name in names if standard_name(name) not in STANDARD)
    meant = {meaning for name in others for meaning in meanings_of(name)}
    return bool(meant & set(STANDARD) - ours)


def table_events(
    table: Table, asked: Asked, *, stem: str, areas: Mapping[str, Any], swap_check: bool
) -> Events:
    """Return the events of a table; `reading` says what its columns were taken for.

    Raises
    ------
    EventsError
        When no column can be a date or a place.
    """
    plan = plan_of(table, given=asked.columns, guess=asked.guess)
    if plan.doubts and asked.ask is not None:
        plan = _asked_plan(table, asked, asked.ask(plan))
    check_plan(plan, table)
    if asked.write_mapping:
        write_whole(asked.write_mapping, mapping_toml(plan).encode())
    done = applied(plan, table, gazetteer=asked.gazetteer)
    events = events_of(rows_of(done.table, table), file=table.name, stem=stem, areas=areas,
                       swap_check=swap_check, strict=False)
    return replace(events, problems=(*done.table.remarks, *events.problems), reading=done.reading)


def _asked_plan(table: Table, asked: Asked, said: Mapping[str, str]) -> Plan:
    """Return the plan as the user said it; what the user denied is kept as it is."""
    given = {meaning: column for meaning, column in said.items() if column}
    found = plan_of(table, given={**asked.columns, **given})
    denied = {meaning for meaning, column in said.items() if not column}
    return without(found, denied) if denied else found


def check_plan(plan: Plan, table: Table) -> None:
    """Refuse a table without any column that can be a day or a place."""
    known = {use.meaning for use in plan.uses}
    if known & {"date", "date_start", "date_end", "year", "lat", "point", "latlon", "lonlat", "wkt",
                "place", "where"}:
        return
    names = ", ".join(f"'{name}'" for name in table.columns)
    raise EventsError(
        f"{table.name}: no column looks like a date or a place. Columns: {names}. Say which is"
        " which: --map date=COLUMN --map lat=COLUMN --map lon=COLUMN.")
