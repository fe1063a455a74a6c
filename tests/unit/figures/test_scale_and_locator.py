"""Scale bar and north arrow: where the tip points, and how long the bar is."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
import shapely

from conflictmap.figures.map_extent import Frame
from conflictmap.figures.scale_and_locator import draw_scale
from conflictmap.model.crs import local_crs, to_local

COLOURS = {"ink-2": "#222222", "halo": "#ffffff"}


def drawn(lat: float, *, box: tuple[float, float, float, float] = (5, 5, 95, 35)):
    """Return the axes of a map of 100 by 100 km around a latitude, with its scale."""
    from matplotlib.figure import Figure

    crs = local_crs((45, lat - .5, 46, lat + .5))
    middle = to_local(shapely.Point(45.5, lat), crs)
    frame = Frame(crs=crs, metres=(middle.x - 50e3, middle.y - 50e3, middle.x + 50e3,
                                   middle.y + 50e3), width=400, height=400)
    axes = Figure(figsize=(4, 4)).add_axes((0, 0, 1, 1), xlim=(0, 400), ylim=(0, 400))
    draw_scale(SimpleNamespace(axes=axes, frame=frame, colours=COLOURS,
                               view=SimpleNamespace(lang="en")), box)
    return frame, axes


@pytest.mark.parametrize("lat", [40.0, -40.0])
def test_the_arrow_points_to_where_latitudes_grow(lat):
    frame, axes = drawn(lat)
    (arrow,) = axes.patches
    tip, left, notch, right = arrow.get_xy()[:4]
    lon, middle = frame.center
    south, north = frame.points([(lon, middle), (lon, middle + .1)])
    assert north[1] > south[1]
    assert tip[1] > left[1] + 5
    assert tip[1] > notch[1] > left[1]
    assert left[1] == pytest.approx(right[1], abs=.2)
    assert tip[0] == pytest.approx((left[0] + right[0]) / 2, abs=.5)
    assert abs(left[0] - right[0]) == pytest.approx(6, abs=.1)
    letter = next(text for text in axes.texts if text.get_text() == "N")
    assert letter.get_position()[1] > tip[1]


@pytest.mark.parametrize("box", [(5, 5, 95, 35), (305, 5, 395, 35)])
def test_the_bar_is_as_long_as_it_says_and_stays_in_its_box(box):
    _, axes = drawn(40.0, box=box)
    (bar,) = axes.lines
    x = bar.get_xdata()
    said = next(text.get_text() for text in axes.texts if text.get_text() != "N")
    assert said == "10 km"
    assert (max(x) - min(x)) * 250 == pytest.approx(10_000)
    assert box[0] < min(x) < max(x) < box[2]
    assert (min(x) == box[0] + 1) if box[0] < 200 else (max(x) == box[2] - 1)


def test_the_arrow_is_straight_where_north_is_not_up():
    from matplotlib.figure import Figure

    crs = local_crs((45, 59.5, 46, 60.5))
    # Eight degrees east of the middle of the projection the meridians lean.
    middle = to_local(shapely.Point(53.5, 60), crs)
    frame = Frame(crs=crs, metres=(middle.x - 50e3, middle.y - 50e3, middle.x + 50e3,
                                   middle.y + 50e3), width=400, height=400)
    axes = Figure(figsize=(4, 4)).add_axes((0, 0, 1, 1), xlim=(0, 400), ylim=(0, 400))
    draw_scale(SimpleNamespace(axes=axes, frame=frame, colours=COLOURS,
                               view=SimpleNamespace(lang="en")), (5, 5, 95, 35))
    (arrow,) = axes.patches
    tip, left, notch, right = arrow.get_xy()[:4]
    lon, lat = frame.center
    south, north = frame.points([(lon, lat), (lon, lat + .1)])
    assert abs((north - south)[0]) > .05 * abs((north - south)[1]), "north leans here"
    along, to_north = tip - notch, north - south
    assert np.dot(left - right, along) == pytest.approx(0, abs=1e-6)
    assert along[0] / along[1] == pytest.approx(to_north[0] / to_north[1], abs=1e-3)
    assert np.hypot(*(tip - left)) == pytest.approx(np.hypot(*(tip - right)))
