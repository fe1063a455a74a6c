"""Names and signs on paper: where they stand beside their point, and from which scale on."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from conflictmap.figures.labels import around, draw_sign, write
from conflictmap.figures.style import palette, px

NEAR, FAR = (46.0, 39.5, 46.5, 39.9), (43.0, 37.5, 49.0, 42.0)


def names(figure):
    return {text.get_text(): text for text in figure.axes[1].texts}


def paper():
    from matplotlib.figure import Figure

    return Figure().add_axes((0, 0, 1, 1), xlim=(0, 100), ylim=(0, 100))


@pytest.mark.parametrize("width", [7.0, 7.5, 31.25])
def test_spots_beside_a_point_are_alike_on_all_sides(width):
    right, left, above, below, *corners = around(10, 20, width, 8, 3)
    assert right[0] - 10 == pytest.approx(10 - left[2])
    assert above[1] - 20 == pytest.approx(20 - below[3])
    for box in (above, below):
        assert (box[0] + box[2]) / 2 == pytest.approx(10)
    for box in (right, left):
        assert (box[1] + box[3]) / 2 == pytest.approx(20)
    for box in (right, left, above, below, *corners):
        assert box[2] - box[0] == pytest.approx(width + 2)
        assert box[0] >= 10 or box[2] <= 10 or box[1] >= 20 or box[3] <= 20, "off the point"
    assert len({(round(a), round(b)) for a, b, *_ in corners}) == 4


def test_a_name_stands_in_the_middle_of_its_box():
    axes = paper()
    panel = SimpleNamespace(axes=axes, colours=palette())
    write(panel, "Name", (10, 20, 40, 26), 6, "#000000", bold=True)
    (text,) = axes.texts
    assert text.get_position() == (25, 23)
    assert (text.get_ha(), text.get_va()) == ("center", "center_baseline")
    assert text.get_fontproperties().get_weight() == "bold"


@pytest.mark.parametrize("symbol", ["bridge", "checkpoint", "closure", "post"])
def test_signs_stand_upright_about_their_point(symbol):
    axes = paper()
    draw_sign(SimpleNamespace(axes=axes, colours=palette()), symbol, 50, 30)
    points = [tuple(np.round(p, 6)) for line in axes.lines for p in line.get_xydata()]
    points += [tuple(np.round(p, 6)) for patch in axes.patches
               for p in (patch.get_xy() if hasattr(patch, "get_xy") else [])]
    assert points
    turned = {(round(100 - x, 6), round(60 - y, 6)) for x, y in points}
    assert set(points) == turned
    assert max(abs(x - 50) for x, _ in points) < px(6.1)
    if symbol != "closure":
        assert set(points) == {(x, round(60 - y, 6)) for x, y in points}


def test_signs_are_drawn_from_one_scale_and_named_from_a_nearer_one(world):
    world.point("corridor-point", 46.25, 39.7, symbol="bridge", name="The bridge")
    near, _ = world.figure(bounds=NEAR)
    assert "The bridge" in names(near)
    assert len([line for line in near.axes[1].lines if len(line.get_xdata()) == 4]) == 3
    between, frame = world.figure(bounds=(46.0, 39.2, 47.5, 40.3))
    assert 8.0 < frame.zoom < 9.5
    assert "The bridge" not in names(between)
    assert len([line for line in between.axes[1].lines if len(line.get_xdata()) == 4]) == 3
    far, _ = world.figure(bounds=FAR)
    assert len([line for line in far.axes[1].lines if len(line.get_xdata()) == 4]) == 1


def test_regions_are_in_spaced_capitals_waters_in_italics_peaks_over_their_sign(world):
    world.point("settlement", 46.1, 39.6, name="Region", rank=1, **{"class": "region-label"})
    world.point("settlement", 46.3, 39.6, name="River", rank=1, **{"class": "river-label"})
    world.point("settlement", 46.3, 39.8, name="Peak", rank=1, **{"class": "peak"})
    figure, frame = world.figure(bounds=NEAR)
    found = names(figure)
    assert {"\u200a".join("REGION"), "River", "Peak"} <= set(found)
    assert found["River"].get_fontproperties().get_style() == "italic"
    ((x, y),) = frame.points([(46.3, 39.8)])
    assert found["Peak"].get_position()[0] == pytest.approx(x, abs=.01)
    assert found["Peak"].get_position()[1] - y == pytest.approx(px(9), abs=.01)
    river = found["River"].get_position()
    assert river == pytest.approx(tuple(frame.points([(46.3, 39.6)])[0]), abs=.01)


def test_settlements_stand_beside_a_dot_the_larger_ones_from_farther(world):
    world.point("settlement", 46.2, 39.7, name="City", rank=1)
    world.point("settlement", 46.35, 39.75, name="Hamlet", rank=4)
    near, frame = world.figure(bounds=NEAR)
    assert {"City", "Hamlet"} <= set(names(near))
    ((x, y),) = frame.points([(46.2, 39.7)])
    box = names(near)["City"].get_position()
    assert box[0] > x
    assert box[1] == pytest.approx(y, abs=.5)
    dots = [p for p in near.axes[1].patches if type(p).__name__ == "Circle"]
    assert any(dot.center == pytest.approx((x, y), abs=.01) for dot in dots)
    assert max(dots, key=lambda dot: dot.radius).center == pytest.approx((x, y), abs=.01)
    far, _ = world.figure(bounds=FAR)
    assert "City" in names(far)
    assert "Hamlet" not in names(far)


def test_areas_are_named_within_them_and_not_where_there_is_no_room(world):
    world.area("control", 46.1, 39.6, size=.2, control="azerbaijan", name="Park")
    world.area("control", 46.45, 39.6, size=.02, control="azerbaijan", name="Tiny")
    figure, frame = world.figure(bounds=NEAR)
    found = names(figure)
    assert "\u200a".join("PARK") in found
    assert not [name for name in found if "T" in name and "Y" in name]
    west, south = frame.points([(46.1, 39.6)])[0]
    east, north = frame.points([(46.3, 39.8)])[0]
    x, y = found["\u200a".join("PARK")].get_position()
    assert west < x < east
    assert south < y < north


def test_a_large_mark_has_its_figure_below_it_where_no_mark_lies(world):
    world.event(46.25, 39.7, fatalities_best=1000)
    figure, frame = world.figure(bounds=NEAR)
    ((x, y),) = frame.points([(46.25, 39.7)])
    text = names(figure)["1,000"]
    assert text.get_position()[0] == pytest.approx(x)
    assert text.get_position()[1] < y - px(30)
