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
from conflictmap.io.geometry_columns import geometry_columns
from conflictmap.model.columns import COUNTS, DECIMALS, REQUIRED, STANDARD
from conflictmap.model.errors import OutputError
from conflictmap.model.interval import possible_days
from conflictmap.model.lazy_columns import arrow_of
from conflictmap.model.source_terms import check_redistribution, credits_of
from conflictmap.model.text import text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from conflictmap.model.events import Events

ENDINGS = (".csv", ".geojson", ".parquet", ".gpkg", ".fgb", ".xlsx", ".ods")
#: Columns that are written even when they are empty throughout.
_ALWAYS = ("id", *REQUIRED)
#: Rows of a CSV that are written at once.
_LINES = 50_000


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
    return _stated(events) | dict(events.extra)


def _stated(events: Events) -> dict[str, NDArray[Any]]:
    """Return the standard columns to write."""
    _check_named(events)
    return {name: events[column] for name, column in STANDARD.items()
            if name in _ALWAYS or _is_stated(events[column])}


def _check_named(events: Events) -> None:
    """Refuse an event whose place is an area without a name to write."""
    if events.areas:
        nameless = (events["where"] == "") & events.is_area
        if nameless.any():
            name = events.ids[int(nameless.argmax())]
            raise OutputError(f"{name}: its place is an area without an id. Write 'where' first.")


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
    import pyarrow as pa

    from conflictmap.formats.arrow_csv import csv_lines_of

    columns = _columns(events)
    lines, first = [csv_bytes([list(map(inert, columns))])], 0
    table = pa.table({name: _number_texts(column) for name, column in columns.items()})
    for batch in table.to_batches(_LINES):
        _check_zero_bytes(events["event_id"][first:], batch.columns)
        lines.append(csv_lines_of(batch.columns))
        first += len(batch)
    return b"".join(lines)


def _columns(events: Events) -> dict[str, Any]:
    """Return the columns to write as Arrow has them, numbers null where not known."""
    _check_named(events)
    found: dict[str, Any] = {}
    for name, column in STANDARD.items():
        texts = arrow_of(events.columns, column)
        if name in _ALWAYS or (
                _is_stated(events[column]) if texts is None else _says_anything(texts)):
            found[name] = _arrow(name, events[column]) if texts is None else texts
    for name in events.extra:
        texts = arrow_of(events.extra, name)
        found[name] = _arrow("", events.extra[name]) if texts is None else texts
    return found


def _says_anything(texts: Any) -> bool:
    import pyarrow as pa
    import pyarrow.compute as pc

    return bool(pc.max(pc.binary_length(texts.cast(pa.string()))).as_py())


def _number_texts(column: Any) -> Any:
    """Return a column with its numbers as text; each different one is written once."""
    import pyarrow as pa

    from conflictmap.formats.arrow_text import filled, texts_of

    if not (pa.types.is_floating(column.type) or pa.types.is_integer(column.type)):
        return column
    coded = column.dictionary_encode()
    return filled(texts_of(map(text_of, coded.dictionary.to_pylist())).take(coded.indices))


def _check_zero_bytes(ids: NDArray[Any], columns: Sequence[Any]) -> None:
    """Refuse a table with a cell that no CSV can hold."""
    import pyarrow.compute as pc

    from conflictmap.formats.arrow_text import bytes_of, values_of

    for column in columns:
        texts = column.dictionary if hasattr(column, "dictionary") else column
        if (bytes_of(texts)[1] == 0).any():
            odd = np.flatnonzero(values_of(pc.match_substring(texts, "\0")))
            rows = odd if texts is column else np.flatnonzero(
                np.isin(values_of(column.indices), odd))
            if len(rows):
                raise OutputError(
                    f"{ids[rows[0]]}: a zero byte in its text, which no CSV can hold.")


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

    columns = {name: _decoded(column) for name, column in _columns(events).items()}
    more, geo = geometry_columns(events, taken=columns)
    table = pa.table(columns | more).replace_schema_metadata({
        "geo": json.dumps(geo), "conflictmap": json.dumps(_about(events), ensure_ascii=False),
    })
    sink = io.BytesIO()
    pq.write_table(table, sink, compression="zstd")
    return sink.getvalue()


def _decoded(column: Any) -> Any:
    """Return texts by their numbers as texts: a file's types do not follow from how it was read."""
    import pyarrow as pa

    return column.cast(pa.string()) if pa.types.is_dictionary(column.type) else column


def _arrow(name: str, values: NDArray[Any]) -> Any:
    """Return a column as an Arrow array: text, or numbers that are null where not known."""
    from conflictmap.formats.arrow_text import numbers_of, texts_of

    if name not in DECIMALS and name not in COUNTS:
        return texts_of(values)
    unknown = np.isnan(values)
    whole = np.where(unknown, 0, values).astype(np.int64) if name in COUNTS else values
    return numbers_of(whole, unknown=unknown)
