"""Pages of totals: everywhere they say a number of events, a row counts as what it stands for."""

from __future__ import annotations

import random
import re
from collections import Counter

import numpy as np
import pytest

import conflictmap as cm
from conflictmap.io.collect import events_of
from conflictmap.io.rows import Row
from many import cells

SMALL = """id,date,lat,lon,title,type,actor1,actor2,fatalities_best,status,stands_for
a,2020-01-10,40.0,46.0,Some battles,battle,A,B,4,verified,1200
b,2020-01-10,40.0,46.0,One battle,battle,A,,1,from_memory,
c,2021-05-20,39.5,47.0,Much shelling,shelling,B,,,verified,600
d,2022-03-10,,,Nowhere,shelling,B,A,2,,7
"""
#: Text and bars of the timeline that the page draws from now on, by the layer they are in.
WATCH = """() => {
  const watched = Boolean(window.drawn);
  window.drawn = [];
  if (watched) return;
  const { fillText, fillRect, clearRect } = CanvasRenderingContext2D.prototype;
  const where = (canvas) => canvas.className + ' ' + (canvas.parentElement?.className ?? '');
  CanvasRenderingContext2D.prototype.fillText = function (text, ...rest) {
    window.drawn.push([where(this.canvas), text]);
    return fillText.call(this, text, ...rest);
  };
  CanvasRenderingContext2D.prototype.clearRect = function (...box) {
    window.drawn = window.drawn.filter(([layer]) => layer !== where(this.canvas));
    return clearRect.call(this, ...box);
  };
  CanvasRenderingContext2D.prototype.fillRect = function (x, y, width, height) {
    if (!this.canvas.isConnected && width === 3) window.drawn.push(['bar', height]);
    return fillRect.call(this, x, y, width, height);
  };
}"""
COUNT = 4000


def weighted(count: int) -> cm.Events:
    """Return made-up rows, every third of which stands for many events."""
    chance = random.Random(11)
    rows = [cells(i, chance) | {"stands_for": "" if i % 3 else str(chance.randint(1, 90))}
            for i in range(count)]
    return events_of((Row(place=f"line {i}", cells=row) for i, row in enumerate(rows, start=2)),
                     file="totals.csv", stem="totals", areas={}, swap_check=False)


@pytest.fixture(scope="module")
def large() -> cm.Events:
    return weighted(COUNT)


@pytest.fixture
def small_page(open_page, tmp_path):
    (tmp_path / "totals.csv").write_text(SMALL, encoding="utf-8")
    events = cm.read_events(tmp_path / "totals.csv")
    found = open_page(cm.build(events).save(tmp_path / "small.html"))
    yield found
    found.quiet()


@pytest.fixture
def large_page(open_page, large, tmp_path):
    found = open_page(cm.build(large).save(tmp_path / "large.html"), hash_="#m=marks")
    assert found.run("'packed' in JSON.parse("
                     "document.getElementById('conflictmap-spec').textContent).events")
    yield found
    found.quiet()


