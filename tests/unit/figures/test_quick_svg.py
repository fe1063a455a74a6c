"""The small picture of a page: what it shows, where, and whose data it is."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
import shapely

import conflictmap as cm
from conflictmap.figures.page_colours import palette
from conflictmap.figures.quick_svg import strip_svg, svg_of
from conflictmap.figures.quick_view import MapView, path_data, view_of_spec
from conflictmap.places.layer_files import parse_layer

SVG = "{http://www.w3.org/2000/svg}"


def drawn(data, **size):
    return ET.fromstring(svg_of(data, **size))  # noqa: S314 - made here


def texts(root):
    return [text.text for text in root.iter(f"{SVG}text")]


def circles(root, fill=None):
    return [c for c in root.iter(f"{SVG}circle") if fill in {None, c.get("fill")}
            and c.get("fill-opacity") == "0.85"]


def test_events_without_a_place_are_counted_beside_those_with_one(world):
    world.event(46.5, 39.9).event(46.6, 39.9)
    assert texts(drawn(world.data()))[1].endswith(": 2 events on the map")
    world.event("", "")
    root = drawn(world.data())
    assert texts(root)[1].endswith(": 2 events on the map, 1 without a place")
    assert len(circles(root)) == 2


def test_marks_grow_with_the_dead_and_are_open_where_no_figure_is_known(world):
    world.event(46.5, 39.9, fatalities_best=100).event(46.6, 39.9, fatalities_high=25)
    world.event(46.7, 39.9).event(46.8, 39.9, role="aggregate", fatalities_best=400)
    marks = circles(drawn(world.data()))
    assert [mark.get("r") for mark in marks] == ["19.0", "9.5", "4.8", "3.2"] or [
        mark.get("r") for mark in marks][1:] == ["9.5", "4.8", "3.2"]
    by_size = {mark.get("r"): mark.get("fill") for mark in marks}
    assert by_size["9.5"] == by_size["4.8"] == "#b8432a"
    assert by_size["3.2"] == "#fdfcf9"
    assert by_size["19.0"] == "none", "a sum of others is an outline"


def test_types_of_a_users_own_have_the_colours_of_the_page(world):
    world.event(46.5, 39.9, type="looting", fatalities_best=1)
    world.event(46.6, 39.9, type="mediation", fatalities_best=2)
    fills = {mark.get("fill") for mark in circles(drawn(world.data()))}
    assert fills == {palette()[f"family-own-{n}"] for n in (1, 2)}


def test_lines_are_dashed_where_they_are_not_sure_and_else_whole(world):
    world.line("border", (46.1, 40), (46.9, 40), delimited=False)
    world.line("border", (46.1, 39.9), (46.9, 39.9))
    paths = [p for p in drawn(world.event(46.5, 39.9).data()).iter(f"{SVG}path")
             if p.get("stroke") == "#8f897c"]
    assert [p.get("stroke-dasharray") for p in paths] == ["4 3", None]
    assert {p.get("fill") for p in paths} == {"none"}


def test_control_has_the_colour_of_its_holder_and_its_pattern(world):
    world.area("control", 46.2, 39.7, control="soviet").area(
        "control", 46.6, 39.7, control="azerbaijan")
    found = [p.get("fill") for p in drawn(world.event(46.5, 39.9).data()).iter(f"{SVG}path")]
    for fill in ("#e1dcd3", "#d9ba6f", "url(#cm-in-soviet)"):
        assert found.count(fill) == 1
    assert "url(#cm-in-azerbaijan)" not in found


@pytest.mark.parametrize(("names", "said"), [
    (["One"], "One"), (["One", "Two", "One", ""], "One; Two"),
    (["x" * 100, "y" * 48], "x" * 100 + "; " + "y" * 48),
    (["x" * 100, "y" * 49], "x" * 100 + "; …"), (["z" * 151], "…")])
def test_credits_fill_one_line_and_say_when_there_are_more(world, names, said):
    data = world.event(46.5, 39.9).data()
    data = replace(data, spec=data.spec | {"attribution": names})
    assert texts(drawn(data))[-1] == said


def test_names_of_places_keep_clear_of_each_other(world):
    world.point("settlement", 46.5, 39.9, name="Large", rank=1, **{"class": "settlement"})
    world.point("settlement", 46.502, 39.9, name="Hamlet", rank=3, **{"class": "settlement"})
    world.point("settlement", 46.5, 40.1, name="North", rank=3, **{"class": "settlement"})
    world.point("settlement", 46.5, 39.7, name="Peak", rank=1, **{"class": "peak"})
    said = texts(drawn(world.event(46.5, 39.9).data()))
    assert "Large" in said
    assert "North" in said
    assert not {"Hamlet", "Peak"} & set(said)


SPEC = {"center": None, "zoom": None, "bounds": (46.0, 39.0, 47.0, 40.0)}


def test_a_view_is_web_mercator_as_the_page_has_it():
    view = view_of_spec(SPEC | {"center": (0.0, 10.0), "zoom": 3}, 800, 400)
    assert view.scale == pytest.approx(256 * 8 / 360)
    assert view.place(10, 0) == pytest.approx((400, 200))
    # Web Mercator is as high as it is wide at 85.0511 degrees.
    assert view.place(10, 66.51326)[1] == pytest.approx(200 - 256 * 8 / 4, abs=.1)
    assert view.place(10, 40)[1] == pytest.approx(400 - view.place(10, -40)[1])
    assert view.place(10, 89) == view.place(10, 85)


@pytest.mark.parametrize("size", [(800, 400), (300, 600)])
def test_bounds_are_fitted_into_the_picture(size):
    view = view_of_spec(SPEC, *size)
    (west, south), (east, north) = view.place(46, 39), view.place(47, 40)
    assert west + east == pytest.approx(size[0])
    assert south + north == pytest.approx(size[1])
    assert max((east - west) / size[0], (south - north) / size[1]) == pytest.approx(.92)
    opened = view_of_spec(SPEC | {"opening": {"bounds": (46.4, 39.4, 46.6, 39.6)}}, *size)
    assert opened.scale > 4 * view.scale
    assert view_of_spec(SPEC | {"opening": {}}, *size) == view


def test_a_centre_without_a_zoom_does_not_count():
    assert view_of_spec(SPEC | {"center": (0.0, 0.0)}, 800, 400) == view_of_spec(SPEC, 800, 400)
    assert view_of_spec(SPEC | {"zoom": 3}, 800, 400) == view_of_spec(SPEC, 800, 400)


def test_paths_are_closed_for_areas_and_cut_to_the_picture():
    view = MapView(west=0, top=0, scale=10, width=100, height=60)
    assert path_data(shapely.LineString([(1, 0), (2, 0)]), view) == "M10 0L20 0"
    area = path_data(shapely.box(-50, -50, 50, 50), view)
    assert area.startswith("M")
    assert area.endswith("Z")
    numbers = [float(n) for n in re.findall(r"-?[\d.]+", area)]
    assert sorted({*numbers[::2]}) == [-5, 105]
    assert sorted({*numbers[1::2]}) == [-5, 65]
    assert path_data(shapely.box(200, 0, 201, 1), view) == ""
    ring = shapely.box(1, -5, 5, -1).difference(shapely.box(2, -4, 4, -2))
    assert path_data(ring, view).count("Z") == 2


def route():
    text = json.dumps({"type": "FeatureCollection", "layer": {"title": "Road <1>"}, "features": [
        {"type": "Feature", "id": "r", "properties": {},
         "geometry": {"type": "LineString", "coordinates": [[46.0, 39.8], [46.5, 39.8]]}}]})
    return parse_layer(text.encode(), name="road.geojson", stem="road")


def test_along_a_road_kilometres_go_right_and_time_goes_down(tmp_path):
    path = tmp_path / "e.csv"
    path.write_text("id,date,lon,lat,title,type,radius_m\na,2020-01-01,46.0,39.8,First,battle,\n"
                    "b,2021-12-31,46.5,39.8,Last,battle,\n"
                    "c,2020-06-01,46.25,39.8,Wide,battle,5000\n"
                    "d,..,46.25,39.8,No day,battle,\n"
                    "far,2020-06-01,46.2,39.9,Far,battle,\n", "utf-8")
    root = ET.fromstring(strip_svg(cm.read_events(path), route()))  # noqa: S314 - made here
    titles = [t.text for t in root.iter(f"{SVG}title")]
    assert titles[0] == "Along Road <1>, within 2.5 km"
    marks = {g.find(f"{SVG}title").text.split(": ")[1].split(" (")[0]: g
             for g in root.iter(f"{SVG}g")}
    assert set(marks) >= {"First", "Wide", "Last"}
    assert "Far" not in marks
    place = {name: tuple(float(mark.find(f"{SVG}circle").get(key)) for key in ("cx", "cy"))
             for name, mark in marks.items()}
    assert place["First"] == pytest.approx((64, 52), abs=1)
    assert place["Last"][0] == pytest.approx(760 - 16, abs=1)
    assert place["Wide"][0] == pytest.approx((64 + 744) / 2, abs=1)
    assert place["First"][1] < place["Wide"][1] < place["Last"][1] <= 420 - 34
    filled = {name: mark.find(f"{SVG}circle").get("fill") for name, mark in marks.items()}
    assert filled["Wide"] == "#ffffff"
    assert filled["First"] == "#b8432a"
    bar = re.match(r"M([\d.]+) [\d.]+H([\d.]+)", marks["Wide"].find(f"{SVG}path").get("d"))
    assert float(bar[1]) < place["Wide"][0] < float(bar[2])
    years = [t.text for t in root.iter(f"{SVG}text") if re.fullmatch(r"\d{4}", t.text)]
    assert years[:2] == ["2020", "2021"]
    assert "40 km" in [t.text for t in root.iter(f"{SVG}text")]


def test_a_strip_needs_events_and_without_any_near_has_none():
    with pytest.raises(cm.LayerError, match="needs events"):
        strip_svg(None, route())
