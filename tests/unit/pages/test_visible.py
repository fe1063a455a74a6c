"""What a view shows: each filter alone, at its edges, on a page made by hand."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from conflictmap.model.columns import NO_DAY
from conflictmap.model.interval import OPEN_END
from conflictmap.pages.read_page import PageData, Picture
from conflictmap.pages.views import Filters, View
from conflictmap.pages.visible import (
    events_of,
    in_window,
    relief_in,
    visible_features,
    visible_ids,
    visible_rows,
)

COLUMNS = ("id", "start", "end", "type", "status", "place_precision", "title", "place", "place_hy",
           "place_az", "actor_a", "actor_b", "low", "best", "high", "role", "part_of", "sources")
ROWS = [
    ("a", 10, 11, "battle", "verified", "exact", "Fight", "Shusha (Shushi)", "Շուշի", "Şuşa",
     "Army A; Army B", None, 1, 2, 3, "event", "", ["s1"]),
    ("b", 10, 20, "shelling", "disputed", "region", "Shells", "Khankendi / Road", None, None,
     "Army A", "Army C", None, 5, None, "aggregate", "", ["s1", "s2"]),
    ("c", None, 15, "battle", "", "", "Began before", None, None, None, None, "Army B", None, None,
     None, "event", "b", []),
    ("d", 15, None, "mine", "", "", "Goes on", "Nowhere", None, None, None, None, 0, None, 0,
     "toll", "b", []),
    ("e", None, None, "battle", "verified", "exact", "Undated", None, None, None, None, None, None,
     None, None, "event", "", ["s2"]),
]
SIDES = [("a", "armenian"), ("b", "azerbaijani"), ("b", "third_party")]
PLACES = [
    {"name": "Shusha (Shushi)", "name_az": "Şuşa", "name_hy": "Շուշի", "names": ["Shosh"]},
    {"name": "Khankendi", "name_ru": "Степанакерт", "names": None},
]


def feature(start, end, **properties):
    return {"properties": {"from": start, "to": end, **properties}, "geometry": None}


@pytest.fixture
def data():
    events = {name: [row[i] for row in ROWS] for i, name in enumerate(COLUMNS)}
    said = {"source": "s1", "by": "", "on": "", "measure": "killed", "who": "all", "low": None,
            "best": 1, "high": None, "statement": "said"}
    claims = [{"event": event, "side": side, **said} for event, side in SIDES]
    layers = [{"id": "towns", "role": "settlement"}, {"id": "held", "role": "control"},
              {"id": "rivers", "role": "river"}]
    spec = {"events": events, "claims": claims, "layers": layers,
            "sources": {"s1": {"title": "One"}},
            "accounting": {"read": 5, "placed": 4, "unplaced": 0, "undated": 1, "set_aside": 0}}
    return PageData(spec=spec, layers={
        "towns": [feature(None, None, **names) for names in PLACES],
        "held": [feature(None, 15, name="Shells"), feature(15, None), feature(5, 30)],
        "rivers": [feature(None, None, name="Began")],
    })


def shown(data, window=(0, 100), **filters):
    return "".join(visible_ids(data, View(window=window, filters=Filters(**filters))))


@pytest.mark.parametrize(("window", "possible", "certain"), [
    ((0, 100), "abcde", "ab"), ((10, 20), "abcde", "ab"), ((10, 11), "abce", "a"),
    ((11, 12), "bce", ""), ((0, 10), "ce", ""), ((20, 30), "de", ""), ((19, 20), "bde", ""),
    ((14, 15), "bce", ""), ((15, 16), "bde", ""), ((10, 19), "abcde", "a"),
    ((11, 20), "bcde", ""), ((9, 20), "abcde", "ab"), ((10, 21), "abcde", "ab"),
])
def test_an_event_may_have_happened_on_a_day_of_the_window_or_must_have(
        data, window, possible, certain):
    assert shown(data, window) == possible
    assert shown(data, window, certain=True) == certain
    ids = data.spec["events"]["id"]
    assert "".join(ids[row] for row in in_window(data, window, certain=True)) == certain


@pytest.mark.parametrize(("filters", "ids"), [
    ({}, "abcde"), ({"types": ("battle",)}, "ace"), ({"types": ("battle", "mine")}, "acde"),
    ({"status": ("verified",)}, "ae"), ({"status": ("",)}, "cd"),
    ({"precision": ("region",)}, "b"), ({"types": ("battle",), "status": ("",)}, "c"),
    ({"actors": ("Army A",)}, "ab"), ({"actors": ("Army B",)}, "ac"),
    ({"actors": ("Army C",)}, "b"), ({"actors": ("Army",)}, ""),
    ({"actors": ("Army B", "Army C")}, "abc"),
    ({"sides": ("armenian",)}, "a"), ({"sides": ("third_party",)}, "b"),
    ({"sides": ("armenian", "azerbaijani")}, "ab"), ({"sides": ("compiled",)}, ""),
    ({"sources": ("s1",)}, "ab"), ({"sources": ("s2",)}, "be"), ({"sources": ("s1", "s2")}, "abe"),
    ({"sources": ("s3",)}, ""), ({"sources": ("s2",), "sides": ("armenian",)}, ""),
    ({"toll": 0}, "abd"), ({"toll": 3}, "ab"), ({"toll": 3.5}, "b"), ({"toll": 5}, "b"),
    ({"toll": 5.5}, ""), ({"toll": -1}, "abd"), ({"toll": .5}, "ab"),
    ({"text": "fight"}, "a"), ({"text": "FIGHT"}, "a"), ({"text": "fight army"}, "a"),
    ({"text": "army shells"}, "b"), ({"text": "fight shells"}, ""), ({"text": "nowhere"}, "d"),
    ({"text": "undated", "certain": True}, ""),
])
def test_each_filter_lets_pass_what_it_names(data, filters, ids):
    assert shown(data, **filters) == ids


def test_a_search_knows_all_names_of_a_place_and_no_others(data):
    for word in ("shusha", "Shushi", "Şuşa", "susa", "Շուշի", "shosh"):
        assert shown(data, text=word) == "a", word
    for word in ("степанакерт", "khankendi", "road"):
        assert shown(data, text=word) == "b", word
    assert shown(data, text="goes") == "d"
    assert shown(data, text="began") == "c"


def test_a_search_knows_a_type_by_its_words_in_every_language(data):
    data.spec["types"] = [{"id": "shelling", "label": "Artillery fire"}]
    for word in ("battle", "Մարտ", "бой", "döyüş"):
        assert shown(data, text=word) == "ace", word
    assert shown(data, text="artillery") == "b"
    assert shown(data, text="artillery battle") == ""


def test_a_name_of_a_layer_that_is_no_place_is_no_name_of_one(data):
    """`held` and `rivers` have names too; a search for them finds titles alone."""
    data.layers["held"][0]["properties"]["name_az"] = "Nowhere"
    data.layers["held"][0]["properties"]["names"] = ["Elsewhere"]
    assert shown(data, text="elsewhere") == ""
    town = replace(data, layers={**data.layers, "towns": [
        feature(None, None, name="Nowhere", names=["Elsewhere"])]})
    assert shown(town, text="elsewhere") == "d"


def test_names_are_kept_with_the_data_they_are_of(data):
    """Another page with other places has other names, also after the first was searched."""
    assert shown(data, text="shosh") == "a"
    other = replace(data, layers={**data.layers, "towns": [
        feature(None, None, name="Şuşa", names=["Other"])]})
    assert shown(other, text="shosh") == ""
    assert shown(other, text="other") == "a"
    assert shown(data, text="other") == ""


def test_towns_are_places_too(data):
    data.spec["layers"][0]["role"] = "town"
    assert shown(data, text="shosh") == "a"
    data.spec["layers"][0]["role"] = "river"
    data.__dict__.pop("_gazetteer")
    assert shown(data, text="shosh") == ""


def test_features_are_those_of_layers_that_are_on_with_a_wanted_role(data):
    view = View(window=(10, 20), layers={"held": True, "towns": False, "rivers": True})

    def found(view, roles=None):
        return [(layer["id"], feature["properties"]["from"], how)
                for feature, layer, how in visible_features(data, view, roles)]

    held_then = [("held", None, "was"), ("held", 15, "now"), ("held", 5, "now")]
    assert found(view) == [*held_then, ("rivers", None, "now")]
    assert found(view, ["control", "settlement"]) == held_then
    assert found(view, []) == []
    assert found(View(window=(30, 31), layers=view.layers), ["control"]) == [("held", 15, "now")]
    assert found(View(window=(10, 20))) == []


def test_rows_of_a_page_are_events_again(data):
    events = events_of(data, [1, 2, 4, 3])
    assert events.ids == ["b", "c", "e", "d"]
    assert events["type"].tolist() == ["shelling", "battle", "battle", "mine"]
    assert events["role"].tolist() == ["aggregate", "event", "event", "toll"]
    assert events["part_of"].tolist() == ["", "b", "", "b"]
    assert events["title"].tolist() == ["Shells", "Began before", "Undated", "Goes on"]
    assert events["start"].tolist() == [10, NO_DAY, NO_DAY, 15]
    assert events["end"].tolist() == [20, 15, OPEN_END, OPEN_END]
    assert str(events["fatalities"].tolist()) == "[5.0, nan, nan, nan]"
    assert str(events["fatalities_low"].tolist()) == "[nan, nan, nan, 0.0]"
    assert str(events["fatalities_high"].tolist()) == "[nan, nan, nan, 0.0]"
    assert events["place"].tolist() == [""] * 4
    assert np.isnan(events["lon"]).all()
    assert math.isnan(events["stands_for"][0])
    assert events.accounting.read == 5
    assert [(c.event_id, c.side, c.source_id, c.best, c.statement) for c in events.claims] == [
        (event, side, "s1", 1, "said") for event, side in SIDES]
    assert (events.sources["s1"].id, events.sources["s1"].title, events.sources["s1"].url) == (
        "s1", "One", "")


def test_rows_that_stand_for_many_still_do(data):
    data.spec["events"]["stands_for"] = [None, 7, None, None, 3]
    assert events_of(data, [0, 1, 4]).weight.tolist() == [1, 7, 3]
    assert data.events_in([0, 1, 4]) == 11
    assert visible_rows(data, View(window=(0, 100))) == [0, 1, 2, 3, 4]


def test_the_shaded_ground_is_there_where_the_page_holds_it_and_it_is_on(data):
    relief = {"id": "ground", "role": "relief"}
    data = replace(data, relief=Picture(content=b"x", bounds=(0, 0, 1, 1)),
                   spec=data.spec | {"layers": [*data.spec["layers"], relief]})
    on = View(window=(0, 100), layers={"ground": True, "towns": True, "held": True})
    assert relief_in(data, on) == relief
    assert relief_in(data, replace(on, layers={"ground": False, "towns": True})) is None
    assert relief_in(replace(data, relief=None), on) is None


def test_open_ends_of_a_window_are_closed_where_the_dated_events_end(data):
    """The first row begins on day 10, the last stated end is open: 2134 at the latest."""
    assert data.closed([None, None]) == (10, 60_000)
    assert data.closed([3, 7]) == (3, 7)
    ended = replace(data, spec=data.spec | {"events": data.spec["events"] | {
        "end": [11, 20, 15, 30, None]}})
    assert ended.closed([None, None]) == (10, 30)
