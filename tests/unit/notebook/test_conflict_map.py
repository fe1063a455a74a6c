"""`ConflictMap`: a folium map that our page draws, and what a notebook gets of it."""

from __future__ import annotations

import html
import io
import json
import re
import subprocess
import sys
import xml.etree.ElementTree as ET

import folium
import geopandas as gpd
import pytest
from branca.element import MacroElement
from folium.plugins import HeatMap, MarkerCluster, MeasureControl
from shapely.geometry import Point

import conflictmap as cm
from conflictmap.places.layer_files import WORLD
from toys import area, event, layer, square

EVIL = '<img src=x onerror=alert(1)>{{7*7}}{%x%}</script>'
TRIANGLE = {"type": "Polygon", "coordinates": [[[46, 39], [47, 39], [47, 40], [46, 39]]]}


def block(page: cm.Page, layer_id: str) -> list[dict]:
    """Return the features of a layer as the page holds them."""
    found = re.search(rf'data-layer="{layer_id}"[^>]*>(.*?)</script>', page.html, re.DOTALL)
    return json.loads(found[1])["features"]


def drawing(text: str) -> ET.Element:
    return ET.fromstring(text)  # noqa: S314 - our own picture


def added(m: cm.ConflictMap, number: int = 1) -> list[dict]:
    return block(m.page(), f"folium-{number}")


def test_it_is_a_folium_map_that_saves_our_page(tmp_path):
    m = cm.ConflictMap(location=[39.5, 46.05], zoom_start=10, title="T & <T>")
    assert isinstance(m, folium.Map)
    m.add_events(event(x=.5, y=.5)).add_layer(layer(area("a", square(0, 0))))
    m.save(tmp_path / "m.html")
    text = (tmp_path / "m.html").read_text(encoding="utf-8")
    assert "<title>T &amp; &lt;T&gt;</title>" in text
    assert '"center":[39.5,46.05],"zoom":10' in text
    stream = io.BytesIO()
    m.save(stream, close_file=False)
    assert stream.getvalue().decode() == text


def test_a_title_and_a_place_do_not_bring_the_atlas_to_events_elsewhere():
    frame = gpd.GeoDataFrame({"date": ["2014-05-02"]}, geometry=[Point(30.7, 46.5)], crs=4326)
    page = cm.ConflictMap(title="Odesa", location=[46.5, 30.7], zoom_start=6).add_events(
        frame).page()
    assert [entry["id"] for entry in page.spec["layers"]] == list(WORLD)
    assert (page.spec["title"], page.spec["center"]) == ("Odesa", [46.5, 30.7])


def test_a_notebook_gets_a_frame_that_may_only_run_its_script_and_a_picture():
    bundle = cm.ConflictMap()._repr_mimebundle_()
    assert set(bundle) == {"text/html", "image/svg+xml", "text/plain"}
    text = bundle["text/html"]
    assert text.count('<iframe sandbox="allow-scripts"') == 1
    assert "<script" not in text
    assert "&lt;!doctype html>" in text
    assert 'src="data:image/svg+xml;base64,' in text.split("<iframe")[0]
    inside = html.unescape(re.search(r"srcdoc='([^']*)'", text)[1])
    assert "<noscript>" in inside
    assert 'src="data:image/svg+xml' in inside.split("</noscript>", maxsplit=1)[0]
    assert len(drawing(bundle["image/svg+xml"]).findall(".//{*}circle")) > 30
    assert len(bundle["image/svg+xml"]) < 200_000


def test_the_picture_is_the_same_twice_and_holds_text_as_text():
    m = cm.ConflictMap(title=EVIL).add_events(event(x=.5, y=.5, title=EVIL), name=EVIL)
    assert m.svg() == m.svg()
    assert not drawing(m.svg()).findall(".//{*}img")


