"""Events from Parquet under the standard columns, by columns as they stand in the file."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from conflictmap.formats.arrow_text import as_strings
from conflictmap.formats.parquet import as_parquet, check_size
from conflictmap.formats.text_hashes import hashes_of
from conflictmap.io.collect import Collected
from conflictmap.io.vector_checks import columns_of
from conflictmap.io.vector_rows import RowBatch
from conflictmap.model.columns import STANDARD, standard_name
from conflictmap.model.errors import EventsError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from numpy.typing import NDArray

    from conflictmap.io.rows import Row
    from conflictmap.model.events import Events

    Mask = NDArray[np.bool_]

#: Rows that are read at once.
BATCH = 65_536
#: Bytes of a column that are read ahead: a row group may hold all rows.
_BUFFER = 1 << 20


def parquet_events(
    content: bytes, name: str, *, stem: str, rows: Callable[[bytes], Iterable[Row]],
    areas: Mapping[str, Any], swap_check: bool,
) -> Events | None:
    """Return the events of a Parquet file under the standard columns; None if no row is regular.

    Parameters
    ----------
    content, name, stem
        The file, its name for messages, and the start of ids for rows that have none.
    rows
        Reads the content of a file row by row.
    areas, swap_check
        As `events_of` takes them.

    Raises
    ------
    EventsError
        When the file is broken, or too large.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    others: list[tuple[NDArray[np.int64], Any]] = []
    try:
        file = pq.ParquetFile(io.BytesIO(content), buffer_size=_BUFFER)
        check_size(file.metadata, name)
        names = columns_of(file.schema_arrow)
        if names is None:
            return None
        found = Collected(file=name, stem=stem, areas=areas, swap_check=swap_check,
                          room=file.metadata.num_rows)
        for batch in _batches(file, names, stem):
            taken = found.add_batch(batch)
            if not taken.all():
                rest = np.flatnonzero(~taken)
                others.append((found.read - len(taken) + rest, batch.data.take(rest)))
    except (pa.ArrowException, OSError, UnicodeDecodeError, OverflowError) as error:
        raise EventsError(f"{name}: broken Parquet: {error}.") from error
    if others:
        found.add_each(_numbered(others, rows), counted=True)
    return found.events()


def _numbered(
    parts: list[tuple[NDArray[np.int64], Any]], rows: Callable[[bytes], Iterable[Row]]
) -> Iterator[tuple[int, Row]]:
    """Yield rows that are not regular as the ordinary reader reads them, with their numbers."""
    import pyarrow as pa

    numbers = np.concatenate([number for number, _ in parts]) + 1
    content = as_parquet(pa.Table.from_batches([batch for _, batch in parts]))
    for number, row in zip(numbers.tolist(), rows(content), strict=False):
        yield number, replace(row, place=f"row {number}")


def _batches(file: Any, names: Mapping[str, str], stem: str) -> Iterator[RowBatch]:
    """Yield the rows of a file; ids that may be duplicates are odd."""
    further = _further(file.schema_arrow.names)
    ids, twice = _ids(file, names, stem)
    first = 0
    for data in file.iter_batches(BATCH):
        numbers = range(first + 1, first + 1 + data.num_rows)
        part = slice(first, first + data.num_rows)
        called = [f"{stem}-{i}" for i in numbers] if ids is None else (
            ids[part.start:part.stop].to_pylist())
        yield RowBatch(
            data=data, further=further, odd=twice[part],
            names={name: column for name, column in names.items() if name in STANDARD},
            ids=called, lines=[f"row {i}" for i in numbers],
        )
        first = part.stop


def _further(columns: Iterable[str]) -> dict[str, str]:
    """Return the columns that no standard one is read from."""
    return {standard_name(column): column for column in columns
            if standard_name(column) not in STANDARD}


def _ids(file: Any, names: Mapping[str, str], stem: str) -> tuple[Any, Mask]:
    """Return the ids of all rows as Arrow text, None without any, and which may be duplicates."""
    import pyarrow as pa
    import pyarrow.compute as pc

    count = file.metadata.num_rows
    if "id" not in names:
        return None, np.zeros(count, dtype=bool)
    column = file.read([names["id"]]).column(0)
    typed = pa.chunked_array([as_strings(part) for part in column.chunks], type=pa.string())
    texts = typed.combine_chunks().fill_null("")
    blank = pc.equal(pc.utf8_trim_whitespace(texts), "")
    if pc.any(blank).as_py():  # they are called by their rows' numbers
        made = pa.array([f"{stem}-{number}" for number in range(1, count + 1)])
        texts = pc.if_else(blank, made, texts)
    hashes = hashes_of(texts)
    ordered = np.sort(hashes)
    twice = ordered[1:][ordered[1:] == ordered[:-1]]
    return texts, np.isin(hashes, twice) if len(twice) else np.zeros(count, dtype=bool)
