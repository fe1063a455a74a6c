"""Spans of days, half-open: the one place where days are compared."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from conflictmap.model.outputs import ShortRepr

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

EPOCH = date(1970, 1, 1).toordinal()
#: Day numbers that stand for an open start and an open end in arrays of days.
OPEN_START = -(2**31)
OPEN_END = 2**31 - 1

Days = NDArray[np.int64]
#: What is taken for a day: a date, a datetime (also one of pandas or NumPy), or ISO 8601 text.
DayLike = date | np.datetime64 | str


@dataclass(frozen=True, kw_only=True, repr=False)
class Interval(ShortRepr):
    """Days from `start` up to, not including, `end`; None is open.

    Either may be given as anything that `as_date` takes.

    >>> Interval(start=date(2020, 9, 27), end=date(2020, 11, 10)).contains(date(2020, 11, 9))
    True
    """

    start: date | None
    end: date | None

    def __post_init__(self) -> None:
        for name in ("start", "end"):
            day = getattr(self, name)
            object.__setattr__(self, name, None if day is None else as_date(day))
        if self.start is not None and self.end is not None and self.end <= self.start:
            raise ValueError(
                f"an interval ends after it starts, but {self.start} to {self.end} does not; "
                "the end is the first day that no longer belongs to it"
            )

    def contains(self, day: date) -> bool:
        """Return whether DAY lies in the interval."""
        return self.first <= day_number(day) < self.last

    def overlaps(self, other: Interval) -> bool:
        """Return whether the two share a day."""
        return self.first < other.last and other.first < self.last

    def covers(self, other: Interval) -> bool:
        """Return whether every day of OTHER lies in this interval."""
        return self.first <= other.first and other.last <= self.last

    @property
    def first(self) -> int:
        """The first day, as days since 1970-01-01; `OPEN_START` when open."""
        return OPEN_START if self.start is None else day_number(self.start)

    @property
    def last(self) -> int:
        """The day after the last, as days since 1970-01-01; `OPEN_END` when open."""
        return OPEN_END if self.end is None else day_number(self.end)


def as_date(value: DayLike) -> date:
    """Return a day as a date; of a datetime the day that is written, in the zone that is written.

    Raises
    ------
    ValueError
        When it is no day.

    Examples
    --------
    >>> as_date("2020-09-27"), as_date(np.datetime64("2020-09-27T23:30"))
    (datetime.date(2020, 9, 27), datetime.date(2020, 9, 27))
    """
    found: object = value
    if isinstance(value, np.datetime64):
        found = value.astype("datetime64[D]").item()
    try:
        found = datetime.fromisoformat(value.strip()) if isinstance(value, str) else found
    except ValueError:
        found = None
    if isinstance(found, datetime) and found == found:  # noqa: PLR0124 - NaT is not itself
        return date(found.year, found.month, found.day)
    if isinstance(found, date) and found == found:  # noqa: PLR0124
        return found
    raise ValueError(
        f"{value!r} is no day. Give a date, a datetime, or text such as '2020-09-27'.")


def interval_of(window: Interval | Sequence[DayLike | None] | None) -> Interval:
    """Return a window (first day, and the day after the last) as an interval; None is all days.

    >>> interval_of(("2020-09-27", None)).start
    datetime.date(2020, 9, 27)
    """
    if window is None:
        return Interval(start=None, end=None)
    if isinstance(window, Interval):
        return window
    if isinstance(window, str) or len(window) != 2:  # noqa: PLR2004 - a start and an end
        raise ValueError(
            f"a window is two days, such as ('2020-09-27', '2020-11-10'), not {window!r};"
            " the second is the first day that no longer belongs to it.")
    first, end = window
    return Interval(start=first, end=end)  # type: ignore[arg-type] # turned into dates there


def day_number(day: date) -> int:
    """Return days since 1970-01-01, negative before.

    >>> day_number(date(1969, 12, 31))
    -1
    """
    return day.toordinal() - EPOCH


def day_of(number: int) -> date | None:
    """Return the date of a day number; None for an open one."""
    if number <= OPEN_START or number >= OPEN_END:
        return None
    return date.fromordinal(number + EPOCH)


def possible_days(start: Iterable[int], end: Iterable[int]) -> dict[str, list[date | None]]:
    """Return the first and the last possible day of events as dates; None where it is not known.

    Parameters
    ----------
    start, end
        Day numbers; the end is the day after the last, as in `Events`.

    >>> possible_days([0, OPEN_START], [2, 1])["latest"]
    [datetime.date(1970, 1, 2), datetime.date(1970, 1, 1)]
    """
    return {"earliest": [day_of(day) for day in start],
            "latest": [day_of(day - 1) if day < OPEN_END else None for day in end]}


def single_day(day: DayLike) -> Interval:
    """Return the interval that holds DAY alone."""
    day = as_date(day)
    return Interval(start=day, end=day + timedelta(days=1))


def overlap(start: Days, end: Days, other_start: Days, other_end: Days) -> NDArray[np.bool_]:
    """Return, pair by pair, whether two half-open spans of day numbers share a day."""
    shared: NDArray[np.bool_] = (start < other_end) & (other_start < end)
    return shared


def covers(start: Days, end: Days, other_start: Days, other_end: Days) -> NDArray[np.bool_]:
    """Return, pair by pair, whether the first span holds every day of the other."""
    whole: NDArray[np.bool_] = (start <= other_start) & (other_end <= end)
    return whole


def held_in_turn(starts: Days, ends: Days, start: int, end: int) -> bool:
    """Return whether spans of days, one after the other, hold every day from START to END.

    >>> held_in_turn(np.array([0, 5]), np.array([5, 9]), 2, 8)
    True
    """
    for i in np.argsort(starts, kind="stable"):
        if starts[i] > start:
            break
        start = max(start, int(ends[i]))
    return start >= end
