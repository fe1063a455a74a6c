"""Tolls by speaker: one side's word, the latest and the first report; unknown is never zero."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import conflictmap as cm
import toys
from conflictmap.analysis.claims_view import CLAIMS, as_told

NO = None


def told(*claims, sources=None):
    made = tuple(
        cm.Claim(event_id=event_id, by="", side=side, on=on, measure=measure, who=who, low=low,
                 best=best, high=high, statement="", source_id="s")
        for event_id, side, on, measure, who, low, best, high in claims)
    rows = [{"id": i, "x": 1, "y": 1, "fatalities_best": 9} for i in "ab"]
    return replace(toys.events(rows), claims=made, sources=sources or {})


def toll(events, view):
    found = as_told(events, view)
    return tuple(None if np.isnan(v[0]) else v[0] for v in
                 (found["fatalities_low"], found["fatalities"], found["fatalities_high"]))


def test_a_side_that_says_nothing_leaves_the_toll_unknown():
    events = told(("a", "armenian", "", "killed", "all", NO, 3, NO))
    assert toll(events, "armenian") == (3, 3, 3)
    assert toll(events, "azerbaijani") == (None, None, None)
    found = cm.count(events, claims="armenian")[0]
    assert (found.toll.low, found.toll.silent) == (3, 1)
    none = cm.count(events, claims="third_party")[0]
    assert (none.toll.low, none.toll.best, none.toll.high, none.toll.silent) == (
        None, None, None, 2)


def test_both_sides_are_read_by_the_same_rules():
    said = [("", "killed", "military", NO, 5, NO), ("", "killed", "civilian", 1, NO, 4)]
    for side in ("armenian", "azerbaijani", "third_party"):
        assert toll(told(*(("a", side, *rest) for rest in said)), side) == (6, None, 9)


def test_a_figure_of_all_goes_before_its_groups_and_unknown_groups_come_last():
    events = told(("a", "armenian", "", "killed", "military", NO, 5, NO),
                  ("a", "armenian", "", "killed", "unknown", NO, 99, NO))
    assert toll(events, "armenian") == (5, 5, 5)
    events = told(("a", "armenian", "", "killed", "military", NO, 5, NO),
                  ("a", "armenian", "", "killed", "all", NO, 7, NO))
    assert toll(events, "armenian") == (7, 7, 7)


def test_figures_that_differ_make_a_range_and_at_least_leaves_it_open():
    events = told(("a", "armenian", "", "killed", "all", NO, 5, NO),
                  ("a", "armenian", "", "killed", "all", NO, 8, NO))
    assert toll(events, "armenian") == (5, None, 8)
    events = told(("a", "armenian", "", "killed", "all", NO, 5, NO),
                  ("a", "armenian", "", "killed", "all", 8, NO, NO))
    assert toll(events, "armenian") == (5, None, None)


def test_wounded_and_compiled_figures_are_nobodys_word_on_the_dead():
    events = told(("a", "armenian", "", "wounded", "all", NO, 5, NO),
                  ("a", "compiled", "2020", "killed", "all", NO, 5, NO))
    assert all(toll(events, view) == (None, None, None) for view in CLAIMS[1:])
    assert toll(events, "range")[1] == 9


def test_latest_and_first_go_by_the_day_or_that_of_the_source():
    source = cm.Source(id="s", title="", publisher="", date="2020-10-05", url="", archive_url="",
                       licence="", side="", note="")
    events = told(("a", "armenian", "2020-10-01", "killed", "all", NO, 1, NO),
                  ("a", "azerbaijani", "", "killed", "all", NO, 4, NO), sources={"s": source})
    assert toll(events, "first") == (1, 1, 1)
    assert toll(events, "latest") == (4, 4, 4)
    undated = told(("a", "armenian", "", "killed", "all", NO, 1, NO))
    assert toll(undated, "latest") == (None, None, None)


def test_a_view_that_does_not_exist_is_refused(atlas):
    with pytest.raises(ValueError, match="none of range, armenian"):
        cm.count(atlas, claims="soviet")


def test_a_total_never_states_an_upper_end_that_some_events_lack():
    for view in ("armenian", "azerbaijani", "third_party", "latest", "first"):
        low, best, high = cm.count(cm.read_events(), claims=view)[0].toll.sound
        assert high is None or high >= (best or low or 0)
        assert best is None or best >= (low or 0)
