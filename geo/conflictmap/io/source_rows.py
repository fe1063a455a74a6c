"""Rows of a source under the standard columns, from a table in any container."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from conflictmap.formats.records import records, remark
from conflictmap.io.rows import Row
from conflictmap.model.columns import STANDARD, standard_name
from conflictmap.model.errors import EventsError, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from conflictmap.formats.record import Record
    from conflictmap.formats.table import Table
    from conflictmap.io.column_rules import Remark, Rules


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


class Watch(Protocol):
    """What looks at the rows of a file as they are read, for what is odd about it as a whole.

    `takes` are the columns that it looks at.
    """

    takes: tuple[str, ...]

    def row(self, cells: Mapping[str, str]) -> None:
        """Look at one row."""

    def table(self, table: Table, columns: Sequence[str]) -> None:
        """Look at rows of a table that has these columns."""

    def remarks(self) -> Iterable[Problem]:
        """Return, when all rows are read, what is odd."""


@dataclass(frozen=True, kw_only=True)
class SourceRows:
    """How a source's tables are read.

    Parameters
    ----------
    rules
        Returns the rules for a table with these columns.
    encoding
        As `records` takes it.
    columns
        The columns of a text without a header line.
    needs
        Columns without which a table is not complete.
    lower
        Whether column names are put into lower case.
    watch
        What looks at the rows.
    """

    rules: Callable[[frozenset[str]], Rules]
    encoding: str | None = None
    columns: Sequence[str] | None = None
    needs: tuple[str, ...] = ()
    lower: bool = True
    watch: Watch | None = None
    _rules: dict[frozenset[str], Rules] = field(default_factory=dict)

    def rules_for(self, columns: Iterable[str], name: str) -> Rules:
        """Return the rules for a table with these columns; NAME is the file's, for messages.

        Raises
        ------
        EventsError
            When a column is lacking that this format has.
        """
        names = frozenset(columns)
        lacking = next((column for column in self.needs if column not in names), None)
        if lacking is not None:
            raise EventsError(
                f"{name}: no column '{lacking}', which this format has. Is the file complete?")
        if names not in self._rules:
            self._rules[names] = self.rules(names)
        return self._rules[names]


def mapped(content: bytes | Table, name: str, source: SourceRows) -> Iterator[Row | Problem]:
    """Yield a `Row` for each row of a table in any container, and the problems on the way."""
    found = records(content, name, encoding=source.encoding, columns=source.columns,
                    lower=source.lower)
    for record in found:
        if isinstance(record, Problem):
            yield record
        else:
            yield from row_of(record, name, source)
    yield from source.watch.remarks() if source.watch else ()


def row_of(
    record: Record, name: str, source: SourceRows, *, watched: bool = False
) -> Iterator[Row | Problem]:
    """Yield the row that a record means, and remarks on it; the watch may have WATCHED it."""
    if record.broken:
        yield Row(place=record.place, cells={}, broken=record.broken, raw=record.cells)
        return
    if source.watch and not watched:
        source.watch.row(record.cells)
    made, extra, remarks = source.rules_for(record.cells, name).row(record.cells)
    yield Row(place=record.place, cells=made, extra=extra)
    yield from remarks_on(record.place, remarks, name)


def remarks_on(place: str, remarks: Iterable[Remark], name: str) -> Iterator[Problem]:
    """Yield the remarks on one row."""
    for field_, value, reason, fix in remarks:
        yield remark(name, reason, fix, place=place, field=field_, value=value)
