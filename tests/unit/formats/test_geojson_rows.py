"""GeoJSON, TopoJSON, KML and ArcGIS as tables: every place where the file has it."""

from __future__ import annotations

import json

import pytest
import shapely

import conflictmap as cm
from conflictmap.formats.files import is_file, is_folder, is_utf8, parsed_json, same_file
from conflictmap.formats.geojson_rows import table_of_features
from conflictmap.formats.kml import cells_of_mark, placemarks, shape_of_mark
from conflictmap.formats.topojson import features_of_topology
from conflictmap.formats.xml_files import named, xml_root
from conflictmap.model.limits import limited


def topology(objects, arcs, **transform):
    return {"type": "Topology", "arcs": arcs, "objects": {"o": objects}} | transform


ARCS = [[[0, 0], [10, 0], [10, 10]], [[10, 10], [0, 10], [0, 0]]]
STEPS = [[[0, 0], [10, 0], [0, 10]], [[10, 10], [-10, 0], [0, -10]]]
SCALE = {"transform": {"scale": [.1, .01], "translate": [46, 39]}}


@pytest.mark.parametrize(("item", "expected"), [
    ({"type": "LineString", "arcs": [0]}, "LINESTRING (0 0, 10 0, 10 10)"),
    ({"type": "LineString", "arcs": [-1]}, "LINESTRING (10 10, 10 0, 0 0)"),
    ({"type": "LineString", "arcs": [0, 1]}, "LINESTRING (0 0, 10 0, 10 10, 0 10, 0 0)"),
    ({"type": "Polygon", "arcs": [[0, 1]]}, "POLYGON ((0 0, 10 0, 10 10, 0 10, 0 0))"),
    ({"type": "Polygon", "arcs": [[-2, -1]]}, "POLYGON ((0 0, 0 10, 10 10, 10 0, 0 0))"),
    ({"type": "MultiLineString", "arcs": [[0], [1]]},
     "MULTILINESTRING ((0 0, 10 0, 10 10), (10 10, 0 10, 0 0))"),
    ({"type": "MultiPolygon", "arcs": [[[0, 1]]]},
     "MULTIPOLYGON (((0 0, 10 0, 10 10, 0 10, 0 0)))"),
    ({"type": "Point", "coordinates": [3, 4]}, "POINT (3 4)"),
    ({"type": "MultiPoint", "coordinates": [[3, 4], [5, 6]]}, "MULTIPOINT ((3 4), (5 6))"),
])
def test_arcs_of_a_topology_are_put_together(item, expected):
    (feature,) = features_of_topology(topology(item, ARCS), "t.json")
    assert shapely.geometry.shape(feature["geometry"]).wkt == expected


def test_steps_of_a_topology_are_added_up_and_moved():
    both = {"type": "GeometryCollection", "geometries": [
        {"type": "LineString", "arcs": [0], "id": 7, "properties": {"a": 1}},
        {"type": "Point", "coordinates": [5, 6]}, {"type": None}]}
    line, point, none = features_of_topology(topology(both, STEPS, **SCALE), "t.json")
    assert line["geometry"]["coordinates"] == [[46, 39], [47, 39], [47, pytest.approx(39.1)]]
    assert (line["id"], line["properties"]) == (7, {"a": 1})
    assert point["geometry"]["coordinates"] == [46.5, pytest.approx(39.06)]
    assert none["geometry"] is None
    assert "id" not in point


@pytest.mark.parametrize("broken", [
    topology({"type": "LineString", "arcs": [5]}, ARCS), {"type": "Topology", "arcs": []},
    topology({"type": "Circle", "arcs": [0]}, ARCS), topology(3, ARCS)])
def test_a_broken_topology_is_said(broken):
    with pytest.raises(cm.EventsError, match=r"t\.json: broken TopoJSON"):
        features_of_topology(broken, "t.json")
    with limited(vertices=5), pytest.raises(cm.EventsError, match="6 vertices"):
        features_of_topology(topology({"type": "LineString", "arcs": [0]}, ARCS), "t.json")


