"""What is added to a folium map, as layers: where it lies, how it looks, what it says."""

from __future__ import annotations

import re

import folium
import pytest
import shapely
from branca.colormap import LinearColormap, StepColormap
from branca.element import Element

import conflictmap as cm
from conflictmap.notebook.folium_objects import drawn
from conflictmap.notebook.folium_texts import text_of_html
from conflictmap.notebook.root_parts import notes_of, parts_of


def layers(*children, root=()):
    made = folium.Map(tiles=None)
    for child in children:
        child.add_to(made)
    for part in root:
        made.get_root().html.add_child(part)
    return drawn(made).layers


def features(*children):
    return [feature for layer in layers(*children) for feature in layer.features]


def geojson(geometry, **properties):
    return {"type": "Feature", "properties": properties, "geometry": geometry}


POINT = {"type": "Point", "coordinates": [46.0, 39.5]}
SQUARE = {"type": "Polygon", "coordinates": [[[46, 39], [47, 39], [47, 40], [46, 40], [46, 39]]]}


@pytest.mark.parametrize(("element", "expected"), [
    (folium.PolyLine([(39, 46), (40, 47)]), shapely.LineString([(46, 39), (47, 40)])),
    (folium.PolyLine([[(39, 46), (40, 47)], [(41, 46), (42, 47)]]), shapely.MultiLineString(
        [[(46, 39), (47, 40)], [(46, 41), (47, 42)]])),
    (folium.Polygon([(39, 46), (39, 47), (40, 47)]),
     shapely.Polygon([(46, 39), (47, 39), (47, 40)])),
    (folium.Polygon([[(39, 46), (39, 50), (43, 50)], [(40, 48), (40, 49), (41, 49)]]),
     shapely.Polygon([(46, 39), (50, 39), (50, 43)], [[(48, 40), (49, 40), (49, 41)]])),
    (folium.Rectangle([(40, 47), (39, 46)]), shapely.box(46, 39, 47, 40)),
    (folium.Marker((39, 46)), shapely.Point(46, 39)),
])
def test_shapes_lie_where_folium_draws_them(element, expected):
    (feature,) = features(element)
    assert shapely.normalize(feature.geometry).equals_exact(shapely.normalize(expected), 1e-9)


def test_a_circle_is_as_wide_as_its_metres():
    from pyproj import Geod

    (feature,) = features(folium.Circle((39.5, 46.0), radius=1000))
    area, _ = Geod(ellps="WGS84").geometry_area_perimeter(feature.geometry)
    assert abs(area) == pytest.approx(3.14159 * 1000**2, rel=.01)


def test_a_marker_is_a_white_ringed_dot_in_the_colour_of_its_icon():
    (plain,), (red,), (own,) = (features(folium.Marker((39, 46), icon=icon)) for icon in (
        None, folium.Icon(color="red"), folium.Icon(color="lightred")))
    style = plain.properties["style"]
    assert style == {"radius": 6, "color": "#ffffff", "weight": 1.5, "fillColor": "#38aadd",
                     "fillOpacity": 1}
    assert red.properties["style"]["fillColor"] == "#d63e2a"
    assert own.properties["style"]["fillColor"] == "#ff8e7f"


def test_points_of_geojson_look_like_markers_or_like_the_circle_that_is_given():
    (plain,) = features(folium.GeoJson(geojson(POINT)))
    assert plain.properties["style"]["fillColor"] == "#38aadd"
    (round_,) = features(folium.GeoJson(geojson(POINT), marker=folium.CircleMarker(
        radius=9, color="#112233")))
    style = round_.properties["style"]
    assert (style["radius"], style["color"], style["weight"]) == (9, "#112233", 3)
    (red,) = features(folium.GeoJson(geojson(POINT), marker=folium.Marker(
        icon=folium.Icon(color="red"))))
    assert red.properties["style"]["fillColor"] == "#d63e2a"


@pytest.mark.parametrize(("data", "count"), [
    ({"type": "FeatureCollection", "features": [geojson(POINT), geojson(SQUARE)]}, 2),
    (geojson(POINT, name="A"), 1), (SQUARE, 1), ({"type": "GeometryCollection", "geometries": [
        SQUARE]}, 1)])
def test_geojson_may_be_a_collection_a_feature_or_a_geometry(data, count):
    found = features(folium.GeoJson(data))
    assert len(found) == count
    assert {f.geometry.geom_type for f in found} <= {"Point", "Polygon"}
    if data.get("properties"):
        assert found[0].properties["name"] == "A"


@pytest.mark.parametrize(("point", "fine"), [
    ([-360, 0], True), ([360, 0], True), ([0, -90], True), ([0, 90], True),
    ([-360.5, 0], False), ([360.5, 0], False), ([0, -90.5], False), ([0, 90.5], False),
    ([500_000, 4_400_000], False), ([500_000, 0], False)])
def test_coordinates_that_are_no_degrees_are_refused(point, fine):
    data = geojson({"type": "Point", "coordinates": point})
    if fine:
        assert features(folium.GeoJson(data))
        return
    with pytest.raises(cm.LayerError, match=r"not degrees\. Use to_crs\(4326\)"):
        features(folium.GeoJson(data))


def test_layers_are_numbered_as_they_were_added_and_loose_shapes_come_last():
    group = folium.FeatureGroup(name="Group")
    folium.Marker((39, 46), tooltip="in it").add_to(group)
    found = layers(folium.Marker((39.5, 46), popup="loose"), folium.GeoJson(geojson(SQUARE)), group)
    assert [layer.id for layer in found] == ["folium-1", "folium-2", "folium-3"]
    assert [layer.title for layer in found] == ["Added GeoJson", "Group",
                                                "Added shapes and markers"]
    assert [f.properties["name"] for f in found[1].features] == ["in it"]
    assert found[2].features[0].properties["name"] == "loose"


