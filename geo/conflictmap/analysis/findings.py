"""What a check finds, tied to the row of its event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflictmap.model.errors import Problem
from conflictmap.model.interval import day_of

if TYPE_CHECKING:
    from conflictmap.model.events import Events


def warning(
    events: Events, row: int, *, field: str, value: str, reason: str, fix: str
) -> Problem:
    """Return a doubt about one row: the row was kept."""
    return Problem(
        file=str(events["file"][row]), place=str(events["line"][row]), field=field, value=value,
        reason=reason, fix=fix, level="warning",
    )


def day_text(number: int) -> str:
    """Return a day number as YYYY-MM-DD; `open` when it is none."""
    day = day_of(number)
    return day.isoformat() if day else "open"
