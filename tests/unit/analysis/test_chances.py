"""Sums of independent chances: against every outcome one by one, and against known laws."""

from __future__ import annotations

from itertools import product
from math import comb

import numpy as np
import pytest

from conflictmap.analysis.chances import distribution, interval_of


def by_hand(chances, weights):
    """Return the chance of each sum, from all outcomes."""
    found = np.zeros(sum(weights) + 1)
    for outcome in product((0, 1), repeat=len(chances)):
        chance = np.prod([c if one else 1 - c for c, one in zip(chances, outcome, strict=True)])
        found[sum(w for w, one in zip(weights, outcome, strict=True) if one)] += chance
    return found


@pytest.mark.parametrize(("chances", "weights"), [
    ([0.3], [1]), ([0.1, 0.9, 0.5], [1, 1, 1]), ([0.2, 0.7, 0.4, 0.6], [3, 1, 0, 10])])
def test_every_outcome_counts(chances, weights):
    least, found = distribution(np.array(chances), np.array(weights))
    assert least == 0
    assert found == pytest.approx(by_hand(chances, weights))


def test_equal_chances_are_binomial():
    least, found = distribution(np.full(20, 0.25))
    assert least == 0
    assert found == pytest.approx([comb(20, k) * 0.25**k * 0.75 ** (20 - k) for k in range(21)])


def test_what_is_certain_moves_the_sum_and_what_is_impossible_does_not():
    least, found = distribution(np.array([1.0, 0.0, 0.5]), np.array([7, 100, 2]))
    assert (least, found.tolist()) == (7, [0.5, 0.0, 0.5])
    assert distribution(np.array([]))[1].tolist() == [1.0]


def test_an_interval_holds_the_middle():
    assert interval_of(0, np.array([1.0])) == (0, 0)
    assert interval_of(5, np.array([0.04, 0.92, 0.04])) == (6, 6)
    assert interval_of(5, np.array([0.06, 0.88, 0.06])) == (5, 7)
    least, found = distribution(np.full(100, 0.5))
    low, high = interval_of(least, found)
    assert (low, high) == (42, 58)
    assert found[low : high + 1].sum() >= 0.9
