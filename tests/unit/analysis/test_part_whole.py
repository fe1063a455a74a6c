"""Wholes, parts and reports: sums worked out by hand."""

from __future__ import annotations

from datetime import date

import pytest

import conflictmap as cm
from conflictmap.analysis.part_whole import Toll
from toys import area, events, layer, square


def row(name, when, low="", best="", high="", **more):
    return {"id": name, "date": when, "x": .5, "y": .5, "fatalities_low": low,
            "fatalities_best": best, "fatalities_high": high, **more}


def report(name, when, *figures, **more):
    return row(name, when, *figures, role="toll", **more)


def whole(name, when, *figures, **more):
    return row(name, when, *figures, role="aggregate", **more)


def counted(*rows, first=None, last=None, **how):
    """Return the count of rows in January 2000, from a day up to, not including, another."""
    window = (date(2000, 1, first) if first else None, date(2000, 1, last) if last else None)
    return cm.count(events(rows), window=window, **how)[0]


def figures(count):
    return count.toll.low, count.toll.best, count.toll.high


def test_two_reports_of_a_toll_are_not_summed():
    """The second includes the first: each end is the highest that was reported."""
    reports = [report("r1", "2000-01-02", 10, 12, 20, part_of="war"),
               report("r2", "2000-01-04", 13, 14, 18, part_of="war")]
    war = whole("war", "2000-01-01/2000-02-10", 99, 99, 99)
    count = counted(war, *reports, first=1, last=10)
    assert figures(count) == (13, 14, 20)
    assert count.reports == ("r1", "r2")
    assert (count.events, count.possible, count.named) == (0, 0, ("war",))
    # Only what was reported in the window.
    assert figures(counted(war, *reports, first=1, last=4)) == (10, 12, 20)
    # They are no part of anything: still not summed.
    alone = [{**one, "part_of": ""} for one in reports]
    assert figures(counted(*alone)) == (13, 14, 20)


def test_reports_of_two_wholes_are_added_to_each_other():
    rows = [report("r1", "2000-01-02", 10, 10, 10, part_of="one"),
            report("r2", "2000-01-02", 5, 5, 5, part_of="two"),
            report("r3", "2000-01-03", 3, 3, 3, part_of="two"),
            whole("one", "2000-01-01/2000-02-10"), whole("two", "2000-01-01/2000-02-10")]
    assert figures(counted(*rows, first=1, last=10)) == (15, 15, 15)


def test_a_report_adds_only_what_goes_beyond_its_parts_end_by_end():
    war = whole("war", "2000-01-01/2000-02-10", 99, 99, 99)
    rows = [war, row("a", "2000-01-02", 4, 5, 6, part_of="war"),
            row("b", "2000-01-03", 3, "", 10, part_of="war"),
            report("r", "2000-01-04", 10, "", 12, part_of="war")]
    count = counted(*rows, first=1, last=10)
    assert figures(count) == (10, None, 16), "one part states no best figure"
    assert (count.events, count.toll.without_best, count.toll.without_low) == (2, 1, 0)
    high = [*rows[:3], report("r", "2000-01-04", "", "", 30, part_of="war")]
    assert figures(counted(*high, first=1, last=10)) == (7, None, 30)
    silent = [*rows[:3], report("r", "2000-01-04", part_of="war")]
    assert figures(counted(*silent, first=1, last=10)) == (7, None, 16)


def test_a_report_that_is_part_of_nothing_is_held_against_all_that_is_part_of_nothing():
    rows = [row("a", "2000-01-02", 4, 4, 4), report("r", "2000-01-03", 10, 10, 10)]
    assert figures(counted(*rows)) == (10, 10, 10)
    rows[0]["fatalities_low"] = rows[0]["fatalities_best"] = rows[0]["fatalities_high"] = 12
    assert figures(counted(*rows)) == (12, 12, 12)
    part = row("p", "2000-01-02", 7, 7, 7, part_of="war")
    assert figures(counted(*rows, part)) == (19, 19, 19)


def test_a_report_counts_when_all_its_days_lie_in_the_window_and_its_whole_does_not_count():
    war = whole("war", "2000-01-05/2000-01-08", 50, 60, 70)
    toll = report("r", "2000-01-06/2000-01-07", 80, 80, 80, part_of="war")
    assert figures(counted(war, toll, first=5, last=9)) == (50, 60, 70)
    assert counted(war, toll, first=5, last=9).parts == ("r",)
    assert figures(counted(war, toll, first=6, last=8)) == (80, 80, 80)
    assert figures(counted(war, toll, first=7, last=9)) == (None, None, None)
    assert counted(war, toll, first=7, last=9).reports == ()


@pytest.mark.parametrize(("first", "last", "found", "events_in", "possible"), [
    (2, 5, (3, 4, 5), 1, 1), (3, 5, (None, None, 5), 0, 1), (2, 4, (None, None, 5), 0, 1),
    (1, 2, (None, None, None), 0, 0), (5, 9, (None, None, None), 0, 0), (1, 9, (3, 4, 5), 1, 1),
])
def test_all_days_or_some_days_or_none(first, last, found, events_in, possible):
    count = counted(row("a", "2000-01-02/2000-01-04", 3, 4, 5), first=first, last=last)
    assert figures(count) == found
    assert (count.events, count.possible) == (events_in, possible)
    related = counted(row("a", "2000-01-02/2000-01-04", 3, 4, 5, part_of="nothing"),
                      first=first, last=last)
    assert (figures(related), related.events, related.possible) == (found, events_in, possible)