def mark(body):
    text = f'<kml xmlns="k"><Placemark id="a">{body}</Placemark></kml>'
    return next(named(xml_root(text.encode(), "k.kml", kind="KML"), "Placemark"))


LINE = "<coordinates>46,39,5 47,39 47,40,0</coordinates>"
RING = "<LinearRing><coordinates>46,39 47,39 47,40 46,39</coordinates></LinearRing>"


@pytest.mark.parametrize(("body", "expected"), [
    ("<Point><coordinates> 46.5,39.25,1200 </coordinates></Point>", "POINT (46.5 39.25)"),
    (f"<LineString>{LINE}</LineString>", "LINESTRING (46 39, 47 39, 47 40)"),
    (f"<Polygon>{RING}</Polygon>", "POLYGON ((46 39, 47 39, 47 40, 46 39))"),
    ("<name>n</name>", None), ("<Point><coordinates/></Point>", None)])
def test_longitude_stands_first_in_kml(body, expected):
    shape = shape_of_mark(mark(body))
    assert (shape and shape.wkt) == expected


def test_several_shapes_of_a_placemark_are_kept_together():
    shape = shape_of_mark(mark(f"<Point><coordinates>1,2</coordinates></Point>"
                               f"<LineString>{LINE}</LineString>"))
    assert shape.wkt == "GEOMETRYCOLLECTION (POINT (1 2), LINESTRING (46 39, 47 39, 47 40))"


@pytest.mark.parametrize(("body", "day"), [
    ("<TimeStamp><when>2022-09-12</when></TimeStamp>", "2022-09-12"),
    ("<TimeSpan><begin>2022-09-12T10:00Z</begin><end>2022-09-14T01:00Z</end></TimeSpan>",
     "2022-09-12/2022-09-14"),
    ("<TimeSpan><begin>2022-09-12T10:00Z</begin><end>2022-09-12T11:00Z</end></TimeSpan>",
     "2022-09-12"),
    ("<TimeSpan><begin>2022-09-12</begin></TimeSpan>", "2022-09-12/.."),
    ("<TimeSpan><end>2022-09-14</end></TimeSpan>", "../2022-09-14"), ("<name>n</name>", None)])
def test_times_of_a_placemark_are_days(body, day):
    assert cells_of_mark(mark(body)).get("date") == day


def test_a_placemark_is_its_words_its_first_day_and_its_point():
    text = ('<kml><Placemark id="a"><name>N</name><ExtendedData><Data name="k"><value>v</value>'
            "</Data></ExtendedData><TimeSpan><begin>2022-09-12</begin><end>2022-09-14</end>"
            "</TimeSpan><Point><coordinates>46,39</coordinates></Point></Placemark></kml>")
    (cells,) = placemarks(text.encode(), "k.kml")
    assert cells == {"id": "a", "name": "N", "k": "v", "when": "2022-09-12", "lon": "46",
                     "lat": "39"}


@pytest.mark.parametrize(("text", "said"), [
    ("<!DOCTYPE x><kml/>", "a document type is declared"), ("<kml>", "broken KML"),
    ("<kml>" + "<a/>" * 20 + "</kml>", "too many elements")])
def test_xml_that_may_be_dangerous_or_is_broken_is_refused(text, said):
    with limited(vertices=2, rows=2), pytest.raises(cm.EventsError, match=said):
        xml_root(text.encode(), "k.kml", kind="KML")


def test_as_many_elements_as_the_limits_allow_are_read():
    with limited(vertices=2, rows=2):
        assert len(xml_root(b"<k>" + b"<a/>" * 10 + b"</k>", "k.kml", kind="KML")) == 10


@pytest.mark.parametrize(("lists", "fine"), [(5, True), (6, True), (7, False), (60, False)])
def test_json_of_more_lists_than_the_limits_allow_is_refused(lists, fine):
    content = json.dumps([[]] * (lists - 1)).encode()
    with limited(vertices=1, rows=1):
        if fine:
            assert parsed_json(content, "a.json", error=cm.EventsError) == [[]] * (lists - 1)
            return
        with pytest.raises(cm.EventsError, match=f"{lists} lists and objects"):
            parsed_json(content, "a.json", error=cm.EventsError)


