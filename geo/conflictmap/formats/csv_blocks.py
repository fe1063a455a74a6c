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

from conflictmap.formats.csv_files import csv_lines
from conflictmap.formats.files import decoded
from conflictmap.formats.table import Table
from conflictmap.model.errors import EventsError
from conflictmap.model.limits import beyond, limits

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

#: Bytes that are read at once, and rows that the exact reader gives at once.
BLOCK, EXACT_ROWS = 1 << 24, 20_000
_LF, _CR, _QUOTE = 10, 13, 34
_Cells = list[str]


@dataclass(frozen=True, kw_only=True)
class TextBlock:
    """Rows of a text.

    `columns` are Arrow texts in the order of the file, a row each; `ragged` are the cells of the
    rows that have more or fewer than there are columns, by row, whose texts are empty. `lines` are
    the lines on which rows begin, `after` and `line` the byte and line behind the last.
    """

    columns: Sequence[Any]
    lines: NDArray[np.int64]
    ragged: dict[int, _Cells] = field(default_factory=dict)
    after: int
    line: int

    def table(self, name: str, headers: Sequence[str]) -> Table:
        """Return the rows as a table under these headers."""
        names = [header or f"column {i}" for i, header in enumerate(headers, start=1)]
        raw = {row: _under(names, cells) for row, cells in self.ragged.items()}
        return Table(
            name=name, word="line", numbers=self.lines, raw=raw,
            columns=dict(zip(names, self.columns, strict=True)),
            broken={row: f"{len(cells)} cells under {len(headers)} columns"
                    for row, cells in self.ragged.items()})


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

    def blocks(self, width: int) -> Iterator[TextBlock]:
        """Yield blocks of rows of so many columns."""
        while True:
            chunk = self.stream.read(BLOCK)
            self._rest += chunk
            if not self._rest:
                return
            found = self._quick(width, last=not chunk)
            if found is None:
                found = self._slow(width)
            if len(found.lines):
                yield found

    def _quick(self, width: int, *, last: bool) -> TextBlock | None:
        """Return the whole rows at hand, split by Arrow; None where only the exact reader can."""
        ends = row_ends(self._rest, self.separator if self.quoted else "", last=last)
        if ends is None or not len(ends):
            return None
        data = memoryview(self._rest)[: ends[-1]]
        starts = np.concatenate([[0], ends[:-1]])
        if int((ends - starts).max()) > min(limits().cell, limits().row):
            return None
        filled = _filled(data, starts, ends)
        split = _split(data, width, self.separator, len(filled), quoted=self.quoted)
        if split is None:
            return None
        breaks = np.flatnonzero(np.frombuffer(data, dtype=np.uint8) == _LF)
        lines = self.line + np.searchsorted(breaks, starts[filled])
        columns, short = split
        ragged = {row: self._cells(data, starts[filled[row]], ends[filled[row]]) for row in short}
        self._go_on(int(ends[-1]), len(breaks) + (data[-1] != _LF))
        return TextBlock(columns=columns, lines=lines, ragged=ragged, after=self.at, line=self.line)

    def _cells(self, data: memoryview, start: int, end: int) -> _Cells:
        text = bytes(data[start:end]).decode()
        if not self.quoted:
            return _unquoted(text, self.separator)
        return next(csv_lines(text, self.name, separator=self.separator))[1]

    def _go_on(self, size: int, lines: int) -> None:
        self.at += size
        self.line += lines
        self._rest = self._rest[size:]

    def _slow(self, width: int) -> TextBlock:
        """Return rows by the exact reader."""
        import pyarrow as pa

        lines, rows = self._exact(EXACT_ROWS)
        self.line += lines
        blank = [""] * width
        ragged = {row: cells for row, (_, cells) in enumerate(rows) if len(cells) != width}
        whole = [blank if row in ragged else cells for row, (_, cells) in enumerate(rows)]
        return TextBlock(
            columns=[pa.array(texts, type=pa.string()) for texts in zip(*whole, strict=True)],
            lines=np.array([line for line, _ in rows], dtype=np.int64), ragged=ragged,
            after=self.at, line=self.line)

    def _exact(self, most: int) -> tuple[int, list[tuple[int, _Cells]]]:
        """Return how many lines at most so many rows stand on, and the rows with their lines."""
        lines = _Lines(self)
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

    def __init__(self, of: CsvBlocks) -> None:
        self._of, self._tail, self.count, self.size = of, b"", 0, 0
        self._split = bytes.splitlines if of.quoted else _at_line_feeds
        self._lines: list[bytes] = []
        self._next = 0
        self._fill(of._rest)

    def _fill(self, data: bytes) -> None:
        self._lines, self._next = self._split(self._tail + data, keepends=True), 0
        # A CR at the end may be half of a CR LF: it waits for what follows.
        ended = self._lines and self._lines[-1].endswith(b"\n")
        self._tail = b"" if ended or not self._lines else self._lines.pop()

    def __iter__(self) -> Iterator[bytes]:
        while True:
            if self._next == len(self._lines):
                more = self._of.stream.read(BLOCK)
                self._fill(more)
                if not self._lines and not more:
                    self._lines, self._tail = self._split(self._tail, keepends=True), b""
                if not self._lines and not more:
                    return
                if not self._lines and len(self._tail) > limits().row:
                    self._lines, self._tail = [self._tail], b""
                continue
            line = self._lines[self._next]
            self._next += 1
            self.count += 1
            self.size += len(line)
            yield line

    def rest(self) -> bytes:
        """Return what was read and not given."""
        return b"".join(self._lines[self._next:]) + self._tail


