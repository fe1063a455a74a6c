"""Rows by place: events share places, so that each place is worked on once."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Odd numbers that mix the bits of numbers, one for each.
_MIX = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x85EBCA77C2B2AE63)


class Distinct:
    """The distinct places of rows, and the way back from places to rows.

    Parameters
    ----------
    *keys
        The numbers that make a place, for each row.
    """

    def __init__(self, *keys: NDArray[np.float64]) -> None:
        mixed = np.zeros(len(keys[0]), dtype=np.uint64)
        for key, odd in zip(keys, _MIX, strict=False):
            mixed = (mixed ^ np.ascontiguousarray(key).view(np.uint64)) * np.uint64(odd)
            mixed ^= mixed >> np.uint64(31)
        # By 16 bits and then by 16 more: of so few, a stable sort takes no comparisons.
        order = np.argsort(mixed.astype(np.uint16), kind="stable")
        high = (mixed >> np.uint64(16)).astype(np.uint16)
        self._order = order[np.argsort(high[order], kind="stable")]
        new = np.zeros(len(mixed), dtype=bool)
        new[:1] = True
        # Should two places be mixed to one number, one of them is only met twice.
        for key in keys:
            new[1:] |= np.diff(key[self._order]) != 0
        self._starts = np.append(np.flatnonzero(new), len(new))
        #: One row for each distinct place.
        self.first = self._order[self._starts[:-1]]

    def __len__(self) -> int:
        return len(self.first)

    @cached_property
    def which(self) -> NDArray[np.int64]:
        """The number of the place of each row."""
        which = np.empty(len(self._order), dtype=np.int64)
        which[self._order] = np.repeat(np.arange(len(self)), np.diff(self._starts))
        return which

    def spread(self, found: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return (row, pair): each row with every pair that was FOUND of its place."""
        start = self._starts[found]
        times = self._starts[found + 1] - start
        turn = np.arange(times.sum()) - np.repeat(np.cumsum(times) - times, times)
        return self._order[np.repeat(start, times) + turn], np.repeat(np.arange(len(found)), times)


def distinct_rows(rows: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the different rows of a table of numbers, and which of them each row is."""
    order = np.lexsort(rows.T)
    ordered = rows[order]
    fresh = np.ones(len(rows), dtype=bool)
    fresh[1:] = (ordered[1:] != ordered[:-1]).any(axis=1)
    inverse = np.empty(len(rows), dtype=np.int64)
    inverse[order] = np.cumsum(fresh) - 1
    return ordered[fresh], inverse
