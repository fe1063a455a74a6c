"""The page as text: data cannot run, nothing is loaded, the same input gives the same bytes."""

from __future__ import annotations

import base64
import hashlib
import json
import re

import pytest

import conflictmap as cm
from conflictmap.pages.recipe import Recipe, Tiles
from toys import area, event, layer, square

NASTY = '</script><img src=x onerror="document.title=1">{{7*7}}${7*7}{% x %}<!--'


def page(**cells) -> cm.Page:
    return cm.build(event(x=.5, y=.5, **cells), recipe=Recipe(title=NASTY, subtitle=NASTY),
                    layers=[layer(area("a", square(0, 0), name=NASTY))])


def test_text_from_data_cannot_leave_its_place():
    text = page(title=NASTY, notes=NASTY).html
    assert "<img" not in "".join(text.split("<script>")[:2]), "up to Leaflet"
    spec = re.search(r'id="conflictmap-spec">([^<]*)</script>', text)[1]
    assert json.loads(spec)["events"]["title"] == [NASTY]
    assert text.count("{{7*7}}") >= 2


def test_the_policy_allows_the_scripts_of_the_page_by_hash_and_nothing_else():
    text = page().html
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)[1]
    for kind, tag in (("script-src", "script"), ("style-src", "style")):
        bodies = re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        hashes = {"'sha256-" + base64.b64encode(hashlib.sha256(b.encode()).digest()).decode() + "'"
                  for b in bodies}
        allowed = next(p for p in policy.split("; ") if p.startswith(kind + " ")).split()[1:]
        assert set(allowed) == hashes
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "img-src data:;" in policy


def test_the_page_names_no_file_or_address_that_a_browser_would_load():
    text = page().html
    head = text.split('<script type="application/json"')[0]
    assert not re.search(r"<(link|script|img|iframe|object|embed)[^>]*(src|href)=", text)
    assert not re.search(r"url\((?!['\"]?(data:|#))", head)
    assert "sourceMappingURL" not in text
    assert "@import" not in head


def test_tiles_are_asked_for_by_name_and_named_in_the_policy():
    tiles = Tiles(url="https://{s}.tiles.example.org/{z}/{x}/{y}.png", attribution="T")
    text = cm.build(event(x=1, y=1), recipe=Recipe(tiles=tiles)).html
    assert "img-src data: https://*.tiles.example.org;" in text


def test_the_same_input_gives_the_same_bytes():
    assert page(title="a").html == page(title="a").html


def test_a_layer_carries_its_licence_and_source_on_its_own_block():
    text = cm.build().html
    for layer_id in ("countries", "held-1994"):
        block = re.search(rf'<script [^>]*data-layer="{layer_id}"[^>]*>', text)[0]
        assert 'data-licence="LGPL-3.0-or-later"' in block
        assert "data-source=" in block


@pytest.mark.parametrize("layer_id", cm.layers())
def test_a_cut_of_an_lgpl_layer_is_marked_lgpl(layer_id):
    found = cm.read_layer(layer_id)
    licences = {f.properties["licence"] for f in found.features}
    if any(w in json.dumps([dict(f.properties) for f in found.features]) + found.source
           for w in ("DCW", "GSHHG")):
        assert "LGPL-3.0-or-later" in licences | {found.licence}


def test_saving_leaves_an_old_page_whole_when_it_cannot_write(tmp_path):
    old = tmp_path / "map.html"
    old.write_text("old")
    with pytest.raises(cm.OutputError, match="cannot be written"):
        page().save(old / "below-a-file.html")
    page().save(old)
    assert old.read_text().startswith("<!doctype html>")
    assert [p.name for p in tmp_path.iterdir()] == ["map.html"]


def test_the_karabakh_page_is_small():
    assert len(cm.build().html.encode()) <= 3_000_000