def _at_line_feeds(data: bytes, *, keepends: bool) -> list[bytes]:  # noqa: ARG001 - as splitlines
    lines = [line + b"\n" for line in data.split(b"\n")]
    last = lines.pop()[:-1]
    return [*lines, last] if last else lines


def row_ends(data: bytes, separator: str, *, last: bool) -> NDArray[np.int64] | None:
    r"""Return the bytes behind the rows of a text; None when its layout is not that of RFC 4180.

    Without SEPARATOR quotes mean nothing. What stands behind the end of the last row is no whole
    row, unless it is the LAST text of its file.

    >>> row_ends(b'a,"b\nc"\nd', ",", last=False).tolist()
    [8]
    >>> row_ends(b'a,5" gun\n', ",", last=True)
    """
    held = b"\r" if data.endswith(b"\r") and not last else b""
    if b"\0" in data or data.count(b"\r") - len(held) != data.count(b"\r\n"):
        return None
    text = np.frombuffer(data, dtype=np.uint8)
    ends = np.flatnonzero(text == _LF) + 1
    open_at_end = False
    if separator and b'"' in data:
        quotes = np.flatnonzero(text == _QUOTE)
        if not _well_placed(text, quotes, ord(separator)):
            return None
        ends = ends[np.searchsorted(quotes, ends) % 2 == 0]
        open_at_end = len(quotes) % 2 == 1
    if last and (not len(ends) or ends[-1] < len(data)):
        return None if open_at_end else np.append(ends, len(data))
    return ends


def _well_placed(text: NDArray[np.uint8], quotes: NDArray[np.int64], separator: int) -> bool:
    """Return whether every quote opens a cell, closes one, or is one of two inside it."""
    opening, closing = quotes[0::2], quotes[1::2]
    before = text[opening[opening > 0] - 1]
    behind = text[closing[closing < len(text) - 1] + 1]
    fine = (before == separator) | (before == _LF) | (before == _QUOTE)
    after = (behind == separator) | (behind == _LF) | (behind == _CR) | (behind == _QUOTE)
    return bool(fine.all() and after.all())


def _filled(
    data: memoryview, starts: NDArray[np.int64], ends: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return which rows hold anything."""
    text = np.frombuffer(data, dtype=np.uint8)
    first = text[starts]
    return np.flatnonzero(~((first == _LF) | ((first == _CR) & (ends - starts <= 2))))


def _split(
    data: memoryview, width: int, separator: str, rows: int, *, quoted: bool
) -> tuple[list[Any], list[int]] | None:
    """Return the columns of a text, and the rows of another width; None where Arrow is at odds."""
    import pyarrow as pa
    import pyarrow.csv as pv

    names = [str(i) for i in range(width)]
    ragged: list[int] = []

    def skip(row: Any) -> str:
        ragged.append(-1 if row.number is None else row.number - 1)
        return "skip"

    def read(*, threads: bool) -> Any:
        ragged.clear()
        return pv.read_csv(
            pa.BufferReader(pa.py_buffer(data)),
            pv.ReadOptions(column_names=names, use_threads=threads, block_size=len(data) + 1),
            pv.ParseOptions(delimiter=separator, newlines_in_values=quoted,
                            quote_char='"' if quoted else False, invalid_row_handler=skip),
            pv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()),
                              strings_can_be_null=False))

    try:
        table = read(threads=True)
        if ragged:  # only one thread numbers them
            table = read(threads=False)
    except pa.ArrowInvalid:
        return None
    columns = [column.combine_chunks() for column in table.columns]
    if table.num_rows + len(ragged) != rows or -1 in ragged:
        return None
    return (_with_gaps(columns, ragged, rows) if ragged else columns), ragged


def _with_gaps(columns: list[Any], gaps: list[int], rows: int) -> list[Any]:
    """Return columns with an empty text at some rows."""
    import pyarrow as pa

    at = np.zeros(rows, dtype=np.int64)
    missing = np.zeros(rows, dtype=bool)
    missing[gaps] = True
    at[~missing] = np.arange(rows - len(gaps))
    taken = pa.array(at, mask=missing)
    return [column.take(taken).fill_null("") for column in columns]
