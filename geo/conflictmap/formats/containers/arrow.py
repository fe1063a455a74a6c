"""Parquet, GeoParquet, Feather and Arrow IPC: columns of any type, geometry in any CRS."""

from __future__ import annotations

import io
import json
from functools import partial
from typing import TYPE_CHECKING, Any

import shapely

from conflictmap.formats.arrow_cells import as_texts
from conflictmap.formats.json_cells import table_of_columns
from conflictmap.formats.parquet import check_size, covering_columns
from conflictmap.formats.shapes import features_of_shapes, in_wgs84, table_of_shapes
from conflictmap.formats.sheets import Sheet
from conflictmap.model.errors import EventsError
from conflictmap.model.limits import beyond, limits

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from conflictmap.formats.table import Table

NAME = "arrow"
ENDINGS = (".parquet", ".geoparquet", ".feather", ".arrow", ".ipc")
_IPC, _PARQUET, _STREAM = b"ARROW1", b"PAR1", b"\xff\xff\xff\xff"


def recognises(content: bytes) -> bool:
    """Return whether the content is Parquet, or Arrow IPC as a file or a stream."""
    return content.startswith((_IPC, _PARQUET, _STREAM))


def sheets(content: bytes, name: str) -> list[Sheet]:
    """Return the one table of a file.

    Raises
    ------
    EventsError
        When the file is broken, too large, or its geometry cannot be read.
    """
    columns, shapes = _columns(content, name)

    def read(_: int | None) -> Table:
        if shapes is None:
            return table_of_columns(columns, name, word="row", first=1)
        return table_of_shapes(name, columns, shapes, word="row", first=1, over=False)

    features = None if shapes is None else partial(features_of_shapes, columns, shapes)
    return [Sheet(title="", read=read, features=features)]


def _columns(content: bytes, name: str) -> tuple[dict[str, list[str]], NDArray[Any] | None]:
    """Return the columns as text, and the shapes of the rows in WGS 84 where there are any."""
    import pyarrow as pa

    try:
        table = _arrow(content, name)
        geometry, crs = geometry_of(table.schema, name)
        apart = {geometry} | covering_columns(table.schema.metadata)
        cells = {header: as_texts(table.column(i)).to_pylist()
                 for i, header in enumerate(table.schema.names) if header not in apart}
        if not geometry:
            return cells, None
        wkb = table.column(geometry).combine_chunks().to_pylist()
        return cells, in_wgs84(shapely.from_wkb(wkb, on_invalid="ignore"), crs, name)
    except (pa.ArrowException, OSError, UnicodeDecodeError, OverflowError) as error:
        kind = "Parquet" if content.startswith(_PARQUET) else "Arrow file"
        raise EventsError(f"{name}: broken {kind}: {error}.") from error


def _arrow(content: bytes, name: str) -> Any:
    """Return the Arrow table of a file within the limits."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    if content.startswith(_PARQUET):
        file = pq.ParquetFile(io.BytesIO(content))
        check_size(file.metadata, name)
        return file.read()
    opened = pa.ipc.open_file if content.startswith(_IPC) else pa.ipc.open_stream
    parts, size = [], 0
    with opened(pa.BufferReader(content)) as reader:
        batches = (reader.get_batch(i) for i in range(reader.num_record_batches)
                   ) if content.startswith(_IPC) else iter(reader)
        for batch in batches:
            size += batch.nbytes
            if size > limits().unpacked_bytes:
                raise EventsError(f"{name}: {beyond('unpacked_bytes', f'{size:,} bytes')}")
            parts.append(batch)
        return pa.Table.from_batches(parts, schema=reader.schema)


def geometry_of(schema: Any, name: str) -> tuple[str, Any]:
    """Return the geometry column and its CRS as the metadata say; empty when there is none.

    Raises
    ------
    EventsError
        When the metadata are broken, or the geometry is not WKB.
    """
    raw = (schema.metadata or {}).get(b"geo")
    if raw is None:
        return "", None
    try:
        geo = json.loads(raw)
        column = str(geo["primary_column"])
        entry = geo["columns"][column]
        encoding, crs = entry.get("encoding"), entry.get("crs")
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise EventsError(f"{name}: broken GeoParquet metadata.") from error
    if encoding != "WKB":
        raise EventsError(f"{name}: geometry must be WKB. Save it so.")
    return column, json.dumps(crs) if isinstance(crs, dict) else crs
