"""Several small maps on one sheet: a grid with dates, the key and the credits below."""

from __future__ import annotations

from itertools import combinations

import pytest

from conflictmap.figures.captions import filters_text
from conflictmap.pages.views import Filters

DAYS = ["2020-10-01", "2020-10-02", "2020-10-03", "2020-10-04", "2020-10-05"]


def boxes(figure):
    """Return the axes of the maps in points: left, foot, right, top."""
    wide, tall = figure.get_size_inches() * 72
    return [(b.x0 * wide, b.y0 * tall, b.x1 * wide, b.y1 * tall)
            for b in (axes.get_position() for axes in figure.axes[1:])]


@pytest.mark.parametrize(("count", "width", "across"), [
    (1, 17, 1), (2, 17, 2), (3, 17, 2), (4, 17, 2), (5, 19, 3), (2, 8.5, 1)])
def test_maps_stand_in_a_grid_each_below_its_date(world, count, width, across):
    figure, _ = world.event(46.5, 39.9).figure(dates=DAYS[:count], width_cm=width)
    found, sheet = boxes(figure), figure.axes[0]
    page = tuple(figure.get_size_inches() * 72)
    assert len(found) == count
    assert len({round(box[0], 3) for box in found}) == across
    assert len({round(box[1], 3) for box in found}) == -(-count // across)
    for box in found:
        assert 0 < box[0] < box[2] < page[0]
        assert 0 < box[1] < box[3] < page[1]
        assert box[2] - box[0] == pytest.approx(found[0][2] - found[0][0])
        assert box[3] - box[1] == pytest.approx(found[0][3] - found[0][1])
    for one, two in combinations(found, 2):
        assert one[2] < two[0] or two[2] < one[0] or one[3] < two[1] or two[3] < one[1]
    dates = [text for text in sheet.texts if text.get_text().endswith("October 2020")]
    assert len(dates) == count
    if count > 1:
        places = [text.get_position() for text in dates]
        assert places == [pytest.approx((box[0], box[3] + 3)) for box in found]
        # The next map ends above the date of the one below it.
        for (_, y), (_, foot, _, top) in zip(places, found, strict=True):
            assert not any(foot_ < y + 7 and y < top_ for _, foot_, _, top_ in found
                           if (foot_, top_) != (foot, top))


def test_the_sheet_is_the_page_and_its_unit_a_point(world):
    figure, _ = world.event(46.5, 39.9).figure()
    sheet = figure.axes[0]
    assert sheet.get_position().bounds == (0, 0, 1, 1)
    wide, tall = figure.get_size_inches() * 72
    assert (sheet.get_xlim(), sheet.get_ylim()) == (
        pytest.approx((0, wide)), pytest.approx((0, tall)))
    axes = figure.axes[1]
    box = boxes(figure)[0]
    assert axes.get_xlim()[1] == pytest.approx(box[2] - box[0])
    assert axes.get_ylim()[1] == pytest.approx(box[3] - box[1])


def test_title_above_key_and_credits_below_in_that_order(world):
    figure, _ = world.event(46.5, 39.9).figure()
    ((_, foot, _, top),) = boxes(figure)
    said = {text.get_text(): text.get_position()[1] for text in figure.axes[0].texts}
    assert said["Small"] > said["1 January – 31 December 2020"] > top
    assert foot > said["Events"]
    assert foot > said["Battle"]
    caption = next(y for text, y in said.items() if text.startswith("1 of 1 events"))
    credit = next(y for text, y in said.items() if "conflictmap" in text)
    assert said["Battle"] > caption > credit > 0


def test_a_title_may_be_another_or_none(world):
    world.event(46.5, 39.9)
    other, _ = world.figure(title="Other")
    none, _ = world.figure(title="")
    words = [{text.get_text() for text in figure.axes[0].texts} for figure in (other, none)]
    assert "Other" in words[0]
    assert not {"Small", "Other"} & (words[1] | (words[0] - {"Other"}))
    assert none.get_size_inches()[1] < other.get_size_inches()[1]


def test_the_locator_shows_the_frame_in_the_lands_around(world):
    world.area("land", 44.0, 38.0, size=6, name="Land").event(46.5, 39.9)
    figure, frame = world.figure(locator=True)
    assert len(figure.axes) == 3
    inner, outer = boxes(figure)[1], boxes(figure)[0]
    assert outer[0] < inner[0] < inner[2] < outer[2]
    assert outer[1] < inner[1] < inner[3] < outer[3]
    assert inner[2] - inner[0] <= 92.01
    ink = [p for p in figure.axes[2].patches if p.get_zorder() == 20]
    (x, y), wide, tall = ink[0].get_xy(), ink[0].get_width(), ink[0].get_height()
    # It is at most five times as wide as the map, and holds all of its frame.
    across = inner[2] - inner[0], inner[3] - inner[1]
    assert 1 < across[0] / wide <= 5.01
    assert 1 < across[1] / tall <= 5.01
    assert x > 0
    assert y > 0
    assert x + wide < across[0]
    assert y + tall < across[1]
    assert wide / tall == pytest.approx(frame.width / frame.height)


@pytest.mark.parametrize(("size", "west"), [(1.05, 45.95), (0, 0)])
def test_there_is_no_locator_where_the_map_shows_all(world, size, west):
    if size:
        world.area("land", west, 39.4, size=size, name="Land")
    figure, _ = world.event(46.5, 39.9).figure(locator=True)
    assert len(figure.axes) == 2


@pytest.mark.parametrize(("filters", "said"), [
    ({}, ""), ({"types": ("battle", "shelling")}, "Types of events: Battle, Shelling"),
    ({"actors": ("A", "B"), "toll": 3}, "A; B; Killed ≥ 3"), ({"toll": 0}, "Killed ≥ 0"),
    ({"certain": True, "text": "ganja"}, "; “ganja”")])
def test_filters_are_said_in_words(filters, said):
    assert filters_text(Filters(**filters), "en").endswith(said)
    assert bool(filters_text(Filters(**filters), "en")) == bool(filters)
