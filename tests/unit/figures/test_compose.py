"""Figures: the same data as the page, nothing over anything, text that stays text."""

from __future__ import annotations

import hashlib
import io
import re
import xml.etree.ElementTree as ET
from itertools import combinations

import numpy as np
import pytest
from PIL import Image

import conflictmap as cm
from conflictmap.figures import compose as composing
from conflictmap.figures.captions import caption_of, credits_of
from conflictmap.figures.compose import figure_bytes
from conflictmap.figures.legend import entries_of
from conflictmap.figures.map_extent import frame_of
from conflictmap.figures.panel import LabelBoxes
from conflictmap.figures.style import palette, width_of, wrapped
from conflictmap.pages.read_page import page_data
from conflictmap.reports import save as saving
from conflictmap.reports.inputs import views_for

SEPTEMBER = "#w=2022-09-13_2022-09-15"
FOUR = ("2020-09-26", "2020-11-10", "2022-09-13", "2023-10-01")


@pytest.fixture(scope="session")
def drawn(data):
    return cm.figure(data, view=SEPTEMBER)


def texts(figure):
    return [t.get_text() for axes in figure.axes for t in axes.texts]


@pytest.mark.parametrize("ending", [".png", ".svg", ".pdf"])
def test_the_same_view_makes_the_same_bytes(data, drawn, ending):
    again = figure_bytes(cm.figure(data, view=SEPTEMBER), ending, dpi=80)
    assert hashlib.sha256(figure_bytes(drawn, ending, dpi=80)).digest() == hashlib.sha256(
        again).digest()
    assert b"2026" not in again[:400] + again[-400:] or ending == ".png"


def test_width_is_what_was_asked_for_and_type_is_readable(data):
    for width in (8.5, 17.0):
        figure = cm.figure(data, view=SEPTEMBER, width_cm=width)
        assert figure.get_size_inches()[0] * 2.54 == pytest.approx(width)
        sizes = [t.get_fontsize() for axes in figure.axes for t in axes.texts if t.get_text()]
        assert min(sizes) >= 6.0


@pytest.mark.parametrize("width", [8.5, 17.0])
@pytest.mark.parametrize("link", [SEPTEMBER, "#l=hy&w=2020-09-27_2020-11-11", "#l=ru",
                                  "#l=az&v=39.6,46.6,10&w=2023-04-01_2023-09-01"])
def test_no_name_lies_over_another_or_outside_the_map(data, link, width):
    figure = cm.figure(data, view=link, width_cm=width, locator=False)
    renderer = figure.canvas.get_renderer()
    axes = figure.axes[1]
    # Names keep clear of each other; numbers inside marks may touch their own mark only.
    names = [t for t in axes.texts if not re.fullmatch(r"[\d,.\u00a0–]+", t.get_text())]
    boxes = [(t.get_text(), t.get_window_extent(renderer)) for t in names]
    frame = axes.get_window_extent(renderer)
    assert len(boxes) > 3
    for name, box in boxes:
        assert frame.x0 - 2 <= box.x0 < box.x1 <= frame.x1 + 2, name
        assert frame.y0 - 2 <= box.y0 < box.y1 <= frame.y1 + 2, name
    for (one, a), (two, b) in combinations(boxes, 2):
        over = min(a.x1, b.x1) - max(a.x0, b.x0), min(a.y1, b.y1) - max(a.y0, b.y0)
        assert not (over[0] > 2 and over[1] > 2), (one, two)


@pytest.mark.parametrize("width", [8.5, 17.0])
def test_no_line_below_the_map_runs_out_of_the_paper(data, width):
    figure = cm.figure(data, view=SEPTEMBER, width_cm=width)
    with composing.rc_context(composing.SETTINGS):
        renderer = figure.canvas.get_renderer()
        for text in figure.axes[0].texts:
            assert text.get_window_extent(renderer).x1 <= figure.bbox.width, text.get_text()
            assert text.get_window_extent(renderer).y0 >= 0, text.get_text()


def test_the_key_names_what_is_drawn_and_nothing_else(data):
    def key(day):
        return {t.get_text() for t in cm.figure(data, dates=[day]).axes[0].texts}

    before, after = key("2020-09-26"), key("2023-10-01")
    words = {"Controlled by Armenian forces", "Held by Armenian forces"}
    assert words & before
    assert words & after  # the exclaves
    assert "Russian peacekeepers" not in after
    assert "Russian peacekeepers" not in before
    assert "Border not delimited" in before


