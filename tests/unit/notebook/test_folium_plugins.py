"""folium's plugins on our map: passed through as folium writes them, or refused by name."""

from __future__ import annotations

import re

import folium
import pytest
from branca.element import MacroElement
from folium import plugins
from folium.template import Template

import conflictmap as cm
from conflictmap.notebook.folium_plugins import plugin_of
from conflictmap.pages.html import _hash, _scripts, _style
from toys import events

EVIL = "{{7*7}}{% for x in y %}</script><img src=x onerror=alert(1)>"
CDN = "https://cdnjs.cloudflare.com/ajax/libs/leaflet-minimap/3.6.1/"


def policy(page: cm.Page) -> dict[str, list[str]]:
    found = re.search(r'Policy" content="([^"]*)', page.html)[1]
    return {name: sources for name, *sources in (part.split() for part in found.split("; "))}


def wider(page: cm.Page) -> dict[str, list[str]]:
    """Return what a page's policy allows that one without plugins does not.

    Leaflet is whole for plugins, and in part without them: either is allowed by its hash.
    """
    plain = policy(cm.ConflictMap().page())
    assert plain.keys() == policy(page).keys()
    plain["script-src"] += map(_hash, _scripts(whole=True))
    plain["style-src"].append(_hash(_style(whole=True)))
    return {name: more for name, sources in policy(page).items()
            if (more := [s for s in sources if s not in plain[name]])}


def with_plugin(plugin, **options) -> cm.ConflictMap:
    m = cm.ConflictMap(**options)
    with pytest.warns(UserWarning, match=f"^{type(plugin).__name__}: passed through"):
        plugin.add_to(m)
    return m


def test_a_page_without_plugins_allows_and_holds_nothing_of_them():
    page = cm.build()
    assert "plugins" not in page.spec
    assert not wider(page)
    assert "conflictmapPlugin(0" not in page.html
    assert [s for s in policy(page)["script-src"] if not s.startswith("'sha256-")] == []


def test_the_policy_grows_by_the_named_files_and_the_hash_of_the_script_alone():
    page = with_plugin(plugins.MiniMap()).page()
    found = wider(page)
    ours, *named = found.pop("script-src")
    assert ours.startswith("'sha256-")
    assert named == [f"{CDN}Control.MiniMap.js"]
    assert found == {"style-src": [f"{CDN}Control.MiniMap.css"],
                     "img-src": [CDN, "https://tile.openstreetmap.org/"]}
    line = page.spec["plugins"][0]["line"]
    assert "Control.MiniMap.js" in line
    assert "cdnjs.cloudflare.com" in line
    assert "tile.openstreetmap.org" in line
    assert "\n" not in line


@pytest.mark.parametrize(("plugin", "names"), [
    (plugins.HeatMap([[39.8, 46.7]]), {"script-src"}),
    (plugins.MousePosition(), {"script-src", "style-src", "img-src"}),
    (plugins.Draw(export=True), {"script-src", "style-src", "img-src"}),
    (plugins.Geocoder(), {"script-src", "style-src", "img-src", "connect-src"}),
    (folium.LatLngPopup(), {"script-src"}),
], ids=lambda value: type(value).__name__)
def test_each_widens_only_what_it_needs_and_the_same_twice(plugin, names):
    m = with_plugin(plugin)
    page = m.page()
    assert set(wider(page)) == names
    assert m.page().html == page.html
    assert not re.search(r"_[0-9a-f]{32}", page.html)


def refused(plugin, reason: str) -> cm.ConflictMap:
    """Add a plugin, which warns; its map makes no page, for the same reason."""
    m = cm.ConflictMap()
    with pytest.warns(UserWarning, match=reason):
        plugin.add_to(m)
    with pytest.raises(cm.OutputError, match=reason):
        m.page()
    return m


def test_a_geocoder_asks_one_named_service_or_is_refused():
    found = wider(with_plugin(plugins.Geocoder()).page())
    assert found["connect-src"] == ["https://nominatim.openstreetmap.org/"]
    refused(plugins.Geocoder(provider="what3words"), r"Geocoder: .*'what3words'")


@pytest.mark.parametrize(("plugin", "reason"), [
    (plugins.MeasureControl(), r"\(eval\).*leaflet-measure.min.js from cdn.jsdelivr.net"),
    (plugins.LocateControl(), "style attributes"),
    (plugins.FloatImage("https://example.org/a.png"), "style attributes|picture"),
    (plugins.Search(folium.GeoJson({"type": "FeatureCollection", "features": []})),
     "drawn by the page itself|cannot write it alone"),
    (plugins.PolyLineTextPath(folium.PolyLine([[39, 46], [40, 47]]), "x"),
     "poly line, which is drawn by the page itself"),
    (plugins.DualMap().m1, "."),
], ids=lambda value: type(value).__name__)
def test_what_the_policy_cannot_allow_exactly_is_refused_with_the_reason(plugin, reason):
    m = refused(plugin, f"^{type(plugin).__name__}: .*({reason})")
    m._children.clear()
    assert m.page().html == cm.ConflictMap().page().html


class Own(MacroElement):
    """A plugin of the author's own."""

    _template = Template("{% macro script(this, kwargs) %}{{ this.text }}{% endmacro %}")

    def __init__(self, text):
        super().__init__()
        self._name, self.text = "Own", text


@pytest.mark.parametrize("text", [
    "eval('1')", "new Function('1')", "'</script>'", "other_" + "0" * 32 + ".addTo(x)",
    "{% for %}",
])
def test_a_script_that_the_page_cannot_hold_is_refused(text):
    refused(Own(text), r"^Own: ")


@pytest.mark.parametrize("address", [
    "http://example.org/a.js", "//example.org/a.js", "a.js", "https://example.org/a.js?b",
    "https://example.org/a.js;script-src *", "https://example.org/'unsafe-inline'",
])
def test_only_plain_https_addresses_are_loaded(address):
    plugin = plugins.MousePosition()
    plugin.default_js = [("x", address)]
    refused(plugin, "no plain https address")


def test_a_plugins_text_is_rendered_once_and_text_of_events_never():
    m = cm.ConflictMap(title=EVIL).add_events(events([{"x": 1, "y": 1, "title": EVIL}]))
    with pytest.warns(UserWarning, match="Own: passed through"):
        Own("window.said = '{{7*7}}';").add_to(m)
    text = m.page().html
    assert "window.said = '{{7*7}}';" in text
    assert "{{7*7}}{% for x in y %}\\u003c/script>" in text
    assert "49" not in plugin_of(Own("'{{7*7}}'")).program


def test_a_plugin_keeps_its_parent_and_nothing_is_added_to_the_map():
    m = with_plugin(plugins.MousePosition())
    before = set(m._children)
    m.page()
    assert set(m._children) == before
    assert next(c for c in m._children.values() if isinstance(
        c, plugins.MousePosition))._parent is m
