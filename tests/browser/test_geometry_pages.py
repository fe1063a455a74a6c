"""Pages with every kind of geometry, by every door, in a real browser: none is dead."""

from __future__ import annotations

import json
import math
import re

import folium
import geopandas as gpd
import pytest
import shapely

import conflictmap as cm
from toys import square

EVENTS = "id,date,lat,lon,title\na,2020-10-01,39.8,46.7,one\nb,2020-10-02,39.7,46.5,two\n"
RING = square(4, 2)[0]
HOLE = [[46.42, 39.72], [46.42, 39.78], [46.48, 39.78], [46.48, 39.72], [46.42, 39.72]]
FLAT = [[[46, 39], [46.1, 39.1], [46.2, 39.2], [46, 39]]]


def circle(vertices: int) -> list[list[list[float]]]:
    turns = (2 * math.pi * i / vertices for i in range(vertices))
    ring = [[46.6 + 0.2 * math.cos(a), 39.7 + 0.2 * math.sin(a)] for a in turns]
    return [[*ring, ring[0]]]


def geometry(kind: str, coordinates) -> dict:
    return {"type": kind, "coordinates": coordinates}


POINT, LINE = geometry("Point", [46.5, 39.7]), geometry("LineString", [[46.5, 39.7], [46.6, 39.8]])
AREA = geometry("Polygon", [RING])
#: Name: the geometry, and how many shapes of it are drawn.
KINDS = {
    "Point": (POINT, 1),
    "MultiPoint": (geometry("MultiPoint", [[46.5, 39.7], [46.6, 39.8]]), 2),
    "LineString": (LINE, 1),
    "MultiLineString": (
        geometry("MultiLineString", [LINE["coordinates"], [[46, 39], [47, 40]]]), 1),
    "Polygon": (AREA, 1),
    "MultiPolygon": (geometry("MultiPolygon", [[RING], square(8, 2)]), 1),
    "holes": (geometry("Polygon", [RING, HOLE]), 1),
    "GeometryCollection": ({"type": "GeometryCollection", "geometries": [POINT, LINE, AREA]}, 3),
    "nested collections": ({"type": "GeometryCollection", "geometries": [
        {"type": "GeometryCollection", "geometries": [AREA, {
            "type": "GeometryCollection", "geometries": [LINE]}]}, POINT]}, 3),
    "one kind in a collection": ({"type": "GeometryCollection", "geometries": [
        AREA, geometry("Polygon", square(8, 2))]}, 1),
    "empty parts": ({"type": "GeometryCollection", "geometries": [
        AREA, geometry("MultiPolygon", []), {"type": "GeometryCollection", "geometries": []}]}, 1),
    "a flat ring": (geometry("MultiPolygon", [[RING], FLAT]), 1),
    "a bow-tie": (geometry("Polygon", [[[46, 39], [47, 40], [47, 39], [46, 40], [46, 39]]]), 1),
    "heights": (geometry("Polygon", [[[*xy, 1200.5] for xy in RING]]), 1),
    "measures": (geometry("LineString", [[46.5, 39.7, 10, 0], [46.6, 39.8, 11, 5]]), 1),
    "null": (None, 0),
    "antimeridian": (geometry("MultiPolygon", [
        [[[178, 50], [180, 50], [180, 52], [178, 52], [178, 50]]],
        [[[-180, 50], [-178, 50], [-178, 52], [-180, 52], [-180, 50]]]]), 1),
}
#: The number of vertices of one area; the page must hold each of them.
MANY = [100_000, pytest.param(500_000, marks=pytest.mark.soak)]


def collection(value) -> dict:
    """Return the geometry as a feature before another one, which must be drawn too."""
    own = {"type": "Feature", "id": "own", "properties": {"name": "own"}, "geometry": value}
    last = {"type": "Feature", "id": "last", "properties": {"name": "last"},
            "geometry": geometry("Polygon", square(2, 2))}
    return {"type": "FeatureCollection", "features": [own, last]}


