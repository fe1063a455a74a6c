"""Rows that stand under the standard columns already, in any container."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflictmap.formats.records import records
from conflictmap.io.rows import STANDARD, Row, standard_name
from conflictmap.model.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator


def standard_rows(content: bytes, name: str) -> Iterator[Row | Problem]:
    """Yield the rows of a table whose columns have standard names or their aliases."""
    for record in records(content, name, lower=False):
        if isinstance(record, Problem):
            yield record
            continue
        cells = {standard_name(column): text for column, text in record.cells.items()}
        yield Row(
            place=record.place, broken=record.broken,
            cells={key: text for key, text in cells.items() if key in STANDARD},
            extra={key: text for key, text in cells.items() if key not in STANDARD},
        )
