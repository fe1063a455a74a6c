"""Counting in groups: many groups, weights beside parts, years at the ends of a window."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

import conflictmap as cm
from conflictmap.analysis.counter import Batch, Counter
from conflictmap.analysis.sums import Members, Rows, Tally
from conflictmap.model.columns import NO_DAY
from conflictmap.model.interval import Interval, day_number
from toys import area, events, layer, square

ALL = Interval(start=None, end=None)


def test_one_event_in_two_layers_is_counted_in_each():
    found = events([{"x": .5, "y": .5, "fatalities_best": 3}])
    layers = [layer(area(i, square(0, 0)), name=name) for i, name in (("a", "one"), ("b", "two"))]
    counts = cm.count(found, by="area", joined=cm.join(found, layers))
    assert [(c.layer_id, c.area_id, c.events, c.toll.best) for c in counts] == [
        ("one", "a", 1, 3), ("two", "b", 1, 3)]
    none = found.take(slice(0, 0))
    assert cm.count(none, by="area", joined=cm.join(none, layers)) == ()


def test_what_plain_rows_stand_for_counts_beside_parts():
    rows = [{"id": "a", "stands_for": 5}, {"id": "b", "part_of": "x", "stands_for": 7}, {"id": "c"}]
    count, = cm.count(events(rows))
    assert (count.events, count.possible) == (13, 13)
    assert count.toll.silent == 13


@pytest.mark.parametrize(("end", "years"), [
    (date(2001, 1, 1), {"2000": 1}), (date(2001, 1, 2), {"2000": 1, "2001": 0}),
    (date(2001, 5, 6), {"2000": 1, "2001": 1}), (date(2000, 12, 31), {"2000": 1}),
])
def test_a_year_that_begins_where_the_window_ends_is_no_row(end, years):
    found = events([{"date": "2000-03-03", "part_of": "w"}, {"date": "2001-05-05"}])
    counts = cm.count(found, by="year", window=(None, end))
    assert {c.year: c.events for c in counts} == years


def test_a_window_that_begins_within_a_year():
    found = events([{"date": "2000-03-03"}, {"date": "2001-05-05"}, {"date": "1999"}])
    counts = cm.count(found, by="year", window=(date(2000, 3, 4), None))
    assert [(c.year, c.events, c.possible) for c in counts] == [("2000", 0, 0), ("2001", 1, 1)]


def test_more_pairs_of_groups_than_are_counted_in_one_table():
    """Some 1.2 million pairs could be; three are."""
    names = [f"n{i:04}" for i in range(1100)]
    one = Members(names=names, codes=np.array([1099, 3, 3, -1, 0]),
                  sure=np.array([True, True, False, True, True]))
    two = Members(names=names, codes=np.array([1098, 7, 7, 5, -1]))
    day = np.arange(5)
    counter = Counter(("area", "type"), ALL, ("l",))
    counter.add(Batch(start=day, end=day + 1, fatalities=None), [[one, two]])
    assert [(c.area_id, c.type, c.events, c.possible) for c in counter.counts()] == [
        ("n0003", "n0007", 1, 2), ("n1099", "n1098", 1, 1)]


def test_groups_are_numbered_as_they_come_and_sorted_as_they_are_called():
    found = events([{"type": t, "date": d} for t, d in (
        ("b", "2001"), ("a", "2001"), ("b", "2000"), ("", "2000"))])
    counts = cm.count(found, by=("type", "year"))
    assert [(c.year, c.type) for c in counts] == [("2000", ""), ("2000", "b"), ("2001", "a"),
                                                  ("2001", "b")]


@pytest.mark.parametrize("groups", [1, 3, 2_000_000])
def test_sums_by_group_and_year_as_a_slow_loop_makes_them(groups):
    """Two million groups are too many for one table: they are sorted."""
    rng = np.random.default_rng(4)
    n = 400
    span = Interval(start=date(1999, 3, 1), end=date(2003, 6, 1))
    start = rng.integers(day_number(date(1998, 1, 1)), day_number(date(2004, 1, 1)), n)
    end = start + rng.choice([1, 1, 40, 500], n)
    start[::37], end[5::41] = NO_DAY, 2**31 - 1
    tolls = np.where(rng.random((n, 3)) < .3, np.nan, rng.integers(0, 9, (n, 3)).astype(float))
    rows = Rows(start=start, end=end, group=rng.choice([-1, 0, groups - 1], n), fatalities=tolls,
                sure=rng.random(n) < .8, weight=rng.integers(1, 4, n))
    tally = Tally(span, unit="year")
    for part in (slice(0, 150), slice(150, n)):
        tally.add(Rows(**{name: getattr(rows, name)[part] for name in (
            "start", "end", "group", "fatalities", "sure", "weight")}))
    sums = tally.sums()
    for (group, year), found in sums.items():
        first = max(day_number(date(year, 1, 1)), span.first)
        last = min(day_number(date(year + 1, 1, 1)), span.last)
        touch = (rows.group == group) & (start != NO_DAY) & (start < last) & (end > first)
        # An event that goes beyond the window or the year is only perhaps of it.
        whole = touch & (start >= first) & (end <= last) & rows.sure
        maybe = touch & ~whole
        known = ~np.isnan(tolls)
        weight = rows.weight
        expected = [weight[whole].sum(), weight[whole & known.any(axis=1)].sum()]
        for i in range(3):
            expected += [np.nansum(tolls[whole, i]), weight[whole & known[:, i]].sum()]
        expected += [weight[maybe].sum(), np.nansum(tolls[maybe, 2]),
                     weight[maybe & known[:, 2]].sum()]
        # Partly in the year, with a figure and no upper end.
        expected += [weight[maybe & known.any(axis=1) & ~known[:, 2]].sum()]
        assert found.tolist() == [int(v) for v in expected], (group, year)
    assert {year for _, year in sums} <= tally.periods
    assert len(sums) > 4