def test_geojson_keeps_its_style_and_its_text_as_text():
    m = cm.ConflictMap()
    data = {"type": "Feature", "properties": {"a": EVIL}, "geometry": TRIANGLE}
    folium.GeoJson(data, name=EVIL, style_function=lambda _: {"fillColor": "tomato", "x": EVIL},
                   tooltip=folium.GeoJsonTooltip(["a"], ["A"]), popup=folium.GeoJsonPopup(["a"]),
                   ).add_to(m)
    properties = added(m)[0]["properties"]
    assert properties["tooltip"] == f"A: {EVIL}"
    assert properties["style"] == {
        "color": "#3388ff", "weight": 3, "fillOpacity": 0.2, "fillColor": "#ff6347"}
    assert "<img" not in re.sub(r"<noscript>.*?</noscript>", "", m.page().html)


def test_shapes_and_markers_are_taken_over_where_they_are():
    m = cm.ConflictMap()
    group = folium.FeatureGroup("Group").add_to(m)
    folium.Marker([39.8, 46.7], popup="<b>One</b><br>two &amp; three",
                  icon=folium.Icon(color="red")).add_to(group)
    folium.Circle([39.8, 46.7], radius=5_000).add_to(group)
    folium.CircleMarker([39.8, 46.7], radius=20, color="green", fill=True).add_to(group)
    folium.PolyLine([[39, 46], [40, 47]], tooltip="line", dash_array="4 2").add_to(group)
    folium.Polygon([[[39, 46], [40, 47], [39, 47]], [[39.2, 46.6], [39.4, 46.8], [39.2, 46.8]]]
                   ).add_to(group)
    folium.Rectangle([[39, 46], [40, 47]]).add_to(group)
    folium.LayerControl().add_to(m)
    marker, circle, mark, line, polygon, box = added(m)
    assert marker["geometry"]["coordinates"] == [46.7, 39.8]
    assert marker["properties"]["popup"] == "One\ntwo & three"
    assert marker["properties"]["style"]["fillColor"] == "#d63e2a"
    ring = circle["geometry"]["coordinates"][0]
    assert max(y for _, y in ring) - min(y for _, y in ring) == pytest.approx(0.09, abs=0.001)
    assert mark["properties"]["style"]["radius"] == 20
    assert line["properties"]["style"]["dashArray"] == "4 2"
    assert line["geometry"]["coordinates"] == [[46.0, 39.0], [47.0, 40.0]]
    assert len(polygon["geometry"]["coordinates"]) == 2
    assert box["geometry"]["type"] == "Polygon"
    assert m.page().spec["layers"][-1]["title"] == "Group"


def test_tiles_are_named_and_the_policy_grows_by_their_host_alone():
    m = cm.ConflictMap(tiles="https://tiles.example.org/{z}/{x}/{y}.png", attr="<b>Someone</b>")
    with pytest.warns(UserWarning, match="the page will load tiles from tiles.example.org"):
        page = m.page()
    assert page.spec["tiles"]["attribution"] == "Someone"
    before = cm.ConflictMap().page().html
    policies = [re.search(r'Policy" content="([^"]*)', text)[1] for text in (before, page.html)]
    # A page with tiles has the whole of Leaflet, one without them the part in use.
    plain, tiled = (re.sub("'sha256-[^']*'", "HASH", policy) for policy in policies)
    assert tiled == plain.replace("img-src data:", "img-src data: https://tiles.example.org")


def test_what_the_page_cannot_draw_is_refused_by_name_and_says_what_it_would_load():
    m, reason = cm.ConflictMap(), r"MeasureControl: .* loads leaflet-measure.min.js"
    with pytest.warns(UserWarning, match=reason):
        MeasureControl().add_to(m)
    with pytest.raises(cm.OutputError, match=reason):
        m.page()
    group = folium.FeatureGroup("g").add_to(cm.ConflictMap())
    HeatMap([[39, 46]]).add_to(group)
    with pytest.raises(cm.OutputError, match="HeatMap"):
        group._parent.page()


