"""GeoPackages: tables with shapes, and the styles that QGIS gives them."""

from __future__ import annotations

import sqlite3
import tempfile
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from conflictmap.formats.spreadsheet_bytes import arrow_columns
from conflictmap.model.crs import WGS84
from conflictmap.model.errors import OutputError, printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

#: The column of shapes, and the table in which QGIS keeps styles.
GEOMETRY, STYLES = "geom", "layer_styles"
_STYLES_SQL = """
CREATE TABLE IF NOT EXISTS layer_styles (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256),
  f_table_schema TEXT(256), f_table_name TEXT(256), f_geometry_column TEXT(256),
  styleName TEXT(30), styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN, description TEXT,
  owner TEXT(30), ui TEXT(30),
  update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')));
INSERT OR IGNORE INTO gpkg_contents (table_name, data_type, identifier)
  VALUES ('layer_styles', 'attributes', 'layer_styles');
"""


@dataclass(frozen=True, kw_only=True)
class GeoTable:
    """A table with shapes: header to cells (as in `table_bytes`), and a shape (or None) a row.

    Of headers that differ only in case, which GeoPackage takes for one, the later get a number.
    `about` is what the table says of itself.
    """

    name: str
    columns: Mapping[str, Sequence[Any]]
    shapes: NDArray[Any]
    about: Mapping[str, str] = field(default_factory=dict)


def gpkg_bytes(tables: Sequence[GeoTable]) -> bytes:
    """Return tables with shapes in WGS 84 as a GeoPackage, one layer each.

    Raises
    ------
    OutputError
        When there is no room for it where files are made that do not stay.
    """
    from pyogrio.errors import DataLayerError, DataSourceError

    try:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "t.gpkg"
            for table in tables:
                write_table(table, path, driver="GPKG", layer_metadata=dict(table.about))
            return _whole(path.read_bytes(), tables)
    except (OSError, DataLayerError, DataSourceError) as reason:
        said = printable(" ".join(str(reason).split()))
        raise OutputError(
            f"{tempfile.gettempdir()}: a GeoPackage on its way cannot be written: {said}. Make room"
            " there, or name another folder in TMPDIR."
        ) from reason


def _whole(content: bytes, tables: Sequence[GeoTable]) -> bytes:
    """Return a GeoPackage that has all rows and their index: what has no room GDAL leaves out."""
    try:
        with closing(sqlite3.connect(":memory:")) as base:
            base.deserialize(content)
            sound = base.execute("PRAGMA quick_check(1)").fetchone() == ("ok",) and all(
                _rows(base, table.name) == len(table.shapes) and _is_indexed(base, table)
                for table in tables)
    except sqlite3.Error:
        sound = False
    if not sound:
        raise OSError("some of it is missing")
    return content


def _rows(base: sqlite3.Connection, name: str) -> int:
    quoted = name.replace('"', '""')
    return int(base.execute(f'SELECT count(*) FROM "{quoted}"').fetchone()[0])  # noqa: S608


def _is_indexed(base: sqlite3.Connection, table: GeoTable) -> bool:
    shapes = np.count_nonzero(~shapely.is_missing(table.shapes) & ~shapely.is_empty(table.shapes))
    return not shapes or _rows(base, f"rtree_{table.name}_{GEOMETRY}") == shapes


def write_table(table: GeoTable, path: Path, *, driver: str, **options: Any) -> None:
    """Write a table with shapes in WGS 84 by a driver of GDAL, with options of `pyogrio`."""
    import pyarrow as pa
    import pyogrio

    kind, shapes = uniform(table.shapes)
    named = dict(zip(_distinct(table.columns), table.columns.values(), strict=True))
    rows = arrow_columns(named).append_column(
        GEOMETRY, pa.array(shapely.to_wkb(shapes).tolist(), type=pa.binary()))
    pyogrio.write_arrow(
        rows, path, driver=driver, layer=table.name, geometry_name=GEOMETRY, crs=WGS84,
        geometry_type=kind, **options)


def uniform(shapes: NDArray[Any]) -> tuple[str, NDArray[Any]]:
    """Return the one type of shapes, `Unknown` for several, and the shapes.

    Single shapes become parts of many beside such.

    >>> one = shapely.Point(0, 0)
    >>> uniform(np.array([one, None]))[0], uniform(np.array([one, shapely.MultiPoint([one])]))[0]
    ('Point', 'MultiPoint')
    """
    kinds = {shape.geom_type for shape in shapes if shape is not None}
    one = min(kinds, key=len, default="")
    if kinds == {one, f"Multi{one}"}:
        return f"Multi{one}", np.array([_many(shape) for shape in shapes], dtype=object)
    return (one if len(kinds) == 1 else "Unknown"), shapes


def _many(shape: Any) -> Any:
    """Return a single shape as one of many; others as they are."""
    kind = "" if shape is None else f"Multi{shape.geom_type}"
    return getattr(shapely, kind)([shape]) if hasattr(shapely, kind) else shape


def with_styles(content: bytes, styles: Mapping[str, str]) -> bytes:
    """Return a GeoPackage in which tables have one style of QGIS, that it takes by itself.

    Parameters
    ----------
    content
        The GeoPackage.
    styles
        QML of each table that has one, by its name.
    """
    with closing(sqlite3.connect(":memory:")) as base:
        base.deserialize(content)
        base.executescript(_STYLES_SQL)
        base.executemany(
            "DELETE FROM layer_styles WHERE f_table_name = ?", [(name,) for name in styles])
        base.executemany(
            "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name,"
            " f_geometry_column, styleName, styleQML, styleSLD, useAsDefault, description, owner)"
            " VALUES ('', '', ?, ?, ?, ?, '', 1, '', '')",
            [(name, GEOMETRY, name[:30], qml) for name, qml in styles.items()])
        base.commit()
        return base.serialize()


def _distinct(names: Iterable[str]) -> list[str]:
    """Return names, those that were there in other case with a number behind.

    >>> _distinct(["a", "A", "b"])
    ['a', 'A (2)', 'b']
    """
    times: Counter[str] = Counter()
    found = []
    for name in names:
        times[name.lower()] += 1
        found.append(name if times[name.lower()] == 1 else f"{name} ({times[name.lower()]})")
    return found
