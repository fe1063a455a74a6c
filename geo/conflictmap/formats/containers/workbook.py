"""Workbooks (.xlsx, .xlsm, .xlsb, .xls, .ods): numbers and days as they are typed."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from conflictmap.formats.archives import WORKBOOK, members
from conflictmap.formats.csv_files import as_typed
from conflictmap.formats.sheets import Sheet, with_remarks
from conflictmap.formats.table_region import table_region
from conflictmap.model.errors import EventsError, Problem
from conflictmap.model.text import text_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conflictmap.formats.table import Table

NAME = "workbook"
ENDINGS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def recognises(content: bytes) -> bool:
    """Return whether the content is a workbook."""
    return content.startswith(_OLE) or (
        content.startswith(b"PK\x03\x04") and not WORKBOOK.isdisjoint(members(content)))


def sheets(content: bytes, name: str) -> list[Sheet]:
    """Return the sheets of a workbook that hold cells. No formula is run.

    Raises
    ------
    EventsError
        When the library is not installed, or the workbook is broken or locked.
    """
    book, errors = _book(content, name)
    return [
        Sheet(title=meta.name, hidden="Visible" not in str(meta.visible).rpartition(".")[2],
              read=_reader(book, meta.name, name, errors))
        for meta in book.sheets_metadata if "WorkSheet" in str(meta.typ)
    ]


def _book(content: bytes, name: str) -> tuple[Any, tuple[type[Exception], ...]]:
    """Return an open workbook, and what it may raise."""
    try:
        import python_calamine
    except ImportError as error:
        raise EventsError(
            f"{name}: reading a workbook needs one more package:"
            " pip install python-calamine. Or save the sheet as CSV (UTF-8).") from error
    errors = (python_calamine.CalamineError, OSError, ValueError, IndexError)
    try:
        return python_calamine.load_workbook(io.BytesIO(content)), errors
    except python_calamine.PasswordError as error:
        raise EventsError(f"{name}: the workbook is locked by a password. Save it without one."
                          ) from error
    except errors as error:
        raise EventsError(f"{name}: broken workbook: {error}. Save it as CSV (UTF-8).") from error


def _reader(book: Any, title: str, name: str, errors: tuple[type[Exception], ...]) -> Any:
    def read(limit: int | None) -> Table:
        try:
            sheet = book.get_sheet_by_name(title)
            cells = sheet.to_python(skip_empty_area=False, nrows=limit)
            merged = sheet.merged_cell_ranges or []
        except errors as error:
            raise EventsError(
                f"{name}: broken workbook: {error}. Save it as CSV (UTF-8).") from error
        rows = [[as_typed(text_of(cell)) for cell in row] for row in cells]
        spread = _spread(rows, merged)
        table = table_region(enumerate(rows, start=1), name, word="row")
        said = [_said(name, at, text) for at, text in spread if at in set(table.numbers.tolist())]
        return with_remarks(table, said)
    return read


def _spread(rows: list[list[str]], merged: Sequence[Any]) -> list[tuple[int, str]]:
    """Write the text of a cell merged over rows into each of them; return rows and texts."""
    found = []
    for (top, left), (bottom, right) in merged:
        text = rows[top][left] if top < len(rows) and left < len(rows[top]) else ""
        if left == right and top < bottom and text:
            for row in rows[top + 1:bottom + 1]:
                row[left] = text
            found.append((top + 1, text))
    return found


def _said(name: str, row: int, text: str) -> Problem:
    return Problem(file=name, place=f"row {row}", field="", value=text, level="warning",
                   reason="one cell over several rows: it holds for each of them",
                   fix="Nothing, if that is meant.")
