"""The law of sums: low <= best <= high, whatever the window, the filter and the view."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import conflictmap as cm
import toys
from conflictmap import testing
from conflictmap.analysis.claims_view import views_of

SLOW = settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.too_slow])
WINDOWS = testing.windows(first=date(1987, 6, 1), last=date(2026, 6, 1))


def lawful(toll):
    known = [v for v in (toll.low, toll.best, toll.high) if v is not None]
    assert known == sorted(known), toll
    assert toll.best is None or toll.without_best == 0, "a best figure of some is not that of all"
    assert toll.high is None or (toll.without_high, toll.open) == (0, 0)


@lru_cache
def the_atlas():
    return cm.read_events()


@SLOW
@given(window=WINDOWS, data=st.data())
def test_every_window_filter_and_view_of_the_atlas(window, data):
    atlas = the_atlas()
    kinds = data.draw(st.sets(st.sampled_from(sorted(set(atlas["type"])))))
    some = atlas.take(~np.isin(atlas["type"], list(kinds)))
    view = data.draw(st.sampled_from(views_of(atlas)))
    whose = data.draw(st.sampled_from([None, *cm.peoples(atlas)])) if view != "range" else None
    by = data.draw(st.sampled_from([None, "type", "year"]))
    for found in cm.count(some, window=window, by=by, claims=view, whose=whose):
        lawful(found.toll)


@SLOW
@given(window=WINDOWS)
def test_the_deaths_of_the_balance_are_the_total(window):
    atlas = the_atlas()
    found = cm.balance(atlas, window=window)
    inside = cm.count(atlas, window=window)[0].toll
    assert found.deaths == inside
    for toll in (found.deaths, *found.deaths_only.values()):
        lawful(toll)
    assert 0 <= found.best_one_side <= found.best_of


FIGURES = st.tuples(*(st.none() | st.integers(*span) for span in ((0, 9), (9, 20), (20, 40))))
ROWS = st.lists(st.fixed_dictionaries({
    "figures": FIGURES, "role": st.sampled_from(["event", "event", "aggregate", "toll"]),
    "part_of": st.sampled_from(["", "e0", "e1", "e2"]), "first": st.integers(1, 20),
    "days": st.integers(0, 8), "weight": st.sampled_from([1, 1, 4]),
}), min_size=1, max_size=10)


@SLOW
@given(rows=ROWS, first=st.integers(1, 20), days=st.integers(1, 10))
def test_any_table_with_wholes_parts_and_reports(rows, first, days):
    found = toys.events([{
        "id": f"e{i}", "date": f"2000-01-{r['first']:02}/2000-01-{r['first'] + r['days']:02}",
        "role": r["role"], "part_of": "" if r["part_of"] == f"e{i}" else r["part_of"],
        "stands_for": r["weight"],
        **{f"fatalities_{k}": "" if v is None else v
           for k, v in zip(("low", "best", "high"), r["figures"], strict=True)},
    } for i, r in enumerate(rows)])
    for window in (None, (date(2000, 1, first), date(2000, 1, first + days))):
        for by in (None, "year"):
            for counted in cm.count(found, window=window, by=by):
                lawful(counted.toll)
