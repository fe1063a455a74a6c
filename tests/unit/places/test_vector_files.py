"""Layers in other containers than GeoJSON."""

from __future__ import annotations

import io
import json
import zipfile

import geopandas as gpd
import pytest
import shapely

import conflictmap as cm
from conflictmap.model.interval import day_of
from conflictmap.places.layer_files import read_layer
from conflictmap.places.vector_files import holds_ground
from running import run

SQUARE = shapely.box(46, 39, 47, 40)
HOLED = shapely.Polygon(shapely.box(44, 39, 45, 40).exterior,
                        [shapely.box(44.2, 39.2, 44.4, 39.4).exterior])
KML = """<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><name>one</name><Polygon>
<outerBoundaryIs><LinearRing><coordinates>46,39 47,39 47,40 46,40 46,39</coordinates></LinearRing>
</outerBoundaryIs></Polygon></Placemark><Placemark><name>two</name><Polygon><outerBoundaryIs>
<LinearRing><coordinates>44,39 45,39 45,40 44,40 44,39</coordinates></LinearRing></outerBoundaryIs>
<innerBoundaryIs><LinearRing><coordinates>44.2,39.2 44.4,39.2 44.4,39.4 44.2,39.4 44.2,39.2
</coordinates></LinearRing></innerBoundaryIs></Polygon></Placemark></Document></kml>"""
TOPOLOGY = {
    "type": "Topology", "transform": {"scale": [0.1, 0.1], "translate": [40, 30]},
    "objects": {"areas": {"type": "GeometryCollection", "geometries": [
        {"type": "Polygon", "id": "a", "properties": {"name": "one"}, "arcs": [[0]]},
        {"type": "MultiPolygon", "properties": {"name": "two"}, "arcs": [[[1], [~2]]]}]}},
    "arcs": [[[60, 90], [10, 0], [0, 10], [-10, 0], [0, -10]],
             [[40, 90], [10, 0], [0, 10], [-10, 0], [0, -10]],
             [[42, 92], [2, 0], [0, 2], [-2, 0], [0, -2]]]}


def frame(crs):
    return gpd.GeoDataFrame(
        {"name": ["one", "two"], "valid_from": ["2020-01-01", "2021-01-01"]},
        geometry=[SQUARE, HOLED], crs="EPSG:4326").to_crs(crs)


def assert_areas(layer):
    assert layer.kind == "area"
    for feature, shape in zip(layer.features, (SQUARE, HOLED), strict=True):
        assert feature.geometry.symmetric_difference(shape).area < 1e-6
    assert [feature.properties["name"] for feature in layer.features] == ["one", "two"]


@pytest.mark.parametrize(("name", "driver"), [
    ("own.gpkg", "GPKG"), ("own.fgb", "FlatGeobuf"), ("own.shp", "ESRI Shapefile")])
@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:32638", "EPSG:3857"])
def test_a_layer_of_gdal_is_read_in_any_system(tmp_path, name, driver, crs):
    frame(crs).to_file(tmp_path / name, driver=driver, engine="pyogrio",
                       **({"spatial_index": False} if name.endswith("fgb") else {}))
    layer = read_layer(tmp_path / name)
    assert_areas(layer)
    assert layer.id == "own"
    assert [str(day_of(f.start)) for f in layer.features] == ["2020-01-01", "2021-01-01"]


def test_a_zip_of_a_shapefile_and_geoparquet_are_layers(tmp_path):
    frame("EPSG:32638").to_file(tmp_path / "own.shp", engine="pyogrio")
    with zipfile.ZipFile(tmp_path / "own.zip", "w") as archive:
        for part in tmp_path.glob("own.*"):
            archive.write(part, part.name)
    assert_areas(read_layer(tmp_path / "own.zip"))
    frame("EPSG:3857").to_parquet(tmp_path / "own.parquet")
    assert_areas(read_layer(tmp_path / "own.parquet"))


def test_kml_kmz_and_topojson_are_layers(tmp_path, write):
    assert_areas(read_layer(write("own.kml", KML)))
    with zipfile.ZipFile(tmp_path / "own.kmz", "w") as archive:
        archive.writestr("doc.kml", KML)
    assert_areas(read_layer(tmp_path / "own.kmz"))
    for name in ("own.topojson", "own.json", "own.geojson"):
        layer = read_layer(write(name, json.dumps(TOPOLOGY)))
        assert_areas(layer)
        assert layer.features[0].id == "a"


def test_tracks_are_lines(write):
    gpx = ('<gpx xmlns="http://www.topografix.com/GPX/1/1"><trk><name>road</name><trkseg>'
           '<trkpt lat="39.6" lon="46.5"/><trkpt lat="39.7" lon="46.6"/></trkseg></trk></gpx>')
    (feature,) = read_layer(write("own.gpx", gpx)).features
    assert feature.geometry.equals(shapely.LineString([(46.5, 39.6), (46.6, 39.7)]))


@pytest.mark.parametrize(("name", "content", "said"), [
    ("own.csv.gpkg", b"SQLite format 3\0broken", "the database cannot be read"),
    ("own.fgb", b"fgb\x03fgb\x00", "cannot be read"),
    ("own.kml", b"<kml><Placemark", "broken KML"),
    ("own.topojson", b'{"type":"Topology","objects":{"a":{"type":"Polygon","arcs":[[9]]}},'
     b'"arcs":[]}', "broken TopoJSON"),
    ("own.zip", b"PK\x03\x04", "broken or locked zip"),
    ("own.shp", b"\x00\x00\x27\x0a" + bytes(96), "cannot be read"),
])
def test_what_is_broken_is_a_layer_error(write, name, content, said):
    with pytest.raises(cm.LayerError, match=said):
        read_layer(write(name, content))


def test_a_workbook_is_named_for_what_it_is(write):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("xl/workbook.xml", "x")
    with pytest.raises(cm.LayerError, match=r"own\.xlsx: "):
        read_layer(write("own.xlsx", stream.getvalue()))


@pytest.mark.parametrize("name", ["own.gpkg", "own.shp", "own.kml", "own.zip"])
def test_areas_are_checked_as_a_layer_and_points_as_events(tmp_path, write, name):
    if name == "own.kml":
        write(name, KML)
    else:
        frame("EPSG:4326").to_file(tmp_path / name.replace("zip", "shp"), engine="pyogrio")
    if name == "own.zip":
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            for part in tmp_path.glob("own.[sdpc]*"):
                archive.write(part, part.name)
    assert holds_ground(tmp_path / name)
    done = run("check", name, cwd=tmp_path)
    assert "read" not in done.stderr.split()
    assert done.stderr.startswith("checked 1, ")


def test_dated_areas_points_and_tables_are_events(tmp_path, write):
    dated = frame("EPSG:4326").assign(date="2022-01-01")
    dated.to_file(tmp_path / "areas.gpkg", engine="pyogrio")
    points = frame("EPSG:4326").assign(Datum="13.9.2022")
    points.geometry = points.representative_point()
    points.to_file(tmp_path / "points.gpkg", engine="pyogrio")
    write("e.csv", "date,lat,lon\n2022-01-01,39,46\n")
    with zipfile.ZipFile(tmp_path / "e.zip", "w") as archive:
        archive.write(tmp_path / "e.csv", "e.csv")
    write("broken.kml", "<kml><Placemark")
    for name in ("areas.gpkg", "points.gpkg", "e.csv", "e.zip", "broken.kml", "none.gpkg"):
        assert not holds_ground(tmp_path / name), name
