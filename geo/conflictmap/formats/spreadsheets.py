"""Workbooks (.xlsx, .ods): the first sheet as rows of text. Needs the extra `conflictmap[xlsx]`."""

from __future__ import annotations

import io
from datetime import date, datetime, time
from typing import Any

from conflictmap.model.errors import EventsError


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


def text_of(value: Any) -> str:
    """Return a value of a workbook, a Parquet file or a JSON text as a person would type it.

    >>> text_of(371.0), text_of(None), text_of(True), text_of(0.00001)
    ('371', '', 'true', '0.00001')
    """
    match value:
        case str():
            return value
        case float():
            return _decimal(value)
        case bool():
            return "true" if value else "false"
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case date():
            return value.isoformat()
    return "" if value is None else str(value)


def _decimal(value: float) -> str:
    """Return the shortest decimal text that reads back as the same number; NaN is empty."""
    text = repr(value)
    if text == "nan":
        return ""
    if "e" in text or len(text.partition(".")[2]) > 17:  # noqa: PLR2004 - decimals that are read
        text = f"{value:.17f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
