"""Type and colours of a figure: lines that fit, words that are not lost, colours that are some."""

from __future__ import annotations

from itertools import pairwise

import pytest

from conflictmap.figures.style import (
    font,
    opacity,
    own_colour,
    own_colours,
    palette,
    width_of,
    wrapped,
)

TEXT = "Areas show who held ground on the day in question as sources report it"


@pytest.mark.parametrize("width", [40, 80, 150, 400])
def test_lines_hold_all_words_and_as_many_as_fit(width):
    lines = wrapped(TEXT, 7, width)
    assert " ".join(lines) == TEXT
    assert all(width_of(line, 7) <= width for line in lines)
    for line, after in pairwise(lines):
        assert width_of(f"{line} {after.split()[0]}", 7) > .98 * width, "the next word had room"


@pytest.mark.parametrize("word", ["threefourfivesixseveneightnineten", "a" * 60, "Հայաստանի" * 5])
def test_a_word_that_is_too_long_is_broken_where_the_line_is_full(word):
    lines = wrapped(f"to {word} end", 7, 45)
    assert "".join(lines).replace("to", "", 1) == f"{word}end" or "".join(lines).endswith("end")
    broken = lines[1:-1]
    assert len(broken) > 2
    for line, after in pairwise(broken):
        assert width_of(line, 7) <= 45
        assert width_of(line + after[0], 7) > .98 * 45, "the line had room for a letter"


def test_a_letter_that_is_wider_than_the_line_stands_alone():
    assert wrapped("abc", 20, 1) == ["a", "b", "c"]
    assert wrapped("", 7, 100) == []


def test_bold_is_wider_and_larger_is_wider():
    assert width_of("Word", 7, bold=True) > width_of("Word", 7)
    assert width_of("Word", 14) == pytest.approx(2 * width_of("Word", 7), rel=.05)
    assert (font(7, bold=True).get_weight(), font(7, italic=True).get_style()) == (
        "bold", "italic")


@pytest.mark.parametrize(("value", "colour"), [
    ("#12aBcD", "#12aBcD"), ("#123", None), ("red", None), ("#12345g", None), (7, None),
    (None, None), ("#1234567", None), ("url(x)", None)])
def test_only_six_digits_are_a_colour(value, colour):
    assert own_colour(value) == colour


def test_types_of_ones_own_bring_their_colours():
    types = [{"family": "x", "color": "#112233"}, {"family": "y", "color": "red"}, {"family": "z"}]
    assert own_colours(types) == {"family-x": "#112233"}


def test_the_palette_is_that_of_the_page_by_day_and_by_night():
    light, dark = palette("light"), palette("dark")
    assert set(light) == set(dark)
    assert all(len(colour) == 7 and colour[0] == "#" for colour in [*light.values(),
                                                                   *dark.values()])
    assert int(light["paper"][1:3], 16) > 200
    assert int(dark["paper"][1:3], 16) < 90
    assert 0 < opacity("relief") <= 1
