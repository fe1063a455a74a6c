"""Writing joined events: CSV, GeoJSON and Parquet."""

from __future__ import annotations

import csv
import io
import itertools
import json
import math
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from conflictmap.errors import OutputError
from conflictmap.files import write_whole
from conflictmap.keeping import NUMERIC, asked, check_kept, kept_of, out_names, resolved
from conflictmap.licences import CREDIT, check_hand_on

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from conflictmap.events import Events
    from conflictmap.joining import Joined

#: A cell that begins with one of these could be run by a spreadsheet; it gets an apostrophe, which
#: our reader takes away again.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)
#: Columns that hold numbers, and those that hold true or false; all others hold text.
NUMBERS = ("share", "border_m", "chainage_m", "offset_m", "chainage_low_m", "chainage_high_m",
           "lat", "lon")
TRUTHS = ("border_uncertain", "radius_stated")
#: What is repeated from the event on each row.
_KEPT = ("title", "when", "type", "lat", "lon")


def write_joined(
    joined: Joined, events: Events, path: str | Path, *, keep: str | Iterable[str] = ()
) -> Path:
    """Write joined events by the ending of the path, whole or not at all, and return the path.

    Parameters
    ----------
    joined, events
        The rows, and the events that they are of.
    path
        Ends in .csv, .geojson or .parquet.
    keep
        Further columns of the events to write behind the others: standard ones (`actor1`) or
        those of the file (`admin1`), or `all` of the latter. One whose name is taken already
        stands under `source_…`.

    Raises
    ------
    EventsError
        When there is no such column.
    OutputError
        When the ending is none of .csv, .geojson, .parquet, the file cannot be written, or the
        source of the events forbids handing their rows on.
    """
    target = Path(path)
    check_hand_on(events, str(target))
    writers: dict[str, Callable[[dict[str, list[Any]], Events], bytes]] = {
        ".csv": _csv, ".geojson": _geojson, ".parquet": _parquet,
    }
    if target.suffix.lower() not in writers:
        raise OutputError(f"{target}: unknown ending. Use {', '.join(writers)}.")
    table = _table(joined, events)
    table |= _kept(joined, events, asked(keep), tuple(table))
    write_whole(target, writers[target.suffix.lower()](table, events))
    return target


def _kept(
    joined: Joined, events: Events, names: tuple[str, ...], taken: tuple[str, ...]
) -> dict[str, list[Any]]:
    """Return the kept columns under the names that they have in the table."""
    if len(events):
        check_kept(names, events.extra, str(events["file"][0]))
    times = len(joined) // max(len(events), 1)
    return {
        out: [_value(v) for v in np.tile(kept_of(events, name), times)]
        for name, out in out_names(resolved(names, events.extra), taken).items()
    }


def check_output(path: str | Path, endings: tuple[str, ...]) -> None:
    """Raise OutputError when the path does not end in one of ENDINGS."""
    if Path(path).suffix.lower() not in endings:
        raise OutputError(f"{path}: unknown ending. Use {', '.join(endings)}.")


def _table(joined: Joined, events: Events) -> dict[str, list[Any]]:
    """Return the columns to write; unknown numbers are None."""
    times = len(joined) // max(len(events), 1)
    table = {name: [_value(v) for v in values] for name, values in joined.columns.items()}
    for name in _KEPT:
        table[name] = [_value(v) for v in np.tile(events[name], times)]
    if CREDIT in events.extra:
        table[CREDIT] = np.tile(events.extra[CREDIT], times).tolist()
    return table


def _value(value: Any) -> Any:
    if isinstance(value, (float, np.floating)):
        return None if math.isnan(value) else round(float(value), 6)
    if isinstance(value, np.bool_):
        return bool(value)
    return value


def _csv(table: dict[str, list[Any]], _: Events) -> bytes:
    return csv_text(table)


def csv_text(table: dict[str, list[Any]], *, header: bool = True) -> bytes:
    """Return columns as CSV in UTF-8 that no spreadsheet runs; None is an empty cell."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    # A lone carriage return is not quoted by the csv module, and would end the row on reading.
    careful = csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_ALL)
    for row in itertools.chain([table] if header else [], zip(*table.values(), strict=True)):
        cells = [inert(v) for v in row]
        (careful if any("\r" in str(cell) for cell in cells) else writer).writerow(cells)
    return text.getvalue().encode()


def inert(value: Any) -> Any:
    """Return a cell that no spreadsheet runs as a formula; a plain number is none.

    >>> inert("=1+1"), inert("-1"), inert("'=1")
    ("'=1+1", '-1', "''=1")
    """
    if isinstance(value, str) and value.lstrip("'").startswith(FORMULA):
        return value if _NUMBER.fullmatch(value) else f"'{value}"
    if isinstance(value, bool):
        return "true" if value else "false"
    return value


def _geojson(table: dict[str, list[Any]], events: Events) -> bytes:
    places = [None if g is None else shapely.geometry.mapping(g) for g in events.geometry]
    lines = []
    for i, row in enumerate(zip(*table.values(), strict=True)):
        lines.append(json.dumps({
            "type": "Feature", "properties": dict(zip(table, row, strict=True)),
            "geometry": places[i % len(places)],
        }, ensure_ascii=False, allow_nan=False))
    head = '{"type":"FeatureCollection","features":[\n'
    return (head + ",\n".join(lines) + "\n]}\n").encode()


def _parquet(table: dict[str, list[Any]], _: Events) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    sink = io.BytesIO()
    numbers = (*NUMBERS, *NUMERIC)
    kinds = {**dict.fromkeys(numbers, pa.float64()), **dict.fromkeys(TRUTHS, pa.bool_())}
    arrays = {n: pa.array(values, type=kinds.get(n, pa.string())) for n, values in table.items()}
    pq.write_table(pa.table(arrays), sink, compression="zstd")
    return sink.getvalue()
