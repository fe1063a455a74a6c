"""Files that are read in pieces: Parquet, and tables as text."""

from __future__ import annotations

import hashlib
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TypeVar

from conflictmap.formats.files import is_file
from conflictmap.formats.parquet import as_parquet, covering_columns
from conflictmap.formats.sniff import HEADER, head_of
from conflictmap.formats.text_streams import GZIP, encoding_found, text_stream
from conflictmap.io.any_table import Asked, is_foreign, is_written
from conflictmap.io.column_mapping import mapped_rows
from conflictmap.io.given_points import is_of_code, said
from conflictmap.io.read_events import check_columns, mapping_of, stated_encoding
from conflictmap.io.sources import importer_for, is_generic
from conflictmap.io.text_tables import can_stream, text_tables
from conflictmap.model.errors import EventsError
from conflictmap.model.region import are_exchanged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from conflictmap.formats.sniff import Head
    from conflictmap.io.column_mapping import ColumnMapping
    from conflictmap.io.rows import Row
    from conflictmap.io.text_tables import TextTables
    from conflictmap.model.errors import Problem

#: A file of more bytes is read in pieces unless the caller says otherwise.
LARGE = 20_000_000
#: Rows of a batch of Parquet.
BATCH = 131_072
_CHUNK = 1 << 20
_Item = TypeVar("_Item")


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
    #: The encoding of a text that is not UTF-8, and what is said of it.
    encoding: str = ""
    remarks: tuple[Problem, ...] = ()
    #: What a mapping says of the columns, if there is one, and what else the caller does.
    mapping: ColumnMapping | None = None
    asked: Asked = field(default_factory=Asked)
    #: Whether points of which nobody says how precise they are are taken as they stand.
    as_given: bool = False
    #: Whether its columns may have any names, and a cell that cannot be used is lost, not its row.
    is_lenient: bool = False
    #: What its columns were understood to mean, once that is known.
    known: list[Any] = field(default_factory=list, repr=False, compare=False)

    def of_one_content(self, items: Iterable[_Item]) -> Iterator[_Item]:
        """Yield what is read of the file, and raise where it was changed meanwhile."""
        before = fingerprint(self.path)
        yield from items
        if fingerprint(self.path) != before:
            raise EventsError(f"{self.name}: the file was changed while it was read. Run again once"
                              " it is whole.")

    @property
    def may_need_more(self) -> bool:
        """Whether it is read as it stands, unless more can be made of it."""
        return not (self.is_lenient or self.asked.strict) and is_generic(self.reader)

    def needs_more(self, counts: Mapping[str, int], *, whole: bool = False) -> bool:
        """Return whether more can be made of rows than their columns say as they stand.

        COUNTS are those of their slabs, and WHOLE whether that is the whole file: before, what
        was set aside for its numbers may be found right.
        """
        if not self.may_need_more:
            return False
        out = counts["set_aside"] - (0 if whole else counts["swapped"])
        named = counts["named"] and self.head and not is_written(self.head.columns)
        return bool(out > 0 or named or (whole and are_exchanged(counts)))

    def lenient(self) -> Input:
        """Return the file, to be read as one whose columns may have any names."""
        return replace(self, is_lenient=True)

    @property
    def reading(self) -> tuple[str, ...]:
        """Lines that say how a table of any columns was read."""
        return self.known[0].reading if self.known else ()

    def said(
        self, notes: Iterable[Problem], given: int
    ) -> tuple[tuple[str, ...], list[Problem]]:
        """Return how it was read, GIVEN points as they stand, and what is to be said of it."""
        if not given:
            return self.reading, list(notes)
        return (*self.reading, said(given)), [note for note in notes if not is_of_code(note)]

    def stream(self) -> AbstractContextManager[IO[bytes]]:
        """Open a text, as UTF-8."""
        return text_stream(self.path, packed=self.packed, encoding=self.encoding)

    @contextmanager
    def tables(self) -> Iterator[TextTables]:
        """Open a text as tables."""
        with self.stream() as stream:
            assert self.head is not None  # a text has been looked at
            found = text_tables(stream, self.head, self.reader, self.mapping)
            if found is None:
                raise EventsError(f"{self.name}: a file of '{self.reader.NAME}' is only read whole."
                                  " Leave --stream away.")
            yield found

    @property
    def is_regular(self) -> bool:
        """Whether it is Parquet that is read by the standard columns."""
        return self.kind == "parquet" and self.reader.NAME == "parquet" and not (
            self.mapping or self.is_lenient)

    @property
    def stem(self) -> str:
        """The file's name without its endings: the beginning of ids that are made."""
        return Path(self.path.stem).stem if self.path.suffix.lower() == ".gz" else self.path.stem


