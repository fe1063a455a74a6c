"""The first screen: a sentence from the data, filled ground, ways in, nothing below the fold."""

from __future__ import annotations

import json
import math
import re

import numpy as np
import pytest
import shapely
from playwright.sync_api import expect
from shapely.geometry import shape

import conflictmap as cm
from conftest import ROOT

AXE = ROOT / "maps" / "node_modules" / "axe-core" / "axe.min.js"
needs_axe = pytest.mark.skipif(not AXE.is_file(), reason="run `npm ci` in maps/ first")

DESKTOP, LAPTOP, PHONE = (1440, 900), (1366, 650), (390, 844)
LANGUAGES = {"en": "Who held Karabakh, and when", "ru": "Кто и когда удерживал Карабах"}


@pytest.fixture
def opened(open_page, opening_file):
    page = open_page(opening_file, size=DESKTOP)
    yield page
    page.quiet()


def box(opened, selector: str) -> dict:
    return opened.page.locator(selector).bounding_box()


def test_the_page_says_what_it_shows_with_its_doubt(opened):
    page = opened.page
    expect(page.locator("h1")).to_have_text("Who held Karabakh, and when")
    said = page.locator(".cm-standfirst").inner_text()
    assert re.search(r"on 1 December 2020 Azerbaijan held 9,\d\d0 ± 3\d0 km², Russian peacekeepers"
                     r" patrolled 3,\d\d0 ± 2\d0 km²", said), said
    assert re.search(r"On 26 September 2020 Armenian forces held 11,\d\d0 ± 4\d0 km²", said), said
    opened.set(lang="ru")
    expect(page.locator("h1")).to_have_text("Кто и когда удерживал Карабах")
    expect(page.locator(".cm-standfirst")).to_contain_text("Азербайджан удерживал")


def test_the_sentence_follows_the_day_of_the_ground(opened):
    said = opened.page.locator(".cm-standfirst")
    opened.set(day="2019-05-01")
    expect(said).to_contain_text("on 1 May 2019 Armenian forces held 11,")
    assert "Russian" not in said.inner_text()
    opened.set(day="2024-05-01")
    expect(said).to_contain_text("on 1 May 2024 Azerbaijan held 12,")


def test_a_day_of_the_ground_changes_no_event(opened):
    before = opened.visible()
    ground = opened.drawn()
    opened.set(day="2019-05-01")
    assert opened.visible() == before
    assert opened.drawn() != ground
    opened.set(window=["2020-11-10", "2020-12-02"])
    assert opened.run("window.conflictmap.state().day") is None
    assert opened.visible() == before


def test_three_doors(open_page, opening_file):
    opened = open_page(opening_file, size=DESKTOP)
    page = opened.page
    page.get_by_role("button", name="Compare two days").click()
    assert opened.run("window.conflictmap.state().compare") == ["2020-09-26", "2020-12-01"]
    page.go_back()
    page.locator(".cm-doors [data-name=explore]").click()
    expect(page.locator(".cm-search")).to_be_focused()
    assert page.locator(".cm-doors").count() == 0
    opened = open_page(opening_file, size=DESKTOP)
    opened.page.get_by_role("button", name="Start the story").click()
    assert opened.run("window.conflictmap.state().story.step") == 0
    expect(opened.page.get_by_role("button", name="Next")).to_be_focused()
    opened.page.keyboard.press("ArrowRight")
    assert opened.run("window.conflictmap.state().story.step") == 1
    opened.page.get_by_role("button", name="Next").focus()
    opened.page.keyboard.press("n")
    assert opened.run("window.conflictmap.state().story.step") == 2, "a button takes no letters"


def test_a_link_opens_what_it_names_and_old_ones_the_whole_period(open_page, opening_file):
    opened = open_page(opening_file, hash_="#l=ru")
    assert opened.run("window.conflictmap.state().day") == "2020-12-01", "as without the language"
    expect(opened.page.locator(".cm-doors")).to_be_visible()
    opened = open_page(opening_file, hash_="#s=lachin-handover-2022")
    assert opened.run("window.conflictmap.state().window") == ["1988-01-01", "2026-01-01"]
    assert opened.run("window.conflictmap.state().day") is None
    opened = open_page(opening_file, hash_="#w=2020-09-27_2020-12-02&day=2020-09-26")
    assert opened.run("window.conflictmap.state().day") == "2020-09-26"
    expect(opened.page.locator(".cm-dateline")).to_contain_text("ground as on 26 September 2020")


