"""A link opens the same rows in the browser and in a figure or report."""

from __future__ import annotations

import re
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from playwright.sync_api import expect

import conflictmap as cm
from conflictmap.pages.embed import HEADER, snippets
from conflictmap.pages.views import hash_of
from conflictmap.pages.visible import visible_features, visible_ids

LINKS = (
    "", "#w=2022-09-12_2022-09-15", "#w=2022-09-13_2022-09-14&fc=1",
    "#ft=battle,shelling&fs=verified&fp=settlement", "#fx=100&w=1991-01-01_1995-01-01",
    "#q=xank%C9%99ndi", "#q=%D5%87%D5%B8%D6%82%D5%B7%D5%AB", "#q=Shushi&y=-rivers,+districts-nkao",
    "#w=2023-04-01_2023-09-01&v=39.6,46.55,10&l=hy&n=armenian_first&d=dark",
    "#s=lachin-handover-2022&w=2022-08-01_2022-10-01", "#w=2022-02-30_2022-09-12&fx=NaN&l=fr",
    "#fa=Armenia,NK%20police&fd=third_party", "#fr=ap-2022-08-26&c=2020-09-26_2022-08-31&m=hex",
    "#y=-sea,-nothing,sea&q=%zz", "#v=39,,9", "#fx=&fc=0&ft=,",
    "#v=400,900,9", "#v=39.6,46.5,-3",
)


def until(frame, script, *, seconds=15):
    """Wait until a script gives something true. The page's policy forbids waiting inside it."""
    last = time.monotonic() + seconds
    while not (found := frame.evaluate(script)):
        assert time.monotonic() < last, script
        time.sleep(0.05)
    return found


@pytest.mark.parametrize("link", LINKS)
def test_a_link_shows_the_same_in_page_and_report(open_page, atlas_file, link):
    data = cm.read_page(atlas_file)
    view = cm.view_of(data, link)
    opened = open_page(atlas_file, hash_=link)
    assert opened.visible() == visible_ids(data, view)
    assert opened.drawn() == {f["id"] for f, _, _ in visible_features(data, view)}
    state = opened.run("window.conflictmap.state()")
    assert (state["lang"], state["names"], state["select"]) == (view.lang, view.names, view.select)
    assert state["layers"] == dict(view.layers)
    assert abs(state["view"]["center"][0]) < 60, "a view that is on no map is left out"
    assert state["filters"]["text"] == view.filters.text
    assert state["filters"]["toll"] == view.filters.toll


def test_a_type_that_only_a_link_names_is_told_and_can_be_left(open_page, atlas_file):
    opened = open_page(atlas_file, hash_="#w=2022-09-12_2022-09-15&ft=nonsense")
    assert opened.visible() == []
    chip = opened.page.get_by_role("button", name="Not on this map: nonsense", exact=False)
    expect(chip).to_have_attribute("aria-pressed", "true")
    chip.click()
    expect(chip).to_have_count(0)
    assert opened.visible()


@pytest.mark.parametrize("link", ["#w=2022-09-12_2022-09-15", "#w=2020-09-27_2020-11-11",
                                  "#ft=shelling&fs=verified", ""])
def test_page_and_report_count_alike(open_page, atlas_file, link):
    totals = open_page(atlas_file, hash_=link).run("window.conflictmap.totals()")
    table = next(b for b in cm.report(atlas_file, view=link).blocks if hasattr(b, "rows"))
    figures = [None if cell == "unknown" else int(cell.replace(",", "")) for cell in
               table.rows[0][2:]]
    assert figures == [totals["low"], totals["best"], totals["high"]]


def test_the_page_writes_the_link_that_a_report_names(open_page, atlas_file):
    link = "#w=2022-09-12_2022-09-15&l=en&n=paired&y=-rivers&ft=shelling&q=sotk"
    data = cm.read_page(atlas_file)
    opened = open_page(atlas_file, hash_=link)
    opened.set(lang="ru")
    until(opened.page, "location.hash.includes('l=ru')")
    written = re.sub(r"&v=[^&]*", "", opened.run("location.hash"))
    assert written == hash_of(cm.view_of(data, link.replace("l=en", "l=ru")), data)


