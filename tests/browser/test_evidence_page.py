"""What the evidence rests on, as the page shows it: the same figures as Python gives."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import expect

import conflictmap as cm
from conflictmap.claims import CLAIMS

WINDOWS = [("1988-01-01", "2026-01-01"), ("1992-01-01", "1992-07-01"),
           ("2020-09-27", "2020-11-11"), ("2022-09-12", "2022-09-15"), ("2023-09-01", "2023-10-15")]


@pytest.fixture
def opened(atlas_page):
    yield atlas_page
    atlas_page.quiet()


@pytest.mark.parametrize("view", CLAIMS)
def test_the_page_and_python_count_the_same_in_every_view_of_the_claims(opened, atlas, view):
    for first, last in WINDOWS:
        opened.set(window=[first, last], claims=view)
        page = opened.run("window.conflictmap.totals()")
        found = cm.count(atlas, window=(date.fromisoformat(first), date.fromisoformat(last)),
                         claims=view)[0].toll
        assert [page[k] for k in ("low", "best", "high")] == [found.low, found.best, found.high]
        assert page["silent"] == found.silent
        assert page["unknown"] == {"low": found.without_low, "best": found.without_best,
                                   "high": found.without_high}


def test_a_reader_chooses_whose_figures_and_the_link_keeps_it(opened, open_page, atlas_file):
    page = opened.page
    opened.set(window=["2022-09-12", "2022-09-20"], select="sept-2022-total")
    expect(page.locator(".cm-evidence .cm-facts")).to_contain_text("Killed")
    opened.set(select=None)
    page.get_by_role("tab", name="Totals").click()
    figure = page.locator(".cm-figure").first
    before = figure.inner_text()
    page.get_by_label("Figures of").focus()
    page.get_by_label("Figures of").select_option("azerbaijani")
    expect(figure).not_to_have_text(before)
    expect(page.get_by_label("Figures of")).to_be_focused()
    opened.set(select="sept-2022-total")
    page.get_by_role("tab", name="Events").click()
    expect(page.locator(".cm-evidence .cm-heard")).to_have_text("Azerbaijani side")
    expect(page.locator(".cm-evidence .cm-facts")).to_contain_text("50–80")
    page.wait_for_timeout(400)
    again = open_page(atlas_file, hash_=opened.run("location.hash"))
    assert again.run("window.conflictmap.state()")["claims"] == "azerbaijani"
    assert cm.view_of(cm.read_page(atlas_file), opened.run("location.hash")).claims == "azerbaijani"
    again.quiet()


def test_the_files_to_take_along_keep_the_figures_of_the_data(opened):
    page = opened.page
    opened.set(window=["2022-09-12", "2022-09-20"], claims="azerbaijani")
    with page.expect_download() as waiting:
        page.locator(".cm-listing").get_by_text("Events as CSV").click()
    text = waiting.value.path().read_text(encoding="utf-8")
    assert next(line for line in text.splitlines() if line.startswith("sept-2022-total,")).count(
        ",282,304,307,") == 1
