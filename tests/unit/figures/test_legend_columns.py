"""The key in columns: about even, no heading alone at a foot, pictures beside their words."""

from __future__ import annotations

import pytest

from conflictmap.figures.legend_columns import Entry, columns_of, draw_legend, legend_height
from conflictmap.figures.style import palette


def picture(axes, x, y):
    axes.plot([x, x + 15], [y, y])


def entries(*sizes):
    """Return entries with pictures of given heights."""
    return [Entry(words=f"e{i}", picture=picture, tall=size) for i, size in enumerate(sizes)]


def test_an_entry_is_as_high_as_its_lines_or_its_picture():
    line = Entry(words="one", picture=picture).height(100)
    lines = Entry(words="one two three four five six seven", picture=picture)
    count = len(lines.lines(50))
    assert count > 2
    assert lines.height(50) == pytest.approx(count * (line - 2) + 2)
    assert Entry(words="one", picture=picture, tall=40).height(100) == 42
    assert Entry(words="one").height(100) > line, "a heading has more air"
    assert Entry(words="", picture=picture).height(100) == line


@pytest.mark.parametrize("sizes", [
    (20,) * 9, (20, 30, 40, 20, 30, 40), (50, 20, 20, 20, 20), (60, 10, 50, 10, 60, 10),
    (45, 60, 25, 60, 45), (33, 21, 55, 34, 13, 21, 34)])
def test_columns_are_no_more_than_asked_for_and_about_even(sizes):
    made = columns_of(entries(*sizes), 3, 100)
    assert [entry.words for column in made for entry in column] == [
        f"e{i}" for i in range(len(sizes))]
    assert len(made) <= 3
    best = min(
        max(sum(e.height(100) for e in part) for part in (
            entries(*sizes)[:a], entries(*sizes)[a:b], entries(*sizes)[b:]))
        for a in range(len(sizes) + 1) for b in range(a, len(sizes) + 1))
    assert legend_height(made, 100) <= 1.25 * best


def test_a_heading_goes_with_what_follows_it():
    key = [*entries(30, 30), Entry(words="Heading"), *entries(30, 30, 30)]
    for count in (2, 3):
        for column in columns_of(key, count, 100):
            assert column[-1].words != "Heading"
    assert legend_height([], 100) == 0


def test_words_stand_beside_their_picture_and_below_one_another():
    from matplotlib.figure import Figure

    axes = Figure().add_axes((0, 0, 1, 1))
    key = [[Entry(words="Heading"), *entries(8, 8)], entries(8)]
    draw_legend(axes, key, (10, 90), (100, 8), palette())
    texts = {(t.get_text(), t.get_position()[0] > 100): t for t in axes.texts}
    assert len(axes.lines) == 3
    heading, first = texts["Heading", False], texts["e0", False]
    assert heading.get_position()[0] == 10
    assert heading.get_fontproperties().get_weight() == "bold"
    assert first.get_fontproperties().get_weight() == "normal"
    for text, line in zip([first, texts["e1", False], texts["e0", True]], axes.lines, strict=True):
        x, y = text.get_position()
        assert line.get_xdata()[0] < line.get_xdata()[1] < x
        assert y == pytest.approx(line.get_ydata()[0])
    assert texts["e0", True].get_position()[0] - first.get_position()[0] == 108
    heights = [t.get_position()[1] for t in (heading, first, texts["e1", False])]
    assert heights == sorted(heights, reverse=True)
    assert max(heights) < 90