def test_small_multiples_have_a_map_and_a_date_each(data):
    figure = cm.figure(data, dates=FOUR)
    words = texts(figure)
    for day in ("26 September 2020", "10 November 2020", "13 September 2022", "1 October 2023"):
        assert day in words
    assert len(figure.axes) == 1 + 4 + 1  # sheet, maps, locator


def test_a_figure_says_whose_data_it_shows(data):
    text = credits_of(data, [cm.view_of(data)])
    for word in ("CC BY 4.0", "GMT DCW", "GSHHG", "Natural Earth", "GeoNames", "LGPL-3.0-or-later",
                 "conflictmap 0.1.0"):
        assert word in text
    line = " ".join(texts(cm.figure(data, view=SEPTEMBER)))
    assert "LGPL-3.0-or-later" in line
    assert "Use of a name is not a claim." in line
    assert "31 of 269 events" in line


def test_png_svg_and_pdf_show_the_same(drawn):
    picture = Image.open(io.BytesIO(figure_bytes(drawn, ".png", dpi=100)))
    width, height = drawn.get_size_inches()
    assert picture.size == (int(width * 100), int(height * 100))
    root = ET.fromstring(figure_bytes(drawn, ".svg"))  # noqa: S314 - made here
    assert float(root.get("width").removesuffix("pt")) == pytest.approx(width * 72)
    pdf = figure_bytes(drawn, ".pdf")
    box = re.search(rb"/MediaBox \[ ?0 0 ([\d.]+) ([\d.]+) ?\]", pdf)
    assert float(box[1]) == pytest.approx(width * 72, abs=0.1)
    assert float(box[2]) == pytest.approx(height * 72, abs=0.1)
    # Control, paper and marks have the page's colours.
    found = {f"#{r:02x}{g:02x}{b:02x}" for _, (r, g, b) in
             picture.convert("RGB").getcolors(1_000_000)}
    lands = ("land-armenia", "land-azerbaijan", "ground", "water")
    assert {palette()[name] for name in lands} <= found
    assert palette()["land-armenia"].encode() in figure_bytes(drawn, ".svg")


def test_hostile_text_stays_text(hostile_data):
    figure = cm.figure(hostile_data, dates=["2022-09-13"])
    svg = figure_bytes(figure, ".svg")
    root = ET.fromstring(svg)  # noqa: S314 - made here
    tags = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert not tags & {"script", "a", "foreignObject"}
    links = [v for e in root.iter() for k, v in e.attrib.items() if k.endswith("href")]
    # The relief is a picture that the file holds itself.
    assert all(link.startswith(("#", "data:image/png;base64,")) for link in links)
    assert not [k for e in root.iter() for k in e.attrib if k.lower().startswith("on")]
    assert figure_bytes(figure, ".png", dpi=60).startswith(b"\x89PNG")
    assert b"/JavaScript" not in figure_bytes(figure, ".pdf")


@pytest.mark.parametrize(("bounds", "crs"), [
    ((44, 38.5, 48, 41.5), "EPSG:32638"), ((30, 46, 34, 49), "EPSG:32636"),
    ((-170, -60, 170, 80), "+proj=eqearth"), ((22, 44, 40, 52.5), "+proj=laea"),
])
def test_any_part_of_the_world_gets_a_fitting_projection(data, bounds, crs):
    frame = frame_of(data, cm.view_of(data), 400, bounds=bounds)
    assert frame.crs.startswith(crs)
    west, south, east, north = bounds
    corners = frame.points([(west, south), (east, north), (west, north), (east, south)])
    assert (corners > -1).all()
    assert (corners[:, 0] < frame.width + 1).all()
    assert (corners[:, 1] < frame.height + 1).all()


def test_a_link_shows_the_same_part_of_the_map(data):
    frame = frame_of(data, cm.view_of(data, "#v=39.6,46.5,9"), 540)
    assert frame.center == pytest.approx((46.5, 39.6), abs=0.02)
    assert frame.zoom == pytest.approx(9, abs=0.15)


