"""A real Chromium, with the network recorded and refused."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from dataclasses import replace
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Browser, Error, Locator, Page, Playwright

import conflictmap as cm
from conflictmap.pages.opening import Opening

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ARGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]

#: A person sees what was drawn after a gesture, and so do the tests. A page in the background draws
#: nothing.
GESTURES = ("click", "press", "fill", "select_option", "check", "uncheck", "hover")
DRAWN = """() => Promise.race([new Promise((done) => setTimeout(done, 500)), new Promise((done) =>
  requestAnimationFrame(() => requestAnimationFrame(done)))])"""


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
        yield


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("browser")
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    started = playwright.chromium.launch(executable_path=path, args=ARGS)
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


@pytest.fixture
def open_page(browser: Browser):
    """Open a file in a fresh context that has no network."""
    contexts = []

    def open_file(path: Path, *, size=(1280, 800), hash_="", **options) -> Opened:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, offline=True, **options)
        contexts.append(context)
        opened = Opened(context.new_page())
        opened.page.goto(path.as_uri() + hash_)
        opened.page.wait_for_function("() => window.conflictmap && window.conflictmap.state()")
        return opened

    yield open_file
    for context in contexts:
        context.close()


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
