"""Counting: events and fatalities as ranges, with no part added to its whole.

The rules, the same here and on the page:

- An event counts when all of its days lie in the window. One that only overlaps the window is
  *partly inside*: it is named, and adds to `high` alone.
- An aggregate counts when all of its days lie in the window; then its parts, at any depth, do not.
  Otherwise the parts count and the aggregate is named.
- A toll row is a report of a total so far. It is never added: within an aggregate that does not
  count, each of low, best and high is the larger of the sum of the parts and the tolls reported in
  the window.
- Unknown is never zero: a total says how many of its events lack a low, best or high.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Literal

import numpy as np

from conflictmap.claims import COLUMNS as MEASURES
from conflictmap.claims import ClaimsView, as_told
from conflictmap.events import NO_DAY, Events
from conflictmap.interval import Interval, day_of
from conflictmap.joining import INSIDE, POSSIBLE, Joined

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray


@dataclass(frozen=True, kw_only=True)
class Toll:
    """A range of fatalities, and how many of the events with a toll lack each of its ends.

    `best` sums only events that have a best estimate, `low` only those with a low one: both are
    "at least" as long as their `without_…` is not 0. None means that no event states the figure.
    `silent` events state no toll at all.
    """

    low: int | None
    best: int | None
    high: int | None
    without_low: int
    without_best: int
    without_high: int
    silent: int = 0

    @property
    def sound(self) -> tuple[int | None, int | None, int | None]:
        """Low, best and high, without a best or high that only part of the events state.

        A low is a low whatever is missing; a sum of some highs is no upper end.
        """
        open_end = self.without_high > 0 or (self.high or 0) < (self.low or 0)
        return (self.low, None if self.without_best else self.best,
                None if open_end else self.high)


@dataclass(frozen=True, kw_only=True)
class Count:
    """What a window holds: for one group of events, or for all.

    `events`: events wholly inside, certainly of the group. `possible`: those that overlap the
    window or may belong to the group. `toll`: of the rows that count. `episodes`: the aggregates
    that count, by id. `parts`: ids that stand inside one of them and are not added. `named`: ids
    of aggregates that reach beyond the window, so that their parts count. `reports`: toll rows.
    """

    group: str
    events: int
    possible: int
    toll: Toll
    episodes: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()


def count(
    events: Events, *, window: Interval | tuple[date | None, date | None] | None = None,
    by: Literal["type", "year", "area"] | None = None, joined: Joined | None = None,
    claims: ClaimsView = "range",
) -> tuple[Count, ...]:
    """Return events and fatalities as ranges, by the rules at the head of this module.

    Parameters
    ----------
    events
        The events; undated ones are not counted.
    window
        Half-open days; by default all.
    by
        `type`, `year`, or `area` (with `joined`, the rows of one layer). A group is a row.
    joined
        What `join` returned for one layer: `inside` rows belong to their area, `possible` rows may.
    claims
        Whose figures of the dead are counted: `range` (those of the table), `armenian`,
        `azerbaijani`, `third_party`, `latest` or `first`. Where they say nothing of an event, its
        toll is unknown (`Toll.silent`).

    Returns
    -------
    tuple of Count
        One for each group, sorted; one for all events when `by` is None.

    Raises
    ------
    ValueError
        When `by` is `area` and `joined` is missing or has another number of rows, or when there is
        no such view of the claims.
    """
    span, events = _interval(window), as_told(events, claims)
    if by is None:
        return (_count(events, span, "", None),)
    if by == "year":
        return tuple(_years(events, span))
    if by == "type":
        sure = {t: events["type"] == t for t in sorted(set(events["type"]))}
        return tuple(_count(events, span, t, (mask, mask)) for t, mask in sure.items())
    if joined is None or len(joined) != len(events):
        raise ValueError("count by area needs `joined`: the rows of these events in one layer")
    areas = sorted({a for a in joined["area_id"] if a})
    return tuple(
        _count(events, span, area, (
            (joined["area_id"] == area) & (joined["certainty"] == INSIDE),
            (joined["area_id"] == area) & np.isin(joined["certainty"], [INSIDE, POSSIBLE]),
        ))
        for area in areas
    )


def _interval(window: Interval | tuple[date | None, date | None] | None) -> Interval:
    if window is None:
        return Interval(start=None, end=None)
    return window if isinstance(window, Interval) else Interval(start=window[0], end=window[1])


def _years(events: Events, span: Interval) -> Iterator[Count]:
    """Yield the count of each year in which a dated event starts or ends."""
    ends = np.concatenate([events["start"][events.dated], events["end"][events.dated] - 1])
    years = {day.year for day in map(day_of, ends.tolist()) if day is not None}
    for year in sorted(years):
        first, last = date(year, 1, 1), date(year + 1, 1, 1)
        cut = Interval(
            start=max(first, span.start or first), end=min(last, span.end or last)
        ) if (span.start or first) < last and (span.end or last) > first else None
        if cut is not None:
            yield _count(events, cut, str(year), None)


def _count(
    events: Events, span: Interval, group: str,
    mask: tuple[NDArray[np.bool_], NDArray[np.bool_]] | None,
) -> Count:
    """Return the count of one group; MASK says which events belong to it for sure, and perhaps."""
    start, end = events["start"], events["end"]
    known = start != NO_DAY
    whole = known & (start >= span.first) & (end <= span.last)
    partly = known & ~whole & (start < span.last) & (end > span.first)
    sure, maybe = mask if mask is not None else (known, known)
    tree = _Tree(events, whole)
    counted = tree.counts & sure
    perhaps = (tree.counts & maybe & ~sure) | (tree.leaves & partly & maybe)
    total = _add(_toll(events, counted, perhaps), tree.reported(counted, maybe))
    ids = events["event_id"]
    aggregates = (events["role"] == "aggregate") & known & maybe
    return Count(
        group=group,
        events=int((whole & sure & tree.incidents).sum()),
        possible=int(((whole | partly) & maybe & tree.incidents).sum()),
        toll=total,
        episodes=tuple(ids[aggregates & counted]),
        parts=tuple(ids[tree.inside & whole & maybe]),
        named=tuple(ids[aggregates & partly]),
        reports=tuple(ids[(events["role"] == "toll") & whole & maybe]),
    )


class _Tree:
    """Which rows of a window count, given that aggregates have parts."""

    def __init__(self, events: Events, whole: NDArray[np.bool_]) -> None:
        self.events, self.whole = events, whole
        role = events["role"]
        self.incidents = role == "event"
        self.leaves = self.incidents
        self.rows = {event_id: row for row, event_id in enumerate(events.ids)}
        self.inside = np.zeros(len(events), dtype=bool)
        for row in np.flatnonzero(events["part_of"] != ""):
            self.inside[row] = self._counting_ancestor(int(row)) is not None
        self.counts = whole & ~self.inside & (role != "toll")

    def _counting_ancestor(self, row: int) -> int | None:
        """Return the topmost aggregate, wholly in the window, that a row is part of."""
        found, seen = None, {row}
        parent = self.rows.get(str(self.events["part_of"][row]))
        while parent is not None and parent not in seen:
            seen.add(parent)
            if self.whole[parent] and self.events["role"][parent] == "aggregate":
                found = parent
            parent = self.rows.get(str(self.events["part_of"][parent]))
        return found

    def reported(self, counted: NDArray[np.bool_], maybe: NDArray[np.bool_]) -> Toll:
        """Return what toll rows add beyond the parts, for aggregates that do not count."""
        events = self.events
        tolls = (events["role"] == "toll") & self.whole & ~self.inside & maybe
        extra = _NOTHING
        for parent in sorted(set(events["part_of"][tolls])):
            parts = counted & (events["part_of"] == parent)
            own = _toll(events, parts, np.zeros_like(parts))
            extra = _add(extra, _excess(events, tolls & (events["part_of"] == parent), own))
        return extra


_NOTHING = Toll(low=None, best=None, high=None, without_low=0, without_best=0, without_high=0)


def _toll(events: Events, counted: NDArray[np.bool_], perhaps: NDArray[np.bool_]) -> Toll:
    """Return the range over the rows that count; those that only may count add to `high` alone."""
    values = [events[name] for name in MEASURES]
    stated = ~np.isnan(np.column_stack(values)).all(axis=1)
    low, best, high = (_sum(v[counted]) for v in values)
    more = _sum(values[2][perhaps])
    high = high if more is None else (high or 0) + more
    missing = [int((counted & stated & np.isnan(v)).sum()) for v in values]
    return Toll(low=low, best=best, high=high, without_low=missing[0], without_best=missing[1],
                without_high=missing[2], silent=int((counted & ~stated).sum()))


def _sum(values: NDArray[np.float64]) -> int | None:
    """Return the sum of the known values; None when there is none."""
    known = values[~np.isnan(values)]
    return int(known.sum()) if len(known) else None


def _excess(events: Events, tolls: NDArray[np.bool_], own: Toll) -> Toll:
    """Return by how much the highest toll reported goes beyond what the parts sum to."""
    found: list[int | None] = []
    for name, have in zip(MEASURES, (own.low, own.best, own.high), strict=True):
        values = events[name][tolls]
        known = values[~np.isnan(values)]
        most = int(known.max()) if len(known) else None
        found.append(None if most is None else max(0, most - (have or 0)))
    return replace(_NOTHING, low=found[0], best=found[1], high=found[2])


def _add(one: Toll, other: Toll) -> Toll:
    """Return the sum of two ranges; None and a number make the number."""
    def plus(a: int | None, b: int | None) -> int | None:
        return a if b is None else b if a is None else a + b

    return Toll(
        low=plus(one.low, other.low), best=plus(one.best, other.best),
        high=plus(one.high, other.high), without_low=one.without_low + other.without_low,
        without_best=one.without_best + other.without_best,
        without_high=one.without_high + other.without_high, silent=one.silent + other.silent,
    )


