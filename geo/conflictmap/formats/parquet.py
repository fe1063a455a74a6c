"""Parquet and GeoParquet: rows as text, points from WKB. No path and no address is opened here."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import shapely

from conflictmap.formats.record import Record
from conflictmap.model.errors import EventsError
from conflictmap.model.limits import beyond, limits
from conflictmap.model.text import text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_BATCH = 20_000


def parquet_records(content: bytes, name: str) -> Iterator[Record]:
    """Yield the rows of a Parquet file; a GeoParquet point becomes longitude and latitude.

    Raises
    ------
    EventsError
        When the file is broken, too large, or its geometry is not WGS 84.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(io.BytesIO(content))
        check_size(file.metadata, name)
        geometry = _geometry_column(file.schema_arrow, name)
        number = 0
        for batch in file.iter_batches(batch_size=_BATCH):
            columns = [
                _points(batch.column(i)) if column == geometry
                else [text_of(v) for v in batch.column(i).to_pylist()]
                for i, column in enumerate(batch.schema.names)
            ]
            for values in zip(*columns, strict=True):
                number += 1
                yield _record(f"row {number}", batch.schema.names, values, geometry)
    except (pa.ArrowException, OSError, UnicodeDecodeError, OverflowError) as error:
        raise EventsError(f"{name}: broken Parquet: {error}.") from error


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


def _geometry_column(schema: Any, name: str) -> str:
    """Return the name of the GeoParquet geometry column, empty when there is none."""
    raw = (schema.metadata or {}).get(b"geo")
    if raw is None:
        return ""
    try:
        geo = json.loads(raw)
        column = str(geo["primary_column"])
        entry = geo["columns"][column]
    except (ValueError, KeyError, TypeError) as error:
        raise EventsError(f"{name}: broken GeoParquet metadata.") from error
    crs = entry.get("crs")
    code = str(crs.get("id", {}).get("code", "")) if isinstance(crs, dict) else ""
    if entry.get("encoding") != "WKB" or (crs is not None and code not in {"CRS84", "4326"}):
        raise EventsError(f"{name}: geometry must be WKB in WGS 84. Reproject the file first.")
    return column


def _points(column: Any) -> list[Any]:
    """Return points as (longitude, latitude); '' for no geometry, None for other geometry."""
    shapes = shapely.from_wkb(column.to_pylist(), on_invalid="ignore")
    return [
        "" if shape is None else (text_of(shape.x), text_of(shape.y))
        if shape.geom_type == "Point" and not shape.is_empty else None
        for shape in shapes
    ]


def _record(place: str, names: list[str], values: tuple[Any, ...], geometry: str) -> Record:
    cells = dict(zip(names, values, strict=True))
    point = cells.pop(geometry, "")
    if point:
        cells.setdefault("longitude" if "lon" not in cells else "lon", point[0])
        cells.setdefault("latitude" if "lat" not in cells else "lat", point[1])
    elif point is None and not cells.get("where"):
        return Record(place, {}, "geometry: events are points, or have none")
    return Record(place, cells)


def as_parquet(table: Any) -> bytes:
    """Return a table as the content of a Parquet file."""
    import pyarrow.parquet as pq

    sink = io.BytesIO()
    pq.write_table(table, sink, compression="none", use_dictionary=False, write_statistics=False)
    return sink.getvalue()
