"""The built-in layers: what each feature says, and that towns lie where they should."""

from __future__ import annotations

import json
import re
from datetime import date

import numpy as np
import pytest
import shapely

import conflictmap as cm
from conflictmap.io.collect import events_of
from conflictmap.io.rows import Row
from conflictmap.model.crs import to_local
from conflictmap.places.gazetteer import POLICIES
from conflictmap.places.layer_files import _bundled_paths
from conflictmap.places.naming_policy import are_paired, display

NEEDED = {
    "nkao-1923", "held-1994", "line-of-contact-1994", "peacekeepers-2020", "lachin-town",
    "lachin-district", "corridor-strip-2020", "road-old", "road-2022", "districts-adjacent",
    "districts-nkao", "road-status", "corridor-points", "countries", "state-borders", "provinces",
    "rivers", "lakes", "sea", "settlements", "sectors",
}
TOWNS = {
    "Lachin": (39.6408, 46.5469), "Zabukh": (39.5897, 46.5433), "Sus": (39.6269, 46.5128),
    "Shusha": (39.7583, 46.7483), "Stepanakert": (39.8153, 46.7519),
    "Martakert": (40.2124, 46.8209), "Hadrut": (39.5200, 47.0318),
    "Kornidzor": (39.5481, 46.5311), "Tegh": (39.5547, 46.4758), "Goris": (39.5129, 46.3382),
    "blockade": (39.750, 46.745), "Washington": (38.8977, -77.0365), "Moscow": (55.75, 37.62),
    "Talish": (40.3814, 46.7408), "Mataghis": (40.3258, 46.7502), "Parukh": (40.0194, 46.8011),
    "Karin Tak": (39.7417, 46.7492), "Khtsaberd": (39.5458, 46.7708),
    "Hin Shen": (39.6372, 46.6028), "Mets Shen": (39.6583, 46.6019),
    "Lisagor": (39.6875, 46.6431), "Agdam": (39.9910, 46.9274), "Fuzuli": (39.6009, 47.1453),
    "Martuni": (39.7953, 47.1131), "Askeran": (39.9367, 46.8328), "Tartar": (40.3418, 46.9324),
    "Tap Qaraqoyunlu": (40.4283, 46.7706), "Maragha": (40.33, 46.88), "Chaylu": (40.3364, 46.8228),
    "Horadiz": (39.4488, 47.3353), "Alkhanli": (39.54, 47.40), "Lele Tepe": (39.38, 47.23),
}


def events(when: str, *names: str) -> cm.Events:
    rows = [Row(place=f"line {i}", cells={"id": n, "date": when, "lat": str(TOWNS[n][0]),
                                          "lon": str(TOWNS[n][1])})
            for i, n in enumerate(names or TOWNS)]
    return events_of(rows, file="towns", stem="t", areas={})


def inside(layer: str, when: str, *names: str) -> set[str]:
    """Return the towns that lie in a layer on a day."""
    rows = cm.join(events(when, *names), layer)
    return set(rows["event_id"][rows["certainty"] == "inside"].tolist())


def test_the_layers_that_everything_is_built_on_are_there():
    assert set(cm.layers()) >= NEEDED


@pytest.mark.parametrize("layer_id", cm.layers())
def test_a_layer_says_what_it_is(layer_id):
    found = cm.read_layer(layer_id)
    assert found.id == layer_id
    for text in (found.title, found.role, found.group, found.viewpoint, found.source,
                 found.licence, found.attribution):
        assert text not in {"", "unknown"}
    assert found.problems == ()
    assert cm.check_layer(found) == []


@pytest.mark.parametrize("layer_id", cm.layers())
def test_every_feature_says_who_says_so_and_how_well(layer_id):
    raw = json.loads(_bundled_paths()[layer_id].read_text(encoding="utf-8"))
    for feature in raw["features"]:
        properties = feature["properties"]
        assert feature["id"].startswith(layer_id)
        assert properties.keys() >= {"name", "valid_from", "valid_to", "basis", "source",
                                     "licence", "positional_error_m"}
        assert all(properties[key] for key in ("name", "basis", "source", "licence"))
        assert 0 < properties["positional_error_m"] <= 25_000


