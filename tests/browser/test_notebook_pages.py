"""In Chromium: folium's objects on our map, our overlays on folium's, the cell and the widget."""

from __future__ import annotations

import json

import folium
import pytest
from playwright.sync_api import expect

import conflictmap as cm
from conflictmap.pages.read_page import page_data
from conflictmap.pages.views import opening_view
from conflictmap.pages.visible import visible_ids
from conftest import ROOT
from toys import events

TRIANGLE = {"type": "Polygon", "coordinates": [[[46, 39], [47, 39], [47, 40], [46, 39]]]}
EVIL = "<img src=x onerror=\"document.title='run'\">{{7*7}}"


def test_folium_objects_are_drawn_by_our_page_offline(open_page, tmp_path):
    m = cm.ConflictMap()
    folium.GeoJson({"type": "Feature", "properties": {"a": EVIL}, "geometry": TRIANGLE},
                   name="Triangle", tooltip=folium.GeoJsonTooltip(["a"])).add_to(m)
    folium.PolyLine([[39, 46], [40, 47]], tooltip=EVIL).add_to(m)
    m.save(tmp_path / "m.html")
    opened = open_page(tmp_path / "m.html")
    assert {i for i in opened.drawn() if i.startswith("folium")} == {"folium-1-0", "folium-2-0"}
    assert opened.page.locator(
        ".cm-map path.cm-role-user:not(.cm-none, .cm-layer-route-2025)").count() == 2
    assert opened.page.title() != "run"
    opened.quiet()


def test_a_map_of_another_part_of_the_world_has_an_outline(open_page, tmp_path):
    m = cm.ConflictMap().add_events(events([{"lat": 4.4, "lon": 18.5}, {"lat": 7, "lon": 22}]))
    m.save(tmp_path / "m.html")
    opened = open_page(tmp_path / "m.html")
    assert {"world-ocean-1", "world-borders-firm"} <= opened.drawn()
    assert len(opened.visible()) == 2
    opened.quiet()


def test_totals_elsewhere_have_a_row_for_each_country(open_page, tmp_path):
    places = [(4.4, 18.5), (50.4, 30.5), (47.1, 37.5)]
    m = cm.ConflictMap().add_events(events([{"lat": lat, "lon": lon} for lat, lon in places]))
    m.save(tmp_path / "m.html")
    opened = open_page(tmp_path / "m.html")
    opened.page.locator("#cm-tab-totals").click()
    rows = opened.page.locator(".cm-countries tr")
    expect(rows.locator("th")).to_have_text(["Ukraine", "Central African Republic"])
    expect(rows.locator("td:last-child")).to_have_text(["2", "1"])
    said = rows.first.get_by_role("img").get_attribute("aria-label")
    assert said.endswith(": 2"), "the bars in words"
    opened.set(lang="ru")
    expect(rows.locator("th").first).to_have_text("Украина")
    opened.quiet()


@pytest.mark.parametrize(("places", "most"), [
    ([(4.4, 18.5), (7, 22)], 9), ([(4.4, 18.5), (50.4, 30.5), (47.1, 37.5)], 5),
    ([(37, -120), (-34, -58), (-37, 140), (60, 170)], 2.5),
])
def test_a_map_of_any_width_opens_with_all_its_events_in_view(
    open_page, tmp_path, places, most
):
    m = cm.ConflictMap().add_events(events([{"lat": lat, "lon": lon} for lat, lon in places]))
    m.save(tmp_path / "m.html")
    opened = open_page(tmp_path / "m.html")
    view = opened.run("window.conflictmap.state().view")
    assert view["zoom"] <= most
    box = opened.page.locator(".cm-map").bounding_box()
    scale = 256 * 2 ** view["zoom"] / 360
    for _, lon in places:
        assert abs(lon - view["center"][1]) * scale < box["width"] / 2 - 5
    opened.quiet()


@pytest.fixture
def with_leaflet(browser):
    """Open text in a context where folium's Leaflet comes from our copy, the rest is empty."""
    contexts = []
    files = {path.name: path.read_text(encoding="utf-8")
             for path in (ROOT / "maps/vendor").glob("leaflet.*")}

    def answer(route):
        name = route.request.url.rsplit("/", 1)[-1]
        kind = "text/css" if name.endswith(".css") else "text/javascript"
        route.fulfill(body=files.get(name, ""), content_type=kind)

    def open_text(text, **options):
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.errors = []
        page.on("pageerror", lambda e: page.errors.append(str(e)))
        page.route(lambda url: url.startswith("http"), answer)
        page.set_content(text)
        return page

    yield open_text
    for context in contexts:
        context.close()


def test_our_overlays_draw_on_a_plain_folium_map_with_text_as_text(with_leaflet):
    m = folium.Map([39.6, 46.2], zoom_start=9, tiles=None)
    one = events([{"x": 1, "y": 1, "title": EVIL, "radius_m": 2000}])
    cm.EventOverlay(one, name=EVIL).add_to(m)
    cm.AreaOverlay("lachin-district", name="District").add_to(m)
    cm.CorridorStrip("road-old").add_to(m)
    folium.LayerControl().add_to(m)
    page = with_leaflet(m.get_root().render())
    page.wait_for_selector("path.leaflet-interactive")
    circle = page.locator("path.leaflet-interactive[fill='#b2182b']")
    assert circle.count() == 1
    circle.click()
    assert EVIL in page.locator(".leaflet-popup-content").inner_text()
    assert page.title() != "run"
    assert page.locator("img[src=x]").count() == 0
    assert [e for e in page.errors if "$" not in e] == []


