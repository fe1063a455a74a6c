"""Opening a file of events: what it holds, in UTF-8, and the reader that recognises it.

A table with the columns of this package or of a source, and its header on the first line, is read
from its bytes. Any other goes through `Table`: the header is found, and what is no data is said.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from conflictmap.formats.archives import unpacked
from conflictmap.formats.files import check_text, is_utf8
from conflictmap.formats.sniff import Head, check_is_no_other, container_name, head_of
from conflictmap.io.sources import importer_for, is_generic
from conflictmap.model.columns import STANDARD, missing_columns, standard_name
from conflictmap.model.errors import EventsError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conflictmap.formats.table import Table
    from conflictmap.io.sources import Importer
    from conflictmap.model.errors import Problem

#: Endings of files that are text: a zero byte in one is a mistake of its own.
_TEXT_ENDINGS = frozenset({".csv", ".tsv", ".txt", ".json", ".geojson", ".kml"})
_TEXTS = frozenset({"", "text", "json", "kml", "gpx"})
#: Marks at the beginning of a text of two bytes a letter.
_WIDE = (b"\xff\xfe", b"\xfe\xff")
#: Containers that readers of sources know by their bytes.
_BY_BYTES = _TEXTS | {"arrow"}


@dataclass(frozen=True, kw_only=True)
class Opened:
    """What a file holds, its head, the reader for it, and what is said of the file."""

    content: bytes | Table
    head: Head
    reader: Importer
    remarks: tuple[Problem, ...] = ()

    @property
    def bytes(self) -> bytes:
        """The content of a file that is no table yet."""
        return self.content if isinstance(self.content, bytes) else b""


def open_table(
    packed: bytes, name: str, *, encoding: str = "", sheet: str = "",
    reader: Importer | None = None, columns: Iterable[str] = (),
) -> Opened:
    """Return what a file of events holds.

    Parameters
    ----------
    packed, name
        The content of the file, packed or not, and its name for messages.
    encoding, sheet
        Those of `read_events`.
    reader
        The reader that was named; by default the columns decide.
    columns
        Headers that a mapping names. A text that has them on its first line is read as it is.

    Raises
    ------
    EventsError
        When the file is broken, no table, or nobody knows its columns.
    """
    content = unpacked(packed, name, sheet=sheet)
    check_is_no_other(content, name)
    content, remarks = _as_text(content, name, encoding)
    if container_name(content) in _BY_BYTES:
        head = head_of(content, name)
        chosen = reader or importer_for(head)
        found = Opened(content=content, head=head, reader=chosen, remarks=remarks)
        if reader is not None or not is_generic(chosen):
            return found
        found = _in_utf8(found)
        if _is_ours(found.head, tuple(columns)):
            return found
        content, remarks = found.bytes, found.remarks
    return _as_table(content, name, sheet, reader, remarks)


def _in_utf8(found: Opened) -> Opened:
    """Return a text in UTF-8, its encoding found by its letters."""
    if found.head.kind != "text" or found.remarks or is_utf8(found.bytes):
        return found
    from conflictmap.formats.encodings import as_utf8

    content, remarks = as_utf8(found.bytes, found.head.name)
    head = head_of(content, found.head.name) if remarks else found.head
    return replace(found, content=content, head=head, remarks=remarks)


def _as_table(
    content: bytes, name: str, sheet: str, reader: Importer | None, remarks: tuple[Problem, ...]
) -> Opened:
    """Return the table of a file, and the reader that recognises its columns."""
    from conflictmap.formats.tables import table_of

    table = table_of(content, name, sheet=sheet)
    said = (*remarks, *table.remarks)
    table = replace(table, remarks=())
    head = head_of(table, name)
    return Opened(content=table, head=head, reader=reader or importer_for(head), remarks=said)


def _is_ours(head: Head, columns: tuple[str, ...]) -> bool:
    """Return whether a file has a header on its first line with the columns that are needed."""
    if columns:
        return head.kind == "text" and {c.strip() for c in head.columns}.issuperset(columns)
    points = ("lat", "lon") if "geometry" in head.columns else ()
    is_known = head.kind in {"text", "parquet"} and not missing_columns((*head.columns, *points))
    return is_known and not _has_namesakes(head.columns)


def _has_namesakes(columns: Iterable[str]) -> bool:
    """Return whether further columns have one name: they are kept apart.

    Two columns that mean one standard thing are refused where the table is read.
    """
    names = Counter(map(standard_name, columns))
    return any(times > 1 for name, times in names.items() if name not in STANDARD)


def _as_text(
    content: bytes, name: str, encoding: str
) -> tuple[bytes, tuple[Problem, ...]]:
    """Return a text in UTF-8 where its encoding is given, or it has two bytes for a letter."""
    known = container_name(content)
    if known not in _TEXTS:
        return content, ()
    is_text = not _TEXT_ENDINGS.isdisjoint(map(str.lower, Path(name).suffixes))
    wide = content.startswith(_WIDE) or all((is_text, not known, b"\0" in content[:4096]))
    if encoding or wide:
        from conflictmap.formats.encodings import as_utf8

        return as_utf8(content, name, encoding=encoding)
    if is_text:
        check_text(content, name, error=EventsError)
    return content, ()