def open_input(
    path: str | Path, *, asked: Asked | None = None, encoding: str = "", as_given: bool = False
) -> Input:
    """Return a file that can be read in pieces.

    Parameters
    ----------
    path
        The file.
    asked
        What the caller says of its columns, and whether only the standard ones are read.
    encoding
        That of a text; by default it is found by its letters.
    as_given
        Whether points of which nobody says how precise they are are taken as they stand.

    Raises
    ------
    EventsError
        When the file cannot be read, or is of a format that is only read whole.
    """
    file, name = Path(path), str(path)
    if not file.is_file():
        raise EventsError(f"{path}: not a file; a file that is read in pieces is one on this disk.")
    with file.open("rb") as stream:
        start = stream.read(4)
    mapping = mapping_of(name, None)
    more: dict[str, Any] = {"mapping": mapping, "asked": asked or Asked(), "as_given": as_given}
    if start == b"PAR1":
        return _parquet(file, name, more)
    return _text(file, name, encoding or stated_encoding(mapping),
                 more | {"kind": "text", "packed": start[:2] == GZIP})


def _text(file: Path, name: str, encoding: str, more: dict[str, Any]) -> Input:
    """Return a text; its encoding is found by its letters where none is named."""
    packed: bool = more["packed"]
    remarks: tuple[Problem, ...] = ()
    head = _text_head(file, name, packed=packed, encoding=encoding)
    if not encoding and (head.kind == "unknown" or is_generic(importer_for(head))):
        encoding, remarks = encoding_found(file, name, packed=packed)
        head = _text_head(file, name, packed=packed, encoding=encoding) if encoding else head
    if head.kind != "text":
        raise EventsError(f"{name}: only Parquet and tables as text, plain or .gz, are read in"
                          " pieces. Leave --stream away.")
    return _input(file, name, head, more | {"encoding": encoding, "remarks": remarks})


def _text_head(file: Path, name: str, *, packed: bool, encoding: str) -> Head:
    """Return the head of a text."""
    with text_stream(file, packed=packed, encoding=encoding) as stream:
        return head_of(stream.read(HEADER), name)


def _parquet(file: Path, name: str, more: dict[str, Any]) -> Input:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        schema = pq.read_schema(file)
    except (pa.ArrowException, OSError) as error:
        raise EventsError(f"{name}: broken Parquet: {error}.") from error
    no_rows = pa.Table.from_batches([], schema)  # `empty_table` would import pandas
    no_rows = no_rows.drop(list(covering_columns(schema.metadata)))
    head = head_of(as_parquet(no_rows), name)
    if (schema.metadata or {}).get(b"geo"):
        more |= {"asked": replace(more["asked"], strict=True)}
    return _input(file, name, head, more | {"kind": "parquet"})


def _input(file: Path, name: str, head: Head, more: dict[str, Any]) -> Input:
    mapping, asked, reader = more["mapping"], more["asked"], importer_for(head)
    foreign = is_generic(reader) and is_foreign(head.columns)
    is_lenient = not asked.strict and bool(mapping or asked.columns or foreign)
    if mapping is None and not is_lenient:
        _check_reader(reader, head)

    def rows(content: bytes, called: str) -> Iterator[Row | Problem]:
        return mapped_rows(content, called, mapping) if mapping else reader.rows(content, called)

    return Input(path=file, name=name, reader=reader, rows=rows, head=head, is_lenient=is_lenient,
                 **more)


def _check_reader(reader: Any, head: Head) -> None:
    """Refuse a table without the columns that are needed, and a source that is only read whole."""
    check_columns(reader, head)
    if head.kind == "text" and not can_stream(reader):
        raise EventsError(f"{head.name}: a file of '{reader.NAME}' is only read whole. Leave"
                          " --stream away.")


def is_large(files: Sequence[str], *, asked: Asked | None = None, encoding: str = "") -> bool:
    """Return whether this is one file of more than `LARGE` bytes that can be read in pieces.

    ASKED and ENCODING are those of `open_input`.
    """
    path = Path(files[0])
    if len(files) != 1 or not is_file(path) or path.stat().st_size <= LARGE:
        return False
    try:
        open_input(path, asked=asked, encoding=encoding)
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