def number(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def drawn(opened, where: str, **state) -> list:
    """Return what a layer draws when the page comes to a state."""
    opened.run(WATCH)
    opened.set(**state)
    opened.page.wait_for_timeout(700)
    return [what for layer, what in opened.run("window.drawn") if where in layer]


def texts(opened, selector: str) -> list[str]:
    return opened.page.locator(selector).all_inner_texts()


def filter_counts(opened, prefix: str) -> dict[str, int]:
    """Return the numbers beside choices, by the name of each, without those that say 0."""
    found = opened.run("""prefix => [...document.querySelectorAll(`[data-name^="${prefix}"]`)]
        .map(node => [node.dataset.name.slice(prefix.length),
                      node.closest('label, button').querySelector('.cm-count').textContent])""",
                       prefix)
    return {name: number(count) for name, count in found if number(count)}


def sums(keys, weights) -> dict[str, int]:
    found: Counter[str] = Counter()
    for key, weight in zip(keys, weights, strict=True):
        found[str(key)] += int(weight)
    return dict(found)


def check_words(opened, total: int, rows: int) -> None:
    """Check every place that says how many events are shown, and that the list says both."""
    page = opened.page
    assert number(page.locator("#cm-tab-events .cm-count").inner_text()) == total
    assert f"{total:,} of {total:,} events" in page.locator(".cm-dateline").inner_text()
    page.wait_for_timeout(600)
    said = page.locator("p[role=status][aria-live=polite]").text_content()
    assert said.startswith(f"{total:,} of {total:,} events")
    both = f"Entries: {rows:,}; events: {total:,}"
    assert page.locator(".cm-list-note").inner_text() == both
    assert page.locator(".cm-option").first.get_attribute("aria-setsize") == str(rows)
    page.locator('[data-name="table"]').click()
    assert f"{total:,} of {total:,} events" in page.locator("dialog .cm-aside").first.inner_text()
    assert both in page.locator("dialog .cm-aside").first.inner_text()
    page.keyboard.press("Escape")


def test_numbers_of_a_small_page_are_those_of_events(small_page):
    check_words(small_page, 1808, 4)
    assert filter_counts(small_page, "type-") == {"battle": 1201, "shelling": 607}
    small_page.page.get_by_text("More filters").click()
    small_page.page.locator('[data-name="status-verified"]').wait_for()
    assert filter_counts(small_page, "status-") == {"verified": 1800, "from_memory": 1}
    assert filter_counts(small_page, "toll-") == {"any": 1808, "1": 1208}
    small_page.page.locator('[data-name="list-actors"]').click()
    small_page.page.locator('[data-name="actors-A"]').wait_for()
    assert filter_counts(small_page, "actors-") == {"A": 1208, "B": 1807}
    small_page.set(filters={"types": ["battle"]})
    small_page.page.wait_for_timeout(300)
    said = small_page.page.locator(".cm-dateline span").first.inner_text()
    assert said.startswith("1,201 of 1,808")
    assert number(small_page.page.locator("#cm-tab-events .cm-count").inner_text()) == 1201


def test_totals_and_doubts_count_events(small_page):
    totals = small_page.run("window.conflictmap.totals()")
    assert totals["events"] == 1808
    assert totals["silent"] == 600
    small_page.page.get_by_role("tab", name="Totals").click()
    words = small_page.page.locator('[data-sum="rest"]').inner_text()
    assert "Events counted: 1,808" in words
    assert "a toll is stated for 1,208 of 1,808" in words
    assert small_page.page.locator('[data-sum="balance"]').count() == 0, "nobody is quoted at all"
    small_page.page.get_by_role("tab", name="Not known").click()
    said = small_page.page.get_by_text("Of 1,808 single events")
    said.wait_for()
    counts = {kind: number(small_page.page.locator(f'[data-kind="{kind}"] .cm-count').inner_text())
              for kind in ("unplaced", "no_toll", "undated")}
    assert counts == {"unplaced": 7, "no_toll": 600, "undated": 0}


def test_stacks_and_hexagons_have_numbers_of_events(small_page):
    view = {"center": [39.75, 46.5], "zoom": 8}
    assert set(drawn(small_page, "cm-marks", view=view)) == {"1,201", "600"}
    page = small_page.page
    assert set(drawn(small_page, "cm-marks", marks="hex")) == {"1,201", "600"}
    small_page.set(marks="marks", view={"center": [40.0, 46.0], "zoom": 9})
    page.wait_for_timeout(500)
    box = page.locator(".cm-map").bounding_box()
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(*middle)
    assert page.locator(".cm-tip-head").inner_text() == "Events here: 1,201"
    assert page.locator(".cm-tip-more").count() == 0
    page.mouse.click(*middle)
    assert page.locator(".cm-stack strong").inner_text() == "Events here: 1,201"
    assert page.locator(".cm-list-note").inner_text() == "Entries: 2; events: 1,201"


def test_a_row_of_many_is_a_number_on_the_map_and_opens_as_one(small_page):
    small_page.set(view={"center": [39.5, 47.0], "zoom": 9})
    page = small_page.page
    page.wait_for_timeout(500)
    box = page.locator(".cm-map").bounding_box()
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(*middle)
    assert "stands for 600 events" in page.locator(".cm-tip").inner_text()
    page.mouse.click(*middle)
    assert small_page.run("window.conflictmap.state().select") == "c"
    assert "stands for 600 events" in page.locator(".cm-facts").inner_text()
    small_page.set(select="b")
    page.wait_for_timeout(200)
    assert "stands for" not in page.locator(".cm-facts").inner_text()


def test_bars_are_as_high_as_what_began(small_page):
    found = drawn(small_page, "", filters={"text": "battle"})
    assert "most events: 1,201" in found
    found = drawn(small_page, "", filters={"text": ""})
    assert "most events: 1,201" in found
    bars = drawn(small_page, "bar", theme="dark")[:3]
    assert bars[0] == pytest.approx(38)  # the highest bar
    assert bars[1] == pytest.approx(38 * 600 / 1201)
    assert bars[2] == pytest.approx(38 * 7 / 1201)


def test_the_file_to_take_along_says_what_rows_stand_for(small_page, tmp_path):
    with small_page.page.expect_download() as waiting:
        small_page.page.get_by_role("button", name="Events as CSV").first.click()
    waiting.value.save_as(tmp_path / "again.csv")
    again = cm.read_events(tmp_path / "again.csv")
    assert sums(again.ids, again.weight) == {"a": 1200, "b": 1, "c": 600, "d": 7}


def test_numbers_of_a_large_page_are_those_of_events(large_page, large):
    weight = large.weight
    check_words(large_page, int(weight.sum()), COUNT)
    assert filter_counts(large_page, "type-") == sums(large["type"], weight)
    large_page.page.get_by_text("More filters").click()
    large_page.page.locator('[data-name="list-sources"]').click()
    large_page.page.locator('[data-name="sources-s1"]').wait_for()
    named = [[i in text.split() for text in large["sources"]] for i in ("s1", "s2")]
    assert filter_counts(large_page, "sources-") == {
        name: int(weight[mask].sum()) for name, mask in zip(("s1", "s2"), named, strict=True)}
    totals = large_page.run("window.conflictmap.totals()")
    assert totals["events"] + sum(
        int(weight[large.ids.index(i)]) for i in totals["overlapping"]
    ) == int(weight[large.dated].sum())  # undated events count in no window
    assert number(large_page.page.locator('[data-name="toll-any"]').locator("..").locator(
        ".cm-count").inner_text()) == int(weight.sum())


def test_hexagons_dots_and_bars_of_a_large_page_hold_events(large_page, large):
    placed = large.placed & large.dated
    said = drawn(large_page, "cm-marks", marks="hex", view={"center": [40.0, 46.5], "zoom": 6})
    assert sum(map(number, said)) == int(large.weight[placed].sum())
    large_page.run(WATCH)
    large_page.page.locator("[data-name=hexby]").select_option("killed")
    large_page.page.wait_for_function("() => location.hash.includes('m=killed')")
    large_page.page.wait_for_timeout(700)
    killed = [text for layer, text in large_page.run("window.drawn") if "cm-marks" in layer]
    single = placed & (large["role"] == "event")
    assert sum(map(number, killed)) == int(np.nansum(large["fatalities"][single]))
    bars = drawn(large_page, "cm-plot", filters={"types": ["battle"]})
    scale = next(text for text in bars if text.startswith("most events"))
    days = large["start"][placed & (large["type"] == "battle")]
    assert number(scale) > len(days) / 200
    large_page.set(filters={"types": []}, marks="marks",
                   view={"center": [39.8265, 46.7656], "zoom": 8})
    page = large_page.page
    page.wait_for_timeout(700)
    box = page.locator(".cm-map").bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    head = number(page.locator(".cm-tip-head").inner_text())
    here = placed & np.isclose(large["lat"], 39.8265) & np.isclose(large["lon"], 46.7656)
    assert head >= large.weight[here].sum()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.locator(".cm-option").first.wait_for()
    assert number(page.locator(".cm-stack strong").inner_text()) == head
