"""Files that are no tables, named for what they are."""

from __future__ import annotations

from conflictmap.model.errors import EventsError

_TABLE = "Save the table in it as CSV or Excel."
#: How a file begins, lower case; what it is, and what to do.
_BEGINNINGS = (
    (b"%pdf", "a PDF", "Copy the table in it into a spreadsheet."),
    (b"\x89png", "a picture (PNG)", "Type the table in it into a spreadsheet."),
    (b"\xff\xd8\xff", "a picture (JPEG)", "Type the table in it into a spreadsheet."),
    (b"gif8", "a picture (GIF)", "Type the table in it into a spreadsheet."),
    (b"rar!", "a RAR archive", "Unpack it first."),
    (b"7z\xbc\xaf", "a 7z archive", "Unpack it first."),
    (b"{\\rtf", "an RTF document", _TABLE),
    (b"<!doctype html", "a web page", "Download the data itself."),
    (b"<html", "a web page", "Download the data itself."),
)


def check_is_no_other(content: bytes, name: str) -> None:
    """Raise EventsError when a file is of a well-known kind that holds no table.

    Raises
    ------
    EventsError
        What it is, and what to do.
    """
    start = content[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for beginning, what, fix in _BEGINNINGS:
        if start.startswith(beginning):
            raise EventsError(f"{name}: this is {what}, not a table. {fix}")
