"""A page of 20,000 events: drawn, scrubbed, filtered, clicked, and no different from Python's."""

from __future__ import annotations

import re
from datetime import date

import pytest
from playwright.sync_api import expect

import conflictmap as cm
from conflictmap.pages.read_page import page_data
from conflictmap.pages.views import view_of
from conflictmap.pages.visible import visible_ids
from many import many_events

COUNT = 20_000
#: A link that names no days shows the whole period; without a link, the fullest year is shown.
WHOLE = "#m=marks"


@pytest.fixture(scope="module")
def events():
    return many_events(COUNT, hostile=True)


@pytest.fixture(scope="module")
def page(events):
    return cm.build(events)


@pytest.fixture(scope="module")
def data(page):
    return page_data(page)


@pytest.fixture
def opened(open_page, page, tmp_path):
    found = open_page(page.save(tmp_path / "big.html"), hash_=WHOLE)
    yield found
    found.quiet()
    assert found.run("window.__pwned ?? null") is None


def test_without_a_link_the_fullest_year_is_shown_and_said(open_page, page, data, tmp_path):
    opened = open_page(page.save(tmp_path / "big.html"))
    first, last = opened.run("window.conflictmap.state().window")
    assert int(last[:4]) == int(first[:4]) + 1
    assert opened.visible() == ids(data, f"#w={first}_{last}")
    said = opened.page.locator(".cm-standfirst").inner_text()
    assert said.endswith(".")
    assert f"of {len(data.spec['events']['id']):,} events lie in these days: 1 January" in said
    opened.quiet()


def ids(data, link: str) -> list[str]:
    return visible_ids(data, view_of(data, link))


@pytest.mark.parametrize("link", [
    WHOLE, "#w=1995-03-01_1995-03-02", "#w=1994-01-01_2011-07-05", "#ft=battle", "#fx=30",
    "#fc=1&w=1999-01-01_2003-01-01", "#q=kabakh%20agdam", "#q=xankendi", "#q=EV-0012",
    "#fa=B", "#fr=s2&fs=verified&w=2001-02-03_2019-01-01",
])
def test_windows_and_filters_show_what_python_shows(open_page, page, data, tmp_path, link):
    opened = open_page(page.save(tmp_path / "big.html"), hash_=link)
    assert opened.visible() == ids(data, link)
    opened.quiet()


def test_moving_the_window_counts_the_same_as_starting_there(opened, data):
    for first, last in (("1990-01-01", "1999-01-01"), ("1992-06-01", "2003-01-01"),
                        ("1992-06-01", "2002-01-01"), ("1990-01-01", "2024-01-01")):
        opened.set(window=[first, last])
        assert opened.visible() == ids(data, f"#w={first}_{last}")
    opened.page.wait_for_timeout(400)


def test_totals_are_those_of_python(opened, events):
    first, last = (date.fromisoformat(d) for d in ("1995-01-01", "2005-01-01"))
    opened.set(window=[str(first), str(last)])
    found = opened.run("window.conflictmap.totals()")
    counted, = cm.count(events, window=(first, last))
    toll = counted.toll
    assert found["events"] == counted.events
    assert [found[key] for key in ("low", "best", "high")] == [toll.low, toll.best, toll.high]
    assert found["unknown"] == {
        "low": toll.without_low, "best": toll.without_best, "high": toll.without_high}
    assert found["silent"] == toll.silent
    assert len(found["overlapping"]) == counted.possible - counted.events


def test_a_click_on_a_dot_lists_its_events_and_opens_one(opened, data):
    opened.set(view={"center": [39.8265, 46.7656], "zoom": 8})
    page = opened.page
    page.wait_for_timeout(500)
    box = page.locator(".cm-map").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    option = page.locator(".cm-option").first
    option.wait_for()
    here = data.spec["events"]["place"].count("Stepanakert")
    head = page.locator(".cm-stack strong").inner_text()
    assert int("".join(c for c in head if c.isdigit())) >= here * .9
    wanted = option.get_attribute("data-id")
    option.click()
    page.wait_for_timeout(300)
    assert opened.run("window.conflictmap.state().select") == wanted
    row = data.spec["events"]["id"].index(wanted)
    words = page.locator(".cm-evidence").inner_text()
    assert data.spec["events"]["title"][row].strip() in words
    assert data.spec["events"]["note"][row].strip() in words


def test_the_last_event_of_the_list_can_be_reached_and_the_table_sorted(opened, data):
    page = opened.page
    page.locator(".cm-list").focus()
    page.keyboard.press("End")
    page.wait_for_timeout(300)
    last = page.locator(".cm-option.cm-active")
    assert last.get_attribute("data-id") == ids(data, "")[-1]
    page.locator('[data-name="table"]').click()
    page.get_by_role("button", name="Killed, highest").click()
    page.get_by_role("button", name="Killed, highest").click()
    most = page.locator(".cm-table tbody tr").first.get_attribute("data-id")
    high = data.spec["events"]["high"]
    row = data.spec["events"]["id"].index(most)
    assert high[row] == max(h for h in high if h is not None)


