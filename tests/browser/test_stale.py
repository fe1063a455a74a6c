"""What was opened is never stale, can be left in every way, and Back goes back."""

from __future__ import annotations

import re
import time
from collections import Counter

import pytest
from playwright.sync_api import expect

import conflictmap as cm
from gestures import hand

SIZES = {
    "desktop": ((1440, 900), {}),
    "phone": ((390, 844), {"has_touch": True, "is_mobile": True}),
}
WHOLE = ["1988-01-01", "2026-01-01"]


@pytest.fixture(params=SIZES)
def opened(request, open_page, atlas_file):
    size, options = SIZES[request.param]
    page = open_page(atlas_file, size=size, **options)
    page.narrow = request.param == "phone"
    yield page
    page.quiet()


@pytest.fixture
def desktop(open_page, atlas_file):
    page = open_page(atlas_file, size=(1440, 900))
    yield page
    page.quiet()


@pytest.fixture
def phone(open_page, atlas_file):
    size, options = SIZES["phone"]
    page = open_page(atlas_file, size=size, **options)
    yield page
    page.quiet()


def state(opened) -> dict:
    return opened.run("window.conflictmap.state()")


def until(opened, script: str, *, seconds=5.0) -> None:
    last = time.monotonic() + seconds
    while not opened.run(script):
        assert time.monotonic() < last, script
        opened.page.wait_for_timeout(30)


def middle(opened, lat: float, lon: float, zoom=9.0) -> tuple[float, float]:
    """Bring a place to the middle of the map and return where that is on the screen."""
    opened.set(view={"center": [lat, lon], "zoom": zoom})
    opened.page.wait_for_timeout(300)
    opened.page.locator(".cm-map").scroll_into_view_if_needed()
    box = opened.page.locator(".cm-map").bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def event_at(opened, event_id: str, zoom=10.0) -> tuple[float, float]:
    spec = opened.run("JSON.parse(document.getElementById('conflictmap-spec').textContent).events")
    row = spec["id"].index(event_id)
    return middle(opened, spec["lat"][row], spec["lon"][row], zoom)


def open_pile(opened) -> None:
    opened.set(window=["2023-04-01", "2023-10-01"])
    hand(opened.page).tap(event_at(opened, "hakari-checkpoint-2023"))
    expect(opened.page.locator(".cm-stack strong")).to_be_visible()


def focused(opened) -> str:
    return opened.run("document.activeElement.className || document.activeElement.tagName")


def test_a_pile_closes_with_its_days(opened):
    open_pile(opened)
    opened.set(window=["2016-04-02", "2016-04-06"])
    expect(opened.page.locator(".cm-stack")).to_be_hidden()
    listed = opened.page.locator(".cm-list [role=option]")
    expect(listed).to_have_count(len(opened.visible()))


def test_a_pile_closes_when_hexagons_go(opened):
    page = opened.page
    opened.set(window=["2023-04-01", "2023-10-01"], marks="hex")
    hand(page).tap(event_at(opened, "hakari-checkpoint-2023", 9))
    expect(page.locator(".cm-stack strong")).to_be_visible()
    opened.set(marks="marks")
    expect(page.locator(".cm-stack")).to_be_hidden()


def test_a_pile_follows_a_narrower_filter_and_closes_with_a_wider_one(desktop):
    def count() -> int:
        desktop.page.wait_for_timeout(250)
        return int(re.search(r"\d+", desktop.page.locator(".cm-stack strong").inner_text())[0])

    open_pile(desktop)
    whole = count()
    events = cm.read_events()
    types = dict(zip(events.ids, events["type"], strict=True))
    listed = [node.get_attribute("data-id") for node in desktop.page.locator(".cm-option").all()]
    kind = Counter(types[one] for one in listed).most_common(1)[0][0]
    desktop.set(filters={"types": [kind]})
    assert 0 < count() < whole
    desktop.set(filters={"types": []})
    assert count() == whole
    desktop.set(filters={"types": [kind]})
    open_pile(desktop)
    desktop.set(filters={"types": []})
    expect(desktop.page.locator(".cm-stack")).to_be_hidden()


