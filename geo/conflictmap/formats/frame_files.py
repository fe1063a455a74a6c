"""Frames as files that need a library of their own: workbooks and GeoPackages."""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING, Any

import numpy as np

from conflictmap.model.errors import OutputError

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from pandas import DataFrame

#: Most characters of a cell of a workbook, and most rows of a sheet.
_CELL, _ROWS = 32_767, 1_048_575


def xlsx_bytes(frame: DataFrame, *, sheet: str) -> bytes:
    """Return a frame as a workbook of one sheet; text is text, never a formula.

    Raises
    ------
    OutputError
        When openpyxl is not installed, or the rows or a text are more than a sheet can hold.
    """
    try:
        from openpyxl import Workbook
        from openpyxl.cell import WriteOnlyCell
    except ModuleNotFoundError as error:
        raise OutputError(
            "writing a workbook needs openpyxl. Run: pip install 'conflictmap[xlsx]'") from error
    if len(frame) > _ROWS:
        raise OutputError(f"{len(frame):,} rows: a sheet holds {_ROWS:,}. Write .csv or .parquet.")
    book = Workbook(write_only=True)
    page = book.create_sheet(sheet)
    page.freeze_panes = "A2"
    rows = zip(*(frame[column].tolist() for column in frame), strict=True)
    for row in (list(frame.columns), *rows):
        cells = []
        for value in row:
            cell = WriteOnlyCell(page, _cell(value))
            if isinstance(value, str):
                cell.data_type = "s"
            cells.append(cell)
        page.append(cells)
    sink = io.BytesIO()
    book.save(sink)
    return sink.getvalue()


def _cell(value: Any) -> Any:
    """Return a value that a sheet can hold; unknown is an empty cell."""
    import pandas as pd

    if isinstance(value, str):
        return _text(value)
    if pd.isna(value):
        return None
    if isinstance(value, dt.datetime):
        # A sheet knows no day before 1900.
        return value.date() if value.year >= 1900 else value.date().isoformat()  # noqa: PLR2004
    return value.item() if isinstance(value, np.generic) else value


def _text(value: str) -> str:
    """Return a text without the control characters that no sheet can hold."""
    if len(value) > _CELL:
        raise OutputError(f"a text of {len(value):,} characters: a cell holds {_CELL:,}.")
    return "".join(c if c >= " " or c in "\t\n\r" else "\ufffd" for c in value)


def gpkg_bytes(frame: GeoDataFrame, *, layer: str) -> bytes:
    """Return a frame as a GeoPackage of one layer; columns of days are of the type date.

    Raises
    ------
    OutputError
        When the frame cannot be written so.
    """
    import pyogrio

    columns = {str(name).lower() for name in frame.columns}
    if len(columns) < len(frame.columns):
        raise OutputError("a GeoPackage has no two columns that differ only in case. Rename one.")
    sink = io.BytesIO()
    try:
        pyogrio.write_dataframe(frame, sink, layer=layer, driver="GPKG",
                                geometry_type=None if len(frame) else "Unknown",
                                dataset_metadata=None)
    except (RuntimeError, ValueError) as error:
        raise OutputError(f"GeoPackage: {str(error).splitlines()[0]}.") from error
    return sink.getvalue()
