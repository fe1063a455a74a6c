"""Tables as text by columns, in blocks of whole rows, and bounded memory.

Arrow splits a block whose quotes stand where RFC 4180 puts them. Any other block, with a quote
inside a cell, a lone carriage return, a zero byte or bytes that are no UTF-8, goes through the
exact reader `csv_lines`, which also says what is wrong with it.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Any

import numpy as np

from conflictmap.formats.arrow_text import texts_of, values_of
from conflictmap.formats.csv_files import csv_lines
from conflictmap.formats.csv_layout import LF, Shape, filled_rows, row_ends, split
from conflictmap.formats.files import decoded
from conflictmap.formats.table import Table
from conflictmap.model.errors import EventsError
from conflictmap.model.limits import beyond, limits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

#: Bytes that are read at once, and rows that the exact reader gives at once.
BLOCK, EXACT_ROWS = 1 << 23, 20_000
_Cells = list[str]


@dataclass(frozen=True, kw_only=True)
class TextBlock:
    """Rows of a text.

    `columns` are Arrow texts by the place of their column; `ragged` are the cells of the rows that
    have more or fewer than there are columns, by row, whose texts are empty. `lines` are
    the lines on which rows begin, `after` and `line` the byte and line behind the last. No row has
    more than `longest` bytes.
    """

    columns: Mapping[int, Any]
    lines: NDArray[np.int64]
    ragged: dict[int, _Cells] = field(default_factory=dict)
    after: int
    line: int
    longest: int
    exact: Callable[[int], _Cells]

    def table(self, name: str, headers: Sequence[str], *, headed: bool = True) -> Table:
        """Return the rows as a table under headers, which its file has in it, or not."""
        names = called(headers)
        raw = {row: _under(names if headed else [], cells) for row, cells in self.ragged.items()}
        filled = [at for at, column in self.columns.items() if headers[at] or _is_filled(column)]
        return Table(
            name=name, word="line", numbers=self.lines, raw=raw,
            columns={names[at]: self.columns[at] for at in filled},
            broken={row: f"{len(cells)} cells under {len(headers)} columns"
                    for row, cells in self.ragged.items()})


def called(headers: Sequence[str]) -> list[str]:
    """Return the names of columns; one without a header is called by its place."""
    return [header or f"column {i}" for i, header in enumerate(headers, start=1)]


def _is_filled(column: Any) -> bool:
    import pyarrow.compute as pc

    return bool(values_of(pc.binary_length(column)).any())


def _under(names: Sequence[str], cells: _Cells) -> dict[str, str]:
    """Return cells by column, those beyond the last under names of their own."""
    more = [f"cell {i}" for i in range(len(names) + 1, len(cells) + 1)]
    return dict(zip([*names, *more], cells, strict=False))


class CsvBlocks:
    """The rows of a text, from a byte and its line on; after `header`, if it has one."""

    def __init__(
        self, stream: IO[bytes], name: str, *, separator: str, quoted: bool = True
    ) -> None:
        """Begin at the stream's start; a text that is not QUOTED has quotes that mean nothing."""
        self.stream, self.name, self.separator, self.quoted = stream, name, separator, quoted
        self._rest, self.at, self.line = b"", 0, 1

    def header(self) -> tuple[int, _Cells]:
        """Return the line and cells of the first row, and go behind it.

        Raises
        ------
        EventsError
            When there is no row, or the text is broken.
        """
        self._rest = self.stream.read(BLOCK)
        lines, rows = self._exact(1)
        if not rows:
            raise EventsError(f"{self.name}: the file is empty. It needs a header line.")
        self.line += lines
        return rows[0]

    def go_to(self, at: int, line: int) -> None:
        """Go to a byte, on which a row begins, and its line."""
        self.stream.seek(at)
        self._rest, self.at, self.line = b"", at, line

    def rows(self, most: int) -> list[tuple[int, _Cells]]:
        """Return the next rows, at most so many, with their lines; none at the end."""
        lines, found = self._exact(most)
        self.line += lines
        return found

    def blocks(self, width: int, wanted: Sequence[int] | None = None) -> Iterator[TextBlock]:
        """Yield blocks of rows of so many columns, with those WANTED, by default all."""
        chosen = range(width) if wanted is None else wanted
        while True:
            chunk = self.stream.read(BLOCK)
            self._rest += chunk
            if not self._rest:
                return
            found = self._quick(width, chosen, last=not chunk)
            if found is None:
                found = self._slow(width, chosen)
            if len(found.lines):
                yield found

    def _quick(self, width: int, wanted: Sequence[int], *, last: bool) -> TextBlock | None:
        """Return the whole rows at hand, split by Arrow; None where only the exact reader can."""
        ends = row_ends(self._rest, self.separator if self.quoted else "", last=last)
        if ends is None or not len(ends):
            return None
        data = memoryview(self._rest)[: ends[-1]]
        starts = np.concatenate([[0], ends[:-1]])
        longest = int((ends - starts).max())
        if longest > min(limits().cell, limits().row):
            return None
        filled = filled_rows(data, starts, ends)
        shape = Shape(width, wanted, self.separator, self.quoted, longest)
        found = split(data, shape, len(filled))
        if found is None:
            return None
        breaks = np.flatnonzero(np.frombuffer(data, dtype=np.uint8) == LF)
        lines = self.line + np.searchsorted(breaks, starts[filled])
        columns, short = found

        def exact(row: int) -> _Cells:
            return self._cells(data, starts[filled[row]], ends[filled[row]])

        ragged = {row: exact(row) for row in short}
        self._go_on(int(ends[-1]), len(breaks) + (data[-1] != LF))
        return TextBlock(columns=columns, lines=lines, ragged=ragged, after=self.at, line=self.line,
                         longest=longest, exact=exact)

    def _cells(self, data: memoryview, start: int, end: int) -> _Cells:
        text = bytes(data[start:end]).decode()
        if not self.quoted:
            return _unquoted(text, self.separator)
        return next(csv_lines(text, self.name, separator=self.separator))[1]

    def _go_on(self, size: int, lines: int) -> None:
        self.at += size
        self.line += lines
        self._rest = self._rest[size:]

    def _slow(self, width: int, wanted: Sequence[int]) -> TextBlock:
        """Return rows by the exact reader."""
        count, rows = self._exact(EXACT_ROWS)
        self.line += count
        cells = [found for _, found in rows]
        ragged = {row: found for row, found in enumerate(cells) if len(found) != width}
        return TextBlock(
            columns=_columns(cells, width, wanted), ragged=ragged, exact=cells.__getitem__,
            lines=np.array([line for line, _ in rows], dtype=np.int64),
            after=self.at, line=self.line, longest=limits().row)

    def _exact(self, most: int) -> tuple[int, list[tuple[int, _Cells]]]:
        """Return how many lines at most so many rows stand on, and the rows with their lines."""
        lines = _Lines(self, self._rest)
        texts = (self._decoded(raw, number) for number, raw in enumerate(lines, start=self.line))
        if self.quoted:
            read = csv_lines(texts, self.name, separator=self.separator, first=self.line)
        else:
            read = self._unquoted(texts)
        rows = list(itertools.islice(read, most))
        self._rest = lines.rest()
        self.at += lines.size
        return lines.count, rows

    def _unquoted(self, texts: Iterator[str]) -> Iterator[tuple[int, _Cells]]:
        for number, text in enumerate(texts, start=self.line):
            cells = _unquoted(text, self.separator)
            if len(text) > limits().cell:
                raise EventsError(f"{self.name}:{number}: {beyond('cell')} Is it a table?")
            if cells != [""]:
                yield number, cells

    def _decoded(self, raw: bytes, line: int) -> str:
        if len(raw) > limits().row:
            said = f"a line of more than {limits().row:,} bytes. Is it a table?"
            raise EventsError(f"{self.name}:{line}: {said}")
        try:
            text = raw.decode("utf-8-sig" if line == 1 else "utf-8")
        except UnicodeDecodeError as error:
            raise EventsError(
                f"{self.name}:{line}: byte {error.start} of the line is not UTF-8. Save the file"
                " as UTF-8, or name its encoding.") from error
        if "\0" in text:
            decoded(raw, f"{self.name}:{line}", error=EventsError)
        return text


