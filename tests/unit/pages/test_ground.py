"""What lies below a map: a recipe leaves the base map out only when it says so."""

from __future__ import annotations

import pytest

import conflictmap as cm
from conflictmap.pages.ground import heading_of
from conflictmap.places.layer_files import WORLD

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
