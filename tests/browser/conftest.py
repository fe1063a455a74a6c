"""A real Chromium, with the network recorded and refused."""

from __future__ import annotations

import inspect
import os
import shutil
from contextlib import suppress
from dataclasses import replace
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Locator, Mouse, Page, Playwright

import conflictmap as cm
from chromium import SWITCHES
from conflictmap.pages.opening import Opening

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: A person sees what was drawn after a gesture, and so do the tests. A page in the background draws
#: nothing.
GESTURES = ("click", "press", "fill", "select_option", "check", "uncheck", "hover")
DRAWN = """() => Promise.race([new Promise((done) => setTimeout(done, 500)), new Promise((done) =>
  requestAnimationFrame(() => requestAnimationFrame(done)))])"""

#: What outlives the document: a page that was asked for any of it serves no further test.
LASTING = ("add_init_script", "add_locator_handler", "clock", "context", "emulate_media",
           "expose_binding", "expose_function", "on", "once", "route", "route_from_har",
           "route_web_socket", "set_default_navigation_timeout", "set_default_timeout",
           "set_extra_http_headers")


def _until_drawn(page: Page, gesture: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(gesture)
    def act(*args: Any, **options: Any) -> Any:
        found = gesture(*args, **options)
        with suppress(Error):  # the gesture may have closed the page or gone to another
            page.evaluate(DRAWN)
        return found

    return act


@pytest.fixture(scope="session", autouse=True)
def _gestures_wait() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name in GESTURES:
            gesture = getattr(Locator, name)

            def act(self: Locator, *args: Any, gesture: Any = gesture, **options: Any) -> Any:
                return _until_drawn(self.page, gesture)(self, *args, **options)

            patch.setattr(Locator, name, act)
        for name in LASTING:
            patch.setattr(Page, name, _noted(inspect.getattr_static(Page, name)))
        yield


def _noted(real: Any) -> property:
    """Return an attribute of a page that notes on the page that it was asked for."""

    def get(page: Page) -> Any:
        page.altered = True
        return real.__get__(page, Page)

    return property(get)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("browser")
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    started = playwright.chromium.launch(executable_path=path, args=SWITCHES)
    yield started
    started.close()


class Opened:
    """A page, what it asked the network for, and what it said on the console."""

    def __init__(self, page: Page) -> None:
        self.page = page
        page.keyboard.press = _until_drawn(page, page.keyboard.press)
        page.mouse.up = _until_drawn(page, page.mouse.up)
        page.mouse.click = _until_drawn(page, page.mouse.click)
        self.requests: list[str] = []
        self.console: list[str] = []
        page.on("console", lambda m: self.console.append(f"{m.type}: {m.text}"))
        page.on("pageerror", lambda e: self.console.append(f"error: {e}"))
        page.on("request", self._note)

    def _note(self, request) -> None:
        if not request.url.startswith(("file:", "data:", "about:", "blob:")):
            self.requests.append(request.url)

    def run(self, script: str, value=None):
        """Return what a script gives."""
        return self.page.evaluate(script, value)

    def set(self, **state) -> None:
        """Set the state of the page."""
        self.page.evaluate("s => window.conflictmap.set(s)", state)

    def visible(self) -> list[str]:
        return self.page.evaluate("window.conflictmap.visible()")

    def drawn(self) -> set[str]:
        return set(self.page.evaluate("window.conflictmap.drawn()"))

    def quiet(self) -> None:
        """Check that nothing was asked for and nothing was said."""
        assert self.requests == []
        assert self.console == []


class Pages:
    """Pages without a network, which serve one test after another.

    A fresh one costs the browser as much as what it opens. One that a test altered beyond its
    document (`LASTING`), or left with another page beside it, is closed; every other is emptied,
    and its history and its pointer with it.
    """

    #: How many wait at once, and how many tests one of them serves.
    MOST, TESTS = 3, 30

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.idle: list[tuple[str, Opened, BrowserContext]] = []
        self.taken: dict[int, tuple[str, Opened, BrowserContext]] = {}

    def take(self, size: tuple[int, int], options: dict[str, Any]) -> Opened:
        how = repr(sorted(options.items()))
        viewport = {"width": size[0], "height": size[1]}
        held = next((one for one in self.idle if one[0] == how), None)
        if held:
            self.idle.remove(held)
            held[1].page.set_viewport_size(viewport)
            held[1].requests, held[1].console = [], []
        else:
            context = self.browser.new_context(viewport=viewport, offline=True, **options)
            held = (how, Opened(context.new_page()), context)
            held[1].page.altered, held[1].page.served = False, 0
        held[1].page.served += 1
        self.taken[id(held[1])] = held
        return held[1]

    def give_back(self, opened: Opened) -> None:
        held = self.taken.pop(id(opened))
        if self._emptied(opened.page, held[2]):
            self.idle.append(held)
            held = self.idle.pop(0) if len(self.idle) > self.MOST else None
        if held:
            held[2].close()

    def _emptied(self, page: Page, context: BrowserContext) -> bool:
        """Empty a page for the next test; return whether that was possible."""
        if page.is_closed() or page.altered or len(context.pages) > 1 or page.served >= self.TESTS:
            return False
        try:
            page.goto("about:blank")
            Mouse.up(page.mouse)
            page.mouse.move(-1, -1)
            session = context.new_cdp_session(page)
            session.send("Page.resetNavigationHistory")
            session.detach()
        except Error:
            return False
        return True


@pytest.fixture(scope="session")
def pages(browser: Browser) -> Iterator[Pages]:
    held = Pages(browser)
    yield held
    for _, _, context in held.idle:
        context.close()


@pytest.fixture
def open_page(pages: Pages):
    """Open a file in a page that has no network and knows of no other."""
    taken = []

    def open_file(path: Path, *, size=(1280, 800), hash_="", **options) -> Opened:
        opened = pages.take(size, options)
        taken.append(opened)
        opened.page.goto(path.as_uri() + hash_)
        opened.page.wait_for_function("() => window.conflictmap && window.conflictmap.state()")
        return opened

    yield open_file
    for opened in taken:
        pages.give_back(opened)


@pytest.fixture
def open_with(browser, tmp_path):
    """Open a map in a context where some addresses answer; every other one fails."""
    contexts = []

    def open_map(m, files, **options):
        context = browser.new_context(viewport={"width": 1280, "height": 800}, **options)
        contexts.append(context)
        opened = Opened(context.new_page())

        def answer(route):
            known = route.request.url in files
            route.fulfill(body=files[route.request.url]) if known else route.abort()

        opened.page.route(lambda url: url.startswith("http"), answer)
        m.save(tmp_path / "m.html")
        opened.page.goto((tmp_path / "m.html").as_uri())
        opened.page.wait_for_function("() => window.conflictmap")
        return opened

    yield open_map
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def atlas_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The atlas on its whole period: what it opens on is tested in `test_opening.py`."""
    recipe = replace(cm.read_recipe("karabakh"), opening=Opening(), annotations=())
    return cm.build(recipe=recipe).save(tmp_path_factory.mktemp("atlas") / "karabakh.html")


@pytest.fixture(scope="session")
def opening_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return cm.build().save(tmp_path_factory.mktemp("opening") / "karabakh.html")


@pytest.fixture
def atlas_page(open_page, atlas_file) -> Opened:
    return open_page(atlas_file)