def test_feature_ids_are_unique_over_all_layers():
    ids = [f.id for name in cm.layers() for f in cm.read_layer(name).features]
    assert len(ids) == len(set(ids))


def test_the_oblast_held_its_towns_and_not_lachin():
    found = inside("nkao-1923", "1990-06-01")
    assert found >= {"Shusha", "Stepanakert", "Martakert", "Hadrut"}
    assert found.isdisjoint({"Lachin", "Zabukh", "Sus", "Agdam", "Goris", "Kornidzor"})
    assert inside("nkao-1923", "1991-11-26") == set()


def test_lachin_town_lies_in_its_district_and_kornidzor_in_armenia():
    for when in ("1990-06-01", "2021-06-01", "2023-01-01"):
        assert inside("lachin-district", when) >= {"Lachin", "Zabukh", "Sus"}
        assert "Kornidzor" not in inside("lachin-district", when)
    rows = cm.join(events("2022-08-01", "Kornidzor", "Tegh", "Goris", "Lachin", "Zabukh"),
                   "countries")
    country = [cm.read_layer("countries").frame.set_index("feature_id").name[a]
               for a in rows["area_id"]]
    assert country == ["Armenia"] * 3 + ["Azerbaijan"] * 2
    assert set(rows["certainty"]) == {"inside"}


def test_the_strip_held_lachin_zabukh_and_sus_until_they_passed():
    three = {"Lachin", "Zabukh", "Sus"}
    assert inside("corridor-strip-2020", "2022-08-01") >= three
    assert inside("corridor-strip-2020", "2022-08-01").isdisjoint(
        {"Kornidzor", "Tegh", "Goris", "Shusha", "Karin Tak"})
    assert inside("corridor-strip-2020", "2022-09-01") == set()
    assert inside("corridor-strip-2020", "2022-08-26").isdisjoint(three)


def test_the_line_of_contact_leaves_its_anchors_on_their_side():
    held = inside("held-1994", "2000-01-01")
    assert held >= {"Talish", "Mataghis", "Chaylu", "Agdam", "Martuni", "Fuzuli", "Lele Tepe"}
    assert held.isdisjoint({"Tap Qaraqoyunlu", "Maragha", "Tartar", "Alkhanli", "Horadiz",
                            "Kornidzor", "Goris", "Tegh"})
    assert inside("held-1994", "2020-09-27") == set()


def test_the_peacekeepers_area_changed_and_ended():
    now = inside("peacekeepers-2020", "2021-06-01")
    assert now >= {"Stepanakert", "Askeran", "Martakert", "Martuni", "Hin Shen", "Mets Shen",
                   "Lisagor", "Parukh"}
    assert now.isdisjoint({"Shusha", "Karin Tak", "Hadrut", "Talish", "Mataghis", "Khtsaberd"})
    assert "Parukh" not in inside("peacekeepers-2020", "2022-06-01")
    assert inside("peacekeepers-2020", "2024-07-01") == set()


def test_the_blockade_point_is_on_the_road_between_lisagor_and_stepanakert():
    for layer, when in (("road-old", "2022-08-01"), ("road-2022", "2022-12-12")):
        rows = cm.join(events(when, "Lisagor", "blockade", "Stepanakert"), layer)
        assert set(rows["certainty"]) == {"inside"}
        a, b, c = rows["chainage_m"]
        assert a < b < c
        assert abs(rows["offset_m"][1]) < 1500


def test_capitals_far_away_lie_in_no_area():
    for layer in cm.layers():
        found = cm.read_layer(layer)
        if found.kind == "point":
            continue
        rows = cm.join(events("2022-09-13", "Washington", "Moscow"), found)
        assert set(rows["certainty"]) == {"outside"}, layer


