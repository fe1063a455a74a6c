"""Batches of a Parquet file, from any row on, in bounded memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conflictmap.bulk import pieces
from conflictmap.formats.parquet import covering_columns
from conflictmap.model.errors import EventsError

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Bytes of a column that are read ahead: a row group may be larger than memory.
_BUFFER = 1 << 20


def batches_of(
    source: pieces.Input, at: int = 0, columns: list[str] | None = None, *, threads: bool = True
) -> Iterator[tuple[int, Any]]:
    """Yield (rows before it, batch) of a Parquet file from row AT on, which a batch begins with.

    THREADS is whether columns are read side by side.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(source.path, buffer_size=_BUFFER) as file:
            columns = columns or _columns_of(file.schema_arrow)
            for before, groups in _runs(file.metadata):
                for batch in file.iter_batches(
                    pieces.BATCH, row_groups=groups, columns=columns, use_threads=threads
                ) if before + _rows_in(file.metadata, groups) > at else ():
                    if before + batch.num_rows > at:
                        cut = max(0, at - before)
                        yield before + cut, batch.slice(cut)
                    before += batch.num_rows
    except (pa.ArrowException, OSError, UnicodeDecodeError, OverflowError) as error:
        raise EventsError(f"{source.name}: broken Parquet: {error}.") from error


def _columns_of(schema: Any) -> list[str]:
    """Return the columns that hold data, and no boxes around a geometry."""
    apart = covering_columns(schema.metadata)
    return [name for name in schema.names if name not in apart]


def _runs(metadata: Any) -> Iterator[tuple[int, list[int]]]:
    """Yield row groups, small ones together, and how many rows stand before them.

    Asked for all groups at once, Arrow keeps what it has read.
    """
    before = first = 0
    for group in range(metadata.num_row_groups):
        groups = list(range(first, group + 1))
        rows = _rows_in(metadata, groups)
        if rows >= pieces.BATCH or group == metadata.num_row_groups - 1:
            yield before, groups
            before, first = before + rows, group + 1


def _rows_in(metadata: Any, groups: list[int]) -> int:
    return sum(metadata.row_group(group).num_rows for group in groups)


def shares_of(metadata: Any, rows: int) -> list[tuple[int, int]]:
    """Return a file cut into shares of at most about ROWS rows: the first row and that behind.

    A share begins with a row group wherever that is possible: a group is read from its beginning.
    """
    cuts, before = [0], 0
    for group in range(metadata.num_row_groups):
        size = metadata.row_group(group).num_rows
        if before > cuts[-1] and before + size - cuts[-1] > rows:
            cuts.append(before)
        cuts.extend(range(cuts[-1] + rows, before + size, rows))
        before += size
    return list(zip(cuts, [*cuts[1:], before], strict=True))
