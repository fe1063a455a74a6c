"""Events from tables of text, by columns: rows that are regular go together, the others alone."""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from conflictmap.formats.arrow_text import as_strings, one_text, values_of
from conflictmap.formats.record import Record
from conflictmap.io.collect import Collected
from conflictmap.io.column_rules import is_blank
from conflictmap.io.rows import Row, made_id
from conflictmap.io.source_rows import remarks_on, row_of
from conflictmap.io.sources.csv_table import Line
from conflictmap.io.sources.csv_table import row_of as standard_row
from conflictmap.io.text_tables import notes_on
from conflictmap.io.vector_checks import PLACE
from conflictmap.io.vector_rows import RowBatch
from conflictmap.model.lazy_columns import chosen
from conflictmap.model.limits import limits

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from conflictmap.formats.table import Table
    from conflictmap.io.column_rules import RuledColumns
    from conflictmap.io.source_rows import SourceRows
    from conflictmap.io.text_tables import Part, TextTables
    from conflictmap.model.errors import Problem
    from conflictmap.model.events import Events

    Mask = NDArray[np.bool_]

_ALWAYS = ("date", "lat", "lon")
#: How often a cell may stand in a row, and characters that are not the file's.
_TIMES, _MORE = 4, 2_000
_NUMBER = r"\A-?[0-9]{1,9}(\.[0-9]{1,17})?\z"


def text_events(
    tables: TextTables, notes: list[Problem], *, stem: str, areas: Mapping[str, Any],
    swap_check: bool, further: frozenset[str] | None = None,
) -> Events:
    """Return the events of a text by columns; what is said of it is put aside in NOTES.

    FURTHER are the further columns that are needed, by default all. The other options, and what
    is returned and raised, are those of `events_of`.
    """
    found = Collected(file=tables.blocks.name, stem=stem, areas=areas, swap_check=swap_check)
    notes += tables.remarks
    for part in tables.parts(further=further):
        of = ruled(part, tables, stem, further=further)
        notes += of.notes()
        add_table(found, of)
    notes += notes_on(tables)
    events = found.events()
    return events if further is None else replace(events, extra=chosen(events.extra, further))


@dataclass(frozen=True, kw_only=True)
class RuledTable:
    """A table, the columns that its rules make of it, and the ids of its rows."""

    part: Part
    headers: list[str]
    names: list[str]
    made: RuledColumns
    ids: list[str]
    source: SourceRows
    is_standard: bool
    short: bool

    @property
    def table(self) -> Table:
        """The table."""
        return self.part.table

    def notes(self) -> Iterator[Problem]:
        """Yield what is said of the table and of its rows."""
        yield from self.table.remarks
        for row in sorted(self.made.remarks):
            yield from remarks_on(self.table.place(row), self.made.remarks[row], self.table.name)

    def row(self, at: int) -> Row:
        """Return one row, as the rules for single rows read it."""
        table = self.table
        cells = self.part.cells(at)
        if self.is_standard:
            return standard_row(Line(table.place(at), self.names, cells))
        pairs = dict(table.raw[at]) if at in table.broken else {
            name: cell for name, header, cell in zip(self.names, self.headers, cells, strict=True)
            if header or cell}
        record = Record(table.place(at), pairs, table.broken.get(at, ""))
        return next(row for row in row_of(record, table.name, self.source, watched=True)
                    if isinstance(row, Row))


def ruled(
    part: Part, tables: TextTables, stem: str, *, further: frozenset[str] | None = None
) -> RuledTable:
    """Return a table with the columns that its rules make of it.

    Parameters
    ----------
    part, tables
        Some rows of a text, and the text.
    stem
        The start of ids for rows that have none.
    further
        The further columns that are made, by default all.

    Raises
    ------
    EventsError
        When a column is lacking that the format has.
    """
    source, table = tables.source, part.table
    if source.watch:
        source.watch.table(table, tables.names)
    made = tables.rules().columns(table, further=further)
    column = made.cells.get("id")
    ids = [""] * len(table) if column is None else column.to_pylist()
    if not all(map(str.strip, ids)):
        ids = [name if name.strip() else made_id(table.place(row), stem)
               for row, name in enumerate(ids)]
    return RuledTable(part=part, headers=tables.headers, names=tables.names, made=made, ids=ids,
                      source=source, is_standard=tables.is_standard,
                      short=_is_short(part, tables.names))