def test_the_road_ran_past_lachin_from_the_end_of_august_2022():
    old, new = cm.read_layer("road-old"), cm.read_layer("road-2022")
    assert [f.id for f in cm.at(old, date(2022, 8, 29)).features] != []
    assert cm.at(old, date(2022, 8, 30)).features == ()
    assert cm.at(new, date(2022, 8, 29)).features == ()
    assert [f.id for f in cm.at(new, date(2022, 9, 1)).features] == ["road-2022-zabukh-link"]
    assert [f.id for f in cm.at(new, date(2023, 4, 1)).features] == ["road-2022-kornidzor"]
    for feature in (*old.features, *new.features):
        start = shapely.get_coordinates(feature.geometry)[0]
        assert start == pytest.approx((46.3382, 39.5129), abs=.01)  # Goris
    link = new.features[[f.id for f in new.features].index("road-2022-kornidzor")]
    for town in ("Hin Shen", "Mets Shen", "Kornidzor"):
        point = to_local(shapely.Point(TOWNS[town][::-1]))
        assert shapely.distance(point, to_local(link.geometry)) < 1500


def test_the_road_has_one_state_on_each_day():
    found = cm.read_layer("road-status")
    order = np.argsort(found.start, kind="stable")
    assert (found.end[order][:-1] == found.start[order][1:]).all()
    assert {f.properties["status"] for f in found.features} == {
        "open", "limited", "checkpoint", "blocked", "closed"}


def test_the_settlements_have_names_in_four_languages():
    rows = cm.read_layer("settlements").features
    names = [
        [str(f.properties.get(f"name_{k}", "")) for k in ("hy", "az", "ru")]
        + list(f.properties.get("names", [])) for f in rows
    ]
    every = [n for n in names if re.search("[\u0530-\u058f]", str(n))
             and re.search("[\u0400-\u04ff]", str(n))]
    assert len(every) >= 68
    town = next(n for f, n in zip(rows, names, strict=True) if "Stepanakert" in f.name)
    assert {"Ստեփանակերտ", "Xankəndi"} <= set(town)


OWN_LETTERS = {"hy": "[\u0531-\u0587]", "az": "[A-Za-zƏəÇçĞğİıÖöŞşÜü]", "ru": "[А-яЁё]"}


@pytest.mark.parametrize("lang", OWN_LETTERS)
def test_a_name_of_two_peoples_is_in_one_alphabet_under_each_policy(lang):
    """`Степанакерт (Khankendi)` is not: each form has the letters of the reader's language."""
    places = [f.properties for layer in cm.layers() for f in cm.read_layer(layer).features]
    shown = {display(place, lang, policy) for policy in POLICIES
             for place in places if are_paired([place])}
    assert len(shown) > 120
    own = re.compile(rf"(?:{OWN_LETTERS[lang]}|[-\s()])+")
    assert [name for name in shown if not own.fullmatch(name)] == []


@pytest.mark.parametrize(("layer", "when", "ids", "floor"), [
    ("nkao-1923", date(1990, 6, 1), range(6, 13), .88),
    ("peacekeepers-2020", date(2020, 12, 1), [11], .85),
    ("corridor-strip-2020", date(2021, 6, 1), [13], .68),
])
def test_our_constructions_overlap_the_reference(layer, when, ids, floor, shared):
    path = shared / "data/events/crisisgroup_nk_geodata_nagorno_karabakh_borders.geojson"
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    theirs = shapely.union_all([
        shapely.make_valid(shapely.force_2d(shapely.geometry.shape(f["geometry"])))
        for f in features if f["properties"]["id"] in ids])
    ours = to_local(shapely.union_all(cm.at(cm.read_layer(layer), when).geometry))
    theirs = to_local(theirs)
    common = shapely.area(shapely.intersection(ours, theirs))
    assert common / shapely.area(shapely.union(ours, theirs)) >= floor
