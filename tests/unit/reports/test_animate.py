"""A clip of a map: its days, its steps, its file."""

from __future__ import annotations

import pytest
from PIL import Image

import conflictmap as cm
from conflictmap.model.interval import day_of
from conflictmap.pages.read_page import page_data
from conflictmap.reports.animate import clip_views


@pytest.fixture(scope="module")
def small():
    rows = [{"date": f"2022-09-{day}", "lat": 39.8, "lon": 45.6 + i / 10, "title": "x",
             "fatalities_best": i} for i, day in enumerate((12, 13, 16))]
    return page_data(cm.build(rows))


def last_days(data, **how):
    return [str(day_of(view.window[1] - 1)) for view in clip_views(data, "", **how)]


def test_frames_end_a_step_later_each_and_start_together(data):
    views = clip_views(data, "#l=ru&day=2022-09-13", start="2020-09-27", end="2020-11-10")
    assert len(views) == 45
    assert len({view.window[0] for view in views}) == 1
    assert {view.lang for view in views} == {"ru"}
    # The ground is that of the frame, not of the link.
    assert {view.day for view in views} == {None}
    assert [view.window[1] - views[0].window[1] for view in views] == list(range(45))


@pytest.mark.parametrize(("step", "days"), [
    ("week", ["2020-09-10", "2020-09-17", "2020-09-20"]),
    ("10 days", ["2020-09-13", "2020-09-20"]),
    ("month", ["2020-09-20"]), ("day", [f"2020-09-{d:02d}" for d in range(4, 21)])])
def test_steps_of_days_go_from_the_first_day_on(data, step, days):
    assert last_days(data, start="2020-09-04", end="2020-09-20", step=step) == days


@pytest.mark.parametrize(("step", "days"), [
    ("month", ["2019-11-30", "2019-12-31", "2020-01-31", "2020-02-03"]),
    ("2 months", ["2019-12-31", "2020-02-03"]), ("quarter", ["2019-12-31", "2020-02-03"]),
    ("Year", ["2019-12-31", "2020-02-03"])])
def test_months_and_years_end_with_the_calendar(data, step, days):
    assert last_days(data, start="2019-11-15", end="2020-02-03", step=step) == days


def test_quarters_are_three_months(data):
    assert last_days(data, start="2020-01-15", end="2020-12-10", step="quarter") == [
        "2020-03-31", "2020-06-30", "2020-09-30", "2020-12-10"]


def test_a_long_span_gets_a_longer_step(data):
    assert len(clip_views(data, "")) <= 90
    assert len(clip_views(data, "", start="2020-09-27", end="2020-09-27")) == 1


@pytest.mark.parametrize(("how", "said"), [
    ({"start": "soon"}, "from: 'soon': not a day"), ({"step": "0 days"}, "write day"),
    ({"step": "hour"}, "step: 'hour': write day"),
    ({"start": "2021-01-01", "end": "2020-01-01"}, "ends before"),
    ({"start": "1988-01-01", "end": "2025-01-01", "step": "day"}, "more than 1500 frames")])
def test_what_makes_no_clip_is_refused(data, how, said):
    with pytest.raises(cm.OutputError, match=said):
        clip_views(data, "", **how)


@pytest.mark.parametrize(("how", "said"), [
    ({"fps": 0.1}, "fps 0.1: must be 0.5 to 30"), ({"hold": 99}, "hold 99: must be 0 to 60"),
    ({"size": "a4"}, "size a4: a clip has pixels")])
def test_what_no_clip_can_be_is_refused_before_anything_is_drawn(small, tmp_path, how, said):
    with pytest.raises(cm.OutputError, match=said):
        cm.animate(small, tmp_path / "x.gif", **how)
    assert not list(tmp_path.iterdir())


def test_a_clip_is_written(small, tmp_path):
    told = []
    done = cm.animate(small, tmp_path / "x.gif", start="2022-09-12", end="2022-09-16",
                      step="4 days", size="400x400", locator=False, moved=told.append)
    assert done == tmp_path / "x.gif"
    with Image.open(done) as clip:
        assert (clip.size, clip.n_frames) == ((400, 400), 2)
    assert told == [0.5, 1.0]
    with pytest.raises(cm.OutputError, match="unknown ending"):
        cm.animate(small, tmp_path / "x.avi")