#: A spot of the Lachin district without a mark: under Armenian control until 2020.
GROUND = (39.55, 46.75)


def open_popup(opened):
    opened.set(window=["2019-01-01", "2019-02-01"])
    hand(opened.page).tap(middle(opened, *GROUND))
    popup = opened.page.locator(".cm-popup")
    expect(popup).to_be_visible()
    return popup


def test_the_popup_says_what_holds_on_the_day_that_is_shown(opened):
    popup = open_popup(opened)
    before = popup.inner_text()
    opened.set(window=["2022-01-01", "2022-02-01"])
    opened.page.wait_for_timeout(250)
    after = popup.inner_text()
    assert before != after
    opened.set(window=["2019-01-01", "2019-02-01"])
    opened.page.wait_for_timeout(250)
    assert popup.inner_text() == before
    opened.set(lang="ru")
    opened.page.wait_for_timeout(250)
    assert popup.inner_text() != before


def test_the_popup_closes_by_its_button(opened):
    popup = open_popup(opened)
    box = popup.get_by_role("button", name="Close").bounding_box()
    least = 44 if opened.narrow else 24
    assert box["width"] >= least
    assert box["height"] >= least
    hand(opened.page).tap((box["x"] + box["width"] / 2, box["y"] + box["height"] / 2))
    expect(popup).to_be_hidden()


def test_the_popup_closes_by_escape_before_anything_else(opened):
    opened.set(select="lachin-handover-2022")
    popup = open_popup(opened)
    opened.page.keyboard.press("Escape")
    expect(popup).to_be_hidden()
    assert state(opened)["select"] == "lachin-handover-2022"


def test_a_tap_elsewhere_closes_the_popup_and_opens_no_other(phone):
    popup = open_popup(phone)
    box = phone.page.locator(".cm-map").bounding_box()
    hand(phone.page).tap((box["x"] + 60, box["y"] + box["height"] - 120))
    expect(popup).to_be_hidden()
    phone.page.wait_for_timeout(400)
    assert popup.count() == 0
    popup = open_popup(phone)
    header = phone.page.locator("h1").bounding_box()
    hand(phone.page).tap((header["x"] + 20, header["y"] + 10))
    expect(popup).to_be_hidden()


def test_a_mouse_asks_the_next_place_at_once_and_may_cross_the_map(desktop):
    popup = open_popup(desktop)
    before = popup.inner_text()
    x, y = middle(desktop, *GROUND)
    desktop.page.mouse.move(x + 90, y - 60, steps=4)
    expect(popup).to_be_visible()
    assert popup.inner_text() == before
    desktop.page.mouse.click(x + 150, y)
    desktop.page.wait_for_timeout(250)
    assert popup.count() == 1
    assert popup.inner_text() != before
    desktop.page.get_by_role("tab", name="About").click()
    expect(popup).to_be_hidden()


def test_the_popup_moves_with_the_map_and_leaves_with_its_place(desktop):
    popup = open_popup(desktop)
    before = popup.bounding_box()
    desktop.page.locator(".cm-map").focus()
    desktop.page.keyboard.press("ArrowRight")
    desktop.page.wait_for_timeout(500)
    assert popup.bounding_box()["x"] < before["x"] - 40
    desktop.set(view={"center": [41.5, 44.5], "zoom": 9})
    expect(popup).to_be_hidden()


def test_the_veil_goes_with_its_tab_though_a_pile_is_open(desktop):
    page = desktop.page
    open_pile(desktop)
    page.get_by_role("tab", name="Not known").click()
    until(desktop, "conflictmap.state().doubt === 'all'")
    page.get_by_role("tab", name="Events").click()
    until(desktop, "conflictmap.state().doubt === null")


def test_the_veil_goes_with_its_tab_though_an_event_is_open(desktop):
    page = desktop.page
    desktop.set(select="lachin-handover-2022")
    page.get_by_role("tab", name="Not known").click()
    until(desktop, "conflictmap.state().doubt === 'all'")
    page.get_by_role("tab", name="Totals").click()
    until(desktop, "conflictmap.state().doubt === null")


