"""Charts: every bar at its figures, panels of one scale, all text on the paper."""

from __future__ import annotations

import pytest

from conflictmap.analysis.series import Bar, Series
from conflictmap.figures.chart import compose_chart
from conflictmap.figures.compose import figure_bytes, quiet

BARS = (Bar(label="2022-08", low=2, best=5, high=9, mean=4.2, middle=(2, 7)),
        Bar(label="2022-09", low=None, best=None, high=None),
        Bar(label="2022-10", low=31, best=None, high=None))


def composed(*series, **how):
    options = {"measure": "fatalities", "title": "Killed", "notes": "Data: x.", "across": False}
    return compose_chart(series, **options | how)


def test_bars_stand_at_their_figures():
    axes = composed(Series(name="", bars=BARS)).axes[1]
    assert [(p.get_y(), p.get_height()) for p in axes.patches] == [(0, 2), (2, 7), (0, 31)]
    assert axes.get_ylim() == (0, 40)
    assert [t.get_text() for t in axes.get_xticklabels()] == ["2022-08", "2022-09", "2022-10"]
    point, = axes.lines
    assert (point.get_xdata()[0], point.get_ydata()[0]) == (0, 4.2)


def test_lying_bars_have_their_names_and_the_same_lengths():
    axes = composed(Series(name="", bars=BARS), across=True).axes[1]
    assert [(p.get_x(), p.get_width()) for p in axes.patches] == [(0, 2), (2, 7), (0, 31)]
    assert axes.get_ylim()[0] > axes.get_ylim()[1]


@pytest.mark.parametrize("across", [False, True])
@pytest.mark.parametrize("lang", ["en", "hy", "ru"])
def test_panels_share_a_scale_and_no_text_leaves_the_paper(across, lang):
    figure = composed(*(Series(name=f"Panel {i}", bars=BARS[: 1 + i % 3]) for i in range(5)),
                      across=across, lang=lang, width_cm=12)
    assert len({axes.get_xlim() if across else axes.get_ylim() for axes in figure.axes[1:]}) == 1
    with quiet():
        figure.canvas.draw()
        renderer, page = figure.canvas.get_renderer(), figure.bbox
        boxes = [text.get_window_extent(renderer) for axes in figure.axes
                 for text in (*axes.texts, *axes.get_xticklabels(), *axes.get_yticklabels())
                 if text.get_text() and (axes.axison or text in axes.texts)]
    for box in boxes:
        assert box.x0 >= page.x0 - 1
        assert box.x1 <= page.x1 + 1
        assert box.y0 >= page.y0 - 1
        assert box.y1 <= page.y1 + 1


def test_groups_are_named_in_words():
    names = {"whose": ("", "whose is not said"), "side": ("third_party", "Third parties"),
             "type": ("landmine", "Landmine"), "area": ("side", "side")}
    for kind, (name, said) in names.items():
        sheet = composed(Series(name=name, bars=BARS, kind=kind)).axes[0]
        assert said in [t.get_text() for t in sheet.texts]
    axes = composed(Series(name="", bars=(Bar(label="armenian", low=1, best=1, high=1),),
                           bar_kind="whose"), across=True).axes[1]
    assert [t.get_text() for t in axes.get_yticklabels()] == ["Armenian"]


def test_signs_are_explained_only_when_they_are_there():
    said = [" ".join(t.get_text() for t in composed(Series(name="", bars=bars)).axes[0].texts)
            for bars in (BARS, BARS[1:])]
    assert "number to be expected" in said[0]
    assert "number to be expected" not in said[1]
    assert all("dark up to the lowest" in text and "Data: x." in text for text in said)


def test_what_is_not_known_has_a_sign_of_its_own():
    figure = composed(Series(name="", bars=(*BARS, Bar(label="2022-11", low=None, best=None,
                                                        high=None, silent=True))))
    sign, = figure.axes[1].texts
    assert (sign.get_text(), sign.xy) == ("?", (3, 0))
    assert "not zero" in " ".join(t.get_text() for t in figure.axes[0].texts)


def test_the_same_chart_makes_the_same_bytes():
    one, two = (figure_bytes(composed(Series(name="", bars=BARS)), ".svg") for _ in range(2))
    assert one == two