def test_notes_on_the_map_are_a_list_in_the_same_order(opened):
    page = opened.page
    on_map = page.locator(".cm-annotation-text").all_inner_texts()
    assert on_map == page.locator(".cm-notes li").all_inner_texts()
    assert 3 <= len(on_map) <= 5
    assert page.locator(".cm-annotation-number").all_inner_texts() == ["1", "2", "3"]
    page.locator(".cm-notes button").nth(1).click()
    assert opened.run("window.conflictmap.state().select") == "shusha-battle-2020"
    opened.set(day="2023-01-10", select=None)
    expect(page.locator(".cm-annotation-text")).to_have_count(1)
    expect(page.locator(".cm-annotation-text")).to_contain_text("closed to ordinary traffic")
    opened.set(compare=["2020-09-26", "2020-12-01"])
    expect(page.locator(".cm-annotation-text")).to_have_count(0)


@pytest.mark.parametrize("hash_", ["#l=en", "#l=ru", "#t=first-war-1988-94.6"])
def test_no_note_on_the_map_lies_under_a_control(open_page, opening_file, hash_):
    page = open_page(opening_file, size=LAPTOP, hash_=hash_).page
    expect(page.locator(".cm-annotation-text").first).to_be_visible()
    controls = [box for name in (".cm-key", ".cm-caption", ".cm-locator", ".cm-map-buttons")
                for box in [page.locator(name).first.bounding_box()]]
    for note in page.locator(".cm-annotation:not(.cm-wordless) .cm-annotation-text").all():
        one = note.bounding_box()
        for other in controls:
            assert (one["x"] >= other["x"] + other["width"] - 1
                    or other["x"] >= one["x"] + one["width"] - 1
                    or one["y"] >= other["y"] + other["height"] - 1
                    or other["y"] >= one["y"] + one["height"] - 1), note.inner_text()


def test_the_open_tab_of_a_narrow_page_is_in_view(open_page, opening_file):
    opened = open_page(opening_file, size=(360, 640), hash_="#c=2020-09-26_2020-12-01")
    opened.set(lang="hy")
    opened.page.locator("#cm-tab-compare").press("End")
    bar, tab = box(opened, ".cm-tabs"), box(opened, "#cm-tab-about")
    assert bar["x"] <= tab["x"]
    assert tab["x"] + tab["width"] <= bar["x"] + bar["width"] + 1


def test_signs_of_the_key_are_of_their_kind(opened):
    """A planned line is a line; a number of events is a label, no disc sized by a toll."""
    page = opened.page
    opened.set(day="2025-09-01", window=["2025-01-01", "2025-09-02"])
    page.locator(".cm-key-toggle").click()
    line = page.locator(".cm-key li", has_text="Route agreed in August 2025 (not built)")
    assert line.locator("path").get_attribute("d") == "M1 7H25"
    assert line.locator("path").evaluate("n => n.style.strokeDasharray") in {"2, 7", "2px, 7px"}
    assert line.locator("rect").count() == 0
    stack = page.locator(".cm-key li", has_text="Several events at one spot")
    assert stack.locator("rect").get_attribute("rx") == "7"
    assert stack.locator("circle").count() == 0


def test_ground_that_nothing_is_said_of_has_a_sign_of_its_own(open_page, tmp_path):
    square = [[46, 39], [47, 39], [47, 40], [46, 40], [46, 39]]
    layer = {"type": "FeatureCollection", "layer": {"role": "district", "id": "own"}, "features": [
        {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [square]},
         "properties": {"name": "A", "control": "azerbaijan", "valid_from": start, "valid_to": end}}
        for start, end in [("2020-01-01", "2020-02-01"), ("2020-04-01", "2020-05-01")]]}
    path, table = tmp_path / "own.geojson", tmp_path / "e.csv"
    path.write_text(json.dumps(layer), encoding="utf-8")
    table.write_text("id,date,lat,lon\na,2020-01-02,39.5,46.5\nb,2020-04-20,39.5,46.5\n", "utf-8")
    page = open_page(cm.build(table, layers=[path]).save(tmp_path / "own.html"), size=DESKTOP)
    signs = "[...document.querySelectorAll('path.cm-unstated:not(.cm-none)')].length"
    page.set(window=["2020-03-01", "2020-03-02"])
    page.page.wait_for_timeout(250)
    assert page.run(signs) == 1
    expect(page.page.locator(".cm-key")).to_contain_text("Not stated")
    page.set(window=["2020-04-10", "2020-04-11"])
    page.page.wait_for_timeout(250)
    assert page.run(signs) == 0
    expect(page.page.locator(".cm-key")).not_to_contain_text("Not stated")


