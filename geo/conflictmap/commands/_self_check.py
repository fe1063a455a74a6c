"""A page that was just built, opened before it is left to anybody."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from conflictmap.model.errors import PageError
from conflictmap.pages.read_page import page_data, read_page

if TYPE_CHECKING:
    from conflictmap.pages.page import Page

_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
_OPTIONS = ("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--dump-dom",
            "--virtual-time-budget=20000", "--timeout=60000")
#: Stands in a document whose program has drawn its map; data cannot bring a `<`.
_STARTED = '<div class="cm-map-frame'


def check_page(page: Page) -> str:
    """Read a page back, start it where a browser is found, and return what was done.

    Parameters
    ----------
    page
        The finished page, not yet written.

    Raises
    ------
    PageError
        When the file does not hold what was built, or its program does not start.
    """
    with TemporaryDirectory() as folder:
        path = page.save(Path(folder) / "page.html")
        read, built = read_page(path), page_data(page)
        ids = [data.spec["events"]["id"] for data in (read, built)]
        if list(ids[0]) != list(ids[1]) or read.layers != built.layers:
            raise PageError("--self-check: the page does not read back as it was built; it was not "
                            "written. Say so to whoever maintains conflictmap.")
        browser = _browser()
        if browser is None:
            return "self-check: read back; no Chromium here to start it in"
        if _STARTED not in _document(browser, path):
            raise PageError("--self-check: the page does not start in the browser here; it was not "
                            "written. Build it without plugins, or with fewer events.")
    return "self-check: read back and started"


def _browser() -> str | None:
    named = os.environ.get("CHROMIUM")
    return named or next(filter(None, map(shutil.which, _BROWSERS)), None)


def _document(browser: str, path: Path) -> str:
    """Return the document that a file has become once its program has run; '' in a minute."""
    try:
        done = subprocess.run(  # noqa: S603  # a browser, and our own file
            [browser, *_OPTIONS, f"--user-data-dir={path.parent / 'profile'}", path.as_uri()],
            capture_output=True, timeout=90, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode("utf-8", errors="replace")
