"""Recipes: keys by type, unknown ones refused by name."""

from __future__ import annotations

from datetime import date

import pytest

import conflictmap as cm
from conflictmap.model.errors import RecipeError
from conflictmap.pages.recipe import parse_recipe, read_recipe
from conflictmap.pages.stories import story_entry


def parse(text: str) -> cm.Recipe:
    return parse_recipe(text.encode(), name="r.toml", folder=None)


def test_a_recipe_says_what_a_map_shows():
    found = parse('title = "T"\nwindow = ["2020-09-27", "2020-11-11"]\ncenter = [39.6, 46.5]\n'
                  'zoom = 9\n[events]\npath = ["a.csv", "b.csv"]\ncolor = "#336699"\n'
                  '[[layers]]\npath = "nkao-1923"\nvisible = false\n')
    assert found.window == cm.Interval(start=date(2020, 9, 27), end=date(2020, 11, 11))
    assert found.events.path == ("a.csv", "b.csv")
    assert (found.center, found.zoom, found.layers[0].visible) == ((39.6, 46.5), 9, False)


def test_a_toml_date_is_a_day():
    assert parse("window = [2020-09-27, 2021-01-01]").window.start == date(2020, 9, 27)


@pytest.mark.parametrize(("text", "said"), [
    ("titel = 'x'", "unknown key 'titel'. Did you mean 'title'"),
    ("[events]\npth = 'x'", "unknown key 'events.pth'. Did you mean 'path'"),
    ("[[layers]]\npath = 'a'\nshow = 1", r"unknown key 'layers\[0\].show'"),
    ("[[layers]]\nname = 'a'", r"layers\[0\].path: is missing"),
    ("title = 3", "title: '3': must be text"),
    ("zoom = true", "zoom: 'True': must be a number"),
    ("zoom = 99", "zoom: '99': must lie between 0 and 19"),
    ("center = [39]", "center: .* must be"),
    ("[relief]\nbounds = [1, 2, 3, 4]", "relief.path: is missing"),
    ("[relief]\npath = 'a.webp'\nbounds = [3, 2, 1, 4]", "relief.bounds: .* must be"),
    ("[relief]\npath = 'a.webp'\nbounds = [1, 2, 3]", "relief.bounds: .* must be"),
    ("[relief]\npath = 'a.webp'\nbox = [1, 2, 3, 4]", "unknown key 'relief.box'"),
    ("center = [139, 46]", "center: .* must be"),
    ("window = ['2020', 'x']", "window: .* two days"),
    ("window = ['2021', '2020']", "window: .* two days"),
    ("window = ['2021']", "window: .* two days"),
    ("lang = 'fr'", "lang: 'fr': must be one of en, hy, az, ru"),
    ("[events]\ncolor = 'red;}'", "must be a colour like"),
    ("[tiles]\nurl = 'http://x/{z}'\nattribution = 'a'", "not an https address"),
    ("[tiles]\nurl = \"https://x';script-src *//{z}\"\nattribution = 'a'", "not an https address"),
    ("notes = [1]", "must be text or a list of texts"),
    ("layers = 3", r"must be tables \[\[layers\]\]"),
    ("layers = [3]", r"must be tables \[\[layers\]\]"),
    ("title = ", "broken TOML"),
])
def test_what_means_nothing_is_refused_by_name(text, said):
    with pytest.raises(cm.RecipeError, match=said):
        parse(text)


def test_paths_are_relative_to_the_recipe(write):
    write("sub/e.csv", "date,lat,lon\n2022-09-13,39.84,45.67\n")
    recipe = write("sub/r.toml", '[events]\npath = "e.csv"\n[[layers]]\npath = "nkao-1923"\n')
    page = cm.build(recipe=recipe)
    assert page.accounting.placed == 1
    assert page.spec["layers"][-1]["id"] == "nkao-1923"


def test_the_built_in_recipe_names_layers_that_exist():
    known = cm.layers()
    assert all(use.path in known for use in cm.read_recipe("karabakh").layers)


STORY = '''
title = "A map"
[[stories]]
title = "The road"
[[stories.steps]]
title = "One"
text = "First."
window = ["2020-11-09", "2020-11-11"]
view = [39.7, 46.6, 9.5]
select = "a"
layers = ["+rivers"]
'''


def test_a_story_is_a_list_of_steps(tmp_path):
    path = tmp_path / "own.toml"
    path.write_text(STORY, encoding="utf-8")
    (story,) = read_recipe(path).stories
    assert (story.id, story.title) == ("story-1", "The road")
    assert story.steps[0].view == (39.7, 46.6, 9.5)


def test_a_story_may_stand_in_a_file_beside_the_recipe(tmp_path):
    (tmp_path / "own.toml").write_text('stories = ["walk.toml"]', encoding="utf-8")
    (tmp_path / "walk.toml").write_text(
        'title = "Walk"\n[[steps]]\ntext = "x"\nday = 2020-12-01\n', encoding="utf-8")
    (story,) = read_recipe(tmp_path / "own.toml").stories
    assert (story.id, len(story.steps)) == ("walk", 1)
    assert story_entry(story, set(), set())["steps"][0]["day"] == 18597


@pytest.mark.parametrize(("wrong", "said"), [
    ("viev = [1, 2, 3]", r"unknown key 'stories\[0\]\.steps\[0\]\.viev'"),
    ("view = [139.7, 46.6, 9]", "latitude, longitude, zoom"),
    ('layers = ["rivers"]', r"\+id to show"),
    ("text = 3", "must be text"),
])
def test_a_wrong_step_is_refused_by_name(tmp_path, wrong, said):
    path = tmp_path / "own.toml"
    text = "" if wrong.startswith("text") else 'text = "x"\n'
    path.write_text(
        f'[[stories]]\ntitle = "T"\n[[stories.steps]]\n{text}{wrong}\n', encoding="utf-8")
    with pytest.raises(RecipeError, match=said):
        read_recipe(path)


def test_every_step_of_the_atlas_names_events_that_are_there():
    known = set(cm.read_events("karabakh").ids)
    road, first = read_recipe("karabakh").stories
    assert [len(first.steps), len(road.steps)] == [12, 10]
    for step in (*first.steps, *road.steps):
        assert {step.select, *step.events} - {""} <= known
        assert step.select or step.events


def test_panels_are_some_of_those_there_are():
    found = parse('panels = ["layers", "totals"]')
    assert found.panels == ("totals", "layers")
    assert parse("").panels == ("story", "totals", "unknown", "road", "layers")
    with pytest.raises(RecipeError, match=r"panels: 'legend': must be some of story, totals"):
        parse('panels = ["legend"]')
