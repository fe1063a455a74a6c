"""A large table under the standard columns: its regular rows by columns, the others one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from conflictmap.io.collect import Collected
from conflictmap.io.meaning.tables import rows_of
from conflictmap.io.rows import made_id
from conflictmap.io.vector_csv import duplicated, typed_column
from conflictmap.io.vector_rows import RowBatch
from conflictmap.model.columns import REJECTED, STANDARD

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from conflictmap.formats.table import Table
    from conflictmap.model.events import Events

#: Rows from which columns are faster than rows.
MANY = 2_000
_NEEDED = {"date", "lat", "lon"}


def table_rows(
    table: Table, typed: Table, *, stem: str, areas: Mapping[str, Any], swap_check: bool
) -> Events:
    """Return the events of a table under the standard columns; a lost cell costs no row.

    Parameters
    ----------
    table, typed
        The table, and the same as it was in the file.
    stem
        The start of ids for rows that have none.
    areas
        Polygons by id (WGS 84) for the column `where`.
    swap_check
        As for `events_of`.
    """
    found = Collected(file=table.name, stem=stem, areas=areas, swap_check=swap_check,
                      room=len(table), strict=False)
    if len(table) < MANY or not table.columns.keys() >= _NEEDED:
        found.add_each(enumerate(rows_of(table, typed), start=1))
        return found.events()
    taken = found.add_batch(_batch(table, stem))
    odd = np.flatnonzero(~taken).tolist()
    found.add_each(((row + 1, one) for row, one in
                    zip(odd, rows_of(table, typed, rows=odd), strict=True)), counted=True)
    return found.events()


def _batch(table: Table, stem: str) -> RowBatch:
    """Return a table as columns; rows that are broken, or whose id stands twice, are odd."""
    import pyarrow as pa

    lines = [table.place(row) for row in range(len(table))]
    ids = _ids(table, lines, stem)
    odd = duplicated(ids, set())
    odd[list(table.broken)] = True
    names, further = _named(table)
    columns: dict[str, Any] = {place: table.columns[name] for name, place in further.items()}
    for name in names:
        columns[name], fine = typed_column(name, table.columns[name])
        odd |= ~fine
    return RowBatch(data=pa.RecordBatch.from_pydict(columns), names=names, further=further,
                    odd=odd, ids=ids, lines=lines, typed=True)


def _named(table: Table) -> tuple[dict[str, str], dict[str, str]]:
    """Return the standard and the further columns, with where they stand in the batch."""
    others = table.columns.keys() - STANDARD.keys() - set(REJECTED)
    return ({name: name for name in table.columns if name in STANDARD},
            {name: f"further {name}" for name in table.columns if name in others})


def _ids(table: Table, lines: Sequence[str], stem: str) -> list[str]:
    """Return what each row is called: by its id, else by its line."""
    given = table.columns["id"].to_pylist() if "id" in table.columns else [""] * len(lines)
    return [name if name.strip() else made_id(place, stem)
            for name, place in zip(given, lines, strict=True)]
