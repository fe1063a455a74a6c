"""Pieces of a file: each a small file of the same format, which the ordinary reader reads."""

from __future__ import annotations

import gzip
import hashlib
import itertools
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, cast

from conflictmap.formats.archives import check_ratio
from conflictmap.formats.csv_files import csv_lines
from conflictmap.formats.files import decoded, is_file
from conflictmap.formats.parquet import as_parquet
from conflictmap.formats.sniff import HEADER, head_of
from conflictmap.io.column_mapping import mapped_rows
from conflictmap.io.read_events import check_columns, mapping_of
from conflictmap.io.sources import importer_for
from conflictmap.model.errors import EventsError
from conflictmap.model.limits import limits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from conflictmap.io.rows import Row
    from conflictmap.model.errors import Problem

#: A file of more bytes is read in pieces unless the caller says otherwise.
LARGE = 100_000_000
#: Rows of a piece of text, and of a batch of Parquet.
TEXT_ROWS, BATCH = 20_000, 131_072
_CHUNK = 1 << 20
_GZIP = b"\x1f\x8b"
_TEXTS = frozenset({"csv", "gdelt", "ucdp-ged", "acled"})


@dataclass(frozen=True, kw_only=True)
class Input:
    """A file that is read in pieces: what it is, and the reader that reads a piece of it."""

    path: Path
    name: str
    kind: str
    reader: Any
    rows: Callable[[bytes, str], Iterator[Row | Problem]]
    separator: str = ""
    packed: bool = False
    #: The content of a mapping that says what the columns mean; empty when there is none.
    mapping: str = ""

    @property
    def headed(self) -> bool:
        """Whether the first line of a text holds the names of its columns."""
        return str(self.reader.NAME) != "gdelt"

    @property
    def is_regular(self) -> bool:
        """Whether it is Parquet under the standard columns."""
        return self.kind == "parquet" and self.reader.NAME == "parquet" and not self.mapping

    @property
    def is_table(self) -> bool:
        """Whether it is a text under the standard columns."""
        return self.kind == "text" and self.reader.NAME == "csv" and not self.mapping

    @property
    def stem(self) -> str:
        """The file's name without its endings: the beginning of ids that are made."""
        return Path(self.path.stem).stem if self.path.suffix.lower() == ".gz" else self.path.stem


def open_input(path: str | Path) -> Input:
    """Return a file that can be read in pieces.

    Raises
    ------
    EventsError
        When the file cannot be read, or is of a format that is only read whole.
    """
    file = Path(path)
    if not file.is_file():
        raise EventsError(f"{path}: not a file; a file that is read in pieces is one on this disk.")
    with file.open("rb") as stream:
        start = stream.read(4)
    if start == b"PAR1":
        return _parquet(file, str(path))
    with lines_of(file, packed=start[:2] == _GZIP) as stream:
        content = stream.read(HEADER)
    head = head_of(content, str(path))
    if head.kind != "text":
        raise EventsError(f"{path}: only Parquet and tables as text, plain or .gz, are read in"
                          " pieces. Leave --stream away.")
    return _input(file, str(path), head, kind="text", packed=start[:2] == _GZIP)


def _parquet(file: Path, name: str) -> Input:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        schema = pq.read_schema(file)
    except (pa.ArrowException, OSError) as error:
        raise EventsError(f"{name}: broken Parquet: {error}.") from error
    return _input(file, name, head_of(as_parquet(schema.empty_table()), name), kind="parquet")


def _input(file: Path, name: str, head: Any, *, kind: str, packed: bool = False) -> Input:
    mapping = mapping_of(name, None)
    reader = importer_for(head)
    if mapping is None:
        check_columns(reader, head)
    if kind == "text" and mapping is None and reader.NAME not in _TEXTS:
        raise EventsError(f"{name}: a file of '{reader.NAME}' is only read whole. Leave --stream"
                          " away.")

    def rows(content: bytes, called: str) -> Iterator[Row | Problem]:
        return mapped_rows(content, called, mapping) if mapping else reader.rows(content, called)

    return Input(path=file, name=name, kind=kind, reader=reader, rows=rows,
                 separator=head.separator, packed=packed, mapping=repr(mapping) if mapping else "")


@contextmanager
def lines_of(path: Path, *, packed: bool) -> Iterator[IO[bytes]]:
    """Open a text, plain or packed; a broken pack is refused."""
    try:
        with (gzip.open(path) if packed else path.open("rb")) as stream:
            yield cast("IO[bytes]", stream)
    except (OSError, EOFError, zlib.error) as error:
        raise EventsError(f"{path}: cannot be read: {error}. Is the file complete?") from error


