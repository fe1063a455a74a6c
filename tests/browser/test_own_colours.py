"""In Chromium: colours for the values of a column are drawn, and the key says what they mean."""

from __future__ import annotations

import geopandas as gpd
import pytest
from shapely.geometry import Point, box

import conflictmap as cm

EVIL = "<img src=x>{{7*7}} & co"
AREAS = gpd.GeoDataFrame(
    {"who": ["north", EVIL, "south", "north"], "people": [10.0, 20.0, 400.0, None]},
    geometry=[box(46 + i / 2, 39, 46.4 + i / 2, 39.4) for i in range(4)], crs=4326).to_crs(3857)
POINTS = AREAS.assign(date="2000-01-01", geometry=AREAS.centroid)


@pytest.fixture
def shown(open_page, tmp_path):
    def show(m):
        m.save(tmp_path / "m.html")
        opened = open_page(tmp_path / "m.html", size=(1400, 1200))
        opened.page.locator(".cm-key-body").wait_for()
        return opened

    return show


def key(opened) -> dict[str, str]:
    """Return the chips of the key: their words, and their colour as drawn."""
    return dict(opened.run("""() => [...document.querySelectorAll('.cm-key-body li')]
      .map((li) => [li, li.querySelector('svg [fill], svg [style], svg rect, svg circle')])
      .filter(([, chip]) => chip)
      .map(([li, chip]) => [li.textContent, getComputedStyle(chip).fill])"""))


def fills(opened) -> list[str]:
    return opened.run("""() => [...document.querySelectorAll(
      'path.cm-area.cm-role-user:not(.cm-none)')]
      .map((path) => getComputedStyle(path).fill)""")


def agree(opened, *words: str, title: str) -> None:
    """Check that the key has these words in this order, and just the colours that are drawn."""
    found = {k: v for k, v in key(opened).items() if k in words}
    assert tuple(found) == words
    assert set(fills(opened)) <= set(found.values())
    assert len(set(found.values())) == len(words)
    assert opened.page.locator(".cm-key-of").all_inner_texts() == [title]
    opened.quiet()


def test_explore_with_categories(shown):
    m = cm.ConflictMap()
    AREAS.explore("who", m=m)
    opened = shown(m)
    agree(opened, EVIL, "north", "south", title="who")
    one, two, three, four = fills(opened)
    assert one == four == key(opened)["north"]
    assert two == key(opened)[EVIL]
    assert three == key(opened)["south"]


def test_explore_with_a_scheme_names_every_class_and_what_has_no_value(shown):
    m = cm.ConflictMap()
    AREAS.explore("people", m=m, scheme="quantiles", k=3, cmap="viridis",
                  missing_kwds={"color": "lightgrey", "label": "not counted"})
    opened = shown(m)
    agree(opened, "10 – 16.6667", "16.6667 – 146.667", "146.667 – 400", "not counted",
          title="people")
    assert fills(opened)[3] == key(opened)["not counted"] == "rgb(211, 211, 211)"


@pytest.mark.parametrize(("options", "words"), [
    ({"column": "who"}, (EVIL, "north", "south")),
    ({"column": "who", "cmap": ["red", "gold", "teal"]}, (EVIL, "north", "south")),
    ({"column": "people", "scheme": "equalinterval", "k": 2, "cmap": "viridis"},
     ("[ 10, 205]", "(205, 400]", "no value")),
    ({"column": "people", "categorical": True}, ("10", "20", "400", "no value")),
])
@pytest.mark.parametrize("frame", [AREAS, POINTS], ids=["areas", "points"])
def test_a_layer_with_a_column(shown, frame, options, words):
    agree(shown(cm.ConflictMap().add_layer(frame, name="Mine", **options)), *words, title="Mine")


def test_events_with_a_column(shown):
    m = cm.ConflictMap().add_events(POINTS, date="date", column="who", name="By side")
    opened = shown(m)
    assert {EVIL, "north", "south"} <= set(key(opened))
    colour = key(opened)["north"]
    wanted = [int(part) for part in colour[4:-1].split(", ")]
    near = opened.run("""(rgb) => [...document.querySelectorAll('canvas.cm-canvas')].map((c) => {
      const { data } = c.getContext('2d').getImageData(0, 0, c.width, c.height);
      let n = 0;
      for (let i = 0; i < data.length; i += 4)
        n += data[i + 3] > 200 && rgb.every((v, k) => Math.abs(data[i + k] - v) < 30);
      return n; }).reduce((a, b) => a + b)""", wanted)
    assert near > 30
    assert isinstance(POINTS.geometry.iloc[0], Point)
    opened.quiet()
