"""Areas in km²: those of the outline, with a margin that grows with its error and its length."""

from __future__ import annotations

import pytest

import conflictmap as cm
from conflictmap.pages.spec import layer_block
from conflictmap.places.measures import areas_km2


@pytest.fixture(scope="module")
def districts() -> cm.Layer:
    return cm.read_layer("districts-adjacent")


def test_the_parts_of_a_district_are_as_large_as_the_whole(districts):
    found = areas_km2(districts)
    whole = found["districts-adjacent-lachin-2022"][0]
    parts = [found[f"districts-adjacent-lachin-2020-{part}"][0]
             for part in ("outside-strip", "strip")]
    assert sum(parts) == pytest.approx(whole, abs=0.3)


def test_areas_are_near_to_those_published(districts):
    """Published: Kalbajar 1,936, Lachin 1,835, Jabrayil 1,050 km²; the outlines are coarse."""
    found = areas_km2(districts)
    for name, km2 in (("kalbajar", 1936), ("lachin", 1835), ("jabrayil", 1050)):
        area = found[f"districts-adjacent-{name}-soviet"][0]
        assert area == pytest.approx(km2, rel=0.08)


def test_the_margin_is_the_error_times_the_root_of_twice_the_error_times_the_outline(districts):
    for area, margin in areas_km2(districts).values():
        assert margin > 0
        assert margin < 2 * area


def test_the_page_has_the_areas_and_layers_that_hold_no_ground_have_none(districts):
    properties = layer_block(districts)["features"][0]["properties"]
    assert properties["area_km2"] > 0
    assert "area_km2" not in layer_block(cm.read_layer("provinces"))["features"][0]["properties"]
