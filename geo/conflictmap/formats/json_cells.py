"""Objects of JSON as rows of text: nested members as `a.b`, lists as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from conflictmap.formats.strict_json import Numeral, as_text
from conflictmap.formats.table import Table
from conflictmap.model.errors import EventsError
from conflictmap.model.limits import beyond, limits
from conflictmap.model.text import SURROGATE, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

#: Members of a GeoJSON geometry: it stays one cell.
_GEOMETRY = frozenset({"type", "coordinates"})


def flat_cells(item: Mapping[str, Any]) -> dict[str, str]:
    """Return the members of an object as text, those of an object within as `a.b`.

    >>> flat_cells({"a": {"b": 1, "c": [1, 2]}, "d": None, "e": True})
    {'a.b': '1', 'a.c': '[1, 2]', 'd': '', 'e': 'true'}
    """
    return dict(_flat(item, ""))


def _flat(item: Mapping[str, Any], path: str) -> Iterator[tuple[str, str]]:
    for key, value in item.items():
        name = f"{path}.{key}" if path else str(key)
        if isinstance(value, dict) and value and not value.keys() >= _GEOMETRY:
            yield from _flat(value, name)
        else:
            yield name, cell_text(value)


def cell_text(value: Any) -> str:
    """Return a JSON value as a cell: numbers in decimals, lists and objects as JSON."""
    if isinstance(value, Numeral):
        return str(value) if value.lstrip("-").isdigit() else text_of(float(value))
    if isinstance(value, (list, dict)):
        return as_text(value)
    return text_of(value)


def table_of_items(
    items: Sequence[Any], name: str, *, word: str, first: int
) -> Table:
    """Return the table of a list of objects; an item that is no object is a broken row."""
    broken = {i: "not a JSON object" for i, item in enumerate(items) if not isinstance(item, dict)}
    rows = [flat_cells(item) if isinstance(item, dict) else {"item": as_text(item)}
            for item in items]
    broken |= halves_of(rows)
    columns = columns_of(rows, name)
    return table_of_columns(columns, name, word=word, first=first, broken=broken)


def halves_of(rows: Sequence[Mapping[str, str]]) -> dict[int, str]:
    """Return why rows are broken that hold half of a pair of UTF-16 units, which no table can."""
    return {
        at: f"{header}: '{text}': holds a zero byte, or half of a pair of UTF-16 units"
        for at, cells in enumerate(rows) for header, text in cells.items()
        if SURROGATE.search(header) or SURROGATE.search(text)
    }


def columns_of(rows: Sequence[Mapping[str, str]], name: str) -> dict[str, list[str]]:
    """Return rows of cells as columns; a row without a member has an empty cell.

    Raises
    ------
    EventsError
        When there are more rows or columns than the limits allow.
    """
    headers = dict.fromkeys(header for row in rows for header in row)
    for limit, found in (("rows", len(rows)), ("columns", len(headers))):
        if found > getattr(limits(), limit):
            raise EventsError(f"{name}: {beyond(limit, f'{found:,} {limit}')}")
    return {_sound(header): [_sound(row.get(header, "")) for row in rows] for header in headers}


def _sound(text: str) -> str:
    """Return a text with a visible sign for half of a pair of UTF-16 units."""
    return text if text.isascii() else SURROGATE.sub("\ufffd", text)


def table_of_columns(
    columns: Mapping[str, Sequence[str]], name: str, *, word: str, first: int,
    broken: Mapping[int, str] | None = None,
) -> Table:
    """Return columns of text as a table whose rows are numbered from FIRST."""
    import pyarrow as pa

    n = len(next(iter(columns.values()), ()))
    return Table(
        name=name, word=word, numbers=np.arange(first, first + n, dtype=np.int64),
        columns={h: pa.array(column, type=pa.string()) for h, column in columns.items()},
        broken=dict(broken or {}))
