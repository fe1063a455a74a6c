"""`ConflictMap`: a folium map that our page draws."""

from __future__ import annotations

import folium
import pytest

import conflictmap as cm
from toys import area, event, layer, square


def test_it_is_a_folium_map_that_saves_our_page(tmp_path):
    m = cm.ConflictMap(location=[39.5, 46.05], zoom_start=10, title="T & <T>")
    assert isinstance(m, folium.Map)
    m.add_events(event(x=.5, y=.5)).add_layer(layer(area("a", square(0, 0))))
    m.save(tmp_path / "m.html")
    text = (tmp_path / "m.html").read_text(encoding="utf-8")
    assert "<title>T &amp; &lt;T&gt;</title>" in text
    assert '"center":[39.5,46.05],"zoom":10' in text


def test_a_notebook_shows_it_in_a_frame_that_may_only_run_its_script():
    text = cm.ConflictMap()._repr_html_()
    assert text.startswith('<iframe sandbox="allow-scripts"')
    assert "&lt;!doctype html&gt;" in text
    assert "<script" not in text


def test_what_the_page_cannot_draw_is_refused_by_name():
    with pytest.raises(cm.OutputError, match="Marker: this page draws events and layers only"):
        folium.Marker([39.5, 46]).add_to(cm.ConflictMap())
