"""What is drawn at fixed states is what it was: small crops beside reference pictures.

A page can say the right thing of itself and draw another: dots beside their places after a zoom, an
area without its fill, a mark in a mirror. `make references` makes the pictures anew, in each engine
that is here; look at them before they are committed.
"""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from PIL import Image

from picture_world import VIEW, many_dots, small_world

PICTURES = Path(__file__).parent / "pictures"
#: A pixel differs where none of its neighbours in the other picture is as alike as this, of 255.
APART = 56
#: So many such pixels may be in a crop: where lines meet, other releases may draw them otherwise.
ALLOWED = 15
AUTUMN = "w=2020-08-01_2020-12-01"


class Crop(NamedTuple):
    """What is looked at: the page, its link, what is done, and where.

    WHERE: pixels of the map from the middle (left, top, width, height), of an element that CSS
    names from its left upper corner where there is one.
    """

    page: str
    tail: str
    where: tuple[int, int, int, int]
    css: str = ".cm-map"
    act: tuple[str, ...] = ()


CROPS = {
    "areas": Crop("small", f"{AUTUMN}&day=2020-11-30", (-170, -190, 300, 140)),
    "holder-before": Crop("small", "w=2020-09-01_2020-09-20", (-170, -190, 300, 140)),
    "labels": Crop("small", AUTUMN, (-170, -10, 170, 90)),
    "marks": Crop("small", AUTUMN, (4, 8, 270, 84)),
    "marks-dark": Crop("small", f"{AUTUMN}&d=dark", (4, 8, 140, 44)),
    "road": Crop("small", AUTUMN, (-200, 90, 300, 70)),
    "hexagons": Crop("small", f"{AUTUMN}&m=hex", (-40, -10, 240, 120)),
    "compare": Crop("small", f"{AUTUMN}&c=2020-09-10_2020-11-30", (110, -190, 180, 140)),
    "strip": Crop("small", AUTUMN, (0, 0, 600, 110), ".cm-strip", ("Road",)),
    "key": Crop("small", AUTUMN, (0, 0, 236, 330), ".cm-key", ("Road",)),
    "timeline": Crop("small", AUTUMN, (250, 48, 420, 100), ".cm-timeline", ("Road",)),
    "dots": Crop("many", AUTUMN, (-110, -80, 220, 160)),
    "dots-zoomed": Crop("many", AUTUMN, (-110, -80, 220, 160), act=("plus",)),
    "dots-dragged": Crop("many", AUTUMN, (-110, -80, 220, 160), act=("plus", "minus")),
}
TAB = "[...document.querySelectorAll('[role=tab]')].find((one) => one.textContent.startsWith('{}'))"
BOXES = """Object.fromEntries(['.cm-map', '.cm-strip', '.cm-key', '.cm-timeline'].map((css) => {
  const box = document.querySelector(css)?.getBoundingClientRect();
  return [css, box ? [box.left, box.top, box.width, box.height].map(Math.round) : null];
}))"""


