"""Writing events under the standard columns, in files that read back the same."""

from __future__ import annotations

import io
import json
import math
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from conflictmap.formats.csv_files import csv_bytes, inert
from conflictmap.formats.files import check_output, write_whole
from conflictmap.formats.geopackage import GeoTable, gpkg_bytes
from conflictmap.formats.table_bytes import SHEETS, table_bytes
from conflictmap.model.columns import COUNTS, DECIMALS, REQUIRED, STANDARD
from conflictmap.model.errors import OutputError
from conflictmap.model.interval import possible_days
from conflictmap.model.source_terms import check_redistribution, credits_of
from conflictmap.model.text import text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from conflictmap.model.events import Events

ENDINGS = (".csv", ".geojson", ".parquet", ".gpkg", ".fgb", ".xlsx", ".ods")
#: Columns that are written even when they are empty throughout.
_ALWAYS = ("id", *REQUIRED)


def write_events(events: Events, path: str | Path, *, private: bool = False) -> Path:
    """Write events by the ending of the path, whole or not at all, and return the path.

    Read back, they are the same events: ids, dates, places, numbers and further columns. Text
    cells of a CSV that a spreadsheet could run begin with an apostrophe, which the reader takes
    away. The credits of the sources stand in the column `credit`, and in GeoJSON, Parquet and
    GeoPackage for the whole file as well. A GeoPackage or FlatGeobuf has the columns `earliest`
    and `latest` besides: the first and the last possible day, as dates. Days of a workbook are
    dates when all are days.

    Parameters
    ----------
    events
        The events.
    path
        A path that ends in .csv, .geojson, .parquet, .gpkg, .fgb, .xlsx or .ods.
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
        ".csv": _csv, ".geojson": _geojson, ".parquet": _parquet, ".gpkg": _geopackage,
        ".fgb": _flatgeobuf,
    }
    target = Path(path)
    ending = target.suffix.lower()
    content = _workbook(events, target) if ending in SHEETS else writers[ending](events)
    write_whole(target, content)
    return target


def _workbook(events: Events, path: Path) -> bytes:
    table = _lists(events)
    days = [day_or_none(text) for text in table["date"]]
    if all(day or not text for day, text in zip(days, table["date"], strict=True)):
        table["date"] = days
    return table_bytes(table, path, title="events")


def day_or_none(text: str) -> date | None:
    """Return the day of a text that is exactly one; None for any other.

    >>> day_or_none("2022-09-13"), day_or_none("2022-09")
    (datetime.date(2022, 9, 13), None)
    """
    try:
        return date.fromisoformat(text) if len(text) == len("YYYY-MM-DD") else None
    except ValueError:
        return None


def _geopackage(events: Events) -> bytes:
    return gpkg_bytes([_geo_table(events)])


def _flatgeobuf(events: Events) -> bytes:
    from conflictmap.formats.flatgeobuf import fgb_bytes

    return fgb_bytes(_geo_table(events))


def _geo_table(events: Events) -> GeoTable:
    """Return the columns to write, days as dates among them, with the shapes."""
    table = _lists(events)
    table |= possible_days(events["start"].tolist(), events["end"].tolist())
    about = {name: json.dumps(value, ensure_ascii=False) for name, value in _about(events).items()}
    return GeoTable(name="events", columns=table, shapes=events.geometry, about=about)


def _table(events: Events) -> dict[str, NDArray[Any]]:
    """Return the columns to write: text, and numbers or NaN; empty ones are left out."""
    nameless = (events["where"] == "") & events.is_area
    if nameless.any():
        name = events.ids[int(nameless.argmax())]
        raise OutputError(f"{name}: its place is an area without an id. Write 'where' first.")
    table = {name: events[column] for name, column in STANDARD.items()
             if name in _ALWAYS or _is_stated(events[column])}
    return table | dict(events.extra)


def _is_stated(values: NDArray[Any]) -> bool:
    """Return whether a column says anything."""
    known = values != "" if values.dtype == object else ~np.isnan(values)
    return bool(np.any(known))


def _lists(events: Events) -> dict[str, list[Any]]:
    """Return the columns to write as lists: numbers of their type, or None, and text."""
    return {name: _values(name, values.tolist()) for name, values in _table(events).items()}


def _values(name: str, values: list[Any]) -> list[Any]:
    """Return the values of a column to write."""
    if name not in DECIMALS and name not in COUNTS:
        return values
    kind = int if name in COUNTS else float
    return [None if math.isnan(value) else kind(value) for value in values]


def _csv(events: Events) -> bytes:
    from conflictmap.formats.arrow_csv import csv_lines_of

    table = _table(events)
    columns = [_coded(_arrow(name, values)) for name, values in table.items()]
    _check_zero_bytes(events.ids, columns)
    return csv_bytes([list(map(inert, table))]) + csv_lines_of(columns, number=text_of)


def _coded(column: Any) -> Any:
    import pyarrow as pa

    return column.dictionary_encode() if pa.types.is_string(column.type) else column


def _check_zero_bytes(ids: Sequence[str], columns: Sequence[Any]) -> None:
    """Refuse a table with a cell that no CSV can hold."""
    from conflictmap.formats.arrow_text import values_of

    for column in (column for column in columns if hasattr(column, "dictionary")):
        odd = [i for i, word in enumerate(column.dictionary.to_pylist()) if "\0" in word]
        if odd:
            row = int(np.flatnonzero(np.isin(values_of(column.indices), odd))[0])
            raise OutputError(f"{ids[row]}: a zero byte in its text, which no CSV can hold.")


def _geojson(events: Events) -> bytes:
    table = _lists(events)
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

    arrays = {name: _arrow(name, values) for name, values in _table(events).items()}
    shapes = events.geometry
    arrays["geometry"] = pa.array(shapely.to_wkb(shapes).tolist(), type=pa.binary())
    kinds = sorted({shapes[i].geom_type for i in _first_of_each_kind(shapes)})
    geo = {"version": "1.1.0", "primary_column": "geometry", "columns": {
        "geometry": {"encoding": "WKB", "geometry_types": kinds}}}
    table = pa.table(arrays).replace_schema_metadata({
        "geo": json.dumps(geo), "conflictmap": json.dumps(_about(events), ensure_ascii=False),
    })
    sink = io.BytesIO()
    pq.write_table(table, sink, compression="zstd")
    return sink.getvalue()


def _arrow(name: str, values: NDArray[Any]) -> Any:
    """Return a column as an Arrow array: text, or numbers that are null where not known."""
    import pyarrow as pa

    if name not in DECIMALS and name not in COUNTS:
        return pa.array(values, type=pa.string())
    numbers = pa.array(values, mask=np.isnan(values))
    return numbers.cast(pa.int64()) if name in COUNTS else numbers


def _first_of_each_kind(shapes: NDArray[Any]) -> list[int]:
    """Return the first row of each kind of geometry."""
    kinds, rows = np.unique(shapely.get_type_id(shapes), return_index=True)
    return [int(row) for kind, row in zip(kinds.tolist(), rows.tolist(), strict=True) if kind >= 0]
