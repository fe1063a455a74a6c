"""Columns as the content of a file, by its ending: CSV or a workbook."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from conflictmap.formats.csv_files import csv_text
from conflictmap.formats.spreadsheet_bytes import ods_bytes, xlsx_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

#: Endings of workbooks.
SHEETS = (".xlsx", ".ods")


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
