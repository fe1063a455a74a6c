"""Readers of event files: one module each, found by being in this folder.

A reader is a module with

- `NAME`: the word that `read_events(format=…)` takes,
- `recognises(head)`: whether a file whose beginning looks like this is one of its files; columns
  decide, whatever their order, not the file's name,
- `rows(content, name)`: the rows of a file, as text under the standard column names, and between
  them a `Problem` for what is odd about the file,
- `SAMPLE`: a small made-up file of five rows in its format, for the tests,

and where they apply

- `LICENCE`: the terms of the source, from the table `TERMS`,
- `claims(events)`: the claims behind the rows,
- `GENERIC = True`: any source may use this container; readers of sources go first.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import lru_cache
from pathlib import PurePath
from typing import TYPE_CHECKING, Protocol

from conflictmap.model.errors import EventsError, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conflictmap.formats.sniff import Head
    from conflictmap.io.rows import Row
    from conflictmap.model.errors import Problem

#: A table with columns of exactly these names is ours, whatever else its columns recall; and so is
#: GeoJSON with these members, which `conflictmap convert` writes.
_OURS = (frozenset({"id", "date", "lat", "lon"}), frozenset({"credits", "accounting", "inputs"}))


#: Kind of file: the module here that reads its container, whatever the columns.
CONTAINERS = {"text": "csv_table", "json": "geojson", "parquet": "parquet", "workbook": "workbook"}


class Importer(Protocol):
    """What a module in this folder offers."""

    NAME: str
    SAMPLE: str

    def recognises(self, head: Head) -> bool:
        """Return whether this reader reads a file that begins like this."""

    def rows(self, content: bytes, name: str) -> Iterator[Row | Problem]:
        """Yield the rows of a file."""


@lru_cache(maxsize=1)
def importers() -> dict[str, Importer]:
    """Return every reader by its name."""
    found: dict[str, Importer] = {}
    for module in pkgutil.iter_modules(__path__):
        if not module.name.startswith("_"):
            reader = _reader(module.name)
            found[reader.NAME] = reader
    return found


def _reader(module: str) -> Importer:
    reader: Importer = importlib.import_module(f"{__name__}.{module}")
    return reader


def importer_named(name: str) -> Importer:
    """Return the reader of that name.

    Raises
    ------
    EventsError
        When there is none.
    """
    known = importers()
    if name not in known:
        raise EventsError(
            f"No format '{name}'.{nearest(name, known)} Known: {', '.join(sorted(known))}."
        )
    return known[name]


def importer_for(head: Head) -> Importer:
    """Return the reader that recognises a file; those of sources go before those of containers.

    A file with our own columns is read by the reader of its container alone.

    Raises
    ------
    EventsError
        When there is none.
    """
    ours = any(head.has(*names) for names in _OURS)
    if ours and head.kind in CONTAINERS:
        # No other reader is asked, nor imported.
        return _reader(CONTAINERS[head.kind])
    fitting = [reader for reader in importers().values() if reader.recognises(head)]
    # False sorts before True: sources first.
    fitting.sort(key=is_generic)
    if not fitting:
        path = PurePath(head.name)
        raise EventsError(
            f"{head.name}: no reader for '{path.suffix or path.name}' files of this content."
            f" Known formats: {', '.join(sorted(importers()))}."
        )
    return fitting[0]


def is_generic(reader: Importer) -> bool:
    """Return whether a reader is that of a container, not of a source."""
    return bool(getattr(reader, "GENERIC", False))


def container_reader(head: Head) -> Importer | None:
    """Return the reader of a file's container, whatever source its columns recall."""
    module = CONTAINERS.get(head.kind)
    return _reader(module) if module else None
