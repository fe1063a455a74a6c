"""In Chromium: folium's plugins on our page, with stand-ins for the files that they load."""

from __future__ import annotations

import folium
import pytest
from folium import plugins

import conflictmap as cm
from toys import events

MINIMAP = "https://cdnjs.cloudflare.com/ajax/libs/leaflet-minimap/3.6.1/Control.MiniMap"
STAND_IN = """L.Control.MiniMap = L.Control.extend({
  initialize: function (layer, options) { L.setOptions(this, options); this.layer = layer; },
  onAdd: function () {
    const node = L.DomUtil.create('div', 'stand-in'); node.textContent = 'small map';
    return node; },
});"""
HEAT = "https://cdn.jsdelivr.net/gh/python-visualization/folium@main/folium/templates/"
EVIL = "{{7*7}}</script><img src=x onerror=\"document.title='run'\">"


def added(plugin) -> cm.ConflictMap:
    m = cm.ConflictMap().add_events(events([{"x": 1, "y": 1, "title": EVIL}]))
    with pytest.warns(UserWarning, match="passed through"):
        plugin.add_to(m)
    return m


def about(opened) -> str:
    opened.page.get_by_role("tab", name="About").click()
    return opened.page.locator(".cm-plugins").inner_text()


def test_a_plugin_draws_with_the_files_it_names_and_asks_for_no_other(open_with):
    opened = open_with(added(plugins.MiniMap()), {f"{MINIMAP}.js": STAND_IN,
                                                 f"{MINIMAP}.css": ".stand-in{width:90px}"})
    node = opened.page.locator(".leaflet-control.stand-in")
    assert node.inner_text() == "small map"
    assert node.bounding_box()["width"] == 90
    assert sorted(opened.requests) == [f"{MINIMAP}.css", f"{MINIMAP}.js"]
    assert opened.console == []
    said = about(opened)
    assert "MiniMap" in said
    assert "cdnjs.cloudflare.com" in said
    assert "did not start" not in said
    assert opened.page.title() != "run"


def test_without_a_network_the_map_is_whole_and_the_page_says_what_is_missing(open_with):
    opened = open_with(added(plugins.HeatMap([[39.6, 46.1]])), {})
    assert opened.requests == [f"{HEAT}leaflet_heat.min.js"]
    assert opened.visible() == ["e0"]
    opened.page.locator("canvas.cm-canvas").first.wait_for()
    assert "It did not start" in about(opened)


def test_what_a_loaded_file_does_beyond_the_policy_is_held_back_and_said(open_with):
    bad = STAND_IN + "try { eval('document.title = \"run\"'); } catch (e) {}"
    opened = open_with(added(plugins.MiniMap()), {f"{MINIMAP}.js": bad, f"{MINIMAP}.css": ""})
    assert opened.page.title() != "run"
    opened.page.wait_for_timeout(200)
    assert "Held back by the page's policy: script-src eval" in about(opened)


def test_a_plugin_of_one_script_works_offline_on_the_map(open_with):
    opened = open_with(added(folium.LatLngPopup()), {}, offline=True)
    box = opened.page.locator(".cm-map").bounding_box()
    opened.page.mouse.click(box["x"] + box["width"] * 0.6, box["y"] + box["height"] * 0.6)
    assert "Latitude" in opened.page.locator(".leaflet-popup-content").inner_text()
    opened.quiet()


def test_controls_of_plugins_stand_clear_of_the_key_and_our_buttons(open_with):
    files = {f"{MINIMAP}.js": STAND_IN, f"{MINIMAP}.css": ""}
    for corner in ("topleft", "topright"):
        opened = open_with(added(plugins.MiniMap(position=corner)), files)
        box = opened.page.locator(".stand-in").bounding_box()
        for other in opened.page.locator(".cm-key, .cm-map-buttons").all():
            own = other.bounding_box()
            apart = (own["x"] + own["width"] <= box["x"] or box["x"] + box["width"] <= own["x"]
                     or own["y"] + own["height"] <= box["y"])
            assert apart, corner