def test_the_veil_stays_over_the_list_that_was_opened_from_it(desktop):
    page = desktop.page
    page.get_by_role("tab", name="Not known").click()
    page.get_by_role("button", name="No number of dead stated").click()
    page.wait_for_timeout(200)
    assert state(desktop)["doubt"] == "no_toll"
    page.locator(".cm-list [role=option]").first.click()
    page.wait_for_timeout(200)
    assert state(desktop)["doubt"] == "no_toll"
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    until(desktop, "conflictmap.state().doubt === null")


def test_the_episode_says_the_window_and_takes_the_same_choice_again(desktop):
    episode = desktop.page.locator("[data-name=episode]")
    episode.select_option(index=4)
    war = state(desktop)["window"]
    desktop.page.get_by_role("button", name="Whole period").click()
    until(desktop, "document.querySelector('[data-name=episode]').value === ''")
    episode.select_option(index=4)
    assert state(desktop)["window"] == war
    desktop.set(window=["2016-04-02", "2016-04-06"])
    until(desktop, "document.querySelector('[data-name=episode]').selectedOptions[0].text"
                   ".startsWith('Four-day war')")


def test_the_focus_goes_back_to_the_list_and_its_row(desktop):
    page = desktop.page
    page.locator(".cm-list").focus()
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(".cm-evidence h2")).to_be_visible()
    page.keyboard.press("Escape")
    until(desktop, "document.activeElement.matches('.cm-list')")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert state(desktop)["select"] == desktop.visible()[3]
    page.get_by_role("button", name="Back to the list").press("Enter")
    until(desktop, "document.activeElement.matches('.cm-list')")


def test_the_focus_goes_back_to_the_map_and_to_a_clicked_row(desktop):
    page = desktop.page
    page.locator(".cm-list [role=option]").nth(2).click()
    page.get_by_role("button", name="Back to the list").click()
    until(desktop, "document.activeElement.matches('.cm-list')")
    desktop.set(filters={"text": "border checkpoint at the Hakari"},
                window=["2023-04-20", "2023-04-26"])
    assert len(desktop.visible()) == 1
    x, y = event_at(desktop, desktop.visible()[0], 12)
    page.mouse.click(x, y)
    until(desktop, "conflictmap.state().select !== null")
    page.keyboard.press("Escape")
    until(desktop, "document.activeElement.matches('.cm-map')")


def test_an_event_of_the_story_goes_back_to_the_story(desktop):
    page = desktop.page
    page.get_by_role("tab", name="Story").click()
    page.locator(".cm-story button").first.click()
    pane = page.get_by_role("tabpanel", name="Story")
    pane.locator("details > summary").first.click()
    link = pane.locator("details .cm-link").first
    name = link.get_attribute("data-name")
    link.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".cm-evidence h2")).to_be_visible()
    page.get_by_role("button", name="Back", exact=True).click()
    expect(pane).to_be_visible()
    until(desktop, f"document.activeElement.dataset.name === '{name}'")


def test_a_tap_on_a_row_gets_the_focus_back(phone):
    page = phone.page
    page.locator(".cm-sheet-grip").tap()
    row = page.locator(".cm-list [role=option]").nth(1)
    row.scroll_into_view_if_needed()
    row.tap()
    until(phone, "conflictmap.state().select !== null")
    page.get_by_role("button", name="Back to the list").tap()
    until(phone, "document.activeElement.matches('.cm-list')")


