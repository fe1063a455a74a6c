"""Lists of findings as files: CSV for people, JSON for machines."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conflictmap.formats.files import write_whole
from conflictmap.joins.write import check_output, inert

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def csv_of(columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> bytes:
    """Return rows as CSV; unknown is empty, and no cell can be run by a spreadsheet.

    >>> csv_of(["a"], [{"a": None}, {"a": "=1+1"}]).decode().split()
    ['a', '""', "'=1+1"]
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([inert(_cell(row.get(name))) for name in columns])
    return text.getvalue().encode()


def json_of(rows: Sequence[Mapping[str, Any]]) -> bytes:
    """Return rows as a JSON list, one row per line; unknown is null."""
    lines = ",\n".join(json.dumps(row, ensure_ascii=False, allow_nan=False) for row in rows)
    return f"[\n{lines}\n]\n".encode()


def write_list(path: str | Path, columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> Path:
    """Write rows as .csv or .json by the ending of the path, whole or not at all.

    Raises
    ------
    OutputError
        When the ending is another one, or the file cannot be written.
    """
    check_output(path, (".csv", ".json"))
    as_json = Path(path).suffix.lower() == ".json"
    write_whole(path, json_of(rows) if as_json else csv_of(columns, rows))
    return Path(path)


def _cell(value: Any) -> Any:
    """Return a value as a cell; a list of words is joined with semicolons."""
    if value is None:
        return ""
    return "; ".join(map(str, value)) if isinstance(value, (list, tuple)) else value