def with_file(value, events, write):
    return cm.build(events, layers=[write("x.geojson", json.dumps(value).encode())])


def with_frame(value, events, _):
    shapes = [_shape(f["geometry"]) for f in value["features"]]
    frame = gpd.GeoDataFrame({"name": ["own", "last"]}, geometry=shapes, crs=4326)
    return cm.ConflictMap().add_events(events).add_layer(frame).page()


def with_folium(value, events, _):
    m = cm.ConflictMap().add_events(events)
    folium.GeoJson(value, name="own", marker=folium.CircleMarker()).add_to(m)
    return m.page()


def _shape(value):
    """Return a geometry as shapely has it: with heights and measures where it can."""
    if value is None:
        return None
    position = value["coordinates"][0] if value["type"] == "LineString" else []
    if len(position) == 4:
        rows = ", ".join(" ".join(map(str, p)) for p in value["coordinates"])
        return shapely.from_wkt(f"LINESTRING ZM ({rows})")
    return shapely.geometry.shape(value)


DOORS = {"file": with_file, "frame": with_frame, "folium": with_folium}


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_page_with_this_kind_of_geometry_is_whole(open_page, write, tmp_path, kind, door):
    value, shapes = KINDS[kind]
    page = DOORS[door](collection(value), write("e.csv", EVENTS), write)
    assert is_drawn(open_page(page.save(tmp_path / "page.html")), shapes)


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("vertices", MANY)
def test_a_page_with_very_many_vertices_is_whole(open_page, write, tmp_path, vertices, door):
    value = collection(geometry("Polygon", circle(vertices)))
    page = DOORS[door](value, write("e.csv", EVENTS), write)
    assert is_drawn(open_page(page.save(tmp_path / "page.html")), 1)


def is_drawn(opened, shapes: int) -> bool:
    """Return whether so many shapes and another one are drawn, and the page is whole."""
    drawn = opened.run("[...document.querySelectorAll('.cm-map .cm-role-user:not(.cm-none)')]"
                       ".map((n) => n.getAttribute('d'))")
    assert len(drawn) == shapes + 1
    return is_whole(opened)


def is_whole(opened) -> bool:
    """Return whether events, key and zoom are there, and nothing was said."""
    opened.quiet()
    assert opened.visible() == ["a", "b"]
    assert opened.page.locator(".cm-legend, .cm-key").count() > 0
    before = opened.run("window.conflictmap.state().view")
    opened.page.get_by_role("button", name="Zoom in").click()
    opened.page.wait_for_function(
        "v => JSON.stringify(window.conflictmap.state().view) !== v", arg=json.dumps(before))
    return opened.page.get_by_role("alert").count() == 0


