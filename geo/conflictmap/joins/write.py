"""Writing joined events: CSV, GeoJSON and Parquet."""

from __future__ import annotations

import io
import json
import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from conflictmap.formats.csv_files import csv_text
from conflictmap.formats.files import check_output, write_whole
from conflictmap.formats.geopackage import GeoTable, gpkg_bytes
from conflictmap.formats.table_bytes import SHEETS, table_bytes
from conflictmap.joins.result import NUMBERS, OF_EVENT, TRUTHS
from conflictmap.joins.rows import FURTHER
from conflictmap.model.columns import CREDIT, NUMERIC, STANDARD, standard_name
from conflictmap.model.errors import EventsError, nearest
from conflictmap.model.interval import possible_days
from conflictmap.model.source_terms import check_redistribution

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from numpy.typing import NDArray

    from conflictmap.joins.join import Joined
    from conflictmap.joins.rows import Shown
    from conflictmap.model.events import Events

    _Rows = NDArray[np.int64]

ENDINGS = (".csv", ".geojson", ".parquet", ".gpkg", ".fgb", ".xlsx", ".ods")
#: Stands for every column of the file that has no meaning here.
ALL = "all"
#: Standard columns that the table of a join holds anyway.
_THERE = frozenset({"id", "title", "date", "type", "lat", "lon"})
_PREFIX = "source_"


def write_joined(
    joined: Joined, events: Events, path: str | Path, *, keep: str | Iterable[str] = (),
    found: bool = False, long: bool = False,
) -> Path:
    """Write joined events by the ending of the path, whole or not at all, and return the path.

    Parameters
    ----------
    joined, events
        The rows, and the events that they are of.
    path
        Ends in .csv, .geojson, .parquet, .gpkg, .fgb, .xlsx or .ods.
    keep
        Further columns of the events to write behind the others: standard ones (`actor1`) or
        those of the file (`admin1`), or `all` of the latter. One whose name is taken already
        stands under `source_…`.
    found
        Whether only rows with an area are written; by default each event has a row for each layer.
    long
        Whether each further possible area (`also`) gets a row of its own, behind that of its event;
        of it is known that it is possible, and neither share nor border.

    Raises
    ------
    EventsError
        When there is no such column.
    OutputError
        When the ending is none of these, the file cannot be written, or the
        source of the events forbids handing their rows on.
    """
    target = Path(path)
    check_redistribution(events, str(target))
    writers: dict[str, Callable[[dict[str, list[Any]], Events, _Rows], bytes]] = {
        ".csv": _csv, ".geojson": _geojson, ".parquet": _parquet, ".gpkg": _geopackage,
        ".fgb": _flatgeobuf,
    }
    check_output(target, ENDINGS)
    shown = joined.shown(found=found, long=long)
    rows = shown.rows % max(len(events), 1)
    table = _found(joined, shown, long=long) | _of_events(events, rows)
    table |= _kept(events, asked(keep), tuple(table), rows)
    ending = target.suffix.lower()
    write_whole(target, table_bytes(table, target, title="joined") if ending in SHEETS
                else writers[ending](table, events, rows))
    return target


def _kept(
    events: Events, names: tuple[str, ...], taken: tuple[str, ...], rows: _Rows
) -> dict[str, list[Any]]:
    """Return the kept columns of events at rows, under the names that they have in the table."""
    if len(events):
        check_kept(names, events.extra, str(events["file"][0]))
    return {out: _values(kept_of(events, name)[rows])
            for name, out in out_names(resolved(names, events.extra), taken).items()}


def _found(joined: Joined, shown: Shown, *, long: bool) -> dict[str, list[Any]]:
    """Return the columns that say what was found; unknown numbers are None."""
    table = {name: _values(values[shown.rows]) for name, values in joined.columns.items()}
    if long:
        table["also"] = [""] * len(shown.rows)
        for row in np.flatnonzero(shown.added).tolist():
            for name, value in {**FURTHER, "area_id": shown.area[row]}.items():
                table[name][row] = value
    return table


def _of_events(events: Events, rows: _Rows) -> dict[str, list[Any]]:
    """Return the columns of events that each row repeats."""
    table = {name: _values(events[name][rows]) for name in OF_EVENT}
    if CREDIT in events.extra:
        table[CREDIT] = events.extra[CREDIT][rows].tolist()
    return table


def _values(values: NDArray[Any]) -> list[Any]:
    return [_value(value) for value in values]


def _value(value: Any) -> Any:
    if isinstance(value, (float, np.floating)):
        return None if math.isnan(value) else round(float(value), 6)
    if isinstance(value, np.bool_):
        return bool(value)
    return value


def _csv(table: dict[str, list[Any]], _: Events, __: _Rows) -> bytes:
    return csv_text(table)


