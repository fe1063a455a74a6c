"""What lies below a map: a recipe leaves the base map out only when it says so."""

from __future__ import annotations

import pytest

import conflictmap as cm
from conflictmap.places.world import WORLD

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
