"""Events from Parquet by columns: plain rows all at once, the others row by row.

A row is plain when the ordinary reader is sure to take it as it stands. What comes out is what that
reader makes of the same file; a million rows take seconds, and each repeated text stands once.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from conflictmap.cells import TOLLS
from conflictmap.errors import EventsError, Problem
from conflictmap.events import DAYS, NO_DAY, NUMBERS, TEXT, Events
from conflictmap.gathering import counted, inside_region
from conflictmap.parquets import as_parquet, check_size
from conflictmap.rows import (
    AS_TYPED,
    ROLES,
    STANDARD,
    checked_events,
    standard_name,
    with_doubtful_ids,
)
from conflictmap.workbooks import text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from numpy.typing import NDArray

    from conflictmap.rows import Row
    from conflictmap.streaming.plain import PlainColumns

    Mask = NDArray[np.bool_]
    Rows = Callable[[bytes], Iterable[Row]]

#: Rows that are read at once.
_BATCH = 65_536
#: Bytes of a column that are read ahead: a row group may hold all rows.
_BUFFER = 1 << 20
#: Rows by which a column is taken for one whose texts mostly differ.
_SOME = 2_000
_TEXTS = {name: column for name, column in STANDARD.items()
          if column in TEXT and name not in {"id", "date"}}


#: Columns of `Events` that are made, not read.
_MADE = ("event_id", "when", "date_precision", "role", "file", "line")


@dataclass(kw_only=True)
class _Table:
    """The columns of a file with a place for each row, filled where `kept` is true.

    `names` and `further` give the file's column for each standard one and for each other one; `odd`
    holds the numbers of the rows that are not plain, and the rows; `once` each text that repeats.
    """

    names: Mapping[str, str]
    further: Mapping[str, str]
    columns: dict[str, NDArray[Any]]
    extra: dict[str, NDArray[Any]]
    kept: Mask
    odd: list[Any] = field(default_factory=list)
    once: dict[str, str] = field(default_factory=dict)


def parquet_events(
    content: bytes, name: str, *, stem: str, rows: Rows, areas: Mapping[str, Any], swap_check: bool,
) -> Events | None:
    """Return the events of a Parquet file under the standard columns; None if no row is plain.

    Parameters
    ----------
    content, name, stem
        The file, its name for messages, and the start of ids for rows that have none.
    rows
        Reads the content of a file row by row.
    areas, swap_check
        As `events_of` takes them.

    Raises
    ------
    EventsError
        When the file is broken, or too large.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    from conflictmap.streaming.plain import columns_of

    try:
        file = pq.ParquetFile(io.BytesIO(content), buffer_size=_BUFFER)
        check_size(file.metadata, name)
        names = columns_of(file.schema_arrow)
        if names is None:
            return None
        ids = _ids(file, names, stem)
        table = _empty(file, names)
        first = 0
        for batch in file.iter_batches(_BATCH):
            part = slice(first, first + batch.num_rows)
            _fill(table, batch, part, ids, swap_check=swap_check)
            first += batch.num_rows
    except (pa.ArrowException, OSError, UnicodeDecodeError, OverflowError) as error:
        raise EventsError(f"{name}: broken Parquet: {error}.") from error
    return _whole(table, name, stem=stem, rows=rows, areas=areas, swap_check=swap_check)


def _ids(file: Any, names: Mapping[str, str], stem: str) -> tuple[Any, Mask]:
    """Return the id of each row as Arrow text, and which of them may stand twice."""
    import pyarrow as pa
    import pyarrow.compute as pc

    from conflictmap.streaming.ids import hashes_of
    from conflictmap.streaming.plain import as_strings

    count = file.metadata.num_rows

    def made() -> Any:
        numbers = pa.array(np.arange(1, count + 1)).cast(pa.string())
        return pc.binary_join_element_wise(stem, numbers, "-")

    if "id" not in names:
        return made(), np.zeros(count, dtype=bool)
    column = file.read([names["id"]]).column(0)
    typed = pa.chunked_array([as_strings(part) for part in column.chunks], type=pa.string())
    texts = typed.combine_chunks().fill_null("")
    blank = pc.equal(pc.utf8_trim_whitespace(texts), "")
    if pc.any(blank).as_py():
        texts = pc.if_else(blank, made(), texts)
    hashes = hashes_of(texts)
    ordered = np.sort(hashes)
    twice = ordered[1:][ordered[1:] == ordered[:-1]]
    return texts, np.isin(hashes, twice) if len(twice) else np.zeros(count, dtype=bool)


def _empty(file: Any, names: Mapping[str, str]) -> _Table:
    """Return a table without values; columns that the file does not have are one and the same."""
    count = file.metadata.num_rows
    further = {standard_name(column): column for column in file.schema_arrow.names
               if standard_name(column) not in STANDARD}
    filled = {*_MADE, *(STANDARD[name] for name in names if name in STANDARD)}
    blank, unknown = np.full(count, "", dtype=object), np.full(count, np.nan)
    columns: dict[str, NDArray[Any]] = dict.fromkeys(TEXT, blank) | dict.fromkeys(NUMBERS, unknown)
    columns |= {name: values.copy() for name, values in columns.items() if name in filled}
    columns |= {name: np.full(count, NO_DAY, dtype=np.int64) for name in DAYS}
    blank.flags.writeable = unknown.flags.writeable = False
    return _Table(
        names=names, further=further, columns=columns, kept=np.zeros(count, dtype=bool),
        extra={name: np.full(count, "", dtype=object) for name in further},
    )


