"""A table of any columns in pieces: what it means is found in a pass before, and kept for all.

Columns are told by every cell (of each column the first `_CELLS` different ones, however often they
stand there), and where the points lie by rows spread over the whole file.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from conflictmap.bulk.parquet_batches import batches_of
from conflictmap.formats.arrow_cells import as_texts
from conflictmap.formats.arrow_text import numbers_of, texts_of
from conflictmap.formats.region_pieces import PIECE, Region, region_of
from conflictmap.formats.table import Table
from conflictmap.io.any_table import understood
from conflictmap.io.column_mapping import check_headers, dated_by
from conflictmap.io.meaning.apply import Applied, applied
from conflictmap.io.meaning.content import distinct, look_of
from conflictmap.io.meaning.settled import Settled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from conflictmap.bulk import pieces
    from conflictmap.io.any_table import Asked
    from conflictmap.io.meaning.content import Look
    from conflictmap.io.meaning.plan import Plan
    from conflictmap.model.errors import Problem

#: Different cells of a column that are counted; rows by which it is told where the points lie.
_CELLS, _ROWS = 100_000, 200_000


class _Whole(Protocol):
    """The table of a file: its columns by their place, and its pieces."""

    @property
    def names(self) -> Mapping[int, str]:
        """The headers."""

    @property
    def remarks(self) -> tuple[Problem, ...]:
        """What is said of the file."""

    def tables(self, at: Mapping[str, int]) -> Iterator[tuple[Table, dict[str, int]]]:
        """Yield the pieces behind what an end says, and their ends."""


@dataclass(frozen=True, kw_only=True)
class Understood:
    """Where the table of a file stands, what its columns mean, and lines that say so."""

    source: pieces.Input
    whole: _Whole
    plan: Plan
    asked: Asked
    settled: Settled
    reading: tuple[str, ...]

    def pieces(
        self, at: Mapping[str, int]
    ) -> Iterator[tuple[Table, Applied, dict[str, int]]]:
        """Yield pieces behind what an end says, under the standard columns, with their ends."""
        for typed, end in self.whole.tables(at):
            table = _dated(typed, self.source)
            yield table, applied(self.plan, table, gazetteer=self.asked.gazetteer,
                                 settled=self.settled), end


def understood_in(source: pieces.Input, areas: Mapping[str, Any]) -> Understood:
    """Return what a table means whose columns may have any names; found once for each input.

    Parameters
    ----------
    source
        The file.
    areas
        Polygons by id that its cells may name.

    Raises
    ------
    EventsError
        When it cannot be read in pieces, or no column can be a date or a place.
    """
    if not source.known:
        source.known.append(_understood(source, areas))
    found: Understood = source.known[0]
    return found


def _understood(source: pieces.Input, areas: Mapping[str, Any]) -> Understood:
    seen, settled = _Seen(), Settled()
    whole = (_parquet if source.kind == "parquet" else _text)(source, seen.add)
    sample = seen.sample(source.name, whole.names)
    asked = _asked(source, sample)
    plan = understood(sample, asked, areas=areas, looks=seen.looks(whole.names))
    reading = applied(plan, _dated(sample, source), gazetteer=asked.gazetteer,
                      settled=settled).reading
    settled.is_closed = True
    some = len(sample) < seen.count
    told = (f"places by {len(sample):,} of {seen.count:,} rows, spread evenly",) if some else ()
    return Understood(source=source, whole=whole, plan=plan, asked=asked, settled=settled,
                      reading=(*reading, *told))


def _asked(source: pieces.Input, table: Table) -> Asked:
    """Return what is said of the columns of a file, by a mapping too: no other is guessed then."""
    mapping = source.mapping
    if mapping is None:
        return source.asked
    check_headers(table.columns, table.name, mapping)
    said = {key: columns[0] if key == "crs" else columns
            for key, columns in mapping.columns.items()}
    return replace(source.asked, columns={**said, **source.asked.columns}, guess=False)


def _dated(table: Table, source: pieces.Input) -> Table:
    """Return a table with days in the format of a mapping as ISO text."""
    if source.mapping is None:
        return table
    return replace(table, columns=dated_by(source.mapping, table.columns))


@dataclass(frozen=True, kw_only=True)
class _Text:
    """The table of a text."""

    source: pieces.Input
    region: Region

    @property
    def names(self) -> Mapping[int, str]:
        return self.region.layout.names

    @property
    def remarks(self) -> tuple[Problem, ...]:
        return self.region.remarks

    def tables(self, at: Mapping[str, int]) -> Iterator[tuple[Table, dict[str, int]]]:
        with self.source.stream() as stream:
            for table, after, behind in self.region.tables(
                    stream, at=at["at"], line=at.get("line", 1)):
                yield table, {"at": after, "line": behind}


def _text(source: pieces.Input, seen: Callable[[Table], None]) -> _Text:
    with source.stream() as stream:
        return _Text(source=source, region=region_of(stream, source.name, seen=seen))


@dataclass(frozen=True, kw_only=True)
class _Parquet:
    """The table of a Parquet file."""

    source: pieces.Input
    names: Mapping[int, str]
    remarks: tuple[Problem, ...] = ()

    def tables(self, at: Mapping[str, int]) -> Iterator[tuple[Table, dict[str, int]]]:
        for first, batch in batches_of(self.source, at["at"]):
            for cut in range(0, batch.num_rows, PIECE):
                piece = batch.slice(cut, PIECE)
                end = first + cut + piece.num_rows
                yield Table(
                    name=self.source.name, word="row",
                    numbers=np.arange(first + cut + 1, end + 1, dtype=np.int64),
                    columns={name: as_texts(piece.column(i)) for i, name in self.names.items()},
                ), {"at": end}


def _parquet(source: pieces.Input, seen: Callable[[Table], None]) -> _Parquet:
    assert source.head is not None  # it has been looked at
    found = _Parquet(source=source, names=dict(enumerate(source.head.columns)))
    indexed = _Parquet(source=source, names={i: str(i) for i in found.names})
    for table, _ in indexed.tables({"at": 0}):
        seen(table)
    return found


@dataclass(kw_only=True)
class _Seen:
    """The cells of each column, by its index, and rows spread over all that was seen."""

    cells: dict[str, dict[str, int]] = field(default_factory=dict)
    parts: list[Table] = field(default_factory=list)
    count: int = 0
    stride: int = 1

    def add(self, table: Table) -> None:
        """Take note of rows."""
        for index, column in table.columns.items():
            _tally(self.cells.setdefault(index, {}), distinct(column))
        first = -self.count % self.stride
        self.parts.append(_every(table, first, self.stride))
        self.count += len(table)
        while sum(map(len, self.parts)) > _ROWS:
            self.stride *= 2
            self._thin()

    def _thin(self) -> None:
        """Leave out every second of the rows that are kept."""
        kept, first = [], 0
        for part in self.parts:
            kept.append(_every(part, first, 2))
            first = (first + len(part)) % 2
        self.parts = kept

    def looks(self, names: Mapping[int, str]) -> dict[str, Look]:
        """Return what the cells of each column look like, by its name."""
        return {name: look_of(self.cells.get(str(i), {})) for i, name in names.items()}

    def sample(self, file: str, names: Mapping[int, str]) -> Table:
        """Return the rows that are kept as one table."""
        numbers = [part.numbers for part in self.parts] or [np.zeros(0, dtype=np.int64)]
        return Table(name=file, word="line", numbers=np.concatenate(numbers),
                     columns={name: self._column(str(i)) for i, name in names.items()})

    def _column(self, index: str) -> Any:
        import pyarrow as pa

        parts = [part.columns.get(index, texts_of([""] * len(part))) for part in self.parts]
        return pa.chunked_array(parts, type=pa.string()).combine_chunks()


def _tally(known: dict[str, int], new: Mapping[str, int]) -> None:
    """Add how often cells stand there; of too many different ones, no further ones are known."""
    for text, times in new.items():
        if text in known or len(known) < _CELLS:
            known[text] = known.get(text, 0) + times


def _every(table: Table, first: int, stride: int) -> Table:
    """Return every row of some from the first on."""
    if stride == 1:
        return table
    rows = np.arange(first, len(table), stride)
    taken = numbers_of(rows)
    return replace(table, numbers=table.numbers[rows], remarks=(), broken={}, raw={},
                   columns={name: column.take(taken) for name, column in table.columns.items()})
