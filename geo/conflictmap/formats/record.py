"""One row of a table, as text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Record:
    """One row: where it stands, its cells as text by column, and why it cannot be read."""

    place: str
    cells: dict[str, str]
    broken: str = ""
