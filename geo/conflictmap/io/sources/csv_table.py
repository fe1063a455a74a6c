"""Tables as text: CSV with a header line, separated by commas, semicolons or tabs."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, NamedTuple

from conflictmap.formats.csv_files import as_typed, csv_lines
from conflictmap.formats.files import decoded
from conflictmap.formats.sniff import head_of
from conflictmap.io.column_rules import Rules
from conflictmap.io.rows import Row
from conflictmap.io.source_rows import SourceRows
from conflictmap.model.columns import REJECTED, STANDARD, missing_columns, standard_name
from conflictmap.model.errors import EventsError
from conflictmap.model.limits import beyond, limits

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from conflictmap.formats.sniff import Head

NAME = "csv"
GENERIC = True
SAMPLE = """id,date,lat,lon,title,fatalities_best
a,2022-09-13,39.8417,45.6723,Shelling at Jermuk,
b,2022-09-12/2022-09-14,40.2031,45.8647,Artillery fire at Sotk,3
c,1988-11,40.6828,46.3606,Unrest in Ganja,
d,2020-11-10,,,Statement with no place,
e,,39.7583,46.7483,Event with no date,
"""
#: Columns that are not kept as further ones.
_NOT_EXTRA = frozenset({*STANDARD, *REJECTED})


def recognises(head: Head) -> bool:
    """Return whether the file is text, of any columns."""
    return head.kind == "text"


def rows(content: bytes, name: str) -> Iterator[Row]:
    """Yield the rows of a table."""
    for line in lines(content, name):
        yield row_of(line)


def standard_source(headers: Sequence[str]) -> SourceRows:
    """Return how a table is read whose columns have these standard names, and further ones."""
    same = {name: name for name in headers if name in STANDARD}
    return SourceRows(rules=lambda _: Rules(cells=(), same=same, used=_NOT_EXTRA), lower=False)


class Line(NamedTuple):
    """One row as it stands: its place in the file, the standard names of its columns, its cells."""

    place: str
    headers: list[str]
    cells: list[str]


def lines(content: bytes, name: str) -> Iterator[Line]:
    """Yield the rows of a table as they stand."""
    found = numbered_cells(content, name)
    number, cells = next(found)
    headers = headers_of(cells, f"{name}:{number}")
    for number, cells in found:
        yield Line(f"line {number}", headers, cells)


def numbered_cells(content: bytes, name: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the line, from 1, and the cells of each row of a table, the header first.

    Raises
    ------
    EventsError
        When the text is no table, or empty.
    """
    decoded(content, name, error=EventsError)
    separator = head_of(content, name).separator
    # Read from the bytes: a stream of the text would hold four bytes for each character.
    stream = io.TextIOWrapper(io.BytesIO(content), encoding="utf-8-sig", newline="")
    empty = True
    for number, cells in csv_lines(stream, name, separator=separator or ","):
        empty = False
        yield number, cells
    if empty:
        raise EventsError(f"{name}: the file is empty. It needs a header line.")


def headers_of(cells: list[str], at: str) -> list[str]:
    """Return the standard name of each column; AT is the file and line, for messages.

    Raises
    ------
    EventsError
        When a column is lacking, or a duplicate, or there are too many.
    """
    if len(cells) > limits().columns:
        raise EventsError(f"{at}: {beyond('columns', f'{len(cells)} columns')}")
    lacking = missing_columns(cells)
    if lacking:
        raise EventsError(f"{at}: {lacking}")
    # A column without a header is called by its place.
    headers = [standard_name(as_typed(cell)) or f"column {i}" for i, cell in enumerate(cells, 1)]
    for header in headers:
        if headers.count(header) > 1:
            raise EventsError(f"{at}: two columns mean '{header}'. Rename or delete one.")
    return headers


def row_of(line: Line) -> Row:
    """Return one row; one of another length than the header is broken."""
    place, headers, cells = line
    if len(cells) != len(headers):
        return _broken(line)
    texts = [as_typed(cell) if cell[:1] == "'" else cell for cell in cells]
    pairs = dict(zip(headers, texts, strict=True))
    return Row(
        place=place,
        cells={name: value for name, value in pairs.items() if name in STANDARD},
        extra={name: value for name, value in pairs.items()
               if name not in _NOT_EXTRA},
    )


def _broken(line: Line) -> Row:
    """Return a row of another length than the header, each cell under a name of its own."""
    place, headers, cells = line
    names = [*headers, *(f"cell {i}" for i in range(len(headers) + 1, len(cells) + 1))]
    return Row(place=place, cells={}, raw=dict(zip(names, map(as_typed, cells), strict=False)),
               broken=f"{len(cells)} cells under {len(headers)} columns")
