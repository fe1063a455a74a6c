"""Chromium, Firefox and WebKit behind one face: they open a page and do what a hand does."""

from __future__ import annotations

import base64
import json
import os
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from abc import ABC, abstractmethod
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

from chromium import SWITCHES

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Playwright

HERE = Path(__file__).parent
#: Where `make soak` installs what drives Firefox.
NODE_MODULES = HERE.parent / ".venv-engines"
#: Of the page in every engine: width and height of what the page sees.
SIZE = (1280, 800)
#: What WebDriver calls keys that give no letter, and an element.
_KEYS = {"Enter": "\ue007", "Escape": "\ue00c", "ArrowLeft": "\ue012", "ArrowRight": "\ue014"}
_ELEMENT = "element-6066-11e4-a52e-4f735466cecf"


class Engine(ABC):
    """A browser that opens one page at a time."""

    name: str
    version: str

    @abstractmethod
    def open(self, address: str) -> None:
        """Open an address in a page of its own, forgetting what was said before."""

    @abstractmethod
    def run(self, script: str) -> Any:
        """Return what the body of an async function returns, as JSON holds it."""

    @abstractmethod
    def _click(self, css: str) -> None: ...

    @abstractmethod
    def _press(self, key: str) -> None: ...

    @abstractmethod
    def _type(self, text: str) -> None: ...

    def click(self, css: str) -> None:
        """Click the middle of the first element, as a mouse does, and wait for what is drawn."""
        self._click(css)
        self.drawn()

    def press(self, key: str) -> None:
        """Press a key by its name, in what has the focus, and wait for what is drawn."""
        self._press(key)
        self.drawn()

    def type(self, text: str) -> None:
        """Type a text into what has the focus, and wait for what is drawn."""
        self._type(text)
        self.drawn()

    @abstractmethod
    def picture(self, path: Path) -> Path:
        """Save what is seen as PNG."""

    @abstractmethod
    def said(self) -> list[str]:
        """Return what stands on the console, and errors that nobody caught."""

    @abstractmethod
    def close(self) -> None:
        """End the browser."""

    @abstractmethod
    def paper(self, path: Path) -> Path | None:
        """Save the page as it is printed as PDF; None where the engine offers no way."""

    def until(self, script: str, *, seconds: float = 20) -> Any:
        """Return what an expression gives as soon as it is true."""
        last = time.monotonic() + seconds
        while not (found := self.run(f"return {script}")):
            assert time.monotonic() < last, f"{self.name}: not in {seconds} s: {script}"
            time.sleep(0.05)
        return found

    def start(self, path: Path, *, tail: str = "", seconds: float = 30) -> None:
        """Open a file and wait until its page has started."""
        self.open(path.as_uri() + tail)
        self.until("!!(window.conflictmap && window.conflictmap.state())", seconds=seconds)
        self.drawn()

    def drawn(self) -> None:
        """Wait until the page has drawn what it was told."""
        self.run("await new Promise((done) => requestAnimationFrame(() =>"
                 " requestAnimationFrame(done))); return null")


class Chromium(Engine):
    """Chromium, driven by Playwright."""

    name = "Chromium"

    def __init__(self, path: str, playwright: Playwright) -> None:
        self._browser = playwright.chromium.launch(executable_path=path, args=SWITCHES)
        self.version = self._browser.version
        self._context = None

    def open(self, address: str) -> None:
        if self._context:
            self._context.close()
        self._said: list[str] = []
        self._context = self._browser.new_context(
            viewport={"width": SIZE[0], "height": SIZE[1]}, offline=True)
        self.page = self._context.new_page()
        self.page.on("console", lambda one: self._said.append(f"{one.type}: {one.text}"))
        self.page.on("pageerror", lambda error: self._said.append(f"error: {error}"))
        self.page.goto(address, timeout=120_000)

    def run(self, script: str) -> Any:
        return self.page.evaluate(f"(async () => {{{script}}})()")

    def _click(self, css: str) -> None:
        self.page.locator(css).first.click()

    def _press(self, key: str) -> None:
        self.page.keyboard.press(key)

    def _type(self, text: str) -> None:
        self.page.keyboard.type(text)

    def picture(self, path: Path) -> Path:
        self.page.screenshot(path=path)
        return path

    def paper(self, path: Path) -> Path:
        self.page.pdf(path=path)
        return path

    def said(self) -> list[str]:
        self.run("return null")  # what was said meanwhile is heard now
        return self._said

    def close(self) -> None:
        self._browser.close()


