"""Layers: nothing in the file is dropped, and what it does not say is unknown."""

from __future__ import annotations

import json
from datetime import date

import pytest

import conflictmap as cm
from conflictmap.places.layer_files import parse_layer
from toys import area, layer, square


def parse(value) -> cm.Layer:
    text = value if isinstance(value, bytes) else json.dumps(value).encode()
    return parse_layer(text, name="x.geojson", stem="x")


POINT = {"type": "Point", "coordinates": [46, 39]}


def test_geometry_alone_is_a_layer_that_says_unknown():
    found = parse({"type": "Polygon", "coordinates": square(0, 0)})
    assert (found.id, found.kind, found.licence, found.viewpoint) == (
        "x", "area", "unknown", "unknown")
    assert found.features[0].id == "x-1"
    assert found.frame["start"].tolist() == [None]


def test_what_the_file_says_of_itself_is_kept():
    found = parse({"type": "FeatureCollection", "layer": {"title": "T", "licence": "CC0-1.0"},
                   "features": [{"type": "Feature", "id": 7, "properties": {"id": "p", "n": 1},
                                 "geometry": POINT}]})
    assert (found.title, found.licence, found.features[0].id) == ("T", "CC0-1.0", "7")
    assert found.features[0].properties == {"id": "p", "n": 1}


def test_at_keeps_what_held_on_the_day():
    two = layer(area("a", square(0, 0), None, "2000-01-01"),
                area("b", square(0, 0), "2000-01-01", None))
    assert [f.id for f in cm.at(two, date(1999, 12, 31)).features] == ["a"]
    assert [f.id for f in cm.at(two, date(2000, 1, 1)).features] == ["b"]
    span = cm.Interval(start=date(1999, 12, 31), end=date(2000, 1, 2))
    assert [f.id for f in cm.at(two, span).features] == ["a", "b"]


@pytest.mark.parametrize(("value", "said"), [
    (b'{"type": "FeatureCollection", ', "x.geojson:1: column 31: broken JSON"),
    ({"features": []}, "not GeoJSON: no member 'type'"),
    ([1], "not GeoJSON"),
    ({"type": "FeatureCollection"}, "needs a list of features"),
    ({"type": "FeatureCollection", "features": []}, "no feature has a geometry"),
    ({"type": "FeatureCollection", "features": [3]}, "feature 0: not a GeoJSON feature"),
    ({"type": "Point", "coordinates": ["a", 1]}, "feature 0: geometry: coordinates must be"),
    ({"type": "Point", "coordinates": []}, "feature 0: geometry"),
    ({"type": "Blob", "coordinates": []}, "feature 0: geometry"),
    ({"type": "Point", "coordinates": [500000, 4400000]}, "outside the world"),
    (b'{"type": "Point", "coordinates": [NaN, 1]}', "NaN is not a JSON number"),
    ({**POINT, "crs": {"properties": {"name": "urn:ogc:def:crs:EPSG::32638"}}}, "Reproject"),
    ({"type": "Feature", "properties": {"valid_from": "soon"}, "geometry": POINT},
     "valid_from: 'soon': not a date"),
    ({"type": "Feature", "properties": {"valid_from": "2000", "valid_to": "1999"},
      "geometry": POINT}, "valid_to: '1999': not after valid_from"),
    ({"type": "FeatureCollection", "features": [
        {"type": "Feature", "id": "a", "geometry": POINT, "properties": {}}] * 2},
     "'a' stands twice"),
    (b"[" * 100 + b"]" * 100, "nested deeper than 64"),
    (b'{"type": "Point\xff"}', "is not UTF-8"),
])
def test_a_file_that_is_no_layer_is_refused_on_one_line(value, said):
    with pytest.raises(cm.LayerError, match=said) as caught:
        parse(value)
    assert "\n" not in str(caught.value)


def test_an_invalid_ring_is_mended_and_listed():
    bow = [[[46, 39], [47, 40], [47, 39], [46, 40], [46, 39]]]
    found = parse({"type": "Polygon", "coordinates": bow})
    assert found.features[0].geometry.is_valid
    assert "self-intersection" in str(found.problems[0])


def test_a_feature_without_geometry_is_listed():
    found = parse({"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": {}, "geometry": None},
        {"type": "Feature", "properties": None, "geometry": POINT}]})
    assert len(found.features) == 1
    assert str(found.problems[0]) == "x.geojson:feature 0: geometry: no geometry: Add one, or" \
        " delete the feature."


def test_a_wrong_name_is_answered_with_the_nearest():
    with pytest.raises(cm.LayerError, match="Did you mean 'nkao-1923'"):
        cm.read_layer("nkao-1932")


def test_overlapping_areas_are_found_only_while_both_hold():
    both = layer(area("a", square(0, 0)), area("b", square(.5, 0)))
    assert "overlaps 'a' by 47" in str(cm.check_layer(both)[0])
    turns = layer(area("a", square(0, 0), None, "2000"), area("b", square(0, 0), "2000", None))
    assert cm.check_layer(turns) == []
