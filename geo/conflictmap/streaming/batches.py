"""Batches of a Parquet file, from any row on, in bounded memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conflictmap.errors import EventsError
from conflictmap.streaming import inputs

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Bytes of a column that are read ahead: a row group may be larger than memory.
_BUFFER = 1 << 20


def batches_of(
    source: inputs.Input, at: int = 0, columns: list[str] | None = None
) -> Iterator[tuple[int, Any]]:
    """Yield (rows before it, batch) of a Parquet file from row AT on, which a batch begins with."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(source.path, buffer_size=_BUFFER) as file:
            for before, groups in _runs(file.metadata):
                for batch in file.iter_batches(
                    inputs.BATCH, row_groups=groups, columns=columns
                ) if before + _rows_in(file.metadata, groups) > at else ():
                    if before + batch.num_rows > at:
                        cut = max(0, at - before)
                        yield before + cut, batch.slice(cut)
                    before += batch.num_rows
    except (pa.ArrowException, OSError, UnicodeDecodeError, OverflowError) as error:
        raise EventsError(f"{source.name}: broken Parquet: {error}.") from error


def _runs(metadata: Any) -> Iterator[tuple[int, list[int]]]:
    """Yield row groups, small ones together, and how many rows stand before them.

    Asked for all groups at once, Arrow keeps what it has read.
    """
    before = first = 0
    for group in range(metadata.num_row_groups):
        groups = list(range(first, group + 1))
        rows = _rows_in(metadata, groups)
        if rows >= inputs.BATCH or group == metadata.num_row_groups - 1:
            yield before, groups
            before, first = before + rows, group + 1


def _rows_in(metadata: Any, groups: list[int]) -> int:
    return sum(metadata.row_group(group).num_rows for group in groups)
