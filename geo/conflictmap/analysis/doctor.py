"""The data doctor: small checks of events, each a function that yields what is doubtful.

Plain checks find what is almost always a mistake. Strict ones also find what may be true and is
worth a look: many events at one point, one side's word only, no source.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflictmap.analysis import check_dates, check_duplicates, check_places, check_sources

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from conflictmap.model.errors import Problem
    from conflictmap.model.events import Events


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
        The day after which an event is in the future; by default the newest date of a source.
    """
    yield from check_places.outside_region(events, strict=strict)
    yield from check_places.piles(events, strict=strict)
    yield from check_places.impossible_precision(events, strict=strict)
    yield from check_dates.in_future(events, today=today)
    yield from check_dates.before_source(events)
    yield from check_dates.day_and_month(events)
    yield from check_duplicates.near_doubles(events, strict=strict)
    yield from check_duplicates.counted_twice(events)
    if strict:
        yield from check_dates.early_claims(events)
        yield from check_duplicates.looks_like_total(events)
        yield from check_sources.missing(events)
        yield from check_sources.one_side(events)
