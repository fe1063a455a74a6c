"""Events of a large text: read in blocks, by columns, from the file or from its bytes."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import IO, TYPE_CHECKING, Any

from conflictmap.formats.files import is_file
from conflictmap.formats.records import as_utf8
from conflictmap.formats.sniff import HEADER, Head, head_of
from conflictmap.io.any_table import is_foreign, needs_more
from conflictmap.io.sources import Importer, importer_for, is_generic
from conflictmap.model.columns import missing_columns
from conflictmap.model.errors import EventsError, printable
from conflictmap.model.provenance import Provenance

if TYPE_CHECKING:
    from pathlib import Path

    from conflictmap.io.any_table import Asked
    from conflictmap.io.column_mapping import ColumnMapping
    from conflictmap.model.errors import Problem
    from conflictmap.model.events import Events

#: Bytes of a text from which on it is read by columns: a smaller one is read before Arrow is there.
TOGETHER = 1_000_000


def streamed_events(
    path: Path, named: Importer | None, mapping: ColumnMapping | None, asked: Asked,
    notes: list[Problem], **options: Any,
) -> tuple[Events, Importer] | None:
    """Return the events of a large text, read in blocks, and its reader; None of other files.

    None, too, where the columns have to be understood first: a table whose columns are not ours,
    one with a mapping that is not read strictly, one of which more can be made. The options are
    those of `events_of`, but for `swap_check`, which is for tables of no known source.
    """
    if not _is_large(path) or asked.columns or (mapping is not None and not asked.strict):
        return None
    from conflictmap.formats.text_streams import GZIP, checked

    with path.open("rb") as raw:
        packed = raw.read(2) == GZIP
    about = checked(path, packed=packed)
    if not about.is_text:
        return None
    said: list[Problem] = []
    found = _read_in_blocks(path, named, mapping, asked, said, packed=packed, **options)
    if found is None:
        return None
    events, reader = found
    notes += said
    origin = Provenance(name=printable(path.name), sha256=about.sha256, bytes=about.bytes,
                        rows=events.accounting.read)
    return replace(events, provenance=(origin,)), reader


def _is_large(path: Path) -> bool:
    """Return whether a path is that of a file which is read by columns for its size."""
    return "://" not in str(path) and is_file(path) and path.stat().st_size >= TOGETHER


def _read_in_blocks(
    path: Path, named: Importer | None, mapping: ColumnMapping | None, asked: Asked,
    notes: list[Problem], *, packed: bool, **options: Any,
) -> tuple[Events, Importer] | None:
    """Return the events of a text and its reader; None where its columns are to be understood."""
    from conflictmap.formats.text_streams import text_stream

    with text_stream(path, packed=packed) as stream:
        head = head_of(stream.read(HEADER), str(path))
        reader = _reader(head, named, asked)
        if reader is None:
            return None
        stream.seek(0)
        further = asked.further if mapping is None and _needs_few(reader) else None
        events = _events(stream, head, reader, mapping, notes, further=further, **options)
    if events is None or (not asked.strict and is_generic(reader) and needs_more(events)):
        return None
    return events, reader


def _needs_few(reader: Importer) -> bool:
    """Return whether rows of a reader are of a known source, and no claims in further columns.

    In a table of any other source further columns may be misspelt ones, and are shown on a page.
    """
    return hasattr(reader, "LICENCE") and not hasattr(reader, "claims")


def _events(
    stream: IO[bytes], head: Head, reader: Importer, mapping: ColumnMapping | None,
    notes: list[Problem], **options: Any,
) -> Events | None:
    """Return the events of a text; None when its reader only reads it row by row."""
    from conflictmap.io.text_tables import text_tables
    from conflictmap.io.vector_csv import text_events

    tables = text_tables(stream, head, reader, mapping)
    if tables is None:
        return None
    options["swap_check"] = options["swap_check"] and is_generic(reader)
    return text_events(tables, notes, **options)


def _reader(head: Head, named: Importer | None, asked: Asked) -> Importer | None:
    """Return the reader of a text that is read as it stands; None of any other file."""
    if head.kind != "text":
        return None
    try:
        reader = named or importer_for(head)
    except EventsError:
        return None
    if not is_generic(reader):
        return reader
    foreign = missing_columns(head.columns) if asked.strict else is_foreign(head.columns)
    return None if foreign else reader


def text_in_blocks(
    content: bytes, head: Head, reader: Importer, mapping: ColumnMapping | None,
    notes: list[Problem], **options: Any,
) -> Events | None:
    """Return the events of the bytes of a large text, by columns; None of any other content."""
    if head.kind != "text" or len(content) < TOGETHER:
        return None
    content, said = as_utf8(content, head.name, _encoding(reader, mapping, head))
    found = [*said]
    events = _events(io.BytesIO(content), head, reader, mapping, found, **options)
    notes += found if events is not None else []
    return events


def _encoding(reader: Importer, mapping: ColumnMapping | None, head: Head) -> str | None:
    """Return the encoding that a source's texts may be in besides UTF-8."""
    if mapping is not None:
        return None if mapping.encoding == "utf-8" else mapping.encoding
    source = getattr(reader, "source", None)
    return source(head.name).encoding if source else None
