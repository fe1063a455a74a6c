"""A `Table` under the standard columns as rows."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from conflictmap.io.rows import Row
from conflictmap.model.columns import REJECTED, STANDARD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from conflictmap.formats.table import Table


def rows_of(
    table: Table, typed: Table, *, rows: Iterable[int] | None = None
) -> Iterator[Row]:
    """Yield rows of a table under the standard columns, by default all; TYPED is it as it was."""
    ours = list(filter(STANDARD.__contains__, table.columns))
    others = list(itertools.filterfalse({*STANDARD, *REJECTED}.__contains__, table.columns))
    before = _lists(typed, list(typed.columns)) if table.broken else {}
    known, further = _lists(table, ours), _lists(table, others)
    for row in range(len(table)) if rows is None else rows:
        place = table.place(row)
        if row in table.broken:
            yield Row(place=place, cells={}, broken=table.broken[row], raw=_at(before, row))
        else:
            yield Row(place=place, cells=_at(known, row), extra=_at(further, row))


def _lists(table: Table, names: list[str]) -> dict[str, list[str]]:
    return {name: table.columns[name].to_pylist() for name in names}


def _at(lists: Mapping[str, list[str]], row: int) -> dict[str, str]:
    return {name: cells[row] for name, cells in lists.items()}
