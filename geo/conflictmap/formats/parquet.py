"""Parquet: what is read within the limits, and a table as the content of a file."""

from __future__ import annotations

import io
from typing import Any

from conflictmap.model.errors import EventsError
from conflictmap.model.limits import beyond, limits


def check_size(metadata: Any, name: str) -> None:
    """Refuse a Parquet file with more rows, columns or bytes than is read.

    Raises
    ------
    EventsError
        With the limit that it passes.
    """
    size = sum(metadata.row_group(i).total_byte_size for i in range(metadata.num_row_groups))
    for limit, found in (
        ("rows", metadata.num_rows), ("columns", metadata.num_columns), ("unpacked_bytes", size),
    ):
        if found > getattr(limits(), limit):
            said = f"{found:,} {limit.replace('_', ' ')}"
            raise EventsError(f"{name}: {beyond(limit, said)}")


def as_parquet(table: Any) -> bytes:
    """Return a table as the content of a Parquet file."""
    import pyarrow.parquet as pq

    sink = io.BytesIO()
    pq.write_table(table, sink, compression="none", use_dictionary=False, write_statistics=False)
    return sink.getvalue()
