"""The element `<conflict-map>` sizes its frame, tells what is selected, and obeys no one else."""

from __future__ import annotations

import pytest

import conflictmap as cm
from running import run

ROWS = "id,date,lat,lon,title\na,2020-10-01,39.8,46.7,One\nb,2020-10-05,39.9,46.9,Two\n"
AROUND = """<!doctype html><body style="width: 700px">
<conflict-map src="map.html" view="w=2020-10-01_2020-10-31&amp;s=a" title="Mine"></conflict-map>
<iframe id="other" srcdoc="<script>parent.postMessage({{conflictmap: 'size', height: 3000}}, '*');
parent.postMessage({{conflictmap: 'state', state: {{select: 'stranger'}}}}, '*')</script>"></iframe>
<script>told = []; addEventListener('conflict-map-select', ({{detail}}) => told.push(detail));
heard = []; addEventListener('message', ({{data}}) => heard.push(data));</script>
<script src="site/conflict-map.js"></script>"""


@pytest.fixture
def page(browser, write, tmp_path):
    path = cm.build(write("events.csv", ROWS)).save(tmp_path / "map.html")
    said = run("embed", path, "--element", tmp_path / "site" / "conflict-map.js",
               "--oembed", "https://map.example/map.html")
    assert said.returncode == 0, said.stderr
    assert (tmp_path / "map.oembed.json").is_file()
    opened = browser.new_page(viewport={"width": 800, "height": 600})
    opened.goto(write("around.html", AROUND.format()).as_uri())
    yield opened
    opened.close()


def test_it_is_as_high_as_its_page_asks_and_tells_what_is_selected(page):
    height = ("document.querySelector('conflict-map').shadowRoot.querySelector('iframe')"
              ".style.height")
    page.wait_for_function(f"told.length === 1 && {height} !== ''", timeout=20_000)
    asked = page.evaluate("heard.filter((m) => m.conflictmap === 'size').map((m) => m.height)")
    assert 3000 in asked  # the other frame was heard, and nobody obeyed
    assert page.evaluate(height) == f"{[h for h in asked if h != 3000][-1]}px"
    page.evaluate("document.querySelector('conflict-map').set({select: 'b'})")
    page.wait_for_function("told.length === 2")
    assert page.evaluate("told") == ["a", "b"]
    frame = next(f for f in page.frames if "map.html" in f.url)
    assert frame.evaluate("origin") == "null"
    assert "?embed" in frame.url
    page.evaluate("""m => m.setAttribute('src', 'javascript:alert(1)')""",
                  page.query_selector("conflict-map"))
    assert "map.html" in frame.url
