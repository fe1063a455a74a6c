"""Where data came from: the file, its hash, its size."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from conflictmap.model.errors import printable

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Provenance:
    """One input file: its name (no folder), SHA-256, bytes, and how many rows were read from it."""

    name: str
    sha256: str
    bytes: int
    rows: int


def provenance_of_file(path: Path, *, rows: int) -> Provenance:
    """Return the provenance of a file that is not held in memory."""
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return Provenance(
        name=printable(path.name), sha256=digest, bytes=path.stat().st_size, rows=rows)


def provenance_of(name: str, content: bytes, *, rows: int) -> Provenance:
    """Return the provenance of a file's content."""
    digest = hashlib.sha256(content).hexdigest()
    return Provenance(name=printable(name), sha256=digest, bytes=len(content), rows=rows)