#: GeoJSON in the shapes in which it is found.
FOUND = {
    "states, ids, no crs": collection(AREA),
    "counties, with GEO_ID and a crs of CRS84": collection(AREA) | {
        "name": "counties", "crs": {"type": "name", "properties": {
            "name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}},
    "a bare feature": collection(AREA)["features"][0],
    "a bare collection": KINDS["nested collections"][0],
    "bbox and foreign members": {
        **collection(AREA), "bbox": [46, 39, 47, 40], "timestamp": "2020", "xy_coordinate": [1],
        "features": [{**f, "bbox": [46, 39, 47, 40], "layer": 3, "tippecanoe": {"minzoom": 3}}
                     for f in collection(AREA)["features"]]},
    "no ids, properties null": {"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": None, "geometry": g} for g in (AREA, LINE, POINT)]},
    "ids repeated, some missing, some numbers": {"type": "FeatureCollection", "features": [
        {"type": "Feature", "id": i, "properties": {"n": 1}, "geometry": AREA}
        for i in ("01", "01", 1, "", None, 2.5)]},
    "mixed kinds, some null": {"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": {}, "geometry": v}
        for v, _ in KINDS.values()]},
    "properties nested deep": {"type": "FeatureCollection", "features": [{
        "type": "Feature", "geometry": AREA, "properties": {
            "style": {"color": "red"}, "tags": {"a": [1, {"b": None}]}, "name": {"en": "x"},
            "constructor": "x", "geometry": "y", "from": "2020", "id": [1]}}]},
    "a flat ring among hundreds": {"type": "FeatureCollection", "features": [
        {"type": "Feature", "id": str(i), "properties": {}, "geometry": geometry(
            "MultiPolygon", [[square(i % 20, i // 20, .05)[0]], *([FLAT] if i == 7 else [])])}
        for i in range(400)]},
}


@pytest.mark.parametrize("name", FOUND)
def test_a_page_of_geojson_as_found_is_whole(open_page, write, tmp_path, name):
    page = with_file(FOUND[name], write("e.csv", EVENTS), write)
    opened = open_page(page.save(tmp_path / "page.html"))
    assert opened.page.locator(".cm-map .cm-role-user:not(.cm-none)").count() > 0
    assert is_whole(opened)


def test_one_bad_feature_is_named_and_takes_nothing_with_it(atlas_file, tmp_path, open_page):
    text = atlas_file.read_text(encoding="utf-8")
    at = text.index('data-layer="lakes"')
    whole = open_page(atlas_file)
    shapes = whole.page.locator(".cm-shape").count()
    bad = tmp_path / "bad.html"
    bad.write_text(text[:at] + text[at:].replace(
        '"type":"Polygon"', '"type":"GeometryCollection"', 1), encoding="utf-8")
    opened = open_page(bad)
    said = opened.page.get_by_role("alert").text_content()
    assert said == "Shapes that could not be drawn (1); the rest is shown: lakes-sevan"
    assert opened.page.locator(".cm-shape").count() == shapes - 1
    assert len(opened.visible()) == len(whole.visible())
    opened.set(lang="ru")
    opened.page.wait_for_function("() => document.querySelector('[role=alert]').textContent"
                                  ".startsWith('Не удалось')")


def test_a_layer_that_cannot_be_read_is_named_and_the_others_are_drawn(
    atlas_file, tmp_path, open_page
):
    text = atlas_file.read_text(encoding="utf-8")
    bad = tmp_path / "bad.html"
    bad.write_text(re.sub(r'(data-layer="lakes"[^>]*>)', r"\1{broken", text), encoding="utf-8")
    opened = open_page(bad)
    assert "Layers that could not be read (1); the rest is shown: lakes" in (
        opened.page.get_by_role("alert").text_content())
    assert opened.page.locator(".cm-role-control").count() > 0
    assert opened.page.locator(".cm-legend, .cm-key").count() > 0


@pytest.mark.parametrize(("lang", "word"), [
    ("en", "there is no map"), ("hy", "քարտեզ չկա"), ("az", "xəritə yoxdur"), ("ru", "карты нет"),
])
def test_a_page_whose_program_fails_says_so_and_lists_its_events(
    atlas_file, browser, tmp_path, lang, word
):
    text = atlas_file.read_text(encoding="utf-8")
    bad = tmp_path / "bad.html"
    bad.write_text(text.replace('"version":2,', '"version":7,', 1).replace(
        '<html lang="en">', f'<html lang="{lang}">'), encoding="utf-8")
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.goto(bad.as_uri())
    page.wait_for_selector("main [role=alert]")
    assert word in page.get_by_role("alert").text_content()
    assert "data of version 2, not 7" in page.get_by_role("alert").text_content()
    assert page.locator("main li").count() == 269
    assert "Askeran" in page.locator("main ol").text_content()
    context.close()


def test_a_page_whose_data_are_cut_off_says_so(atlas_file, browser, tmp_path):
    text = atlas_file.read_text(encoding="utf-8")
    bad = tmp_path / "bad.html"
    bad.write_text(text.replace('id="conflictmap-spec">{', 'id="conflictmap-spec">{{', 1),
                   encoding="utf-8")
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.goto(bad.as_uri())
    page.wait_for_selector("main [role=alert]")
    assert "Its events cannot be read either." in page.locator("main").text_content()
    context.close()
