"""Clips: one layout for all frames, names that stay, totals as ranges, the same frames again."""

from __future__ import annotations

import numpy as np
import pytest

import conflictmap as cm
from conflictmap.figures import film
from conflictmap.figures.panel import KeptLabelBoxes, LabelBoxes
from conflictmap.figures.sizes import size_of
from conflictmap.reports.animate import clip_views

WAR = {"start": "2020-09-27", "end": "2020-11-10"}


@pytest.fixture(scope="module")
def views(data):
    found = clip_views(data, "", **WAR)
    return [found[i] for i in (0, 22, 44)]


@pytest.fixture(scope="module")
def scene(data, views):
    with film.quiet():
        return film._scene(data, views, size_of("1200x675"), title=None, bounds=None, locator=True)


@pytest.fixture(scope="module")
def frames(scene):
    with film.quiet():
        return [film._drawn(scene, i) for i in range(3)]


def names(figure):
    """Return where the names on the map stand; numbers in marks are no names."""
    return {t.get_text(): t.get_position() for t in figure.axes[1].texts
            if not t.get_text().replace(",", "").isdigit()}


def test_no_name_jumps_and_few_come_or_go(frames):
    first, middle, last = map(names, frames)
    for one, two in ((first, middle), (middle, last), (first, last)):
        both = one.keys() & two.keys()
        assert len(both) >= 20
        assert {name: one[name] for name in both} == {name: two[name] for name in both}
    assert len(first.keys() ^ last.keys()) <= 4


def test_frame_key_and_credits_stand_still(frames, scene):
    boxes = [[axes.get_position().bounds for axes in figure.axes[:3]] for figure in frames]
    assert boxes[0] == boxes[1] == boxes[2]
    head = len(scene.texts.head(0, scene.layout.head_width))
    below = [[(t.get_text(), t.get_position()) for t in figure.axes[0].texts][head:]
             for figure in frames]
    assert below[0] == below[1] == below[2]
    assert below[0][-1][0].endswith("conflictmap 0.1.0.")


def test_no_text_is_cut(frames):
    figure = frames[1]
    with film.quiet():
        renderer = figure.canvas.get_renderer()
        sheet = figure.axes[0]
        for text in sheet.texts:
            box = text.get_window_extent(renderer)
            assert box.x0 >= 0, text.get_text()
            assert box.x1 <= 1200, text.get_text()
            assert box.y0 >= 0, text.get_text()
            assert box.y1 <= 675, text.get_text()


def test_totals_run_as_ranges_and_say_how_many_state_nothing(atlas, data, views):
    for view, end in zip(views, ("2020-09-28", "2020-10-20", "2020-11-11"), strict=True):
        count = cm.count(atlas, window=("2020-09-27", end))[0]
        toll = count.toll
        assert film.totals_of(data, view) == [
            f"Events counted: {count.events}\u2013{count.possible}",
            f"Killed: {toll.low:,}\u2013{toll.best:,}\u2013{toll.high:,}",
            f"Events without a number of dead: {toll.silent}"]


def test_the_head_names_the_days_of_the_frame(frames):
    words = [[t.get_text() for t in figure.axes[0].texts] for figure in frames]
    assert "27 September 2020" in words[0]
    assert "27 September \u2013 19 October 2020" in words[1]


def test_the_same_input_makes_the_same_frames(data, views):
    size, told = size_of("400x400"), []

    def pictures():
        return list(film.frames_of(data, views[::2], size, locator=False, moved=told.append))

    one, two = pictures(), pictures()
    assert [p.shape for p in one] == [(400, 400, 3)] * 2
    assert all(np.array_equal(a, b) for a, b in zip(one, two, strict=True))
    assert not np.array_equal(one[0], one[1])
    assert told == [0.5, 1.0, 0.5, 1.0]


def test_a_name_keeps_its_box_and_nobody_takes_it():
    boxes = KeptLabelBoxes()
    here, there = (0, 0, 10, 10), (20, 0, 30, 10)
    assert boxes.place("a", [here, there]) == here
    # The next frame: another name comes first, and finds the place of the absent one taken.
    assert boxes.place("b", [here, there]) == there
    assert boxes.place("a", [there]) == here
    assert boxes.place("c", [here, there]) is None
    assert LabelBoxes().place("a", []) is None


def test_the_name_of_an_area_moves_only_when_the_area_has_left_it():
    from shapely import box

    boxes = KeptLabelBoxes()
    assert boxes.spot("a", (5, 5, 3), box(0, 0, 10, 10)) == (5, 5, 3)
    assert boxes.spot("a", (7, 5, 3), box(4, 0, 10, 10)) == (5, 5, 3)
    assert boxes.spot("a", (8, 5, 2), box(6, 0, 10, 10)) == (8, 5, 2)
    assert boxes.spot("a", None, box(0, 0, 1, 1)) is None
    assert LabelBoxes().spot("a", (1, 1, 1), box(0, 0, 9, 9)) == (1, 1, 1)