@pytest.mark.parametrize(("first", "last", "named", "episodes"), [
    (2, 5, (), ("w",)), (3, 5, ("w",), ()), (2, 4, ("w",), ()), (1, 2, (), ()), (5, 9, (), ()),
])
def test_a_whole_counts_is_named_or_lies_outside(first, last, named, episodes):
    count = counted(whole("w", "2000-01-02/2000-01-04", 3, 4, 5), first=first, last=last)
    assert (count.named, count.episodes) == (named, episodes)
    assert figures(count) == ((3, 4, 5) if episodes else (None, None, None))
    assert (count.events, count.possible) == (0, 0)


def test_parts_at_any_depth_are_not_added_and_still_are_events():
    rows = [whole("w", "2000-01-01/2000-01-09", 9, 9, 9),
            whole("v", "2000-01-02/2000-01-05", 5, 5, 5, part_of="w"),
            row("a", "2000-01-03", 2, 2, 2, part_of="v", stands_for=4), row("b", "2000-01-04", 1)]
    count = counted(*rows, first=1, last=10)
    assert figures(count) == (10, None, None), "one of two states a low alone"
    assert (count.events, count.episodes, count.parts) == (5, ("w",), ("v", "a"))
    assert count.toll.without_best == count.toll.without_high == 1
    inner = counted(*rows, first=2, last=9)
    assert (figures(inner), inner.episodes, inner.named) == ((6, None, None), ("v",), ("w",))
    # A part of a part whose own whole reaches beyond, inside one that does not.
    wide = [rows[0], whole("v", "2000-01-02/2000-02-05", 5, 5, 5, part_of="w"), rows[2]]
    assert figures(counted(*wide, first=1, last=10)) == (9, 9, 9)


def test_an_event_that_has_parts_counts_with_them():
    rows = [row("a", "2000-01-01", 5, 5, 5), row("b", "2000-01-01", 2, 2, 2, part_of="a")]
    assert figures(counted(*rows)) == (7, 7, 7)
    circle = [whole("a", "2000-01-01", 5, 5, 5, part_of="b"),
              whole("b", "2000-01-01", 2, 2, 2, part_of="a")]
    assert counted(*circle).parts == ("a", "b")


def test_what_rows_stand_for_says_how_many_state_nothing():
    rows = [row("a", "2000-01-01", "", 3, "", stands_for=5, part_of="x"),
            row("b", "2000-01-01", stands_for=7, part_of="x"),
            row("c", "2000-01-01", 1, 1, "", part_of="x")]
    toll = counted(*rows).toll
    assert (toll.without_low, toll.without_best, toll.without_high, toll.silent) == (5, 0, 6, 7)
    plain = counted(*({**one, "part_of": ""} for one in rows)).toll
    assert plain == toll
    assert counted(*rows).events == 13


@pytest.mark.parametrize(("toll", "sound"), [
    ((1, 2, 3, 0, 0, 0), (1, 2, 3)), ((1, 2, 3, 1, 0, 0), (1, 2, 3)),
    ((1, 2, 3, 0, 1, 0), (1, None, 3)), ((1, 2, 3, 0, 0, 1), (1, 2, None)),
    ((3, None, 2, 0, 0, 0), (3, None, None)), ((3, None, 3, 0, 0, 0), (3, None, 3)),
    ((None, None, None, 0, 0, 0), (None, None, None)), ((None, None, 0, 0, 0, 0), (None, None, 0)),
    ((1, None, None, 0, 0, 0), (1, None, None)),
])
def test_a_sum_of_some_highs_is_no_upper_end(toll, sound):
    names = ("low", "best", "high", "without_low", "without_best", "without_high")
    found = Toll(**dict(zip(names, toll, strict=True))).lawful
    assert (found.low, found.best, found.high) == sound
    assert (found.low, found.best, found.high) == sound


def test_a_group_is_called_by_what_it_is_of():
    found = events([row("a", "2000-01-01", type="battle")])
    joined = cm.join(found, layer(area("west", square(0, 0))))
    every = cm.count(found, by=("type", "area", "year"), joined=joined)[0]
    assert (every.group, every.layer_id) == ("west, 2000, battle", "toy")
    assert cm.count(found, by="year")[0].group == "2000"
    assert cm.count(found)[0].group == ""


def test_a_group_of_parts_counts_them_where_the_whole_is_of_another_group():
    rows = [whole("w", "2000-01-01/2000-01-09", 9, 9, 9, type="war"),
            row("a", "2000-01-03", 2, 2, 2, part_of="w", type="battle"),
            report("r", "2000-01-03", 20, 20, 20, type="battle")]
    found = {count.type: count for count in cm.count(events(rows), by="type")}
    assert figures(found["war"]) == (9, 9, 9)
    assert found["battle"].parts == ("a",)
    assert figures(found["battle"]) == (20, 20, 20)