def _unquoted(line: str, separator: str) -> _Cells:
    return line.removesuffix("\n").removesuffix("\r").split(separator)


class _Lines:
    """The lines at hand, and further ones as long as a row goes on; counts what was given."""

    def __init__(self, of: CsvBlocks, rest: bytes) -> None:
        self._of, self._tail, self.count, self.size = of, b"", 0, 0
        self._split = bytes.splitlines if of.quoted else _at_line_feeds
        self._lines: list[bytes] = []
        self._next = 0
        self._fill(rest)

    def _fill(self, data: bytes) -> None:
        self._lines, self._next = self._split(self._tail + data, keepends=True), 0
        # A CR at the end may be half of a CR LF: it waits for what follows.
        ended = self._lines and self._lines[-1].endswith(b"\n")
        self._tail = b"" if ended or not self._lines else self._lines.pop()

    def __iter__(self) -> Iterator[bytes]:
        while self._next < len(self._lines) or self._more():
            line = self._lines[self._next]
            self._next += 1
            self.count += 1
            self.size += len(line)
            yield line

    def _more(self) -> bool:
        """Read on until there is a line; return whether there is one."""
        while data := self._of.stream.read(BLOCK):
            self._fill(data)
            if len(self._tail) > limits().row:  # the end of so long a line does not matter
                self._lines, self._tail = [*self._lines, self._tail], b""
            if self._lines:
                return True
        self._lines, self._tail, self._next = self._split(self._tail, keepends=True), b"", 0
        return bool(self._lines)

    def rest(self) -> bytes:
        """Return what was read and not given."""
        return b"".join(self._lines[self._next:]) + self._tail


def _columns(cells: Sequence[_Cells], width: int, wanted: Sequence[int]) -> dict[int, Any]:
    """Return the columns of rows, empty where a row has another width."""
    blank = [""] * width
    whole = [row if len(row) == width else blank for row in cells]
    return {at: texts_of(row[at] for row in whole) for at in wanted}


def _at_line_feeds(data: bytes, *, keepends: bool) -> list[bytes]:  # noqa: ARG001 - as splitlines
    lines = [line + b"\n" for line in data.split(b"\n")]
    last = lines.pop()[:-1]
    return [*lines, last] if last else lines
