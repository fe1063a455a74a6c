"""Rows of any table as text: CSV, Parquet, workbooks, GeoJSON and JSON lists look alike here.

Readers of sources take their rows from `records`, so that each works in every container. What is
wrong with the file as a whole, but can be lived with, is yielded between the rows as a `Problem`.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from conflictmap.formats.csv_files import csv_lines
from conflictmap.formats.files import check_text, decoded
from conflictmap.formats.record import Record
from conflictmap.formats.sniff import head_of
from conflictmap.model.errors import EventsError, Problem
from conflictmap.model.limits import beyond, limits
from conflictmap.model.text import text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from conflictmap.formats.table import Table

#: Members of a JSON object under which services put their list of rows.
_LISTS = ("Result", "data", "events", "features")
_HXL = re.compile(r"#\w+(\s*\+\w+)*")


def remark(
    name: str, reason: str, fix: str, *, place: str = "", field: str = "", value: str = ""
) -> Problem:
    """Return a warning: something is odd, and the row or file was read all the same."""
    return Problem(file=name, place=place, field=field, value=value, reason=reason, fix=fix,
                   level="warning")


def records(
    content: bytes | Table, name: str, *, encoding: str | None = None,
    columns: Sequence[str] | None = None, lower: bool = True,
) -> Iterator[Record | Problem]:
    """Yield the rows of a table in any container.

    Parameters
    ----------
    content, name
        The file, not packed, or its table; and its name for messages.
    encoding
        One further encoding that the source is known to be re-saved in, tried when the text is not
        UTF-8; its use is reported.
    columns
        The columns of a text table without a header line.
    lower
        Whether column names are put into lower case.

    Raises
    ------
    EventsError
        When the file as a whole cannot be read.
    """
    for item in _items(content, name, encoding, columns):
        if lower and isinstance(item, Record):
            item = Record(item.place, {k.lower(): v for k, v in item.cells.items()}, item.broken)
        yield item


def _items(
    content: bytes | Table, name: str, encoding: str | None, columns: Sequence[str] | None
) -> Iterable[Record | Problem]:
    """Return the rows of a table as its container has them."""
    if isinstance(content, bytes) and head_of(content, name).kind == "text":
        return _text(content, name, encoding, columns)
    from conflictmap.formats.tables import table_of

    table = table_of(content, name)
    return (*table.remarks, *table.records())


def _text(
    content: bytes, name: str, encoding: str | None, columns: Sequence[str] | None
) -> Iterator[Record | Problem]:
    text, problem = _decoded(content, name, encoding)
    if problem:
        yield problem
    if "\0" in text:
        check_text(text.encode(), name, error=EventsError)
    lines = csv_lines(text, name, separator=head_of(content, name).separator)
    yield from _table(((f"line {at}", cells) for at, cells in lines), name, columns)


def _decoded(content: bytes, name: str, encoding: str | None) -> tuple[str, Problem | None]:
    """Return the text, and a remark when it is not UTF-8 but in the declared encoding."""
    if encoding is None:
        return decoded(content, name, error=EventsError), None
    try:
        return content.decode("utf-8-sig"), None
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            decoded(content, name, error=EventsError)
            raise
        return text, remark(
            name, f"byte {error.start} is not UTF-8; the file was read as {encoding}",
            "Look at names with accents; save the file as UTF-8.", place=f"line {line}",
        )


def as_utf8(
    content: bytes, name: str, encoding: str | None
) -> tuple[bytes, tuple[Problem, ...]]:
    """Return a text in UTF-8, and a remark when it was in the declared encoding.

    Raises
    ------
    EventsError
        When it is in neither, or holds a zero byte.
    """
    text, problem = _decoded(content, name, encoding)
    if "\0" in text:
        check_text(text.encode(), name, error=EventsError)
    return (text.encode(), (problem,)) if problem else (content, ())


def _table(
    lines: Iterable[tuple[str, Sequence[str]]], name: str, columns: Sequence[str] | None
) -> Iterator[Record | Problem]:
    """Yield the rows below a header line; a line of HXL tags below it is reported, not read."""
    headers = list(columns) if columns else []
    number = 0
    for place, cells in lines:
        if not headers:
            headers = checked_headers(cells, name)
            continue
        number += 1
        if number > limits().rows:
            raise EventsError(f"{name}: {beyond('rows')}")
        if number == 1 and is_hxl(cells):
            yield remark(name, "HXL tags, not a row of data", "Nothing; it was left out.",
                         place=place)
        else:
            yield _record(place, headers, cells)
    if not headers:
        raise EventsError(f"{name}: the file is empty. It needs a header line.")


def _record(place: str, headers: Sequence[str], cells: Sequence[str]) -> Record:
    """Return one row; cells under a column without a name are kept as `column N`."""
    if len(cells) != len(headers):
        return _broken(place, headers, cells)
    pairs = dict(zip(headers, cells, strict=True))
    if "" in pairs:
        del pairs[""]
        pairs |= {
            f"column {i + 1}": cell for i, cell in enumerate(cells) if not headers[i] and cell
        }
    return Record(place, pairs)


def _broken(place: str, headers: Sequence[str], cells: Sequence[str]) -> Record:
    """Return a row of another length than the header, each cell under a name of its own."""
    names = [header or f"column {i}" for i, header in enumerate(headers, start=1)]
    names += [f"cell {i}" for i in range(len(headers) + 1, len(cells) + 1)]
    return Record(place, dict(zip(names, cells, strict=False)),
                  f"{len(cells)} cells under {len(headers)} columns")


def checked_headers(cells: Sequence[str], name: str) -> list[str]:
    """Return the headers of a table without blanks around them.

    Raises
    ------
    EventsError
        When there are too many, or two are alike.
    """
    if len(cells) > limits().columns:
        raise EventsError(f"{name}:1: {beyond('columns', f'{len(cells)} columns')}")
    headers = [cell.strip() for cell in cells]
    seen: set[str] = set()
    for header in filter(None, headers):
        if header.lower() in seen:
            raise EventsError(f"{name}:1: two columns are called '{header}'. Rename one.")
        seen.add(header.lower())
    return headers


def is_hxl(cells: Sequence[str]) -> bool:
    """Return whether a line holds HXL tags, not data."""
    filled = [cell for cell in cells if cell]
    return bool(filled) and all(_HXL.fullmatch(cell) for cell in filled)


def list_in(value: Any, name: str) -> tuple[str, list[Any]]:
    """Return the list of rows in a JSON value, and the member it stands under.

    Raises
    ------
    EventsError
        When there is none.
    """
    if isinstance(value, list):
        return "", value
    if isinstance(value, dict):
        for member in _LISTS:
            if isinstance(value.get(member), list):
                return member, value[member]
    raise EventsError(f"{name}: no list of rows in this JSON ({', '.join(_LISTS)}).")


def cells_of(item: Mapping[str, Any]) -> dict[str, str]:
    """Return the members of a JSON object as text; lists and objects as JSON."""
    return {
        str(key): json.dumps(value, ensure_ascii=False) if isinstance(value, (dict, list))
        else text_of(value)
        for key, value in item.items()
    }
