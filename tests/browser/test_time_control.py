"""Time by mouse, touch and keyboard: edges, drags, clicks, zoom, and what Play plays."""

from __future__ import annotations

import time
from datetime import date

import pytest

from gestures import hand

WHOLE = ["1988-01-01", "2026-01-01"]
WAR = ["2020-09-27", "2020-11-10"]

#: Width, height and what a browser of that kind is.
SIZES = {
    "desktop": ((1440, 900), {}),
    "phone": ((390, 844), {"has_touch": True, "is_mobile": True}),
}


@pytest.fixture(params=SIZES)
def opened(request, open_page, atlas_file):
    size, options = SIZES[request.param]
    page = open_page(atlas_file, size=size, **options)
    page.page.locator(".cm-brush").scroll_into_view_if_needed()
    yield page
    page.quiet()


@pytest.fixture
def desktop(open_page, atlas_file):
    page = open_page(atlas_file, size=(1440, 900))
    yield page
    page.quiet()


def window(opened) -> list[str]:
    return opened.run("window.conflictmap.state().window")


def days(first: str, last: str) -> int:
    return (date.fromisoformat(last) - date.fromisoformat(first)).days


def settle(opened) -> None:
    opened.page.wait_for_timeout(120)


def until(opened, script: str, *, seconds=6.0) -> None:
    last = time.monotonic() + seconds
    while not opened.run(script):
        assert time.monotonic() < last, script
        opened.page.wait_for_timeout(30)


def brush(opened) -> dict:
    return opened.page.locator(".cm-brush").bounding_box()


def per_pixel(opened) -> float:
    return days(*WHOLE) / brush(opened)["width"]


def more(opened):
    """Open what few readers need, and return the page."""
    if not opened.page.locator(".cm-more[data-name=more] > div").is_visible():
        opened.page.locator(".cm-more[data-name=more] > summary").click()
    return opened.page


def handle_middle(opened, side: int) -> tuple[float, float]:
    box = opened.page.locator(f".cm-handle-{side}").bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + 30


def at(opened, share: float) -> tuple[float, float]:
    box = brush(opened)
    return box["x"] + share * box["width"], box["y"] + 40


@pytest.mark.parametrize("side", [0, 1])
def test_an_edge_taken_anywhere_goes_as_far_as_the_pointer(opened, side):
    opened.set(window=["2005-01-01", "2022-09-13"])
    settle(opened)
    x, y = handle_middle(opened, side)
    before = window(opened)
    hand(opened.page).drag((x, y), (x + 1, y), steps=1)
    moved = days(before[side], window(opened)[side])
    assert 0 < moved <= per_pixel(opened) * 1.5 + 1
    assert window(opened)[1 - side] == before[1 - side]
    x, y = handle_middle(opened, side)
    hand(opened.page).drag((x, y), (x - 1, y), steps=1)
    assert abs(days(before[side], window(opened)[side])) <= 2


def test_the_first_drag_over_the_opening_timeline_takes_these_days(opened):
    assert window(opened) == WHOLE
    hand(opened.page).drag(at(opened, 0.25), at(opened, 0.5))
    first, last = window(opened)
    tolerance = 2 * per_pixel(opened)
    assert abs(days("1997-07-02", first)) <= tolerance
    assert abs(days("2006-12-31", last)) <= tolerance
    opened.page.wait_for_timeout(100)
    hand(opened.page).drag(at(opened, 0.3), at(opened, 0.4))
    assert abs(days(first, window(opened)[0]) - 0.1 * days(*WHOLE)) <= tolerance
    assert days(*window(opened)) == days(first, last)


def test_a_click_on_the_opening_timeline_takes_what_the_pointer_can_hit(opened):
    hand(opened.page).tap(at(opened, 0.5))
    first, last = window(opened)
    assert first <= "2007-01-02" <= last
    assert per_pixel(opened) <= days(first, last) <= 366
    opened.set(window=WHOLE)
    more(opened).locator("[data-name=unit]").select_option("day")
    opened.page.keyboard.press("Escape")
    hand(opened.page).tap(at(opened, 0.5))
    assert days(*window(opened)) == 1


def test_hover_says_which_days_and_how_many_events(desktop):
    desktop.page.mouse.move(*at(desktop, 0.862))
    tip = desktop.page.locator(".cm-time-tip")
    assert "2020" in tip.inner_text()
    count = int(tip.inner_text().rsplit(" ", 1)[1])
    assert count > 0
    desktop.page.mouse.click(*at(desktop, 0.862))
    assert len(desktop.visible()) == count
    desktop.page.mouse.move(5, 5)
    assert not tip.is_visible()


