"""Make the pictures of the tutorial, by its own commands, and that of the built-in atlas.

    python docs/pictures.py [OUT]

Beside them it writes what page they show; a test fails when the page is another one by then.
Needs the extra `report`, playwright and a Chromium (CHROMIUM names it).
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

FOLDER = Path(__file__).parent
sys.path.append(str(FOLDER.parent / "tests"))
from chromium import SWITCHES  # noqa: E402

OUT = FOLDER / "images" / "tutorial"
TABLE = "incidents.csv"
SIZE = (1280, 760)
WIDTH = 960
#: The page with everything that pictures of it show, beside the words of the tutorial.
SHOWN = ("app.bundle.js", "app.bundle.css", "leaflet.bundle.js", "leaflet.bundle.css",
         "karabakh.toml")
MADE_FROM = FOLDER / "images" / "made-from.txt"


def made_from() -> str:
    """Return the hash of the page that pictures show: its program, its looks, its recipe."""
    found = hashlib.sha256()
    for path in (FOLDER.parent / "maps" / name for name in SHOWN):
        found.update(path.read_bytes())
    found.update(tutorial().encode())
    return found.hexdigest()


def tutorial() -> str:
    """Return the part of the tutorial that goes from a spreadsheet to a report."""
    text = (FOLDER / "tutorial.md").read_text(encoding="utf-8")
    return text.partition("## From a spreadsheet")[2].partition("\n## The built-in atlas")[0]


def table() -> str:
    """Return the table that the tutorial shows."""
    found = re.search(r"^```csv\n(.*?)^```", tutorial(), re.DOTALL | re.MULTILINE)
    assert found
    return found[1]


def recipe() -> str:
    """Return the recipe that the tutorial shows."""
    found = re.search(r"^```toml\n(.*?)^```", tutorial(), re.DOTALL | re.MULTILINE)
    assert found
    return found[1]


def commands() -> list[str]:
    """Return the commands of the tutorial, in order."""
    found = re.findall(r"^```console\n(.*?)^```", tutorial(), re.DOTALL | re.MULTILINE)
    return [line for block in found for line in block.splitlines() if line]


def run(folder: Path) -> None:
    """Run the commands of the tutorial in a folder, with its table and its recipe."""
    (folder / TABLE).write_text(table(), encoding="utf-8")
    for command in commands():
        words = shlex.split(command.replace(" --open", ""))
        subprocess.run([sys.executable, "-m", *words], cwd=folder, check=True,  # noqa: S603
                       capture_output=True)
        if words[1] == "init":
            (folder / "incidents-map.toml").write_text(recipe(), encoding="utf-8")


def _saved(picture: bytes, name: str, out: Path) -> None:
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    image.thumbnail((WIDTH, 2 * WIDTH))
    image.save(out / f"{name}.webp", quality=80, method=6)


def _shown(page: Page, path: Path, select: str = "") -> bytes:
    page.goto(path.as_uri())
    page.wait_for_function("window.conflictmap")
    if select:
        page.evaluate("id => window.conflictmap.set({ select: id })", select)
    page.wait_for_timeout(1500)
    return page.screenshot()


def main(out: Path) -> None:
    """Write the pictures into a folder."""
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        folder = Path(scratch)
        run(folder)
        path = os.environ.get("CHROMIUM") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=path, args=SWITCHES)
        # Without the page's policy: what waits asks by words that are run.
        page = browser.new_page(viewport={"width": SIZE[0], "height": SIZE[1]}, bypass_csp=True)
        _saved(_shown(page, folder / "incidents.html"), "1-map", out)
        _saved(_shown(page, folder / "mine.html"), "2-recipe", out)
        _saved(_shown(page, folder / "mine.html", "c"), "3-event", out)
        subprocess.run([sys.executable, "-m", "conflictmap", "build", "-o",  # noqa: S603
                        str(folder / "atlas.html"), "--no-open"], check=True, capture_output=True)
        page.set_viewport_size({"width": 1440, "height": 900})
        atlas = Image.open(io.BytesIO(_shown(page, folder / "atlas.html"))).convert("RGB")
        browser.close()
        _saved((folder / "map.png").read_bytes(), "4-figure", out)
        if out == OUT:
            atlas.save(FOLDER / "images" / "page.png", optimize=True)  # a palette lost hues
            MADE_FROM.write_text(f"{made_from()}\n", encoding="ascii")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if sys.argv[1:] else OUT)
