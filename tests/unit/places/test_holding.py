"""Who held a place on a day; and that no two layers contradict each other at any town."""

from __future__ import annotations

import csv
import json
from datetime import date

import pytest
import shapely

import conflictmap as cm
from conflictmap.model.interval import OPEN_END, OPEN_START, day_number, day_of
from conflictmap.pages.spec import layer_block
from conflictmap.places.holding import FRONT_MOVED, HOLDERS, unsure_days
from conftest import ROOT

TOWNS = cm.read_layer("towns-held")
SAYING = [layer for layer in map(cm.read_layer, cm.layers())
          if layer.role in {*HOLDERS, "town"}]
#: Day, place, control, certainty: what the sources say of some days.
KNOWN = (
    ("1992-01-15", "stepanakert", "armenian_forces", "known"),
    ("1992-01-15", "shusha", "azerbaijan", "known"),
    ("1992-05-09", "shusha", "armenian_forces", "uncertain"),
    ("1992-06-01", "lachin", "armenian_forces", "known"),
    ("1993-05-01", "martakert", "azerbaijan", "known"),
    ("1993-12-01", "martakert", "armenian_forces", "known"),
    ("1993-04-04", "kalbajar", "armenian_forces", "uncertain"),
    ("1993-08-20", "jabrayil", "azerbaijan", "uncertain"),
    ("2020-10-15", "stepanakert", "armenian_forces", "known"),
    ("2020-10-10", "hadrut", "armenian_forces", "uncertain"),
    ("2020-10-20", "hadrut", "azerbaijan", "known"),
    ("2020-11-09", "stepanakert", "armenian_forces", "known"),
    ("2020-11-09", "shusha", "azerbaijan", "uncertain"),
    ("2020-11-22", "lachin", "russian_peacekeepers", "known"),
    ("2020-11-22", "khtsaberd", "armenian_forces", "known"),
    ("2020-12-20", "khtsaberd", "azerbaijan", "known"),
    ("2022-03-25", "parukh", "azerbaijan", "known"),
    ("2023-09-25", "stepanakert", "azerbaijan", "uncertain"),
    ("2023-11-01", "stepanakert", "azerbaijan", "known"),
)


def place(town):
    point = next(f for f in TOWNS.features if f.id.startswith(f"towns-held-{town}-")).geometry
    return point.x, point.y


def changes():
    """Every day on which any state begins or ends, or may have begun."""
    days = set()
    for layer in SAYING:
        for feature in layer.features:
            days |= {feature.start, feature.end} - {OPEN_START, OPEN_END}
            days |= set(unsure_days(feature.properties) or ())
    return sorted({near for day in days for near in (day - 1, day, day + 1)})


def states(point, day):
    """What each layer says of a point on a day: layer, control, whether the day is sure."""
    for layer in SAYING:
        here = [f for f in layer.features if f.properties.get("control") and (
            f.geometry.equals(point) if layer.role == "holder" else f.geometry.contains(point))]
        spans = [s for s in (unsure_days(f.properties) for f in here) if s]
        sure = not any(first <= day <= last for first, last in spans)
        yield from ((layer.id, f.properties["control"], sure) for f in here
                    if f.start <= day < f.end)


@pytest.mark.parametrize("town", sorted({f.name for f in TOWNS.features}))
def test_no_two_layers_contradict_each_other_at_a_town_on_any_day(town):
    point = next(f.geometry for f in TOWNS.features if f.name == town)
    for day in changes():
        said = list(states(point, day))
        sure = {control for _, control, known in said if known and control != FRONT_MOVED}
        assert len(sure) <= 1, (town, day_of(day), said)


def test_the_walk_asks_every_layer():
    point, day = shapely.Point(place("lachin")), day_number(date(2020, 11, 22))
    assert {c for _, c, _ in states(point, day)} == {"russian_peacekeepers"}
    assert len(list(states(point, day))) == 4  # two districts, the circle, the point


@pytest.mark.parametrize(("day", "town", "control", "certainty"), KNOWN)
def test_a_town_says_who_held_it(day, town, control, certainty):
    found = cm.held(*place(town), day)
    assert (found.control, found.certainty) == (control, certainty)
    assert found.feature_id.startswith(f"towns-held-{town}-")
    assert found.source_url.startswith("http")
    assert found.source
    assert (found.unsure is not None) == (certainty == "uncertain")


def test_where_the_front_moved_the_nearest_towns_are_named():
    found = cm.held(46.60, 39.95, date(2020, 10, 15))
    assert (found.control, found.certainty) == (FRONT_MOVED, "front_moved")
    assert [near.name for near in found.nearest][-1] == "Stepanakert (Khankendi)"
    assert all(near.control == "armenian_forces" for near in found.nearest)
    far = [near.distance_m for near in found.nearest]
    assert far == sorted(far)
    assert far[-1] == pytest.approx(19_800, abs=300)


def test_an_area_answers_with_its_error_and_its_source():
    found = cm.held(46.7, 40.15, "2021-06-01")
    assert (found.control, found.certainty) == ("russian_peacekeepers", "known")
    assert found.place == "Martakert (Aghdara) raion"
    assert found.error_m == 4000
    assert (found.since, found.until) == (date(2020, 11, 10), date(2023, 9, 20))
    assert "primeminister.am" in found.source_url


def test_what_no_layer_says_is_not_stated():
    found = cm.held(44.51, 40.18, "2020-10-15")
    assert found == cm.Held(day=date(2020, 10, 15), error_m=found.error_m)
    assert found.certainty == "not_stated"


@pytest.mark.parametrize(("lon", "lat", "day", "error"), [
    (39.8, 146.7, "2020-10-15", cm.LayerError), (46.7, 39.8, "2020-13-01", ValueError)])
def test_a_place_or_day_that_is_none_is_refused(lon, lat, day, error):
    with pytest.raises(error):
        cm.held(lon, lat, day)


def test_other_layers_answer_alone():
    assert cm.held(*place("stepanakert"), "2000-01-01", layers=["held-1994"]).place == (
        "Area held by Armenian forces")


def test_every_state_of_a_town_names_a_source_and_an_event_that_are_there():
    events = set(cm.read_events().ids)
    with (ROOT / "layers/make/tables/towns_held.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == len(TOWNS.features) == 69
    for feature in TOWNS.features:
        assert feature.properties["control_source_url"].startswith("http")
        assert feature.properties.get("event") in {None, *events}
        assert feature.properties["radius_m"] >= 1000


def test_nothing_is_divided_any_more():
    words = {f.properties.get("control") for layer in SAYING for f in layer.features}
    assert words == {"soviet", "azerbaijan", "armenian_forces", "russian_peacekeepers",
                     FRONT_MOVED}


def test_the_page_has_the_unsure_days_and_a_point_inside_each_area():
    block = layer_block(TOWNS)
    shusha = next(f for f in block["features"] if f["id"] == "towns-held-shusha-3")["properties"]
    assert (shusha["unsure_from"], shusha["unsure_to"]) == (
        day_number(date(1992, 5, 8)), day_number(date(1992, 5, 10)))
    for feature in layer_block(cm.read_layer("districts-nkao"))["features"]:
        inside = shapely.Point(feature["properties"]["inside"])
        assert shapely.geometry.shape(feature["geometry"]).contains(inside)
    json.dumps(block)
