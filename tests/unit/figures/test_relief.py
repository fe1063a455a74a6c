"""Shaded ground on paper: where it is on, in the right place, and credited."""

from __future__ import annotations

import io
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

import conflictmap as cm
from conflictmap.figures.captions import credits_of
from conflictmap.figures.compose import figure_bytes
from conflictmap.figures.relief import shaded
from conflictmap.pages.read_page import Picture
from conflictmap.places.layer_files import LEVEL

BOX = (45.5, 39.0, 47.5, 40.5)


def pixels(data, layers):
    """The upper 400 rows: below the map, a line of credits more or less moves the picture's end."""
    link = "#w=2020-12-01_2020-12-02&y=" + layers
    figure = cm.figure(data, view=link, bounds=BOX, locator=False)
    drawn = Image.open(io.BytesIO(figure_bytes(figure, ".png", dpi=72))).convert("L")
    return np.asarray(drawn, dtype=float)[:400]


def picture(west, east):
    """A relief of two greys between 45 and 47 E."""
    grey = np.full((40, 40), west, dtype=np.uint8)
    grey[:, 20:] = east
    sink = io.BytesIO()
    Image.fromarray(grey).save(sink, "PNG")
    return Picture(content=sink.getvalue(), bounds=(45.0, 38.0, 47.0, 41.0))


def test_shade_lies_where_the_picture_has_it(data):
    level, shade = (replace(data, relief=picture(*greys)) for greys in ((LEVEL, LEVEL), (255, 0)))
    change = pixels(shade, "+relief") - pixels(level, "+relief")
    wide = change.shape[1]
    # Dark from 46.0 to 47.0 E, nothing beyond.
    east = change[80:200, int(wide * 0.8):int(wide * 0.97)]
    dark = change[80:200, int(wide * 0.3):int(wide * 0.7)]
    assert np.abs(east).max() == 0
    assert np.median(dark) < -20


def test_it_can_be_switched_off_and_is_credited_where_it_is_on(data):
    assert np.abs(pixels(data, "+relief") - pixels(data, "-relief")).mean() > 1
    on = cm.view_of(data, "#w=2020-12-01_2020-12-02")
    off = replace(on, layers=on.layers | {"relief": False})
    assert "GLOBE" in credits_of(data, [on])
    assert "GLOBE" not in credits_of(data, [off])


def test_level_ground_leaves_colours_as_they_are():
    made = shaded(np.array([[LEVEL, np.nan, 0.0, 255.0]]), 0.5)
    assert made[0, :, 3] == pytest.approx([0, 0, 0.5, 0.5], abs=0.03)
    assert made[0, 2, :3].tolist() == [0, 0, 0]
    assert made[0, 3, :3].tolist() == [1, 1, 1]
