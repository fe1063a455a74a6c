"""Marks: as large as a circle of the same figure, alike on both sides, a tip where it points."""

from __future__ import annotations

import math

import numpy as np
import pytest

from conflictmap.figures.shapes import (
    SMALLEST,
    key_fatalities,
    largest_radius,
    radius_of,
    shape_points,
    type_styles,
)
from conflictmap.pages.styles import TOPS

EVEN = ("burst", "triangle", "cross", "bar", "square", "diamond", "hexagon", "pentagon", "house",
        "spark", "hourglass", "drop", "half", "lens", "star")


def outline(name):
    return shape_points(name, 0, 0, 1)


def same(one, other):
    """Return whether two outlines have the same corners."""
    return len(one) == len(other) and all(
        np.hypot(*(other - corner).T).min() < 1e-6 for corner in one)


@pytest.mark.parametrize("name", [*EVEN, "wedge", "chevron", "arrow", "gate", "bolt", "plate",
                                  "octagon", "circle"])
def test_every_shape_has_the_area_of_a_circle(name):
    x, y = shape_points(name, 7, -3, 5).T
    area = abs(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) / 2
    assert area == pytest.approx(math.pi * 25)
    assert 7 - 15 < x.min() < 7 < x.max() < 7 + 15


@pytest.mark.parametrize("name", EVEN)
def test_shapes_are_alike_on_both_sides(name):
    assert same(outline(name), outline(name) * (-1, 1))


@pytest.mark.parametrize("name", ["cross", "bar", "square", "diamond", "hexagon", "gate", "lens",
                                  "arrow", "chevron", "spark", "burst"])
def test_shapes_that_stand_level_are_alike_above_and_below(name):
    assert same(outline(name), outline(name) * (1, -1))


@pytest.mark.parametrize("name", ["burst", "triangle", "diamond", "house", "spark", "drop", "star",
                                  "pentagon", "hexagon"])
def test_a_tip_points_up(name):
    points = outline(name)
    assert points[points[:, 1].argmax()][0] == pytest.approx(0, abs=1e-9)


def test_a_wedge_points_down_and_an_arrow_to_the_right():
    wedge, arrow = outline("wedge"), outline("arrow")
    assert wedge[wedge[:, 1].argmin()][0] == pytest.approx(0, abs=1e-9)
    assert arrow[arrow[:, 0].argmax()][1] == pytest.approx(0, abs=1e-9)
    assert arrow[:, 0].max() > -arrow[:, 0].min()


def test_a_shape_not_known_is_a_circle():
    assert same(outline("no such"), outline("circle"))
    assert np.hypot(*outline("circle").T) == pytest.approx(1, abs=.01)


def test_areas_go_with_the_dead_between_the_smallest_and_the_largest():
    assert radius_of(400) / radius_of(100) == pytest.approx(2)
    assert radius_of(0) == radius_of(1) == SMALLEST
    assert radius_of(10**6) == radius_of(1000) == largest_radius()
    assert radius_of(50, 50) == largest_radius(50) < largest_radius()


@pytest.mark.parametrize("top", TOPS)
def test_the_key_shows_sizes_that_differ_from_the_largest_to_the_smallest(top):
    found = key_fatalities(top)
    assert found[0] == top
    assert list(found) == sorted(set(found), reverse=True)
    assert found[-1] >= 1
    assert radius_of(found[-1], top) < 1.2 * SMALLEST or found[-1] == 1


def test_types_of_ones_own_have_a_shape_each_or_that_of_the_author():
    types = [{"id": "battle", "label": "Battle"}, {"id": "x", "label": "X"},
             {"id": "y", "label": "Y", "family": "movement"}]
    plain, own = type_styles(types), type_styles(types, "star")
    assert (plain["battle"].family, plain["battle"].shape) == ("fighting", "circle")
    assert plain["x"].shape != plain["y"].shape
    assert (own["x"].family, own["x"].shape) == ("other", "star")
    assert (own["y"].family, own["y"].shape) == ("movement", plain["y"].shape)
    assert own["battle"].shape == "circle"
