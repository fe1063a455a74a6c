"""The widget in a real JupyterLab: select on the map, read the selection in the next cell.

Slow, and JupyterLab is not among what the tests install: `pip install jupyterlab`, then
`CONFLICTMAP_SOAK=1 pytest tests/browser/test_jupyterlab.py`.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import urllib.error
import urllib.request
from importlib.util import find_spec
from time import monotonic, sleep

import pytest

pytestmark = [
    pytest.mark.soak,
    pytest.mark.skipif(not os.environ.get("CONFLICTMAP_SOAK"), reason="set CONFLICTMAP_SOAK=1"),
    pytest.mark.skipif(find_spec("jupyterlab") is None, reason="JupyterLab is not installed"),
]
CELLS = (
    "import conflictmap as cm\nw = cm.ConflictMap().widget()\nw",
    "print('picked', w.selection.event_id.tolist(), len(w.visible), w.window[0])",
)


@pytest.fixture
def lab(tmp_path):
    """Start JupyterLab on a notebook of CELLS and return its address."""
    nbformat = pytest.importorskip("nbformat")
    cells = [nbformat.v4.new_code_cell(source) for source in CELLS]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), tmp_path / "n.ipynb")
    server = subprocess.Popen(
        [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--port=8917",
         "--IdentityProvider.token=", "--ServerApp.disable_check_xsrf=True"],
        cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address, end = "http://localhost:8917", monotonic() + 90
    while True:
        try:
            urllib.request.urlopen(f"{address}/api/status", timeout=2).close()  # noqa: S310
            break
        except (urllib.error.URLError, OSError):
            assert monotonic() < end, "JupyterLab did not start"
            assert server.poll() is None, "JupyterLab ended"
            sleep(0.5)
    yield f"{address}/lab/tree/n.ipynb?reset"
    server.terminate()
    server.wait(20)


def test_what_is_selected_on_the_map_is_read_in_the_next_cell(browser, lab):
    page = browser.new_context(viewport={"width": 1500, "height": 1000}).new_page()
    page.goto(lab)
    page.locator(".jp-Notebook .jp-Cell").first.wait_for(timeout=90_000)
    page.locator(".jp-Spinner").first.wait_for(state="hidden", timeout=90_000)
    page.locator(".jp-Notebook .jp-Cell .cm-content").first.click()
    page.keyboard.press("Shift+Enter")
    frame = page.frame_locator(".jp-OutputArea iframe")
    frame.locator("canvas.cm-canvas").first.wait_for(timeout=90_000)
    inside = next(f for f in page.frames if f.parent_frame and f.locator(".cm-map").count())
    row = inside.evaluate("window.conflictmap.visible()[20]")
    inside.evaluate("() => window.conflictmap.set({ window: ['1992-01-01', '1993-01-01'] })")
    chosen = inside.evaluate("window.conflictmap.visible()[0]")
    inside.evaluate("id => window.conflictmap.set({ select: id })", chosen)
    sleep(2)
    page.locator(".jp-Notebook .jp-Cell .cm-content").nth(1).click()
    page.keyboard.press("Shift+Enter")
    said = page.locator(".jp-OutputArea", has_text="picked").last
    said.wait_for(timeout=60_000)
    found = re.search(r"picked \['([^']+)'\] (\d+) 1992-01-01", said.inner_text())
    assert found, said.inner_text()
    assert found[1] == chosen
    assert chosen != row
    assert int(found[2]) == len(inside.evaluate("window.conflictmap.visible()"))
    page.context.close()
