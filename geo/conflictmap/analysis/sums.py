"""Sums over events that count one by one, added batch by batch; what they mean says `count`.

A tally holds no row: only sums for each group and year. So it takes any number of batches, and
the sums of two tallies may be added.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np

from conflictmap.model.columns import NO_DAY

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from conflictmap.model.interval import Days, Interval

#: The sums of a group and year: rows that count, those of them that state fatalities, their figures
#: and how many state each; rows that only may count, their highs, how many state one, and how many
#: state fatalities without one.
SUMS = ("events", "stated", "low", "lows", "best", "bests", "high", "highs", "perhaps", "more",
        "mores", "opens")
#: The days of the years 1 to 9999, which dates have.
_FIRST, _LAST = -719_162, 2_932_896
#: How many months the units of time have.
MONTHS_IN = {"year": 12, "quarter": 3, "month": 1}
#: Keys of a batch that are counted in one table, not sorted.
_DENSE = 1 << 20
_BITS = 17
_PERIOD = (1 << _BITS) - 1


@dataclass(frozen=True, kw_only=True)
class Members:
    """To which group each row belongs: a place in `names`, -1 for none; `sure` None is for sure.

    A row may belong to several: `further` holds codes like `codes`, none of them twice in a row.
    """

    names: Sequence[str]
    codes: NDArray[np.int64]
    sure: NDArray[np.bool_] | None = None
    further: tuple[NDArray[np.int64], ...] = ()

    def each(self) -> Iterator[Members]:
        """Yield the groups one for each row at a time."""
        for codes in (self.codes, *self.further):
            yield replace(self, codes=codes, further=())

    @classmethod
    def of_lists(cls, lists: Sequence[Sequence[str]]) -> Members:
        """Return the groups that lists name, of each row one; a row with none is of the group ''.

        >>> found = Members.of_lists([["a", "b"], [], ["b", "b"]])
        >>> found.names, found.codes.tolist(), [more.tolist() for more in found.further]
        (['a', 'b', ''], [0, 2, 1], [[1, -1, -1]])
        """
        rows = [tuple(dict.fromkeys(row)) or ("",) for row in lists]
        names = {text: i for i, text in enumerate(dict.fromkeys(chain.from_iterable(rows)))}
        width = max(map(len, rows), default=1)
        table = np.full((width, len(rows)), -1, dtype=np.int64)
        for i, row in enumerate(rows):
            table[:len(row), i] = [names[text] for text in row]
        return cls(names=list(names), codes=table[0], further=tuple(table[1:]))

    @classmethod
    def of(cls, texts: NDArray[Any], sure: NDArray[np.bool_] | None = None) -> Members:
        """Return the groups that texts name."""
        names = {text: i for i, text in enumerate(dict.fromkeys(texts.tolist()))}
        codes = np.fromiter(map(names.__getitem__, texts.tolist()), np.int64, len(texts))
        return cls(names=list(names), codes=codes, sure=sure)


@dataclass(frozen=True, kw_only=True)
class Rows:
    """Rows of events that count one by one: half-open days, fatalities, and the group of each.

    `fatalities` has the columns low, best and high (NaN where unknown); None when no row has one.
    `group` is a number from 0; -1 is a row of no group. `sure` says which rows belong to their
    group for certain; None says that all do. `weight` is how many events each row stands for; None
    says that each is one.
    """

    start: Days
    end: Days
    group: NDArray[np.int64]
    fatalities: NDArray[np.float64] | None = None
    sure: NDArray[np.bool_] | None = None
    weight: NDArray[np.int64] | None = None


class Tally:
    """Sums by group, and by UNIT of time where there is one, of the rows in a span of days."""

    def __init__(self, span: Interval, *, unit: str = "") -> None:
        self.span, self.unit = span, unit
        #: Years, quarters or months in which a dated row starts or ends, as numbers.
        self.periods: set[int] = set()
        self._keys = np.empty(0, dtype=np.int64)
        self._sums = np.empty((0, len(SUMS)), dtype=np.int64)

    def note(self, start: Days, end: Days) -> None:
        """Take note of the periods in which dated rows start and end."""
        dated = start != NO_DAY
        for days in (start[dated], end[dated] - 1):
            closed = days[(days >= _FIRST) & (days <= _LAST)]
            self.periods.update(_distinct(periods_of(closed, self.unit)))

    def add(self, rows: Rows) -> None:
        """Add the rows of a batch."""
        if self.unit:
            self.note(rows.start, rows.end)
        start, end = rows.start, rows.end
        live = np.flatnonzero(
            (start != NO_DAY) & (start < self.span.last) & (end > self.span.first)
            & (rows.group >= 0))
        start, end = start[live], end[live]
        counts = (start >= self.span.first) & (end <= self.span.last)
        if rows.sure is not None:
            counts &= rows.sure[live]
        key = rows.group[live] << 2 * _BITS
        if self.unit:
            first = periods_of(np.maximum(start, max(self.span.first, _FIRST)), self.unit)
            last = periods_of(np.minimum(end, min(self.span.last, _LAST + 1)) - 1, self.unit)
            counts &= first == last
            key |= first << _BITS | last
        fatalities = None if rows.fatalities is None else rows.fatalities[live]
        weight = None if rows.weight is None else rows.weight[live]
        self._put(*_summed(key, counts, fatalities, weight))

    def _put(self, keys: NDArray[np.int64], sums: NDArray[np.int64]) -> None:
        """Add the sums of a batch to those that are there."""
        self._keys, at = np.unique(np.concatenate([self._keys, keys]), return_inverse=True)
        found = np.zeros((len(self._keys), len(SUMS)), dtype=np.int64)
        np.add.at(found, at, np.concatenate([self._sums, sums]))
        self._sums = found

    def __len__(self) -> int:
        return len(self._keys)

    def sums(self) -> dict[tuple[int, int], NDArray[np.int64]]:
        """Return the sums by (group, period); the period is 0 when time is not counted by."""
        found: dict[tuple[int, int], NDArray[np.int64]] = {}
        known = sorted(self.periods) if self.unit else [0]
        for key, sums in zip(self._keys.tolist(), self._sums, strict=True):
            group, first, last = key >> 2 * _BITS, key >> _BITS & _PERIOD, key & _PERIOD
            for period in known[bisect_left(known, first) : bisect_right(known, last)]:
                found[group, period] = found.get((group, period), 0) + sums
        return found


def periods_of(days: Days, unit: str) -> NDArray[np.int64]:
    """Return the period of each day as a number: years, or quarters or months since the year 0."""
    months: NDArray[np.int64] = (
        days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) + 12 * 1970)
    return months // MONTHS_IN.get(unit, 12)


def period_days(period: int, unit: str) -> tuple[date, date | None]:
    """Return the first day of a period, and the day after the last; None where days end."""
    size = MONTHS_IN[unit]
    (year, month), (later, then) = (divmod(p * size, 12) for p in (period, period + 1))
    after = date(later, then + 1, 1) if later <= date.max.year else None
    return date(year, month + 1, 1), after


def period_text(period: int, unit: str) -> str:
    """Return a period in words: 2022, 2022-Q3 or 2022-09.

    >>> period_text(2022 * 4 + 2, "quarter"), period_text(2022 * 12 + 8, "month")
    ('2022-Q3', '2022-09')
    """
    year, part = divmod(period, 12 // MONTHS_IN[unit])
    if unit == "year":
        return str(year)
    return f"{year}-Q{part + 1}" if unit == "quarter" else f"{year}-{part + 1:02d}"


def _distinct(values: NDArray[np.int64]) -> list[int]:
    """Return the distinct values of small whole numbers."""
    return [] if not len(values) else np.flatnonzero(np.bincount(values)).tolist()


def _summed(
    key: NDArray[np.int64], counts: NDArray[np.bool_], fatalities: NDArray[np.float64] | None,
    weight: NDArray[np.int64] | None = None,
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the keys of a batch, and the sums of each."""
    keys, at = _coded(key)
    n = len(keys)

    def total(rows: NDArray[np.bool_], values: NDArray[Any] | None = None) -> Days:
        values = weight if values is None else values
        if values is None:
            return np.bincount(at[rows], minlength=n)
        return np.bincount(at[rows], values[rows], minlength=n).astype(np.int64)

    sums = np.zeros((n, len(SUMS)), dtype=np.int64)
    found = {"events": total(counts), "perhaps": total(~counts)}
    if fatalities is not None:
        known = ~np.isnan(fatalities)
        found["stated"] = total(counts & known.any(axis=1))
        for i, name in enumerate(("low", "best", "high")):
            found[name] = total(counts & known[:, i], fatalities[:, i])
            found[f"{name}s"] = total(counts & known[:, i])
        found["more"] = total(~counts & known[:, 2], fatalities[:, 2])
        found["mores"] = total(~counts & known[:, 2])
        found["opens"] = total(~counts & known.any(axis=1) & ~known[:, 2])
    for name, values in found.items():
        sums[:, SUMS.index(name)] = values
    return keys, sums


def _coded(key: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the distinct keys, sorted, and which of them each row has."""
    if not len(key):
        return key, key
    parts = (key >> 2 * _BITS, key >> _BITS & _PERIOD, key & _PERIOD)
    least = [int(part.min()) for part in parts]
    sizes = [int(part.max()) - low + 1 for part, low in zip(parts, least, strict=True)]
    if sizes[0] * sizes[1] * sizes[2] > _DENSE:
        keys, at = np.unique(key, return_inverse=True)
        return keys, at
    group, first, last = (part - low for part, low in zip(parts, least, strict=True))
    cell = (group * sizes[1] + first) * sizes[2] + last
    taken = np.flatnonzero(np.bincount(cell))
    at = np.zeros(sizes[0] * sizes[1] * sizes[2], dtype=np.int64)
    at[taken] = np.arange(len(taken))
    group, rest = np.divmod(taken, sizes[1] * sizes[2])
    first, last = np.divmod(rest, sizes[2])
    keys = (group + least[0]) << 2 * _BITS | (first + least[1]) << _BITS | (last + least[2])
    return keys, at[cell]