class _Site(BaseHTTPRequestHandler):
    """A site of one parent page and one map, sent with the header for servers."""

    files: dict[str, bytes] = {}  # noqa: RUF012 - set by the test

    def do_GET(self):
        content = self.files.get(self.path.split("?")[0])
        self.send_response(200 if content else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        if self.path.startswith("/map.html"):
            name, value = HEADER.split(": ", 1)
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content or b"")

    def log_message(self, *_):
        pass


@pytest.fixture
def site(atlas_file):
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    _Site.files = {"/map.html": atlas_file.read_bytes()}
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize("number", [0, 1])
def test_the_snippets_draw_the_map_and_shut_it_in(browser, site, number):
    """Both frames, from a server that sends the header, in a page that listens."""
    snippet = snippets("map.html", title="The map", view="#w=2022-09-12_2022-09-15")[number]
    parent = ("<!doctype html><title>parent</title><link rel='icon' href='data:,'>"
              "<script>var answers = [];"
              "addEventListener('message', (e) => answers.push(e.data));</script>"
              f"<div style='width:900px'>{snippet.text}</div>")
    _Site.files["/index.html"] = parent.encode()
    page = browser.new_context(viewport={"width": 1000, "height": 800}).new_page()
    said = []
    page.on("console", lambda m: said.append(f"{m.type}: {m.text}"))
    page.on("pageerror", lambda e: said.append(str(e)))
    asked = []
    page.on("request", lambda r: asked.append(r.url))
    page.goto(f"{site}/index.html")
    (frame,) = [f for f in page.frames if f != page.main_frame]
    until(frame, "window.conflictmap && window.conflictmap.state()")
    assert frame.evaluate("window.conflictmap.state().window") == ["2022-09-12", "2022-09-15"]
    assert frame.evaluate("document.querySelector('.cm-embed') !== null")
    size = frame.evaluate("[innerWidth, innerHeight]")
    assert size[0] == 900
    assert size[1] == 720 if number == 0 else abs(size[1] - 562.5) < 1
    # It is in a sandbox of its own: no way to the page around it, no storage.
    assert frame.evaluate("origin") == "null"
    assert frame.evaluate("(() => { try { return parent.document.title } catch { return '' } })()"
                          ) == ""
    page.evaluate("document.querySelector('iframe').contentWindow.postMessage("
                  "{conflictmap: 'get'}, '*')")
    until(page, "answers.some((a) => a.conflictmap === 'state')")
    (state,) = [a for a in page.evaluate("answers") if a["conflictmap"] == "state"]
    assert len(state["visible"]) == 32
    # The frame says what height shows the map well: its map 558 high at 900, and what is around it.
    sizes = [a["height"] for a in page.evaluate("answers") if a["conflictmap"] == "size"]
    around = frame.evaluate("innerHeight - document.querySelector('.cm-map-frame').clientHeight")
    assert sizes[-1] == 558 + around
    assert all(url.split("?")[0] in {f"{site}/index.html", f"{site}/map.html"} for url in asked)
    # What an event rests on opens over the map, and goes with its own button.
    assert not frame.locator(".cm-panel").is_visible()
    frame.evaluate("conflictmap.set({select: conflictmap.visible()[0]})")
    card = frame.locator(".cm-evidence")
    card.wait_for(state="visible")
    assert card.locator("h2").first.inner_text() != ""
    assert not frame.locator(".cm-tabbar").is_visible()
    card.locator("button").first.click()
    frame.locator(".cm-panel").wait_for(state="hidden")
    assert frame.evaluate("conflictmap.state().select") is None
    assert said == []
    page.context.close()


def test_the_page_works_alone_under_the_header(browser, site):
    page = browser.new_context().new_page()
    said = []
    page.on("console", lambda m: said.append(f"{m.type}: {m.text}"))
    page.on("pageerror", lambda e: said.append(str(e)))
    page.goto(f"{site}/map.html#w=2022-09-12_2022-09-15")
    until(page, "window.conflictmap && window.conflictmap.state()")
    assert len(page.evaluate("window.conflictmap.visible()")) == 32
    assert said == []
    page.context.close()


def test_a_site_of_another_name_may_not_frame_it(browser, site):
    frame = snippets(f"{site}/map.html")[0].text
    page = browser.new_context().new_page()
    page.set_content(f"<title>elsewhere</title>{frame}")
    page.wait_for_timeout(800)
    inner = [f for f in page.frames if f != page.main_frame]
    assert all(f.evaluate("typeof window.conflictmap") == "undefined" for f in inner)
    page.context.close()
