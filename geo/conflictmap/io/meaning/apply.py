"""A table of any headers under the standard columns, by a plan."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from conflictmap.io.cells import ordered_fatalities
from conflictmap.io.meaning.cells import Losses, coded, together
from conflictmap.io.meaning.date_texts import is_unknown
from conflictmap.io.meaning.dates import Dated, Order, dated, of_parts, order_of, other_calendar
from conflictmap.io.meaning.found import Found
from conflictmap.io.meaning.located import located
from conflictmap.io.meaning.named import named_places
from conflictmap.io.meaning.numbers import count_of, metres_of
from conflictmap.model.columns import FATALITIES, STANDARD, standard_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conflictmap.formats.table import Table
    from conflictmap.io.meaning.plan import Plan

_DATE_FIX = "Write YYYY-MM-DD, YYYY-MM, YYYY or a span START/END; the row is kept without it."
_COUNT_FIX = "Write digits; the row is kept, and the number is unknown."
_RADIUS = 20_000_000


@dataclass(frozen=True, kw_only=True)
class Applied:
    """A table under the standard columns, and lines that say how it was read.

    The `remarks` of the table hold what was lost, each of level warning.
    """

    table: Table
    reading: tuple[str, ...]


def applied(plan: Plan, table: Table, *, gazetteer: str = "") -> Applied:
    """Return a table under the standard columns, its cells in the form that these have.

    A cell that cannot be used is lost and said; no row is, but one that has neither day nor place
    left. Columns that mean nothing are kept. GAZETTEER is a CSV of places of the caller's own.
    """
    losses = Losses(table)
    columns: dict[str, Any] = {}
    said: dict[str, str] = {}
    for step in (_days, _counts, located, _radius):
        found = step(plan, table, losses)
        columns |= found.columns
        said |= found.said
    done = {"date", "lat", "lon", "radius_m", *FATALITIES}
    for meaning in dict.fromkeys(use.meaning for use in plan.uses):
        if meaning in STANDARD and meaning not in done:
            columns[meaning] = _whole(table, [use.column for use in plan.uses
                                              if use.meaning == meaning])
    if "source_url" in columns:
        columns["source_url"] = _addresses(columns["source_url"])
    placed = named_places(plan, table, columns, losses, gazetteer=gazetteer)
    columns |= _further(plan, table)
    broken = {**_nowhere(plan, table, columns), **table.broken}
    gone = {table.place(row) for row in broken}
    remarks = (problem for problem in losses.problems if problem.place not in gone)
    whole = replace(table, columns=columns, remarks=(*table.remarks, *remarks), broken=broken)
    return Applied(table=whole, reading=(*_reading(plan, said), *placed))


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

    return pc.equal(pc.utf8_trim_whitespace(column), "").to_numpy(zero_copy_only=False)


def _reading(plan: Plan, said: Mapping[str, str]) -> tuple[str, ...]:
    """Return a line for each column that was read as something."""
    lines = []
    for use in plan.uses:
        if use.sure == "sure" and standard_name(use.column) == use.meaning and not said.get(
                use.meaning):
            continue
        more = "; ".join(filter(None, (use.sure if use.sure != "sure" else "",
                                       said.get(use.meaning, ""))))
        lines.append(f"{use.meaning} <- '{use.column}'" + (f" ({more})" if more else ""))
    kept = ", ".join(f"'{column}'" for column in plan.kept)
    return (*lines, *((f"kept as further columns: {kept}",) if kept and lines else ()),
            *plan.remarks)


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


def _days(plan: Plan, table: Table, losses: Losses) -> Found:
    """Return the column `date`, from one column, a first and a last day, or the parts of a day."""
    year = plan.column("year")
    if year is not None and plan.column("date") is None:
        return _of_parts(plan, table, losses, year)
    first = plan.column("date") or plan.column("date_start")
    last = plan.column("date_end")
    ends = [column for column in (first, last) if column is not None]
    if not ends:
        return Found({}, {})
    orders = _orders(plan, ends)
    texts, codes = together([table.columns[column] for column in ends])
    made = []
    for code, cells in enumerate(texts):
        parts = [dated(text, order) for text, order in zip(cells, orders, strict=True)]
        whole = _calendars(plan, ends, parts)
        made.append(_joined(whole, is_last=first is None))
        for column, text, part in zip(ends, cells, whole, strict=True):
            if part.lost:
                losses.add(_rows(codes, code), column, text, part.lost, _DATE_FIX)
    meanings = [use.meaning for use in plan.uses if use.column in ends]
    import pyarrow as pa

    return Found({"date": pa.array(made, type=pa.string()).take(pa.array(codes))},
                 {meaning: str(order) for meaning, order in zip(meanings, orders, strict=False)})


def _rows(codes: Any, code: int) -> list[int]:
    return [int(row) for row in (codes == code).nonzero()[0]]


def _orders(plan: Plan, ends: list[str]) -> list[Order]:
    """Return the order of each column of days; where one says nothing, that of the other."""
    found = [order_of(plan.looks[column].cells, header=column) for column in ends]
    known = next((order for order in found if order.order), None)
    return [order if order.order or known is None else replace(order, order=known.order,
            decided=known.decided, said="as in the other column") for order in found]


def _calendars(plan: Plan, ends: list[str], parts: list[Dated]) -> list[Dated]:
    """Return days, without those of another calendar."""
    said = []
    for column, part in zip(ends, parts, strict=True):
        cells = plan.looks[column].cells
        days = {text: dated(text, Order()).text for text in list(cells)[:50]} if part.text[:2] in {
            "12", "13", "14"} else {}
        other = bool(days) and other_calendar(column, days)
        said.append(Dated(lost=f"the year {part.text[:4]}: a date of another calendar?") if other
                    else part)
    return said


def _joined(parts: list[Dated], *, is_last: bool) -> str:
    """Return one date of a first and a last day; where these contradict, the first."""
    if len(parts) == 1:
        return f"../{parts[0].text}" if is_last and parts[0].text else parts[0].text
    first, last = (part.text for part in parts)
    if not last or first == last or set(first + last) & set("[/"):
        return first or last
    return f"{first}/{last}" if first and first[:10] <= last[:10] else first or last


def _of_parts(plan: Plan, table: Table, losses: Losses, year: str) -> Found:
    """Return dates of the columns year, month and day."""
    import pyarrow as pa

    named = [year, plan.column("month"), plan.column("day")]
    columns = [table.columns[name] for name in named if name is not None]
    texts, codes = together(columns)
    made = []
    for code, cells in enumerate(texts):
        given = iter(cells)
        parts = [next(given) if name is not None else "" for name in named]
        found = of_parts(parts[0], parts[1], parts[2])
        made.append(found.text)
        if found.lost:
            losses.add(_rows(codes, code), year, " ".join(filter(None, cells)), found.lost,
                       _DATE_FIX)
    return Found({"date": pa.array(made, type=pa.string()).take(pa.array(codes))}, {})


def _counts(plan: Plan, table: Table, losses: Losses) -> Found:
    """Return the three columns of fatalities from those that the plan names."""
    import pyarrow as pa

    named = [(name, column) for name in FATALITIES if (column := plan.column(name)) is not None]
    if not named:
        return Found({}, {})
    texts, codes = together([table.columns[column] for _, column in named])
    made: dict[str, list[str]] = {name: [] for name in FATALITIES}
    doubts: dict[str, set[str]] = {name: set() for name in FATALITIES}
    for code, cells in enumerate(texts):
        found: dict[str, str] = dict.fromkeys(FATALITIES, "")
        for (name, column), text in zip(named, cells, strict=True):
            count = count_of(text)
            if count.lost:
                losses.add(_rows(codes, code), column, text, count.lost, _COUNT_FIX)
            if count.doubt:
                doubts[name].add(count.doubt)
            _put(found, name, (count.low, count.best, count.high))
        ordered, remarks = ordered_fatalities(*_rising(found))
        for name in FATALITIES:
            made[name].append(ordered[name])
        for field, value, reason, fix in remarks:
            losses.add(_rows(codes, code), field, value, reason, fix)
    taken = pa.array(codes)
    columns = {name: pa.array(values, type=pa.string()).take(taken)
               for name, values in made.items()
               if any(values) or name in dict(named)}
    return Found(columns, {name: "; ".join(sorted(said)) for name, said in doubts.items()})


def _put(found: dict[str, str], name: str, count: tuple[str, str, str]) -> None:
    """Put what one cell says; a cell of its own column counts before a bound of another one."""
    low, best, high = count
    if name == "fatalities_best":
        for key, value in zip(FATALITIES, count, strict=True):
            found[key] = value or found[key]
        return
    found[name] = best or (low if name == "fatalities_low" else high) or low or high or found[name]


def _rising(found: Mapping[str, str]) -> tuple[str, str, str]:
    """Return low, best and high; without a best one, a low above the high is neither."""
    low, best, high = (found[name] for name in FATALITIES)
    if not best and low and high and int(low) > int(high):
        return high, "", low
    return low, best, high


def _radius(plan: Plan, table: Table, losses: Losses) -> Found:
    """Return the column `radius_m` in metres."""
    column = plan.column("radius_m")
    if column is None:
        return Found({}, {})
    cells = coded(table.columns[column])
    factor = 1000 if "km" in column.lower() else 1

    def metres(text: str) -> str:
        found = metres_of(text) if text.strip() else None
        value = None if found is None else found * (1 if "k" in text.lower() else factor)
        return f"{value:.1f}".removesuffix(".0") if value is not None and 0 <= value <= _RADIUS \
            else ""

    losses.column(column, cells, lambda text: "not a length in metres"
                  if text.strip() and not metres(text) else "", "Write metres.")
    return Found({"radius_m": cells.taken([metres(text) for text in cells.texts])}, {})
