"""Rows of a source under the standard columns, from a table in any container."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from conflictmap.formats.records import records, remark
from conflictmap.io.rows import Row
from conflictmap.model.columns import STANDARD, standard_name
from conflictmap.model.errors import EventsError, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from conflictmap.formats.record import Record
    from conflictmap.formats.table import Table


def standard_rows(content: bytes | Table, name: str) -> Iterator[Row | Problem]:
    """Yield the rows of a table whose columns have standard names or their aliases."""
    for record in records(content, name, lower=False):
        if isinstance(record, Problem):
            yield record
            continue
        yield _standard_row(record)


def _standard_row(record: Record) -> Row:
    """Return a row under the standard columns; of two of one meaning the first counts."""
    cells: dict[str, str] = {}
    extra: dict[str, str] = {}
    for column, text in record.cells.items():
        name = standard_name(column)
        if name in STANDARD and name not in cells:
            cells[name] = text
        else:
            extra[column if name in STANDARD else name] = text
    return Row(place=record.place, broken=record.broken, cells=cells, extra=extra)


class Made(NamedTuple):
    """What a reader makes of a row: standard cells, further columns, and remarks on the row.

    A remark is field, value, reason, what to do; the row is kept.
    """

    cells: dict[str, str]
    extra: dict[str, str]
    remarks: Sequence[tuple[str, str, str, str]] = ()


def mapped(
    content: bytes | Table, name: str, make: Callable[[dict[str, str]], Made], *,
    encoding: str | None = None, columns: Sequence[str] | None = None,
) -> Iterator[Row | Problem]:
    """Yield a `Row` for each row of a table, as MAKE maps it, and the problems on the way.

    Column names are in lower case. The options are those of `records`.
    """
    for record in records(content, name, encoding=encoding, columns=columns):
        if isinstance(record, Problem):
            yield record
        elif record.broken:
            yield Row(place=record.place, cells={}, broken=record.broken, raw=record.cells)
        else:
            made = _made(record.cells, name, make)
            yield Row(place=record.place, cells=made.cells, extra=made.extra)
            for field, value, reason, fix in made.remarks:
                yield remark(name, reason, fix, place=record.place, field=field, value=value)


def _made(cells: dict[str, str], name: str, make: Callable[[dict[str, str]], Made]) -> Made:
    """Return what MAKE makes of a row; a column that it needs and does not find is named."""
    try:
        return make(cells)
    except KeyError as error:
        key = error.args[0] if error.args else ""
        if isinstance(key, str) and key not in cells:
            raise EventsError(
                f"{name}: no column '{key}', which this format has. Is the file complete?"
            ) from error
        raise
