"""The table in a text of any size: where it stands is found in one pass, then it comes in pieces.

What only the whole text can say (which columns hold anything, how many rows are longer than the
header, where the notes below begin) is found as `table_region` finds it; memory holds one piece.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import IO, TYPE_CHECKING, Any

import numpy as np

from conflictmap.formats.containers.text import separator_in
from conflictmap.formats.csv_blocks import CsvBlocks
from conflictmap.formats.csv_files import as_typed
from conflictmap.formats.header_rows import BELOW, LOOK, Header, Layout, layout_of
from conflictmap.formats.sniff import HEADER
from conflictmap.formats.table_region import SheetRows, repeated_names, sheet_rows
from conflictmap.model.errors import EventsError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from conflictmap.formats.table import Table
    from conflictmap.model.errors import Problem

#: Rows of a piece; of the first one at least as many as show where the header stands.
PIECE, _FIRST = 20_000, LOOK + BELOW + 2
#: Rows that may wait until it is known whether they are notes below the table.
_NOTES = 100_000
_WHOLE = "is only read whole: --no-stream."
_Rows = list[tuple[int, list[str]]]


@dataclass(frozen=True, kw_only=True)
class Region:
    """Where the table of a text stands.

    Parameters
    ----------
    name, separator
        The file's name for messages, and what stands between cells.
    header, layout
        The header, with a label for each column, and the columns.
    begin, first, end
        The first line below the header, that of the first row of data, and that behind the last.
    remarks
        What stands above the table, and what is odd about its header.
    top
        The first line that may belong to the table: that behind `sep=`.
    """

    name: str
    separator: str
    header: Header
    layout: Layout
    begin: int
    first: int
    end: int
    remarks: tuple[Problem, ...] = ()
    top: int = 1

    def tables(
        self, stream: IO[bytes], *, at: int = 0, line: int = 1
    ) -> Iterator[tuple[Table, int, int]]:
        """Yield the tables behind a byte and its line, and the byte and line behind each."""
        blocks = CsvBlocks(stream, self.name, separator=self.separator)
        if at:
            blocks.go_to(at, line)
        for rows in _pieces(blocks, self.top):
            yield self._table(rows), blocks.at, blocks.line

    def _table(self, rows: _Rows) -> Table:
        """Return the rows of a piece that are data; what is none is said."""
        found = sheet_rows(rows, self.name, word="line", wide=len(self.header.labels))
        begin, first, end = (int(np.searchsorted(found.numbers, line))
                             for line in (self.begin, self.first, self.end))
        found.said_below(end)
        found.data(self.header, range(begin, first), first=True)
        return found.cut(found.data(self.header, range(first, end), first=False), self.layout)


def region_of(stream: IO[bytes], name: str, *, seen: Callable[[Table], None]) -> Region:
    """Return where the table of a text stands.

    Parameters
    ----------
    stream, name
        The text in UTF-8, at its beginning, and its name for messages.
    seen
        Is called with each piece of the data, whose columns are called by their index.

    Raises
    ------
    EventsError
        When nothing stands in the text, it is broken, or of a form that is only read whole.
    """
    text = stream.read(HEADER).decode("utf-8-sig", "replace")
    stream.seek(0)
    separator, top = separator_in(text)
    scan = _Scan(name=name, seen=seen)
    for rows in _pieces(CsvBlocks(stream, name, separator=separator), top):
        scan.add(rows)
    return replace(scan.region(separator), top=top)


def _pieces(blocks: CsvBlocks, top: int) -> Iterator[_Rows]:
    """Yield the rows of a text, from a line on, that hold anything."""
    most = max(PIECE, _FIRST + top) if not blocks.at else PIECE
    while rows := blocks.rows(most):
        filled = [(number, [as_typed(cell) for cell in cells])
                  for number, cells in rows if number >= top and any(map(str.strip, cells))]
        if filled:
            yield filled
        most = PIECE


@dataclass(kw_only=True)
class _Scan:
    """What one pass finds; rows that may be notes below the table wait for what follows."""

    name: str
    seen: Callable[[Table], None]
    header: Header | None = None
    said: list[Problem] = field(default_factory=list)
    named: int = 0
    used: NDArray[Any] = field(default_factory=lambda: np.zeros(0, dtype=bool))
    longer: int = 0
    rows: int = 0
    begin: int = 0
    first: int = 0
    before: int = 0
    waiting: _Rows = field(default_factory=list)

    def add(self, rows: _Rows) -> None:
        """Look at further rows."""
        rows = [*self.waiting, *rows]
        found = sheet_rows(rows, self.name, word="line", wide=len(self.used))
        found.before = self.before
        header, below = (self.header, 0) if self.header else self._start(found)
        self._widen(found.grid.shape[1], header)
        header = self.header or header
        end = found.end(header, below=below)
        self.used |= (found.grid[below:end] != "").any(axis=0)
        data = found.data(header, range(below, end), first=not self.first)
        self._count(found, data, header)
        self.before = int(found.numbers[end - 1]) if end else self.before
        self.waiting = [row for row in rows if row[0] > self.before] if end < len(
            found.numbers) else []
        if len(self.waiting) > _NOTES:
            raise EventsError(f"{self.name}: a text with so many notes {_WHOLE}")

    def _start(self, found: SheetRows) -> tuple[Header, int]:
        """Return the header of the text, and the first row below it."""
        if found.first_block() is not found:
            raise EventsError(f"{self.name}: a text with two tables side by side {_WHOLE}")
        header = found.header()
        self.said = list(found.remarks)
        numbers = found.numbers.tolist()
        self.named = numbers[max(header.below - 1, 0)]
        self.begin = numbers[header.below] if header.below < len(numbers) else numbers[-1] + 1
        self.header = header
        return header, header.below

    def _widen(self, wide: int, header: Header) -> None:
        """Give each column a label, most of them empty where a row is very long."""
        more = wide - len(header.labels)
        self.header = header._replace(labels=[*header.labels, *[""] * more])
        self.used = np.concatenate([self.used, np.zeros(wide - len(self.used), dtype=bool)])

    def _count(self, found: SheetRows, data: NDArray[Any], header: Header) -> None:
        """Count rows of data, and show them."""
        if not len(data):
            return
        self.first = self.first or int(found.numbers[data[0]])
        self.longer += found.longer(data, header)
        self.rows += len(data)
        wide = found.grid.shape[1]
        self.seen(found.cut(data, Layout(wide, {i: str(i) for i in range(wide)}, [])))

    def region(self, separator: str) -> Region:
        """Return where the table stands."""
        if self.header is None:
            raise EventsError(f"{self.name}: the file is empty. It needs a header line.")
        wide = len(self.used)
        if self.waiting:
            notes = sheet_rows(self.waiting, self.name, word="line", wide=wide)
            self.used |= (notes.grid != "").any(axis=0)
        layout = layout_of(self.header, self.used.tolist(), self.longer, self.rows)
        end = self.waiting[0][0] if self.waiting else self.before + 1
        return Region(
            name=self.name, separator=separator, header=self.header, layout=layout,
            begin=self.begin, first=self.first or end, end=end,
            remarks=(*self.said, *repeated_names(self.name, f"line {self.named}", layout)))
