"""JSON: records under any member, columns, lists of lists, lines, GeoJSON, TopoJSON, ESRI features.

Numbers stay as they are written.
"""

from __future__ import annotations

import json
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any

from conflictmap.formats.encodings import as_utf8
from conflictmap.formats.files import decoded, parsed_json
from conflictmap.formats.geojson_rows import as_geojson, table_of_features
from conflictmap.formats.json_cells import flat_cells, table_of_items
from conflictmap.formats.sheets import Sheet, with_remarks
from conflictmap.formats.strict_json import as_text
from conflictmap.formats.table_region import table_region
from conflictmap.model.errors import EventsError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from conflictmap.formats.table import Table
    from conflictmap.model.errors import Problem

NAME = "json"
ENDINGS = (".json", ".geojson", ".topojson", ".ndjson", ".jsonl", ".geojsonl")
_DEEP = 5
_BOTH = 2


def recognises(content: bytes) -> bool:
    """Return whether the content begins as JSON does."""
    return content[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"{", b"["}


def sheets(content: bytes, name: str) -> list[Sheet]:
    """Return every list of rows in a JSON text, the members of a path as its title.

    Raises
    ------
    EventsError
        When the text is broken or no list of rows is in it.
    """
    content, said = as_utf8(content, name)
    lines = _lines(content, name)
    value = lines if lines is not None else parsed_json(
        content, name, error=EventsError, numerals=True, halves=True)
    features = as_geojson(value, name)
    if features is not None:
        return [Sheet(
            title="features", features=lambda: json.loads(as_text(features)),
            read=lambda _: with_remarks(table_of_features(features, name), said))]
    word = "item" if lines is None else "line"
    found = list(_tables(value, name, word)) or _one_record(value, name)
    if not found:
        raise EventsError(f"{name}: no list of rows in this JSON. Records are objects in a list.")
    return [_sheet(path, read, said) for path, read in found]


def _one_record(value: Any, name: str) -> list[tuple[str, Callable[[], Table]]]:
    """Return what reads an object as a row of its own, when it has two members or more."""
    if not isinstance(value, dict) or len(value) < _BOTH:
        return []
    return [("", partial(table_of_items, [value], name, word="item", first=0))]


def _sheet(path: str, read: Callable[[], Table], said: Sequence[Problem]) -> Sheet:
    return Sheet(title=path, read=lambda _: with_remarks(read(), said))


def _lines(content: bytes, name: str) -> list[Any] | None:
    """Return the objects of JSON lines; None when the text is one JSON value."""
    start = content[:1_000_000].lstrip(b"\xef\xbb\xbf \t\r\n")
    rows = [line for line in start.splitlines()[:3] if line.strip()]
    if len(rows) < _BOTH or not all(_is_object(row) for row in rows[:2]):
        return None
    text = decoded(content, name, error=EventsError)
    return [parsed_json(line.encode(), f"{name}:{number}", error=EventsError, numerals=True,
                        halves=True)
            for number, line in enumerate(text.splitlines(), start=1) if line.strip()]


def _is_object(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _tables(value: Any, name: str, word: str, path: str = "", deep: int = 0
            ) -> Iterator[tuple[str, Callable[[], Table]]]:
    """Yield each list of rows in a value, and how it is read."""
    read = _reader(value, name, word)
    if read is not None:
        yield path, read
        return
    if isinstance(value, dict) and deep < _DEEP:
        for key, inner in value.items():
            yield from _tables(inner, name, word, f"{path}.{key}" if path else str(key), deep + 1)


def _reader(value: Any, name: str, word: str) -> Callable[[], Table] | None:
    """Return what reads a value as a table; None when it is none."""
    if isinstance(value, dict):
        return _by_columns(value, name)
    if not isinstance(value, list):
        return None
    kinds = {type(item) for item in value}
    if dict in kinds:
        first = 1 if word == "line" else 0
        return partial(table_of_items, value, name, word=word, first=first)
    return partial(_grid, value, name) if kinds == {list} else None


def _grid(rows: list[list[Any]], name: str, *, first: int = 0) -> Table:
    """Return lists of cells, the first of them the names of the columns."""
    texts = [[flat_cells({"": cell}).get("", "") for cell in row] for row in rows]
    return table_region(enumerate(texts, start=first), name, word="item")


def _by_columns(value: dict[str, Any], name: str) -> Callable[[], Table] | None:
    """Return what reads columns: lists of one length, objects of one set of keys, or a split."""
    columns, data = value.get("columns", []), value.get("data", [])
    if _are(columns, str) and _are(data, list):
        return partial(_grid, [columns, *data], name, first=-1)
    parts = _listed(list(value.values()))
    if len(parts) < _BOTH or not _are(parts, list) or not _are_columns(parts):
        return None
    rows = [dict(zip(value, row, strict=True)) for row in zip(*parts, strict=True)]
    return partial(table_of_items, rows, name, word="item", first=0)


def _listed(parts: list[Any]) -> list[Any]:
    """Return objects of one set of keys as lists; other values as they are."""
    if _are(parts, dict) and len(set(map(tuple, parts))) == 1:
        return [list(part.values()) for part in parts]
    return parts


def _are_columns(parts: list[list[Any]]) -> bool:
    """Return whether lists are of one length, and hold neither lists nor objects."""
    cells = chain.from_iterable(parts)
    return len(set(map(len, parts))) == 1 and {list, dict}.isdisjoint(map(type, cells))


def _are(value: Any, kind: type) -> bool:
    """Return whether a value is a list of one kind of things, with at least one."""
    return isinstance(value, list) and bool(value) and all(isinstance(v, kind) for v in value)
