"""What lies below a map: a recipe leaves the base map out only when it says so."""

from __future__ import annotations

from dataclasses import replace

import pytest

import conflictmap as cm
from conflictmap.pages.ground import heading_of
from conflictmap.places.layer_files import WORLD
from toys import area, layer, square

HERE = "id,date,lat,lon\na,2022-09-13,39.84,45.67\n"
ELSEWHERE = "id,date,lat,lon\na,2022-03-13,48.0,37.8\n"


@pytest.fixture
def ids(tmp_path):
    def build(recipe, rows=HERE):
        (tmp_path / "e.csv").write_text(rows, encoding="utf-8")
        path = tmp_path / "r.toml"
        path.write_text(recipe, encoding="utf-8")
        page = cm.build(tmp_path / "e.csv", recipe=path)
        return [layer["id"] for layer in page.spec["layers"]]
    return build


def test_a_title_alone_keeps_the_map_of_the_region(ids, tmp_path):
    found = ids('title = "My seven events"')
    assert {"countries", "sea", "settlements", "districts-nkao"} <= set(found)
    plain = cm.build(tmp_path / "e.csv")
    assert found == [layer["id"] for layer in plain.spec["layers"]]


def test_a_title_alone_keeps_the_map_of_the_world(ids):
    assert ids('title = "Seven events"', ELSEWHERE) == list(WORLD)


def test_layers_of_a_recipe_lie_above_the_base_map(ids):
    found = ids('[[layers]]\npath = "nkao-1923"')
    assert found[-1] == "nkao-1923"
    assert {"countries", "sea", "state-borders"} <= set(found)
    assert "held-1994" not in found


def test_no_base_map_when_the_recipe_says_so(ids):
    assert ids('basemap = false\n[[layers]]\npath = "nkao-1923"') == ["nkao-1923"]
    assert ids("basemap = false", ELSEWHERE) == []


def test_a_recipe_that_names_its_own_land_gets_no_other(ids):
    assert ids('[[layers]]\npath = "countries"') == ["countries"]


def events(tmp_path, rows):
    path = tmp_path / "incidents final_v2.csv"
    path.write_text("id,date,lat,lon\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return cm.read_events(path)


UKRAINE = [f"u{i},{year}-03-04,{lat},{lon}" for i, (year, lat, lon) in enumerate(
    [(2014, 48.0, 37.8), (2015, 48.5, 38.0), (2022, 50.4, 30.5)])]


@pytest.mark.parametrize(("lang", "title", "count"), [
    ("en", "Ukraine, 2014–2022", "3 events"), ("ru", "Украина, 2014–2022", "События: 3"),
    ("az", "Ukrayna, 2014–2022", "3 hadisə"), ("hy", "Ուկրաինա, 2014–2022", "3 իրադարձություն"),
])
def test_the_title_says_where_and_when_in_the_language(tmp_path, lang, title, count):
    assert heading_of(events(tmp_path, UKRAINE), lang, regional=False) == (title, count)


def test_two_countries_are_named_and_many_are_counted(tmp_path):
    two = [*UKRAINE, "r,2022-05-01,50.6,36.6"]
    assert heading_of(events(tmp_path, two), "en", regional=False)[0] == (
        "Ukraine, Russia, 2014–2022")
    many = [f"m{i},2020-01-01,{lat},{lon}" for i, (lat, lon) in enumerate(
        [(48, 2), (52, 13), (41, 12), (40, -4), (50, 30)])]
    assert heading_of(events(tmp_path, many), "en", regional=False)[0] == (
        "Events in 4 countries, 2020")
    assert heading_of(events(tmp_path, many), "ru", regional=False)[0] == (
        "События в странах: 4, 2020")


def test_ground_that_changed_hands_is_not_given_to_a_state(tmp_path):
    own = events(tmp_path, ["a,2020-10-01,39.82,46.75", "b,2022-09-13,39.84,45.67"])
    assert heading_of(own, "en", regional=True) == ("South Caucasus, 2020–2022", "2 events")


def test_without_days_and_places_it_says_that_these_are_events(tmp_path):
    own = events(tmp_path, ["a,,,"])
    assert heading_of(own, "en", regional=False) == ("Events", "1 events")


def test_a_built_map_is_called_by_its_data_and_not_by_its_file(tmp_path):
    page = cm.build(events(tmp_path, UKRAINE))
    assert (page.spec["title"], page.spec["subtitle"]) == ("Ukraine, 2014–2022", "3 events")
    assert "final" not in page.html.split("</title>")[0]


def test_events_decide_where_a_map_lies_and_layers_only_without_them():
    here = cm.read_events([{"id": "a", "date": "2022-09-13", "lat": 39.84, "lon": 45.67}])
    far = layer(area("a", square(0, -250)), name="far")
    region = layer(area("a", square(0, 0)), name="near")

    def lies_here(events, *layers):
        spec = cm.build(events, layers=layers).spec
        return "districts-nkao" in {one["id"] for one in spec["layers"]}

    assert lies_here(here, far)
    assert lies_here(here[:0], region)
    assert not lies_here(here[:0], far)
    # West, east, south and north of the region, on its own latitudes and longitudes.
    for x, y in ((-200, 0), (300, 0), (0, -250), (0, 200)):
        assert not lies_here(here[:0], layer(area("a", square(x, y, 1)), name="o"))


def test_the_key_of_a_layer_with_colours_of_its_own_is_in_the_page():
    plain = layer(area("a", square(46, 39)), name="plain")
    keyed = replace(plain, id="keyed", key=(("#112233", "One"),))
    found = {one["id"]: one.get("key") for one in cm.build(
        [{"date": "2022-09-13", "lat": 39.84, "lon": 45.67}], layers=[plain, keyed]).spec["layers"]}
    assert (found["plain"], found["keyed"]) == (None, [["#112233", "One"]])


def test_the_law_hides_who_held_and_nothing_else():
    """Seen de jure, control that the files call de facto is off at first; other control is on."""
    held = replace(layer(area("a", square(46, 39), basis="de facto"), name="held"),
                   role="control", visible=True)
    said = replace(layer(area("b", square(46, 39), basis="treaty"), name="said"),
                   role="control", visible=True)
    other = replace(layer(area("c", square(46, 39), basis="de facto"), name="other"), visible=True)
    page = cm.build([{"date": "2022-09-13", "lat": 39.84, "lon": 45.67}],
                    layers=[held, said, other], recipe=cm.Recipe(viewpoint="de_jure"))
    shown = {one["id"]: one["visible"] for one in page.spec["layers"]}
    assert (shown["held"], shown["said"], shown["other"]) == (False, True, True)
