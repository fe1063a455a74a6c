"""Parquet: what is read within the limits, and a table as the content of a file."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

from conflictmap.model.errors import EventsError
from conflictmap.model.limits import beyond, limits

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Edges of the box around a geometry, in degrees, as GeoParquet calls them.
_EDGES = ("xmin", "ymin", "xmax", "ymax")


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


def boxes_column(boxes: Any) -> Any:
    """Return boxes of shape (rows, 4) as the column of GeoParquet's covering; NaN for none.

    Edges have 32 bits, as the format allows, rounded outwards: half the bytes, nothing missed.
    """
    import numpy as np
    import pyarrow as pa

    unknown = np.isnan(boxes).any(axis=1)
    short = boxes.astype(np.float32)
    out = np.array([-np.inf, -np.inf, np.inf, np.inf], dtype=np.float32)
    inward = np.where(out < 0, short > boxes, short < boxes)
    short = np.where(inward, np.nextafter(short, out), short)
    edges = [pa.array(np.ascontiguousarray(short[:, i]), mask=unknown) for i in range(4)]
    return pa.StructArray.from_arrays(edges, names=list(_EDGES), mask=pa.array(unknown))


def covering(name: str) -> dict[str, Any]:
    """Return what the metadata of a geometry say of the column that holds its boxes."""
    return {"bbox": {edge: [name, edge] for edge in _EDGES}}


def covering_columns(metadata: Mapping[bytes, bytes] | None) -> frozenset[str]:
    """Return the columns of a file that only hold boxes around its geometry, and are no data."""
    try:
        columns = json.loads((metadata or {}).get(b"geo", b"{}")).get("columns", {}).values()
        return frozenset(str(path[0]) for one in columns
                         for path in one.get("covering", {}).get("bbox", {}).values())
    except (ValueError, TypeError, AttributeError, LookupError):
        return frozenset()
