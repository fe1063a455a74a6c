"""Source balance and what is not known."""

from __future__ import annotations

from dataclasses import replace

import pytest

import conflictmap as cm
import toys
from conflictmap.analysis.evidence import one_sided


def told(rows, *claims):
    made = tuple(
        cm.Claim(event_id=event_id, by="", side=side, on="", measure=measure, who="", low=None,
                 best=best, high=None, statement="", source_id="")
        for event_id, side, measure, best in claims)
    return replace(toys.events(rows), claims=made)


ROWS = [{"id": i, "x": 1, "y": 1, "fatalities_best": 3} for i in "abcd"]


def test_events_are_counted_by_whose_words_they_rest_on():
    found = cm.balance(told(
        ROWS, ("a", "armenian", "killed", 3), ("b", "armenian", "killed", 3),
        ("b", "azerbaijani", "killed", 1), ("c", "azerbaijani", "statement", None),
        ("c", "third_party", "killed", 3)))
    assert found.only == {"armenian": 1, "azerbaijani": 1}
    assert (found.several, found.neither) == (1, 1)
    assert found.one_side == 1
    assert found.share_of_events == pytest.approx(0.25)
    assert (found.deaths.best, found.deaths_only["armenian"].best) == (12, 3)
    assert (found.best_one_side, found.best_of, found.best_events) == (3, 12, 4)
    assert found.share_of_deaths == pytest.approx(0.25)


def test_deaths_rest_on_figures_not_on_words():
    found = cm.balance(told(ROWS, ("a", "armenian", "killed", 3),
                            ("a", "azerbaijani", "statement", None)))
    assert found.one_side == 0
    assert (found.best_one_side, found.deaths_only["armenian"].best) == (3, 3)


def test_nothing_known_is_no_share_of_zero():
    rows = [{"id": "a", "x": 1, "y": 1, "role": "aggregate"}]
    empty = cm.balance(told(rows, ("a", "armenian", "statement", None)))
    assert empty.share_of_events is None
    assert empty.share_of_deaths is None
    assert "(no figure)" in empty.lines()[1]


def test_where_no_party_speaks_there_is_no_line_about_parties():
    found = cm.balance(told(ROWS, ("a", "third_party", "killed", 3)))
    assert found.only == found.deaths_only == {}
    assert found.lines() == ["no claims by a party"]


def test_parties_are_those_of_the_data():
    found = cm.balance(told(ROWS, ("a", "north", "killed", 3), ("b", "several", "killed", 3),
                            ("b", "north", "killed", 3), ("c", "third_party", "killed", 3)))
    assert found.only == {"north": 1, "several": 0}
    assert (found.several, found.neither, found.one_side) == (1, 2, 1)
    assert one_sided(told(ROWS, ("a", "north", "killed", 3))) == ["north", "", "", ""]


def test_deaths_are_the_total_by_the_counting_rule():
    """The whole counts and its parts do not, here as in `count`."""
    rows = [{"id": "t", "x": 1, "y": 1, "role": "aggregate", "fatalities_best": 20},
            *({**row, "part_of": "t"} for row in ROWS), {"id": "e", "fatalities_best": 5}]
    found = told(rows, ("t", "armenian", "killed", 20), ("a", "azerbaijani", "killed", 3))
    balance = cm.balance(found)
    assert balance.deaths == cm.count(found)[0].toll
    assert balance.deaths.best == 25
    assert (balance.best_one_side, balance.best_of, balance.best_events) == (20, 25, 2)
    assert balance.deaths_only["azerbaijani"].best is None


def test_deaths_are_those_of_the_window():
    from datetime import date

    rows = [{"id": "old", "date": "1999-05-05", "fatalities_best": 4}, *ROWS]
    found = cm.balance(told(rows), window=(date(2000, 1, 1), None))
    assert found.events == len(ROWS)
    assert found.deaths.best == 12


def test_one_sided_names_the_side(atlas):
    sides = dict(zip(atlas.ids, one_sided(atlas), strict=True))
    assert set(sides.values()) == {"", "armenian", "azerbaijani"}


def test_the_balance_counts_as_the_page_does(atlas):
    found = cm.balance(atlas)
    assert sum(found.only.values()) + found.several + found.neither == found.events


def test_what_is_not_known_is_counted_by_class():
    rows = [
        {"x": 1, "y": 1, "radius_m": 500}, {"x": 1, "y": 1, "radius_m": 25000},
        {"x": 1, "y": 1}, {"date": "2020-10"}, {"date": "", "x": 1, "y": 1, "radius_m": 300000},
        {"where": "countries-arm", "fatalities_best": 0},
    ]
    from conflictmap.io.collect import events_of
    from conflictmap.io.rows import Row
    from conflictmap.places.layer_files import bundled_areas

    made = [Row(place=f"line {i}", cells={
        "id": str(i), "date": str(r.get("date", "2020-01-01")), "where": r.get("where", ""),
        "lat": "39.5" if "x" in r else "", "lon": "46.5" if "x" in r else "",
        "radius_m": str(r.get("radius_m", "")),
        "fatalities_best": str(r.get("fatalities_best", "")),
    }) for i, r in enumerate(rows)]
    found = cm.unknowns(events_of(made, file="t", stem="t", areas=bundled_areas()))
    assert (found.events, found.undated, found.unplaced, found.no_certain_day) == (6, 1, 1, 1)
    assert found.no_toll == 5
    assert found.dates == {"day": 4, "month": 1}
    assert found.places == {
        "within 1 km": 1, "within 25 km": 1, "beyond 100 km": 1, "an area": 1,
        "no radius stated": 1, "unplaced": 1}
    assert sum(found.places.values()) == found.events
