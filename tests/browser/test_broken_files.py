"""A file that is cut off or changed, and a browser that lacks something: said in words."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

import conflictmap as cm
from many import many_events

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
    assert page.evaluate("conflictmap.visible().length") == 19
    expect(page.locator(".cm-faults")).to_be_hidden()


def test_a_server_that_forbids_scripts_leaves_words(browser, text, tmp_path):
    context = browser.new_context()
    page = context.new_page()
    page.route("https://news.example/**", lambda route: route.fulfill(
        body=text, content_type="text/html",
        headers={"Content-Security-Policy": "default-src 'self'; style-src 'unsafe-inline'"}))
    page.goto("https://news.example/map.html")
    expect(page.locator(".cm-no-script")).to_contain_text("where the server forbids them, save")
    expect(page.locator(".cm-no-script h1")).to_have_text(TITLE)
    context.close()
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    (tmp_path / "page.html").write_text(text, "utf-8")
    page.goto((tmp_path / "page.html").as_uri())
    expect(page.locator(".cm-no-script")).to_contain_text("Allow scripts for it")
    context.close()


#: A page around the map asks it what it shows.
AROUND = """(html) => {
  const frame = document.createElement('iframe');
  addEventListener('message', ({ data }) => {
    if (data?.conflictmap === 'state') window.answer = data;
  });
  frame.src = URL.createObjectURL(new Blob([html], { type: 'text/html' }));
  document.body.append(frame);
}"""
ASK = """() => {
  document.querySelector('iframe').contentWindow.postMessage({ conflictmap: 'set',
    value: { window: ['2022-09-12', '2022-09-15'] } }, '*');
  return window.answer?.visible.length === 32;
}"""


def test_a_page_runs_as_a_blob(browser, text):
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.evaluate(AROUND, text)
    page.wait_for_function(ASK, polling=200)
    expect(page.frame_locator("iframe").locator(".cm-faults")).to_be_hidden()
    expect(page.frame_locator("iframe").locator(".cm-no-script")).to_have_count(0)
    context.close()


def test_a_page_runs_in_a_frame_of_another_server(browser, text):
    context = browser.new_context()
    page = context.new_page()
    page.route("https://maps.example/**", lambda route: route.fulfill(
        body=text, content_type="text/html"))
    page.route("https://news.example/**", lambda route: route.fulfill(
        body="<!doctype html><iframe src='https://maps.example/k.html?embed'"
             " width=900 height=600></iframe>", content_type="text/html"))
    page.goto("https://news.example/")
    frame = page.frame_locator("iframe")
    expect(frame.locator(".cm-map canvas").first).to_be_visible()
    expect(frame.locator(".cm-faults")).to_be_hidden()
    assert page.frames[1].evaluate("conflictmap.visible().length") == 19
    context.close()


def test_printing_in_the_middle_of_play_has_what_is_shown_and_play_goes_on(open_page, opening_file):
    page = open_page(opening_file, hash_="#l=en&w=2020-09-27_2020-11-10").page
    moved = "before => conflictmap.state().window.join() !== before"
    first = page.evaluate("conflictmap.state().window.join()")
    page.locator("[data-name=play]").click()
    page.wait_for_function(moved, arg=first)
    printed, shown = page.evaluate("""() => {
      dispatchEvent(new Event('beforeprint'));
      return [document.querySelectorAll('.cm-print tbody tr').length, conflictmap.visible().length];
    }""")
    assert printed == shown > 0
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.wait_for_function(moved, arg=page.evaluate("conflictmap.state().window.join()"))
    expect(page.locator(".cm-faults")).to_be_hidden()


@pytest.mark.parametrize("block", ["core", "texts"])
def test_a_packed_block_that_was_changed_says_so(open_text, block):
    packed = cm.build(many_events(4000)).html
    at = packed.index(f'data-part="{block}">"') + len(f'data-part="{block}">"') + 500
    page = open_text(packed[:at] + ("A" if packed[at] != "A" else "B") + packed[at + 1:])
    said = page.locator("main [role=alert]")
    expect(said).to_contain_text("A packed block of this page is broken.")
    expect(said).to_contain_text("Build the page again")


def test_texts_that_were_changed_are_named_and_the_map_is_shown(open_text):
    packed = cm.build(many_events(4000)).html
    mark = 'data-part="text-title">"'
    at = packed.index(mark) + len(mark) + 300
    page = open_text(packed[:at] + ("A" if packed[at] != "A" else "B") + packed[at + 1:])
    expect(page.locator(".cm-faults")).to_contain_text("A packed block of this page is broken.")
    assert page.evaluate("conflictmap.visible().length") > 0
    expect(page.locator(".cm-map canvas").first).to_be_visible()


def test_storage_that_is_refused_is_not_missed(open_text, text):
    refuse = ("for (const name of ['localStorage', 'sessionStorage', 'indexedDB'])"
              " Object.defineProperty(window, name, {get() { throw new DOMException('no') }})")
    page = open_text(text, refuse)
    page.wait_for_function("() => window.conflictmap && window.conflictmap.state()")
    expect(page.locator(".cm-faults")).to_be_hidden()
