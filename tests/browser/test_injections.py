"""Each file of injections in a real browser: nothing runs, nothing is asked for, all can be read.

The page is opened as a file, in a sandboxed frame and as `srcdoc`; every event, tab, fold, list and
dialog is opened.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

import pytest

import conflictmap as cm
from conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = ROOT / "tests" / "hostile" / "injections"
FILES = sorted(FOLDER.iterdir())
LAYERS = [p for p in FILES if p.name.startswith("layer-")]
BUTTONS = ("More filters", "Table", "Two dates side by side", "Count events in hexagons",
           "Measure a distance", "Share", "Print", "Embed", "Download")
UNFOLD = "() => document.querySelectorAll('details').forEach((d) => { d.open = true; })"
GUARD = """() => {
  const bad = document.querySelectorAll(
    '#app script, #app iframe, #app style, #app link, #app object, #app form[action], #app base');
  const links = [...document.querySelectorAll('a[href]')].map((a) => a.getAttribute('href'));
  const handlers = [...document.querySelectorAll('#app *')].filter(
    (e) => [...e.attributes].some((a) => a.name.startsWith('on')));
  return [window.__pwned ?? null, {}.polluted ?? null, bad.length, handlers.length,
    links.filter((l) => !/^(https?:|#|blob:|data:text\\/(csv|plain)|data:application)/.test(l))];
}"""


class Watched:
    """A page of which every request, dialog, window, download and complaint is recorded."""

    def __init__(self, browser, path: Path, form: str, tmp_path: Path) -> None:
        self.context = browser.new_context(viewport={"width": 1280, "height": 800}, offline=True)
        self.heard: list[str] = []
        self.context.on("request", self._request)
        self.page = self.context.new_page()
        for event in ("dialog", "popup", "download", "pageerror"):
            self.page.on(event, lambda found, event=event: self.heard.append(f"{event}: {found}"))
        self.page.on("console", self._console)
        self.page.goto(path.as_uri() if form == "file" else _outer(path, form, tmp_path).as_uri())
        self.frame = self.page.frames[-1]
        self.frame.wait_for_function(
            "() => window.conflictmap && window.conflictmap.state()")

    def _request(self, request) -> None:
        if not request.url.startswith(("file:", "data:", "about:", "blob:")):
            self.heard.append(f"request: {request.url}")

    def _console(self, message) -> None:
        if message.type in {"error", "warning"} and "allow-scripts" not in message.text:
            self.heard.append(f"console: {message.text}")


def _outer(path: Path, form: str, tmp_path: Path) -> Path:
    outer = tmp_path / "outer.html"
    source = f'src="{path.as_uri()}"' if form == "sandbox" else (
        f'srcdoc="{html.escape(path.read_text(encoding="utf-8"))}"')
    outer.write_text('<!doctype html><meta charset="utf-8"><title>outer</title><iframe width="1270"'
                     f' height="790" sandbox="allow-scripts" {source}></iframe>', encoding="utf-8")
    return outer


def _page(path: Path | None, folder: Path) -> cm.Page:
    """Return the page of one file (events, a layer or a recipe), or of all of them."""
    if path is None:
        tables = [p for p in FILES if p.suffix in {".csv", ".geojson"} and p not in LAYERS]
        page = cm.build(tables, layers=LAYERS)
    elif path.suffix == ".toml":
        page = cm.build(recipe=path)
    elif path in LAYERS:
        plain = folder / "plain.csv"
        plain.write_text("id,date,lat,lon\na,2022-09-01,39.7,46.6\n", encoding="utf-8")
        page = cm.build(plain, layers=[path])
    else:
        page = cm.build(path)
    assert page.accounting.set_aside == 0, page.problems[:3]
    return page


def _explore(frame) -> None:
    """Open everything there is."""
    frame.evaluate("() => { conflictmap.set({window: ['2022-09-01', '2022-10-01']}); }")
    for tab in frame.get_by_role("tab").all():
        tab.click()
        frame.evaluate(UNFOLD)
    for name in BUTTONS:
        button = frame.get_by_role("button", name=re.compile(name))
        if button.count() and button.first.is_visible() and button.first.is_enabled():
            if name not in {"Print", "Download"}:
                button.first.click(timeout=2000)
            frame.evaluate("() => document.querySelectorAll('dialog[open]').forEach("
                           "(d) => d.close())")
    for lang in ("hy", "ru", "en"):
        frame.evaluate("(lang) => { conflictmap.set({lang}); }", lang)
    box = frame.locator("input[type=search]")
    if box.count() and box.first.is_visible():
        box.first.fill("<")
        box.first.fill("")


def _mouse(watched: Watched) -> None:
    """Point at and click what is drawn."""
    box = watched.frame.locator(".cm-map").bounding_box()
    for x in (0.3, 0.45, 0.5, 0.55, 0.7):
        watched.page.mouse.move(box["x"] + box["width"] * x, box["y"] + box["height"] * 0.5)
        watched.page.mouse.click(box["x"] + box["width"] * x, box["y"] + box["height"] * 0.5)


def _squeezed(text: str) -> str:
    return re.sub(r"[\s\u2028\u2029\x00-\x1f]+", " ", text).strip()


def _read_all(frame, page: cm.Page) -> None:
    """Select every event, and look for its text as typed."""
    events = page.spec["events"]
    for event_id, title, note in zip(events["id"], events["title"], events["note"], strict=True):
        frame.evaluate("(id) => { conflictmap.set({select: id}); }", event_id)
        frame.evaluate(UNFOLD)
        shown = _squeezed(frame.locator("#app").text_content())
        assert _squeezed(title) in shown
        assert _squeezed(note) in shown


def _safe(watched: Watched, title: str) -> None:
    _mouse(watched)
    assert watched.frame.evaluate(GUARD) == [None, None, 0, 0, []]
    assert watched.page.evaluate("window.__pwned ?? null") is None
    assert _squeezed(watched.page.title()) == _squeezed(title)
    assert watched.heard == []


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_nothing_runs_nothing_is_asked_for_and_all_can_be_read(path, browser, tmp_path):
    page = _page(path, tmp_path)
    watched = Watched(browser, page.save(tmp_path / "page.html"), "file", tmp_path)
    try:
        _explore(watched.frame)
        _read_all(watched.frame, page)
        _safe(watched, page.spec["title"])
    finally:
        watched.context.close()


@pytest.mark.parametrize("form", ["sandbox", "srcdoc"])
def test_the_same_holds_in_a_frame_for_all_files_at_once(form, browser, tmp_path):
    page = _page(None, tmp_path)
    watched = Watched(browser, page.save(tmp_path / "page.html"), form, tmp_path)
    try:
        _explore(watched.frame)
        _read_all(watched.frame, page)
        _safe(watched, "outer")
    finally:
        watched.context.close()
