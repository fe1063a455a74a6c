"""A notebook made for folium runs when `folium.Map` becomes `ConflictMap`: options and the rest."""

from __future__ import annotations

import io

import folium
import geopandas as gpd
import numpy as np
import pytest
import xyzservices
from branca.element import Element
from folium.plugins import FloatImage, MarkerCluster, TimestampedGeoJson
from PIL import Image
from shapely.geometry import Point, box

import conflictmap as cm
from conflictmap.notebook.map_options import frame_height, picture_size

AREA = {"type": "FeatureCollection", "features": [{
    "type": "Feature", "id": "a", "properties": {"n": "A"}, "geometry": {
        "type": "Polygon", "coordinates": [[[46, 39], [47, 39], [47, 40], [46, 39]]]}}]}
TILES = "https://tiles.example.org/{z}/{x}/{y}.png"
OPTIONS = {
    "width": "80%", "height": 480, "left": "1%", "top": "1%", "position": "absolute",
    "min_zoom": 3, "max_zoom": 12, "zoom_start": 9, "min_lat": 30, "max_lat": 45, "min_lon": 40,
    "max_lon": 50, "max_bounds": True, "crs": "Simple", "control_scale": True,
    "prefer_canvas": True, "no_touch": True, "disable_3d": True, "png_enabled": True,
    "zoom_control": False, "font_size": "2rem", "scroll_wheel_zoom": False,
}


def quiet(recwarn) -> list[str]:
    """Return what was said."""
    return [str(w.message) for w in recwarn.list]


def ours(page: cm.Page) -> list[str]:
    return [layer["title"] for layer in page.spec["layers"] if layer["id"].startswith("folium-")]


@pytest.mark.parametrize("option", list(OPTIONS))
def test_every_option_of_folium_is_taken_and_what_means_nothing_is_said_once(recwarn, option):
    m = cm.ConflictMap([39.8, 46.7], **{option: OPTIONS[option]})
    plain = folium.Map([39.8, 46.7], tiles=None, **{option: OPTIONS[option]})
    assert m.options == plain.options
    assert (m.width, m.height, m.crs, m.font_size) == (
        plain.width, plain.height, plain.crs, plain.font_size)
    silent = {"width", "height", "zoom_start", "min_zoom", "max_zoom", "control_scale",
              "png_enabled"}
    said = [f"ConflictMap: the page has no use for {option}, and is drawn without."]
    assert quiet(recwarn) == ([] if option in silent else said)


def test_options_may_be_given_in_folium_s_order():
    m = cm.ConflictMap([39.8, 46.7], 900, 500)
    assert (m.width, m.height) == ((900.0, "px"), (500.0, "px"))
    with pytest.raises(TypeError, match="multiple values for argument 'width'"):
        cm.ConflictMap([39.8, 46.7], 900, width=1)


def test_a_frame_in_a_notebook_is_as_high_as_asked_for():
    assert [frame_height(cm.ConflictMap(height=h)) for h in (480, "480px", "100%", 10)] == [
        480, 480, 640, 200]
    assert 'style="position:relative;height:480px"' in cm.ConflictMap(height=480)._repr_html_()


@pytest.mark.parametrize("place", [
    (39.8, 46.7), [39.8, 46.7], np.array([39.8, 46.7]), np.array([39.8, 46.7], dtype=np.float32)])
def test_a_place_may_be_numpy_s(place):
    m = cm.ConflictMap(place, zoom_start=np.int64(9))
    folium.Marker(place, tooltip="x").add_to(m)
    spec = m.page().spec
    assert spec["center"] == pytest.approx([39.8, 46.7], abs=1e-5)
    assert spec["zoom"] == 9


@pytest.mark.parametrize("tiles", [
    folium.TileLayer(TILES, attr="Someone"),
    xyzservices.TileProvider(name="t", url=TILES, attribution="Someone"),
])
def test_tiles_may_be_a_layer_or_a_provider(tiles):
    m = cm.ConflictMap(tiles=tiles)
    with pytest.warns(UserWarning, match=r"will load tiles from tiles.example.org"):
        found = m.page().spec["tiles"]
    assert found == {"url": TILES, "attribution": "Someone"}
    assert cm.ConflictMap().page().spec.get("tiles") is None


