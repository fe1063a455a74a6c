"""Marks are drawn where their events are, whatever the map was before: by the pixels."""

from __future__ import annotations

import math

import numpy as np
import pytest

import conflictmap as cm
from clusters import Clusters, discs, inside
from looked import ALONE, Looked

MOST = pytest.param(350_000, marks=pytest.mark.soak)
SIZES = (214, 2_000, 40_000, MOST)
EVERYTHING = ["2011-01-01", "2013-01-01"]


@pytest.fixture(scope="module")
def maps(tmp_path_factory):
    """Return the file of a map of so many rows; each is built once."""
    folder = tmp_path_factory.mktemp("clusters")
    built = {}

    def file(rows: int):
        if rows not in built:
            table = Clusters(rows).write(folder / f"{rows}.csv")
            built[rows] = cm.build(table).save(folder / f"{rows}.html")
        return built[rows]

    return file


@pytest.fixture
def looked(open_page, maps):
    """Return a map of so many rows that is led about; at the end its console must be quiet."""
    pages = []

    def look(rows: int, **options) -> Looked:
        pages.append(open_page(maps(rows), size=(1280, 900), hash_="#m=marks", **options))
        found = Looked(pages[-1], rows)
        pages[-1].run(ALONE)
        found.home()
        return found

    yield look
    for opened in pages:
        opened.quiet()


def views(it: Looked) -> None:
    """Look at the map at rest and after each way to move it."""
    it.check("at rest")
    it.wheel(-200)
    it.check("wheel in")
    it.drag((-90, 40))
    it.check("drag")
    it.wheel(200)
    it.check("wheel out")
    it.after(lambda: it.page.keyboard.press("Tab") or it.page.locator(".cm-map").press("ArrowLeft"))
    it.check("arrow key")
    it.pinch(100, 160)
    it.check("pinch in")
    it.pinch(160, 100)
    it.check("pinch out")
    it.drag((80, -30), touch=True)
    it.check("drag by finger")
    it.home()
    it.check("view set")


def frames(it: Looked) -> None:
    """Look at the map in frames of other sizes."""
    it.after(lambda: it.page.set_viewport_size({"width": 1000, "height": 800}))
    it.check("narrower", slack=1)
    it.after(lambda: it.page.set_viewport_size({"width": 1280, "height": 900}))
    it.check("wider", slack=1)
    it.set(marks="hex")
    it.sharp()
    it.set(marks="marks")
    it.check("sharper screen, hexagons and back", slack=1)
    it.after(lambda: it.page.set_viewport_size({"width": 1278, "height": 900}))
    it.full(on=True)
    it.check("full screen", slack=1)
    it.wheel(-120)
    it.check("full screen, wheel", slack=1)
    it.full(on=False)
    it.check("full screen left", slack=1)
    it.home()


def times(it: Looked) -> None:
    """Look at one year and another, at two days, and at the whole again."""
    it.set(window=["2011-01-01", "2012-01-01"])
    it.check("one year", year="2011")
    it.drag((60, 30))
    it.check("one year, drag", year="2011")
    it.set(window=["2012-01-01", "2013-01-01"])
    it.check("other year", year="2012")
    it.wheel(-120)
    it.check("other year, wheel", year="2012")
    it.set(compare=["2011-05-03", "2012-05-03"])
    it.empty("compare")
    it.drag((-50, -30))
    it.empty("compare, drag")
    it.set(compare=None)
    it.check("compare and back", year="2012")
    it.set(window=EVERYTHING)
    it.home()
    it.check("all years")


def kinds(it: Looked) -> None:
    """Look at hexagons, at few events, in the dark, and back."""
    it.set(marks="hex")
    it.home(9)
    it.check_hexagons("hexagons")
    it.drag((70, 40))
    it.check_hexagons("hexagons, drag")
    it.set(marks="marks")
    it.check("hexagons, drag and back")
    it.set(marks="hex")
    it.set(window=["2012-01-01", "2013-01-01"])
    it.check_hexagons("hexagons of one year", year="2012")
    it.set(marks="marks")
    it.check("hexagons, other year and back", year="2012")
    it.set(window=EVERYTHING)
    it.home()
    it.set(theme="dark")
    it.check("dark")
    it.wheel(-120)
    it.check("dark, wheel")
    it.set(theme="light")
    it.check("light again")


def all_in_turn(it: Looked) -> None:
    """Do all of this to one page."""
    for part in (views, frames, times, kinds):
        part(it)


PARTS = (views, frames, times, kinds, pytest.param(all_in_turn, marks=pytest.mark.soak))


@pytest.mark.parametrize("rows", SIZES)
@pytest.mark.parametrize("part", PARTS)
def test_marks_lie_where_their_events_are(looked, rows, part):
    it = looked(rows, has_touch=True)
    part(it)
    assert not it.wrong, "\n".join(it.wrong)


@pytest.mark.parametrize("rows", [150_000, MOST])
def test_dots_of_very_many_rows_lie_where_their_events_are(looked, rows):
    it = looked(rows, has_touch=True)
    it.wheel(-200)
    it.check("wheel")
    it.drag((-90, 40))
    it.check("drag")
    it.set(marks="hex")
    it.pinch(160, 100)
    it.check_hexagons("hexagons, pinch")
    it.set(marks="marks")
    it.check("hexagons, pinch and back")
    it.set(window=["2011-01-01", "2012-01-01"])
    it.check("one year", year="2011")
    it.set(theme="dark")
    it.check("one year, dark", year="2011")
    assert not it.wrong, "\n".join(it.wrong)


