"""Proposals of same events: evidence in words, precision taken into account, nothing merged."""

from __future__ import annotations

import csv
import json

import pytest

import conflictmap as cm
import toys
from running import run

BASE = {"x": 1, "y": 1, "date": "2020-10-01", "fatalities_best": 4, "actor1": "Azerbaijan"}


def pairs(one, other, **options):
    return cm.match(toys.events(one), toys.events(other), **options)


def test_the_same_event_is_proposed_with_the_reason_in_words():
    (found,) = pairs([BASE], [BASE | {"x": 1.5, "date": "2020-10-02", "fatalities_best": 5,
                                      "radius_m": 2000, "actor1": "Army of Azerbaijan"}])
    assert found.reason == ("1 day apart; 4.3 km apart, places known to 0 and 2 km; tolls 4 and 5;"
                            " both name azerbaijan")
    assert found.kind == "one-to-one"
    assert 0.5 < found.score < 0.8


@pytest.mark.parametrize("other", [
    {"date": "2020-10-09"}, {"x": 9}, {"fatalities_best": 9}, {"date": ""},
    {"role": "aggregate"}, {"fatalities_best": 0},
])
def test_what_is_too_far_off_is_not_proposed(other):
    assert pairs([BASE], [BASE | other]) == ()


@pytest.mark.parametrize("other", [
    {"date": "2020-10-08"}, {"x": 9, "radius_m": 30000}, {"fatalities_best": 8},
    {"fatalities_best": 9, "fatalities_low": 3}, {"fatalities_best": ""},
    {"date": "2020-09-20/2020-09-24"}, {"date": "2020-10"},
])
def test_limits_ranges_and_precision_leave_room(other):
    assert len(pairs([BASE], [BASE | other])) == 1


def test_an_event_without_a_place_needs_the_same_days_and_a_toll():
    nowhere = {k: v for k, v in BASE.items() if k not in {"x", "y"}}
    (found,) = pairs([BASE], [nowhere])
    assert found.km is None
    assert "the place of one is not given" in found.reason
    assert pairs([BASE], [nowhere | {"date": "2020-10-02"}]) == ()
    assert pairs([BASE], [nowhere | {"fatalities_best": ""}]) == ()


def test_one_event_with_several_partners_is_shown_with_each():
    found = pairs([BASE], [BASE, BASE | {"x": 1.2}])
    assert [(m.a, m.b, m.kind, m.group) for m in found] == [
        ("e0", "e0", "one-to-many", 1), ("e0", "e1", "one-to-many", 1)]
    assert {m.kind for m in pairs([BASE, BASE | {"x": 1.2}], [BASE])} == {"many-to-one"}
    assert {m.kind for m in pairs([BASE] * 2, [BASE] * 2)} == {"many-to-many"}


def test_the_order_of_rows_does_not_matter():
    one = [BASE | {"id": f"a{i}", "x": i / 5, "date": f"2020-10-{1 + i:02}"} for i in range(8)]
    other = [BASE | {"id": f"b{i}", "x": i / 4, "fatalities_best": 3 + i % 2} for i in range(8)]
    other[3]["date"] = "2020-09-01/2020-10-20"  # a long event among short ones
    forward = {(m.a, m.b, m.score) for m in pairs(one, other)}
    assert forward == {(m.a, m.b, m.score) for m in pairs(one[::-1], other[::-1])}
    assert forward == {(m.b, m.a, m.score) for m in pairs(other, one)}
    assert any(b == "b3" for _, b, _ in forward)


def test_limits_that_mean_nothing_are_refused():
    with pytest.raises(ValueError, match="ratio 1 or more"):
        pairs([BASE], [BASE], ratio=0.5)


def test_ucdp_and_the_atlas_agree_on_known_events(shared, atlas):
    ucdp = cm.read_events(shared / "data/events/ucdp_ged211_south_caucasus.csv")
    found = {(m.a, m.b): m for m in cm.match(ucdp, atlas)}
    for pair in (("ucdp-ged:21.1:246939", "alkhanli-shelling-2017"),
                 ("ucdp-ged:21.1:375283", "khtsaberd-2020")):
        assert found[pair].kind == "one-to-one"
    # The ceasefire of that day has no single place, and so may be meant as well.
    assert found["ucdp-ged:21.1:371792", "mi24-russian-2020"].kind == "one-to-many"


def test_the_command_writes_csv_and_json(write, tmp_path):
    text = "id,date,lat,lon,fatalities_best\na,2020-01-01,39.5,46.5,1\n"
    one, other = write("one.csv", text), write("two.csv", text)
    for ending in ("csv", "json"):
        done = run("match", one, other, "-o", tmp_path / f"m.{ending}")
        assert done.returncode == 0, done.stderr
        assert "1 pairs: 1 one-to-one" in done.stdout
    (row,) = csv.DictReader((tmp_path / "m.csv").read_text().splitlines())
    (item,) = json.loads((tmp_path / "m.json").read_text())
    assert (row["a"], row["km"], item["shared_words"]) == ("a", "0.0", [])
