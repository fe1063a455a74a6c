"""Doubts about data, each at the edge where it begins."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

import conflictmap as cm
import toys

HERE = {"x": 1.23, "y": 1.23}


def doubts(*rows, **options):
    return cm.check_events(toys.events(rows), **options)


def reasons(*rows, **options):
    return [p.reason for p in doubts(*rows, **options)]


def day(number: int, **more):
    return {"date": f"2020-01-{number:02}", "x": number + .123, "y": 1.234, "type": "battle",
            "title": f"t{number}", **more}


# Totals and doubles

PARTS = [day(i, fatalities_best=i) for i in (2, 3, 4)]
WHOLE = {"id": "w", "date": "2020-01-02/2020-01-04", "x": 5.123, "y": 1.234, "type": "battle",
         "fatalities_best": 9}


@pytest.mark.parametrize(("rows", "found"), [
    ([WHOLE, *PARTS], True), ([{**WHOLE, "fatalities_best": 8}, *PARTS], False),
    ([{**WHOLE, "fatalities_best": 5}, *PARTS[:2]], False),
    ([{**WHOLE, "role": "aggregate"}, *PARTS], False), ([{**WHOLE, "part_of": "x"}, *PARTS], False),
    ([{**WHOLE, "date": "2020-01-02/2020-01-03"}, *PARTS], False),
    ([{**WHOLE, "date": "2020-01-01/2020-01-09"}, *PARTS], True),
    ([{**WHOLE, "type": "mine"}, *PARTS], False), ([{**WHOLE, "date": "2020-01"}, *PARTS], False),
    ([WHOLE, *PARTS[:2], {**PARTS[2], "part_of": "x"}], False),
    ([WHOLE, *PARTS[:2], {**PARTS[2], "role": "aggregate"}], False),
    ([WHOLE, *PARTS[:2], {**PARTS[2], "date": ""}], False),
    ([{**WHOLE, "fatalities_best": 0}, *({**p, "fatalities_best": 0} for p in PARTS)], False),
    ([WHOLE, *PARTS, day(3, fatalities_best=0)], True),
])
def test_the_sum_of_three_or_more_others_of_its_days_looks_like_a_total(rows, found):
    said = [r for r in reasons(*rows, strict=True) if "a total?" in r]
    assert said == (["the sum of 3 other events of these days: a total?"] if found else [])


def test_parts_whose_tolls_are_added_to_that_of_an_event():
    whole = day(1, id="w", fatalities_best=9)
    part = day(2, part_of="w", fatalities_high=3)
    assert "1 of its parts state tolls too: both would be added" in reasons(whole, part)
    for rows in ([{**whole, "role": "aggregate"}, part], [{**whole, "fatalities_best": ""}, part],
                 [whole, {**part, "fatalities_high": ""}], [whole, {**part, "part_of": "x"}]):
        assert not [r for r in reasons(*rows) if "would be added" in r]
    own = day(1, id="w", fatalities_best=9, part_of="w")
    assert not [r for r in reasons(own) if "would be added" in r]


@pytest.mark.parametrize(("change", "found", "strict"), [
    ({}, True, True), ({"title": "other"}, False, True), ({"fatalities_best": 3}, False, False),
    ({"type": "mine"}, False, False), ({"date": "2020-01-02"}, False, False),
    ({"actor1": "A"}, False, True), ({"x": 1.235}, True, True), ({"x": 1.3}, False, False),
    ({"role": "toll"}, False, False), ({"sources": "ucdp-ged-25.1"}, False, False),
])
def test_doubles_say_the_same_under_another_id(change, found, strict):
    one = {**HERE, "title": "T", "fatalities_best": 2, "type": "battle"}
    for how, wanted in ((False, found), (True, strict)):
        said = [r for r in reasons(one, one | change, strict=how) if "says the same as" in r]
        assert bool(said) is wanted, how
        assert said in ([], ["says the same as 'e0' (line 2)"])
    known = {**one, "sources": "ucdp-ged-25.1"}
    assert not [r for r in reasons(known, known) if "says the same" in r]


# Dates

def claimed(on, when="2020-03-02"):
    claim = cm.Claim(event_id="e0", by="", side="armenian", on=on, measure="killed", who="all",
                     low=None, best=1, high=None, statement="", source_id="s")
    events = replace(toys.events([{**HERE, "date": when}]), claims=(claim,))
    return [(p.place, p.reason) for p in cm.check_events(events, strict=True) if p.field == "on"]


@pytest.mark.parametrize(("on", "when", "hint"), [
    ("2020-03-02", "2020-03-02", None),
    ("2020-03-01", "2020-03-02", "; with day and month exchanged"),
    ("2020-03-06", "2020-03-07", ""),
    ("2020-02-03", "2020-03-02", "; with day and month exchanged the event is on 2020-02-03"),
    ("2020-02-20", "2020-03-02", "; with day and month exchanged"),
    ("2020-02-02", "2020-03-02", ""), ("2020-03-12", "2020-03-13", ""),
    ("2020-03", "2020-03-02", None),
    ("2020-02", "2020-03-02", ""), ("soon", "2020-03-02", None), ("2020-03-03", "", None),
    ("2020-04-01", "2020-05-05", ""), ("2020-01-05", "2020-05-12", ""),
])
def test_a_claim_before_its_event_with_a_guess_when_one_fits(on, when, hint):
    found = claimed(on, when)
    assert len(found) == (hint is not None)
    for place, reason in found:
        assert place == "row 1"
        assert reason.startswith("made before the event 'e0' (")
        assert ("with day and month exchanged" in reason) is bool(hint)
        assert hint in reason


def test_day_and_month_look_exchanged_when_fifteen_days_are_all_early():
    def dates(n, *more):
        days = [f"2020-{m:02}-{d:02}" for m in (1, 2) for d in range(1, 13)][:n]
        return [{**HERE, "date": d, "title": d} for d in (*days, *more)]

    assert [r for r in reasons(*dates(15)) if "look exchanged" in r] == [
        "in none of 15 dates is the day above 12: day and month look exchanged"]
    assert not [r for r in reasons(*dates(14)) if "look exchanged" in r]
    assert not [r for r in reasons(*dates(14), *dates(14)) if "look exchanged" in r]
    assert not [r for r in reasons(*dates(20, "2020-05-13")) if "look exchanged" in r]
    assert [r for r in reasons(*dates(20, "2020-05-12", "2020-06")) if "look exchanged" in r]


@pytest.mark.parametrize(("source", "when", "found"), [
    ("ucdp-ged-25.1", "1988-12-31", True), ("ucdp-ged-25.1", "1989-01-01", False),
    ("acled", "1996-12-31", True), ("acled", "1997-01-01", False), ("gdelt", "1978-12-31", True),
    ("gdelt", "1979-01-01", False), ("crisisgroup", "2014-12-31", True),
    ("crisisgroup", "2015-01-01", False), ("ucdp-candidate-25", "2017-12-31", True),
    ("ucdp-candidate-25", "2018-01-01", False), ("mine", "1900-01-01", False),
    ("mine acled", "1996", True), ("acled", "1996-12-31/1997-01-01", False), ("acled", "", False),
])
def test_events_before_their_source_began(source, when, found):
    said = [r for r in reasons({**HERE, "date": when, "sources": source}) if "began" in r]
    assert bool(said) is found


@pytest.mark.parametrize(("when", "found"), [("2020-06-01", False), ("2020-06-02", True),
                                             ("2020-06", False), ("2020-07", True), ("", False)])
def test_the_future_begins_after_today(when, found):
    said = reasons({**HERE, "date": when, "source_url": "https://a.b"}, today=date(2020, 6, 1))
    assert bool([r for r in said if r == "after today (2020-06-01)"]) is found


# Places

def test_points_outside_the_region_of_half_of_the_file():
    away = {"lat": 10.123, "lon": 10.123, "title": "away"}
    for rows, found in (([HERE, away], 1), ([HERE, away, away | {"title": "b"}], 0),
                        ([HERE, HERE | {"title": "2", "x": 2.5}, away], 1), ([away], 0), ([{}], 0)):
        said = [p for p in doubts(*rows) if "outside the region" in p.reason]
        assert len(said) == found
        if found:
            assert (said[0].value, said[0].fix) == (
                "10.123, 10.123", "Check both numbers and their signs.")
    events = toys.events([HERE, HERE | {"x": 2.5, "title": "b"}])
    columns = dict(events.columns)
    columns["lat"], columns["lon"] = np.array([46.123, 39.7]), np.array([39.623, 46.1])
    (problem,) = [p for p in cm.check_events(replace(events, columns=columns))
                  if "swapped" in p.reason]
    assert (problem.reason, problem.fix) == ("latitude and longitude look swapped", "Swap the two.")


@pytest.mark.parametrize(("count", "radius", "strict", "found"), [
    (20, "", False, True), (19, "", False, False), (5, "", True, True), (4, "", True, False),
    (20, 9999, False, True), (20, 10_000, False, False),
])
def test_many_events_on_one_point_as_if_known(count, radius, strict, found):
    rows = [{**HERE, "title": f"t{i}", "radius_m": radius} for i in range(count)]
    said = [r for r in reasons(*rows, strict=strict) if "this one point" in r]
    assert bool(said) is found
    if found:
        km = "9.999" if radius else "0"
        assert said == [f"{count} of {count} events stand on this one point, as if known to"
                        f" {km} km: the middle of an area?"]


def test_a_pile_is_a_share_of_all_placed_events():
    pile = [{**HERE, "title": f"t{i}"} for i in range(20)]
    rest = [{"x": 1 + i / 100 + .003, "y": 2.123, "title": f"r{i}"} for i in range(381)]
    assert not [r for r in reasons(*pile, *rest) if "one point" in r]
    assert [r for r in reasons(*pile, *rest[:380]) if "one point" in r]


@pytest.mark.parametrize(("precision", "radius", "found"), [
    ("settlement", 25_000, False), ("settlement", 25_001, True), ("exact", 5000, False),
    ("exact", 5001, True), ("District", 1000, False), ("district", 999, True),
    ("district", 100_000, False), ("district", 100_001, True), ("province", 9999, True),
    ("province", 500_000, False), ("country", 49_999, True), ("country", 5_000_000, False),
    ("region", "", True), ("town", "", False), ("somewhere", 1, False),
    ("country only", 50_000, False),
    ("named town", 25_001, True), ("exact place", 5001, True),
])
def test_a_radius_fits_the_word_for_its_precision(precision, radius, found):
    said = [r for r in reasons({**HERE, "place_precision": precision, "radius_m": radius})
            if "does not fit" in r]
    assert bool(said) is found


@pytest.mark.parametrize(("point", "radius", "precision", "plain", "strict"), [
    ((1, 1), 1000, "", True, True), ((1, 1), "", "exact", True, True),
    ((1, 1), "", "", False, True),
    ((1, 1), 4999, "", True, True), ((1, 1), 5000, "", False, False),
    ((1.5, 1), 10, "", False, False),
    ((1, 1.5), 10, "", False, False),
])
def test_tenths_of_a_degree_are_no_exact_point(point, radius, precision, plain, strict):
    row = {"x": point[0], "y": point[1], "radius_m": radius, "place_precision": precision}
    for how, found in ((False, plain), (True, strict)):
        assert bool([r for r in reasons(row, strict=how) if "tenths of a degree" in r]) is found
