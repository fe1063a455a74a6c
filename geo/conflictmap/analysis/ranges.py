"""Ranges of fatalities: low, best and high of which each may be unknown."""

from __future__ import annotations

from typing import TypeVar

_T = TypeVar("_T", float | None, int | None)


def lawful(low: _T, best: _T, high: _T) -> tuple[_T, _T, _T]:
    """Return low, best and high without those that contradict: low <= best <= high always holds.

    The low stands, as "at least" is true whatever else is said. A best figure below it, or an
    upper end below either, is left out.

    >>> lawful(91, 81, 102)
    (91, None, 102)
    >>> lawful(60, None, 50)
    (60, None, None)
    """
    if best is not None and best < (low or 0):
        best = None
    if high is not None and high < max(low or 0, best or 0):
        high = None
    return low, best, high
