"""Readers of event files: one module each, found by being in this folder.

A reader is a module with

- `NAME`: the word that `read_events(format=…)` takes,
- `recognises(path)`: whether it reads a file of this name,
- `rows(content, name)`: the rows of a file, as text under the standard column names,
- `SAMPLE`: a small file in its format, for the tests.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

from conflictmap.errors import EventsError, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conflictmap.rows import Row


class Importer(Protocol):
    """What a module in this folder offers."""

    NAME: str
    SAMPLE: str

    def recognises(self, path: Path) -> bool:
        """Return whether this reader reads a file of this name."""

    def rows(self, content: bytes, name: str) -> Iterator[Row]:
        """Yield the rows of a file."""


@lru_cache(maxsize=1)
def importers() -> dict[str, Importer]:
    """Return every reader by its name."""
    found: dict[str, Importer] = {}
    for module in pkgutil.iter_modules(__path__):
        reader: Importer = importlib.import_module(f"{__name__}.{module.name}")
        found[reader.NAME] = reader
    return found


def importer_for(path: Path, name: str | None) -> Importer:
    """Return the reader of that name, or the one that recognises the file.

    Raises
    ------
    EventsError
        When there is none.
    """
    known = importers()
    if name is not None:
        if name not in known:
            raise EventsError(
                f"No format '{name}'.{nearest(name, known)} Known: {', '.join(sorted(known))}."
            )
        return known[name]
    for reader in known.values():
        if reader.recognises(path):
            return reader
    raise EventsError(
        f"{path}: no reader for '{path.suffix or path.name}' files."
        f" Known formats: {', '.join(sorted(known))}."
    )
