"""Tolls by speaker: one side's word, the latest and the first report; unknown is never zero."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

import conflictmap as cm
import toys
from conflictmap.analysis.claims_view import CLAIMS, views_of, with_claims_view
from conflictmap.pages.read_page import page_data
from conflictmap.pages.visible import events_of

NO = None


def told(*claims, sources=None):
    made = tuple(
        cm.Claim(event_id=event_id, by="", side=side, on=on, measure=measure, who=who, low=low,
                 best=best, high=high, statement="", source_id="s", whose="all")
        for event_id, side, on, measure, who, low, best, high in claims)
    rows = [{"id": i, "x": 1, "y": 1, "fatalities_best": 9} for i in "ab"]
    return replace(toys.events(rows), claims=made, sources=sources or {})


def toll(events, view):
    found = with_claims_view(events, view)
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


def test_an_ally_speaks_for_itself_after_the_parties_and_is_no_party():
    events = told(("a", "allied", "", "killed", "all", NO, 4, NO),
                  ("a", "zeta", "", "killed", "all", NO, 3, NO),
                  ("b", "third_party", "", "killed", "all", NO, 5, NO))
    assert views_of(events) == ("range", "zeta", "allied", "third_party", "latest", "first")
    assert toll(events, "allied") == (4, 4, 4)
    assert cm.balance(events).only == {"zeta": 1}
    assert cm.balance(events).one_side == 1, "an ally's word is nobody else's"


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
    assert toll(events, "first") == toll(events, "latest") == (1, 1, 1), "one has a day of its own"
    events = told(("a", "azerbaijani", "", "killed", "all", NO, 4, NO), sources={"s": source})
    assert toll(events, "first") == toll(events, "latest") == (4, 4, 4)
    undated = told(("a", "armenian", "", "killed", "all", NO, 1, NO))
    assert toll(undated, "latest") == (None, None, None)


def test_a_view_that_does_not_exist_is_refused(atlas):
    with pytest.raises(ValueError, match="none of range, armenian"):
        cm.count(atlas, claims="soviet")


def test_the_dead_of_one_people_are_never_the_toll_of_the_atlas(atlas):
    """12 to 14 September 2022: no side gives a figure of all, and each of both peoples' dead."""
    days = (date(2022, 9, 12), date(2022, 9, 15))
    found = {view: cm.told(atlas, view)["sept-2022-total"] for view in views_of(atlas)[1:]}
    assert found["armenian"].people == {"armenian": (224, None, None), "azerbaijani": (430,) * 3}
    assert found["azerbaijani"].people == {"azerbaijani": (50, None, 79)}
    for view, said in found.items():
        toll = cm.count(atlas, window=days, claims=view)[0].toll
        assert (toll.low, toll.best, toll.high) == said.toll == (None, None, None), view
    first = cm.count(atlas, window=days, claims="first", whose="armenian")[0].toll
    assert (first.low, first.best, first.high) == (49, 49, 49)


def test_whose_dead_the_table_counts_nobody_said(atlas):
    with pytest.raises(ValueError, match="no speaker"):
        cm.count(atlas, whose="armenian")
    assert cm.count(atlas, whose="all") == cm.count(atlas)


def test_a_package_without_the_column_does_not_say_whose(tmp_path):
    (tmp_path / "events.csv").write_text("id,date,lat,lon\na,2020-01-01,39.5,46.5\n",
                                         encoding="utf-8")
    head = "event_id,by,side,on,measure,who,{}low,best,high,statement,source_id\n"
    row = "a,,north,,killed,all,{},5,,five,\n"
    for column, cell, whose in (("", "", ""), ("whose,", " south ,", "south")):
        (tmp_path / "claims.csv").write_text(head.format(column) + row.format(cell),
                                             encoding="utf-8")
        events = cm.read_events(tmp_path)
        assert [c.whose for c in events.claims] == [whose]
        assert views_of(events) == ("range", "north", "latest", "first")
        assert cm.told(events, "north")["a"].people == {whose: (5, 5, 5)}


def test_what_a_page_holds_says_whose(atlas):
    data = page_data(cm.build(atlas))
    back = events_of(data, range(len(atlas)))
    assert [c.whose for c in back.claims] == [c.whose for c in atlas.claims]


def test_words_count_nobody_and_figures_name_a_known_people(atlas):
    assert {c.whose for c in atlas.claims if c.measure == "statement"} == {""}
    assert {c.whose for c in atlas.claims} == {
        "", "all", "armenian", "azerbaijani", "russian", "syrian"}
