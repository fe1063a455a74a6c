"""Counting batch by batch: sums of the rows that count one by one, and the wholes with their parts.

A row that is no whole, no part and no report of a total is added to the sums and forgotten. The
others are kept, a few numbers each, because one may decide about another that comes later.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np

from conflictmap.analysis.claims_view import COLUMNS as MEASURES
from conflictmap.analysis.part_whole import NOTHING, Count, Toll, Tree, added, count_rows
from conflictmap.analysis.sums import (
    MONTHS_IN,
    SUMS,
    Members,
    Rows,
    Tally,
    period_days,
    period_text,
)
from conflictmap.model.errors import EventsError
from conflictmap.model.events import Events
from conflictmap.model.interval import Interval
from conflictmap.model.limits import beyond, limits

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from conflictmap.analysis.sums import Members
    from conflictmap.model.events import Columns

    Names = tuple[str, ...]

#: What events are counted by.
GROUPS = ("area", *MONTHS_IN, "type", "actor", "source")
#: Those of which an event may have several.
SEVERAL = ("actor", "source")
#: Columns of rows that are wholes, parts or reports of a total.
TREE = ("event_id", "role", "part_of", "start", "end", "stands_for", *MEASURES)
_FEW = 1 << 20


@dataclass(frozen=True, kw_only=True)
class Batch:
    """Rows to count, as in `sums.Rows`, and which rows are wholes, parts or reports.

    `tree` holds the columns of `TREE` of the rows where `related` is true; None when none is.
    """

    start: NDArray[np.int64]
    end: NDArray[np.int64]
    fatalities: NDArray[np.float64] | None
    related: NDArray[np.bool_] | None = None
    tree: Columns | None = None
    weight: NDArray[np.int64] | None = None


@dataclass(frozen=True, kw_only=True)
class _Related:
    """Rows that are kept, in their groups: which row, of which group, and whether for sure."""

    row: NDArray[np.int64]
    group: NDArray[np.int64]
    sure: NDArray[np.bool_]
    groups: frozenset[int]

    def count(self, tree: Tree | None, number: int, *, others: Toll) -> Count | None:
        """Return the count of the kept rows of a group; None when there is none."""
        if tree is None or number not in self.groups:
            return None
        mine = self.group == number
        maybe, sure = (np.zeros(len(tree.known), dtype=bool) for _ in range(2))
        maybe[self.row[mine]] = True
        sure[self.row[mine & self.sure]] = True
        return count_rows(tree, (sure, maybe), others=others)


class _Layer:
    """What is counted in one layer."""

    def __init__(self, layer_id: str, tally: Tally) -> None:
        self.id, self.tally = layer_id, tally
        self.numbers: dict[Names, int] = {}
        #: Rows that are kept, their groups, and whether they belong to these for sure.
        self.row: list[NDArray[np.int64]] = []
        self.group: list[NDArray[np.int64]] = []
        self.sure: list[NDArray[np.bool_]] = []

    def groups(self, members: Sequence[Members], n: int) -> NDArray[np.int64]:
        """Return the number of the group of each row, -1 for none."""
        code, size = np.zeros(n, dtype=np.int64), 1
        for one in members:
            size *= len(one.names)
            code = np.where((code < 0) | (one.codes < 0), -1, code * len(one.names) + one.codes)
        distinct = np.flatnonzero(np.bincount(code + 1, minlength=1)[1:]) if size < _FEW else (
            np.unique(code[code >= 0]))
        numbers = np.array([self._number(members, c) for c in distinct.tolist()], dtype=np.int64)
        if not len(distinct):
            return code
        found = numbers[np.minimum(np.searchsorted(distinct, code), len(distinct) - 1)]
        return np.where(code < 0, -1, found)

    def related(self) -> _Related:
        """Return the rows that are kept."""
        none = np.empty(0, dtype=np.int64)
        row, group = (np.concatenate([none, *parts]) for parts in (self.row, self.group))
        sure = np.concatenate([none.astype(bool), *self.sure])
        return _Related(row=row, group=group, sure=sure, groups=frozenset(group.tolist()))

    def add(self, rows: Rows, related: NDArray[np.bool_] | None, first: int) -> None:
        """Add rows, those in a group each; RELATED ones are kept, as the rows from FIRST on."""
        if related is None:
            self.tally.add(rows)
            return
        self.tally.note(rows.start[related], rows.end[related])
        self.tally.add(_cut(rows, ~related))
        kept = np.flatnonzero(related)
        sure = np.ones(len(rows.start), bool) if rows.sure is None else rows.sure
        self.row.append(first + np.arange(len(kept)))
        self.group.append(rows.group[kept])
        self.sure.append(sure[kept])

    def _number(self, members: Sequence[Members], code: int) -> int:
        names: list[str] = []
        for one in reversed(members):
            code, at = divmod(code, len(one.names))
            names.append(one.names[at])
        key = tuple(reversed(names))
        if len(self.numbers) > limits().rows:
            raise EventsError(f"too many groups: {beyond('rows')}")
        return self.numbers.setdefault(key, len(self.numbers))


class Counter:
    """Counts events batch by batch.

    Parameters
    ----------
    words
        What is counted by, in the order of `GROUPS`.
    span
        The days.
    layers
        The ids of the layers whose areas are counted by, one tally for each.
    """

    def __init__(self, words: Sequence[str], span: Interval, layers: Sequence[str] = ("",)) -> None:
        self.words, self.span = words, span
        self.unit = next((word for word in words if word in MONTHS_IN), "")
        self._layers = [_Layer(i, Tally(span, unit=self.unit)) for i in layers]
        self._kept: list[Columns] = []
        self._count = 0

    def add(self, batch: Batch, members: Sequence[Sequence[Members]]) -> None:
        """Add rows; MEMBERS says for each layer the groups of each: area, type and so on."""
        related, first = batch.related if batch.tree is not None else None, self._count
        if batch.tree is not None:
            self._kept.append(batch.tree)
            self._count += len(batch.tree["event_id"])
            if self._count > limits().rows:
                raise EventsError(f"too many wholes, parts and reports: {beyond('rows')}")
        for layer, found in zip(self._layers, members, strict=True):
            sure = found[0].sure if found else None
            for one in product(*(several.each() for several in found)):
                layer.add(Rows(
                    start=batch.start, end=batch.end, group=layer.groups(one, len(batch.start)),
                    fatalities=batch.fatalities, sure=sure, weight=batch.weight), related, first)

    def counts(self) -> tuple[Count, ...]:
        """Return the counts: layer by layer, sorted by group."""
        tree = Events(columns={
            name: np.concatenate([kept[name] for kept in self._kept]) if self._kept
            else np.empty(0, dtype=object) for name in TREE
        })
        return tuple(count for layer in self._layers for count in self._of(layer, tree))

    def _of(self, layer: _Layer, tree: Events) -> Iterator[Count]:
        """Yield the counts of one layer, sorted."""
        if not any(word != self.unit for word in self.words):
            layer.numbers.setdefault((), 0)
        sums, related = layer.tally.sums(), layer.related()
        found = []
        for period, cut in self._cuts(layer.tally):
            part = Tree(tree, cut) if related.groups else None
            for key, number in layer.numbers.items():
                count = self._of_group(sums.get((number, period)), related, part, number)
                if count is not None:
                    found.append((key, period, self._named(count, layer, key, period)))
        yield from (count for *_, count in sorted(found, key=self._order))

    def _of_group(
        self, own: NDArray[np.int64] | None, related: _Related, tree: Tree | None, number: int
    ) -> Count | None:
        """Return the count of a group; of several words, None for a group without events."""
        several = len(self.words) > 1
        if several and own is None and number not in related.groups:
            return None
        count = _merged(own, related.count(tree, number, others=_certain(own)))
        return None if several and _is_empty(count) else count

    def _order(self, item: tuple[Names, int, Count]) -> tuple[Any, ...]:
        key, period, _ = item
        first = key[:1] if "area" in self.words else ()
        return (*first, period, *key[len(first):])

    def _named(self, count: Count, layer: _Layer, key: Names, period: int) -> Count:
        """Return a count with the names of its group."""
        words = [word for word in self.words if word != self.unit]
        names = dict(zip(words, key, strict=True))
        time: dict[str, Any] = {self.unit: period_text(period, self.unit)} if self.unit else {}
        return replace(
            count, toll=count.toll.lawful, layer_id=layer.id, area_id=names.get("area", ""),
            type=names.get("type", ""), actor=names.get("actor", ""),
            source=names.get("source", ""), **time,
        )

    def _cuts(self, tally: Tally) -> Iterator[tuple[int, Interval]]:
        """Yield the days of each period that lie in the span; one cut when there is none."""
        if not self.unit:
            yield 0, self.span
            return
        for period in sorted(tally.periods):
            start, end = _days_of(period, self.unit, self.span)
            if end is None or start < end:
                yield period, Interval(start=start, end=end)


def _days_of(period: int, unit: str, span: Interval) -> tuple[date, date | None]:
    """Return the first day of a period in a span, and the day after the last; None for no end."""
    first, after = period_days(period, unit)
    ends = [day for day in (after, span.end) if day is not None]
    return max(first, span.start or first), min(ends, default=None)


def _cut(rows: Rows, mask: NDArray[np.bool_]) -> Rows:
    return Rows(
        start=rows.start[mask], end=rows.end[mask], group=rows.group[mask],
        fatalities=None if rows.fatalities is None else rows.fatalities[mask],
        sure=None if rows.sure is None else rows.sure[mask],
        weight=None if rows.weight is None else rows.weight[mask],
    )


def _certain(sums: NDArray[np.int64] | None) -> Toll:
    """Return the fatalities of the rows that count for sure."""
    if sums is None:
        return NOTHING
    s = dict(zip(SUMS, sums.tolist(), strict=True))
    low, best, high = (s[name] if s[f"{name}s"] else None for name in ("low", "best", "high"))
    return Toll(
        low=low, best=best, high=high, without_low=s["stated"] - s["lows"],
        without_best=s["stated"] - s["bests"], without_high=s["stated"] - s["highs"],
        silent=s["events"] - s["stated"],
    )


def _merged(sums: NDArray[np.int64] | None, tree: Count | None) -> Count:
    """Return the count of the rows that were summed, and of those that were kept."""
    count = tree or Count(events=0, possible=0, toll=NOTHING)
    if sums is None:
        return count
    s = dict(zip(SUMS, sums.tolist(), strict=True))
    more = replace(NOTHING, high=s["more"] if s["mores"] else None, open=s["opens"])
    return replace(
        count, events=count.events + s["events"],
        possible=count.possible + s["events"] + s["perhaps"],
        toll=added(count.toll, added(_certain(sums), more)),
    )


def _is_empty(count: Count) -> bool:
    return not (count.possible or count.episodes or count.named or count.reports or count.parts)