def test_an_empty_group_is_no_layer_and_tiles_are_none():
    made = folium.Map(tiles=None)
    folium.TileLayer("https://tiles.example/{z}/{x}/{y}.png", attr="A & B").add_to(made)
    folium.FeatureGroup(name="empty").add_to(made)
    with pytest.warns(UserWarning, match="will load tiles from"):
        found = drawn(made)
    assert found.layers == []
    assert (found.tiles.url, found.tiles.attribution) == (
        "https://tiles.example/{z}/{x}/{y}.png", "A & B")


def test_a_scale_of_colours_is_the_key_of_the_layer_before_it():
    scale = LinearColormap(["#000000", "#ffffff"], vmin=0, vmax=100, caption="People")
    first, second = layers(folium.GeoJson(geojson(SQUARE), name="First"),
                           folium.GeoJson(geojson(POINT)), scale)
    assert first.key == ()
    assert second.title == "People"
    assert second.key[0] == ("#000000", "0")
    assert second.key[-1] == ("#ffffff", "100")
    named, = layers(folium.GeoJson(geojson(SQUARE), name="First"), scale)
    assert named.title == "First"


def test_the_key_of_a_scale_has_its_ends_and_steps_between():
    smooth = LinearColormap(["#000000", "#ffffff"], vmin=0, vmax=100).to_step(9)
    (stepped,) = layers(folium.GeoJson(geojson(SQUARE)), StepColormap(
        ["#000000", "#888888", "#ffffff"], index=[0, 10, 20, 30]))
    assert stepped.key == (("#000000", "0 – 10"), ("#888888", "10 – 20"), ("#ffffff", "20 – 30"))
    (nine,) = layers(folium.GeoJson(geojson(SQUARE)), LinearColormap(
        smooth.colors, index=list(range(9)), vmin=0, vmax=8))
    assert [label for _, label in nine.key] == ["0", "2", "4", "6", "8"]
    (plain,) = layers(folium.GeoJson(geojson(SQUARE)))
    assert (plain.key, plain.title) == ((), "Added GeoJson")


def test_fields_of_a_tooltip_are_lines_and_missing_ones_are_none():
    tooltip = folium.GeoJsonTooltip(["name", "none", "n"], aliases=["Name", "None", "Number"])
    (feature,) = features(folium.GeoJson(
        geojson(SQUARE, name="<b>A</b>", none=None, n=3), tooltip=tooltip))
    assert feature.properties["tooltip"] == "Name: <b>A</b>\nNumber: 3"
    bare = folium.GeoJsonPopup(["n", "name"], labels=False)
    (feature,) = features(folium.GeoJson(geojson(SQUARE, name="A", none=None, n=3), popup=bare))
    assert feature.properties["popup"] == "3\nA"


def test_popups_are_their_text_and_what_is_none_is_named():
    (markup,) = features(folium.Marker((39, 46), popup="<b>Bold</b><br>second"))
    assert markup.properties["popup"] == "Bold\nsecond"
    assert markup.properties["name"] == "Bold"
    (plain,) = features(folium.Marker((39, 46), popup=folium.Popup("<b>x</b>", parse_html=True)))
    assert "x" in plain.properties["popup"]
    (frame,) = features(folium.Marker((39, 46), popup=folium.Popup(folium.IFrame("<p>in</p>"))))
    assert frame.properties["popup"] == "(IFrame)"


@pytest.mark.parametrize(("markup", "text"), [
    ("a<br>b", "a\nb"), ("<p>a</p><p>b</p>", "a\nb"), ("<td>a</td><td>b</td>", "a b"),
    ("a <i>b</i>  c", "a b c"), ("x<script>alert(1)</script>y", "xy"),
    ("<style>p{}</style>kept", "kept"), ("&lt;b&gt; &amp;", "<b> &"), ("", ""),
    ("<script>a</script><script>b</script>c</script>d", "cd"), ("n" * 4005, "n" * 4000)])
def test_markup_becomes_lines_of_text(markup, text):
    assert text_of_html(markup) == text


def legend(title, **colours):
    items = "".join(f"<li><span style='background:{c}'></span>{label}</li>"
                    for label, c in colours.items())
    return Element(f"<div class='legend-title'>{title}</div><ul>{items}</ul>")


def test_a_legend_beside_the_map_is_the_key_of_the_layer_in_its_colours():
    def red(_):
        return {"fillColor": "#ff0000"}

    def blue(_):
        return {"color": "#0000ff"}

    first, second = layers(
        folium.GeoJson(geojson(SQUARE), style_function=red),
        folium.GeoJson(geojson(SQUARE), style_function=blue), root=[
            legend("Blues", one="#0000ff"), legend("Reds", two="#ff0000", three="#00ff00")])
    assert (first.title, first.key) == ("Reds", (("#ff0000", "two"), ("#00ff00", "three")))
    assert (second.title, second.key) == ("Blues", (("#0000ff", "one"),))


def test_other_parts_of_the_document_are_text_or_said_to_be_left_out():
    made = folium.Map(tiles=None)
    known = parts_of(made.get_root())
    made.get_root().html.add_child(legend("Reds", two="#ff0000"))
    made.get_root().html.add_child(Element("<h3>A <b>heading</b></h3>"))
    made.get_root().script.add_child(Element("run()"))
    with pytest.warns(UserWarning, match="heading|left out") as said:
        texts = notes_of(made.get_root(), known)
    assert texts == ("A heading",)
    lines = sorted(str(w.message) for w in said)
    assert len(lines) == 2
    assert re.search(r"html: its text stands under About \('A heading'\)", lines[0])
    assert re.search(r"script: it is left out.*'run\(\)'", lines[1])
