"""What a page says of itself to machines: JSON-LD and Open Graph, from its data, as text."""

from __future__ import annotations

import json
import re

import conflictmap as cm
from conflictmap.pages.origin import linked_data
from conflictmap.pages.recipe import Recipe
from toys import area, event, layer, square

_LINKED = re.compile(r'<script type="application/ld\+json">([^<]*)</script>')
_NASTY = '</script><b>"x" <!-- & \u2028'


def said_by(text):
    """Return the data set and the map that a page names."""
    return json.loads(_LINKED.search(text)[1])["@graph"]


def test_a_page_says_its_days_bounds_licence_and_makers():
    page = cm.build(
        event(x=0, y=0, date="2020-09-27/2020-11-10"), layers=[layer(area("a", square(0, 0)))],
        recipe=Recipe(title="T", subtitle="S", lang="az", basemap=False,
                      attribution=("Made by X, CC BY-SA 4.0",)))
    data, drawn = said_by(page.html)
    assert (data["@type"], drawn["@type"]) == ("Dataset", "Map")
    assert drawn["about"]["@id"] == data["@id"]
    assert (data["name"], data["description"], data["inLanguage"]) == ("T", "S", "az")
    assert data["temporalCoverage"] == "2020-01-01/2020-12-31"
    south, west, north, east = map(float, data["spatialCoverage"]["geo"]["box"].split())
    assert south < north < west < east
    assert data["license"] == ["https://creativecommons.org/licenses/by-sa/4.0/"]
    assert data["creator"] == [{"@type": "Organization", "name": "Made by X, CC BY-SA 4.0"}]
    assert "license" not in data["hasPart"][0]


def test_what_is_not_stated_is_not_said():
    page = cm.build(event(x=0, y=0), recipe=Recipe(basemap=False))
    data, _ = said_by(page.html)
    assert not {"license", "creator", "citation", "hasPart"} & set(data)
    data = linked_data(page.spec | {"subtitle": ""})["@graph"][0]
    assert data["description"] == "Map of 1 events and 0 layers, 2000-01-01/2000-12-31."


def test_no_text_leaves_its_place():
    text = cm.build(event(x=0, y=0), recipe=Recipe(
        title=_NASTY, subtitle=_NASTY, basemap=False, attribution=(_NASTY,))).html
    head = text.split("<style>")[0]
    assert "<b>" not in head
    assert said_by(head)[0]["name"] == '</script><b>"x" <!-- &'
    assert ('property="og:title" content="&lt;/script&gt;&lt;b&gt;&quot;x&quot; &lt;!-- &amp;"'
            in head)


def test_the_atlas_says_it_in_less_than_3_kb(atlas):
    page = cm.build(atlas, recipe="karabakh")
    text = _LINKED.search(page.html)[0]
    assert len(text.encode()) < 3_000
    data = linked_data(page.spec)["@graph"][0]
    assert data["temporalCoverage"] == "1988-01-01/2025-12-31"
    assert any("LGPL" in part.get("license", "") for part in data["hasPart"])
