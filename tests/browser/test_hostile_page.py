"""Text from data in a real browser: nothing runs, nothing is asked for, all of it can be read."""

from __future__ import annotations

import csv
import html
import io
import json

import pytest

import conflictmap as cm

PAYLOADS = [
    "<img src=x onerror=window.pwned=1>", "<script>window.pwned=1</script>",
    "</script><script>window.pwned=1</script>", "\"><svg onload=window.pwned=1>",
    "javascript:window.pwned=1", "{{constructor.constructor('window.pwned=1')()}}",
    "${window.pwned=1}", "{% include 'x' %}", "<!--<script>", "]]><![CDATA[",
    "<iframe srcdoc='<script>top.pwned=1</script>'>", "<a href=javascript:window.pwned=1>x</a>",
    "' onmouseover='window.pwned=1", "<style>*{background:url(https://evil.example/x)}</style>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>", "__proto__", "constructor",
    "=HYPERLINK(\"https://evil.example\")", "\u202egnp.exe", "a\u0000b".replace("\u0000", "\u2028"),
    "<b>bold</b>", "&lt;i&gt;", "\\u003cscript\\u003e", "<math><mtext></math><img src=x>",
]
COLUMNS = ["id", "date", "lat", "lon", "title", "type", "actor1", "actor2", "place", "place_hy",
           "place_az", "place_precision", "status", "notes"]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """Return a page in which every text that data may bring is hostile."""
    folder = tmp_path_factory.mktemp("hostile")
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for i, payload in enumerate(PAYLOADS):
        at = [f"39.{600 + i}", f"46.{500 + i}"] if i % 3 else ["39.7", "46.6"]
        writer.writerow([f"{i}{payload}", f"2022-09-{i % 28 + 1:02d}", *at, *[payload] * 10])
    (folder / "events.csv").write_text(text.getvalue(), encoding="utf-8")
    ring = [[46.4, 39.5], [46.9, 39.5], [46.9, 39.9], [46.4, 39.9], [46.4, 39.5]]
    features = [
        {"type": "Feature", "id": f"f{i}{p}", "properties": {"name": p, "name_hy": p, "basis": p,
         "source": p, "note": p, p: p, "style": {"color": p}, "popup": p},
         "geometry": {"type": "Polygon", "coordinates": [ring]}}
        for i, p in enumerate(PAYLOADS)
    ]
    layer = {"type": "FeatureCollection", "features": features, "layer": {
        "title": PAYLOADS[2], "role": PAYLOADS[0], "group": PAYLOADS[0], "source": PAYLOADS[0],
        "source_url": "javascript:window.pwned=1", "licence": PAYLOADS[3],
        "attribution": PAYLOADS[1], "note": PAYLOADS[1], "viewpoint": PAYLOADS[0]}}
    (folder / "layer.geojson").write_text(json.dumps(layer), encoding="utf-8")
    quoted = json.dumps(PAYLOADS[2])
    (folder / "recipe.toml").write_text(
        f"title = {quoted}\nsubtitle = {quoted}\nnotes = [{quoted}]\nattribution = {quoted}\n"
        '[events]\npath = "events.csv"\n[[layers]]\npath = "layer.geojson"\n'
        f"name = {quoted}\n", encoding="utf-8")
    page = cm.build(recipe=folder / "recipe.toml")
    assert page.accounting.set_aside == 0, page.problems
    return page.save(folder / "page.html")


def explore(opened) -> None:
    """Open every event, tab and fold."""
    for event_id in opened.visible():
        opened.set(select=event_id)
        opened.run("() => document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    for tab in opened.page.get_by_role("tab").all():
        tab.click()
        opened.run("() => document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    for lang in ("hy", "az", "ru", "en"):
        opened.set(lang=lang)
    for x in range(300, 900, 60):
        opened.page.mouse.move(x, 400)
        opened.page.mouse.click(x, 400)


def test_nothing_runs_and_nothing_is_asked_for(open_page, hostile):
    opened = open_page(hostile)
    assert len(opened.visible()) == len(PAYLOADS)
    explore(opened)
    assert opened.run("window.pwned") is None
    assert opened.run("Object.prototype.polluted") is None
    assert opened.run("document.querySelectorAll('#app script, #app iframe, #app style').length"
                      ) == 0
    assert opened.run("[...document.querySelectorAll('a')].every("
                      "(a) => /^(https?:|#|blob:)/.test(a.getAttribute('href') || '#'))")
    assert opened.page.title() == PAYLOADS[2]
    opened.quiet()


def test_the_text_is_there_to_read_as_typed(open_page, hostile):
    opened = open_page(hostile)
    for i, payload in enumerate(PAYLOADS):
        opened.set(select=f"{i}{payload}")
        shown = opened.page.locator("#app").text_content()
        assert payload.replace("\u2028", "") in shown.replace("\u2028", ""), payload


def test_a_frame_that_may_only_run_scripts_shows_the_page(browser, hostile, tmp_path):
    outer = tmp_path / "outer.html"
    document = html.escape(hostile.read_text(encoding="utf-8"))
    outer.write_text('<!doctype html><title>outer</title><iframe id="f" width="1200" height="800"'
                     f' sandbox="allow-scripts" srcdoc="{document}"></iframe>', encoding="utf-8")
    context = browser.new_context(offline=True)
    said: list[str] = []
    page = context.new_page()
    page.on("pageerror", lambda e: said.append(str(e)))
    page.goto(outer.as_uri())
    frame = page.frames[-1]
    frame.wait_for_function("() => window.conflictmap")
    assert len(frame.evaluate("window.conflictmap.visible()")) == len(PAYLOADS)
    assert page.evaluate("window.pwned") is None
    assert said == []
    context.close()
