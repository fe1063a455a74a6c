"""Whether a verb reads a file in pieces."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

#: Options of reading that need the whole file, and how they are called.
_WHOLE = {"columns": "--map", "gazetteer": "--gazetteer", "points_as_given": "--points-as-given",
          "sheet": "--sheet"}


def goes_in_pieces(
    files: Sequence[str], *, stream: bool | None, encoding: str, can: bool = True,
    reading: Mapping[str, Any] | None = None,
) -> bool:
    """Return whether a file is read in pieces: as --stream says, else where it is large and CAN.

    What is read by options that need the whole file, READING, is read whole.

    Raises
    ------
    EventsError
        When --stream comes with options that it has no use for.
    """
    from conflictmap.bulk.pieces import is_large
    from conflictmap.model.errors import EventsError

    asked = reading or {}
    given = _needs_all(asked)
    if stream and given:
        raise EventsError(f"{_WHOLE[min(given)]}: a file in pieces is read without it. Leave"
                          " --stream away, or convert it first: conflictmap convert.")
    if stream is not None:
        return stream
    return can and not (encoding or given) and is_large(files, strict=bool(asked.get("strict")))


def _needs_all(reading: Mapping[str, Any]) -> set[str]:
    """Return the options that were given and need the whole file."""
    return {name for name, value in reading.items() if value} & _WHOLE.keys()
