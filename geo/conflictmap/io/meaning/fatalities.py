"""The dead of a table: low, best and high, from the columns that name them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from conflictmap.io.cells import ordered_fatalities
from conflictmap.io.meaning.cells import Losses, together
from conflictmap.io.meaning.found import Found
from conflictmap.io.meaning.numbers import Count, count_of
from conflictmap.model.columns import FATALITIES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from conflictmap.formats.table import Table
    from conflictmap.io.meaning.plan import Plan

_FIX = "Write digits; the row is kept, and the number is unknown."


def counts(plan: Plan, table: Table, losses: Losses) -> Found:
    """Return the three columns of fatalities from those that the plan names."""
    named = _named(plan)
    if not named:
        return Found()
    texts, codes = together([table.columns[column] for column in named.values()])
    rows = [dict(zip(named, map(count_of, cells), strict=True)) for cells in texts]
    made = []
    for code, (said, cells) in enumerate(zip(rows, texts, strict=True)):
        for column, count, text in zip(named.values(), said.values(), cells, strict=True):
            if count.lost:
                losses.cell(codes == code, column, text, count.lost, _FIX)
        made.append(_ordered(said, partial(np.equal, codes, code), losses))
    doubts = {name: _doubts(rows, name) for name in named}
    return Found(columns=_columns(made, codes, named), said=doubts)


def _named(plan: Plan) -> dict[str, str]:
    """Return the column of each estimate that the plan names."""
    return {name: column for name in FATALITIES if (column := plan.column(name)) is not None}


def _doubts(rows: list[dict[str, Count]], name: str) -> str:
    """Return what was taken from inexact cells of a column."""
    return "; ".join(filter(None, dict.fromkeys(said[name].doubt for said in rows)))


def _ordered(
    said: Mapping[str, Count], at: Callable[[], Any], losses: Losses
) -> dict[str, str]:
    """Return the estimates of a row; a bound that contradicts the best one is lost."""
    ordered, remarks = ordered_fatalities(*_rising(_whole(said)))
    for field, value, reason, fix in remarks:
        losses.cell(at(), field, value, reason, fix)
    return ordered


def _columns(made: list[dict[str, str]], codes: Any, named: Mapping[str, str]) -> dict[str, Any]:
    """Return the columns that hold something, or were named."""
    import pyarrow as pa

    taken = pa.array(codes)
    lists = {name: [row[name] for row in made] for name in FATALITIES}
    return {name: pa.array(texts, type=pa.string()).take(taken)
            for name, texts in lists.items() if name in named or any(texts)}


def _whole(said: Mapping[str, Count]) -> dict[str, str]:
    """Return the estimates of a row; a column of its own counts before a bound of another."""
    best = said.get("fatalities_best", Count())
    found = dict(zip(FATALITIES, best[:3], strict=True))
    for name, count in said.items():
        if name != "fatalities_best":
            found[name] = _bound(name, count) or found[name]
    return found


def _bound(name: str, count: Count) -> str:
    """Return the number of a column of lowest or of highest estimates."""
    own = count.low if name == "fatalities_low" else count.high
    return count.best or own or count.low or count.high


def _rising(found: Mapping[str, str]) -> tuple[str, str, str]:
    """Return low, best and high; without a best one, a low above the high is the high."""
    low, best, high = (found[name] for name in FATALITIES)
    if not best and low and high and int(low) > int(high):
        return high, "", low
    return low, best, high
