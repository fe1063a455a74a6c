"""Small files of events with rows of every kind, good and bad."""

from __future__ import annotations

import csv
import gzip
import io

import pyarrow as pa
import pyarrow.parquet as pq

from toys import area, layer, road, square

WEST = area("west", square(0, 0), "1990-01-01", "2020-10-01", positional_error_m=500)
EAST = area("east", square(1, 0), "1990-01-01", None)
LAYERS = (layer(WEST, EAST, name="areas"), layer(road("r", (0, .5), (9, .5)), name="roads"))
KINDS = [
    {"id": "a", "date": "2020-09-27", "lon": 46.05, "lat": 39.55, "title": "Exact"},
    {"id": "b", "date": "2020-09-30/2020-10-02", "lon": 46.05, "lat": 39.55, "type": "battle"},
    {"id": "c", "date": "2020-09", "lon": 46.1, "lat": 39.55, "radius_m": 2000.0},
    {"id": "d", "date": "2020-09-27", "where": "east west", "title": " blanks "},
    {"id": "e", "date": "", "lon": 46.15, "lat": 39.55},
    {"id": "f", "date": "2020-09-27"},
    {"id": "g", "date": "2020-13-01", "lon": 46.15, "lat": 39.55, "note": "no such month"},
    {"id": "a", "date": "2020-09-28", "lon": 46.15, "lat": 39.55, "title": "a again"},
    {"id": "h", "date": "2020-02-30", "lon": 46.15, "lat": 39.55},
    {"id": "", "date": "2020-09-28", "lon": 46.15, "lat": 39.55, "title": "=1+1"},
    {"id": "i", "date": "2020-09-28", "lon": 39.55, "lat": 46.15, "title": "exchanged"},
    {"id": "j", "date": "2020-09-28", "lon": 46.15},
    {"id": "k", "date": "2020-09-28T10:00Z", "lon": 46.0999999, "lat": 39.5000004},
    {"id": "l", "date": "2020-09-28", "lon": 0.00001, "lat": -0.0, "radius_m": 0.0},
    {"id": "m", "date": "2020-09-28", "lon": 46.05, "lat": 39.5, "fatalities_low": 3.0,
     "fatalities_best": 2.0},
    {"id": "n", "date": "2020-09-28", "lon": 46.05, "lat": 39.5, "source_url": "javascript:x"},
    {"id": "o", "date": "2020-09-28", "lon": 46.05, "lat": 39.5, "title": "zero\0byte"},
    {"id": "аb", "date": "2020-09-28", "lon": 46.05, "lat": 39.5, "role": "toll"},
    {"id": "p", "date": "1500-01-01", "lon": 179.5, "lat": -89.5, "role": "no role"},
]
NUMBERS = {"lon", "lat", "radius_m", "fatalities_low", "fatalities_best", "fatalities_high"}


def parquet(path, rows, **types):
    """Write rows as Parquet, seven to a row group."""
    names = dict.fromkeys(["id", "date", "lon", "lat", *(n for row in rows for n in row)])
    arrays = {
        n: pa.array([row.get(n, None if n in NUMBERS else "") for row in rows],
                    type=types.get(n, pa.float64() if n in NUMBERS else pa.string()))
        for n in names
    }
    pq.write_table(pa.table(arrays), path, row_group_size=7)
    return path


def text(path, rows):
    """Write rows as CSV, packed where the path says so."""
    names = dict.fromkeys(["id", "date", "lon", "lat", *(n for row in rows for n in row)])
    stream = io.StringIO()
    writer = csv.DictWriter(stream, names, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({k: str(v).replace("\0", "") for k, v in row.items()} for row in rows)
    content = stream.getvalue().encode()
    path.write_bytes(gzip.compress(content) if path.suffix == ".gz" else content)
    return path