def test_on_a_desktop_the_map_has_more_than_half_of_the_screen(opened):
    frame = box(opened, ".cm-map-frame")
    assert frame["width"] * frame["height"] >= 0.54 * 1440 * 900
    key = box(opened, ".cm-key")
    assert key["width"] * key["height"] < 0.04 * frame["width"] * frame["height"]


def subject(zoom: float) -> float:
    """Return the pixels that the districts cover at a zoom, where no district covers another."""
    shapes = [shape(feature["geometry"]) for path in (ROOT / "layers/districts").glob("districts-*")
              for feature in json.loads(path.read_text("utf-8"))["features"]
              if feature["properties"].get("control")]
    scale = 256 * 2**zoom / (2 * np.pi)
    return shapely.transform(shapely.union_all(shapes), lambda at: scale * np.column_stack(
        [np.radians(at[:, 0]), np.arctanh(np.sin(np.radians(at[:, 1])))])).area


@pytest.mark.parametrize(("size", "least"), [(DESKTOP, 0.184), (LAPTOP, 0.118), (PHONE, 0.18)])
def test_the_subject_has_its_part_of_the_screen(open_page, opening_file, size, least):
    opened = open_page(opening_file, size=size, has_touch=size == PHONE)
    view = opened.run("window.conflictmap.state().view")
    assert subject(view["zoom"]) >= least * size[0] * size[1]
    frame, world = box(opened, ".cm-map-frame"), 256 * 2 ** view["zoom"] / 360
    west, south, east, north = cm.read_recipe("karabakh").opening.bounds
    assert (east - west) * world <= frame["width"], "it is in view as a whole"
    assert abs(view["center"][1] - (west + east) / 2) < 0.01
    rows = [math.degrees(math.atanh(math.sin(math.radians(lat)))) * world
            for lat in (south, view["center"][0], north)]
    assert rows[1] - rows[0] <= frame["height"] / 2 + 1
    assert rows[2] - rows[1] <= frame["height"] / 2 + 1
    if size == PHONE:
        key = box(opened, ".cm-key")
        top = frame["y"] + frame["height"] / 2 - (rows[2] - rows[1])
        assert key["y"] + key["height"] <= top + 2, "the key lies above it"


@pytest.mark.parametrize(("size", "least"), [(DESKTOP, 750), (LAPTOP, 490), (PHONE, 430),
                                              ((768, 1024), 600), ((360, 640), 240)])
def test_nothing_needed_is_below_the_fold(open_page, opening_file, size, least):
    opened = open_page(opening_file, size=size, has_touch=size[0] < 800)
    assert box(opened, ".cm-map-frame")["height"] >= least
    for needed in (".cm-map-frame", "[data-name=play]", ".cm-dateline", ".cm-brush", ".cm-context",
                   ".cm-standfirst", ".cm-key", "[role=tab]"):
        found = opened.page.locator(needed).first.bounding_box()
        assert found["y"] >= 0, needed
        assert found["y"] < size[1] - 20, needed
    height = opened.run("document.documentElement.scrollHeight")
    assert height <= size[1]


@pytest.mark.parametrize(("width", "least"), [(1048, (640, 490)), (700, (700, 360)),
                                               (640, (640, 360))])