def _is_short(part: Part, names: list[str]) -> bool:
    """Return whether no row can pass a limit, however often its cells are taken."""
    size = part.block.longest + sum(map(len, names)) + _MORE
    return _TIMES * size < min(limits().cell, limits().row)


def add_table(found: Collected, of: RuledTable) -> None:
    """Add rows: those that are regular by columns, the others one by one."""
    batch = row_batch(of, found.seen)
    taken = found.add_batch(batch)
    found.seen.update(itertools.compress(batch.ids, taken))
    number = found.read - len(batch.ids) + 1
    found.add_each(((number + i, of.row(i)) for i in np.flatnonzero(~taken).tolist()),
                   counted=True)


def row_batch(of: RuledTable, seen: set[str]) -> RowBatch:
    """Return rows as columns; rows with an id that is not new, or a duplicate, are odd."""
    import pyarrow as pa

    odd = duplicated(of.ids, seen)
    odd[list(of.table.broken)] = True
    columns: dict[str, Any] = {}
    names, further = {}, {}
    for name, cells in of.made.cells.items():
        if name in _ALWAYS or not is_blank(cells):
            names[name] = name
            columns[name], fine = typed_column(name, cells, typed=of.is_standard)
            odd |= ~fine
    for name, cells in of.made.extra.items():
        further[name] = f"further {name}"
        columns[further[name]] = cells
        if of.is_standard:
            odd |= _apostrophes(cells)
    return RowBatch(
        data=pa.RecordBatch.from_pydict(columns), names=names, further=further, odd=odd,
        ids=of.ids, lines=[f"line {n}" for n in of.table.numbers.tolist()], short=of.short,
        typed=True)


def duplicated(ids: list[str], seen: set[str]) -> Mask:
    """Return which ids are not the only one of their kind."""
    if len(set(ids)) == len(ids) and seen.isdisjoint(ids):
        return np.zeros(len(ids), dtype=bool)
    times = Counter(ids)
    return np.array([times[i] > 1 or i in seen for i in ids], dtype=bool)


def typed_column(name: str, column: Any, *, typed: bool = False) -> tuple[Any, Mask]:
    """Return a column as text or numbers, and where a cell of it is no odd one.

    In a TYPED column a cell may begin with an apostrophe.
    """
    fine = ~_apostrophes(column) if typed else np.ones(len(column), dtype=bool)
    if name not in PLACE:
        return column, fine
    numbers, numeric = _parsed(column)
    return numbers, fine & numeric


def _apostrophes(column: Any) -> Mask:
    """Return which cells begin with an apostrophe: it may be there for a spreadsheet's sake."""
    import pyarrow.compute as pc

    found: Mask = values_of(pc.starts_with(as_strings(column), "'"))
    return found


def _parsed(column: Any) -> tuple[Any, Mask]:
    """Return texts as numbers, and where they are one, or empty."""
    import pyarrow as pa
    import pyarrow.compute as pc

    texts = column.dictionary if hasattr(column, "dictionary") else column
    decimal = pc.match_substring_regex(texts, _NUMBER)
    fine = values_of(pc.or_(decimal, pc.equal(texts, one_text(""))))
    numbers = pc.if_else(decimal, texts, pa.nulls(1, pa.string())[0]).cast(pa.float64())
    if hasattr(column, "dictionary"):
        return numbers.take(column.indices), fine[values_of(column.indices)]
    return numbers, fine
