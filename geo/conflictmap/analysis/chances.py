"""Sums of independent chances: their distribution, exactly, and what lies in the middle of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

#: From here on a chance is certain, and below its counterpart none: rounding, not doubt.
SURE = 1 - 1e-9
#: How much of a distribution an interval holds.
LEVEL = 0.9


def distribution(chances: Floats, weights: NDArray[np.int64] | None = None) -> tuple[int, Floats]:
    """Return the least sum, and the chance of each sum from there on.

    Each item counts with its chance, by itself, and adds its weight when it does: with weights of
    1 a Poisson binomial distribution. It is worked out item by item, not approximated.

    Parameters
    ----------
    chances
        From 0 to 1.
    weights
        Whole numbers from 0; by default 1 each.

    Examples
    --------
    >>> least, found = distribution(np.array([1.0, 0.5, 0.5]))
    >>> least, found.tolist()
    (1, [0.25, 0.5, 0.25])
    """
    weights = np.ones(len(chances), dtype=np.int64) if weights is None else weights
    sure = chances >= SURE
    open_ = ~sure & (chances > 1 - SURE) & (weights > 0)
    found = np.zeros(int(weights[open_].sum()) + 1)
    found[0], top = 1.0, 0
    # The small ones first: the sums stay short for longest.
    for weight, chance in sorted(zip(weights[open_].tolist(), chances[open_].tolist(),
                                     strict=True)):
        moved = found[: top + 1] * chance
        found[: top + 1] *= 1 - chance
        found[weight : weight + top + 1] += moved
        top += weight
    return int(weights[sure].sum()), found


def interval_of(least: int, chances: Floats, *, level: float = LEVEL) -> tuple[int, int]:
    """Return the sums between which the middle LEVEL of a distribution lies.

    >>> interval_of(10, np.array([0.25, 0.5, 0.25]), level=0.4)
    (11, 11)
    """
    so_far = np.cumsum(chances)
    tail = (1 - level) / 2
    low, high = np.searchsorted(so_far, [tail - 1e-12, 1 - tail - 1e-12])
    return least + int(low), least + min(int(high), len(chances) - 1)
