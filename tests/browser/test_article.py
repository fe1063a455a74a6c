"""The article that the atlas checks, as a page of it: verdict, what is known, evidence, map."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

import conflictmap as cm


@pytest.fixture
def opened(open_page, atlas_file):
    page = open_page(atlas_file, hash_="#article")
    yield page
    page.quiet()


def state(opened) -> dict:
    return opened.run("window.conflictmap.state()")


def test_a_bare_link_opens_the_article_in_its_order_with_each_verdict(opened):
    page = opened.page
    expect(page.get_by_role("tab", name="Article")).to_have_attribute("aria-selected", "true")
    expect(page.locator(".cm-article-title")).to_be_visible()
    said = cm.read_events().statements
    items = page.locator(".cm-article-list > li")
    expect(items).to_have_count(len(said))
    codes = items.evaluate_all("all => all.map(one => one.dataset.code)")
    assert codes == [one.code for one in sorted(said, key=lambda one: one.order)]
    verdicts = items.locator("[data-verdict]").evaluate_all(
        "all => all.map(one => one.dataset.verdict)")
    assert verdicts == [one.verdict for one in sorted(said, key=lambda one: one.order)]
    first = items.first
    expect(first).to_contain_text("Opinion")
    expect(first).to_contain_text("which no page can show")


def test_show_on_the_map_sets_days_ground_view_and_the_link_keeps_it(opened, open_page, atlas_file):
    page = opened.page
    page.locator("[data-code=S07] .cm-show").click()
    shown = state(opened)
    assert (shown["window"], shown["day"]) == (["2022-08-25", "2022-09-01"], "2022-08-31")
    assert shown["article"] == "S07"
    assert shown["select"] == "lachin-corridor-opened-1992"
    assert shown["layers"]["road-status"]
    expect(page.locator("[data-code=S07] .cm-show")).to_have_attribute("aria-pressed", "true")
    assert page.locator(".cm-article-list .cm-now").count() == 1
    page.wait_for_timeout(400)
    again = open_page(atlas_file, hash_=opened.run("location.hash"))
    assert state(again)["article"] == "S07"
    expect(again.page.locator("[data-code=S07]")).to_be_in_viewport()
    again.quiet()
    page.go_back()
    page.wait_for_function("window.conflictmap.state().article === 'all'")


def test_a_link_to_a_statement_alone_brings_what_it_shows(open_page, atlas_file):
    opened = open_page(atlas_file, hash_="#article=S06&l=ru", size=(390, 844))
    assert state(opened)["day"] == "2022-09-13"
    expect(opened.page.locator("[data-code=S06]")).to_be_in_viewport()
    expect(opened.page.locator("[data-code=S06] [data-verdict]")).to_have_text("Не подтверждается")
    opened.quiet()


def test_a_link_that_is_pasted_into_the_open_page_does_the_same(opened):
    opened.run("location.hash = '#article=S33'")
    opened.page.wait_for_function("window.conflictmap.state().day === '2014-08-07'")
    assert state(opened)["select"] == "clashes-2014-08"


def test_events_of_a_statement_open_and_lead_back_to_it(opened):
    page = opened.page
    link = page.locator("[data-code=S28] [data-name=lachin-handover-2022]")
    link.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".cm-evidence h2")).to_contain_text("Town of Lachin")
    expect(page.locator(".cm-evidence")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("tab", name="Article")).to_have_attribute("aria-selected", "true")
    expect(link).to_be_focused()


def test_arrows_walk_from_statement_to_statement(opened):
    page = opened.page
    page.locator(".cm-article-title").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("[data-code=S34] .cm-show")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.locator("[data-code=S03] .cm-show")).to_be_focused()
    assert state(opened)["article"] == "S03"
    page.keyboard.press("ArrowLeft")
    expect(page.locator("[data-code=S34] .cm-show")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    assert state(opened)["article"] == "S34"


def test_it_is_reached_from_the_first_screen_the_card_and_about_and_left_again(
        open_page, opening_file):
    opened = open_page(opening_file, size=(1440, 900))
    page = opened.page
    assert page.get_by_role("tab", name="Article").count() == 0
    page.locator(".cm-lead .cm-to-article").click()
    expect(page.locator(".cm-article-title")).to_be_focused()
    page.locator(".cm-article").get_by_role("button", name="End", exact=True).click()
    assert state(opened)["article"] is None
    assert page.get_by_role("tab", name="Article").count() == 0
    page.get_by_role("tab", name="About").click()
    page.locator(".cm-about .cm-to-article").click()
    expect(page.locator(".cm-article-title")).to_be_focused()
    opened.set(select="lavrov-bayramov-2022")
    page.get_by_role("tab", name="Events").click()
    page.locator(".cm-evidence .cm-to-article").click()
    expect(page.locator("[data-code=S18] .cm-show")).to_be_focused()
    opened.quiet()


def test_a_story_that_is_started_closes_the_article(opened):
    page = opened.page
    page.get_by_role("tab", name="Story").click()
    page.locator(".cm-story [data-name=road-2020-2023]").click()
    page.wait_for_function("window.conflictmap.state().story !== null")
    assert state(opened)["article"] is None


def test_a_map_without_statements_has_no_article(open_page, tmp_path):
    events = cm.read_events([{"id": "a", "date": "2020-10-01", "lat": 39.8, "lon": 46.7}])
    cm.build(events).save(tmp_path / "m.html")
    opened = open_page(tmp_path / "m.html", hash_="#article=S07")
    page = opened.page
    assert state(opened)["article"] is None
    assert page.get_by_role("tab", name="Article").count() == 0
    page.get_by_role("tab", name="About").click()
    assert page.locator(".cm-to-article").count() == 0
    opened.quiet()
