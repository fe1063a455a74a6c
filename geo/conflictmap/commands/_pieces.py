"""Whether a verb reads a file in pieces."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def goes_in_pieces(
    files: Sequence[str], *, stream: bool | None, can: bool = True,
    reading: Mapping[str, Any] | None = None,
) -> bool:
    """Return whether a file is read in pieces: as --stream says, else where it is large and CAN.

    READING are the options of `read_events`.

    Raises
    ------
    EventsError
        When --stream comes with what is only read whole.
    """
    from conflictmap.bulk.pieces import is_large
    from conflictmap.io.any_table import Asked

    given = reading or {}
    if stream:
        _check(files, given)
    if stream is not None:
        return stream
    asked = Asked(strict=bool(given.get("strict")), columns=given.get("columns", {}),
                  gazetteer=given.get("gazetteer", ""))
    return can and not given.get("sheet") and is_large(
        files, asked=asked, encoding=given.get("encoding", ""))


def _check(files: Sequence[str], reading: Mapping[str, Any]) -> None:
    """Refuse what is only read whole."""
    from conflictmap.model.errors import EventsError

    if reading.get("sheet"):
        raise EventsError("--sheet: a workbook, or a file of several tables, is read whole. Leave"
                          " --stream away.")
    if len(files) > 1:
        raise EventsError(f"{files[0]}: one file at a time is read in pieces. Read the others one"
                          " by one, or leave --stream away.")


def in_pieces(reading: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options of reading that `join_file` and `count_file` take."""
    return {name: value for name, value in reading.items() if name not in {"sheet", "ask"}}