def _geojson(table: dict[str, list[Any]], events: Events, rows: _Rows) -> bytes:
    places = [None if g is None else shapely.geometry.mapping(g) for g in events.geometry]
    lines = []
    for at, *row in zip(rows.tolist(), *table.values(), strict=True):
        lines.append(json.dumps({
            "type": "Feature", "properties": dict(zip(table, row, strict=True)),
            "geometry": places[at],
        }, ensure_ascii=False, allow_nan=False))
    head = '{"type":"FeatureCollection","features":[\n'
    return (head + ",\n".join(lines) + "\n]}\n").encode()


def _geopackage(table: dict[str, list[Any]], events: Events, rows: _Rows) -> bytes:
    return gpkg_bytes([_geo_table(table, events, rows)])


def _flatgeobuf(table: dict[str, list[Any]], events: Events, rows: _Rows) -> bytes:
    from conflictmap.formats.flatgeobuf import fgb_bytes

    return fgb_bytes(_geo_table(table, events, rows))


def _geo_table(table: dict[str, list[Any]], events: Events, rows: _Rows) -> GeoTable:
    """Return the rows with the shapes of their events, and days as dates among the columns."""
    days = possible_days(events["start"][rows].tolist(), events["end"][rows].tolist())
    return GeoTable(name="joined", columns=table | days, shapes=events.geometry[rows])


def _parquet(table: dict[str, list[Any]], _: Events, __: _Rows) -> bytes:
    import pyarrow.parquet as pq

    sink = io.BytesIO()
    pq.write_table(_arrow(table), sink, compression="zstd")
    return sink.getvalue()


def _arrow(table: dict[str, list[Any]]) -> Any:
    import pyarrow as pa

    arrays = [pa.array(table[field.name], type=field.type) for field in arrow_schema(table)]
    return pa.table(arrays, names=list(table))


def write_joined_rows(joined: Joined, path: str | Path) -> Path:
    """Write joined events as `write_joined` does, of the events that they hold."""
    return write_joined(joined, joined.events, path)


def arrow_schema(names: Iterable[str]) -> Any:
    """Return the Arrow types of columns of a table of a join."""
    import pyarrow as pa

    kinds = {**dict.fromkeys((*NUMBERS, *NUMERIC), pa.float64()),
             **dict.fromkeys(TRUTHS, pa.bool_())}
    return pa.schema([(name, kinds.get(name, pa.string())) for name in names])


def asked(keep: str | Iterable[str]) -> tuple[str, ...]:
    """Return the columns that are asked for, each once; those that are there anyway are left out.

    >>> asked(["actor_a", "title", "admin1", "actor1"])
    ('actor1', 'admin1')
    """
    names = (keep,) if isinstance(keep, str) else keep
    found = [name if name == ALL else standard_name(name) for name in names]
    return tuple(name for name in dict.fromkeys(found) if name not in _THERE and name != CREDIT)


def resolved(names: Sequence[str], further: Collection[str]) -> tuple[str, ...]:
    """Return the columns, with FURTHER ones of the file, sorted, in place of `all`."""
    found: dict[str, None] = {}
    for name in names:
        rest = sorted(n for n in further if n != CREDIT) if name == ALL else [name]
        found |= dict.fromkeys(rest)
    return tuple(found)


#: Columns of known sources, and the standard ones that they become.
_BECAME = {"side_a": "actor1", "side_b": "actor2", "best": "fatalities_best",
           "low": "fatalities_low", "high": "fatalities_high", "where_coordinates": "place",
           "latitude": "lat", "longitude": "lon", "date_start": "date"}


def check_kept(names: Iterable[str], further: Collection[str], file: str) -> None:
    """Refuse a column that is neither a standard one nor in the file.

    Raises
    ------
    EventsError
        With the column that is nearest in name.
    """
    for name in names:
        if name not in STANDARD and name not in further and name != ALL:
            known = sorted({*further, *STANDARD} - _THERE)
            hint = (f" It became '{_BECAME[name]}'." if name in _BECAME else nearest(name, known))
            raise EventsError(
                f"{file}: no column '{name}' to keep.{hint} 'all' keeps every"
                " column that has no meaning of its own here."
            )


def out_names(names: Iterable[str], taken: Collection[str]) -> dict[str, str]:
    """Return the name of each kept column in the table; one that is taken gets a prefix.

    >>> out_names(["share", "source_share", "admin1"], ["share"])
    {'share': 'source_share', 'source_share': 'source_source_share', 'admin1': 'admin1'}
    """
    found: dict[str, str] = {}
    used = {*taken, CREDIT}
    for name in names:
        free = name
        while free in used:
            free = f"{_PREFIX}{free}"
        used.add(free)
        found[name] = free
    return found


def kept_of(events: Events, name: str) -> NDArray[Any]:
    """Return one kept column: text, or numbers with NaN; empty text where no row has it."""
    import numpy as np

    if name in STANDARD:
        return events[STANDARD[name]]
    return events.extra.get(name, np.full(len(events), "", dtype=object))