def _fill(
    table: _Table, batch: Any, part: slice, ids: tuple[Any, Mask], *, swap_check: bool
) -> None:
    """Put the plain rows of a batch into their part of the table, and the others aside."""
    from conflictmap.streaming.plain import read_plain

    found = read_plain(batch, dict(table.names))
    plain = found.plain & ~ids[1][part]
    if swap_check:
        plain &= ~(inside_region(found.lat, found.lon) & ~inside_region(found.lon, found.lat))
    columns: dict[str, NDArray[Any]] = {}
    for name, column in _TEXTS.items():
        if name in table.names:
            columns[column] = _texts(
                table, batch.column(table.names[name]), typed=name in AS_TYPED)
    columns |= _typed(table, batch, found, ids[0][part.start:part.stop])
    extra = {name: _further(table, batch.column(column)) for name, column in table.further.items()}
    rows = np.flatnonzero(plain)
    whole = len(rows) == len(plain)
    for into, values in ((table.columns, columns), (table.extra, extra)):
        for name, cells in values.items():
            if whole:
                into[name][part] = cells
            else:
                into[name][part.start + rows] = cells[rows]
    table.kept[part] = plain
    if not whole:
        others = np.flatnonzero(~plain)
        table.odd.append((part.start + others, batch.take(others)))


def _typed(table: _Table, batch: Any, found: PlainColumns, ids: Any) -> dict[str, NDArray[Any]]:
    """Return the columns of a batch that are not texts as they stand."""
    from conflictmap.streaming.plain import toll_numbers

    dated = found.day != NO_DAY
    after = np.where(dated, found.day + 1, NO_DAY)
    columns: dict[str, NDArray[Any]] = {
        "event_id": ids.to_numpy(zero_copy_only=False), "when": _texts(table, found.texts["when"]),
        "date_precision": np.where(dated, "day", "").astype(object),
        "start": found.day, "certain_start": found.day, "end": after, "certain_end": after,
        "lat": found.lat, "lon": found.lon,
    }
    if "radius_m" in table.names:
        columns["radius_m"] = found.radius_m
    for name, column in TOLLS.items():
        if name in table.names:
            columns[column] = toll_numbers(batch.column(table.names[name]))
    return columns


def _texts(table: _Table, column: Any, *, typed: bool = True) -> NDArray[Any]:
    """Return a column as texts, unknown as empty, as they are TYPED or without blanks around."""
    from conflictmap.streaming.plain import as_strings

    texts = as_strings(column).fill_null("")
    if len(texts.slice(0, _SOME).unique()) > _SOME // 2:
        return _objects(texts.to_pylist() if typed else [v.strip() for v in texts.to_pylist()])
    coded = texts.dictionary_encode()
    words = [v if typed else v.strip() for v in coded.dictionary.to_pylist()]
    once = _objects([table.once.setdefault(word, word) for word in words])
    found: NDArray[Any] = once[coded.indices.to_numpy()]
    return found


def _objects(values: list[str]) -> NDArray[Any]:
    found = np.empty(len(values), dtype=object)
    found[:] = values
    return found


def _further(table: _Table, column: Any) -> NDArray[Any]:
    """Return a column without meaning here as a person would type it."""
    import pyarrow.types as t

    kind = column.type.value_type if t.is_dictionary(column.type) else column.type
    if t.is_string(kind) or t.is_large_string(kind):
        return _texts(table, column)
    return _objects([text_of(value) for value in column.to_pylist()])


def _whole(table: _Table, name: str, *, stem: str, rows: Rows, **reading: Any) -> Events:
    """Return the events of all rows, once those that are not plain have been read too."""
    count = len(table.kept)
    table.columns["file"][:] = name
    table.columns["line"][:] = [f"row {number}" for number in range(1, count + 1)]
    role = table.columns["role"]
    role[role == ""] = ROLES[0]
    areas: dict[int, Any] = {}
    problems: tuple[Problem, ...] = ()
    if table.odd:
        others = _others(table, name, stem=stem, rows=rows, **reading)
        problems = others.problems
        at = np.array([int(line.rpartition(" ")[2]) - 1 for line in others["line"]], dtype=np.int64)
        for known, values in ((table.columns, others.columns), (table.extra, others.extra)):
            for column in values:
                if known[column].flags.writeable:  # not one that the file does not have
                    known[column][at] = values[column]
        table.kept[at] = True
        areas = {int(at[row]): area for row, area in others.areas.items()}
    extra = dict(sorted(table.extra.items())) if table.kept.any() else {}
    events = Events(columns=table.columns, extra=extra, areas=areas, problems=problems)
    if not table.kept.all():
        events = events.take(table.kept)
    events = counted(events, count)
    return with_doubtful_ids(events, name) if table.odd else events


def _others(table: _Table, name: str, *, stem: str, rows: Rows, **reading: Any) -> Events:
    """Return the events of the rows that are not plain, as the ordinary reader reads them."""
    import pyarrow as pa

    numbers = np.concatenate([numbers for numbers, _ in table.odd])
    content = as_parquet(pa.Table.from_batches([batch for _, batch in table.odd]))

    def placed() -> Iterator[Row]:
        for row in rows(content):
            yield replace(row, place=f"row {numbers[int(row.place.rpartition(' ')[2]) - 1] + 1}")

    lon, lat = (table.columns[column][table.kept] for column in ("lon", "lat"))
    beside = int((~np.isnan(lat)).sum()), int(inside_region(lon, lat).sum())
    return checked_events(placed(), file=name, stem=stem, beside=beside, **reading)