def test_the_wheel_zooms_the_axis_and_keeps_the_day_under_the_pointer(desktop):
    page = desktop.page
    page.mouse.move(*at(desktop, 0.86))
    for _ in range(10):
        page.mouse.wheel(0, -240)
        page.wait_for_timeout(40)
    page.mouse.move(at(desktop, 0.86)[0] + 1, at(desktop, 0.86)[1])
    fine = page.locator(".cm-time-tip").inner_text().split(" · ")[0]
    assert fine.split()[-1] == "2020"
    page.mouse.click(*at(desktop, 0.86))
    assert days(*window(desktop)) == 1
    assert window(desktop)[0][:4] == "2020"
    extent = [int(page.locator(".cm-handle-0").get_attribute(f"aria-value{end}"))
              for end in ("min", "max")]
    assert extent[1] - extent[0] < 30
    assert page.evaluate("scrollY") == 0
    page.get_by_role("button", name="Whole period").click()
    assert window(desktop) == WHOLE
    settle(desktop)
    assert page.locator(".cm-handle-0").get_attribute("aria-valuemin") == "6574"


def test_two_fingers_zoom_the_axis_and_choose_nothing(open_page, atlas_file):
    size, options = SIZES["phone"]
    opened = open_page(atlas_file, size=size, **options)
    opened.page.locator(".cm-brush").scroll_into_view_if_needed()
    (x, y), half = at(opened, 0.5), 20
    with hand(opened.page).held((x - half, y), (x + half, y)) as move:
        for n in range(1, 8):
            move((x - half - 18 * n, y), (x + half + 18 * n, y))
    settle(opened)
    first = opened.page.locator(".cm-handle-0")
    extent = [int(first.get_attribute(f"aria-value{end}")) for end in ("min", "max")]
    factor = days(*WHOLE) / (extent[1] - extent[0])
    assert 5 < factor < 9
    assert window(opened) == WHOLE
    opened.quiet()


def test_one_finger_upwards_scrolls_a_small_screen_and_leaves_the_window(open_page, atlas_file):
    _, options = SIZES["phone"]
    opened = open_page(atlas_file, size=(320, 480), **options)
    scrolled = "document.querySelector('.cm-body').scrollTop"
    x, y = at(opened, 0.5)
    y = min(y, 370)
    hand(opened.page).drag((x, y), (x, y - 200), steps=12)
    opened.page.wait_for_timeout(300)
    assert opened.run(scrolled) > 20
    assert window(opened) == WHOLE
    opened.quiet()


def test_the_timeline_does_not_widen_a_phone(open_page, atlas_file):
    for width in (390, 320):
        opened = open_page(atlas_file, size=(width, 844), has_touch=True)
        assert opened.run("document.documentElement.scrollWidth") == width


def test_keys_move_the_edges_and_zoom_the_axis(desktop):
    page = desktop.page
    desktop.set(window=["2022-09-10", "2022-09-20"])
    settle(desktop)
    page.locator(".cm-handle-0").focus()
    page.keyboard.press("ArrowRight")
    assert window(desktop) == ["2022-09-11", "2022-09-20"]
    page.keyboard.press("PageUp")
    assert window(desktop) == ["2022-09-19", "2022-09-20"]
    page.keyboard.press("Home")
    assert window(desktop) == ["1988-01-01", "2022-09-20"]
    page.locator(".cm-handle-1").focus()
    page.keyboard.press("ArrowLeft")
    assert window(desktop) == ["1988-01-01", "2022-09-19"]
    for _ in range(3):
        page.keyboard.press("+")
        settle(desktop)
    extent = [int(page.locator(".cm-handle-1").get_attribute(f"aria-value{end}"))
              for end in ("min", "max")]
    assert abs((extent[1] - extent[0]) * 8 - days(*WHOLE)) < 10


#: Notes the windows that Play shows and when, in ms after it began, until it stops.
FILM = """() => { window.film = new Promise(done => {
  const frames = [];
  const gaps = new Set();
  const began = performance.now();
  const play = document.querySelector('[data-name=play]');
  const off = conflictmap.on(({window}) => {
    const last = frames.at(-1);
    if (!last || last[1] !== window[0] || last[2] !== window[1])
      frames.push([performance.now() - began, ...window]);
  });
  const label = play.getAttribute('aria-label');
  play.click();
  const ask = setInterval(() => {
    const gap = document.querySelector('.cm-dateline .cm-gap');
    if (gap) gaps.add(gap.textContent);
    const now = document.querySelector('[data-name=play]').getAttribute('aria-label');
    if (performance.now() - began < 500 || now !== label) return;
    clearInterval(ask);
    off();
    done({frames, gaps: [...gaps], ms: performance.now() - began});
  }, 20);
}).then(film => { window.filmed = true; return film; }); }"""
#: By whose clock a film runs: one that the test winds on, or the machine's.
CLOCKS = ["wound", pytest.param("real", marks=pytest.mark.soak)]