@pytest.mark.parametrize("path", ["a\0b", "x" * 5000, "no such file"])
def test_a_path_that_no_file_can_have_is_none(path):
    assert not is_file(path)
    assert not is_folder(path)
    assert not same_file(path, __file__)
    with pytest.raises(cm.ConflictMapError):
        cm.read_events(path)


def test_what_is_a_file_a_folder_and_sound_text(tmp_path):
    assert is_folder(tmp_path)
    assert not is_file(tmp_path)
    assert is_file(__file__)
    assert same_file(__file__, __file__)
    assert is_utf8("ա".encode())
    assert not is_utf8(b"\xff")


def feature(geometry, **properties):
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def loaded(*features):
    return parsed_json(json.dumps(features).encode(), "f.geojson", error=cm.EventsError,
                       numerals=True)


def test_features_become_rows_with_texts_as_they_were_typed():
    rows = loaded(feature({"type": "Point", "coordinates": [46, 39.5]}, a="1.50", b=None, c=True),
                  feature(None, a=1.5, d={"x": 1}) | {"id": 7})
    table = table_of_features(rows, "f.geojson")
    texts = {name: column.to_pylist() for name, column in table.columns.items()}
    assert texts["a"] == ["1.50", "1.5"]
    assert texts["b"][0] == ""
    assert texts["id"][1] == "7"
    assert json.loads(texts["d"][1]) == {"x": 1}
    assert [float(texts[name][0]) for name in ("lon", "lat")] == [46, 39.5]
    assert texts["lon"][1] == ""
    assert not table.broken


@pytest.mark.parametrize("coordinates", [["46 E", 39], [46, None], [True, 39]])
def test_coordinates_that_are_no_numbers_set_their_row_aside(coordinates):
    rows = loaded(feature({"type": "Point", "coordinates": coordinates}),
                  feature({"type": "Point", "coordinates": [46, 39]}))
    table = table_of_features(rows, "f.geojson")
    assert list(table.broken) == [0]
    assert "finite numbers" in table.broken[0]


def test_coordinates_in_quotes_are_numbers_and_this_is_said():
    rows = loaded(feature({"type": "Point", "coordinates": ["46", "39.5"]}),
                  feature({"type": "Point", "coordinates": [46, 39]}))
    table = table_of_features(rows, "f.geojson")
    assert table.columns["lat"].to_pylist() == ["39.5", "39"]
    assert not table.broken
    assert [problem.reason for problem in table.remarks] == [
        "coordinates stand in quotes, as texts, in 1 features"]


def test_no_features_are_a_table_without_rows_and_too_many_are_refused():
    assert table_of_features([], "f.geojson").broken == {}
    with limited(rows=1), pytest.raises(cm.EventsError, match="2 features"):
        table_of_features(loaded(feature(None), feature(None)), "f.geojson")


@pytest.mark.parametrize(("wkid", "kind", "fine"), [
    ({"wkid": 4326}, "esriGeometryPoint", True), (None, "esriGeometryPoint", True),
    ({"wkid": 102100}, "esriGeometryPoint", False), ({"wkid": 4326}, "esriGeometryPolygon", False)])
def test_points_of_arcgis_in_degrees_are_read_and_others_refused(tmp_path, wkid, kind, fine):
    value = {"geometryType": kind, "spatialReference": wkid, "features": [
        {"attributes": {"date": "2020-10-01"}, "geometry": {"x": 46.1, "y": 39.5}}]}
    path = tmp_path / "a.json"
    path.write_text(json.dumps(value))
    if fine:
        assert cm.read_events(path)["lon"].tolist() == [46.1]
        return
    with pytest.raises(cm.EventsError, match="Ask the service for f=geojson"):
        cm.read_events(path)
