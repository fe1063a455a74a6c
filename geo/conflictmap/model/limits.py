"""Limits on what is read: each has a name, a value, and a way to raise it.

The environment variable `CONFLICTMAP_LIMITS` sets them for a run, as in
`CONFLICTMAP_LIMITS=rows=3000000,file_bytes=400000000`; `limited` sets them for a block of Python.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from conflictmap.model.errors import RecipeError, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

VARIABLE = "CONFLICTMAP_LIMITS"


@dataclass(frozen=True, kw_only=True)
class Limits:
    """The largest file, cell, row and so on that is read.

    Parameters
    ----------
    file_bytes, unpacked_bytes
        Bytes of a file, and of what a packed file holds.
    unpacked_ratio
        How many times larger than the packed file its content may be.
    cell, row
        Characters of one cell, and of one row.
    columns, rows
        Columns and rows of a table; features of a GeoJSON file count as rows.
    nesting
        Levels of objects and lists in JSON.
    vertices
        Points of all geometries of a layer.
    """

    file_bytes: int = 200_000_000
    unpacked_bytes: int = 500_000_000
    unpacked_ratio: int = 100
    cell: int = 1_000_000
    row: int = 4_000_000
    columns: int = 500
    rows: int = 2_000_000
    nesting: int = 64
    vertices: int = 5_000_000


_SET: ContextVar[Limits | None] = ContextVar("limits", default=None)


def limits() -> Limits:
    """Return the limits in force."""
    return _SET.get() or _from_environment(os.environ.get(VARIABLE, ""))


@contextmanager
def limited(**values: int) -> Iterator[Limits]:
    """Set limits by name for a block.

    >>> with limited(rows=10) as found:
    ...     found.rows
    10
    """
    token = _SET.set(replace(limits(), **values))
    try:
        yield limits()
    finally:
        _SET.reset(token)


def beyond(name: str, found: str = "") -> str:
    """Return the sentence for a limit that is passed: what was found, the limit, what to do.

    >>> beyond("columns", "501 columns")
    "501 columns; the limit 'columns' is 500. Raise it with CONFLICTMAP_LIMITS=columns=N."
    """
    value = getattr(limits(), name)
    said = found or f"more than {value:,} {name.replace('_', ' ')}"
    return f"{said}; the limit '{name}' is {value:,}. Raise it with {VARIABLE}={name}=N."


@lru_cache(maxsize=8)
def _from_environment(text: str) -> Limits:
    known = [f.name for f in fields(Limits)]
    values = {}
    for part in filter(None, (p.strip() for p in text.split(","))):
        name, _, number = part.partition("=")
        if name.strip() not in known:
            raise RecipeError(
                f"{VARIABLE}: unknown limit '{name}'.{nearest(name, known)} Known:"
                f" {', '.join(known)}."
            )
        if not (number.strip().isascii() and number.strip().isdigit() and int(number) > 0):
            raise RecipeError(f"{VARIABLE}: {name}: '{number}': must be a whole number above 0.")
        values[name.strip()] = int(number)
    return Limits(**values)
