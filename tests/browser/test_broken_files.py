"""A file that is cut off or changed, and a browser that lacks something: said in words."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

TITLE = "The Nagorno-Karabakh conflict, 1988–2025"
SAID = "This page cannot be shown: its program did not start."


@pytest.fixture(scope="module")
def text(opening_file) -> str:
    return opening_file.read_text("utf-8")


def cut_at(text: str, mark: str) -> str:
    return text[:text.index(mark) + len(mark) + 20]


@pytest.fixture
def open_text(browser, tmp_path):
    """Open a text as a file, whether or not its program starts."""
    context = browser.new_context(offline=True)

    def open_it(text: str, script: str = ""):
        (tmp_path / "page.html").write_text(text, "utf-8")
        page = context.new_page()
        page.add_init_script(script)
        page.goto((tmp_path / "page.html").as_uri())
        return page

    yield open_it
    context.close()


@pytest.mark.parametrize("mark", [
    "<style>", '<div id="app">', 'id="conflictmap-spec">', 'class="conflictmap-layer"',
    "<script>/* Leaflet"])
def test_a_file_that_is_cut_off_says_so(open_text, text, mark):
    page = open_text(cut_at(text, mark))
    expect(page.get_by_role("alert")).to_contain_text(SAID)
    expect(page.locator("h1").last).to_have_text(TITLE)


def test_a_changed_program_does_not_run_and_its_events_are_listed(open_text, text):
    head, mark, program = text.rpartition("<script>")
    page = open_text(head + mark + " " + program)
    expect(page.get_by_role("alert")).to_contain_text(SAID)
    assert page.locator("#app p").count() > 269
    assert page.evaluate("window.conflictmap === undefined")


def test_the_words_are_those_of_the_page(open_text, text):
    russian = re.sub(r'(name="conflictmap-fault" content=")[^"]*', r"\1Слова", text)
    expect(open_text(cut_at(russian, "<style>")).get_by_role("alert")).to_have_text("Слова")


@pytest.mark.parametrize("script", [
    "delete window.DecompressionStream",
    # One that knows other formats alone.
    "window.DecompressionStream = class { constructor() { throw new TypeError('format') } }",
])
def test_a_browser_without_its_own_inflating_shows_everything(open_text, text, script):
    page = open_text(text, script)
    page.wait_for_function("() => window.conflictmap && window.conflictmap.state()")
    assert page.evaluate("conflictmap.visible().length") == 18
    expect(page.locator(".cm-faults")).to_be_hidden()


def test_storage_that_is_refused_is_not_missed(open_text, text):
    refuse = ("for (const name of ['localStorage', 'sessionStorage', 'indexedDB'])"
              " Object.defineProperty(window, name, {get() { throw new DOMException('no') }})")
    page = open_text(text, refuse)
    page.wait_for_function("() => window.conflictmap && window.conflictmap.state()")
    expect(page.locator(".cm-faults")).to_be_hidden()
