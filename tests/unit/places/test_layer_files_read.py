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
    ({"type": "Topology", "objects": {}, "arcs": []}, "this is TopoJSON, not GeoJSON"),
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


def collection(*features) -> dict:
    return {"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": {}, **feature} for feature in features]}


def test_an_id_that_stands_twice_is_changed_and_said_once():
    found = parse(collection(*({"id": i, "geometry": POINT} for i in ("a", "a-2", "a", "a"))))
    assert [f.id for f in found.features] == ["a", "a-2", "a-3", "a-4"]
    assert [str(p) for p in found.problems] == [
        "x.geojson:feature 2: id: 'a': this id stands twice; it became 'a-3', and 1 more were"
        " changed so: Give each feature its own id."]


def test_ids_that_some_features_lack_are_said_and_ids_that_all_lack_are_not():
    some = parse(collection({"id": "a", "geometry": POINT}, {"id": "", "geometry": POINT}))
    assert [f.id for f in some.features] == ["a", "x-2"]
    assert "1 of 2 features have no id" in str(some.problems[0])
    assert parse(collection({"geometry": POINT}, {"geometry": POINT})).problems == ()


def test_a_collection_is_split_and_what_is_empty_is_said_with_the_id():
    nested = {"type": "GeometryCollection", "geometries": [
        POINT, {"type": "GeometryCollection", "geometries": [
            {"type": "Polygon", "coordinates": square(0, 0)},
            {"type": "LineString", "coordinates": []},
            {"type": "LineString", "coordinates": [[46, 39], [47, 39]]}]}]}
    found = parse(collection({"id": "c", "geometry": nested}))
    assert [(f.id, f.geometry.geom_type) for f in found.features] == [
        ("c", "Polygon"), ("c/lines", "LineString"), ("c/points", "Point")]
    assert [str(p) for p in found.problems] == [
        "x.geojson:feature 0: geometry: 'c': 1 empty part was dropped: Delete what is empty.",
        "x.geojson:feature 0: geometry: 'c': a collection: split into its areas and lines and"
        " points: Give each kind a feature of its own."]


FLAT = [[[46, 39], [47, 40], [48, 41], [46, 39]]]


def test_mending_keeps_no_part_that_collapsed():
    found = parse(collection({"id": "m", "geometry": {
        "type": "MultiPolygon", "coordinates": [square(0, 0), FLAT]}}))
    assert found.features[0].geometry.geom_type == "Polygon"
    assert "1 flat part was dropped" in str(found.problems[0])
    gone = parse(collection({"id": "m", "geometry": {"type": "Polygon", "coordinates": FLAT}},
                            {"geometry": POINT}))
    assert [f.geometry.geom_type for f in gone.features] == ["Point"]
    assert (gone.problems[1].level, gone.problems[1].value) == ("error", "m")
    assert "nothing of it has any extent, so it was dropped" in gone.problems[1].reason


def test_a_hole_outside_adds_no_ground_and_is_said():
    rings = [*square(0, 0), *square(5, 5)]
    found = parse({"type": "Polygon", "coordinates": rings})
    assert found.features[0].geometry.area == pytest.approx(0.01)
    assert "a hole lies outside its area" in str(found.problems[0])


def test_an_open_ring_is_closed_and_said():
    found = parse({"type": "Polygon", "coordinates": [square(0, 0)[0][:-1]]})
    assert found.features[0].geometry.area == pytest.approx(0.01)
    assert "an open ring (1)" in str(found.problems[0])


@pytest.mark.parametrize("positions", [
    [[46, 39, 100], [47, 39, 100]], [[46, 39, 1, 2], [47, 39, 1, 2]], [[46, 39], [47, 39, 3]],
])
def test_heights_and_measures_are_left_out_even_when_mixed(positions):
    found = parse({"type": "LineString", "coordinates": positions})
    assert found.features[0].geometry.wkt == "LINESTRING (46 39, 47 39)"
    assert found.problems == ()


def test_an_empty_geometry_beside_others_is_said_and_the_others_stay():
    found = parse(collection({"id": "e", "geometry": {"type": "MultiPolygon", "coordinates": []}},
                             {"geometry": POINT}))
    assert len(found.features) == 1
    assert [p.reason for p in found.problems if p.value == "e"] == ["empty geometry"]


def test_a_wrong_name_is_answered_with_the_nearest():
    with pytest.raises(cm.LayerError, match="Did you mean 'nkao-1923'"):
        cm.read_layer("nkao-1932")


def test_overlapping_areas_are_found_only_while_both_hold():
    both = layer(area("a", square(0, 0)), area("b", square(.5, 0)))
    assert "overlaps 'a' by 47" in str(cm.check_layer(both)[0])
    turns = layer(area("a", square(0, 0), None, "2000"), area("b", square(0, 0), "2000", None))
    assert cm.check_layer(turns) == []
