"""Snippets, the element's program and the oEmbed file."""

from __future__ import annotations

import json

import pytest

from conflictmap.model.errors import PageError
from conflictmap.pages.embed import element, oembed, snippets


def test_the_element_is_small_and_its_snippet_escapes_what_it_is_given():
    assert len(element()) <= 3072
    found = {one.name: one.text for one in snippets('a"b.html', title="<A>", view="x#w=1&s=\"")}
    assert found["element"].splitlines()[1] == (
        '<conflict-map src="a%22b.html" title="&lt;A&gt;" view="w=1&amp;s=&quot;"></conflict-map>')


def test_an_oembed_file_has_what_its_kind_requires():
    said = json.loads(oembed("https://map.example/a.html", title="A <b>", height=600))
    assert (said["version"], said["type"], said["title"]) == ("1.0", "rich", "A <b>")
    assert (said["width"], said["height"]) == (960, 600)
    assert said["html"].startswith('<iframe src="https://map.example/a.html?embed" title="A &lt;b')
    assert 'sandbox="allow-scripts allow-popups' in said["html"]
    frame = {one.name: one for one in snippets("m.html")}
    assert sum("aspect-ratio:16/10" in one.text for one in frame.values()) == 1
    assert any("16 to 10" in one.allows for one in frame.values())
    with pytest.raises(PageError, match="oEmbed needs the address"):
        oembed("map.html", title="A")
