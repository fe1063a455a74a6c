"""Online tiles, a logo, and a map of another conflict, as a reader sees them."""

from __future__ import annotations

import base64
import io

import numpy as np
import pytest

import conflictmap as cm

ROWS = """id,date,lat,lon,title,type,fatalities_best,actor1,weapon,source_url
a,2022-03-13,48.0,37.8,First,artillery,0,Army A,gun,https://example.org/a
b,2022-03-14,48.3,38.4,Second,looting,3,Army B,,https://example.org/b
c,2022-03-15,48.6,37.2,Third,artillery,12,Army A,rocket,https://example.org/c
"""
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC")
NOTE = "document.querySelector('.cm-tiles-missing').hidden"


@pytest.fixture
def built(tmp_path):
    def build(recipe=""):
        (tmp_path / "e.csv").write_text(ROWS, encoding="utf-8")
        (tmp_path / "logo.png").write_bytes(PNG)
        (tmp_path / "r.toml").write_text(f'{recipe}\n[events]\npath = "e.csv"', encoding="utf-8")
        return cm.build(recipe=tmp_path / "r.toml").save(tmp_path / "m.html")
    return build


def test_without_a_network_the_built_in_map_stays_and_the_page_says_so(built, open_page):
    opened = open_page(built('[tiles]\nname = "OpenStreetMap"'))
    opened.page.wait_for_function(f"() => !{NOTE}")
    assert "online tiles did not come" in opened.page.locator(".cm-tiles-missing").inner_text()
    assert {"world-ocean-1", "world-borders-firm"} <= opened.drawn()
    note, caption = (opened.page.locator(name).bounding_box()
                     for name in (".cm-tiles-missing", ".cm-caption"))
    assert note["y"] + note["height"] <= caption["y"], "the caption lies on the notice"
    opened.set(lang="ru")
    opened.page.wait_for_function(
        "() => document.querySelector('.cm-tiles-missing').textContent.includes('Плитки')")


def test_tiles_lie_visible_above_the_land(built, open_page):
    from PIL import Image

    opened = open_page(built('[tiles]\nname = "OpenStreetMap"'))
    page = opened.page
    page.context.set_offline(False)
    page.route("https://tile.openstreetmap.org/**",
               lambda route: route.fulfill(body=PNG, content_type="image/png"))
    page.reload()
    page.wait_for_selector(".leaflet-cm-tiles-pane img.leaflet-tile-loaded")
    page.wait_for_timeout(400)
    assert page.evaluate(NOTE)
    picture = Image.open(io.BytesIO(page.locator(".leaflet-container").screenshot())).convert("RGB")
    dots = np.asarray(picture).astype(int)
    red = (dots[..., 0] > 180) & (dots[..., 1] < 60) & (dots[..., 2] < 60)
    assert red.mean() > 0.4


def test_no_word_and_no_choice_of_another_conflict(built, open_page):
    opened = open_page(built('logo = "logo.png"\ntitle = "Own"'))
    page = opened.page
    assert page.locator(".cm-logo").get_attribute("alt") == "Own"
    text = page.locator("body").inner_text()
    for tab in ("Totals", "Layers", "About"):
        page.get_by_role("tab", name=tab).click()
        text += page.locator("body").inner_text()
    for word in ("Armenian", "Azerbaijani", "Use of a name is not a claim", "Place names"):
        assert word not in text
    opened.quiet()


def test_the_card_and_the_downloads_keep_every_column(built, open_page):
    opened = open_page(built('title = "Own"'))
    page = opened.page
    opened.set(select="c")
    page.wait_for_selector(".cm-facts")
    facts = page.locator(".cm-facts").inner_text()
    assert "Army A" in facts
    assert "rocket" in facts
    opened.set(select=None)
    with page.expect_download() as saved:
        page.get_by_role("button", name="Events as CSV").click()
    text = saved.value.path().read_text(encoding="utf-8")
    assert "https://example.org/c" in text
    assert "rocket" in text


def test_only_the_panels_that_a_recipe_asks_for_and_sizes_by_a_column(built, open_page, tmp_path):
    path = built('panels = ["totals"]')
    recipe = tmp_path / "r.toml"
    recipe.write_text('panels = ["totals"]\n[events]\npath = "e.csv"\nsize_by = "rounds"\n',
                      encoding="utf-8")
    rows = ROWS.replace("weapon,", "weapon,rounds,").replace("gun,", "gun,1400,").replace(
        "Army B,,", "Army B,,,").replace("rocket,", "rocket,0,")
    (tmp_path / "e.csv").write_text(rows, encoding="utf-8")
    cm.build(recipe=recipe).save(path)
    opened = open_page(path, hash_="#u=all")
    tabs = opened.page.locator("[role=tab]")
    assert tabs.all_inner_texts() == ["Events3", "Totals", "About"]
    assert tabs.first.get_attribute("aria-selected") == "true"
    assert opened.page.locator(".cm-page-events").is_visible()
    key = opened.page.locator(".cm-key-body").inner_text()
    assert "Area of a mark: rounds" in key
    assert "Hollow: no value of rounds" in key
    assert "2,000" in key
    assert "killed" not in key
    opened.quiet()


def test_a_further_language_is_spoken_and_its_gaps_are_marked_as_english(
    built, open_page, tmp_path
):
    (tmp_path / "de.toml").write_text(
        'lang = "de"\nname = "Deutsch"\nthousands = "."\n[words]\n"tab.events" = "Ereignisse"\n',
        encoding="utf-8")
    opened = open_page(built('lang = "de"\nlanguages = ["de.toml"]'))
    page = opened.page
    assert page.evaluate("document.documentElement.lang") == "de"
    tabs = page.locator("[role=tab]")
    assert tabs.first.inner_text().startswith("Ereignisse")
    assert not tabs.first.get_attribute("lang")
    totals = page.get_by_role("tab", name="Totals")
    page.wait_for_function(
        "() => [...document.querySelectorAll('[role=tab]')].some((one) => one.lang === 'en')")
    assert totals.get_attribute("lang") == "en"
    opened.set(lang="ru")
    page.wait_for_function("() => !document.querySelector('[data-borrowed]')")
    page.evaluate("location.hash = '#l=de'")
    page.wait_for_function("() => window.conflictmap.state().lang === 'de'")
    opened.quiet()
