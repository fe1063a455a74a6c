"""A table of any headers under the standard columns, by a plan."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from conflictmap.formats.arrow_text import one_text, values_of
from conflictmap.io.meaning.cells import Losses, coded
from conflictmap.io.meaning.date_texts import is_unknown
from conflictmap.io.meaning.days import days
from conflictmap.io.meaning.fatalities import counts
from conflictmap.io.meaning.found import Found
from conflictmap.io.meaning.located import located
from conflictmap.io.meaning.named import named_places
from conflictmap.io.meaning.numbers import metres_of
from conflictmap.io.meaning.settled import Settled
from conflictmap.model.columns import FATALITIES, STANDARD, standard_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conflictmap.formats.table import Table
    from conflictmap.io.meaning.plan import Plan, Use

_RADIUS = 20_000_000


@dataclass(frozen=True, kw_only=True)
class Applied:
    """A table under the standard columns, and lines that say how it was read.

    The `remarks` of the table hold what was lost, each of level warning.
    """

    table: Table
    reading: tuple[str, ...]


def applied(
    plan: Plan, table: Table, *, gazetteer: str = "", settled: Settled | None = None
) -> Applied:
    """Return a table under the standard columns, its cells in the form that these have.

    A cell that cannot be used is lost and said; no row is, but one that has neither day nor place
    left. Columns that mean nothing are kept. GAZETTEER is a CSV of places of the caller's own.
    SETTLED holds what was decided of the whole table, where this is a part of it.
    """
    losses = Losses(table=table)
    columns: dict[str, Any] = _as_they_are(plan, table)
    said: dict[str, str] = {}
    steps = (days, counts, partial(located, settled=settled or Settled()), _radius)
    for step in steps:
        found = step(plan, table, losses)
        columns |= found.columns
        said |= found.said
    placed = named_places(plan, table, columns, losses, gazetteer=gazetteer)
    columns |= _further(plan, table)
    broken = {**_nowhere(plan, table, columns), **table.broken}
    gone = {table.place(row) for row in broken}
    remarks = (problem for problem in losses.problems if problem.place not in gone)
    whole = replace(table, columns=columns, remarks=(*table.remarks, *remarks), broken=broken)
    return Applied(table=whole, reading=(*_reading(plan, said), *placed))


def _as_they_are(plan: Plan, table: Table) -> dict[str, Any]:
    """Return the standard columns whose cells need no other form."""
    made = {"date", "lat", "lon", "radius_m", *FATALITIES}
    named: dict[str, list[str]] = {}
    for use in plan.uses:
        if use.meaning in STANDARD and use.meaning not in made:
            named.setdefault(use.meaning, []).append(use.column)
    columns = {meaning: _whole(table, names) for meaning, names in named.items()}
    if "source_url" in columns:
        columns["source_url"] = _addresses(columns["source_url"])
    return columns


def _nowhere(plan: Plan, table: Table, columns: Mapping[str, Any]) -> dict[int, str]:
    """Return the rows that lost their day, and have no place: a total, or no event at all."""
    days = plan.column("date") or plan.column("date_start")
    if days is None:
        return {}
    empty = np.ones(len(table), dtype=bool)
    for name in ("date", "lat", "where", "place"):
        if name in columns:
            empty &= _is_blank(columns[name])
    typed = table.columns[days].to_pylist()
    return {row: f"neither a day nor a place: '{typed[row]}' is no date"
            for row in np.flatnonzero(empty).tolist()
            if typed[row].strip() and not is_unknown(typed[row])}


def _is_blank(column: Any) -> Any:
    import pyarrow.compute as pc

    return values_of(pc.equal(pc.utf8_trim_whitespace(column), one_text("")))


def _reading(plan: Plan, said: Mapping[str, str]) -> tuple[str, ...]:
    """Return a line for each column that was read as something."""
    lines = tuple(filter(None, (_line(use, said.get(use.meaning, "")) for use in plan.uses)))
    kept = ", ".join(f"'{column}'" for column in plan.kept)
    further = (f"kept as further columns: {kept}",) if kept and lines else ()
    return (*lines, *further, *plan.remarks)


def _line(use: Use, said: str) -> str:
    """Return what a column was taken for; nothing for one of ours that is as it should be."""
    if use.sure == "sure" and standard_name(use.column) == use.meaning and not said:
        return ""
    more = "; ".join(filter(None, (use.sure if use.sure != "sure" else "", said)))
    return f"{use.meaning} <- '{use.column}'" + (f" ({more})" if more else "")


def _further(plan: Plan, table: Table) -> dict[str, Any]:
    """Return the columns that mean nothing here, and those that only helped, as typed."""
    helped = [use.column for use in plan.uses if use.meaning not in STANDARD
              and use.meaning not in {"date_start", "date_end", "year", "month", "day", "latlon",
                                      "lonlat", "wkt", "point"}]
    found = {}
    for column in (*plan.kept, *helped):
        name = f"{column} (as typed)" if standard_name(column) in STANDARD else column
        found[name] = table.columns[column]
    return found


def _whole(table: Table, names: list[str]) -> Any:
    """Return one column, or several with blanks between their texts."""
    import pyarrow as pa

    if len(names) == 1:
        return table.columns[names[0]]
    lists = [table.columns[name].to_pylist() for name in names]
    return pa.array([" ".join(filter(None, map(str.strip, cells)))
                     for cells in zip(*lists, strict=True)], type=pa.string())


def _addresses(column: Any) -> Any:
    """Return addresses; one that begins with www. gets its scheme."""
    import pyarrow.compute as pc

    trimmed = pc.utf8_trim_whitespace(column)
    return pc.replace_substring_regex(trimmed, pattern="^www\\.", replacement="https://www.")


def _radius(plan: Plan, table: Table, losses: Losses) -> Found:
    """Return the column `radius_m` in metres."""
    column = plan.column("radius_m")
    if column is None:
        return Found()
    cells = coded(table.columns[column])
    factor = 1000 if "km" in column.lower() else 1

    def metres(text: str) -> str:
        found = metres_of(text) if text.strip() else None
        value = None if found is None else found * (1 if "k" in text.lower() else factor)
        return f"{value:.1f}".removesuffix(".0") if value is not None and 0 <= value <= _RADIUS \
            else ""

    losses.column(column, cells, lambda text: "not a length in metres"
                  if text.strip() and not metres(text) else "", "Write metres.")
    return Found(columns={"radius_m": cells.taken([metres(text) for text in cells.texts])})
