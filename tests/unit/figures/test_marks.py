"""Events on paper: how large, how filled, counted where they coincide, and what the key says."""

from __future__ import annotations

import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import Arc, Circle, Polygon

import conflictmap as cm
from conflictmap.figures.map_extent import frame_of
from conflictmap.figures.shapes import SMALLEST, radius_of
from conflictmap.figures.style import palette, px

AT, BOX = (46.5, 39.9), (46.0, 39.5, 47.0, 40.25)


def shapes(figure, kind=Polygon):
    """Return the marks of events, from below; the north arrow is none."""
    found = [p for p in figure.axes[1].patches if type(p) is kind and 8.1 < p.get_zorder() < 11]
    return sorted(found, key=lambda patch: patch.get_zorder())


def radius(patch):
    x, y = patch.get_xy().T
    area = abs(np.dot(x[:-1], y[1:]) - np.dot(y[:-1], x[1:])) / 2
    return (area / np.pi) ** .5


def key(figure):
    return [text.get_text() for text in figure.axes[0].texts]


@pytest.mark.parametrize(("cells", "size"), [
    ({"fatalities_best": 1000}, radius_of(1000)), ({"fatalities_best": 250}, radius_of(250)),
    ({"fatalities_best": 250, "fatalities_high": 900}, radius_of(250)),
    ({"fatalities_high": 250}, radius_of(250)), ({}, SMALLEST)])
def test_a_mark_is_as_large_as_the_best_figure_or_the_highest(world, cells, size):
    # The second event sets the scale of the map.
    world.event(*AT, **cells).event(46.8, 39.6, fatalities_best=1000)
    figure, frame = world.figure()
    place = frame.points([AT])[0]
    here = [p for p in shapes(figure) if np.allclose(p.get_xy()[:-1].mean(0), place, atol=.5)]
    assert radius(here[0]) == pytest.approx(px(size), rel=.01)


def test_a_known_figure_fills_the_mark_and_an_unknown_leaves_it_open(world):
    fighting, paper = palette()["family-fighting"], palette()["paper"]
    filled, _ = world.event(*AT, fatalities_best=0).figure()
    assert to_hex(shapes(filled)[0].get_facecolor()) == fighting
    world.rows.clear()
    silent, _ = world.event(*AT).figure()
    assert {to_hex(p.get_facecolor()) for p in shapes(silent)} == {paper}
    assert "Hollow: no toll stated" in key(silent)
    assert "Hollow: no toll stated" not in key(filled)


def test_bounds_alone_are_a_ring_with_the_lowest_within(world):
    world.event(*AT, fatalities_low=50, fatalities_high=800)
    world.event(46.8, 39.6, fatalities_best=1000)
    figure, frame = world.figure()
    place = frame.points([AT])[0]
    here = [p for p in shapes(figure) if np.allclose(p.get_xy()[:-1].mean(0), place, atol=.5)]
    sizes = sorted({round(radius(p), 2) for p in here})
    assert sizes == pytest.approx([px(radius_of(50)), px(radius_of(800))], abs=.05)
    assert here[0].get_alpha() < .5
    contested = [words for words in key(figure) if "highest" in words.lower()]
    assert contested
    world.rows.clear()
    plain, _ = world.event(*AT, fatalities_best=5).figure()
    assert not [words for words in key(plain) if words in contested]


def test_an_aggregate_is_two_rings_and_named_in_the_key(world):
    world.event(*AT, id="sum", role="aggregate", fatalities_best=500)
    figure, _ = world.figure()
    rings = shapes(figure, Circle)
    assert len(rings) == 2
    assert rings[0].radius - rings[1].radius == pytest.approx(px(3.5))
    assert not shapes(figure)


def test_events_at_one_spot_are_a_ring_with_their_number(world):
    for i in range(5):
        world.event(AT[0] + i / 5000, AT[1], type="battle" if i < 4 else "agreement")
    figure, _ = world.figure()
    assert "5" in [text.get_text() for text in figure.axes[1].texts]
    arcs = shapes(figure, Arc)
    turned = {to_hex(arc.get_edgecolor()): (arc.theta2 - arc.theta1) for arc in arcs}
    colours = palette()
    assert set(turned) == {colours["family-fighting"], colours["family-diplomacy"]}
    # Four fifths and one fifth of the circle, less a gap at both ends.
    assert turned[colours["family-fighting"]] == pytest.approx(288 - 6.8)
    assert turned[colours["family-diplomacy"]] == pytest.approx(72 - 6.8)
    assert any("number" in words.lower() or "several" in words.lower() for words in key(figure))


def test_the_event_chosen_has_a_ring_and_its_reach_below_the_marks(world):
    world.event(*AT, id="chosen", radius_m=10_000, fatalities_best=5)
    world.event(46.8, 39.6, id="other", radius_m=10_000, fatalities_best=5)
    plain, _ = world.figure()
    assert not shapes(plain, Circle)
    figure, frame = world.figure(view="#s=chosen")
    found = shapes(figure, Circle)
    reach = [c for c in found if c.radius * frame.metres_per_point == pytest.approx(10_000)]
    assert len(reach) == 2
    assert all(c.center == pytest.approx(tuple(frame.points([AT])[0]), abs=.01) for c in found)
    marks = [p.get_zorder() for p in shapes(figure)]
    names = [text.get_zorder() for text in figure.axes[1].texts if text.get_zorder() < 9]
    assert max(c.get_zorder() for c in reach) < min(marks)
    assert min(c.get_zorder() for c in reach) > max([8.1, *names])
    rings = [c for c in found if c not in reach]
    assert len(rings) == 2
    assert min(c.radius for c in rings) > px(SMALLEST)


def test_the_area_that_an_event_is_in_is_drawn_when_it_is_chosen(world):
    world.area("district", 46.2, 39.7, name="Somewhere", control="azerbaijan")
    data = world.event(46.3, 39.8, id="in").data()
    ((area, _),) = data.features
    data.spec["events"]["where"][0] = [area["id"]]
    figure = cm.figure(data, view="#s=in", bounds=BOX, locator=False)
    frame = frame_of(data, cm.view_of(data), 17 * 72 / 2.54 - 8, bounds=BOX)
    ink = [p for p in figure.axes[1].patches
           if to_hex(p.get_edgecolor()) == palette()["ink"] and 8.1 < p.get_zorder() < 9
           and not isinstance(p, Circle)]
    low, high = frame.points([(46.2, 39.7), (46.4, 39.9)])
    assert len(ink) == 1
    assert ink[0].get_path().get_extents().extents == pytest.approx((*low, *high), abs=2)
    assert "Somewhere in an area" in " ".join(key(figure)) or [
        words for words in key(figure) if "omewhere" in words]


def test_the_same_circle_marks_the_key_of_sizes(world):
    world.event(*AT, fatalities_best=1000)
    figure, _ = world.figure()
    radii = [c.radius for c in figure.axes[0].patches if isinstance(c, Circle)]
    assert radii == sorted(radii, reverse=True)
    assert radii[0] == pytest.approx(px(30))
    assert {"1,000 or more", "20 or fewer"} <= set(key(figure))
