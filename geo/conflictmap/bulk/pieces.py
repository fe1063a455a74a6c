"""Files that are read in pieces: Parquet, and tables as text."""

from __future__ import annotations

import codecs
import hashlib
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conflictmap.bulk.understood import understood_text
from conflictmap.formats.files import is_file
from conflictmap.formats.parquet import as_parquet
from conflictmap.formats.sniff import HEADER, head_of
from conflictmap.formats.text_streams import GZIP, text_stream
from conflictmap.io.any_table import is_foreign
from conflictmap.io.collect import events_of, only_rows
from conflictmap.io.column_mapping import mapped_rows
from conflictmap.io.read_events import check_columns, mapping_of
from conflictmap.io.sources import importer_for, is_generic
from conflictmap.io.text_tables import can_stream, text_tables
from conflictmap.model.errors import EventsError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from conflictmap.bulk.understood import Understood
    from conflictmap.formats.sniff import Head
    from conflictmap.io.column_mapping import ColumnMapping
    from conflictmap.io.rows import Row
    from conflictmap.io.text_tables import TextTables
    from conflictmap.model.errors import Problem

#: A file of more bytes is read in pieces unless the caller says otherwise.
LARGE = 20_000_000
#: Rows of a batch of Parquet.
BATCH = 131_072
#: Of so many rows, one may be set aside in a file that is read strictly without being asked.
_MOST = 10
_CHUNK = 1 << 20


@dataclass(frozen=True, kw_only=True)
class Input:
    """A file that is read in pieces: what it is, and the reader that reads a piece of it."""

    path: Path
    name: str
    kind: str
    reader: Any
    rows: Callable[[bytes, str], Iterator[Row | Problem]]
    head: Head | None = None
    packed: bool = False
    #: What a mapping says of the columns, if there is one.
    mapping: ColumnMapping | None = None
    #: Whether its columns may have any names, and a cell that cannot be used is lost, not its row.
    is_lenient: bool = False
    _known: list[Understood] = field(default_factory=list, repr=False, compare=False)

    def understood(self, areas: Mapping[str, Any]) -> Understood:
        """Return what a text of any columns means; AREAS are those that its cells may name.

        Raises
        ------
        EventsError
            When it cannot be read in pieces, or no column can be a date or a place.
        """
        if not self._known:
            self._known.append(understood_text(
                self.path, self.name, areas, packed=self.packed))
        return self._known[0]

    @property
    def reading(self) -> tuple[str, ...]:
        """Lines that say how a text of any columns was read."""
        return self._known[0].reading if self._known else ()

    @contextmanager
    def tables(self) -> Iterator[TextTables]:
        """Open a text as tables."""
        with text_stream(self.path, packed=self.packed) as stream:
            assert self.head is not None  # a text has been looked at
            found = text_tables(stream, self.head, self.reader, self.mapping)
            if found is None:
                raise EventsError(f"{self.name}: a file of '{self.reader.NAME}' is only read whole."
                                  " Leave --stream away.")
            yield found

    @property
    def is_regular(self) -> bool:
        """Whether it is Parquet under the standard columns."""
        return self.kind == "parquet" and self.reader.NAME == "parquet" and not self.mapping

    @property
    def stem(self) -> str:
        """The file's name without its endings: the beginning of ids that are made."""
        return Path(self.path.stem).stem if self.path.suffix.lower() == ".gz" else self.path.stem


def open_input(path: str | Path, *, strict: bool = False) -> Input:
    """Return a file that can be read in pieces.

    Parameters
    ----------
    path
        The file.
    strict
        Whether only the standard columns are read; by default a text may have any.

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
    packed = start[:2] == GZIP
    with text_stream(file, packed=packed) as stream:
        content = stream.read(HEADER)
    head = head_of(content, str(path))
    if head.kind != "text":
        raise EventsError(f"{path}: only Parquet and tables as text, plain or .gz, are read in"
                          " pieces. Leave --stream away.")
    return _input(file, str(path), head, kind="text", packed=packed, strict=strict)


def _parquet(file: Path, name: str) -> Input:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        schema = pq.read_schema(file)
    except (pa.ArrowException, OSError) as error:
        raise EventsError(f"{name}: broken Parquet: {error}.") from error
    no_rows = pa.Table.from_batches([], schema)  # `empty_table` would import pandas
    return _input(file, name, head_of(as_parquet(no_rows), name), kind="parquet")


def _input(
    file: Path, name: str, head: Head, *, kind: str, packed: bool = False, strict: bool = True
) -> Input:
    mapping = mapping_of(name, None)
    reader = importer_for(head)
    is_lenient = not strict and mapping is None and is_generic(reader) and is_foreign(head.columns)
    if mapping is None and not is_lenient:
        _check_reader(reader, head)

    def rows(content: bytes, called: str) -> Iterator[Row | Problem]:
        return mapped_rows(content, called, mapping) if mapping else reader.rows(content, called)

    return Input(path=file, name=name, kind=kind, reader=reader, rows=rows,
                 head=head, packed=packed, mapping=mapping, is_lenient=is_lenient)


def _check_reader(reader: Any, head: Head) -> None:
    """Refuse a table without the columns that are needed, and a source that is only read whole."""
    check_columns(reader, head)
    if head.kind == "text" and not can_stream(reader):
        raise EventsError(f"{head.name}: a file of '{reader.NAME}' is only read whole. Leave"
                          " --stream away.")


def is_large(files: Sequence[str], *, strict: bool = False) -> bool:
    """Return whether this is one file of more than `LARGE` bytes that can be read in pieces.

    STRICT is how it is to be read.
    """
    path = Path(files[0])
    if len(files) != 1 or not is_file(path) or path.stat().st_size <= LARGE:
        return False
    try:
        return _stands(open_input(path, strict=strict))
    except EventsError:
        return False


def _stands(source: Input) -> bool:
    """Return whether a file can be read in pieces: as it stands, or by columns that are understood.

    One of our columns of whose first rows many cannot be used is read whole.
    """
    if source.is_lenient:
        return _is_utf8(source)
    if source.kind != "text" or source.mapping is not None or not is_generic(source.reader):
        return True
    with text_stream(source.path, packed=source.packed) as stream:
        content = stream.read(HEADER).rpartition(b"\n")[0]
    notes: list[Problem] = []
    rows = only_rows(source.rows(content, source.name), notes, source.name)
    some = events_of(rows, file=source.name, stem=source.stem, areas={}, swap_check=False)
    return _MOST * some.accounting.set_aside <= some.accounting.read


def _is_utf8(source: Input) -> bool:
    """Return whether a text is UTF-8: another encoding is found in the whole of it alone."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with text_stream(source.path, packed=source.packed) as stream:
            while chunk := stream.read(_CHUNK):
                decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
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