def test_a_low_frame_holds_map_timeline_and_list(open_page, opening_file, width, least):
    """As in the cell of a notebook: nothing is cut, and the list is there or one press away."""
    opened = open_page(opening_file, size=(width, 640))
    first = opened.page.locator(".cm-list [data-id]").first
    if width > 900:
        expect(first).to_be_in_viewport(ratio=1)
    frame, time, panel = (box(opened, name) for name in (
        ".cm-map-frame", ".cm-timeline", ".cm-panel"))
    assert frame["width"] >= least[0]
    assert frame["height"] >= least[1]
    assert frame["y"] + frame["height"] <= time["y"] + 1
    assert panel["x"] >= time["width"] or panel["y"] >= time["y"] + time["height"] - 1
    for needed in (".cm-context", ".cm-brush", "[data-name=play]", "[data-name=more]",
                   ".cm-caption", ".cm-caption > span", ".cm-key", ".cm-standfirst", ".cm-tabs",
                   "#cm-tab-about"):
        found = box(opened, needed)
        assert min(found["x"], found["y"]) >= 0, needed
        assert found["x"] + found["width"] <= width, needed
        assert found["y"] + found["height"] <= 640, needed
        cut = opened.page.locator(needed).evaluate("n => n.scrollWidth - n.clientWidth")
        assert needed in {".cm-tabs", ".cm-brush"} or cut <= 1, needed
    assert box(opened, ".cm-controls")["height"] <= 44, "the buttons stand in one row"
    opened.page.locator("[data-name=more] > summary").click()
    opened.page.get_by_role("button", name="Whole period").click()
    assert opened.run("window.conflictmap.state().window") == ["1988-01-01", "2026-01-01"]
    opened.page.locator("#cm-tab-events").click()
    expect(first).to_be_in_viewport()


def test_an_embed_in_a_low_frame_leaves_no_room_for_a_panel(open_page, opening_file):
    opened = open_page(opening_file, size=(700, 640), hash_="?embed")
    expect(opened.page.locator(".cm-embed")).to_be_visible()
    time = box(opened, ".cm-timeline")
    assert abs(time["y"] + time["height"] - 640) <= 1


@pytest.mark.parametrize("lang", ["en", "hy", "az", "ru"])
@pytest.mark.parametrize("width", [320, 360, 390])
def test_nothing_overflows_sideways(open_page, opening_file, lang, width):
    opened = open_page(opening_file, size=(width, 640), has_touch=True)
    opened.set(lang=lang)
    opened.page.wait_for_timeout(250)
    assert opened.run("document.documentElement.scrollWidth") <= width


def test_one_gesture_to_the_fighting_of_september_2022(opened):
    opened.page.get_by_role("button", name=re.compile("^Fighting on the state border")).click()
    assert opened.run("window.conflictmap.state().window") == ["2022-09-12", "2022-09-15"]
    opened.page.wait_for_timeout(250)
    low, high = (int(opened.page.locator(".cm-handle-0").get_attribute(f"aria-value{end}"))
                 for end in ("min", "max"))
    assert high - low <= 20


def test_the_day_of_the_ground_is_moved_by_keys_and_mouse(opened):
    cursor = opened.page.locator(".cm-day")
    cursor.focus()
    opened.page.keyboard.press("ArrowLeft")
    opened.page.keyboard.press("ArrowLeft")
    assert opened.run("window.conflictmap.state().day") == "2020-11-29"
    expect(cursor).to_have_attribute("aria-valuetext", "29 November 2020")
    before = opened.visible()
    at = cursor.bounding_box()
    x, y = at["x"] + at["width"] / 2, at["y"] + 12
    opened.page.mouse.move(x, y)
    opened.page.mouse.down()
    opened.page.mouse.move(x + 2, y)
    opened.page.mouse.up()
    assert opened.run("window.conflictmap.state().day") == "2020-11-29", "the grab keeps its offset"
    opened.page.mouse.move(x, y)
    opened.page.mouse.down()
    opened.page.mouse.move(x - 300, y, steps=4)
    opened.page.mouse.up()
    assert "2020-11-10" <= opened.run("window.conflictmap.state().day") <= "2020-11-24"
    assert opened.visible() == before


def test_dates_can_be_typed(opened):
    opened.page.locator("[data-name=dates] summary").click()
    opened.page.locator("[data-name=day-ground]").fill("2022-09-13")
    assert opened.run("window.conflictmap.state().day") == "2022-09-13"
    opened.page.locator("[data-name=day-last]").fill("2020-11-30")
    opened.page.locator("[data-name=day-first]").fill("2020-11-20")
    assert opened.run("window.conflictmap.state().window") == ["2020-11-20", "2020-12-01"]
    opened.page.keyboard.press("Escape")
    assert not opened.page.locator("[data-name=day-first]").is_visible()


