"""Tables as text: CSV, TSV, and others with a separator between cells."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING

from conflictmap.formats.csv_files import as_typed, cells_within, csv_lines, is_plain_text
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


def recognises(content: bytes) -> bool:
    """Return whether the content is text, and neither JSON nor XML."""
    return is_plain_text(content)


def sheets(content: bytes, name: str) -> list[Sheet]:
    """Return the one table of a text."""
    return [Sheet(title="", read=lambda limit: _table(content, name, limit))]


def _table(content: bytes, name: str, limit: int | None) -> Table:
    content, remarks = as_utf8(content, name)
    text = decoded(content, name, error=EventsError)
    separator, top = separator_in(text)
    lines = ((number, [as_typed(cell) for cell in cells])
             for number, cells in csv_lines(text, name, separator=separator)
             if number >= top and (limit is None or number <= limit))
    return with_remarks(table_region(lines, name, word="line"), remarks)


def separator_in(text: str) -> tuple[str, int]:
    """Return the separator of a text, and its first line behind one that names it (`sep=;`)."""
    hint = _SEP.match(text)
    return (hint[1], 2) if hint else (separator_of(text), 1)


def separator_of(text: str) -> str:
    r"""Return the separator with which most lines have the same number of cells.

    >>> separator_of("Incidents\nDatum;Breite\n1.9.2020;39,8\n"), separator_of("a,b\n1,2\n")
    (';', ',')
    """
    return max(SEPARATORS, key=lambda separator: _fit(text[:_LOOK], separator))


def _fit(text: str, separator: str) -> float:
    """Return how many lines have the usual number of cells, titles and notes left aside."""
    widths = _widths(text, separator)
    several = [i for i, width in enumerate(widths) if width > 1]
    if not several:
        return 0.0
    span = widths[several[0]:several[-1] + 1]
    usual, n = max(Counter(w for w in span if w > 1).items(), key=lambda pair: pair[::-1])
    return float(n / len(span) * (n / len(widths)) ** 0.5 * (1 + usual / 1000))


def _widths(text: str, separator: str) -> list[int]:
    """Return the number of cells of the first lines."""
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        found = cells_within(rows, limits().cell)
        return [len(cells) for cells in islice(found, _LINES) if cells]
    except csv.Error:
        return []