class Firefox(Engine):
    """Firefox over WebDriver BiDi, driven by puppeteer-core in a process of its own."""

    name = "Firefox"

    def __init__(self, path: str, folder: Path) -> None:
        self._node = subprocess.Popen(
            ["node", str(HERE / "engines" / "firefox.mjs"), str(NODE_MODULES), path,
             str(folder)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            env=os.environ | {"HOME": str(folder)})
        self.version = self._ask("version").removeprefix("firefox/")

    def _ask(self, *what: Any) -> Any:
        self._node.stdin.write(json.dumps(what) + "\n")
        self._node.stdin.flush()
        line = self._node.stdout.readline()
        assert line, "Firefox's driver has ended"
        answer = json.loads(line)
        if "error" in answer:
            raise AssertionError(f"Firefox: {what[0]}: {answer['error']}")
        return answer["value"]

    def open(self, address: str) -> None:
        self._ask("open", address, *SIZE)

    def run(self, script: str) -> Any:
        return self._ask("run", script)

    def _click(self, css: str) -> None:
        self._ask("click", css)

    def _press(self, key: str) -> None:
        self._ask("press", key)

    def _type(self, text: str) -> None:
        self._ask("type", text)

    def picture(self, path: Path) -> Path:
        self._ask("picture", str(path))
        return path

    def paper(self, path: Path) -> Path:
        self._ask("paper", str(path))
        return path

    def said(self) -> list[str]:
        return self._ask("said")

    def close(self) -> None:
        self._ask("close")
        self._node.stdin.close()
        self._node.stdout.close()
        self._node.wait(20)


def _free(kind: str = "127.0.0.1") -> int:
    with socket.socket() as one:
        one.bind((kind, 0))
        return one.getsockname()[1]


#: What WebKit's driver does not tell: a script that runs before the page's policy is read.
_EARS = """<script>window.heard = [];
for (const kind of ['error', 'warn', 'info', 'log', 'debug']) {
  const own = console[kind];
  console[kind] = (...words) => { heard.push(`${kind}: ${words.join(' ')}`); own(...words); };
}
addEventListener('error', (event) => heard.push(`error: ${event.message}`));
addEventListener('unhandledrejection', (event) => heard.push(`error: ${event.reason}`));
document.addEventListener('securitypolicyviolation',
  (event) => heard.push(`error: held back: ${event.violatedDirective}`));
</script>"""


def _with_ears(address: str) -> str:
    """Return the address of a copy, beside a file, that hears what is said on its console."""
    found, mark, tail = address.partition("#")
    path = Path(url2pathname(urlsplit(found).path))
    doctype, start, rest = path.read_text("utf-8").partition("<!doctype html>")
    assert (doctype, bool(start)) == ("", True), f"{path.name} begins with its doctype"
    copy = path.with_name(f"heard-{path.name}")
    copy.write_text(start + _EARS + rest, "utf-8")
    return copy.as_uri() + mark + tail


class WebKit(Engine):
    """WebKitGTK's MiniBrowser on a screen of its own, driven by W3C WebDriver over the loopback."""

    name = "WebKit"

    def __init__(self, driver: str, browser: str, folder: Path) -> None:
        self._browser, port = browser, _free()
        self._base = f"http://127.0.0.1:{port}"
        self._session = None
        seen, told = os.pipe()
        self._screen = subprocess.Popen(
            ["Xvfb", "-displayfd", str(told), "-screen", "0", "1400x1000x24", "-nolisten", "tcp"],
            pass_fds=[told], stderr=subprocess.DEVNULL)
        os.close(told)
        with os.fdopen(seen) as number:
            display = f":{number.readline().strip()}"
        self._driver = subprocess.Popen(
            [driver, f"--port={port}", "--host=127.0.0.1"], stderr=subprocess.DEVNULL,
            env=os.environ | {"DISPLAY": display, "HOME": str(folder), "GDK_BACKEND": "x11",
                              "XDG_RUNTIME_DIR": str(folder), "NO_AT_BRIDGE": "1",
                              "LIBGL_ALWAYS_SOFTWARE": "1"})
        self._begin()

    def _begin(self) -> None:
        """Start a browser; the driver may need a moment before it answers."""
        wanted = {"browserName": "MiniBrowser", "pageLoadStrategy": "normal",
                  "timeouts": {"pageLoad": 120_000, "script": 60_000},
                  "webkitgtk:browserOptions": {
                      "binary": self._browser, "args": ["--automation"]}}
        last = time.monotonic() + 20
        while True:
            try:
                made = self._call("POST", "/session", {"capabilities": {"alwaysMatch": wanted}})
                break
            except urllib.error.URLError:
                assert time.monotonic() < last, "WebKit's driver does not answer"
                time.sleep(0.1)
        self._session = made["sessionId"]
        self.version = made["capabilities"]["browserVersion"]

    def _call(self, method: str, path: str, value: Any = None) -> Any:
        body = None if method in ("GET", "DELETE") else json.dumps(value or {}).encode()
        asked = urllib.request.Request(  # noqa: S310  # the loopback alone
            self._base + path, data=body, method=method,
            headers={"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(asked, timeout=150) as answer:  # noqa: S310
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            said = json.load(error)["value"]
            raise AssertionError(
                f"WebKit: {path}: {said['error']}: {said['message']}") from None

    def _ask(self, path: str, value: Any = None, *, method: str = "POST") -> Any:
        return self._call(method, f"/session/{self._session}/{path}", value)

    def open(self, address: str) -> None:
        self._ask("url", {"url": "about:blank"})
        self._fit()
        self._ask("url", {"url": _with_ears(address)})

    def _fit(self) -> None:
        """Give the window the size with which the page sees what it sees elsewhere."""
        rect = {"x": 0, "y": 0, "width": SIZE[0], "height": SIZE[1]}
        self._ask("window/rect", rect)
        inner = self.run("return [innerWidth, innerHeight]")
        rect["width"], rect["height"] = (2 * a - b for a, b in zip(SIZE, inner, strict=True))
        self._ask("window/rect", rect)

    def run(self, script: str) -> Any:
        code = (f"const done = arguments[0]; (async () => {{{script}}})()"
                ".then((value) => done({value: value ?? null}), (e) => done({error: String(e)}))")
        answer = self._ask("execute/async", {"script": code, "args": []})
        assert "error" not in answer, f"WebKit: {answer['error']}: {script}"
        return answer["value"]

    def _click(self, css: str) -> None:
        found = self._ask("element", {"using": "css selector", "value": css})
        self._ask(f"element/{found[_ELEMENT]}/click")

    def _press(self, key: str) -> None:
        self._keys(_KEYS.get(key, key))

    def _type(self, text: str) -> None:
        for letter in text:
            self._keys(letter)

    def _keys(self, key: str) -> None:
        actions = [{"type": kind, "value": key} for kind in ("keyDown", "keyUp")]
        self._ask("actions", {"actions": [{"type": "key", "id": "keys", "actions": actions}]})

    def picture(self, path: Path) -> Path:
        path.write_bytes(base64.b64decode(self._ask("screenshot", method="GET")))
        return path

    def paper(self, path: Path) -> None:
        """Print nothing: this driver has no command for it."""

    def said(self) -> list[str]:
        return self.run("return window.heard")

    def close(self) -> None:
        self._ask("", method="DELETE")
        for process in (self._driver, self._screen):
            process.terminate()
            process.wait(20)


def _mini_browser() -> str | None:
    found = sorted(Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser"))
    return str(found[-1]) if found else None


def start(name: str, folder: Path, playwright: Callable[[], Playwright]) -> Engine | str:
    """Return an engine that has started, or what is missing here, in words.

    PLAYWRIGHT is asked for where Chromium is driven.
    """
    node = shutil.which("node")
    if name == "chromium":
        path = os.environ.get("CHROMIUM") or shutil.which("chromium")
        return Chromium(path, playwright()) if path else "no Chromium here"
    if name == "firefox":
        path = shutil.which("firefox-esr") or shutil.which("firefox")
        if not path:
            return "no Firefox here: apt-get install firefox-esr"
        if not node or not (NODE_MODULES / "node_modules/puppeteer-core").is_dir():
            return "no puppeteer-core here: make soak installs it"
        return Firefox(path, folder)
    driver, browser = shutil.which("WebKitWebDriver"), _mini_browser()
    if not (driver and browser and shutil.which("Xvfb")):
        return "no WebKit here: apt-get install webkit2gtk-driver xvfb"
    return WebKit(driver, browser, folder)
