"""Events of a table with any columns: what its columns mean is found, and said."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from conflictmap.formats.files import write_whole
from conflictmap.model.columns import STANDARD, missing_columns, standard_name
from conflictmap.model.errors import EventsError
from conflictmap.model.region import all_exchanged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from collections.abc import Set as AbstractSet

    from conflictmap.formats.table import Table
    from conflictmap.io.meaning.content import Look
    from conflictmap.io.meaning.plan import Plan, Use
    from conflictmap.model.events import Events


#: Columns of a table that `conflictmap convert` or a page wrote: it says what it means.
_WRITTEN = frozenset({"source_dataset", "credit", "source_addresses"})
#: A stretch of a road, or the id of an area, as the column `where` has them.
_AREA = re.compile(r"\S+ km \d|\S+@\d|[a-z0-9]+(-[a-z0-9]+)+( |$)")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the caller says of tables.

    Parameters
    ----------
    strict
        Whether only the standard columns are read, and a row with a cell of no use is set aside.
    columns
        Meaning to column, where the caller says it (`date` to `When`).
    gazetteer
        A CSV of places (name, lat, lon, error), asked before the built-in one.
    guess
        Whether the meaning of columns that are not named is found.
    write_mapping
        Where what the columns were taken for is saved as a mapping.
    ask
        Called with a plan that holds guesses; returns columns by meaning, empty for none.
    further
        The further columns of a source's own table that are needed, by default all.
    """

    strict: bool = False
    columns: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    gazetteer: str = ""
    guess: bool = True
    write_mapping: str = ""
    ask: Callable[[Plan], Mapping[str, str]] | None = None
    further: frozenset[str] | None = None


def is_written(headers: Iterable[str]) -> bool:
    """Return whether a table has columns that `conflictmap convert` or a page wrote."""
    return not _WRITTEN.isdisjoint(headers)


def is_foreign(headers: Iterable[str]) -> bool:
    """Return whether a header is not one of ours, as it stands, but may mean a standard column.

    So does one that counts a part of the dead where no column counts all: that is said.

    >>> is_foreign(["date", "lat", "lon", "weapon"]), is_foreign(["date", "lat", "lon", "Killed"])
    (False, True)
    """
    names = list(headers)
    if is_written(names):
        return False
    if missing_columns(names):
        return True
    ours = {standard_name(name) for name in names} & set(STANDARD)
    others = [name for name in names if standard_name(name) not in STANDARD]
    if not others:
        return False
    return bool(_meant(others) & set(STANDARD) - ours) or _has_parts(others, ours)


def _has_parts(headers: Iterable[str], ours: AbstractSet[str]) -> bool:
    """Return whether a part of the losses is counted, or all in a cell, and the dead nowhere."""
    from conflictmap.io.meaning.names import is_losses, is_part

    whole = {"fatalities_low", "fatalities_best", "fatalities_high"} & ours
    return not whole and any(is_part(name) or is_losses(name) for name in headers)


def _meant(headers: Iterable[str]) -> set[str]:
    """Return what headers may mean; a table with our columns alone needs no words for it."""
    from conflictmap.io.meaning.names import meanings_of

    return {meaning for name in headers for meaning in meanings_of(name)}


def needs_more(events: Events) -> bool:
    """Return whether more can be made of a table than its columns say as they stand.

    Rows were set aside, have a name of a place and no place, or all points look exchanged.
    """
    known = ~np.isnan(events["lat"])
    if events.accounting.set_aside or all_exchanged(events["lon"][known], events["lat"][known]):
        return True
    if is_written(events.extra):
        return False
    named = events["place"][~events.placed]
    return bool((named != "").any())


