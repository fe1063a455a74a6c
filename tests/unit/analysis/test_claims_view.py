"""Fatalities by speaker: each rule at its edge."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import conflictmap as cm
import toys
from conflictmap.analysis.claims_view import with_claims_view

NO = None
WHOLE = ("killed", "all")


def claim(low, best, high, *, event="a", side="armenian", on="", measure="killed", who="all",
          source="s"):
    side = "".join(list(side))  # a text of its own, as a file gives it
    return cm.Claim(event_id=event, by="", side=side, on=on, measure=measure, who=who, whose="all",
                    low=low, best=best, high=high, statement="", source_id=source)


def source(key: str, day: str) -> cm.Source:
    return cm.Source(id=key, title="", publisher="", date=day, url="", archive_url="", licence="",
                     side="", note="")


def figures(view, *claims, sources=()):
    """Return low, best and high of events a and b in a view."""
    events = toys.events([{"id": i, "x": 1, "y": 1, "fatalities_best": 9} for i in "ab"])
    events = replace(events, claims=claims, sources={one.id: one for one in sources})
    found = with_claims_view(events, view)
    rows = [[None if np.isnan(found[name][row]) else found[name][row]
             for name in ("fatalities_low", "fatalities", "fatalities_high")] for row in (0, 1)]
    return [tuple(row) for row in rows]


NOTHING = (None, None, None)


@pytest.mark.parametrize(("said", "found"), [
    ([(3, NO, NO)], (3, NO, NO)),  # at least 3
    ([(NO, NO, 7)], (NO, NO, 7)),  # at most 7
    ([(3, NO, 7)], (3, NO, 7)), ([(0, 0, 0)], (0, 0, 0)), ([(NO, 0, NO)], (0, 0, 0)),
    ([(3, 5, 7), (4, 5, 6)], (3, 5, 7)), ([(3, 5, 7), (4, 6, 6)], (3, NO, 7)),
    ([(NO, 5, NO), (5, NO, NO)], (5, NO, 5)),  # at least 5 does not go beyond 5
    ([(NO, 5, NO), (6, NO, NO)], (5, NO, NO)), ([(NO, 5, NO), (NO, NO, 5)], (5, NO, 5)),
    ([(NO, 5, NO), (NO, NO, 4)], (NO, NO, 5)), ([(NO, NO, NO)], NOTHING),
])
def test_figures_of_one_group_are_a_range_and_stay_open_where_they_are(said, found):
    assert figures("armenian", *(claim(*one) for one in said)) == [found, NOTHING]


def test_the_range_is_the_table_and_another_word_is_refused():
    assert figures("range", claim(1, 1, 1)) == [(None, 9, None), (None, 9, None)]
    with pytest.raises(ValueError, match="claims: 'soviet' is none of range, latest, first"):
        figures("soviet")


def test_each_event_has_its_own_claims():
    assert figures("armenian", claim(1, 2, 3), claim(4, 5, 6, event="b")) == [(1, 2, 3), (4, 5, 6)]


@pytest.mark.parametrize("side", ["armenian", "azerbaijani", "third_party"])
def test_a_view_of_a_side_hears_that_side_alone(side):
    said = [claim(i, i, i, side=one) for i, one in enumerate(
        ("armenian", "azerbaijani", "third_party", "compiled"), start=1)]
    own = {"armenian": 1, "azerbaijani": 2, "third_party": 3}[side]
    assert figures(side, *said)[0] == (own, own, own)


def test_named_groups_are_added_end_by_end_and_one_that_is_silent_leaves_it_open():
    military, civilian = claim(1, 2, 4, who="military"), claim(10, 20, NO, who="civilian")
    assert figures("armenian", military, civilian)[0] == (11, 22, 24)
    silent = claim(10, NO, NO, who="civilian")
    assert figures("armenian", military, silent)[0] == (11, NO, NO)
    unknown = claim(7, 7, 7, who="unknown")
    assert figures("armenian", military, unknown)[0] == (1, 2, 4)
    assert figures("armenian", claim(7, 8, 9, who=""), claim(5, 5, 5, who="unknown"))[0] == (
        5, NO, 9)
    assert figures("armenian", unknown, claim(1, 1, 1, who="all"))[0] == (1, 1, 1)


def test_a_day_on_which_every_named_group_has_a_figure_speaks_for_all():
    first = [claim(3, 3, 3, who="civilian", on="2020-10-01"),
             claim(4, 4, 4, who="military", on="2020-10-01")]
    part = claim(5, 5, 5, who="civilian", on="2020-10-02")
    whole = claim(10, 10, 10, on="2020-10-03")
    assert figures("armenian", *first, part, whole)[0] == (7, NO, 10)
    assert figures("armenian", *first, part)[0] == (7, 7, 7)
    assert figures("armenian", part, whole)[0] == (10, 10, 10)


def test_wounded_are_not_dead_and_a_claim_without_a_figure_is_not_the_latest():
    dead = claim(1, 1, 1, on="2020-10-01")
    wounded = claim(9, 9, 9, on="2020-10-02", measure="wounded")
    empty = claim(NO, NO, NO, on="2020-10-03")
    for view in ("armenian", "latest", "first"):
        assert figures(view, dead, wounded, empty)[0] == (1, 1, 1)
    assert figures("latest", wounded, empty)[0] == NOTHING


@pytest.mark.parametrize(("days", "first", "latest"), [
    (("2020-10-02", "2020-10-10"), 1, 2), (("2020-10-10", "2020-10-02"), 2, 1),
    (("2020-09-30", "2020-10-01"), 1, 2), (("2019", "2020"), 1, 2), (("2020-10", "2020-11"), 1, 2),
    (("2020-10-02~", "2020-10-01?"), 2, 1), ((" 2020-10-02 ", "2020-10-03%"), 1, 2),
    (("soon", "2020-10-03"), 2, 2), (("2020-10-03", "2020-1-3"), 1, 1),
    (("2020-10-03/2020-10-09", "2020-10-05"), 2, 2),
])
def test_the_first_and_the_latest_day(days, first, latest):
    said = [claim(i, i, i, on=day) for i, day in enumerate(days, start=1)]
    assert figures("first", *said)[0] == (first, first, first)
    assert figures("latest", *said)[0] == (latest, latest, latest)


def test_sides_that_speak_on_one_day_are_a_range_and_are_not_added():
    said = [claim(2, 2, 2, on="2020-10-01"), claim(6, 6, 6, on="2020-10-01", side="azerbaijani"),
            claim(50, 50, 50, on="2020-09-30", side="third_party")]
    assert figures("latest", *said)[0] == (2, None, 6)
    assert figures("first", *said)[0] == (50, 50, 50)
    groups = [claim(2, 2, 2, on="2020-10-01", who="military"),
              claim(3, 3, 3, on="2020-10-01", who="civilian"),
              claim(9, 9, 9, on="2020-10-01", side="azerbaijani")]
    assert figures("latest", *groups)[0] == (5, None, 9)


def test_a_claim_without_a_day_has_that_of_its_source_and_its_own_goes_before():
    sources = (source("early", "2020-10-01"), source("late", "2020-10-09"))
    said = [claim(1, 1, 1, source="early"), claim(2, 2, 2, source="late"),
            claim(3, 3, 3, source="early", on="2020-10-05"), claim(4, 4, 4, source="no entry")]
    assert figures("first", *said, sources=sources)[0] == (3, 3, 3), "one has a day of its own"
    assert figures("latest", *said, sources=sources)[0] == (3, 3, 3)
    assert figures("first", said[0], said[1], sources=sources)[0] == (1, 1, 1)
    assert figures("latest", said[0], said[1], sources=sources)[0] == (2, 2, 2)


def test_a_later_word_on_civilians_alone_is_not_the_latest_on_all():
    said = [claim(105, 105, 105, on="2022-09-14", who="military"),
            claim(3, 3, 3, on="2023-09-01", who="civilian")]
    assert figures("latest", *said)[0] == (105, 105, 105)
    assert figures("latest", said[1])[0] == (3, 3, 3)


def test_a_claim_without_any_day_is_neither_the_first_nor_the_latest():
    sources = (source("early", "2020-10-01"),)
    said = [claim(1, 1, 1, source="early")] * 3 + [claim(4, 4, 4, source="no entry")]
    assert figures("latest", said[3], sources=sources)[0] == NOTHING


def test_the_events_that_are_given_do_not_change():
    events = replace(toys.event(x=1, y=1, fatalities_best=9), claims=(claim(1, 1, 1, event="e0"),))
    other = with_claims_view(events, "armenian")
    assert events["fatalities"].tolist() == [9]
    assert other["fatalities"].tolist() == [1]
    assert with_claims_view(events, "range") is events
    assert with_claims_view(events) is events
