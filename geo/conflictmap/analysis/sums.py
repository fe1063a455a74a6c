"""Sums over events that count one by one, added batch by batch; what they mean says `count`.

A tally holds no row: only sums for each group and year. So it takes any number of batches, and
the sums of two tallies may be added.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from conflictmap.model.columns import NO_DAY

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from conflictmap.model.interval import Days, Interval

#: The sums of a group and year: rows that count, those of them that state fatalities, their figures
#: and how many state each; rows that only may count, their highs, how many state one, and how many
#: state fatalities without one.
SUMS = ("events", "stated", "low", "lows", "best", "bests", "high", "highs", "perhaps", "more",
        "mores", "opens")
#: The days of the years 1 to 9999, which dates have.
_FIRST, _LAST = -719_162, 2_932_896
#: Keys of a batch that are counted in one table, not sorted.
_DENSE = 1 << 20
_BITS = 14
_YEAR = (1 << _BITS) - 1


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
    """Sums by group, and by year where BY_YEAR, of the rows in a span of days."""

    def __init__(self, span: Interval, *, by_year: bool) -> None:
        self.span, self.by_year = span, by_year
        #: Years in which a dated row starts or ends.
        self.years: set[int] = set()
        self._keys = np.empty(0, dtype=np.int64)
        self._sums = np.empty((0, len(SUMS)), dtype=np.int64)

    def note(self, start: Days, end: Days) -> None:
        """Take note of the years in which dated rows start and end."""
        dated = start != NO_DAY
        for days in (start[dated], end[dated] - 1):
            closed = days[(days >= _FIRST) & (days <= _LAST)]
            self.years.update(_distinct(_years(closed)))

    def add(self, rows: Rows) -> None:
        """Add the rows of a batch."""
        if self.by_year:
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
        if self.by_year:
            first = _years(np.maximum(start, max(self.span.first, _FIRST)))
            last = _years(np.minimum(end, min(self.span.last, _LAST + 1)) - 1)
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
        """Return the sums by (group, year); the year is 0 when years are not counted."""
        found: dict[tuple[int, int], NDArray[np.int64]] = {}
        known = sorted(self.years) if self.by_year else [0]
        for key, sums in zip(self._keys.tolist(), self._sums, strict=True):
            group, first, last = key >> 2 * _BITS, key >> _BITS & _YEAR, key & _YEAR
            for year in known[bisect_left(known, first) : bisect_right(known, last)]:
                found[group, year] = found.get((group, year), 0) + sums
        return found


def _years(days: Days) -> NDArray[np.int64]:
    found: NDArray[np.int64] = days.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64)
    return found + 1970


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
    parts = (key >> 2 * _BITS, key >> _BITS & _YEAR, key & _YEAR)
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
