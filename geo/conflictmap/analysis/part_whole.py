"""Wholes and parts: which rows count when one holds another, by the rules of `count`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from conflictmap.analysis.claims_view import COLUMNS as MEASURES
from conflictmap.analysis.ranges import lawful
from conflictmap.model.columns import NO_DAY
from conflictmap.model.events import Events
from conflictmap.model.outputs import ShortRepr

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from conflictmap.model.events import Events
    from conflictmap.model.interval import Interval


@dataclass(frozen=True, kw_only=True, repr=False)
class Toll(ShortRepr):
    """A range of fatalities, and how many of the events with figures lack each of its ends.

    low <= best <= high, always. `low` is the sum of the lows that are stated: "at least". `best`
    and `high` are None unless each event that states any states them: a sum over some events is
    not that of all. `without_…` says how many do not; `silent` events state no figure at all, and
    `open` ones lie partly in the window and state fatalities without an upper end.
    """

    low: int | None
    best: int | None
    high: int | None
    without_low: int
    without_best: int
    without_high: int
    silent: int = 0
    open: int = 0

    @property
    def lawful(self) -> Toll:
        """The sum of all its events, made of sums over those that state each figure."""
        high = None if self.without_high or self.open else self.high
        low, best, high = lawful(self.low, None if self.without_best else self.best, high)
        return replace(self, low=low, best=best, high=high)


@dataclass(frozen=True, kw_only=True, repr=False)
class Count(ShortRepr):
    """What a window holds: for one group of events, or for all.

    `layer_id`, `area_id`, `year`, `quarter` or `month`, `type`, `actor` and `source` say which
    group; they are empty where all are counted together. `events`: events wholly inside, certainly
    of the group. `possible`: those that overlap the window or may belong to the group. `toll`: of
    the rows that count. `episodes`: the aggregates that count, by id. `parts`: ids that stand
    inside one of them and are not added. `named`: ids of aggregates that reach beyond the window,
    so that their parts count. `reports`: toll rows.
    """

    events: int
    possible: int
    toll: Toll
    layer_id: str = ""
    area_id: str = ""
    year: str = ""
    quarter: str = ""
    month: str = ""
    type: str = ""
    actor: str = ""
    source: str = ""
    episodes: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()

    @property
    def group(self) -> str:
        """The area, year, type and so on that are counted, as one text; empty for all."""
        time = self.year or self.quarter or self.month
        return ", ".join(filter(None, (self.area_id, time, self.type, self.actor, self.source)))


NOTHING = Toll(low=None, best=None, high=None, without_low=0, without_best=0, without_high=0)


class Tree:
    """Rows of a span of days, of which some are parts of others; what counts there."""

    def __init__(self, events: Events, span: Interval) -> None:
        self.events = events
        start, end = events["start"], events["end"]
        self.known = start != NO_DAY
        self.whole = self.known & (start >= span.first) & (end <= span.last)
        self.partly = self.known & ~self.whole & (start < span.last) & (end > span.first)
        role = events["role"]
        self.incidents = role == "event"
        self.rows = {event_id: row for row, event_id in enumerate(events.ids)}
        self.inside = np.zeros(len(events), dtype=bool)
        for row in np.flatnonzero(events["part_of"] != ""):
            self.inside[row] = self._counting_ancestor(int(row)) is not None
        self.counts = self.whole & ~self.inside & (role != "toll")

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

    def reported(
        self, counted: NDArray[np.bool_], maybe: NDArray[np.bool_], others: Toll
    ) -> Toll:
        """Return what toll rows add beyond the parts, for aggregates that do not count."""
        events = self.events
        reports = (events["role"] == "toll") & self.whole & ~self.inside & maybe
        extra = NOTHING
        for parent in sorted(set(events["part_of"][reports])):
            parts = counted & (events["part_of"] == parent)
            own = _fatalities(events, parts, np.zeros_like(parts))
            own = added(own, others) if parent == "" else own
            extra = added(extra, _excess(events, reports & (events["part_of"] == parent), own))
        return extra


def count_rows(
    tree: Tree, mask: tuple[NDArray[np.bool_], NDArray[np.bool_]] | None = None, *,
    others: Toll | None = None,
) -> Count:
    """Return the count of one group.

    Parameters
    ----------
    tree
        The rows in a span of days.
    mask
        Which rows belong to the group for sure, and which perhaps; by default all do.
    others
        The fatalities of rows that count but are not in the tree: they are no part of anything.
    """
    sure, maybe = mask if mask is not None else (tree.known, tree.known)
    events, whole = tree.events, tree.whole
    counted = tree.counts & sure
    perhaps = (tree.counts & maybe & ~sure) | (
        tree.incidents & tree.partly & ~tree.inside & maybe)
    total = added(_fatalities(events, counted, perhaps),
                  tree.reported(counted, maybe, others or NOTHING))
    ids = events["event_id"]
    aggregates = (events["role"] == "aggregate") & tree.known & maybe
    return Count(
        events=int(events.weight[whole & sure & tree.incidents].sum()),
        possible=int(events.weight[(whole | tree.partly) & maybe & tree.incidents].sum()),
        toll=total,
        episodes=tuple(ids[aggregates & counted]),
        parts=tuple(ids[tree.inside & whole & maybe]),
        named=tuple(ids[aggregates & tree.partly]),
        reports=tuple(ids[(events["role"] == "toll") & whole & maybe]),
    )


def fatalities_of(events: Events, counted: NDArray[np.bool_]) -> Toll:
    """Return the range over rows that count, of which none is part of another."""
    return _fatalities(events, counted, np.zeros_like(counted)).lawful


def _fatalities(events: Events, counted: NDArray[np.bool_], perhaps: NDArray[np.bool_]) -> Toll:
    """Return the range over the rows that count; those that only may count add to `high` alone."""
    values = [events[name] for name in MEASURES]
    stated = ~np.isnan(np.column_stack(values)).all(axis=1)
    low, best, high = (_sum(v[counted]) for v in values)
    more = _sum(values[2][perhaps])
    high = high if more is None else (high or 0) + more
    missing = [int(events.weight[counted & stated & np.isnan(v)].sum()) for v in values]
    return Toll(low=low, best=best, high=high, without_low=missing[0], without_best=missing[1],
                without_high=missing[2], silent=int(events.weight[counted & ~stated].sum()),
                open=int(events.weight[perhaps & stated & np.isnan(values[2])].sum()))


def _sum(values: NDArray[np.float64]) -> int | None:
    """Return the sum of the known values; None when there is none."""
    known = values[~np.isnan(values)]
    return int(known.sum()) if len(known) else None


def _excess(events: Events, reports: NDArray[np.bool_], own: Toll) -> Toll:
    """Return by how much the highest total reported goes beyond what the parts sum to."""
    found: list[int | None] = []
    for name, have in zip(MEASURES, (own.low, own.best, own.high), strict=True):
        values = events[name][reports]
        known = values[~np.isnan(values)]
        most = int(known.max()) if len(known) else None
        found.append(None if most is None else max(0, most - (have or 0)))
    return replace(NOTHING, low=found[0], best=found[1], high=found[2])


def added(one: Toll, other: Toll) -> Toll:
    """Return the sum of two ranges; None and a number make the number."""
    def plus(a: int | None, b: int | None) -> int | None:
        return a if b is None else b if a is None else a + b

    return Toll(
        low=plus(one.low, other.low), best=plus(one.best, other.best),
        high=plus(one.high, other.high), without_low=one.without_low + other.without_low,
        without_best=one.without_best + other.without_best,
        without_high=one.without_high + other.without_high, silent=one.silent + other.silent,
        open=one.open + other.open,
    )
