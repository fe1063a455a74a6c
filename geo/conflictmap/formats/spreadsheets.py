"""Workbooks (.xlsx, .ods): the first sheet as rows of text. Needs the extra `conflictmap[xlsx]`."""

from __future__ import annotations

import io

from conflictmap.model.errors import EventsError
from conflictmap.model.text import text_of


def sheet_rows(content: bytes, name: str, *, limit: int | None = None) -> list[tuple[str, ...]]:
    """Return the rows of the first sheet, from its first line on, as text.

    Days are written YYYY-MM-DD, whole numbers without a decimal point. No formula is run: what the
    workbook last calculated is read.

    Raises
    ------
    EventsError
        When the library is not installed, or the workbook is broken.
    """
    try:
        import python_calamine
    except ImportError as error:
        raise EventsError(
            f"{name}: reading a workbook needs one more package:"
            " pip install 'conflictmap[xlsx]'. Or save the sheet as CSV (UTF-8)."
        ) from error
    try:
        book = python_calamine.load_workbook(io.BytesIO(content))
        rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False, nrows=limit)
    except (python_calamine.CalamineError, OSError, ValueError, IndexError) as error:
        raise EventsError(f"{name}: broken workbook: {error}. Save it as CSV (UTF-8).") from error
    return [tuple(text_of(cell) for cell in row) for row in rows]
