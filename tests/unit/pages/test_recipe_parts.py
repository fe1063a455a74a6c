"""What a recipe may build upon: a built-in one, a logo, a theme, tiles by name."""

from __future__ import annotations

import base64

import pytest

import conflictmap as cm
from conflictmap.pages.recipe import parse_recipe, read_recipe

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGBgAAAABQABh6FO1AAAAABJRU5ErkJg"
    "gg==")


def parse(text, folder=None):
    return parse_recipe(text.encode(), name="r.toml", folder=folder)


def test_a_recipe_extends_a_built_in_one_and_says_only_what_differs():
    atlas = read_recipe("karabakh")
    found = parse('extends = "karabakh"\ntitle = "Mine"\n[[layers]]\npath = "held-1994"\n'
                  'name = "Held"\n')
    assert (found.title, found.subtitle, found.bands) == ("Mine", atlas.subtitle, atlas.bands)
    assert found.events == atlas.events
    assert sorted(u.path for u in found.layers) == sorted(u.path for u in atlas.layers)
    assert found.layers[-1].name == "Held"
    assert found.provenance.name == "r.toml"


def test_only_a_built_in_recipe_is_extended():
    with pytest.raises(cm.RecipeError, match="extends: 'x': must be a built-in recipe: karabakh"):
        parse('extends = "x"')


def test_a_logo_goes_into_the_page_and_a_theme_too(tmp_path):
    (tmp_path / "logo.png").write_bytes(PNG)
    (tmp_path / "e.csv").write_text("id,date,lat,lon\na,2022-03-01,48,37\n", encoding="utf-8")
    (tmp_path / "r.toml").write_text(
        'title = "M"\ntheme = "dark"\nlogo = "logo.png"\nbasemap = false\n[events]\n'
        'path = "e.csv"\n', encoding="utf-8")
    spec = cm.build(recipe=tmp_path / "r.toml").spec
    assert spec["theme"] == "dark"
    assert spec["logo"] == {
        "src": "data:image/png;base64," + base64.b64encode(PNG).decode(), "alt": "M"}


@pytest.mark.parametrize(("content", "said"), [
    (b"<svg onload='x'/>", "must be a PNG, JPEG or WebP picture"),
    (b"RIFF1234AVI ", "must be a PNG, JPEG or WebP picture"),
    (PNG + bytes(100_000), "the most are 100,000"),
])
def test_a_logo_of_another_kind_or_size_is_refused(tmp_path, content, said):
    (tmp_path / "logo.png").write_bytes(content)
    with pytest.raises(cm.RecipeError, match=said):
        parse('logo = "logo.png"', tmp_path)


def test_tiles_by_name_are_those_of_the_provider():
    found = parse('[tiles]\nname = "OpenStreetMap"').tiles
    assert found.url == "https://tile.openstreetmap.org/{z}/{x}/{y}.png"
    assert "OpenStreetMap contributors" in found.attribution
    assert "{" not in parse('[tiles]\nname = "OpenTopoMap"').tiles.url.replace(
        "{s}", "").replace("{z}", "").replace("{x}", "").replace("{y}", "")


@pytest.mark.parametrize(("name", "said"), [
    ("OpenStretMap", "no provider of tiles has this name"), ("MapBox", "need a key")])
def test_tiles_that_cannot_be_had_are_refused(name, said):
    with pytest.raises(cm.RecipeError, match=said):
        parse(f'[tiles]\nname = "{name}"')


@pytest.mark.parametrize(("text", "said"), [
    ("title = My map\n", "'title = My map'. Texts stand in quotes"),
    ('window = ["2020-02-30", "2020-03-01"]', r'Write \["2022-09-12", "2022-09-15"\]'),
])
def test_what_is_broken_is_shown_with_what_to_write(text, said):
    with pytest.raises(cm.RecipeError, match=said):
        parse(text)