def table_events(
    table: Table, asked: Asked, *, stem: str, areas: Mapping[str, Any], swap_check: bool
) -> Events:
    """Return the events of a table; `reading` says what its columns were taken for.

    Raises
    ------
    EventsError
        When no column can be a date or a place.
    """
    from conflictmap.io.meaning.apply import applied
    from conflictmap.io.meaning.plan import mapping_toml
    from conflictmap.io.vector_tables import table_rows

    plan = understood(table, asked, areas=areas)
    if asked.write_mapping:
        write_whole(asked.write_mapping, mapping_toml(plan).encode())
    done = applied(plan, table, gazetteer=asked.gazetteer)
    events = table_rows(done.table, table, stem=stem, areas=areas, swap_check=swap_check)
    return replace(events, problems=(*done.table.remarks, *events.problems), reading=done.reading)


def understood(
    table: Table, asked: Asked, *, areas: Mapping[str, Any],
    looks: Mapping[str, Look] | None = None,
) -> Plan:
    """Return what the columns of a table mean; LOOKS are those of the table that it is a part of.

    Raises
    ------
    EventsError
        When no column can be a date or a place.
    """
    from conflictmap.io.meaning.plan import plan_of

    plan = plan_of(table, given=asked.columns, guess=asked.guess, looks=looks)
    if plan.doubts and asked.ask is not None:
        plan = _asked_plan(table, asked, asked.ask(plan))
    plan = _with_places(plan, areas)
    check_plan(plan, table)
    return plan


def _asked_plan(table: Table, asked: Asked, said: Mapping[str, str]) -> Plan:
    """Return the plan as the user said it; what the user denied is kept as it is."""
    from conflictmap.io.meaning.plan import plan_of, without

    given = {meaning: column for meaning, column in said.items() if column}
    found = plan_of(table, given={**asked.columns, **given})
    denied = {meaning for meaning, column in said.items() if not column}
    return without(found, denied) if denied else found


def _with_places(plan: Plan, areas: Mapping[str, Any]) -> Plan:
    """Return a plan in which a column `where` without any id of an area names places or points."""
    guessed = [use for use in plan.uses if (use.meaning, use.sure) == ("where", "sure")]
    if not guessed or _has_areas(plan.looks[guessed[0].column].cells, areas):
        return plan
    use, others = guessed[0], tuple(use for use in plan.uses if use not in guessed)
    found = _where(use, plan)
    return replace(plan, uses=(*others, *found),
                   kept=plan.kept if found else (*plan.kept, use.column))


def _where(use: Use, plan: Plan) -> list[Use]:
    """Return what a column `where` without areas gives: points, else names; or nothing more."""
    if plan.looks[use.column].share("pair") > 0.5 and not _has_point(plan):  # noqa: PLR2004 - most
        return [replace(use, meaning="point", sure="likely", why="its cells are coordinates")]
    if plan.column("place") is not None:
        return []
    return [replace(use, meaning="place", sure="likely", why="its cells are no ids of areas")]


def _has_point(plan: Plan) -> bool:
    """Return whether other columns give a point."""
    return any(plan.column(name) for name in ("lat", "lon", "point", "latlon", "lonlat", "wkt"))


def _has_areas(texts: Iterable[str], areas: Mapping[str, Any]) -> bool:
    """Return whether texts name stretches of a road or areas, or look like an id of one."""
    return any(_AREA.match(text) or any(word in areas for word in text.split()) for text in texts)


def check_plan(plan: Plan, table: Table) -> None:
    """Refuse a table without any column that can be a day or a place."""
    known = {use.meaning for use in plan.uses}
    if known & {"date", "date_start", "date_end", "year", "lat", "point", "latlon", "lonlat", "wkt",
                "place", "where"}:
        return
    if not table.columns:
        raise EventsError(f"{table.name}: the table is empty: it has neither columns nor rows.")
    names = ", ".join(f"'{name}'" for name in table.columns)
    raise EventsError(
        f"{table.name}: no column looks like a date or a place. Columns: {names}. Say which is"
        " which: --map date=COLUMN --map lat=COLUMN --map lon=COLUMN.")