def test_marks_follow_two_fingers_while_they_move(looked):
    it = looked(40_000, has_touch=True)
    view = it.view()
    it.pinch(100, 160, lift=False)
    it.page.wait_for_timeout(100)
    assert it.view() == view
    picture = np.abs(it.picture() - (0, 255, 0)).sum(axis=2) > 60
    points = it.expected(view={**view, "zoom": view["zoom"] + math.log2(1.6)})
    seen = inside(points, picture.shape, 20)
    # The picture reaches a quarter of the map beyond its edges: all of the middle is drawn.
    assert len(seen) > 50
    assert all(picture[int(y) - 4:int(y) + 5, int(x) - 4:int(x) + 5].any() for x, y in seen)
    assert not (picture & ~discs(points, 18, picture.shape)).any()
    it.after(lambda: it.fingers("touchEnd", []))
    it.check("lifted")
    assert not it.wrong, it.wrong


#: A window that grows, a day for each frame.
RUN = """async () => {
  for (let day = 1; day < 25; day += 1) {
    window.conflictmap.set({window: ['2011-01-01', `2011-06-${String(day).padStart(2, 0)}`]});
    await new Promise(requestAnimationFrame);
  }
}"""


def test_a_window_that_runs_while_the_map_moves_ends_in_the_right_picture(looked):
    it = looked(40_000)
    x, y = it.middle

    def both() -> None:
        it.page.mouse.move(x, y)
        it.page.mouse.wheel(0, -120)
        it.opened.run(RUN)
        it.page.mouse.down()
        it.page.mouse.move(x + 40, y + 30, steps=3)
        it.opened.run(RUN)
        it.page.mouse.up()
    it.after(both)
    it.check("window and map at once", year="2011")
    assert not it.wrong, it.wrong


def test_a_drag_after_a_window_that_ran_shows_what_was_out_of_view(looked):
    it = looked(40_000)
    it.after(lambda: it.opened.run(RUN))
    x, y = it.middle
    it.page.mouse.move(x, y)
    it.page.mouse.down()
    it.page.mouse.move(x - 150, y - 60, steps=6)
    it.page.wait_for_timeout(100)
    it.check("held", year="2011", by=(-150, -60))
    assert not it.wrong, it.wrong


def test_what_a_pointer_that_rests_was_told_goes_with_what_lay_there(looked):
    it = looked(40_000)
    box, points = it.box, it.expected()
    x, y = points[np.hypot(*(points - (box["width"] / 2, box["height"] / 2)).T).argsort()[0]]
    other = {"2011": "2012", "2012": "2011"}
    year = "2011" if (it.expected(year="2011") == (x, y)).all(axis=1).any() else "2012"
    for change in ({"window": [f"{other[year]}-01-01", f"{other[year]}-12-31"]}, {"marks": "hex"},
                   {"compare": ["2011-05-03", "2012-05-03"]}):
        it.page.mouse.move(box["x"] + x - 3, box["y"] + y)
        it.page.mouse.move(box["x"] + x, box["y"] + y)
        it.page.wait_for_selector(".cm-tip", state="attached")
        it.opened.set(**change)
        it.page.wait_for_timeout(300)
        assert it.page.locator(".cm-tip").count() == 0, change
        it.opened.set(window=EVERYTHING, marks="marks", compare=None)
        it.page.wait_for_timeout(300)


def test_a_map_is_drawn_for_the_size_of_the_paper_before_it_is_printed(looked):
    it = looked(40_000)
    scales = it.opened.run("""() => {
      dispatchEvent(new Event('beforeprint'));
      const nodes = [...document.querySelectorAll('.leaflet-cm-marks-pane canvas')];
      return nodes.map((node) => new DOMMatrix(getComputedStyle(node).transform).a);
    }""")
    assert scales == [1]


def other(first: np.ndarray, second: np.ndarray, reach: int = 2) -> int:
    """Return how many pixels of a picture are found nowhere near in the other."""
    inner = np.abs(first - second).sum(axis=2)[reach:-reach, reach:-reach]
    y, x = (at + reach for at in np.nonzero(inner > 90))
    steps = range(-reach, reach + 1)
    near = [np.abs(first[y, x] - second[y + dy, x + dx]).sum(axis=1)
            for dx in steps for dy in steps]
    return int((np.min(near, axis=0) > 90).sum())


@pytest.mark.parametrize("led", ["moved", "changed"])
@pytest.mark.parametrize("of", ["atlas", "clusters"])
def test_what_is_seen_is_what_a_page_opened_at_its_link_shows(
    open_page, maps, atlas_file, of, led
):
    file = atlas_file if of == "atlas" else maps(40_000)
    it = Looked(open_page(file, size=(1280, 900), hash_="#m=marks"), 40_000)

    def check(name: str) -> None:
        it.page.wait_for_timeout(500)  # names follow when the map rests
        fresh = open_page(file, size=(1280, 900), hash_=it.opened.run("location.hash"))
        fresh.page.wait_for_timeout(500)
        second = Looked(fresh, 40_000).picture()
        fresh.page.context.close()
        off = other(it.picture(), second)
        if off > 40:
            it.wrong.append(f"{name}: {off} pixels are not those of a fresh page")

    def moved() -> None:
        it.wheel(-200)
        it.drag((-90, 40))
        check("wheel and drag")
        it.set(marks="hex")
        it.drag((50, 40))
        check("hexagons, drag")

    def changed() -> None:
        it.set(marks="hex")
        it.drag((-40, 80))
        it.set(marks="marks", doubt="all")
        it.wheel(-320)
        check("not known, wheel")
        it.drag((50, 40))
        it.set(doubt=None, theme="dark")
        check("dark")

    {"moved": moved, "changed": changed}[led]()
    assert not it.wrong, "\n".join(it.wrong)