def test_events_of_elsewhere_are_drawn_without_layers(tmp_path):
    path = tmp_path / "far.csv"
    path.write_text("date,lat,lon,title,type\n2024-05-01,4.36,18.56,A,clash\n"
                    "2024-05-02,4.37,18.55,B,clash\n2024-05-03,6.5,20.1,C,other\n")
    page = cm.build(path)
    assert figure_bytes(cm.figure(page), ".png", dpi=60)
    one = tmp_path / "one.csv"
    one.write_text("date,lat,lon\n2024-05-01,4.36,18.56\n")
    assert figure_bytes(cm.figure(cm.build(one)), ".png", dpi=60)


def test_the_window_and_the_filters_decide_what_is_drawn(data):
    views = views_for(data, "#ft=battle", FOUR)
    assert [v.window[1] - v.window[0] for v in views] == [1, 1, 1, 1]
    assert all(v.filters.types == ("battle",) for v in views)
    assert views_for(data, "", ["2020-09-27/2020-11-10"])[0].window == (18532, 18577)


def test_the_ground_of_a_figure_may_be_of_a_day_of_its_own(data):
    (view,) = views_for(data, "", ["2020-09-27/2020-12-01"], day="2020-09-27")
    assert view.ground == (18532, 18533)
    said = caption_of(data, [view])
    assert "Ground as on 27 September 2020." in said, said
    assert views_for(data, "#day=2020-12-01", ["2021"])[0].day is None
    with pytest.raises(cm.PageError, match=r"day: 'May'.*Write 2020-12-01"):
        views_for(data, day="May")


@pytest.mark.parametrize(("how", "message"), [
    ({"width_cm": 2}, "a figure is 6 to 60 cm wide, not 2"),
    ({"dates": ["yesterday"]}, "dates: 'yesterday'"),
    ({"dates": ["2020"] * 13}, "13 maps do not fit on one figure; 12 do"),
])
def test_what_cannot_be_drawn_is_refused(data, how, message):
    with pytest.raises(cm.ConflictMapError, match=re.escape(message)):
        cm.figure(data, **how)


def test_an_unknown_ending_and_a_wrong_thing_are_refused(data, tmp_path):
    with pytest.raises(cm.OutputError, match=r"unknown ending\. Use \.html, \.png, \.svg, \.pdf"):
        cm.save(data, tmp_path / "map.gif")
    with pytest.raises(cm.OutputError, match="a page is made from a map, not from a file"):
        cm.save(data, tmp_path / "map.html")
    with pytest.raises(cm.PageError, match="int: give a page, a ConflictMap"):
        cm.figure(3)
    with pytest.raises(cm.OutputError, match=r"cannot be a '\.gif' file"):
        figure_bytes(cm.figure(data), ".gif")


def test_without_matplotlib_the_remedy_is_said(data, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "conflictmap.figures.compose", None)
    with pytest.raises(cm.OutputError, match=r"pip install 'conflictmap\[report\]'"):
        saving.figure(data)


def test_places_refuse_overlaps():
    places = LabelBoxes()
    assert places.first([(0, 0, 5, 5)]) == 0
    assert places.first([(1, 1, 2, 2), (5, 0, 9, 5)]) == 1
    assert places.first([(4, 4, 6, 6)]) is None


def test_lines_are_no_wider_than_asked_for():
    for line in wrapped("one two threefourfivesixseveneightnineten " * 3, 7, 60):
        assert width_of(line, 7) <= 60


def test_events_at_one_spot_are_one_counted_mark(data):
    with composing.rc_context(composing.SETTINGS):
        frame = frame_of(data, cm.view_of(data), 480)
        panel = composing.panel_of(data, cm.view_of(data), frame, palette())
    rows = [row for mark in panel.marks for row in mark.rows]
    assert len(rows) == len(set(rows))
    stacks = [m for m in panel.marks if len(m.rows) > 1]
    for one, two in combinations(stacks, 2):
        room = 0.85 * (one.radius + two.radius)
        assert np.hypot(one.x - two.x, one.y - two.y) >= room
    assert len(entries_of([panel])) > 20


def test_a_page_built_and_a_page_read_back_draw_alike(tmp_path):
    page = cm.build()
    path = page.save(tmp_path / "m.html")
    assert figure_bytes(cm.figure(page), ".svg") == figure_bytes(cm.figure(path), ".svg")
    assert page_data(page).layers
