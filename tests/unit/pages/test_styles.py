"""How events of somebody's own look: colours, names, and sizes fitted to the data."""

from __future__ import annotations

from itertools import pairwise

import pytest

import conflictmap as cm
from conflictmap.figures.shapes import SMALLEST, key_fatalities, largest_radius, radius_of
from conflictmap.figures.style import own_colours, palette
from conflictmap.model.event_types import OWN_FAMILIES


@pytest.fixture
def spec(tmp_path):
    def build(rows, recipe=""):
        (tmp_path / "e.csv").write_text(
            "id,date,lat,lon,type,fatalities_best\n" + "\n".join(rows) + "\n", encoding="utf-8")
        (tmp_path / "r.toml").write_text(f"basemap = false\n{recipe}", encoding="utf-8")
        return cm.build(tmp_path / "e.csv", recipe=tmp_path / "r.toml").spec
    return build


def rows(types, tolls=()):
    return [f"e{i},2022-03-01,{48 + i / 50:.2f},37.8,{t},{tolls[i] if i < len(tolls) else ''}"
            for i, t in enumerate(types)]


def test_own_types_have_colours_of_their_own_and_known_ones_keep_theirs(spec):
    found = {t["id"]: t["family"] for t in spec(
        rows(["looting", "artillery", "battle", "artillery"]))["types"]}
    assert found == {"artillery": "own-1", "battle": "fighting", "looting": "own-2"}


def test_eight_types_have_colours_and_the_rarest_share_one(spec):
    found = spec(rows([f"t{i}" for i in range(10)] * 2 + [f"t{i}" for i in range(8)]))["types"]
    assert [t["family"] for t in found] == [*OWN_FAMILIES, "other", "other"]


def test_no_two_own_colours_are_one():
    for theme in ("light", "dark"):
        colours = [palette(theme)[f"family-{name}"] for name in (*OWN_FAMILIES, "other")]
        assert len(set(colours)) == 9


def test_a_recipe_names_and_colours_types(spec):
    found = spec(rows(["artillery", "looting"]), """
[[events.types]]
id = "artillery"
name = "Artillery fire"
color = "#aa3311"
""")["types"]
    assert found[0] == {"id": "artillery", "label": "Artillery fire", "family": "own-1",
                        "color": "#aa3311"}
    assert own_colours(found) == {"family-own-1": "#aa3311"}


def test_one_colour_for_all_events_stays_one(spec):
    found = spec(rows(["artillery", "looting"]), '[events]\ncolor = "#aa3311"')["types"]
    assert {t["family"] for t in found} == {"other"}


@pytest.mark.parametrize(("tolls", "largest"), [
    ([0, 3, 7, 12], 20), ([10], 10), ([180], 200), ([1000], None), ([4000], None), ([], None)])
def test_the_scale_of_sizes_fits_the_data(spec, tolls, largest):
    style = spec(rows(["battle"] * max(1, len(tolls)), tolls))["style"]
    assert style.get("largest") == largest


def test_nought_three_seven_and_twelve_look_different():
    radii = [radius_of(toll, 20) for toll in (0, 3, 7, 12)]
    assert radii[0] == SMALLEST
    assert all(b - a > 3 for a, b in pairwise(radii))
    assert radii[-1] < largest_radius(20)
    assert [radius_of(t) for t in (0, 20, 1000)] == pytest.approx([SMALLEST, SMALLEST, 30])


@pytest.mark.parametrize(("top", "key"), [(1000, (1000, 300, 100, 20)), (20, (20, 6, 2, 1))])
def test_the_key_shows_figures_of_the_scale(top, key):
    assert key_fatalities(top) == key
