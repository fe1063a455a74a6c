"""What can go wrong: the caller's mistakes are raised, the data's mistakes are listed.

    ConflictMapError
    ├── EventsError    a file of events that cannot be read at all
    ├── LayerError     a layer that cannot be read or used
    ├── RecipeError    a recipe with a key or value that means nothing
    ├── PageError      a finished page that cannot be read back
    ├── FetchError     a data set that cannot be fetched
    └── OutputError    a file that cannot be written

A `Problem` is one mistake in the data: where it stands, what is wrong, what to do.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from dataclasses import field as member
from typing import TYPE_CHECKING, Literal

from conflictmap.model.outputs import ShortRepr

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class ConflictMapError(Exception):
    """Be the root of every error that this package raises on purpose."""


class EventsError(ConflictMapError):
    """Say that a file of events cannot be read at all."""


class LayerError(ConflictMapError):
    """Say that a layer cannot be read or used."""


class RecipeError(ConflictMapError):
    """Say that a recipe holds a key or value that means nothing."""


class PageError(ConflictMapError):
    """Say that a finished page cannot be read back."""


class FetchError(ConflictMapError):
    """Say that a data set cannot be fetched."""


class OutputError(ConflictMapError):
    """Say that a file cannot be written."""


@dataclass(frozen=True, kw_only=True, repr=False)
class Problem(ShortRepr):
    """One mistake in the data.

    Parameters
    ----------
    file
        Name of the file as the caller gave it.
    place
        `line 17` in a table, `feature 3` (counted from 0) in GeoJSON, empty for the whole file.
    field, value
        The column or key, and what stands there, as typed.
    reason, fix
        What is wrong, and what to do about it.
    level
        `error`: the row was set aside. `warning`: the row was kept.
    row
        The row that was set aside, as typed, by column.
    """

    file: str
    place: str
    field: str
    value: str
    reason: str
    fix: str
    level: Literal["error", "warning"] = "error"
    row: Mapping[str, str] = member(default_factory=dict, compare=False, repr=False)

    def __str__(self) -> str:
        where = f"{self.file}:{self.place.removeprefix('line ')}" if self.place else self.file
        parts = (where, self.field, quoted(self.value), self.reason, self.fix)
        return ": ".join(printable(part) for part in parts if part)


def printable(text: str) -> str:
    r"""Return TEXT with control characters escaped, so that it stays on one line of a terminal.

    >>> printable("a\x1b[2Jb\n")
    'a\\x1b[2Jb\\n'
    """
    return "".join(c if c.isprintable() else repr(c)[1:-1] for c in text)


def quoted(value: str, *, limit: int = 60) -> str:
    """Return VALUE in quotes, cut to LIMIT characters; nothing when it is empty."""
    cut = value if len(value) <= limit else value[: limit - 1] + "…"
    return f"'{cut}'" if value else ""


def nearest(name: str, known: Iterable[str]) -> str:
    """Return ` Did you mean 'x'?` for the known name nearest to NAME, or nothing.

    >>> nearest("titel", ["title", "window"])
    " Did you mean 'title'?"
    """
    found = difflib.get_close_matches(name, list(known), n=1)
    return f" Did you mean '{found[0]}'?" if found else ""