def test_the_sheet_has_three_stops_and_makes_way_for_the_map(open_page, opening_file):
    opened = open_page(opening_file, size=PHONE, has_touch=True)
    page = opened.page
    grip, heights = page.locator(".cm-sheet-grip"), []
    for _ in range(3):
        page.wait_for_timeout(250)
        heights.append(round(box(opened, ".cm-panel")["height"]))
        grip.click()
    assert heights[0] == 88
    assert 400 <= heights[1] <= 460
    assert heights[2] >= 800
    page.wait_for_timeout(250)
    page.get_by_role("tab", name=re.compile("^Events")).click()
    page.locator(".cm-search").fill("Goris")
    page.locator(".cm-place").first.click()
    page.wait_for_timeout(1200)
    assert round(box(opened, ".cm-panel")["height"]) == 88
    center = opened.run("window.conflictmap.state().view.center")
    assert abs(center[0] - 39.51) < 0.1
    assert abs(center[1] - 46.34) < 0.1


@needs_axe
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_axe_finds_nothing_at_aaa(open_page, opening_file, size, theme):
    opened = open_page(opening_file, size=size, has_touch=size == PHONE, color_scheme=theme,
                       bypass_csp=True)
    opened.page.add_script_tag(content=AXE.read_text(encoding="utf-8"))
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "wcag2aaa", "best-practice"]
    for tab in ("Events", "Story", "Totals", "Not known", "Road", "Layers", "About"):
        opened.page.get_by_role("tab", name=re.compile(f"^{tab}")).click()
        opened.page.wait_for_timeout(250)
        found = opened.run(
            "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}}).then(r => "
            "r.violations.map(v => [v.id, v.nodes.slice(0, 3).map(n => n.html)]))", tags)
        assert found == [], tab


