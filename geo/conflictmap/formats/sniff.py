"""The head of a file: what it shows of itself, so that readers recognise it by its columns."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePath
from typing import TYPE_CHECKING, Literal

from conflictmap.formats.csv_files import cells_within, is_plain_text
from conflictmap.model.columns import REQUIRED, STANDARD, standard_name
from conflictmap.model.errors import EventsError

if TYPE_CHECKING:
    from conflictmap.formats.table import Table

Kind = Literal["text", "json", "xml", "parquet", "workbook", "table", "unknown"]

#: How much of a text is looked at, in bytes; and of a table, whose first lines may be long.
_LOOK, HEADER = 65_536, 1_000_000
_KEY = re.compile(r'"((?:[^"\\]|\\.){1,80})"\s*:')
_SEPARATORS = (",", ";", "\t", "|")
#: A word in the beginning of a KML that says whose it is.
_MAKERS = ("geoconfirmed",)
_TABLE = "Save the table in it as CSV or Excel."
#: How a file begins, lower case; what it is, and what to do.
_BEGINNINGS = (
    (b"%pdf", "a PDF", "Copy the table in it into a spreadsheet."),
    (b"\x89png", "a picture (PNG)", "Type the table in it into a spreadsheet."),
    (b"\xff\xd8\xff", "a picture (JPEG)", "Type the table in it into a spreadsheet."),
    (b"gif8", "a picture (GIF)", "Type the table in it into a spreadsheet."),
    (b"rar!", "a RAR archive", "Unpack it first."),
    (b"7z\xbc\xaf", "a 7z archive", "Unpack it first."),
    (b"{\\rtf", "an RTF document", _TABLE),
    (b"<!doctype html", "a web page", "Download the data itself."),
    (b"<html", "a web page", "Download the data itself."),
)


@dataclass(frozen=True, kw_only=True)
class Head:
    """The beginning of a file.

    `kind` is the container; `columns` are the names in the first line of a table, the columns of a
    Parquet file or workbook, or the keys that the beginning of a JSON text uses; `separator` is
    that of a table as text, for every reader of it; `at` is where the columns are named, for
    messages: `:1` for the first line.
    """

    name: str
    kind: Kind
    columns: tuple[str, ...] = ()
    separator: str = ""
    at: str = ":1"

    @cached_property
    def names(self) -> frozenset[str]:
        """The columns in lower case, without blanks around them."""
        return frozenset(column.strip().lower() for column in self.columns)

    def has(self, *names: str) -> bool:
        """Return whether every one of these columns is there, in any order."""
        return self.names.issuperset(names)

    @property
    def stem(self) -> str:
        """The file's name without folder and endings."""
        return PurePath(self.name).name.split(".")[0]


def head_of(content: bytes | Table, name: str) -> Head:
    """Return the head of a file's content (not packed); nothing in it is trusted or kept.

    Raises
    ------
    EventsError
        When a workbook or another container that is no text is broken.
    """
    if not isinstance(content, bytes):
        kind: Kind = "json" if content.word == "feature" else "table"
        at = f":{content.numbers[0] - 1}" if content.word == "line" and len(content) else ""
        return Head(name=name, kind=kind, columns=tuple(content.columns), at=at)
    if content.startswith(b"PAR1"):
        return Head(name=name, kind="parquet", columns=_parquet_columns(content))
    container = container_name(content)
    if container not in {"", "text", "json", "kml", "gpx"}:
        from conflictmap.formats.tables import table_of

        kind = "workbook" if container == "workbook" else "table"
        return Head(name=name, kind=kind, columns=tuple(table_of(content, name).columns))
    return _text_head(content, name)


def container_name(content: bytes) -> str:
    """Return the name of the container that a content is one of; empty when none is known."""
    # Most files are text, and need no module of another container.
    if is_plain_text(content):
        return "text"
    from conflictmap.formats.containers import container_of

    container = container_of(content)
    return container.NAME if container else ""


def _text_head(content: bytes, name: str) -> Head:
    """Return the head of a text."""
    text = content[:_LOOK].decode("utf-8-sig", "replace")
    start = text.lstrip()[:1]
    if start in {"{", "["}:
        return Head(name=name, kind="json", columns=tuple(dict.fromkeys(_KEY.findall(text))))
    if start == "<":
        makers = [word for word in _MAKERS if word in text.lower()]
        tags = dict.fromkeys([*re.findall(r"<(\w+)", text), *makers])
        return Head(name=name, kind="xml", columns=tuple(tags))
    if "\0" in text[:1024]:
        return Head(name=name, kind="unknown")
    if len(content) > _LOOK:
        text = content[:HEADER].decode("utf-8-sig", "replace")
    separator, cells = _first_line(text)
    return Head(name=name, kind="text", columns=tuple(cells), separator=separator)


def _first_line(text: str) -> tuple[str, list[str]]:
    """Return the separator that fits the first two lines best, and the cells of the first.

    It is the one with which the header has the columns that events need; then one with which both
    lines have the same number of cells; then the one with more standard columns, more cells.
    """
    found = {separator: _cells(text, separator) for separator in _SEPARATORS}
    best = max(found, key=lambda separator: _fit(found[separator]))
    return best, found[best][0] if found[best] else []


def _fit(lines: list[list[str]]) -> tuple[bool, bool, int, int]:
    header = lines[0] if lines else []
    names = {standard_name(cell) for cell in header}
    agree = len(header) > 1 and all(len(line) == len(header) for line in lines)
    return names.issuperset(REQUIRED), agree, len(names.intersection(STANDARD)), len(header)


def _cells(text: str, separator: str) -> list[list[str]]:
    """Return the cells of the first two lines that are not empty."""
    found: list[list[str]] = []
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for cells in cells_within(rows, HEADER * 4):
            found += [cells] if cells else []
            if len(found) > 1:
                break
    except csv.Error:
        pass
    return found


def _parquet_columns(content: bytes) -> tuple[str, ...]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return tuple(pq.read_schema(io.BytesIO(content)).names)
    except (pa.ArrowException, OSError):
        return ()


def check_is_no_other(content: bytes, name: str) -> None:
    """Raise EventsError when a file is of a well-known kind that holds no table.

    Raises
    ------
    EventsError
        What it is, and what to do.
    """
    start = content[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for beginning, what, fix in _BEGINNINGS:
        if start.startswith(beginning):
            raise EventsError(f"{name}: this is {what}, not a table. {fix}")
