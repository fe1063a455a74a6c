"""Names on the map: under no control, on their own land, gone while the map zooms."""

from __future__ import annotations

import pytest

#: How many pixels of names lie under what stands over the map, by its class.
UNDER = """() => {
  const canvas = document.querySelector('.leaflet-cm-labels-pane canvas');
  const from = canvas.getBoundingClientRect();
  const map = document.querySelector('.cm-map').getBoundingClientRect();
  const scale = canvas.width / from.width;
  const found = {};
  for (const node of document.querySelectorAll(
    '.cm-key, .cm-map-buttons, .cm-scale, .cm-locator')) {
    const box = node.getBoundingClientRect();
    if (!box.width) continue;
    const [left, top] = [Math.max(box.left, map.left), Math.max(box.top, map.top)];
    const { data } = canvas.getContext('2d').getImageData((left - from.left) * scale,
      (top - from.top) * scale, (box.right - left) * scale, (box.bottom - top) * scale);
    let inked = 0;
    for (let i = 3; i < data.length; i += 4) inked += data[i] > 40;
    found[node.className] = inked;
  }
  return found;
}"""
#: In the last, a sign of the road lies where the key is: it is no name.
VIEWS = ("", "#w=2022-09-13_2022-09-14&v=39.75,46.4,9.5", "#w=2020-12-01_2020-12-02&l=az",
         "#v=40.0,45.4,8&l=hy", "#v=39.9,46.9,10.5&l=ru&y=-corridor-points")


@pytest.mark.parametrize("hash_", VIEWS)
def test_no_name_lies_under_a_control(open_page, atlas_file, hash_):
    opened = open_page(atlas_file, size=(1440, 900), hash_=hash_)
    opened.page.wait_for_timeout(700)
    found = opened.run(UNDER)
    assert len(found) >= 4
    # A line of a halo may reach over the edge.
    assert {name: inked for name, inked in found.items() if inked > 30} == {}


def test_names_are_hidden_while_the_map_zooms_and_come_back(open_page, atlas_file):
    opened = open_page(atlas_file, hash_="#v=39.75,46.4,8")
    opened.page.wait_for_timeout(700)
    during = opened.run("""() => {
      document.querySelector('.cm-map-buttons [data-name=plus]').click();
      return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(
        getComputedStyle(document.querySelector('.leaflet-cm-labels-pane')).opacity))));
    }""")
    assert float(during) < 0.2
    shown = "getComputedStyle(document.querySelector('.leaflet-cm-labels-pane')).opacity"
    for _ in range(60):
        opened.page.wait_for_timeout(250)
        if opened.run(shown) == "1":
            break
    assert opened.run(shown) == "1"
    opened.quiet()

#: Keeps what is written on the map from now on.
WRITTEN = """() => {
  const canvas = document.querySelector('.leaflet-cm-labels-pane canvas').getContext('2d');
  const write = canvas.fillText;
  window.written = [];
  canvas.fillText = function (words, ...rest) {
    window.written.push(words);
    return write.call(this, words, ...rest);
  };
}"""


@pytest.mark.parametrize("size", [(390, 844), (360, 640), (768, 1024), (1440, 900)], ids=str)
def test_the_subjects_are_named_on_a_screen_of_any_size(open_page, opening_file, size):
    """Numbers of annotations whose words are hidden take the room of the numbers alone."""
    opened = open_page(opening_file, size=size)
    opened.page.wait_for_timeout(700)
    opened.run(WRITTEN)
    opened.run("() => { location.hash = '#l=ru'; }")
    opened.page.wait_for_function("() => window.written.includes('НАГОРНЫЙ КАРАБАХ')")
    opened.page.wait_for_timeout(400)
    assert "Лачин (Бердзор)" in opened.run("window.written")