def test_a_hexagon_lists_its_events(opened):
    opened.set(marks="hex", view={"center": [39.8265, 46.7656], "zoom": 8})
    page = opened.page
    page.wait_for_timeout(500)
    box = page.locator(".cm-map").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.locator(".cm-option").first.wait_for()
    head = page.locator(".cm-stack strong").inner_text()
    assert int("".join(c for c in head if c.isdigit())) > 8000


#: Counts from now on: pieces of text that are opened, and pictures drawn on the map.
COUNTED = """() => {
  window.counted = { opened: 0, drawn: [] };
  const { fromBase64 } = Uint8Array;
  const { atob } = window;
  if (fromBase64) Uint8Array.fromBase64 = function (text) {
    window.counted.opened += 1;
    return fromBase64.call(Uint8Array, text);
  };
  else window.atob = (text) => { window.counted.opened += 1; return atob(text); };
  const { clearRect } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.clearRect = function (...box) {
    const { canvas } = this;
    if (canvas.matches('.cm-canvas')) window.counted.drawn.push(canvas.parentNode.className);
    return clearRect.apply(this, box);
  };
}"""


def test_an_event_that_is_opened_opens_only_the_pieces_that_hold_it(opened, data):
    page = opened.page
    spec = data.spec["events"]
    opened.set(select=spec["id"][3])  # these ids are of many kinds: they are all read once
    page.wait_for_timeout(1000)
    opened.run(COUNTED)
    free = 4  # id, title, note and address of the source differ in each event
    for row, most in ((9000, free), (9001, 0), (15000, free), (15003, 0)):
        before = opened.run("window.counted.opened")
        opened.set(select=spec["id"][row])
        page.wait_for_timeout(400)
        assert spec["note"][row].strip() in page.locator(".cm-evidence").inner_text()
        assert opened.run("window.counted.opened") - before <= most, row


def test_a_window_that_moves_draws_one_picture_for_each_frame(opened):
    page = opened.page
    page.wait_for_timeout(800)
    opened.run(COUNTED)
    frames = opened.run("""async () => {
      let frames = 0;
      for (let year = 1992; year < 2020; year += 1) {
        window.conflictmap.set({window: ['1990-01-01', `${year}-06-01`]});
        await new Promise(requestAnimationFrame);
        frames += 1;
      }
      return frames;
    }""")
    drawn = opened.run("window.counted.drawn")
    assert 0 < len(drawn) <= frames + 2
    page.wait_for_timeout(600)  # names and the key follow when the slider rests
    assert any("labels" in name for name in opened.run("window.counted.drawn"))


def test_a_map_that_is_dragged_is_drawn_when_it_rests_and_not_all_at_once(opened):
    page = opened.page
    page.wait_for_timeout(800)
    opened.run(COUNTED)
    box = page.locator(".cm-map").bounding_box()
    x, y = box["x"] + box["width"] * .6, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 8, y)
    page.wait_for_timeout(400)  # an event that was under the pointer gives up its halo
    opened.run("() => { window.counted.drawn.length = 0; }")
    page.mouse.move(x - 120, y + 40, steps=12)
    page.wait_for_timeout(100)
    assert opened.run("window.counted.drawn") == []
    page.mouse.up()
    page.wait_for_timeout(900)
    drawn = opened.run("window.counted.drawn")
    assert any("marks" in name for name in drawn)
    assert any("labels" in name for name in drawn)
    # The dots lie where the events are: what is under the pointer was under it before.
    opened.set(view={"center": [39.8265, 46.7656], "zoom": 8})
    page.wait_for_timeout(900)
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.locator(".cm-tip-head").wait_for()


def test_hexagons_say_in_the_key_where_their_steps_begin(opened):
    opened.set(marks="hex", view={"center": [39.8265, 46.7656], "zoom": 8})
    steps = opened.page.locator(".cm-key .cm-size-text")
    expect(steps).to_have_count(5)
    # The key follows the map once it has come to rest; until then it is that of the view before.
    expect(steps.last).to_have_text(re.compile(r"^\D*\d\D?\d{3}"))
    words = steps.all_text_contents()
    least = [int("".join(c for c in word if c.isdigit())) for word in words]
    assert len(least) == 5
    assert least == sorted(set(least))
    assert 1000 <= least[-1] <= COUNT


def test_a_search_as_one_types_finds_what_python_finds(opened, data):
    page = opened.page
    page.locator(".cm-search").fill("kabakh agdam")
    page.wait_for_function("() => conflictmap.state().filters.text === 'kabakh agdam'")
    assert opened.visible() == ids(data, "#q=kabakh%20agdam")
    for words in ("0012", "v-00", "ev-0199"):
        opened.set(filters={"text": words})
        assert opened.visible() == ids(data, f"#q={words}")
