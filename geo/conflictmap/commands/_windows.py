"""The option --window of several verbs."""

from __future__ import annotations

from datetime import date

from conflictmap.model.errors import EventsError, printable
from conflictmap.model.interval import Interval


def window_of(text: str) -> Interval:
    """Return the days of START/END; either may be empty.

    Raises
    ------
    EventsError
        When the text is no two days.
    """
    if not text:
        return Interval(start=None, end=None)
    first, slash, last = (part.strip() for part in text.partition("/"))
    try:
        if not slash:
            raise ValueError("no slash between two days")
        return Interval(start=date.fromisoformat(first) if first else None,
                        end=date.fromisoformat(last) if last else None)
    except ValueError as error:
        raise EventsError(
            f"--window: '{printable(text)}': {error}. Write START/END, like 2020-09-27/2020-11-10."
        ) from error
