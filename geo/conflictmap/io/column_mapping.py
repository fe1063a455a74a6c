"""Mappings: a small TOML that says what the columns of somebody's table mean.

    [columns]
    date = "Tarix"                   # or ["Year", "Month", "Day"]; or start and end below
    lat = "Enlik"
    lon = "Uzunluq"

    [read]
    date_format = "%d.%m.%Y"         # one format; ISO and EDTF need none
    decimal = ","

It stands beside the table (`mine.csv.toml` for `mine.csv`), or is named as the format.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

import numpy as np

from conflictmap.formats.files import decoded, read_bytes
from conflictmap.formats.record import Record
from conflictmap.formats.records import records
from conflictmap.formats.sniff import head_of
from conflictmap.formats.toml_tables import TomlTable
from conflictmap.io.rows import Row
from conflictmap.model.columns import DECIMALS, STANDARD, missing_columns, standard_name
from conflictmap.model.errors import EventsError, Problem, nearest
from conflictmap.model.region import all_exchanged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from conflictmap.io.meaning.plan import Plan
    from conflictmap.model.events import Events

#: Columns of a mapping that are not standard ones: a start and an end, coordinates in one cell.
FURTHER = ("date_start", "date_end", "latlon", "lonlat", "wkt", "point", "country", "admin", "zone",
           "crs")
OPTIONS = ("date_format", "decimal", "encoding")
ENCODINGS = ("utf-8", "cp1252", "latin-1", "cp1251")
_HEADERS = "the name of a column, or a list of such names"
_PAIR = re.compile(r"\s*(-?[\d.]+)\s*[,; ]\s*(-?[\d.]+)\s*", re.ASCII)
_WKT = re.compile(r"\s*POINT\s*Z?\s*\(\s*(-?[\d.]+)\s+(-?[\d.]+)[^)]*\)\s*", re.I | re.ASCII)


@dataclass(frozen=True, kw_only=True)
class ColumnMapping:
    """What columns mean: standard name (or one of `FURTHER`) to header or headers."""

    columns: Mapping[str, tuple[str, ...]]
    date_format: str = ""
    decimal: str = "."
    encoding: str = "utf-8"
    file: str = field(default="")


def read_mapping(path: str | Path) -> ColumnMapping:
    """Return the mapping in a TOML file.

    Raises
    ------
    EventsError
        When there is no such file, or it holds a key or value that means nothing.
    """
    return parse_mapping(read_bytes(path, error=EventsError), name=str(path))


def parse_mapping(content: bytes, *, name: str) -> ColumnMapping:
    """Return the mapping that a TOML text holds; NAME stands in messages."""
    try:
        raw = tomllib.loads(decoded(content, name, error=EventsError))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise EventsError(f"{name}: broken TOML: {error}.") from error
    table = TomlTable(raw, name, error=EventsError)
    table.refuse_unknown(("columns", "read"))
    columns = table.table("columns", (*STANDARD, *FURTHER))
    options = table.table("read", OPTIONS)
    if not columns.raw:
        table.fail("columns", "", "is missing. It says which column means what")
    found = {key: columns.texts(key, what=_HEADERS) for key in columns.raw}
    for key in (key for key, headers in found.items() if not headers):
        columns.fail(key, "", f"must be {_HEADERS}")
    if not {"date", "date_start"} & set(found):
        columns.fail("date", "", "is missing. Which column holds the day?")
    return ColumnMapping(
        columns=found, file=name, date_format=options.text("date_format"),
        decimal=options.word("decimal", (".", ",")),
        encoding=options.word("encoding", ENCODINGS),
    )


def mapped_rows(content: bytes, name: str, mapping: ColumnMapping) -> Iterator[Row | Problem]:
    """Yield the rows of a table whose columns a mapping explains.

    Raises
    ------
    EventsError
        When the mapping names a column that the table does not have.
    """
    check_headers(head_of(content, name).columns, name, mapping)
    encoding = None if mapping.encoding == "utf-8" else mapping.encoding
    used = {column for columns in mapping.columns.values() for column in columns}
    for record in records(content, name, encoding=encoding, lower=False):
        yield _row(record, mapping, used) if isinstance(record, Record) else record


def check_headers(columns: Iterable[str], name: str, mapping: ColumnMapping) -> None:
    """Refuse a mapping that names a column which the table does not have.

    Raises
    ------
    EventsError
        With the name that is nearest to it.
    """
    headers = [column.strip() for column in columns]
    for key, named in mapping.columns.items():
        for column in () if key == "crs" else named:
            if column not in headers:
                raise EventsError(
                    f"{name}: no column '{column}', which {mapping.file} takes for"
                    f" {key}.{nearest(column, headers)}"
                )


def _row(record: Record, mapping: ColumnMapping, used: set[str]) -> Row:
    cells = {} if record.broken else _cells(record.cells, mapping)
    extra = {k: v for k, v in record.cells.items() if k not in used}
    # A column with a standard name that the mapping leaves out has no meaning here.
    return Row(place=record.place, cells=cells, broken=record.broken, extra={
        f"{k} (unmapped)" if standard_name(k) in STANDARD else k: v for k, v in extra.items()
    })


def _cells(cells: Mapping[str, str], mapping: ColumnMapping) -> dict[str, str]:
    """Return the standard cells of a row."""
    texts = {
        key: [cells.get(column, "").strip() for column in columns]
        for key, columns in mapping.columns.items()
    }
    found = {key: " ".join(filter(None, t)) for key, t in texts.items()
             if key in STANDARD and key != "date"}
    found["date"] = _date(texts, mapping)
    if mapping.decimal == ",":
        found |= {key: found[key].replace(",", ".") for key in found.keys() & set(DECIMALS)}
    return found | _point(texts)


def _date(texts: Mapping[str, list[str]], mapping: ColumnMapping) -> str:
    """Return EDTF text from one cell, from year, month and day, or from a start and an end."""
    if "date_start" in texts:
        return _span(texts, mapping)
    parts = texts["date"]
    if len(parts) == 3 and all(p.isdecimal() or not p for p in parts):  # noqa: PLR2004
        # 0 stands for an unknown month or day in some tables.
        filled = (parts[0].zfill(4), parts[1].zfill(2), parts[2].zfill(2))
        return "-".join(part for part in filled if part.strip("0"))
    return _day(" ".join(filter(None, parts)), mapping)


def _span(texts: Mapping[str, list[str]], mapping: ColumnMapping) -> str:
    """Return EDTF text from the cells of a start and an end."""
    start, end = (_day(" ".join(texts.get(key, [""])), mapping)
                  for key in ("date_start", "date_end"))
    return f"{start}/{end}" if start and end and start != end else start


def _day(text: str, mapping: ColumnMapping) -> str:
    """Return a day as ISO text when it has the format of the mapping; other text as typed."""
    if not text or not mapping.date_format:
        return text
    try:
        return datetime.strptime(text, mapping.date_format).date().isoformat()  # noqa: DTZ007
    except ValueError:
        return text


def dated_by(mapping: ColumnMapping, columns: Mapping[str, Any]) -> dict[str, Any]:
    """Return columns (Arrow strings) of a table, days in the format of the mapping as ISO text."""
    named = {column for key in ("date", "date_start", "date_end")
             for column in mapping.columns.get(key, ())}
    return {column: _formatted(cells, mapping) if column in named and mapping.date_format
            else cells for column, cells in columns.items()}


def _formatted(cells: Any, mapping: ColumnMapping) -> Any:
    import pyarrow as pa

    return pa.array([_day(text.strip(), mapping) for text in cells.to_pylist()], type=pa.string())


def _point(texts: Mapping[str, list[str]]) -> dict[str, str]:
    """Return the coordinates that stand together in one cell; as typed when they do not fit."""
    for key, pattern, order in (
        ("latlon", _PAIR, ("lat", "lon")), ("point", _PAIR, ("lat", "lon")),
        ("lonlat", _PAIR, ("lon", "lat")),
        ("wkt", _WKT, ("lon", "lat")),
    ):
        text = " ".join(texts.get(key, []))
        if text:
            pair = pattern.fullmatch(text)
            return {order[0]: pair[1], order[1]: pair[2]} if pair else {"lat": text, "lon": text}
    return {}


#: Columns of a table that `conflictmap convert` wrote: it says what it means.
WRITTEN = frozenset({"source_dataset", "credit"})


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the caller says of tables.

    Parameters
    ----------
    strict
        Whether only the standard columns are read, and a row with a cell of no use is set aside.
    columns
        Meaning to column, where the caller says it (`date` to `When`).
    gazetteer
        A CSV of places (name, lat, lon, error), asked before the built-in one.
    guess
        Whether the meaning of columns that are not named is found.
    write_mapping
        Where what the columns were taken for is saved as a mapping.
    ask
        Called with a plan that holds guesses; returns columns by meaning, empty for none.
    points_as_given
        Whether points of UCDP of no stated precision are taken as they stand.
    """

    strict: bool = False
    columns: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    gazetteer: str = ""
    guess: bool = True
    write_mapping: str = ""
    ask: Callable[[Plan], Mapping[str, str]] | None = None
    points_as_given: bool = False


def are_ours(headers: Iterable[str]) -> bool:
    """Return whether all headers are those of standard columns, and none that is needed lacks.

    >>> are_ours(["date", "Latitude", "lon"]), are_ours(["date", "lat", "lon", "Killed"])
    (True, False)
    """
    names = list(headers)
    return not missing_columns(names) and all(standard_name(name) in STANDARD for name in names)


def needs_more(events: Events) -> bool:
    """Return whether more can be made of a table than its columns say as they stand.

    Rows were set aside, have a name of a place and no place, or all points look exchanged.
    """
    known = ~np.isnan(events["lat"])
    if events.accounting.set_aside or all_exchanged(events["lon"][known], events["lat"][known]):
        return True
    if WRITTEN & events.extra.keys():
        return False
    named = events["place"][~events.placed]
    return bool((named != "").any())
