"""Small tables written into every container that is read."""

from __future__ import annotations

import io
import json
import sqlite3
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow import feather

from conflictmap.formats.csv_files import csv_bytes
from conflictmap.formats.spreadsheet_bytes import ods_bytes, xlsx_bytes

if TYPE_CHECKING:
    from collections.abc import Callable

Rows = list[list[str]]


def as_csv(rows: Rows) -> bytes:
    return csv_bytes(rows)


def as_tsv(rows: Rows) -> bytes:
    return csv_bytes(rows, separator="\t")


def as_records(rows: Rows) -> bytes:
    return json.dumps({"meta": {"n": 1}, "found": {"rows": dicts(rows)}}).encode()


def as_columns(rows: Rows) -> bytes:
    return json.dumps({name: [row[i] for row in rows[1:]] for i, name in enumerate(rows[0])}
                      ).encode()


def as_lines(rows: Rows) -> bytes:
    return "".join(json.dumps(row) + "\n" for row in dicts(rows)).encode()


def as_feather(rows: Rows) -> bytes:
    sink = io.BytesIO()
    feather.write_feather(arrow(rows), sink, compression="uncompressed")
    return sink.getvalue()


def as_stream(rows: Rows) -> bytes:
    sink = io.BytesIO()
    table = arrow(rows)
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return sink.getvalue()


def as_parquet(rows: Rows) -> bytes:
    sink = io.BytesIO()
    pq.write_table(arrow(rows), sink)
    return sink.getvalue()


def as_sqlite(rows: Rows) -> bytes:
    base = sqlite3.connect(":memory:")
    names = ", ".join('"' + name.replace('"', '""') + '" TEXT' for name in rows[0])
    base.execute(f"CREATE TABLE t ({names})")
    marks = ", ".join("?" * len(rows[0]))
    base.executemany(f"INSERT INTO t VALUES ({marks})", rows[1:])  # noqa: S608 - marks alone
    base.commit()
    return base.serialize()


def as_xlsx(rows: Rows) -> bytes:
    return xlsx_bytes("events", dict(columns(rows)))


def as_ods(rows: Rows) -> bytes:
    return ods_bytes("events", dict(columns(rows)))


def as_zip(rows: Rows) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("data/events.csv", as_csv(rows))
        archive.writestr("README.txt", "what this is")
    return stream.getvalue()


#: Containers of cells, by their endings.
TABLES: dict[str, Callable[[Rows], bytes]] = {
    ".csv": as_csv, ".tsv": as_tsv, ".json": as_records, ".columns.json": as_columns,
    ".ndjson": as_lines, ".feather": as_feather, ".arrows": as_stream, ".parquet": as_parquet,
    ".sqlite": as_sqlite, ".xlsx": as_xlsx, ".ods": as_ods, ".zip": as_zip,
}


def frame(rows: Rows, crs: str = "EPSG:4326") -> gpd.GeoDataFrame:
    """Return rows with `lat` and `lon` as points in a CRS; a row without is one of no place."""
    table = pd.DataFrame(rows[1:], columns=rows[0])
    lon, lat = (pd.to_numeric(table.pop(name)) for name in ("lon", "lat"))
    shapes = gpd.GeoSeries.from_xy(lon, lat, crs="EPSG:4326").where(np.isfinite(lon), None)
    return gpd.GeoDataFrame(table, geometry=shapes, crs="EPSG:4326").to_crs(crs)


def written(rows: Rows, name: str, driver: str, crs: str, **options: bool) -> dict[str, bytes]:
    """Return the files that GDAL writes, by their names."""
    with tempfile.TemporaryDirectory() as folder:
        frame(rows, crs).to_file(Path(folder) / name, driver=driver, engine="pyogrio", **options)
        return {path.name: path.read_bytes() for path in Path(folder).iterdir()}


def as_shapefile(rows: Rows) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in written(rows, "events.shp", "ESRI Shapefile", "EPSG:32638").items():
            archive.writestr(f"folder/{name}", content)
    return stream.getvalue()


def as_gpkg(rows: Rows) -> bytes:
    return written(rows, "t.gpkg", "GPKG", "EPSG:3857")["t.gpkg"]


def as_flatgeobuf(rows: Rows) -> bytes:
    return written(rows, "t.fgb", "FlatGeobuf", "EPSG:32638", spatial_index=False)["t.fgb"]


def as_geoparquet(rows: Rows) -> bytes:
    sink = io.BytesIO()
    frame(rows, "EPSG:3857").to_parquet(sink)
    return sink.getvalue()


def as_geojson(rows: Rows) -> bytes:
    return frame(rows).to_json(drop_id=True).encode()


def as_kml(rows: Rows) -> bytes:
    marks = "".join(_mark(row) for row in dicts(rows))
    return f'<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{marks}</Document></kml>'.encode()


def as_kmz(rows: Rows) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("doc.kml", as_kml(rows))
        archive.writestr("images/a.png", b"x")
    return stream.getvalue()


def _mark(row: dict[str, str]) -> str:
    from xml.sax.saxutils import escape, quoteattr

    data = "".join(f"<Data name={quoteattr(k)}><value>{escape(v)}</value></Data>"
                   for k, v in row.items() if k not in {"lat", "lon", "date"})
    point = f"<Point><coordinates>{row['lon']},{row['lat']},0</coordinates></Point>"
    when = f"<TimeStamp><when>{row['date']}</when></TimeStamp>"
    return (f"<Placemark>{when * bool(row['date'])}<ExtendedData>{data}</ExtendedData>"
            f"{point * bool(row['lat'])}</Placemark>")


#: Containers of shapes, by their endings.
SHAPES: dict[str, Callable[[Rows], bytes]] = {
    ".shp.zip": as_shapefile, ".gpkg": as_gpkg, ".fgb": as_flatgeobuf, ".geoparquet": as_geoparquet,
    ".geojson": as_geojson, ".kml": as_kml, ".kmz": as_kmz,
}


def dicts(rows: Rows) -> list[dict[str, str]]:
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def columns(rows: Rows) -> list[tuple[str, list[str]]]:
    return [(name, [row[i] for row in rows[1:]]) for i, name in enumerate(rows[0])]


def arrow(rows: Rows) -> pa.Table:
    return pa.table({name: pa.array(cells, type=pa.string()) for name, cells in columns(rows)})