def filmed(opened, clock: str) -> dict:
    """Play the film to its end and return what was shown."""
    if clock == "wound":
        # A frame that the page has asked for of its own clock comes before the other one is in.
        opened.run("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
        opened.page.clock.install()
    opened.run(FILM)
    for _ in range(40 if clock == "wound" else 0):
        if opened.run("window.filmed === true"):
            break
        opened.page.clock.run_for(1000)
    else:
        assert clock == "real", "the film has no end"
    return opened.run("window.film")


@pytest.mark.parametrize("clock", CLOCKS)
def test_play_from_the_opening_takes_half_a_minute_from_event_to_event(desktop, clock):
    film = filmed(desktop, clock)
    assert 26_000 < film["ms"] < 36_000
    first = film["frames"][0]
    assert first[0] < 200
    assert first[1] == "1988-02-01"
    assert film["frames"][-1][2] == WHOLE[1]
    assert "6 years without an event" in film["gaps"]
    assert len(film["gaps"]) >= 4
    assert all(days(a, b) <= 400 for _, a, b in film["frames"])
    empty = desktop.run("""frames => { let none = 0;
      for (const [, a, b] of frames) { conflictmap.set({window: [a, b]});
        if (conflictmap.visible().length === 0) none += 1; } return none; }""", film["frames"])
    assert empty <= len(film["frames"]) * 0.05


@pytest.mark.parametrize("clock", CLOCKS)
def test_play_from_an_episode_stays_inside_it_day_by_day(desktop, clock):
    desktop.page.locator("[data-name=episode]").select_option(label=(
        "Second Nagorno-Karabakh war (44 days) (27 September – 9 November 2020)"))
    assert window(desktop) == WAR
    film = filmed(desktop, clock)
    assert 26_000 < film["ms"] < 36_000
    assert [frame[1] for frame in film["frames"]] == [
        str(date.fromordinal(date.fromisoformat(WAR[0]).toordinal() + n)) for n in range(44)]
    assert film["frames"][-1][2] == WAR[1]


def test_a_film_that_was_held_up_leaves_frames_out(desktop):
    desktop.page.clock.install()
    desktop.set(window=WAR)
    desktop.run(FILM)
    desktop.page.clock.run_for(2000)
    shown = window(desktop)[0]
    desktop.page.clock.fast_forward(3000)  # nothing is done meanwhile, as on a slow machine
    desktop.page.clock.run_for(100)
    assert days(shown, window(desktop)[0]) > 2


def test_speed_pause_and_steps_of_a_film(desktop):
    page = desktop.page
    desktop.set(window=WAR)
    more(desktop).get_by_label("Speed").select_option("10")
    page.get_by_role("button", name="Play", exact=True).click()
    until(desktop, "conflictmap.state().window[0] > '2020-10-01'")
    page.get_by_role("button", name="Pause").click()
    stopped = window(desktop)
    page.get_by_role("button", name="One step forward").click()
    assert days(stopped[0], window(desktop)[0]) == 1
    page.get_by_role("button", name="One step back").click()
    assert window(desktop) == stopped
    page.get_by_role("button", name="Play", exact=True).click()
    until(desktop, f"conflictmap.state().window[0] > '{stopped[0]}'")
    until(desktop, "document.querySelector('[data-name=play]').ariaLabel === 'Play'")
    assert window(desktop) == ["2020-11-09", "2020-11-10"]
    again = desktop.run("document.querySelector('[data-name=play]').click(), "
                        "conflictmap.state().window")
    assert again == ["2020-09-27", "2020-09-28"]
    page.get_by_role("button", name="Pause").click()


def test_a_step_that_is_chosen_and_a_window_that_moves_on(desktop):
    page = desktop.page
    desktop.set(window=["2022-08-01", "2022-08-31"])
    more(desktop).locator("[data-name=unit]").select_option("week")
    page.locator("[data-name=mode]").select_option("moving")
    page.get_by_label("Speed").select_option("10")
    page.get_by_role("button", name="Play", exact=True).click()
    until(desktop, "conflictmap.state().window[0] > '2022-08-20'")
    page.get_by_role("button", name="Pause").click()
    assert days(*window(desktop)) == 30
    assert days("2022-08-01", window(desktop)[0]) % 7 == 0


def test_another_window_ends_the_film(desktop):
    page = desktop.page
    page.get_by_role("button", name="Play", exact=True).click()
    until(desktop, "conflictmap.state().window[0] === '1988-02-01'")
    page.locator("[data-name=episode]").select_option(index=3)
    chosen = window(desktop)
    page.wait_for_timeout(600)
    assert window(desktop) == chosen
    assert page.get_by_role("button", name="Play", exact=True).is_visible()


def test_time_rests_while_two_dates_are_compared(desktop):
    page = desktop.page
    page.get_by_role("button", name="Two dates side by side").click()
    settle(desktop)
    play = page.get_by_role("button", name="Play", exact=True)
    assert play.is_disabled()
    assert play.get_attribute("title") == "Play rests while two dates are compared."
    assert page.locator(".cm-controls").get_by_text("Play rests").is_visible()
    page.locator("body").evaluate("() => document.activeElement.blur()")
    page.keyboard.press(" ")
    page.wait_for_timeout(400)
    assert window(desktop) == WHOLE
    page.get_by_role("button", name="End comparison").click()
    settle(desktop)
    assert play.is_enabled()
