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
from itertools import chain
from typing import TYPE_CHECKING, Any

from conflictmap.formats.files import decoded, read_bytes
from conflictmap.formats.sniff import head_of
from conflictmap.io.column_rules import Rule, Rules
from conflictmap.io.source_rows import SourceRows, mapped
from conflictmap.model.columns import DECIMALS, STANDARD, standard_name
from conflictmap.model.errors import EventsError, Problem, nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from conflictmap.formats.table import Table
    from conflictmap.io.rows import Row

#: Columns of a mapping that are not standard ones: a start and an end, coordinates in one cell.
FURTHER = ("date_start", "date_end", "latlon", "lonlat", "wkt", "point", "country", "admin", "zone",
           "crs")
OPTIONS = ("date_format", "decimal", "encoding")
ENCODINGS = ("utf-8", "cp1252", "latin-1", "cp1251")
_HEADERS = "the name of a column, or a list of such names"
#: Columns that hold both coordinates; the first that there is counts.
_POINTS = ("latlon", "point", "lonlat", "wkt")
_POINT = ("lat", "lon")
#: Columns whose cells are joined with a blank.
_JOINED = tuple(name for name in STANDARD if name != "date")
_PAIR = re.compile(r"\s*(-?[\d.]+)\s*[,; ]\s*(-?[\d.]+)\s*", re.ASCII)
_WKT = re.compile(r"\s*POINT\s*Z?\s*\(\s*(-?[\d.]+)\s+(-?[\d.]+)[^)]*\)\s*", re.I | re.ASCII)


@dataclass(frozen=True, kw_only=True)
class ColumnMapping:
    """What columns mean: standard name (or one of `FURTHER`) to header or headers."""

    columns: Mapping[str, tuple[str, ...]]
    date_format: str = ""
    decimal: str = "."
    encoding: str = "utf-8"

    @property
    def headers(self) -> tuple[str, ...]:
        """The headers that it names, each once."""
        return tuple(dict.fromkeys(h for named in self.columns.values() for h in named))
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
    from conflictmap.formats.toml_tables import TomlTable

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


def mapped_rows(
    content: bytes | Table, name: str, mapping: ColumnMapping
) -> Iterator[Row | Problem]:
    """Yield the rows of a table whose columns a mapping explains.

    Raises
    ------
    EventsError
        When the mapping names a column that the table does not have.
    """
    check_headers(head_of(content, name).columns, name, mapping)
    yield from mapped(content, name, source_of(mapping))


def source_of(mapping: ColumnMapping) -> SourceRows:
    """Return how the tables that a mapping explains are read."""
    return SourceRows(
        rules=lambda columns: _rules(mapping, columns), lower=False,
        encoding=None if mapping.encoding == "utf-8" else mapping.encoding)


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


def _rules(mapping: ColumnMapping, columns: frozenset[str]) -> Rules:
    """Return what the columns of a table mean by a mapping."""
    used = frozenset(chain.from_iterable(mapping.columns.values()))
    named = {key: mapping.columns[key] for key in _JOINED if key in mapping.columns}
    rules = [Rule((key,), of, _joined(key, mapping)) for key, of in named.items()]
    rules.append(_date_rule(mapping))
    if not mapping.columns.keys().isdisjoint(_POINTS):
        rules.append(_point_rule(mapping, named))
    # A column with a standard name that the mapping leaves out has no meaning here.
    left = [name for name in columns - used if standard_name(name) in STANDARD]
    return Rules(cells=rules, used=used, renamed={name: f"{name} (unmapped)" for name in left})


def _joined(key: str, mapping: ColumnMapping) -> Callable[..., tuple[str]]:
    """Return what makes one cell of several; a decimal comma becomes a point."""
    comma = mapping.decimal == "," and key in DECIMALS

    def make(*texts: str) -> tuple[str]:
        text = " ".join(filter(None, map(str.strip, texts)))
        return (text.replace(",", ".") if comma else text,)

    return make


def _date_rule(mapping: ColumnMapping) -> Rule:
    keys = [key for key in ("date", "date_start", "date_end") if key in mapping.columns]

    def make(*texts: str) -> tuple[str]:
        return (_date(_by_key(mapping, keys, texts), mapping),)

    return Rule(("date",), _columns(mapping, keys), make)


def _point_rule(mapping: ColumnMapping, named: Mapping[str, tuple[str, ...]]) -> Rule:
    """Return the rule for coordinates in one cell, behind that for those in cells of their own."""
    keys = [key for key in (*_POINTS, *_POINT) if key in mapping.columns]

    def make(*texts: str) -> tuple[str, ...]:
        cells = _by_key(mapping, keys, texts)
        alone = {key: _joined(key, mapping)(*cells[key])[0] for key in named if key in _POINT}
        found = {"lat": "", "lon": ""} | alone | _point(cells)
        return found["lat"], found["lon"]

    return Rule(("lat", "lon"), _columns(mapping, keys), make)


def _columns(mapping: ColumnMapping, keys: Sequence[str]) -> tuple[str, ...]:
    return tuple(column for key in keys for column in mapping.columns[key])


def _by_key(
    mapping: ColumnMapping, keys: Sequence[str], texts: Sequence[str]
) -> dict[str, list[str]]:
    """Return the texts of columns by what they are read for."""
    rest = iter(texts)
    return {key: [next(rest).strip() for _ in mapping.columns[key]] for key in keys}


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
