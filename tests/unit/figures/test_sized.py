"""Figures of a size: the pixels asked for, everything on the sheet, nothing over the map."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from PIL import Image

import conflictmap as cm
from conflictmap.figures.compose import figure_bytes, quiet
from conflictmap.figures.sized import Texts, layout_of
from conflictmap.figures.sizes import size_of
from conflictmap.reports.save import dots

WAR = "#w=2020-09-27_2020-11-11"


@pytest.mark.parametrize(("size", "pixels"), [
    ("1200x675", (1200, 675)), ("story", (1080, 1920)), ("post", (1080, 1350)),
    ("333x401", (333, 401))])
def test_a_picture_has_the_pixels_that_were_asked_for(hostile_data, size, pixels):
    figure = cm.figure(hostile_data, size=size, locator=False)
    assert figure.canvas.get_width_height() == pixels
    assert dots(figure, size, 300) == figure.dpi
    if size == "333x401":
        content = figure_bytes(figure, ".png", dpi=figure.dpi)
        assert Image.open(io.BytesIO(content)).size == pixels


@pytest.mark.parametrize(("size", "lang"), [
    ("1200x675", "hy"), ("story", "ru"), ("post", "en"), ("a4", "az"), ("a3-landscape", "en")])
def test_all_is_on_the_sheet_and_nothing_lies_over_the_map(data, size, lang):
    figure = cm.figure(data, view=f"{WAR}&l={lang}", size=size, locator=False)
    with quiet():
        renderer = figure.canvas.get_renderer()
        page, area = figure.bbox, figure.axes[1].get_window_extent(renderer)
        boxes = [t.get_window_extent(renderer) for t in figure.axes[0].texts if t.get_text()]
    assert len(boxes) > 25
    for box in boxes:
        assert page.x0 <= box.x0 < box.x1 <= page.x1
        assert page.y0 <= box.y0 < box.y1 <= page.y1
        assert (box.x0 >= area.x1 or box.x1 <= area.x0 or box.y0 >= area.y1 - 2
                or box.y1 <= area.y0 + 2)
    # The map is what the sheet is for.
    assert area.width * area.height > 0.38 * page.width * page.height


def test_paper_has_its_size(data):
    figure = cm.figure(data, view=WAR, size="a4")
    assert [side * 2.54 for side in figure.get_size_inches()] == pytest.approx([21.0, 29.7])
    assert dots(figure, "a4", 300) == 300
    column = cm.figure(data, view=WAR, size="column")
    assert column.get_size_inches()[0] * 2.54 == pytest.approx(8.5)


def test_a_width_and_a_shape_make_a_size_and_what_is_none_is_refused(hostile_data):
    figure = cm.figure(hostile_data, width_cm=24, aspect="16:9", locator=False)
    assert [side * 2.54 for side in figure.get_size_inches()] == pytest.approx([24, 13.5])
    for how, said in (({"aspect": "wide"}, "aspect: 'wide': write width to height"),
                      ({"aspect": "9:0"}, "1:4 to 4:1"), ({"aspect": "5"}, "1:4 to 4:1"),
                      ({"aspect": "16:9", "size": "a4"}, "a size has its shape")):
        with pytest.raises(cm.OutputError, match=said):
            cm.figure(hostile_data, **how)


def test_a_figure_of_a_size_speaks_its_language(world):
    data = world.event(46.5, 39.9).data()
    spec = data.spec | {"title": "The Nagorno-Karabakh conflict, 1988–2025"}
    figure = cm.figure(replace(data, spec=spec), view="#l=ru", size="1200x675", locator=False)
    said = " ".join(text.get_text() for text in figure.axes[0].texts)
    assert "Нагорно-карабахский конфликт, 1988–2025" in said
    assert "г.." not in said


def test_several_dates_need_a_width(data):
    with pytest.raises(cm.OutputError, match="size a4: it holds one map"):
        cm.figure(data, dates=["2020-09-26", "2020-11-10"], size="a4")


def test_type_gets_smaller_until_all_fits_and_paper_that_is_too_small_is_refused():
    texts = Texts(heads=[[("Title", 9.5, True, "ink")]], entries=(), caption="word " * 1_500,
                  credits="credit")
    wide = size_of("1200x675")
    assert layout_of(wide, texts).width > wide.width
    assert layout_of(wide, replace(texts, caption="word")).width == wide.width
    with pytest.raises(cm.OutputError, match="do not fit"):
        layout_of(size_of("a4"), replace(texts, caption="word " * 5000))