def test_a_reader_of_keys_skips_to_the_events_and_switches_single_keys_off(opened):
    page = opened.page
    page.keyboard.press("Tab")
    expect(page.locator(".cm-skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".cm-search")).to_be_focused()
    page.get_by_role("tab", name="About").click()
    page.locator("[data-name=keys]").uncheck()
    before = opened.run("window.conflictmap.state().window")
    page.locator("body").evaluate("() => document.activeElement.blur()")
    page.keyboard.press(".")
    assert opened.run("window.conflictmap.state().window") == before
    page.locator("[data-name=keys]").check()
    page.locator("body").evaluate("() => document.activeElement.blur()")
    page.keyboard.press(".")
    assert opened.run("window.conflictmap.state().window") != before


def test_an_event_without_a_date_lies_in_no_days_and_is_said(open_page, tmp_path):
    table = tmp_path / "own.csv"
    table.write_text("id,date,lat,lon,fatalities_best\na,2022-09-13,39.8,45.7,3\n"
                     "b,,39.8,45.7,5\n", encoding="utf-8")
    page = open_page(cm.build(table).save(tmp_path / "own.html"), size=DESKTOP)
    said = page.page.locator(".cm-standfirst")
    expect(said).to_contain_text("1 of 2 events lie in these days")
    expect(said).to_contain_text("1 more without a date.")
    expect(said).to_contain_text("by the figures given: 3")
    page.quiet()


def test_eight_small_maps_say_who_held_and_set_the_day(opened):
    page = opened.page
    page.get_by_role("tab", name=re.compile("^Totals")).click()
    maps = page.locator(".cm-small-maps button")
    expect(maps).to_have_count(8)
    days = [int(one.get_attribute("data-day")) for one in maps.all()]
    assert days == sorted(days)
    expect(page.locator(".cm-small-maps [aria-pressed=true]")).to_contain_text("1 Dec 2020")
    before = maps.filter(has_text="26 Sep 2020")
    expect(before).to_contain_text("Armenian forces held 11,")
    assert before.locator("path.cm-control-armenian_forces").count() > 8
    before.click()
    assert opened.run("window.conflictmap.state().day") == "2020-09-26"
    expect(page.locator(".cm-small-maps [aria-pressed=true]")).to_contain_text("26 Sep 2020")
    wars = page.locator(".cm-bars").first
    row = wars.locator("tr", has_text="Second Nagorno-Karabakh war (44 days)")
    expect(row).to_contain_text("6,500–6,823–6,918")
    row.get_by_role("button").click()
    assert opened.run("window.conflictmap.state().select") == "war-2020-total"


def test_what_changes_is_told(opened):
    live = opened.page.locator("[role=status][aria-live=polite]").first
    opened.set(day="2023-01-10")
    opened.page.wait_for_timeout(700)
    said = live.inner_text()
    assert "on 10 January 2023 Azerbaijan held" in said
    assert said.endswith("Road: Blocked.")
    opened.set(select="lachin-district-handover-2020")
    opened.page.wait_for_timeout(700)
    assert live.inner_text().startswith("Lachin")


def test_the_road_says_when_it_was_not_open(opened):
    page = opened.page
    page.get_by_role("tab", name="Road").click()
    line = page.locator(".cm-spells li", has_text="12 December 2022")
    expect(line).to_contain_text("Blocked, days: 132")
    across = page.locator(".cm-road-across")
    expect(across).to_contain_text("12 Dec 2022")
    assert box(opened, ".cm-road-across")["width"] > 1000
    assert page.locator(".cm-strip").count() == 1, "the panel has no second one"
    line.locator("button").click()
    assert opened.run("window.conflictmap.state().window") == ["2022-12-12", "2023-04-23"]
    mark = page.locator(".cm-strip-mark").first
    mark.focus()
    page.keyboard.press("Enter")
    assert opened.run("window.conflictmap.state().select") == mark.get_attribute("data-id")


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_a_story_is_walked_by_scrolling_beside_a_map_that_stays(open_page, opening_file, size):
    opened = open_page(opening_file, size=size)
    page = opened.page
    page.get_by_role("tab", name="Story").click()
    page.locator(".cm-story button").first.click()
    page.wait_for_timeout(1200)
    pane = box(opened, ".cm-page-story")
    frame = box(opened, ".cm-map-frame")
    page.mouse.move(pane["x"] + 100, pane["y"] + 150)
    seen = [0]
    for _ in range(40):
        page.mouse.wheel(0, 120)
        page.wait_for_timeout(100)
        seen.append(opened.run("window.conflictmap.state().story.step"))
        if seen[-1] == 3:
            break
    assert sorted(set(seen)) == [0, 1, 2, 3], "no step is skipped"
    assert seen == sorted(seen)
    assert opened.run("window.conflictmap.state().window") == ["2022-08-20", "2022-09-05"]
    assert box(opened, ".cm-map-frame") == frame
    read = box(opened, ".cm-step.cm-now h2")
    page.locator("body").evaluate("() => document.activeElement.blur()")
    page.keyboard.press("n")
    page.wait_for_timeout(300)
    expect(page.locator(".cm-step.cm-now h2")).to_contain_text("closed near Shusha")
    assert abs(box(opened, ".cm-step.cm-now h2")["y"] - read["y"]) < 400
    assert pane["y"] <= box(opened, ".cm-step.cm-now h2")["y"] < size[1]


def test_paper_has_the_date_the_sentence_and_the_notes(opened):
    page = opened.page
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.wait_for_timeout(300)
    assert page.locator(".cm-dateline").is_visible()
    assert not page.locator(".cm-panel").is_visible()
    key, frame = (page.locator(name).bounding_box() for name in (".cm-key", ".cm-map-frame"))
    assert key["y"] >= frame["y"] + frame["height"], "it hides nothing of the map"
    body = page.locator(".cm-key-body")
    assert body.evaluate("n => n.scrollHeight <= n.clientHeight + 1"), "and is whole"
    said = page.locator(".cm-print").inner_text()
    assert "on 1 December 2020 Azerbaijan held" in said
    assert "The Lachin road: a corridor under Russian peacekeepers" in said
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    page.wait_for_timeout(200)
    assert not page.locator(".cm-key-body").is_visible()
    assert page.locator(".cm-map-frame > .cm-key").count() == 1


@pytest.mark.parametrize(("count", "marks"), [(1_500, "marks"), (1_501, "hex")])
def test_more_events_than_have_a_shape_each_open_as_hexagons(open_page, tmp_path, count, marks):
    table = tmp_path / "many.csv"
    rows = (f"e{i},2022-03-{1 + i % 28:02},{48 + i % 50 / 50},{36 + i % 70 / 30}\n"
            for i in range(count))
    table.write_text("id,date,lat,lon\n" + "".join(rows), encoding="utf-8")
    path = cm.build(table).save(tmp_path / "many.html")
    page = open_page(path, size=DESKTOP)
    assert page.run("window.conflictmap.state().marks") == marks
    expect(page.page.locator("[data-name=hex]")).to_have_attribute(
        "aria-pressed", str(marks == "hex").lower())
    link = open_page(path, size=DESKTOP, hash_="#m=marks")
    assert link.run("window.conflictmap.state().marks") == "marks", "a link says what it opens"
