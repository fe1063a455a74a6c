"""A text of any columns in pieces: what it means is found in a pass before, and kept for all.

Columns are told by every cell (of each column the first `_CELLS` different ones, however often they
stand there), and where the points lie by rows spread over the whole text.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from conflictmap.formats.arrow_text import numbers_of, texts_of
from conflictmap.formats.region_pieces import Region, region_of
from conflictmap.formats.table import Table
from conflictmap.formats.text_streams import text_stream
from conflictmap.io.any_table import Asked, understood
from conflictmap.io.meaning.apply import Applied, applied
from conflictmap.io.meaning.content import distinct, look_of
from conflictmap.io.meaning.settled import Settled

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from conflictmap.io.meaning.content import Look
    from conflictmap.io.meaning.plan import Plan

#: Different cells of a column that are counted; rows by which it is told where the points lie.
_CELLS, _ROWS = 100_000, 200_000


@dataclass(frozen=True, kw_only=True)
class Understood:
    """Where the table of a text stands, what its columns mean, and lines that say so."""

    path: Path
    packed: bool
    region: Region
    plan: Plan
    settled: Settled
    reading: tuple[str, ...]

    def pieces(self, at: int, line: int) -> Iterator[tuple[Table, Applied, dict[str, int]]]:
        """Yield pieces behind a byte and its line, under the standard columns, with their ends."""
        with text_stream(self.path, packed=self.packed) as stream:
            for table, after, behind in self.region.tables(stream, at=at, line=line):
                done = applied(self.plan, table, settled=self.settled)
                yield table, done, {"at": after, "line": behind}


def understood_text(
    path: Path, name: str, areas: Mapping[str, Any], *, packed: bool = False
) -> Understood:
    """Return what a text means whose columns may have any names.

    Parameters
    ----------
    path, name
        The text in UTF-8, PACKED or not, and its name for messages.
    areas
        Polygons by id that its cells may name.
    packed
        Whether it is a .gz.

    Raises
    ------
    EventsError
        When it cannot be read in pieces, or no column can be a date or a place.
    """
    seen = _Seen()
    with text_stream(path, packed=packed) as stream:
        region = region_of(stream, name, seen=seen.add)
    names, settled = region.layout.names, Settled()
    sample = seen.sample(name, names)
    plan = understood(sample, Asked(), areas=areas, looks=seen.looks(names))
    reading = applied(plan, sample, settled=settled).reading
    settled.is_closed = True
    some = len(sample) < seen.count
    told = (f"places by {len(sample):,} of {seen.count:,} rows, spread evenly",) if some else ()
    return Understood(path=path, packed=packed, region=region, plan=plan, settled=settled,
                      reading=(*reading, *told))


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
