"""SQLite and GeoPackage: tables and views, read in memory. No trigger and no extension runs."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from conflictmap.formats.arrow_cells import cell_of
from conflictmap.formats.geopackage import STYLES
from conflictmap.formats.json_cells import table_of_columns
from conflictmap.formats.shapes import features_of_shapes, in_wgs84, table_of_shapes
from conflictmap.formats.sheets import Sheet
from conflictmap.model.errors import EventsError
from conflictmap.model.limits import beyond, limits

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from conflictmap.formats.table import Table

NAME = "sqlite"
ENDINGS = (".gpkg", ".sqlite", ".sqlite3", ".db")
_MAGIC = b"SQLite format 3\0"
#: Functions that a view may call: they read their arguments and nothing else.
_FUNCTIONS = frozenset({
    "abs", "avg", "coalesce", "count", "date", "datetime", "group_concat", "ifnull", "iif", "instr",
    "julianday", "length", "like", "lower", "ltrim", "max", "min", "nullif", "replace", "round",
    "rtrim", "strftime", "substr", "substring", "sum", "time", "total", "trim", "typeof", "upper"})
_READS = (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ)
#: Steps of the machine of SQLite between two looks at the clock, and how many looks there are.
_STEPS, _LOOKS = 1_000_000, 500
#: Where the flags of GeoPackage geometry stand, and the bytes of its envelope by their code.
_FLAGS, _ENVELOPES = 3, (0, 32, 48, 48, 64)


def recognises(content: bytes) -> bool:
    """Return whether the content is a database of SQLite."""
    return content.startswith(_MAGIC)


def sheets(content: bytes, name: str) -> list[Sheet]:
    """Return the tables and views of a database; those of the system are left out.

    Raises
    ------
    EventsError
        When the database is broken.
    """
    geometry = _geometry_columns(content, name)
    _, rows = _select(content, name, "SELECT name, type FROM sqlite_master WHERE type IN"
                      " ('table', 'view') AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name", None)
    titles = [str(title) for title, _ in rows if not str(title).lower().startswith(
        ("sqlite_", "gpkg_", "rtree_", "spatial_ref_sys", "geometry_columns", "idx_",
         STYLES))]
    return [_sheet(content, name, title, geometry.get(title)) for title in titles]


def _sheet(content: bytes, name: str, title: str, geometry: tuple[str, Any] | None) -> Sheet:
    def read(limit: int | None) -> Table:
        columns, shapes = _columns(content, name, title, geometry, limit)
        if shapes is None:
            return table_of_columns(columns, name, word="row", first=1)
        return table_of_shapes(name, columns, shapes, word="row", first=1, over=False)

    def features() -> list[dict[str, Any]]:
        columns, shapes = _columns(content, name, title, geometry, None)
        return features_of_shapes(columns, np.array([]) if shapes is None else shapes)

    return Sheet(title=title, read=read, features=features if geometry else None)


def _columns(
    content: bytes, name: str, title: str, geometry: tuple[str, Any] | None, limit: int | None
) -> tuple[dict[str, list[str]], NDArray[Any] | None]:
    """Return the columns of a table as text, and its shapes in WGS 84."""
    quoted = '"' + title.replace('"', '""') + '"'
    headers, rows = _select(content, name, f"SELECT * FROM {quoted}", limit)  # noqa: S608 - quoted
    columns = {header: [row[i] for row in rows] for i, header in enumerate(headers)}
    shapes = None
    if geometry is not None and geometry[0] in columns:
        # The number of a row in a GeoPackage is no column of the user's.
        columns.pop("fid", None)
        wkb = np.array(list(map(_wkb, columns.pop(geometry[0]))), dtype=object)
        shapes = in_wgs84(shapely.from_wkb(wkb, on_invalid="ignore"), geometry[1], name)
    # A column of bytes holds pictures, or shapes that are no GeoPackage's: no text.
    texts = {header: column for header, column in columns.items() if bytes not in map(type, column)}
    return {header: list(map(cell_of, column)) for header, column in texts.items()}, shapes


def _wkb(blob: Any) -> bytes | None:
    """Return the WKB in a geometry of a GeoPackage."""
    if not isinstance(blob, bytes) or blob[:2] != b"GP" or len(blob) <= 2 * _FLAGS + 2:
        return None
    code = blob[_FLAGS] >> 1 & 7
    return blob[8 + _ENVELOPES[code]:] if code < len(_ENVELOPES) else None


def _geometry_columns(content: bytes, name: str) -> dict[str, tuple[str, Any]]:
    """Return the geometry column of each table of a GeoPackage, and its CRS."""
    _, there = _select(content, name, "SELECT name FROM sqlite_master WHERE name IN"
                       " ('gpkg_geometry_columns', 'gpkg_spatial_ref_sys')", None)
    if len(there) < 2:  # noqa: PLR2004 - both tables
        return {}
    _, rows = _select(
        content, name, "SELECT table_name, column_name, organization, organization_coordsys_id,"
        " definition FROM gpkg_geometry_columns AS g LEFT JOIN gpkg_spatial_ref_sys AS s"
        " ON g.srs_id = s.srs_id", None)
    return {str(table): (str(column), _crs(*crs)) for table, column, *crs in rows}


def _crs(organization: Any, code: Any, definition: Any) -> Any:
    if str(organization).upper() == "EPSG":
        return f"EPSG:{code}"
    return definition if definition and definition != "undefined" else None


def _select(
    content: bytes, name: str, query: str, limit: int | None
) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Return the names of columns and the rows of a query."""
    # A database whose last changes stood in a file of their own says so; here is only this one.
    plain = content[:18] + b"\1\1" + content[20:]
    try:
        with closing(sqlite3.connect(":memory:")) as base:
            base.deserialize(plain)
            _guard(base)
            cursor = base.execute(query)
            most = limits().rows + 1 if limit is None else limit
            rows = cursor.fetchmany(most)
            headers = [str(column[0]) for column in cursor.description or ()]
    except (sqlite3.Error, OverflowError, MemoryError, UnicodeError) as error:
        raise EventsError(f"{name}: the database cannot be read: {error}. Is it complete, and does"
                          " the table only read its own rows?") from error
    for limit_name, found in (("rows", len(rows)), ("columns", len(headers))):
        if found > getattr(limits(), limit_name):
            raise EventsError(f"{name}: {beyond(limit_name)}")
    return headers, rows


def _guard(base: sqlite3.Connection) -> None:
    """Let a connection read, and nothing else."""
    looks = iter(range(_LOOKS))
    base.text_factory = partial(str, encoding="utf-8", errors="replace")
    base.execute("PRAGMA trusted_schema = OFF")
    base.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, max(limits().row * 4, 1_000_000))
    base.set_progress_handler(lambda: next(looks, None) is None, _STEPS)
    base.set_authorizer(_allowed)


def _allowed(action: int, _: str | None, function: str | None, *__: str | None) -> int:
    """Say whether an action may be done: reading, and functions that only read."""
    reads = action in _READS or (
        action == sqlite3.SQLITE_FUNCTION and str(function).lower() in _FUNCTIONS)
    return sqlite3.SQLITE_OK if reads else sqlite3.SQLITE_DENY
