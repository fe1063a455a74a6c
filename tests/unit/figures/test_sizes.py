"""Sizes by name and in pixels."""

from __future__ import annotations

import pytest

from conflictmap.figures.sizes import size_of
from conflictmap.model.errors import OutputError


def test_names_and_pixels():
    assert size_of("card") == size_of(" 1200X675 ") == size_of("1200 x 675")
    assert size_of("a4").pixels is None
    assert size_of("a4").width_cm == pytest.approx(21.0)
    assert size_of("a4").height == pytest.approx(29.7 * 72 / 2.54)
    assert size_of("column").height is None
    wide, tall = size_of("1200x675"), size_of("1080x1920")
    assert wide.width / wide.height == pytest.approx(1200 / 675)
    assert (tall.width, tall.height) == pytest.approx((360, 640))


@pytest.mark.parametrize(("text", "said"), [
    ("a5", "write 1200x675, or one of card, post, story, a4"), ("1200", "write 1200x675"),
    ("100x100", "320 to 8192"), ("9000x700", "320 to 8192"), ("x\x1b[0m", "write 1200x675")])
def test_other_sizes_are_refused(text, said):
    with pytest.raises(OutputError, match=said) as caught:
        size_of(text)
    assert "\x1b" not in str(caught.value)