@pytest.fixture(scope="module")
def pages(tmp_path_factory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("world")
    return {"small": small_world(folder), "many": many_dots(folder)}


def show(engine, pages, crop: Crop) -> None:
    """Bring a page into the state of a crop."""
    theme = "" if "d=dark" in crop.tail else "&d=light"
    engine.start(pages[crop.page], tail=f"#l=en&{crop.tail}{theme}&{VIEW}", seconds=60)
    for name in crop.act:
        if name[0].islower():
            view = engine.run("return conflictmap.state().view.zoom")
            engine.click(f"[data-name={name}]")
            engine.until(f"conflictmap.state().view.zoom !== {view}")
        else:
            engine.run(f"{TAB.format(name)}.click(); return null")
            engine.drawn()


def still(engine, folder, *, seconds: float = 20) -> np.ndarray:
    """Return what is seen once it rests: two pictures in a row are the same."""
    last, before = time.monotonic() + seconds, None
    while True:
        found = _read(engine.picture(folder / "seen.png"))
        if before is not None and (before == found).all():
            return found
        assert time.monotonic() < last, f"{engine.name} draws on and on"
        before = found
        time.sleep(0.1)


def _read(path: Path) -> np.ndarray:
    return np.asarray(Image.open(path).convert("RGB")).astype(int)


def cut(crop: Crop, seen: np.ndarray, boxes: dict[str, list[int]]) -> np.ndarray:
    """Return a crop of what is seen."""
    x, y, width, height = crop.where
    left, top, wide, high = boxes[crop.css]
    if crop.css == ".cm-map":
        x, y = x + wide // 2, y + high // 2
    return seen[top + y:top + y + height, left + x:left + x + width]


@pytest.fixture(scope="module")
def looked(engine, pages, tmp_path_factory):
    """Return what is seen of a crop; crops of one state are cut from one picture."""
    folder, known = tmp_path_factory.mktemp("seen"), {}

    def look(crop: Crop) -> np.ndarray:
        state = (crop.page, crop.tail, crop.act)
        if state not in known:
            show(engine, pages, crop)
            seen = still(engine, folder)
            known[state] = (seen, engine.run(f"return {BOXES}"), engine.said())
        seen, boxes, said = known[state]
        assert said == []
        return cut(crop, seen, boxes)

    return look


def apart(one: np.ndarray, two: np.ndarray) -> int:
    """Return how many pixels of either that stand nowhere near in the other."""
    return max(_unlike(one, two), _unlike(two, one))


def _unlike(one: np.ndarray, two: np.ndarray) -> int:
    wide = np.pad(two, ((1, 1), (1, 1), (0, 0)), mode="edge")
    height, width = one.shape[:2]
    least = np.min([np.abs(one - wide[y:y + height, x:x + width]).max(axis=2)
                    for y in range(3) for x in range(3)], axis=0)
    return int((least > APART).sum())


@pytest.mark.parametrize("name", list(CROPS))
def test_what_is_drawn_is_what_was_drawn(looked, tmp_path, request, name):
    seen = looked(CROPS[name])
    path = PICTURES / request.node.callspec.params["engine"] / f"{name}.png"
    if os.environ.get("REFERENCES") == "make":
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(seen.astype(np.uint8)).quantize(96).save(path, optimize=True)
    found = _read(path)
    Image.fromarray(seen.astype(np.uint8)).save(tmp_path / f"{name}.png")
    assert found.shape == seen.shape, f"{path.name}: make references"
    assert apart(found, seen) <= ALLOWED, f"look at {tmp_path / name}.png and {path}"


#: Faults that leave the state as it is: what is done to the drawing, and the crop that shows it.
FAULTS = {
    "dots 3 pixels aside after a zoom": ("dots-zoomed", """
        document.querySelector('.leaflet-cm-marks-pane').style.translate = '3px 0'"""),
    "an area without its fill": ("areas", """
        [...document.querySelectorAll('.cm-role-control')].find((one) =>
          one.getAttribute('fill') !== 'none').style.fill = 'none'"""),
    "a mark in a mirror": ("marks", """
        const canvas = document.querySelector('.leaflet-cm-marks-pane canvas');
        const [map, box] = [document.querySelector('.cm-map'), canvas].map((one) =>
          one.getBoundingClientRect());
        const at = (n) => Math.round(n * canvas.width / box.width);
        const [left, top, size] = [at(map.left - box.left + map.width / 2 + 112),
          at(map.top - box.top + map.height / 2 + 18), at(24)];
        const pen = canvas.getContext('2d');
        const { data } = pen.getImageData(left, top, size, size);
        const mirror = data.map((_, i) => {
          const [column, line] = [(i >> 2) % size, Math.floor((i >> 2) / size)];
          return data[4 * (line * size + size - 1 - column) + i % 4];
        });
        pen.putImageData(new ImageData(mirror, size, size), left, top)"""),
}


@pytest.mark.parametrize("fault", list(FAULTS))
def test_a_fault_of_the_picture_alone_is_seen(engine, pages, tmp_path, request, fault):
    name, script = FAULTS[fault]
    show(engine, pages, CROPS[name])
    engine.run(f"{script}; return null")
    engine.drawn()
    seen = cut(CROPS[name], still(engine, tmp_path), engine.run(f"return {BOXES}"))
    path = PICTURES / request.node.callspec.params["engine"] / f"{name}.png"
    assert apart(_read(path), seen) > 2 * ALLOWED
