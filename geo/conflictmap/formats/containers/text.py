"""Tables as text: CSV, TSV, and others with a separator between cells."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from typing import TYPE_CHECKING

from conflictmap.formats.csv_files import as_typed, csv_lines
from conflictmap.formats.encodings import as_utf8
from conflictmap.formats.files import decoded
from conflictmap.formats.sheets import Sheet, with_remarks
from conflictmap.formats.table_region import table_region
from conflictmap.model.errors import EventsError
from conflictmap.model.limits import limits

if TYPE_CHECKING:
    from conflictmap.formats.table import Table

NAME = "text"
ENDINGS = (".csv", ".tsv", ".tab", ".txt")
SEPARATORS = (",", ";", "\t", "|")
_LOOK, _LINES = 200_000, 200
_SEP = re.compile(r"\s*sep=(.)\r?\n?", re.IGNORECASE)


#: How files begin that are no text, whatever their bytes.
_BINARY = (b"PK\x03\x04", b"PAR1", b"ARROW1", b"fgb\x03", b"SQLite format 3", b"\xff\xff\xff\xff",
           b"\xd0\xcf\x11\xe0")


def recognises(content: bytes) -> bool:
    """Return whether the content is text, and neither JSON nor XML."""
    start = content[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    return (b"\0" not in content[:4096] and start[:1] not in {b"{", b"[", b"<"}
            and not content.startswith(_BINARY))


def sheets(content: bytes, name: str) -> list[Sheet]:
    """Return the one table of a text."""
    return [Sheet(title="", read=lambda limit: _table(content, name, limit))]


def _table(content: bytes, name: str, limit: int | None) -> Table:
    content, remarks = as_utf8(content, name)
    text = decoded(content, name, error=EventsError)
    hint = _SEP.match(text)
    separator = hint[1] if hint else separator_of(text)
    lines = ((number, [as_typed(cell) for cell in cells])
             for number, cells in csv_lines(text, name, separator=separator)
             if not (hint and number == 1) and (limit is None or number <= limit))
    return with_remarks(table_region(lines, name, word="line"), remarks)


def separator_of(text: str) -> str:
    r"""Return the separator with which most lines have the same number of cells.

    >>> separator_of("Incidents\nDatum;Breite\n1.9.2020;39,8\n"), separator_of("a,b\n1,2\n")
    (';', ',')
    """
    return max(SEPARATORS, key=lambda separator: _fit(text[:_LOOK], separator))


def _fit(text: str, separator: str) -> tuple[float, int]:
    """Return the share of lines with the usual number of cells, and this number."""
    csv.field_size_limit(limits().cell)
    widths: Counter[int] = Counter()
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            widths[len(cells)] += bool(cells)
            if widths.total() >= _LINES:
                break
    except csv.Error:
        return 0.0, 0
    several = {width: n for width, n in widths.items() if width > 1}
    if not several:
        return 0.0, 1
    width, n = max(several.items(), key=lambda pair: (pair[1], pair[0]))
    return n / widths.total(), width
