"""The ground below events elsewhere: what is in a piece of it, and what the pieces say."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from conflictmap.places.layer_files import WORLD
from conflictmap.places.world import country_names, world_layers

UKRAINE = (30.0, 45.5, 39.0, 51.0)


@pytest.fixture(scope="module")
def ukraine():
    return {layer.id: layer for layer in world_layers(UKRAINE)}


def names(layer):
    return {feature.name: feature for feature in layer.features}


def test_the_layers_are_named_as_said_and_cover_the_ground_once(ukraine):
    assert tuple(ukraine) == WORLD
    box = shapely.box(*UKRAINE)
    land = shapely.union_all(list(ukraine["world-countries"].geometry)).intersection(box)
    sea = shapely.union_all(list(ukraine["world-ocean"].geometry)).intersection(box)
    assert land.intersection(sea).area < 1e-6
    assert land.union(sea).area == pytest.approx(box.area, rel=1e-4)


def test_every_geometry_is_valid(ukraine):
    for layer in ukraine.values():
        assert shapely.is_valid(layer.geometry).all(), layer.id


def test_countries_have_names_in_four_languages_and_their_error(ukraine):
    found = names(ukraine["world-countries"])["Ukraine"]
    assert [found.properties[f"name_{lang}"] for lang in ("hy", "az", "ru")] == [
        "Ուկրաինա", "Ukrayna", "Украина"]
    assert found.positional_error_m == 2000
    assert names(ukraine["world-countries"])["Brazil"].geometry.is_valid  # beyond the box too


def test_crimea_is_with_ukraine_behind_a_dashed_line(ukraine):
    point = shapely.Point(34.1, 45.0)
    found = names(ukraine["world-countries"])
    assert found["Ukraine"].geometry.contains(point)
    assert not found["Russia"].geometry.contains(point)
    lines = {f.id: f for f in ukraine["world-borders"].features}
    isthmus = shapely.box(33.3, 46.0, 34.2, 46.3)
    assert lines["world-borders-disputed"].geometry.intersects(isthmus)
    assert not lines["world-borders-firm"].geometry.intersects(isthmus)
    assert lines["world-borders-disputed"].properties["delimited"] is False


@pytest.mark.parametrize(("lon", "lat", "name"), [
    (30.5, 50.4, "Ukraine"), (34.1, 45.0, "Ukraine"), (-13, 25, "Western Sahara"),
    (-13, 27, "Western Sahara"), (-9, 30, "Morocco"), (35.8, 33.0, "Golan Heights"),
    (34.35, 31.4, "Palestine"), (35.2, 32.2, "Palestine"), (21, 42.6, "Kosovo"),
    (66.0, 48.0, "Kazakhstan"), (-40, 30, ""),
])
def test_a_point_is_in_the_country_that_the_rules_say(lon, lat, name):
    assert country_names(np.array([lon]), np.array([lat])) == [name]


def test_towns_are_the_largest_of_their_surroundings(ukraine):
    towns = names(ukraine["world-towns"])
    assert {"Kyiv", "Odesa", "Kharkiv", "Dnipro"} <= set(towns)
    assert towns["Kyiv"].properties["rank"] == 1
    assert len(towns) <= 400
    assert ukraine["world-towns"].licence == "CC-BY-4.0"
    assert "GeoNames" in ukraine["world-towns"].attribution


@pytest.mark.parametrize(("box", "error"), [
    ((34.2, 31.2, 34.6, 31.6), 2000), ((20, -35, 52, 15), 5000), ((-180, -60, 180, 75), 25000),
])
def test_the_detail_goes_with_the_width(box, error):
    land = world_layers(box)[0]
    assert {f.positional_error_m for f in land.features} == {error}


def test_the_same_box_gives_the_same_layers():
    one, two = world_layers(UKRAINE), world_layers(UKRAINE)
    assert all((a.geometry == b.geometry).all() for a, b in zip(one, two, strict=True))