def busy_map() -> cm.ConflictMap:
    m = cm.ConflictMap()
    folium.Marker([39.8, 46.7], popup="p").add_to(folium.FeatureGroup("Group").add_to(m))
    with pytest.warns(UserWarning, match="drawn one by one"):
        folium.Marker([39.9, 46.8]).add_to(MarkerCluster(name="Cluster").add_to(m))
    folium.Choropleth(AREA, data={"a": 3.0}, key_on="feature.id", name="Shades",
                      legend_name="Legend").add_to(m)
    folium.GeoJson(AREA, name="Areas", style_function=lambda _: {"color": "red"}).add_to(m)
    folium.LayerControl().add_to(m)
    return m


def test_rendering_before_saving_changes_nothing(tmp_path):
    m = busy_map()
    before = m.page()
    assert ours(before) == ["Group", "Cluster", "Shades", "Areas"]
    m.render()
    m.get_root().render()
    assert m.page().html == before.html
    m.save(tmp_path / "m.html")
    assert (tmp_path / "m.html").read_text(encoding="utf-8") == before.html


def test_what_is_put_into_the_document_around_the_map_is_shown_or_said():
    m = cm.ConflictMap()
    root = m.get_root()
    root.html.add_child(Element("<h3 style='x'>My <b>title</b> {{7*7}}</h3><script>x</script>"))
    root.header.add_child(Element("<style>.a{}</style>"))
    root.script.add_child(Element("alert(1)"))
    with pytest.warns(UserWarning, match="get_root") as said:
        page = m.page()
    assert page.spec["notes"][-1] == "My title {{7*7}}"
    lines = [str(w.message) for w in said]
    assert len(lines) == 3
    assert "get_root().header: it is left out" in lines[0]
    assert "get_root().html: its text stands under About ('My title {{7*7}}')" in lines[1]
    assert "get_root().script: it is left out" in lines[2]
    assert "alert(1)" not in page.html
    assert said[0].filename == __file__


def test_what_the_page_cannot_draw_does_not_stop_the_notebook_but_makes_no_page(tmp_path):
    m = cm.ConflictMap()
    with pytest.warns(UserWarning, match="FloatImage: this page cannot draw it"):
        FloatImage("https://example.org/a.png").add_to(m)
    assert "FloatImage" in str(m._children)
    with pytest.raises(cm.OutputError, match="FloatImage"):
        m.save(tmp_path / "m.html")
    assert not (tmp_path / "m.html").exists()


def test_handlers_of_a_shape_are_said_to_be_left_out():
    m = cm.ConflictMap()
    layer = folium.GeoJson(AREA).add_to(m)
    layer.on(click=folium.JsCode("function(e) {}"))
    with pytest.warns(UserWarning, match="GeoJson: drawn without its EventHandler"):
        assert ours(m.page()) == ["Added GeoJson"]


def test_our_class_may_stand_in_the_place_of_folium_s(monkeypatch):
    monkeypatch.setattr(folium, "Map", cm.ConflictMap)
    m = folium.Map([39.8, 46.7], tiles=None)
    with pytest.warns(UserWarning, match="TimestampedGeoJson: passed through"):
        TimestampedGeoJson({"type": "FeatureCollection", "features": []}).add_to(m)
    frame = gpd.GeoDataFrame({"a": [1.0, 5.0]}, geometry=[Point(46, 39), box(47, 39, 48, 40)],
                             crs=4326)
    found = frame.explore("a", tiles=None)
    assert isinstance(found, cm.ConflictMap)
    assert found.get_bounds() == [[39.0, 46.0], [40.0, 48.0]]
    assert len(ours(found.page())) == 1


def test_a_map_is_html_and_a_picture():
    m = cm.ConflictMap([39.8, 46.7], zoom_start=9)
    assert m.to_html() == m.page().html
    picture = m.to_image(dpi=40, width_cm=8, window=("2020-09-27", "2020-11-10"))
    assert picture.startswith(b"\x89PNG")
    assert picture == m.to_image(dpi=40, width_cm=8, window=("2020-09-27", "2020-11-10"))
    assert picture != m.to_image(dpi=40, width_cm=8)


def test_folium_s_own_pictures_need_no_browser(recwarn):
    m = cm.ConflictMap([39.8, 46.7], 500, 480, png_enabled=True)
    assert [Image.open(io.BytesIO(png)).size for png in (
        m._repr_png_(), m._to_png(5, size=(640, 520)))] == [(500, 480), (640, 520)]
    assert [picture_size(cm.ConflictMap(width=w, height=h)) for w, h in (
        ("100%", "100%"), (900, 210), (10, 5000))] == [(960, 640), (900, 320), (320, 5000)]
    assert cm.ConflictMap()._repr_png_() is None
    assert quiet(recwarn) == []
