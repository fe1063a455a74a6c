"""Pictures saved from a page: what is seen, with title, days, key and credit."""

from __future__ import annotations

import io
import re
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

SVG = "{http://www.w3.org/2000/svg}"
AZERBAIJAN, PAPER = (217, 186, 111), (255, 255, 255)


@pytest.fixture
def opened(open_page, opening_file):
    page = open_page(opening_file, size=(1440, 900))
    yield page
    page.quiet()


def saved(opened, kind: str) -> bytes:
    with opened.page.expect_download() as waiting:
        opened.page.get_by_role("button", name=f"Picture ({kind})").click()
    assert waiting.value.suggested_filename == f"map.{kind.lower()}"
    return waiting.value.path().read_bytes()


def texts(root) -> str:
    return " ".join(node.text for node in root.iter(f"{SVG}text") if node.text)


def test_a_drawing_stands_alone_and_says_what_it_shows(opened):
    content = saved(opened, "SVG")
    root = ET.fromstring(content)  # noqa: S314  # made by the page under test
    said = texts(root)
    for words in ("Who held Karabakh, and when", "ground as on 1 December 2020",
                  "Azerbaijan held 9,", "Controlled by Azerbaijan", "Area of a mark: number killed",
                  "Areas show control on the ground", "CC BY 4.0", "Natural Earth", "20 km",
                  "Shusha (Shushi): Azerbaijan"):
        assert words in said, words
    assert not re.search(rb'(?:href|src)="(?!data:image/|#)', content), "nothing is loaded"
    assert b"@font-face" in content
    assert "url(#cm-dots-map)" in {node.get("fill") for node in root.iter(f"{SVG}path")}
    assert root.find(f".//{SVG}pattern[@id='cm-dots-map']") is not None
    assert not opened.run("conflictmap.state().view === null")
    expect(opened.page.locator(".cm-key-body")).to_be_hidden()


def test_a_picture_has_the_colours_of_the_map_at_twice_its_size(opened):
    frame = opened.page.locator(".cm-map-frame").bounding_box()
    image = Image.open(io.BytesIO(saved(opened, "PNG"))).convert("RGB")
    assert image.width == round(2 * (frame["width"] + 230 + 48))
    assert image.height >= 2 * frame["height"] + 100
    pixels = np.asarray(image).reshape(-1, 3).astype(int)
    near = (np.abs(pixels - AZERBAIJAN).max(axis=1) <= 12).mean()
    assert 0.03 < near < 0.25, "ground of one side, where it is held"
    assert (pixels == PAPER).all(axis=1).mean() > 0.1


def test_two_days_are_drawn_on_their_sides_of_the_divider(opened):
    opened.set(compare=["2020-09-26", "2020-12-01"])
    opened.page.get_by_role("tab", name=re.compile("^Events")).click()
    opened.page.wait_for_timeout(200)
    root = ET.fromstring(saved(opened, "SVG"))  # noqa: S314  # made by the page under test
    clips = {node.get("id"): node[0].get("points").split() for node in root.iter(f"{SVG}clipPath")}
    used = {node.get("clip-path") for node in root.iter(f"{SVG}g")} - {None}
    assert used == {f"url(#{name})" for name in clips}
    assert len(clips) == 2
    (left, right) = sorted(clips.values(), key=lambda points: float(points[0]))
    assert float(left[2]) == pytest.approx(float(right[0]))
    assert 0 < float(left[2]) < 1052


def test_a_link_to_a_file_says_that_it_works_here_alone(opened):
    opened.page.get_by_role("button", name="Copy link").click()
    expect(opened.page.locator(".cm-share [role=status]").first).to_contain_text(
        "This page is a file: the link works on this device only.")
