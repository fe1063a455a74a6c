"""The days of a table: one column, a first and a last day, or year, month and day."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from conflictmap.io.meaning.cells import Losses, together
from conflictmap.io.meaning.dates import Dated, Order, dated, of_parts, order_of, other_calendar
from conflictmap.io.meaning.found import Found

if TYPE_CHECKING:
    from conflictmap.formats.table import Table
    from conflictmap.io.meaning.plan import Plan

_FIX = "Write YYYY-MM-DD, YYYY-MM, YYYY or a span START/END; the row is kept without it."
#: A year that another calendar than the Gregorian may have counted.
_OLD = re.compile("1[2-4]")
_LOOKED = 50


def days(plan: Plan, table: Table, losses: Losses) -> Found:
    """Return the column `date` as EDTF text."""
    first = plan.column("date") or plan.column("date_start")
    if first is None and (year := plan.column("year")):
        return _of_parts(plan, table, losses, year)
    ends = list(filter(None, (first, plan.column("date_end"))))
    return _of_ends(plan, table, losses, ends, is_last=first is None) if ends else Found()


def _of_ends(
    plan: Plan, table: Table, losses: Losses, ends: list[str], *, is_last: bool
) -> Found:
    """Return dates of a column of days, or of a first and a last day."""
    orders = _orders(plan, ends)
    texts, codes = together([table.columns[column] for column in ends])
    made = []
    for code, cells in enumerate(texts):
        parts = [_one(plan, *cell) for cell in zip(ends, cells, orders, strict=True)]
        made.append(_joined(parts, is_last=is_last))
        for column, text, part in zip(ends, cells, parts, strict=True):
            if part.lost:
                losses.cell(codes == code, column, text, part.lost, _FIX)
    return Found(columns={"date": _column(made, codes)}, said=_said(plan, ends, orders))


def _said(plan: Plan, ends: list[str], orders: list[Order]) -> dict[str, str]:
    """Return by meaning what is said of the order of day and month."""
    said = {column: str(order) for column, order in zip(ends, orders, strict=True)}
    return {use.meaning: said[use.column] for use in plan.uses if use.column in said}


def _column(texts: list[str], codes: Any) -> Any:
    import pyarrow as pa

    return pa.array(texts, type=pa.string()).take(pa.array(codes))


def _orders(plan: Plan, ends: list[str]) -> list[Order]:
    """Return the order of each column of days; where one says nothing, that of the other."""
    found = [order_of(plan.looks[column].cells, header=column) for column in ends]
    known = next((order for order in found if order.order), None)
    return [order if order.order or known is None else replace(
        order, order=known.order, decided=known.decided, said="as in the other column")
        for order in found]


def _one(plan: Plan, column: str, text: str, order: Order) -> Dated:
    """Return the day of a cell; one of another calendar is lost."""
    part = dated(text, order)
    if not _OLD.match(part.text):
        return part
    some = list(plan.looks[column].cells)[:_LOOKED]
    if other_calendar(column, {text: dated(text, Order()).text for text in some}):
        return Dated(lost=f"the year {part.text[:4]}: a date of another calendar?")
    return part


def _joined(parts: list[Dated], *, is_last: bool) -> str:
    """Return one date of a first and a last day; where these contradict, the first."""
    first = parts[0].text
    if len(parts) == 1:
        return f"../{first}" * bool(first) if is_last else first
    last = parts[1].text
    if not first or not last or set(first + last) & set("[/"):
        return first or last
    return f"{first}/{last}" if first[:10] < last[:10] else first


def _of_parts(plan: Plan, table: Table, losses: Losses, year: str) -> Found:
    """Return dates of the columns year, month and day."""
    named = {name: column for name in ("year", "month", "day")
             if (column := plan.column(name)) is not None}
    texts, codes = together([table.columns[column] for column in named.values()])
    made = []
    for code, cells in enumerate(texts):
        part = dict(zip(named, cells, strict=True))
        found = of_parts(part["year"], part.get("month", ""), part.get("day", ""))
        made.append(found.text)
        if found.lost:
            typed = " ".join(filter(None, cells))
            losses.cell(codes == code, year, typed, found.lost, _FIX)
    return Found(columns={"date": _column(made, codes)})