def test_back_goes_from_event_to_event_to_the_list(opened):
    page = opened.page
    ids = opened.visible()
    if opened.narrow:
        page.locator(".cm-sheet-grip").click()
    opened.page.wait_for_timeout(400)
    length = opened.run("history.length")
    row = page.locator(".cm-list [role=option]").first
    row.scroll_into_view_if_needed()
    row.click()
    until(opened, f"conflictmap.state().select === '{ids[0]}'")
    opened.set(select=ids[1])
    opened.page.wait_for_timeout(400)
    assert opened.run("history.length") == length + 2
    page.go_back()
    until(opened, f"conflictmap.state().select === '{ids[0]}'")
    expect(page.locator(".cm-evidence h2")).to_be_visible()
    page.go_back()
    until(opened, "conflictmap.state().select === null")
    expect(page.locator(".cm-list")).to_be_visible()
    page.go_forward()
    until(opened, f"conflictmap.state().select === '{ids[0]}'")
    assert opened.run("history.length") == length + 2


def test_back_closes_the_sheet_with_its_pile_on_a_phone(phone):
    open_pile(phone)
    assert phone.run("document.querySelector('.cm-panel').classList.contains('cm-open')")
    pile = phone.page.locator(".cm-stack strong").inner_text()
    phone.page.locator(".cm-list [role=option]").first.tap()
    until(phone, "conflictmap.state().select !== null")
    phone.page.go_back()
    until(phone, "conflictmap.state().select === null")
    expect(phone.page.locator(".cm-stack strong")).to_have_text(pile)
    phone.page.go_back()
    expect(phone.page.locator(".cm-stack")).to_be_hidden()
    until(phone, "!document.querySelector('.cm-panel').classList.contains('cm-open')")


def test_back_walks_the_story_and_ends_the_comparison(desktop):
    page = desktop.page
    page.get_by_role("tab", name="Story").click()
    page.locator(".cm-story button").first.click()
    page.get_by_role("tabpanel", name="Story").get_by_role("button", name="Next").click()
    until(desktop, "conflictmap.state().story.step === 1")
    page.go_back()
    until(desktop, "conflictmap.state().story && conflictmap.state().story.step === 0")
    expect(page.get_by_role("tabpanel", name="Story")).to_be_visible()
    page.go_back()
    until(desktop, "conflictmap.state().story === null")
    page.get_by_role("button", name="Two dates side by side").click()
    until(desktop, "location.hash.includes('&c=')")
    page.go_back()
    until(desktop, "conflictmap.state().compare === null")
    expect(page.get_by_role("tab", name="Story")).to_have_attribute("aria-selected", "true")


def test_what_moves_by_degrees_makes_no_history(desktop):
    page = desktop.page
    page.wait_for_timeout(400)
    length = desktop.run("history.length")
    page.locator(".cm-handle-0").focus()
    for _ in range(30):
        page.keyboard.press("PageUp")
    page.locator(".cm-map").focus()
    page.keyboard.press("ArrowRight")
    page.get_by_role("button", name="Play", exact=True).click()
    page.wait_for_timeout(1500)
    page.get_by_role("button", name="Pause").click()
    page.get_by_role("tab", name="Totals").click()
    page.wait_for_timeout(400)
    assert desktop.run("history.length") == length
    assert desktop.run("location.hash").startswith("#w=" + "_".join(state(desktop)["window"]))


def test_a_view_before_an_event_comes_back_as_it_was(desktop):
    desktop.set(window=["2022-09-12", "2022-09-15"], filters={"types": ["shelling"]})
    desktop.page.locator(".cm-list [role=option]").first.click()
    until(desktop, "conflictmap.state().select !== null")
    desktop.set(window=WHOLE, filters={"types": []}, layers={"rivers": False})
    desktop.page.go_back()
    until(desktop, "conflictmap.state().select === null")
    now = state(desktop)
    assert now["window"] == ["2022-09-12", "2022-09-15"]
    assert now["filters"]["types"] == ["shelling"]
    assert now["layers"]["rivers"] is True


def test_a_story_walked_by_keys_keeps_the_focus_where_it_was(desktop):
    page = desktop.page
    page.get_by_role("tab", name="Story").click()
    page.locator(".cm-story button").first.click()
    page.locator("body").evaluate("() => document.activeElement.blur()")
    for step in range(1, 10):
        page.keyboard.press("n")
        until(desktop, f"conflictmap.state().story.step === {step}")
        assert focused(desktop) == "BODY"
