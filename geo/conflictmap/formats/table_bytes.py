"""Columns as the content of a file, by its ending: a table, or a layer with shapes."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conflictmap.formats.csv_files import csv_text
from conflictmap.formats.spreadsheet_bytes import arrow_columns, ods_bytes, xlsx_bytes
from conflictmap.model.crs import WGS84

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

#: Endings of tables, and of those with shapes.
SHEETS, GEOPACKAGE = (".xlsx", ".ods"), ".gpkg"


def table_bytes(columns: Mapping[str, Sequence[Any]], path: str | Path, *, title: str) -> bytes:
    """Return columns as CSV or a workbook, that no program runs.

    Parameters
    ----------
    columns
        Header to cells: text, numbers, days (`date`), truths, or None.
    path
        Its ending says which: .xlsx, .ods, or CSV.
    title
        What the sheet is called.

    Raises
    ------
    OutputError
        When a workbook cannot hold the table.
    """
    writer = {".xlsx": xlsx_bytes, ".ods": ods_bytes}.get(Path(path).suffix.lower())
    if writer is None:
        return csv_text({name: list(cells) for name, cells in columns.items()})
    return writer(title, columns)


def gpkg_bytes(
    columns: Mapping[str, Sequence[Any]], shapes: NDArray[Any], *, title: str,
    about: Mapping[str, str],
) -> bytes:
    """Return rows with shapes (WGS 84, or None) as a GeoPackage with one layer.

    Parameters
    ----------
    columns, shapes
        Header to cells, as in `table_bytes`; a shape for each row. Of headers that differ only in
        case, which GeoPackage takes for one, the later get a number.
    title
        What the layer is called.
    about
        What the file says of itself.
    """
    import pyarrow as pa
    import pyogrio
    import shapely

    named = dict(zip(_distinct(columns), columns.values(), strict=True))
    table = arrow_columns(named).append_column(
        "geom", pa.array(shapely.to_wkb(shapes).tolist(), type=pa.binary()))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "t.gpkg"
        pyogrio.write_arrow(
            table, path, driver="GPKG", layer=title, geometry_name="geom", crs=WGS84,
            geometry_type="Unknown", layer_metadata=dict(about))
        return path.read_bytes()


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