def test_a_cell_shows_the_map_or_its_picture_when_scripts_are_off(with_leaflet, tmp_path):
    text = cm.ConflictMap()._repr_html_()
    page = with_leaflet(text)
    frame = page.frame_locator("iframe")
    frame.locator(".cm-map").wait_for()
    cell = tmp_path / "cell.html"
    for part in (text, text.split("<iframe", maxsplit=1)[0]):  # whole, and with frames stripped
        cell.write_text(f"<!doctype html><body>{part}</body>", encoding="utf-8")
        off = with_leaflet("", java_script_enabled=False)
        off.goto(cell.as_uri())
        assert off.locator("img").bounding_box()["width"] > 400
        assert not off.locator("iframe").is_visible()


def test_a_cell_that_starts_out_of_sight_fits_its_map_and_leaves_the_wheel_to_the_notebook(
    with_leaflet
):
    text = cm.ConflictMap().add_events(events([{"lat": 4.4, "lon": 18.5}, {"lat": 7, "lon": 22}]))
    page = with_leaflet(f"<div id=cell style='display:none'>{text._repr_html_()}</div>"
                        "<div style='height:3000px'></div>")
    inside = page.locator("iframe").element_handle().content_frame()
    inside.wait_for_function("() => window.conflictmap")
    page.evaluate("() => { document.getElementById('cell').style.display = 'block'; }")
    zoom = "() => window.conflictmap.state().view.zoom"
    inside.wait_for_function(f"() => ({zoom})() > 4 && ({zoom})() < 8")
    before = inside.evaluate(zoom)
    box = page.locator("iframe").bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 250)
    page.mouse.wheel(0, 60)
    page.wait_for_function("() => scrollY > 0")
    assert inside.evaluate(zoom) == before
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + 190)
    page.mouse.wheel(0, -240)
    inside.wait_for_function(f"z => ({zoom})() > z", arg=before)


STUB = """async ([source, html]) => {
  const url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
  const { default: { render } } = await import(url);
  const values = { _html: html, _title: 'Map', _height: 500, _wish: {}, _page: {} };
  const told = {};
  window.model = {
    get: (key) => values[key], set: (key, value) => { values[key] = value; },
    save_changes: () => {
      window.told = (window.told ?? 0) + 1;
      window.saved = structuredClone(values._page);
    },
    on: (name, fn) => { told[name] = fn; }, off: (name) => { delete told[name]; },
  };
  window.wish = (value) => { values._wish = value; told['change:_wish'](); };
  window.stop = render({ model: window.model, el: document.body });
}"""


def test_the_widget_hears_the_page_and_tells_it(with_leaflet):
    page = with_leaflet("<!doctype html><body></body>")
    source = (ROOT / "maps/widget.js").read_text(encoding="utf-8")
    made = cm.build()
    page.evaluate(STUB, [source, made.html])
    page.wait_for_function("window.saved?.visible?.length > 0")
    data = page_data(made)
    assert page.evaluate("window.saved.visible") == visible_ids(data, opening_view(data))
    chosen = made.spec["events"]["id"][40]
    page.evaluate("w => window.wish(w)", {
        "select": chosen, "window": ["1992-01-01", "1993-01-01"], "not_a_key": 1})
    page.wait_for_function("window.saved.state.window[0] === '1992-01-01'")
    saved = page.evaluate("window.saved")
    assert saved["state"]["window"] == ["1992-01-01", "1993-01-01"]
    assert 0 < len(saved["visible"]) < len(made.spec["events"]["id"])
    frame = page.frames[1]
    row = frame.evaluate("window.conflictmap.visible()[0]")
    frame.evaluate("id => window.conflictmap.set({ select: id })", row)
    page.wait_for_function("id => window.saved.state.select === id", arg=row)
    before = page.evaluate("window.told")
    page.wait_for_timeout(900)
    assert page.evaluate("window.told") == before, "nothing changed, so nothing is told"
    page.evaluate("w => window.wish(w)", {"window": ["no", "day"]})
    page.wait_for_function("window.saved.error !== ''")
    page.evaluate("window.stop()")
    frame.evaluate("window.conflictmap.set({ window: ['1991-01-01', '1992-01-01'] })")
    page.wait_for_timeout(300)
    assert page.evaluate("window.saved.state.window[0]") == "1992-01-01"
    assert json.dumps(page.errors) == "[]"


def test_a_page_in_a_frame_tells_each_change_once_to_who_watches(with_leaflet):
    page = with_leaflet("<!doctype html><body></body>")
    page.evaluate("""html => new Promise((done) => {
      window.heard = [];
      addEventListener('message', ({ data }) => window.heard.push(data));
      const frame = document.createElement('iframe');
      frame.setAttribute('sandbox', 'allow-scripts');
      frame.onload = done;
      frame.srcdoc = html;
      document.body.append(frame);
    })""", cm.build().html)
    frame = page.frames[1]
    frame.wait_for_function("() => window.conflictmap")
    change = "(e) => e.forEach((end) => window.conflictmap.set({ window: ['1992-01-01', end] }))"
    frame.evaluate(change, ["1993-01-01"])
    page.wait_for_timeout(300)
    assert page.evaluate("window.heard") == [], "nobody watches yet"
    page.evaluate("frames[0].postMessage({ conflictmap: 'watch' }, '*')")
    page.evaluate("frames[0].postMessage({ conflictmap: 'watch' }, '*')")
    page.wait_for_timeout(100)
    frame.evaluate(change, ["1994-01-01", "1995-01-01", "1996-01-01"])
    page.wait_for_timeout(400)
    heard = page.evaluate("window.heard")
    assert [m["state"]["window"][1] for m in heard] == ["1996-01-01"]
    assert heard[0]["visible"] == frame.evaluate("window.conflictmap.visible()")