@dataclass(frozen=True, kw_only=True)
class TextPiece:
    """Some rows of a text, below its header of `above` lines.

    `first` is the line of the first row, from 1; `after` and `line` are the byte and the line
    behind the last.
    """

    content: bytes
    above: int
    first: int
    after: int
    line: int

    def place(self, text: str) -> str:
        """Return where a row stands in the file, by where it stands in the piece."""
        word, _, number = text.rpartition(" ")
        return f"{word} {int(number) + self.first - 1 - self.above}" if word else text


def text_pieces(source: Input, *, at: int = 0, line: int = 1) -> Iterator[TextPiece]:
    """Yield the pieces of a text from a byte and its line on; rows are never cut."""
    with lines_of(source.path, packed=source.packed) as stream:
        header = _header(stream, source) if source.headed else _Lines(b"", 0)
        if at == 0:
            at, line = len(header.content), 1 + header.count
        above = header.content.lstrip(b"\r\n")
        if above and not above.endswith((b"\r", b"\n")):
            above += b"\n"
        stream.seek(at)
        for piece in _taken(
                _raw_lines(stream, source), source, line, rows=TEXT_ROWS):
            at += len(piece.content)
            line += piece.count
            yield TextPiece(
                content=above + piece.content, above=len(above.splitlines()),
                first=line - piece.count, after=at, line=line)


@dataclass
class _Lines:
    content: bytes
    count: int


def _header(stream: IO[bytes], source: Input) -> _Lines:
    """Return the lines of the header of a table, with those above it."""
    return next(_taken(_raw_lines(stream, source), source, 1, rows=1), _Lines(b"", 0))


def _raw_lines(stream: IO[bytes], source: Input) -> Iterator[bytes]:
    """Yield the lines of a stream with their ends: LF, CR or CR LF."""
    rest, name = b"", source.name
    packed = source.path.stat().st_size if source.packed else 0
    while chunk := stream.read(_CHUNK):
        if packed:
            check_ratio(stream.tell(), packed, name)
        lines = (rest + chunk).splitlines(keepends=True)
        rest = lines.pop()
        # A CR at the end may be half of a CR LF: it waits for the next chunk.
        yield from lines
        if len(rest) > limits().row:
            raise EventsError(f"{name}: a line of more than {limits().row:,} bytes. Is it a table?")
    yield from rest.splitlines(keepends=True)


def _taken(lines: Iterator[bytes], source: Input, line: int, *, rows: int) -> Iterator[_Lines]:
    """Yield so many rows of a table at a time, as the lines that they stand on."""
    if source.headed:
        yield from _csv_rows(lines, source, line, rows=rows)
        return
    while taken := list(itertools.islice(lines, rows)):
        yield _Lines(b"".join(taken), len(taken))


def _csv_rows(
    lines: Iterator[bytes], source: Input, line: int, *, rows: int
) -> Iterator[_Lines]:
    held: list[bytes] = []

    def texts() -> Iterator[str]:
        for number, raw in enumerate(lines, start=line):
            held.append(raw)
            yield _decoded(raw, source.name, number)

    found = 0
    for _ in csv_lines(texts(), source.name, separator=source.separator, first=line):
        found += 1
        if found == rows:
            yield _Lines(b"".join(held), len(held))
            held.clear()
            found = 0
    if held:
        yield _Lines(b"".join(held), len(held))


def _decoded(raw: bytes, name: str, line: int) -> str:
    try:
        text = raw.decode("utf-8-sig" if line == 1 else "utf-8")
    except UnicodeDecodeError as error:
        raise EventsError(
            f"{name}:{line}: byte {error.start} of the line is not UTF-8. Save the file as UTF-8."
        ) from error
    if "\0" in text:
        decoded(raw, f"{name}:{line}", error=EventsError)
    return text


def is_large(files: Sequence[str]) -> bool:
    """Return whether this is one file of more than `LARGE` bytes that can be read in pieces."""
    path = Path(files[0])
    if len(files) != 1 or not is_file(path) or path.stat().st_size <= LARGE:
        return False
    try:
        open_input(path)
    except EventsError:
        return False
    return True


def size_of(source: Input) -> int:
    """Return the rows of a Parquet file, or the bytes of a text (of a packed one, a guess)."""
    if source.kind == "parquet":
        import pyarrow.parquet as pq

        return int(pq.read_metadata(source.path).num_rows)
    return source.path.stat().st_size * (6 if source.packed else 1)


def fingerprint(path: Path) -> dict[str, Any]:
    """Return what tells one content of a file from another: size, time, and a hash of its ends."""
    status = path.stat()
    with path.open("rb") as stream:
        ends = hashlib.sha256(stream.read(_CHUNK))
        stream.seek(max(0, status.st_size - _CHUNK))
        ends.update(stream.read(_CHUNK))
    return {"bytes": status.st_size, "changed": status.st_mtime_ns, "sha256": ends.hexdigest()}
