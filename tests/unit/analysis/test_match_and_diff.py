"""Proposals of same events and revisions of releases: figures worked out by hand."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

import conflictmap as cm
import toys

BASE = {"id": "a", "x": 1, "y": 1, "date": "2020-10-01", "fatalities_best": 4,
        "actor1": "Azerbaijan"}


def pairs(one, other, **options):
    return cm.match(toys.events(one), toys.events(other), **options)


def only(other, base=BASE, **options):
    (found,) = pairs([base], [other], **options)
    return found


@pytest.mark.parametrize("options", [{"days": -1}, {"km": -.1}, {"ratio": .9},
                                     {"km": float("nan")}, {"ratio": float("nan")}])
def test_limits_that_mean_nothing_are_refused(options):
    with pytest.raises(ValueError, match="days and km are 0 or more, ratio 1 or more"):
        pairs([BASE], [BASE], **options)


def test_the_narrowest_limits_find_the_same_event():
    assert only(BASE, days=0, km=0, ratio=1).score == 1
    assert pairs([BASE], [BASE | {"date": "2020-10-02"}], days=0) == ()
    assert pairs([BASE], [BASE | {"fatalities_best": 5}], ratio=1) == ()


def test_the_score_is_a_product_of_days_distance_precision_toll_and_names():
    assert only(BASE).score == 1
    assert only(BASE | {"date": "2020-10-02"}, days=3).score == pytest.approx(.75)
    assert only(BASE | {"fatalities_best": 8}).score == .5
    spread = only(BASE | {"radius_m": 10_000}, km=10)
    assert (spread.score, spread.precision_a_km, spread.precision_b_km) == (.5, 0, 10)
    far = only(BASE | {"x": 1.5}, km=10)
    assert far.km == pytest.approx(4.3, abs=.05)
    assert far.score == pytest.approx(10 / 14.3, abs=.01)
    named = only(BASE | {"actor1": "Azerbaijan", "actor2": "Armenia"})
    assert named.shared_words == ("azerbaijan",)
    silent = only(BASE | {"actor1": ""}).score
    against = only(BASE | {"actor1": "Armenia"}).score
    assert 0 < against < silent < 1


@pytest.mark.parametrize(("one", "other", "said"), [
    ({}, {}, "tolls 4 and 4"), ({}, {"fatalities_best": ""}, "not both state a toll"),
    ({"fatalities_best": ""}, {}, "not both state a toll"), ({}, {"actor1": ""}, "not both name"),
    ({}, {"actor1": "Armenia"}, "no word in common among the actors"),
    ({}, {"date": "2020-10-02"}, "1 day apart"), ({}, {"date": "2020-10-03"}, "2 days apart"),
    ({}, {}, "the days overlap"), ({}, {}, "both name azerbaijan"),
])
def test_the_reasons_in_words(one, other, said):
    assert said in only(BASE | other, base=BASE | one, days=5).reason


@pytest.mark.parametrize(("one", "other", "found"), [
    ((0, 0), (1, 1), True), ((0, 0), (2, 2), False), ((4, 4), (8, 8), True),
    ((4, 4), (9, 9), False),
    ((4, 8), (9, 9), False), ((4, 9), (9, 12), True), ((4, 8), (8, 12), True),
])
def test_tolls_that_overlap_or_lie_within_the_ratio(one, other, found):
    rows = [BASE | {"fatalities_low": low, "fatalities_best": low, "fatalities_high": high}
            for low, high in (one, other)]
    assert bool(pairs(rows[:1], rows[1:])) is found


def test_groups_and_kinds_of_several():
    one = [BASE | {"id": f"a{i}", "x": x} for i, x in enumerate((1, 1.2, 9))]
    other = [BASE | {"id": f"b{i}", "x": x} for i, x in enumerate((1, 9))]
    found = pairs(one, other)
    assert [(m.a, m.b, m.group, m.kind) for m in found] == [
        ("a0", "b0", 1, "many-to-one"), ("a2", "b1", 2, "one-to-one"),
        ("a1", "b0", 1, "many-to-one")]
    assert found[0].title_a == found[0].title_b == ""
    several = pairs(one[:2], [BASE | {"id": "b0"}, BASE | {"id": "b1", "x": 1.1}])
    assert {m.kind for m in several} == {"many-to-many"}
    assert {m.group for m in several} == {1}


# Revisions

def revised(old, new, **options):
    return cm.diff(toys.events(old), toys.events(new), **options)


def test_points_that_the_source_published_go_before_ours():
    def with_source(x, lat, lon):
        events = toys.events([BASE | {"x": x}])
        return replace(events, extra={"source_lat": np.array([lat], dtype=object),
                                      "source_lon": np.array([lon], dtype=object)})

    same = cm.diff(with_source(1, "39.6", "46.1"), with_source(5, "39.6", "46.1"))
    assert same.revisions == ()
    moved = cm.diff(with_source(1, "39.6", "46.1"), with_source(1, "39.7", "46.1"))
    (move,) = moved.revisions
    assert (move.old, move.new) == ("39.600000 46.100000", "39.700000 46.100000")
    assert move.by == pytest.approx(11.1, abs=.01)
    half = cm.diff(with_source(1, "x", "46.1"), with_source(5, "39.6", ""))
    assert half.revisions[0].old == "39.600000 46.100000"
    one = toys.events([BASE])
    lone = replace(one, extra={"source_lat": np.array(["1"], dtype=object)})
    assert cm.diff(one, lone).revisions == ()
    lone = replace(one, extra={"source_lon": np.array(["1"], dtype=object)})
    assert cm.diff(one, lone).revisions == ()


@pytest.mark.parametrize(("old", "new", "change", "by"), [
    ("2020-01-01", "2020-01-02", "re-dated", 1), ("2020-01-02", "2020-01-01", "re-dated", -1),
    ("2020-01-01/2020-01-02", "2020-01-02/2020-01-03", "date restated", 1),
    ("2020-01", "2020-01-31", "date restated", 30), ("2020-01", "2020-02", "re-dated", 31),
    ("2020-01-01", "", "re-dated", None), ("", "2020-01-01", "re-dated", None),
    ("../2020-01-01", "2020-01-01", "date restated", None),
    ("2020-01-01/..", "2020-01-01", "date restated", 0),
])
def test_dates_that_moved_or_were_restated(old, new, change, by):
    (found,) = revised([BASE | {"date": old}], [BASE | {"date": new}]).revisions
    assert (found.change, found.by, found.old, found.new, found.unit) == (
        change, by, old, new, "days")
    assert found.old_point == found.new_point


@pytest.mark.parametrize(("old", "new", "line"), [
    ({}, {"x": 2}, "LineString"), ({}, {"fatalities_best": 5}, "Point"),
])
def test_the_layer_of_revisions(old, new, line):
    found = revised([BASE | old, BASE | {"id": "gone", "x": 3}],
                    [BASE | new, {"id": "come", "date": "2020-01-01"}])
    layer = json.loads(found.geojson())
    assert [f["geometry"]["type"] for f in layer["features"]] == ["Point", line] or [
        f["geometry"]["type"] for f in layer["features"]] == [line, "Point"]
    assert [f["id"] for f in layer["features"]] == ["revisions-1", "revisions-2"]
    assert "1 changes without a place are not" in layer["layer"]["note"]
    by_id = {f["properties"]["event_id"]: f for f in layer["features"]}
    change = by_id["a"]["geometry"]["coordinates"]
    if line == "LineString":
        assert change == [[46.1, 39.6], [46.2, 39.6]]
        assert by_id["a"]["properties"]["name"].startswith("a: moved by 8.5")
    else:
        assert change == [46.1, 39.6]
        assert by_id["a"]["properties"]["name"] == "a: toll revised by 1 deaths"
    assert by_id["gone"]["geometry"]["coordinates"] == [46.3, 39.6]


def test_a_place_that_was_taken_away_or_given_is_a_move_without_a_distance():
    nowhere = {k: v for k, v in BASE.items() if k not in {"x", "y"}}
    (gone,) = revised([BASE], [nowhere]).revisions
    assert (gone.change, gone.by, gone.new, gone.new_point) == ("moved", None, "", None)
    (come,) = revised([nowhere], [BASE]).revisions
    assert (come.old, come.new) == ("", "39.600000 46.100000")
    assert json.loads(revised([BASE], [nowhere]).geojson())["features"][0]["geometry"] == {
        "type": "Point", "coordinates": [46.1, 39.6]}


def test_counts_and_lines():
    found = revised([BASE, BASE | {"id": "b"}], [BASE | {"x": 3, "fatalities_best": 6}])
    assert {name: n for name, n in found.counts.items() if n} == {
        "moved": 1, "withdrawn": 1, "toll revised": 1, "toll revised: best": 1}
    assert len(found.lines(first=3)) == len(found.lines(first=99))
    assert found.lines(first=1)[-1] == "… and 2 more"
    assert found.lines()[0] == "old 2, new 1, shared ids 1"