def test_what_is_left_out_is_said():
    m = cm.ConflictMap()
    with pytest.warns(UserWarning, match="MarkerCluster: its markers are drawn one by one"):
        cluster = MarkerCluster(name="c").add_to(m)
    folium.Marker([39.8, 46.7]).add_to(cluster)
    with pytest.warns(UserWarning, match="in a template is left out"):
        m.add_child(MacroElement())
    assert len(added(m)) == 1


def test_explore_adds_to_our_map_with_its_colours_and_scale():
    frame = gpd.GeoDataFrame({"a": [1.0, 5.0]}, geometry=[Point(46, 39), Point(47, 40)], crs=4326)
    m = cm.ConflictMap()
    frame.to_crs(3857).explore("a", m=m, cmap="viridis")
    page = m.page()
    assert [f["properties"]["style"]["fillColor"] for f in block(page, "folium-1")] == [
        "#440154", "#fde725"]
    key = page.spec["layers"][-1]["key"]
    assert (len(key), key[0], key[-1][0]) == (5, ["#440154", "1"], "#fde725")


def test_overlays_become_events_and_layers_of_our_map():
    m = cm.ConflictMap()
    cm.EventOverlay(event(x=.5, y=.5), name="Mine", color="teal").add_to(m)
    cm.AreaOverlay("lachin-town", name="Town", fill_color="gold").add_to(m)
    cm.CorridorStrip("road-2022", reach_m=1_000).add_to(m)
    page = m.page()
    assert page.spec["style"]["color"] == "#008080"
    titles = {entry["title"] for entry in page.spec["layers"]}
    assert titles >= {"Town", f"Within 1 km of {cm.read_layer('road-2022').title}"}


def test_overlays_on_a_plain_folium_map_add_nothing_to_load_and_no_markup():
    m, bare = folium.Map(tiles=None), folium.Map(tiles=None)
    cm.EventOverlay(event(x=.5, y=.5, title=EVIL), name=EVIL).add_to(m)
    cm.AreaOverlay(layer(area("a", square(0, 0), name=EVIL)), name=EVIL).add_to(m)
    text, links = m.get_root().render(), r'(?:src|href)="(http[^"]*)"'
    assert re.findall(links, text) == re.findall(links, bare.get_root().render())
    assert "49" not in re.findall(r"onerror=alert\(1\)>(..)", text)
    assert "<img src=x" not in text
    assert "{{7*7}}" not in text
    assert m.get_bounds() == [[39.5, 46.0], [39.6, 46.1]]


def test_the_strip_draws_its_diagram(atlas):
    strip = cm.CorridorStrip("road-old", events=atlas)
    marks = drawing(strip._repr_svg_()).findall(".//{*}circle")
    assert len(marks) == len(cm.locate(atlas, "road-old")["row"])
    with pytest.raises(cm.LayerError, match="the diagram needs events"):
        cm.CorridorStrip("road-old").svg()
    with pytest.raises(cm.LayerError, match="reach_m: 0: must be above zero"):
        cm.CorridorStrip("road-old", reach_m=0)
    with pytest.raises(cm.LayerError, match="holds no line"):
        cm.CorridorStrip("lachin-town")


def test_two_layers_with_the_same_ids_both_reach_the_page():
    one = layer(area("x", square(0, 0)), name="user")
    two = layer(area("x", square(2, 2)), name="user")
    page = cm.build([event(x=.5, y=.5)], layers=[one, two])
    assert [f["id"] for f in block(page, "user")] == ["x"]
    assert [f["id"] for f in block(page, "user-2")] == ["user-2/x"]


def test_the_core_imports_nothing_that_only_a_notebook_needs():
    code = (
        "import sys, conflictmap as cm; cm.ConflictMap()._repr_mimebundle_();"
        "extra = {'anywidget', 'ipywidgets', 'traitlets', 'IPython', 'matplotlib', 'mapclassify',"
        " 'docx', 'playwright', 'nbformat'};"
        "print(sorted(extra & {m.split('.')[0] for m in sys.modules}))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
