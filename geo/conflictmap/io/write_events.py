"""Writing events under the standard columns: files that read back the same."""

from __future__ import annotations

import io
import json
import math
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import shapely

from conflictmap.formats.csv_files import csv_bytes, inert
from conflictmap.formats.files import check_output, write_whole
from conflictmap.model.columns import COUNTS, DECIMALS, REQUIRED, STANDARD
from conflictmap.model.errors import OutputError
from conflictmap.model.source_terms import check_redistribution, credits_of
from conflictmap.model.text import text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from conflictmap.model.events import Events

ENDINGS = (".csv", ".geojson", ".parquet", ".gpkg", ".xlsx")
#: Columns that are written even when they are empty throughout.
_ALWAYS = ("id", *REQUIRED)


def write_events(events: Events, path: str | Path, *, private: bool = False) -> Path:
    """Write events by the ending of the path, whole or not at all, and return the path.

    Read back, they are the same events: ids, dates, places, numbers and further columns. Text
    cells of a CSV that a spreadsheet could run begin with an apostrophe, which the reader takes
    away. The credits of the sources stand in the column `credit`, and in GeoJSON and Parquet for
    the whole file as well.

    Parameters
    ----------
    events
        The events.
    path
        A path that ends in .csv, .geojson, .parquet, .gpkg (with the first and the last possible
        day as times) or .xlsx.
    private
        Whether the file stays with you, so that rows may be written that must not be redistributed.

    Raises
    ------
    OutputError
        When the ending is another one, the file cannot be written, the source forbids
        redistributing rows, or an event's place is an area that has no name to write.
    """
    check_output(path, ENDINGS)
    if not private:
        check_redistribution(events, str(path))
    writers: dict[str, Callable[[Events], bytes]] = {
        ".csv": _csv, ".geojson": _geojson, ".parquet": _parquet, ".gpkg": _gpkg, ".xlsx": _xlsx,
    }
    target = Path(path)
    write_whole(target, writers[target.suffix.lower()](events))
    return target


def _table(events: Events) -> dict[str, list[Any]]:
    """Return the columns to write: text, and numbers or None; empty ones are left out."""
    nameless = (events["where"] == "") & events.is_area
    if nameless.any():
        name = events.ids[int(nameless.argmax())]
        raise OutputError(f"{name}: its place is an area without an id. Write 'where' first.")
    table: dict[str, list[Any]] = {}
    for name, column in STANDARD.items():
        values = _values(name, events[column].tolist())
        if name in _ALWAYS or any(v not in {"", None} for v in values):
            table[name] = values
    return table | {name: events.extra[name].tolist() for name in events.extra}


def _values(name: str, values: list[Any]) -> list[Any]:
    """Return the values of a column to write: numbers of their type, or None, and text."""
    if name not in DECIMALS and name not in COUNTS:
        return values
    kind = int if name in COUNTS else float
    return [None if math.isnan(value) else kind(value) for value in values]


def _csv(events: Events) -> bytes:
    table = _table(events)
    return csv_bytes([list(map(inert, table)), *map(_cells, zip(*table.values(), strict=True))])


def _cells(row: Iterable[Any]) -> list[str]:
    cells = [inert(v) if isinstance(v, str) else text_of(v) for v in row]
    if any("\0" in cell for cell in cells):
        raise OutputError(f"{cells[0]}: a zero byte in its text, which no CSV can hold.")
    return cells


def _geojson(events: Events) -> bytes:
    table = _table(events)
    del table["lat"], table["lon"]
    lines = []
    for geometry, *row in zip(events.geometry, *table.values(), strict=True):
        pairs = zip(table, row, strict=True)
        properties = {k: v for k, v in pairs if v not in {"", None} or k in events.extra}
        lines.append(json.dumps({
            "type": "Feature", "id": properties["id"], "properties": properties,
            "geometry": None if geometry is None else shapely.geometry.mapping(geometry),
        }, ensure_ascii=False, allow_nan=False))
    head = json.dumps(_about(events), ensure_ascii=False)[1:-1]
    text = '{"type":"FeatureCollection",' + head + ',"features":[\n' + ",\n".join(lines) + "\n]}\n"
    return text.encode()


def _about(events: Events) -> dict[str, Any]:
    """Return what a file says of itself: credits, inputs, and where every row went."""
    return {
        "credits": list(credits_of(events)), "accounting": asdict(events.accounting),
        "inputs": [asdict(p) for p in events.provenance],
    }


def _parquet(events: Events) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    types = {**dict.fromkeys(DECIMALS, pa.float64()), **dict.fromkeys(COUNTS, pa.int64())}
    arrays = {
        name: pa.array(values, type=types.get(name, pa.string()))
        for name, values in _table(events).items()
    }
    arrays["geometry"] = pa.array(shapely.to_wkb(events.geometry).tolist(), type=pa.binary())
    kinds = sorted({g.geom_type for g in events.geometry if g is not None})
    geo = {"version": "1.1.0", "primary_column": "geometry", "columns": {
        "geometry": {"encoding": "WKB", "geometry_types": kinds}}}
    table = pa.table(arrays).replace_schema_metadata({
        "geo": json.dumps(geo), "conflictmap": json.dumps(_about(events), ensure_ascii=False),
    })
    sink = io.BytesIO()
    pq.write_table(table, sink, compression="zstd")
    return sink.getvalue()


def _gpkg(events: Events) -> bytes:
    from conflictmap.formats.frame_files import gpkg_bytes

    return gpkg_bytes(_written(events, events.to_geodataframe()), layer="events")


def _xlsx(events: Events) -> bytes:
    from conflictmap.formats.frame_files import xlsx_bytes

    frame = _written(events, events.to_frame())
    return xlsx_bytes(frame.drop(columns=["earliest", "latest"]), sheet="events")


def _written(events: Events, frame: Any) -> Any:
    """Return a frame with the columns that a file has: empty ones are left out."""
    table = _table(events)
    kept = {*table, "earliest", "latest", "geometry"}
    return frame[[name for name in frame.columns if name in kept]]
