"""The data doctor: small checks of events, each a function that yields what is doubtful.

Plain checks find what is almost always a mistake. Strict ones also find what may be true and is
worth a look: many events at one point, one side's word only, no source.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflictmap.doctor import dates, doubles, exchanged, places, tables, voices
from conflictmap.doctor.dates import in_future
from conflictmap.doctor.exchanged import apart
from conflictmap.doctor.layers import layer_mistakes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from conflictmap.errors import Problem
    from conflictmap.events import Events

__all__ = ["apart", "doubts", "file_mistakes", "in_future", "layer_mistakes"]


def file_mistakes(events: Events, *, swap_check: bool = True) -> Iterator[Problem]:
    """Yield what is wrong with files as a whole, one line for each mistake.

    Parameters
    ----------
    events
        Events as read; none is changed.
    swap_check
        Whether to look for files all of whose points are exchanged.
    """
    if swap_check:
        yield from exchanged.exchanged_events(events)
    found = list(tables.table_mistakes(events))
    yield from found
    if not any(problem.field == "date" for problem in found):
        yield from tables.nothing_placed(events)


def doubts(
    events: Events, *, strict: bool = False, today: date | None = None
) -> Iterator[Problem]:
    """Yield what is doubtful in events, check after check, each in the order of the rows.

    Parameters
    ----------
    events
        Events as read; none is changed.
    strict
        Whether to look for what may be true, too.
    today
        The day after which an event is in the future; by default the newest date of a source, or
        today, whichever is earlier.
    """
    yield from places.outside_region(events, strict=strict)
    yield from places.piles(events, strict=strict)
    yield from places.impossible_precision(events, strict=strict)
    yield from dates.in_future(events, today=today)
    yield from dates.before_source(events)
    yield from dates.day_and_month(events)
    yield from doubles.near_doubles(events, strict=strict)
    yield from doubles.counted_twice(events)
    if strict:
        yield from dates.early_claims(events)
        yield from doubles.looks_like_total(events)
        yield from voices.missing(events)
        yield from voices.one_side(events)
