"""The head of a file: what it shows of itself, so that readers recognise it by its columns."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePath
from typing import Literal

Kind = Literal["text", "json", "xml", "parquet", "workbook", "unknown"]

#: How much of a text is looked at, in bytes.
_LOOK = 65_536
_KEY = re.compile(r'"((?:[^"\\]|\\.){1,80})"\s*:')
_SEPARATORS = (",", ";", "\t")


@dataclass(frozen=True, kw_only=True)
class Head:
    """The beginning of a file.

    `kind` is the container; `columns` are the names in the first line of a table, the columns of a
    Parquet file or workbook, or the keys that the beginning of a JSON text uses; `separator` is the
    one with which the first line has the most cells.
    """

    name: str
    kind: Kind
    columns: tuple[str, ...] = ()
    separator: str = ""

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


def head_of(content: bytes, name: str) -> Head:
    """Return the head of a file's content (not packed); nothing in it is trusted or kept."""
    if content.startswith(b"PAR1"):
        return Head(name=name, kind="parquet", columns=_parquet_columns(content))
    if content.startswith(b"PK\x03\x04"):
        return Head(name=name, kind="workbook", columns=_sheet_columns(content))
    text = content[:_LOOK].decode("utf-8-sig", "replace")
    start = text.lstrip()[:1]
    if start in {"{", "["}:
        return Head(name=name, kind="json", columns=tuple(dict.fromkeys(_KEY.findall(text))))
    if start == "<":
        tags = dict.fromkeys(re.findall(r"<(\w+)", text))
        return Head(name=name, kind="xml", columns=tuple(tags))
    if "\0" in text[:1024]:
        return Head(name=name, kind="unknown")
    separator, cells = _first_line(text)
    return Head(name=name, kind="text", columns=tuple(cells), separator=separator)


def _first_line(text: str) -> tuple[str, list[str]]:
    """Return the separator that cuts the first line into the most cells, and the cells."""
    found = {separator: _cells(text, separator) for separator in _SEPARATORS}
    best = max(found, key=lambda separator: len(found[separator]))
    return best, found[best]


def _cells(text: str, separator: str) -> list[str]:
    csv.field_size_limit(_LOOK * 4)
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            if cells:
                return cells
    except csv.Error:
        return []
    return []


def _parquet_columns(content: bytes) -> tuple[str, ...]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return tuple(pq.read_schema(io.BytesIO(content)).names)
    except (pa.ArrowException, OSError):
        return ()


def _sheet_columns(content: bytes) -> tuple[str, ...]:
    from conflictmap.formats.spreadsheets import sheet_rows

    return tuple(next(iter(sheet_rows(content, "", limit=1)), ()))
