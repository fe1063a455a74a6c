"""What a person does on the Karabakh page: play, filter, search, compare, follow, print, share."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

EXTENT = ["1988-01-01", "2026-01-01"]


@pytest.fixture
def opened(atlas_page):
    yield atlas_page
    atlas_page.quiet()


def state(opened) -> dict:
    return opened.run("window.conflictmap.state()")


def until(opened, script: str, value=None) -> None:
    """Wait for a condition; the page's policy keeps out the waiting of the browser's driver."""
    for _ in range(100):
        if opened.run(script, value):
            return
        opened.page.wait_for_timeout(50)
    pytest.fail(f"never true: {script}")


def centre_of(opened, event_id: str) -> tuple[float, float]:
    """Return where an event is on the screen, when the map stands still."""
    spec = opened.run("JSON.parse(document.getElementById('conflictmap-spec').textContent).events")
    row = spec["id"].index(event_id)
    opened.set(view={"center": [spec["lat"][row], spec["lon"][row]], "zoom": 10})
    opened.page.wait_for_timeout(300)
    box = opened.page.locator(".cm-map").bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_play_moves_the_window_and_stops(opened):
    page = opened.page
    opened.set(window=["2022-08-01", "2022-09-01"])
    page.locator(".cm-more[data-name=more] > summary").click()
    page.get_by_label("Speed").select_option("10")
    page.get_by_role("button", name="Play", exact=True).click()
    until(opened, "window.conflictmap.state().window[0] > '2022-08-04'")
    page.get_by_role("button", name="Pause").click()
    stopped = state(opened)["window"]
    page.wait_for_timeout(300)
    assert state(opened)["window"] == stopped
    page.get_by_role("button", name="One step forward").click()
    assert state(opened)["window"] > stopped


def test_a_brush_over_the_timeline_sets_the_window(opened):
    page = opened.page
    box = page.locator(".cm-brush").bounding_box()
    handle = page.locator(".cm-handle-0").bounding_box()
    page.mouse.move(handle["x"] + 7, handle["y"] + 30)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.5, handle["y"] + 30, steps=6)
    page.mouse.up()
    first, last = state(opened)["window"]
    assert first.startswith(("2006", "2007"))
    assert last == EXTENT[1]
    assert page.get_by_role("slider", name="First day shown").get_attribute("aria-valuetext")


def test_a_filter_shows_what_its_count_says_and_one_click_clears(opened):
    page = opened.page
    chip = page.get_by_role("button", name=re.compile("^Shelling"))
    count = int(re.search(r"\d+$", chip.inner_text().strip())[0])
    chip.click()
    page.wait_for_timeout(250)
    assert len(opened.visible()) == count
    page.get_by_role("button", name="Clear filters").click()
    assert len(opened.visible()) == 269


@pytest.mark.parametrize(("group", "choice"), [
    ("Who is quoted", "Third parties"), ("How well the place is known", "Region"),
    ("Killed, highest figure", "100 or more"),
])
def test_each_further_filter_shows_what_its_count_says(opened, group, choice):
    page = opened.page
    page.get_by_text("More filters").click()
    line = page.get_by_role("group", name=group).locator("label", has_text=choice).first
    count = int(line.locator(".cm-count").inner_text())
    line.locator("input").check()
    page.wait_for_timeout(250)
    assert 0 < len(opened.visible()) == count < 269
    page.get_by_role("button", name="Clear filters").click()
    until(opened, "window.conflictmap.visible().length === 269")


@pytest.mark.parametrize(("group", "choice"), [
    ("Party named", "Russia"), ("Source", "UNHCR"),
])
def test_parties_and_sources_unfold_into_choices(opened, group, choice):
    page = opened.page
    page.get_by_text("More filters").click()
    page.locator("summary", has_text=group).last.click()
    line = page.get_by_role("group", name=group).locator("label").filter(has_text=choice)
    if line.count() == 0:
        line = page.get_by_role("group", name=group).locator("label")
    count = int(line.first.locator(".cm-count").inner_text())
    line.first.locator("input").check()
    page.wait_for_timeout(250)
    assert 0 < len(opened.visible()) == count


@pytest.mark.parametrize("name", ["Xankəndi", "Ստեփանակերտ", "Степанакерт", "stepanakert"])
def test_any_name_in_four_languages_finds_the_same_town_and_goes_there(opened, name):
    page = opened.page
    page.get_by_role("combobox", name="Search events and places").fill(name)
    option = page.get_by_role("option", name=re.compile("Stepanakert")).first
    expect(option).to_be_visible()
    assert option.get_attribute("data-id") == "settlements-stepanakert"
    page.keyboard.press("Enter")
    until(opened, "Math.abs(window.conflictmap.state().view.center[0] - 39.815) < 0.03")
    assert abs(state(opened)["view"]["center"][1] - 46.752) < 0.03
    assert state(opened)["view"]["zoom"] >= 9.9


def test_events_at_one_spot_open_as_a_dated_list_that_follows_the_filter(opened):
    page = opened.page
    opened.set(window=["2023-04-01", "2023-10-01"])
    x, y = centre_of(opened, "hakari-checkpoint-2023")
    page.mouse.click(x, y)
    head = page.locator(".cm-stack strong")
    expect(head).to_be_visible()
    before = int(re.search(r"\d+", head.inner_text())[0])
    assert before > 3
    options = page.get_by_role("listbox", name="Events shown, by date").get_by_role("option")
    assert options.count() == before
    opened.set(filters={"types": ["checkpoint"]})
    until(opened, "n => Number(/\\d+/.exec("
          "document.querySelector('.cm-stack strong').textContent)[0]) < n", before)
    assert options.count() < before


def test_two_dates_side_by_side_say_how_much_ground_changed(opened):
    page = opened.page
    opened.set(window=["2020-09-26", "2020-12-03"])
    page.get_by_role("button", name="Two dates side by side").click()
    assert state(opened)["compare"] == ["2020-09-26", "2020-12-02"]
    pane = page.get_by_role("tabpanel", name="Two dates")
    expect(pane.locator(".cm-figure")).to_contain_text("km²")
    changed = int(re.sub(r"\D", "", pane.locator(".cm-figure").inner_text().split("km²")[0]))
    assert 11_000 < changed < 12_500
    divider = page.get_by_role("slider", name="Line between the two dates")
    before = int(divider.get_attribute("aria-valuenow"))
    box = divider.bounding_box()
    page.mouse.move(box["x"] + 17, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(box["x"] + 17 - 150, box["y"] + 60, steps=5)
    page.mouse.up()
    page.wait_for_timeout(250)
    assert int(divider.get_attribute("aria-valuenow")) < before
    left = page.locator(".leaflet-cm-control-pane path.cm-control-armenian_forces:not(.cm-none)")
    right = page.locator(".leaflet-cm-control-b-pane path.cm-control-azerbaijan:not(.cm-none)")
    assert left.count() > 0
    assert right.count() > 0
    page.get_by_label("Right of the line").fill("2020-09-26")
    expect(pane).to_contain_text("Nowhere")
    page.get_by_role("button", name="End comparison").click()
    assert state(opened)["compare"] is None


CUT = """(name) => [...document.querySelectorAll(name)]
  .filter((node) => node.scrollWidth > node.clientWidth).map((node) => node.textContent)"""


def test_in_armenian_an_eighth_tab_fits_and_dates_in_the_list_are_whole(opened):
    """Words are longest in Armenian."""
    opened.set(lang="hy", window=["2020-09-27", "2020-11-11"])
    expect(opened.page.locator(".cm-option").first).to_contain_text("2020")
    assert opened.run(CUT, ".cm-option .cm-date") == []
    opened.set(compare=["2020-09-26", "2020-12-01"])
    tabs = opened.page.locator("[role=tab]")
    expect(tabs).to_have_count(8)
    tops = opened.run("[...document.querySelectorAll('[role=tab]')].map((tab) => tab.offsetTop)")
    assert len(set(tops)) == 1
    assert opened.run(CUT, "[role=tab]") == []
    knob = opened.run("getComputedStyle(document.querySelector('.cm-swipe'), '::after').top")
    date = opened.run("document.querySelector('.cm-swipe-date').offsetTop")
    assert abs(float(knob.removesuffix("px")) - date) < 10, "the handle is between the dates"


def test_a_story_walks_by_keys_and_buttons_and_prints_as_a_handout(opened):
    page = opened.page
    page.get_by_role("tab", name="Story").click()
    page.locator(".cm-story button").first.click()
    pane = page.get_by_role("tabpanel", name="Story")
    expect(pane).to_contain_text("Step 1 of 10")
    pane.get_by_role("button", name="Next").click()
    expect(pane).to_contain_text("Step 2 of 10")
    page.keyboard.press("ArrowRight")
    expect(pane).to_contain_text("Step 3 of 10")
    assert state(opened)["select"] == "lachin-district-handover-2020"
    assert state(opened)["window"] == ["2020-11-17", "2020-12-15"]
    page.locator("body").evaluate("() => document.activeElement.blur()")
    page.keyboard.press("p")
    expect(pane).to_contain_text("Step 2 of 10")
    for number in range(3, 11):
        page.keyboard.press("n")
        expect(pane).to_contain_text(f"Step {number} of 10")
    expect(pane.get_by_role("button", name="Next")).to_be_disabled()
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    sheet = page.locator(".cm-handout")
    assert sheet.locator("h3").count() == 10
    assert "[exodus-2023]" in sheet.inner_text()
    page.evaluate("dispatchEvent(new Event('afterprint'))")


def test_a_copied_link_opens_the_same_view(opened, open_page, atlas_file):
    opened.set(
        window=["2022-08-20", "2022-12-01"], select="lachin-handover-2022", lang="hy",
        filters={"types": ["handover", "battle"], "actors": ["Armenia"], "toll": None},
        view={"center": [39.64, 46.55], "zoom": 9.5}, theme="dark", marks="hex",
        layers={"rivers": False},
    )
    until(opened, "location.hash.includes('m=hex')")
    again = open_page(atlas_file, hash_=opened.run("location.hash"))
    again.page.wait_for_timeout(400)
    assert state(again) == state(opened)
    assert again.visible() == opened.visible()
    again.quiet()
    opened.set(compare=["2020-09-26", "2022-08-31"], story={"id": "road-2020-2023", "step": 4})
    until(opened, "location.hash.includes('t=road-2020-2023.5')")
    third = open_page(atlas_file, hash_=opened.run("location.hash"))
    assert state(third)["compare"] == ["2020-09-26", "2022-08-31"]
    assert state(third)["story"] == {"id": "road-2020-2023", "step": 4}
    third.quiet()


def test_the_table_sorts_and_opens_events_by_keyboard(opened):
    page = opened.page
    opened.set(window=["2020-09-27", "2020-11-11"])
    page.get_by_role("button", name="Table").click()
    grid = page.get_by_role("grid", name="Events shown, as a table")
    expect(grid).to_be_visible()
    assert grid.locator("tbody tr").count() == len(opened.visible())
    grid.get_by_role("columnheader", name="Killed, highest").get_by_role("button").click()
    grid.get_by_role("columnheader", name="Killed, highest").get_by_role("button").click()
    header = grid.get_by_role("columnheader", name="Killed, highest")
    assert header.get_attribute("aria-sort") == "descending"
    cells = grid.locator("tbody .cm-col-high").all_inner_texts()
    numbers = [int(c.replace(",", "")) for c in cells if c]
    assert numbers == sorted(numbers, reverse=True)
    assert "" not in cells[:len(numbers)]
    grid.locator("thead button").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    wanted = page.evaluate("document.activeElement.closest('tr').dataset.id")
    page.keyboard.press("Enter")
    assert state(opened)["select"] == wanted
    expect(grid).not_to_be_visible()


def test_measure_gives_the_length_along_clicks(opened):
    page = opened.page
    opened.set(view={"center": [39.7, 46.6], "zoom": 9})
    page.wait_for_timeout(200)
    page.get_by_role("button", name="Measure a distance").click()
    page.locator(".cm-map").focus()
    page.keyboard.press("Enter")
    opened.set(view={"center": [39.8, 46.6], "zoom": 9})
    page.wait_for_timeout(200)
    page.keyboard.press("Enter")
    said = page.locator(".cm-measure").inner_text()
    length = float(re.search(r"([\d.]+) km", said)[1])
    assert abs(length - 11.1) < 0.2
    page.keyboard.press("Escape")
    expect(page.locator(".cm-measure")).not_to_be_visible()


def test_hexagons_hold_every_placed_event_and_open_as_a_list(opened):
    page = opened.page
    page.get_by_role("button", name="Count events in hexagons").click()
    assert state(opened)["marks"] == "hex"
    x, y = centre_of(opened, "hakari-checkpoint-2023")
    page.mouse.click(x, y)
    expect(page.locator(".cm-stack strong")).to_be_visible()


def test_by_keyboard_alone_an_event_is_found_read_and_left(opened):
    page = opened.page
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.getAttribute('role')") == "listbox":
            break
    else:
        pytest.fail("no Tab stop is the list of events")
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    chosen = state(opened)["select"]
    assert chosen == opened.visible()[2]
    expect(page.locator(".cm-evidence h2")).to_be_visible()
    page.keyboard.press("Escape")
    assert state(opened)["select"] is None


def test_it_prints_map_key_and_table(opened):
    opened.set(window=["2022-09-12", "2022-09-15"])
    opened.page.wait_for_timeout(200)
    pdf = opened.page.pdf(format="A4", print_background=True)
    assert pdf.startswith(b"%PDF")
    assert 20_000 < len(pdf) < 5_000_000
    opened.page.wait_for_timeout(300)
    assert state(opened)["window"] == ["2022-09-12", "2022-09-15"]
