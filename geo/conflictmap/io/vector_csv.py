"""Events from a large table as text, by columns: rows that are regular go together."""

from __future__ import annotations

import itertools
from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np

from conflictmap.io.collect import Collected, events_of
from conflictmap.io.rows import made_id
from conflictmap.io.sources.csv_table import lines, row_of
from conflictmap.io.vector_checks import PLACE
from conflictmap.io.vector_rows import RowBatch
from conflictmap.model.columns import REJECTED, STANDARD

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from conflictmap.io.sources.csv_table import Line
    from conflictmap.model.events import Events

    Mask = NDArray[np.bool_]

#: Rows that are looked at together; a file of fewer is read row by row.
TOGETHER = 8_192
_ALWAYS = ("date", "lat", "lon")
_NUMBER = r"\A-?[0-9]{1,9}(\.[0-9]{1,17})?\z"


def table_events(
    content: bytes, name: str, *, stem: str, areas: Mapping[str, Any], swap_check: bool
) -> Events:
    """Return the events of a table as text under the standard columns.

    The options, and what is returned and raised, are those of `events_of`.
    """
    rest = lines(content, name)
    first = list(itertools.islice(rest, TOGETHER))
    if len(first) < TOGETHER:
        return events_of(map(row_of, first), file=name, stem=stem, areas=areas,
                         swap_check=swap_check)
    found = Collected(file=name, stem=stem, areas=areas, swap_check=swap_check, room=2 * TOGETHER)
    add_lines(found, itertools.chain(first, rest))
    return found.events()


def add_lines(found: Collected, rest: Iterator[Line]) -> None:
    """Add rows: those that are regular by columns, the others one by one."""
    while chunk := list(itertools.islice(rest, TOGETHER)):
        batch = _batch(chunk, found.stem, found.seen)
        taken = found.add_batch(batch)
        found.seen.update(itertools.compress(batch.ids, taken))
        number = found.read - len(chunk) + 1
        found.add_each(((number + i, row_of(chunk[i])) for i in np.flatnonzero(~taken).tolist()),
                       counted=True)


def _batch(chunk: list[Line], stem: str, seen: set[str]) -> RowBatch:
    """Return rows as columns; rows with an id that is not new, or a duplicate, are odd."""
    import pyarrow as pa

    texts, odd = _texts(chunk)
    ids = ids_of(chunk, stem)
    odd |= _duplicates(ids, seen)
    columns: dict[str, Any] = {}
    for name, cells in texts.items():
        if _is_used(name, cells):
            columns[name], fine = _column(name, cells)
            odd |= ~fine
    return RowBatch(
        data=pa.RecordBatch.from_pydict(columns), ids=ids, lines=[line.place for line in chunk],
        names={name: name for name in columns if name in STANDARD},
        further={name: name for name in columns if name not in STANDARD}, odd=odd,
    )


def _texts(chunk: list[Line]) -> tuple[dict[str, tuple[str, ...]], Mask]:
    """Return the cells of rows by column, and which rows are of another length than the header."""
    headers = chunk[0].headers
    blank = [""] * len(headers)
    odd = np.array([len(line.cells) != len(headers) for line in chunk], dtype=bool)
    cells = zip(*(blank if wrong else line.cells for line, wrong in zip(
        chunk, odd.tolist(), strict=True)), strict=True)
    return dict(zip(headers, cells, strict=True)), odd


def _duplicates(ids: list[str], seen: set[str]) -> Mask:
    """Return which ids are not the only one of their kind."""
    times = Counter(ids)
    return np.array([times[i] > 1 or i in seen for i in ids], dtype=bool)


def _is_used(name: str, column: tuple[str, ...]) -> bool:
    """Return whether a column is read: a standard one that may be empty only when it is not."""
    return name not in REJECTED and (name in _ALWAYS or name not in STANDARD or any(column))


def _column(name: str, texts: tuple[str, ...]) -> tuple[Any, Mask]:
    """Return a column as text or numbers, and where a cell of it is no odd one."""
    import pyarrow as pa
    import pyarrow.compute as pc

    column = pa.array(texts, type=pa.string())
    # An apostrophe may be there for the sake of a spreadsheet.
    fine = ~pc.starts_with(column, "'").to_numpy(zero_copy_only=False)
    if name not in PLACE:
        return column, fine
    numbers, numeric = _parsed(column)
    return numbers, fine & numeric


def ids_of(chunk: list[Line], stem: str) -> list[str]:
    """Return the id of each row as typed, or made of the file's name and the row's line."""
    headers = chunk[0].headers if chunk else []
    at = headers.index("id") if "id" in headers else len(headers)
    typed = (line.cells[at] if len(line.cells) == len(headers) > at else "" for line in chunk)
    return [name if name.strip() else made_id(line.place, stem)
            for name, line in zip(typed, chunk, strict=True)]


def _parsed(texts: Any) -> tuple[Any, Mask]:
    """Return texts as numbers, and where they are one, or empty."""
    import pyarrow as pa
    import pyarrow.compute as pc

    decimal = pc.match_substring_regex(texts, _NUMBER)
    fine = pc.or_(decimal, pc.equal(texts, "")).to_numpy(zero_copy_only=False)
    return pc.if_else(decimal, texts, pa.scalar(None, pa.string())).cast(pa.float64()), fine
